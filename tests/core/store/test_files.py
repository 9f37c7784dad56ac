"""The small files: whole or not at all, their owner's alone; and the lock."""

from __future__ import annotations

import fcntl
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from carer_desktop.errors import StoreError
from carer_desktop.store import files, posix


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_replaced_file_is_its_owners_alone_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "a.keys"
    target.write_bytes(b"old")
    target.chmod(0o644)
    files.replace_whole(target, b"new")
    assert (target.read_bytes(), mode(target)) == (b"new", 0o600)
    assert [each.name for each in tmp_path.iterdir()] == ["a.keys"]


def test_where_it_cannot_be_replaced_the_old_file_stays_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "a.keys"
    target.mkdir()
    with pytest.raises(IsADirectoryError):
        files.replace_whole(target, b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["a.keys"]


def test_a_flush_goes_past_the_disks_own_memory_where_the_system_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[int] = []
    monkeypatch.setattr(os, "fsync", flushed.append)
    with (tmp_path / "a.vault").open("wb") as file:
        # One that every system takes, one that none knows, and none.
        for full, ordinary in ((fcntl.F_GETFD, 0), (9_999, 1), (None, 2)):
            monkeypatch.setattr(fcntl, "F_FULLFSYNC", full, raising=False)
            posix.flush(file.fileno())
            assert flushed == [file.fileno()] * ordinary


def test_new_folders_are_their_owners_alone(tmp_path: Path) -> None:
    files.make_folder(tmp_path / "one" / "two")
    assert mode(tmp_path / "one") == mode(tmp_path / "one" / "two") == 0o700
    files.make_folder(tmp_path / "one" / "two")


def test_a_new_empty_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    files.make_empty(tmp_path / "new")
    assert mode(tmp_path / "new") == 0o600
    with pytest.raises(FileExistsError):
        files.make_empty(tmp_path / "new")


def test_one_holds_the_lock_and_is_named(tmp_path: Path) -> None:
    path = tmp_path / "team.vault"
    hold = files.Hold(path)
    with pytest.raises(StoreError, match=rf"already open \(process {os.getpid()}\)") as refused:
        files.Hold(path)
    assert refused.value.retry
    hold.release()
    files.Hold(path).release()
    assert (tmp_path / "team.vault.lock").read_bytes() == b""
    assert mode(tmp_path / "team.vault.lock") == 0o600


def test_who_only_looks_sees_whether_it_is_held_and_keeps_nobody_out(tmp_path: Path) -> None:
    path = tmp_path / "team.vault"
    assert not files.is_held(path) and not list(tmp_path.iterdir())
    hold = files.Hold(path)
    assert files.is_held(path)
    hold.release()
    assert not files.is_held(path)
    files.beside(path, "lock").write_bytes(f"{os.getppid():>10}\n".encode())  # of another that was killed
    assert not files.is_held(path)
    files.beside(path, "lock").write_bytes(b"rubbish")
    assert not files.is_held(path)
    files.Hold(path).release()


def test_the_lock_of_a_process_that_ended_holds_nobody_out(tmp_path: Path) -> None:
    path = tmp_path / "team.vault"
    code = (
        "import os, sys, pathlib; from carer_desktop.store import files;"
        "hold = files.Hold(pathlib.Path(sys.argv[1])); os._exit(3)"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(path)], check=False, cwd=Path(__file__).parents[3])
    assert ended.returncode == 3
    assert (tmp_path / "team.vault.lock").read_bytes() != b"" and not files.is_held(path)
    files.Hold(path).release()


def test_a_lock_with_rubbish_in_it_names_nobody(tmp_path: Path) -> None:
    path = tmp_path / "team.vault"
    hold = files.Hold(path)
    (tmp_path / "team.vault.lock").write_bytes(b"\xff\xfe rubbish")
    with pytest.raises(StoreError, match=r"^The vault is already open \(team\.vault\)"):
        files.Hold(path)
    hold.release()


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="folder can only be read, or cannot be reached"):
        files.Hold(tmp_path / "gone" / "team.vault")
