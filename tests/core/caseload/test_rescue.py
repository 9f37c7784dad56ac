"""Ways out: for each kind of fault the right ones, in words, with dates; and each of them leads out."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from carer_desktop.caseload import Caseload, Damage, Rescue, VaultFault, Wanted, rescue
from carer_desktop.clock import FixedClock
from carer_desktop.errors import StoreError
from carer_desktop.records import damage
from carer_desktop.records.damage import Newer, Salvaged
from carer_desktop.sealing import keys
from carer_desktop.store import anchor, elsewhere, files, manifest
from tests.core.caseload.test_backups import work
from tests.core.door import CHEAP, PASSPHRASE
from tests.core.store.spoilt import pages_of, spoil_pages

RECORDS = 3


@pytest.fixture
def closed(path: Path, fixed_clock: FixedClock) -> Path:
    """A closed vault of three records with a backup of two of them."""
    made = Caseload.create(path, "Sam Example", ["assessor", "keeper"], PASSPHRASE, kdf=CHEAP, clock=fixed_clock)
    for number in range(RECORDS):
        record = made.records.begin("carer_conversation")
        made.records.answer(record, "carer_first", f"Ann {number}").saved.result()
        if number == RECORDS - 2:
            made.backups.make()
    made.close()
    return path


def fault_of(path: Path, clock: FixedClock) -> Damage:
    """What opening says, with its ways out."""
    with pytest.raises(VaultFault) as told:
        Caseload.open(path, None, PASSPHRASE, clock=clock)
    return Rescue(path, clock).ways(told.value)


def kinds(found: Damage | None) -> list[str]:
    assert found
    return [way.kind for way in found.ways]


def records(path: Path, clock: FixedClock) -> int:
    """How many records there are in the vault, which opens without a question."""
    opened = Caseload.open(path, None, PASSPHRASE, clock=clock)
    found = len(opened.records.all())
    opened.close()
    return found


def empty(path: Path) -> None:
    path.write_bytes(b"")


def no_keys(path: Path) -> None:
    for ending in ("keys", "keys2"):
        files.beside(path, ending).unlink()


def bad_keys(path: Path) -> None:
    for ending in ("keys", "keys2"):
        files.beside(path, ending).write_bytes(b"x")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def plain(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + bytes(5_000))


BEFORE_SIGN_IN: list[tuple[Callable[[Path], object], str, list[str]]] = [
    (lambda path: path.unlink(), damage.MISSING, [damage.PUT_BACK]),
    (empty, damage.EMPTY, [damage.PUT_BACK]),
    (cut, damage.SHORT, [damage.MERGE, damage.PUT_BACK, damage.SALVAGE]),
    (plain, damage.NEVER_KEYED, [damage.PUT_BACK]),
    (no_keys, damage.NO_KEYS, [damage.KEYS_BACK, damage.PUT_BACK]),
    (bad_keys, damage.KEYS, [damage.KEYS_BACK, damage.PUT_BACK]),
]


@pytest.mark.parametrize(("spoil", "kind", "ways"), BEFORE_SIGN_IN, ids=[each[1] for each in BEFORE_SIGN_IN])
def test_before_signing_in_each_fault_shows_its_ways_out(
    closed: Path, fixed_clock: FixedClock, spoil: Callable[[Path], object], kind: str, ways: list[str]
) -> None:
    spoil(closed)
    found = Rescue(closed, fixed_clock).look()
    assert found and (found.kind, kinds(found)) == (kind, ways)
    assert all(way.words.endswith(".") for way in found.ways)
    assert any("22 November 2026 at 10:00" in way.words for way in found.ways)
    assert found == fault_of(closed, fixed_clock)


def test_a_vault_that_is_gone_is_said_to_be_and_comes_back_from_its_backup(
    closed: Path, fixed_clock: FixedClock
) -> None:
    closed.unlink()
    found = fault_of(closed, fixed_clock)
    assert "although its key file or its backups are" in found.said
    assert found.said.endswith("If it was only moved or renamed, put it where it was.")
    backup = found.ways[0].backup
    assert backup and Rescue(closed, fixed_clock).put_back(backup, None, PASSPHRASE).keys_kept
    assert records(closed, fixed_clock) == RECORDS - 1


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("nobody.vault", "There is no vault here"),
        ("stick/team.vault", "The folder of the vault cannot be reached"),
        (f"{'x' * 300}/team.vault", "This name is too long"),
    ],
)
def test_nothing_of_a_vault_is_no_damage_and_has_no_way_out(
    tmp_path: Path, fixed_clock: FixedClock, where: str, says: str
) -> None:
    found = fault_of(tmp_path / where, fixed_clock)
    assert (found.kind, kinds(found)) == (damage.AWAY, []) and found.said.startswith(says)


def test_a_device_is_not_called_a_folder(fixed_clock: FixedClock) -> None:
    assert fault_of(Path(os.devnull), fixed_clock).said.startswith("This is not a file and no vault")


def test_a_sound_vault_has_nothing_wrong(closed: Path, fixed_clock: FixedClock) -> None:
    assert Rescue(closed, fixed_clock).look() is None
    assert len(Rescue(closed).backups()) == 1


def test_how_much_is_newer_stands_in_the_words(closed: Path, fixed_clock: FixedClock) -> None:
    empty(closed)
    found = Rescue(closed, fixed_clock).look()
    assert found
    (way,) = found.ways
    assert way.newer == Newer(2, 1)
    assert "One answer came after it. Neither that nor anything else done since is in it." in way.words
    files.beside(closed, "anchor").unlink()
    found = Rescue(closed, fixed_clock).look()
    assert found and found.ways[0].newer is None and "How much came after it cannot be told." in found.ways[0].words


def test_each_amount_that_came_after_a_backup_has_its_words() -> None:
    assert Newer(0, 0).told == "Nothing was typed or changed after it."
    assert Newer(2, 0).told == "No answer came after it, but other changes did. They are not in it."
    assert Newer(1, 4).told.startswith("At most 4 answers came after it.")


def middle(path: Path) -> None:
    spoil_pages(path, [pages_of(path) // 2])


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 4096 // 2 * 4096])


AFTER_WORK: list[Callable[[Path], object]] = [middle, half, lambda path: path.unlink(), no_keys]


@pytest.fixture
def kept_at_closing(path: Path, fixed_clock: FixedClock) -> Path:
    """A vault that made its backup while it was being closed, with an older copy of it beside."""
    made = Caseload.create(path, "Sam Example", ["assessor", "keeper"], PASSPHRASE, kdf=CHEAP, clock=fixed_clock)
    record = made.records.begin("carer_conversation")
    made.close()
    path.with_name("older").write_bytes(path.read_bytes())
    made = Caseload.open(path, None, PASSPHRASE, clock=fixed_clock)
    made.records.answer(made.records.open(record.id), "carer_first", "Ann").saved.result()
    made.backups.keep("close")
    made.close()
    return path


def put_older(path: Path) -> None:
    path.write_bytes(path.with_name("older").read_bytes())


@pytest.mark.parametrize("spoil", [*AFTER_WORK, put_older], ids=["middle", "half", "gone", "keys", "older"])
def test_what_nobody_typed_is_not_said_to_have_come_after_a_backup(
    kept_at_closing: Path, fixed_clock: FixedClock, spoil: Callable[[Path], object]
) -> None:
    seen = anchor.peek(kept_at_closing)
    backup = Rescue(kept_at_closing).backups()[0]
    assert seen and seen.heads[anchor.SAVES] > backup.saves, "the log went on"
    spoil(kept_at_closing)
    found = fault_of(kept_at_closing, fixed_clock)
    (way,) = [way for way in found.ways if way.kind == damage.PUT_BACK]
    assert way.newer == Newer(0, 0) and way.words.endswith(". Nothing was typed or changed after it.")
    assert "save" not in found.said


@pytest.mark.parametrize("spoil", AFTER_WORK, ids=["middle", "half", "gone", "keys"])
def test_the_fault_names_no_way_where_the_ways_stand_below(
    closed: Path, fixed_clock: FixedClock, spoil: Callable[[Path], object]
) -> None:
    spoil(closed)
    found = fault_of(closed, fixed_clock)
    assert found.ways and "backup" not in found.said.partition(closed.name)[2] and found.said.endswith(".")


def test_after_a_merge_it_is_told_what_became_of_the_places_that_could_not_be_read(
    kept_at_closing: Path, fixed_clock: FixedClock
) -> None:
    middle(kept_at_closing)
    spoilt, out = kept_at_closing.read_bytes(), Rescue(kept_at_closing, fixed_clock)
    told = out.salvage(None, PASSPHRASE, out.backups()[0]).told
    assert re.fullmatch(r"At \d+ places? nothing could be read\.", told[1])
    assert told[3] == "Nothing was typed or changed after the backup, so nothing you typed is missing."
    kept_at_closing.write_bytes(spoilt)
    assert out.salvage(None, PASSPHRASE).told[2] == "What stood there may be missing."


def test_places_that_could_not_be_read_have_words_for_what_became_of_them(fixed_clock: FixedClock) -> None:
    read = Salvaged({"entries": 17}, {"entries": 0}, 2, 0, 0, fixed_clock.now(), merged=True)
    none = "Nothing that is in the backup is missing."
    assert read.told[1:] == (
        "At 2 places nothing could be read.", none, "What was typed or changed there after the backup may be missing.",
    )  # fmt: skip
    some = replace(read, lost=1, from_backup={"marks": 1}, newer=Newer(2, 1))
    assert some.told[0] == "17 saved answers are back."
    assert replace(read, from_backup={"entries": 3}).told[0] == "17 saved answers are back, 3 of them from the backup."
    assert replace(read, from_backup={"entries": 17}).told[0].endswith("all of them from the backup.")
    assert replace(read, rows={"entries": 1}).told[0] == "1 saved answer is back."
    assert some.told[1:] == (
        "At 1 place nothing could be read.", "What stood there was taken from the backup as it was then.",
        "What was typed or changed there after the backup may be missing.",
    )  # fmt: skip


def test_damage_can_be_merged_put_back_or_salvaged(closed: Path, fixed_clock: FixedClock) -> None:
    whole = closed.read_bytes()
    spoil_pages(closed, [closed.stat().st_size // 4096 - 2])
    found = fault_of(closed, fixed_clock)
    assert (found.kind, kinds(found)) == (damage.DAMAGED, [damage.MERGE, damage.PUT_BACK, damage.SALVAGE])
    spoilt, out = closed.read_bytes(), Rescue(closed, fixed_clock)
    backup = found.ways[0].backup
    assert backup
    assert out.newer_answers(backup, None, PASSPHRASE) > 0
    out.salvage(None, PASSPHRASE, backup)
    assert records(closed, fixed_clock) >= RECORDS - 1
    closed.write_bytes(spoilt)
    out.salvage(None, PASSPHRASE)
    assert records(closed, fixed_clock) >= 1
    done = out.put_back(backup, None, PASSPHRASE)
    assert done.keys_kept
    assert records(closed, fixed_clock) == RECORDS - 1
    assert not out.put_back(backup).keys_kept
    assert whole != spoilt


def test_what_is_counted_and_then_put_back_stretches_the_passphrase_once(
    closed: Path, fixed_clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil_pages(closed, [closed.stat().st_size // 4096 - 2])
    stretched: list[str] = []
    derive = keys.derive

    def counted(passphrase: str, salt: bytes, kdf: keys.Kdf) -> bytes:
        stretched.append(passphrase)
        return derive(passphrase, salt, kdf)

    monkeypatch.setattr(keys, "derive", counted)
    out = Rescue(closed, fixed_clock)
    (backup,) = out.backups()
    for act in (lambda: out.put_back(backup, None, PASSPHRASE), lambda: out.salvage(None, PASSPHRASE)):
        assert out.newer_answers(backup, None, PASSPHRASE) >= 0
        with pytest.raises(StoreError, match="do not open the vault"):
            out.newer_answers(backup, None, "wrong words these are")
        act()
        assert stretched == [PASSPHRASE, "wrong words these are"]
        stretched.clear()


def test_only_the_key_files_come_back(closed: Path, fixed_clock: FixedClock) -> None:
    bad_keys(closed)
    found = Rescue(closed, fixed_clock).look()
    assert found and found.ways[0].backup
    Rescue(closed, fixed_clock).keys_back(found.ways[0].backup)
    assert records(closed, fixed_clock) == RECORDS


def test_an_older_copy_is_put_back_or_said_to_be_right(closed: Path, fixed_clock: FixedClock) -> None:
    old = closed.read_bytes()
    opened = Caseload.open(closed, None, PASSPHRASE, clock=fixed_clock)
    work(opened)
    opened.close()
    closed.write_bytes(old)
    found = fault_of(closed, fixed_clock)
    assert (found.kind, kinds(found)) == (damage.OLDER, [damage.PUT_BACK, damage.AS_IT_IS])
    Caseload.open(closed, None, PASSPHRASE, clock=fixed_clock, older_is_right=True).close()
    assert records(closed, fixed_clock) == RECORDS


def test_what_comes_after_an_older_copy_that_was_right_is_in_no_backup(
    kept_at_closing: Path, fixed_clock: FixedClock
) -> None:
    newest = Rescue(kept_at_closing).backups()[0]
    put_older(kept_at_closing)
    opened = Caseload.open(kept_at_closing, None, PASSPHRASE, clock=fixed_clock, older_is_right=True)
    assert opened.backups.changed(), "the newest backup is not of these records"
    record = opened.records.open(opened.records.all()[0].id)
    opened.records.answer(record, "carer_first", "Bea").saved.result()
    opened.close()
    found = Rescue(kept_at_closing).newer(newest)
    assert found and found.changes > 1 and found.answers == 1


def test_a_newer_program_or_somebody_who_has_gone_is_no_case_for_a_backup(closed: Path) -> None:
    for kind in (damage.NEWER_PROGRAM, damage.PERSON_GONE):
        assert Rescue(closed).ways(VaultFault(kind, "x")).ways == ()


def test_without_a_backup_there_is_still_what_can_be_read(closed: Path, fixed_clock: FixedClock) -> None:
    folder = manifest.folder_of(closed)
    for each in manifest.all_(folder):
        manifest.remove(folder, each.file)
    cut(closed)
    assert kinds(Rescue(closed, fixed_clock).look()) == [damage.SALVAGE]
    Rescue(closed, fixed_clock).salvage(None, PASSPHRASE)
    assert records(closed, fixed_clock) >= 1


def test_a_wrong_passphrase_is_told_as_at_the_sign_in_and_makes_one_wait(closed: Path, fixed_clock: FixedClock) -> None:
    out = Rescue(closed, fixed_clock)
    (backup,) = out.backups()
    for _ in range(4):
        with pytest.raises(StoreError, match="do not open the vault"):
            out.newer_answers(backup, None, "wrong words these are")
    with pytest.raises(StoreError, match=r"seconds|[Ww]ait"):
        out.newer_answers(backup, None, PASSPHRASE)
    fixed_clock.at += timedelta(hours=1)
    assert out.newer_answers(backup, None, PASSPHRASE) > 0


def test_a_backup_goes_into_a_new_file(closed: Path, fixed_clock: FixedClock, tmp_path: Path) -> None:
    (backup,) = Rescue(closed).backups()
    target = tmp_path / "new.vault"
    assert rescue.restore_to(manifest.folder_of(closed) / backup.file, target) == backup
    assert records(target, fixed_clock) == RECORDS - 1
    with pytest.raises(StoreError, match="a file of this name already"):
        rescue.restore_to(manifest.folder_of(closed) / backup.file, closed)


def test_a_file_from_the_second_place_becomes_a_vault(closed: Path, fixed_clock: FixedClock, tmp_path: Path) -> None:
    pair, (backup,) = keys.receiving_pair(), Rescue(closed).backups()
    database = manifest.folder_of(closed) / backup.file
    sent = elsewhere.send(database, tmp_path, [pair.public], "records", fixed_clock.now())
    rescue.fetch(tmp_path / sent.file, [pair.secret], tmp_path / "new" / "team.vault")
    assert records(tmp_path / "new" / "team.vault", fixed_clock) == RECORDS - 1


def test_the_reserve_can_be_given_free_where_nothing_opens(closed: Path) -> None:
    assert rescue.release_reserve(closed) == 0
    files.beside(closed, "reserve").write_bytes(bytes(100))
    assert rescue.release_reserve(closed) == 100
    assert anchor.peek(closed) is not None


def test_answers_that_were_written_down_are_not_written_down_again(closed: Path, fixed_clock: FixedClock) -> None:
    """The backup was made in the middle of a session, when they were still to be counted."""
    spoil_pages(closed, [pages_of(closed) - 1])
    rescue = Rescue(closed, fixed_clock)
    rescue.salvage(None, PASSPHRASE, rescue.backups()[0])
    opened = Caseload.open(closed, None, PASSPHRASE, clock=fixed_clock)
    written = [line.row.subject for line in opened.audit.page(Wanted(event="record_saved"))]
    opened.close()
    assert len(written) == len(set(written)) <= RECORDS
