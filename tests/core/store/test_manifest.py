"""What lies in the folder of the backups: what a backup that was cut off has left goes, and all else stays."""

from __future__ import annotations

from pathlib import Path

from carer_desktop.store import manifest

DONE, CUT_OFF = "000001-20261122T090000Z.vault", "000002-20261122T100000Z.vault"


def test_what_lies_beside_a_finished_backup_stays_and_what_belongs_to_none_goes(tmp_path: Path) -> None:
    stays = {
        DONE,
        f"{DONE}.keys",
        f"{DONE}.keys2",
        f"{DONE}.anchor",
        f"{DONE}.manifest",
        f"{DONE}-journal",
        "notes.txt",
    }
    goes = {
        f"{DONE}.keys.tmp", f"{DONE}.tmp", f"{DONE}.tmp-journal",
        f"{CUT_OFF}.tmp", f"{CUT_OFF}.tmp-journal", f"{CUT_OFF}-journal", f"{CUT_OFF}.keys", f"{CUT_OFF}.anchor",
    }  # fmt: skip
    for name in stays | goes:
        (tmp_path / name).write_bytes(b"x")
    manifest.clear_unfinished(tmp_path)
    assert {each.name for each in tmp_path.iterdir()} == stays
    manifest.clear_unfinished(tmp_path / "none")
