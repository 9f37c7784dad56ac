"""Many files in one go: each by itself, with a manifest and a list; what fails with one is no other's trouble."""

import csv
import hashlib
import io
from datetime import UTC, datetime

import pytest

from carer_desktop.caseload import Caseload
from carer_desktop.caseload.batch import STOPPED
from carer_desktop.clock import FixedClock
from carer_desktop.errors import Refused
from carer_desktop.records.audit import Wanted
from tests.core.caseload.pathway import ADA, MIA, SAM, Team
from tests.core.documents import looking
from tests.core.door import CHEAP, PASSPHRASE
from tests.core.packs.packs import CASES, case_of

ORDINARY = next(case_of(file)[1]["answers"] for file in CASES if file.stem == "ordinary")


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """A vault with three records."""
    clock = FixedClock(datetime(2026, 11, 22, 10, 0, tzinfo=UTC))
    folder = tmp_path_factory.mktemp("batch")
    made = Caseload.create(
        folder / "a.vault", "Sam Example", ["assessor", "keeper"], PASSPHRASE, kdf=CHEAP, clock=clock
    )
    ids = ("M1000001", "M1000002", "M1000003")
    made.three = [  # type: ignore[attr-defined]
        made.records.fill("carer_conversation", {**ORDINARY, "carer_mosaic_id": one}, known=False).assessment.id
        for one in ids
    ]
    yield made
    made.close()


def manifest(batch):
    text = batch.manifest.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_one_folder_with_every_file_a_manifest_and_a_list(here, tmp_path):
    told = []

    def going(done, of):
        told.append((done, of))
        return True

    batch = here.batches.write(here.three, tmp_path, going)
    assert batch.folder.name == "Carer Desktop files 2026-11-22" and batch.files == 3 and not batch.no_list
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    names = [one.file for one in batch.made]
    assert {each.name for each in batch.folder.iterdir()} == {*names, "Manifest.csv", "List to tick.docx"}
    rows = manifest(batch)
    assert [row["Mosaic ID or record"] for row in rows] == ["M1000001", "M1000002", "M1000003"]
    for row in rows:
        data = (batch.folder / row["File"]).read_bytes()
        assert row["SHA-256"] == hashlib.sha256(data).hexdigest() and row["Why not made"] == ""
        assert here.files.check(batch.folder / row["File"]).untouched
    listed = looking.text(looking.body(batch.to_tick))
    assert all(f"☐ Done{row['Mosaic ID or record']}{row['File']}" in listed for row in rows)
    assert ORDINARY["carer_last"] not in listed + repr(rows), "no names"
    assert here.batches.write([], tmp_path).folder.name == "Carer Desktop files 2026-11-22 (2)"


def test_what_fails_with_one_is_said_of_it_and_stops_no_other(here, tmp_path, monkeypatch):
    write = here.exports.write

    def broken(record, *more):
        if record.id == here.three[1]:
            raise RuntimeError("a fault nobody thought of, with Secret Example in it")
        return write(record, *more)

    monkeypatch.setattr(here.exports, "write", broken)
    batch = here.batches.write([here.three[0], "unknown", *here.three[1:]], tmp_path)
    assert [bool(one.file) for one in batch.made] == [True, False, False, True] and batch.files == 2
    assert batch.made[1].why_not.startswith("There is no record “unknown”")
    assert batch.made[2].why_not == "Something went wrong in the program (RuntimeError)"
    assert [row["Why not made"] for row in manifest(batch)] == [one.why_not for one in batch.made]
    assert "Secret" not in repr(batch)
    assert "Not made" in looking.text(looking.body(batch.to_tick))


def test_stopped_it_keeps_what_is_made_and_names_the_rest(here, tmp_path):
    batch = here.batches.write(here.three, tmp_path, lambda done, of: done < 2)
    assert [one.why_not for one in batch.made] == ["", "", STOPPED] and batch.files == 2
    assert [row["Why not made"] for row in manifest(batch)] == ["", "", STOPPED]


def test_a_file_that_is_gone_again_is_not_called_made(here, tmp_path, monkeypatch):
    def on(done, of):
        if done == 2:
            next(tmp_path.rglob("M1000001*")).write_bytes(b"something else")
        return True

    batch = here.batches.write(here.three, tmp_path, on)
    assert [bool(one.file) for one in batch.made] == [False, True, True]
    assert "not there as it was written" in batch.made[0].why_not


def test_no_cell_of_the_manifest_is_a_formula(here, tmp_path):
    batch = here.batches.write(["=cmd|' /C calc'!A0", "+1", "@x", "-2"], tmp_path)
    assert [row["Record"] for row in manifest(batch)] == ["", "", "", ""]
    assert [row["Mosaic ID or record"] for row in manifest(batch)] == ["'=cmd|' /C calc'!A0", "'+1", "'@x", "'-2"]


def test_a_folder_that_takes_nothing_is_said_at_once(here, tmp_path):
    (tmp_path / "file").write_text("precious")
    for folder, said in (("file", "is a file, not a folder"), ("none", "is not there"), ("x" * 300, "is too long")):
        with pytest.raises(Refused, match=said):
            here.batches.write(here.three, tmp_path / folder)
    assert (tmp_path / "file").read_text() == "precious"


def test_the_files_stand_where_the_lists_cannot_be_written(here, tmp_path):
    def on(done, of):
        if done == of:
            (next(tmp_path.iterdir()) / "Manifest.csv").mkdir()
        return True

    batch = here.batches.write(here.three[:1], tmp_path, on)
    assert batch.files == 1 and batch.no_list.startswith("The list of the files could not be written")


def test_the_log_says_how_many_and_for_whom(here, tmp_path):
    here.batches.write(here.three[:2], tmp_path)
    (line, *_) = here.audit.page(Wanted(event="batch_made"))
    assert line.row.says == {"kind": "docx", "audience": "council", "files": 2, "folder": "own"}


def test_those_that_wait_are_decided_and_their_files_move_them_on(tmp_path, fixed_clock):
    team = Team(tmp_path / "team.vault", fixed_clock, MIA, ADA)
    try:
        records = [team.sent(), team.sent()]
        mia = team(MIA)
        for record in records:
            mia.moves.make(mia.records.open(record.id), "authorise")
        ada = team(ADA)
        waiting = ada.batches.to_make()
        assert {card.id for card in waiting} == {record.id for record in records}
        (tmp_path / "out").mkdir()
        batch = ada.batches.write([card.id for card in waiting], tmp_path / "out")
        made = {one.record: one for one in batch.made}
        left = {card.id for card in ada.batches.to_make()}
        for record in records:
            there = bool(made[record.id].file)
            assert (ada.records.open(record.id).stage == "exported") is there and (record.id in left) is not there
    finally:
        team(SAM).close()
