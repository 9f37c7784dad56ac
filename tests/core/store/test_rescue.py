"""Reading what a damaged vault still gives, alone and with a backup, and what that leaves as it was."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from carer_desktop.assessment import Entry, Move
from carer_desktop.clock import FixedClock
from carer_desktop.errors import StoreError
from carer_desktop.records.damage import Newer, VaultFault
from carer_desktop.records.kept import Jotting
from carer_desktop.sealing.chance import random_id
from carer_desktop.store import (
    access,
    anchor,
    engine,
    entries,
    files,
    history,
    jottings,
    manifest,
    open_vault,
    people,
    rescue,
    restore,
    salvage,
    settings,
    slots,
)
from carer_desktop.store.entering import Signed
from tests.core.store.given import LATER, NOW, PASSPHRASE, Begun, begin, made_vault
from tests.core.store.spoilt import AFTER, BEFORE, Lost, answers_in, pages_of, raw, spoil_pages, with_backup


@pytest.fixture
def lost(path: Path) -> Lost:
    """A closed vault with a backup and newer answers."""
    return with_backup(path)


def signed(lost: Lost) -> Signed:
    return Signed.of(lost.path, None, PASSPHRASE)


def page_with(lost: Lost, table: str) -> int:
    """The page whose damage costs rows of this table and nothing of the others."""
    whole = lost.path.read_bytes()
    for page in range(pages_of(lost.path) - 1, 1, -1):
        spoil_pages(lost.path, [page])
        connection = raw(lost.path)
        try:
            connection.execute(f"SELECT * FROM {table}").fetchall()
        except engine.driver().Error:
            return page
        finally:
            connection.close()
            lost.path.write_bytes(whole)
    raise AssertionError(f"no page holds {table} alone")


def found_in(lost: Lost) -> set[str]:
    """What is answered in the vault as it lies there, which must be sound and open without a question."""
    store = open_vault(lost.path, None, PASSPHRASE)
    found, sound = answers_in(store, lost.assessment), store.verify().result()
    store.close()
    assert sound == ()
    return found


def test_one_damaged_page_costs_the_rows_on_it_and_a_backup_gives_them_back(lost: Lost) -> None:
    whole = lost.path.read_bytes()
    spoil_pages(lost.path, [page_with(lost, "entries")])
    spoilt = lost.path.read_bytes()
    alone = rescue.rebuild(signed(lost), LATER, None)
    left = found_in(lost)
    assert BEFORE + AFTER - 40 < len(left) == alone.rows["entries"] < BEFORE + AFTER
    assert alone.lost > 0
    assert (alone.left_out, alone.from_backup["entries"]) == (0, 0)
    assert (lost.path.parent / (alone.aside or "") / "team.vault").read_bytes() == spoilt
    lost.path.write_bytes(spoilt)
    merged = rescue.rebuild(signed(lost), LATER, lost.database)
    assert found_in(lost) >= left
    assert merged.from_backup["entries"] == merged.rows["entries"] - alone.rows["entries"]
    assert whole != spoilt


@pytest.mark.parametrize("damaged", [1, 5, 20])
def test_many_damaged_pages_cost_little_and_what_the_backup_had_is_all_there(lost: Lost, damaged: int) -> None:
    chance = random.Random(damaged)
    spoil_pages(lost.path, chance.sample(range(30, pages_of(lost.path)), damaged))
    newer = rescue.newer_answers(signed(lost), lost.database)
    done = rescue.rebuild(signed(lost), LATER, lost.database)
    found = found_in(lost)
    assert {f"q{number}" for number in range(BEFORE)} <= found
    assert len(found) == BEFORE + newer
    assert done.rows["entries"] == len(found)


def test_a_sound_vault_is_read_whole(lost: Lost) -> None:
    assert rescue.newer_answers(signed(lost), lost.database) == AFTER
    done = rescue.rebuild(signed(lost), LATER, lost.database)
    assert (done.rows["entries"], done.lost, done.left_out) == (BEFORE + AFTER, 0, 0)
    assert set(done.from_backup.values()) == {0}
    assert len(found_in(lost)) == BEFORE + AFTER


def test_it_is_the_newest_of_all_afterwards_and_no_backup_goes(lost: Lost) -> None:
    before = anchor.peek(lost.path)
    rescue.rebuild(signed(lost), LATER, lost.database)
    after = anchor.peek(lost.path)
    assert before and after and after.heads[anchor.SAVES] > before.heads[anchor.SAVES]
    assert restore.not_yet_logged(manifest.folder_of(lost.path))["what"] == "vault_salvaged"


def test_damage_on_the_first_page_leaves_the_backup_alone(lost: Lost) -> None:
    spoil_pages(lost.path, [0])
    assert rescue.newer_answers(signed(lost), lost.database) == 0
    with pytest.raises(StoreError, match="Nothing of this vault can be read"):
        rescue.rebuild(signed(lost), LATER, None)
    assert lost.path.exists()
    rescue.rebuild(signed(lost), LATER, lost.database)
    assert len(found_in(lost)) == BEFORE


def test_what_fails_leaves_everything_as_it_was(lost: Lost) -> None:
    spoil_pages(lost.path, [0])
    before = {each.name: each.read_bytes() for each in lost.path.parent.iterdir() if each.is_file()}
    with pytest.raises(StoreError):
        rescue.rebuild(signed(lost), LATER, None)
    assert {each.name: each.read_bytes() for each in lost.path.parent.iterdir() if each.is_file()} == before


def test_a_vault_that_is_gone_is_rebuilt_from_its_backup(lost: Lost) -> None:
    lost.path.unlink()
    rescue.rebuild(signed(lost), LATER, lost.database)
    assert len(found_in(lost)) == BEFORE


def test_a_row_whose_record_could_not_be_read_is_left_out_and_counted(lost: Lost) -> None:
    connection = raw(lost.path)
    connection.execute("PRAGMA user_version")
    connection.execute("INSERT INTO jottings VALUES ('j', ?, 'at', 'text', NULL)", (lost.assessment,))
    connection.close()
    connection = engine.driver().connect(str(lost.path), isolation_level=None)
    file = slots.read(lost.path)
    key = slots.unlock(file, None, PASSPHRASE, "").database_key
    connection.set_key(f"x'{key.hex()}{file.database_salt.hex()}'")
    connection.execute("UPDATE jottings SET assessment = 'gone'")
    connection.close()
    assert rescue.rebuild(signed(lost), LATER, None).left_out == 1


def test_what_else_is_kept_comes_with_it(lost: Lost) -> None:
    store = open_vault(lost.path, None, PASSPHRASE)
    store.save(jottings.keep, Jotting("j1", lost.assessment, NOW, "remember the sister")).result()
    store.save(history.append, lost.assessment, Move("complete", "completed", NOW, "p1", "assessor")).result()
    store.save(settings.put, "team", "north").result()
    store.close()
    spoil_pages(lost.path, [page_with(lost, "entries")])
    rescue.rebuild(signed(lost), LATER, lost.database)
    store = open_vault(lost.path, None, PASSPHRASE)
    assert [each.text for each in store.read(jottings.of, lost.assessment).result()] == ["remember the sister"]
    assert [each.stage for each in store.read(history.of, lost.assessment).result()] == ["completed"]
    assert store.read(settings.all_).result() == {"team": "north"}
    store.close()


def test_a_record_removed_since_the_backup_does_not_come_back_from_it(lost: Lost) -> None:
    connection = raw(lost.path)
    connection.execute("PRAGMA foreign_key_check")
    for table in ("entries", "revisions", "assessments"):
        connection.execute(f"DROP TRIGGER {table}_refuse_delete")
        column = "id" if table == "assessments" else "assessment"
        connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (lost.assessment,))
    connection.execute("INSERT INTO removals VALUES (?, 'ABCD1234', 'at', 'by', '', 0)", (lost.assessment,))
    connection.close()
    done = rescue.rebuild(signed(lost), LATER, lost.database)
    assert (done.rows["assessments"], done.rows["entries"]) == (0, 0)
    assert done.rows["removals"] == 1


def test_an_assessment_without_a_readable_revision_begins_again_with_its_first(lost: Lost) -> None:
    connection = raw(lost.path)
    connection.execute("DROP TRIGGER revisions_refuse_delete")
    connection.execute("DELETE FROM revisions")
    connection.close()
    rescue.rebuild(signed(lost), LATER, None)
    assert len(found_in(lost)) == BEFORE + AFTER


def test_people_that_cannot_be_read_are_known_from_the_key_file(lost: Lost) -> None:
    connection = raw(lost.path)
    connection.execute("DELETE FROM people")
    connection.execute("DELETE FROM vault")
    connection.close()
    rescue.rebuild(signed(lost), LATER, None)
    store = open_vault(lost.path, None, PASSPHRASE)
    assert [each.name for each in store.read(people.all_).result()] == ["Priya Example"]
    store.close()


def test_a_backup_of_an_older_schema_gives_what_it_has(tmp_path: Path) -> None:
    old = Path(__file__).parents[2] / "data" / "vaults" / "schema_1"
    for each in old.iterdir():
        shutil.copy(each, tmp_path)
    path = tmp_path / "team.vault"
    open_vault(path, None, PASSPHRASE).close()
    (made,) = manifest.all_(manifest.folder_of(path))
    path.unlink()
    done = rescue.rebuild(Signed.of(path, None, PASSPHRASE), LATER, manifest.folder_of(path) / made.file)
    assert done.rows["assessments"] == done.from_backup["assessments"] == 1
    open_vault(path, None, PASSPHRASE).close()


def test_what_does_not_fit_together_does_not_take_the_vaults_place(lost: Lost, monkeypatch: pytest.MonkeyPatch) -> None:
    gather = salvage.gather

    def bent(new: engine.Connection, *more: Any) -> salvage.Union:
        union = gather(new, *more)
        new.set_authorizer(None)
        new.execute("PRAGMA ignore_check_constraints = ON")
        new.execute("UPDATE vault SET demo = 7")
        new.execute("PRAGMA ignore_check_constraints = OFF")
        return union

    monkeypatch.setattr(salvage, "gather", bent)
    before = lost.path.read_bytes()
    with pytest.raises(StoreError, match="does not fit together"):
        rescue.rebuild(signed(lost), LATER, None)
    assert lost.path.read_bytes() == before


# --- signing in beside a vault that does not open --------------------------------------------------------


def test_a_wrong_passphrase_reads_nothing_and_makes_one_wait(lost: Lost, fixed_clock: FixedClock) -> None:
    with pytest.raises(StoreError, match="do not open the vault"):
        Signed.of(lost.path, None, "wrong words these are", fixed_clock)


def test_key_files_that_are_damaged_are_told_by_their_kind(lost: Lost) -> None:
    for ending in ("keys", "keys2"):
        files.beside(lost.path, ending).write_bytes(b"x")
    with pytest.raises(VaultFault) as told:
        signed(lost)
    assert told.value.kind == "keys"


def test_a_backup_from_before_a_change_of_key_opens_with_the_same_passphrase(lost: Lost) -> None:
    store = open_vault(lost.path, None, PASSPHRASE)
    store.change_keys(access.rotate, LATER).result()
    store.close()
    assert rescue.newer_answers(signed(lost), lost.database) == AFTER
    assert restore.put_back(lost.path, lost.database, LATER, signed(lost)).keys_kept
    open_vault(lost.path, None, PASSPHRASE).close()


def test_a_backup_of_another_passphrase_needs_that_one(lost: Lost, tmp_path: Path) -> None:
    made_vault(tmp_path / "third.vault", passphrase="four other words entirely").close()
    third = Signed.of(tmp_path / "third.vault", None, "four other words entirely")
    with pytest.raises(StoreError, match="made under another passphrase"):
        rescue.newer_answers(third, lost.database)


def test_how_much_is_newer_the_anchor_of_a_closed_vault_knows(lost: Lost) -> None:
    assert rescue.newer(lost.path, lost.backup) == Newer(1, AFTER)
    assert lost.backup.answers == BEFORE
    assert rescue.newer(lost.path, replace(lost.backup, saves=lost.backup.saves + 1)) == Newer(0, 0)
    assert rescue.newer(lost.path, replace(lost.backup, changes=lost.backup.changes + 1)) == Newer(0, 0)


def test_never_less_is_said_to_be_newer_than_there_may_be(lost: Lost) -> None:
    for other in (
        replace(lost.backup, vault_id="b" * 32),
        replace(lost.backup, answers=None),
        replace(lost.backup, saves=99),
        replace(lost.backup, changes=99),
        replace(lost.backup, answers=BEFORE + AFTER + 1),
    ):
        assert rescue.newer(lost.path, other) is None, other
    lock = files.beside(lost.path, "lock")
    lock.write_bytes(b"       999\n                   9\n")  # the program was cut off: there may be more
    assert rescue.newer(lost.path, lost.backup) is None
    assert rescue.newer_answers(signed(lost), lost.database) == AFTER
    assert rescue.people_today(signed(lost))
    assert rescue.newer(lost.path, lost.backup) is None, "to count forgets nothing of it"
    lock.unlink()
    assert rescue.newer(lost.path, lost.backup) is None
    lock.write_bytes(b"")
    assert rescue.newer(lost.path, lost.backup) == Newer(1, AFTER)
    files.beside(lost.path, "anchor").unlink()
    assert rescue.newer(lost.path, lost.backup) is None


def test_an_anchor_and_a_manifest_of_an_older_program_tell_nothing_they_cannot_know(lost: Lost) -> None:
    key = slots.unlock(slots.read(lost.path), None, PASSPHRASE, "").vault_key
    seen = anchor.read(lost.path, lost.backup.vault_id, key)
    assert seen is not None and dict(seen.work) == {"changes": 3, "answers": BEFORE + AFTER}
    anchor.write(lost.path, replace(seen, work={}), key)
    assert rescue.newer(lost.path, lost.backup) is None
    assert rescue.newer(lost.path, replace(lost.backup, saves=seen.heads[anchor.SAVES])) == Newer(0, 0)
    open_vault(lost.path, None, PASSPHRASE).close()


def test_what_was_put_together_has_counted_more_than_its_backup(lost: Lost) -> None:
    spoil_pages(lost.path, [0])
    rescue.rebuild(signed(lost), LATER, lost.database)
    open_vault(lost.path, None, PASSPHRASE).close()
    found = anchor.peek(lost.path)
    assert found and found.work["changes"] > 3 and found.work["answers"] >= BEFORE + AFTER


# --- reading by halves ---------------------------------------------------------------------------------


class Pages:
    """A table of numbered rows of which some pages, ten rows each, refuse to be read."""

    def __init__(self, rows: set[int], bad: set[int]) -> None:
        self.rows_there, self.bad, self.lost, self.asked = rows, bad, 0, 0

    def rows(self, question: str, values: Any) -> Any:
        self.asked += 1
        first, last, most = values[-3:]
        found = []
        for row in sorted(self.rows_there):
            if row // 10 in self.bad and first <= row // 10 * 10 + 9 and last >= row // 10 * 10:
                raise engine.driver().DatabaseError("page")
            if first <= row <= last:
                found.append((row, row))
            if len(found) == most:
                return found
        if any(page * 10 <= first <= page * 10 + 9 for page in self.bad):
            raise engine.driver().DatabaseError("page")
        return found


@pytest.mark.parametrize("bad", [set(), {0}, {3}, {3, 5}, {3, 4, 7}, {9}, {8, 9}, set(range(10))])
def test_every_row_on_a_good_page_is_read(bad: set[int]) -> None:
    pages: Any = Pages(set(range(1, 100)), bad)
    found = [row[0] for row in salvage._by_number(pages, "SELECT {} FROM t", "x", "rowid", ())]
    assert found == [row for row in range(1, 100) if row // 10 not in bad]
    assert bool(pages.lost) is bool(bad)
    assert pages.asked < 400


def test_a_long_row_whose_last_page_is_damaged_is_no_row(lost: Lost) -> None:
    connection = raw(lost.path)
    content = "what the sister said on the stairs, " * 400
    connection.execute("INSERT INTO jottings VALUES ('j', ?, 'now', ?, NULL)", (lost.assessment, content))
    connection.close()
    whole, zeros = lost.path.read_bytes(), 0
    file = slots.read(lost.path)
    key = slots.unlock(file, None, PASSPHRASE, "").database_key
    question = "SELECT text FROM jottings"
    for page in range(1, pages_of(lost.path)):
        spoil_pages(lost.path, [page])
        connection = None
        try:
            connection = raw(lost.path)
            given = connection.execute(question).fetchall()
        except (engine.driver().Error, StoreError):
            given = []
        finally:
            if connection is not None:
                connection.close()
        damaged = salvage.Damaged(lost.path, key, file.database_salt)
        try:
            sound = damaged.rows(question)
        except (engine.driver().Error, StoreError):
            sound = []
        damaged.close()
        assert sound in ([], [(content,)])
        zeros += bool(given) and given != [(content,)]
        lost.path.write_bytes(whole)
    assert zeros == 1, "the engine alone gives a row with zeros in it, and no error"


def test_a_history_with_a_gap_ends_before_it_and_is_counted(lost: Lost) -> None:
    connection = raw(lost.path)
    for name, _ in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    columns = salvage.tables(connection)
    (table,) = [each for each in columns if each.name == "history"]
    for sequence in (1, 2, 4):
        row: dict[str, Any] = {**dict.fromkeys(table.columns, ""), "assessment": lost.assessment, "sequence": sequence}
        row |= {"amount_pence": None, "content_sha256": None, "signature": None, "revision": 1}
        values = [row[name] for name in table.columns]
        connection.execute(f"INSERT INTO history VALUES ({', '.join('?' * len(values))})", values)
    connection.close()
    done = rescue.rebuild(signed(lost), LATER, None)
    connection = raw(lost.path)
    assert connection.execute("SELECT sequence FROM history ORDER BY 1").fetchall() == [(1,), (2,)]
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'").fetchone()[0] > 20
    connection.close()
    assert done.set_back == 1
    assert "1 record stands earlier on the way than before" in " ".join(done.told)


def test_answer_ids_come_from_known_records_too(begun: Begun, path: Path) -> None:
    begun.store.close()
    store = made_vault(path.with_name("two.vault"))
    two = Begun(store)
    store.save(begin, two.assessment).result()
    given = Entry(random_id(), two.assessment.id, "q", None, None, "a", "p1", NOW, 1)
    store.save(entries.append, [given]).result()
    store.close()
    file = slots.read(path.with_name("two.vault"))
    key = slots.unlock(file, None, PASSPHRASE, "").database_key
    damaged = salvage.Damaged(path.with_name("two.vault"), key, file.database_salt)
    assert list(salvage.answer_ids(damaged, ["nobody"])) == [given.id]
    damaged.close()
    damaged.close()
    assert key.hex() not in repr(damaged)
