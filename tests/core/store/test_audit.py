"""The log: written with what it records or not at all, a chain, signed where it matters, and only ever added to."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.errors import StoreError
from carer_desktop.records.audit import MILESTONES, Checked, Event, Log, Wanted
from carer_desktop.sealing import keys
from carer_desktop.sealing.canonical import canonical_bytes
from carer_desktop.store import Connection, Store, audit, chain, entries, open_vault, people, schema
from carer_desktop.store.audit import Pen
from tests.core.store.given import LATER, NOW, PASSPHRASE, Begun

RECORD = "5" * 32


def viewed(number: int = 0) -> Event:
    return Event("record_viewed", NOW + timedelta(seconds=number), RECORD, "ABCD1234", 1)


def exported() -> Event:
    return Event("exported", NOW, RECORD, "ABCD1234", 1, {"kind": "docx", "sha256": "0" * 64, "folder": "own"})


def faults(found: Iterable[Checked]) -> list[str]:
    return [each.fault for each in found if each.fault]


def checked(store: Store) -> list[str]:
    return faults(store.check_log().result())


def written(store: Store, *events: Event) -> None:
    for event in events or (viewed(1), exported(), viewed(2), viewed(3), exported()):
        store.log(event).result()


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """Without the triggers, as for somebody who has the vault key and another program; then as it was."""
    dropped = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in dropped:
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in dropped:
        connection.execute(sql)


def tampered(store: Store, *statements: str) -> list[str]:
    """What the check finds after these statements, which the triggers would have refused."""

    def change(connection: Connection) -> None:
        with unguarded(connection):
            for statement in statements:
                connection.execute(statement)

    store.save(change).result()
    return checked(store)


def test_a_new_vault_begins_its_log_with_itself_and_its_first_person(store: Store) -> None:
    second, first = store.read(audit.rows, Wanted()).result()
    assert (first.event, first.says) == ("vault_created", {"schema": schema.VERSION, "demo": 0})
    assert (second.event, second.subject, second.signed) == ("person_added", store.person.id, True)
    assert (first.person, first.roles, first.at) == (store.person.id, ("assessor", "keeper"), NOW)
    assert checked(store) == []


def test_what_is_written_comes_back_and_is_sound_after_opening_again(store: Store, path: Path) -> None:
    written(store)
    rows = store.read(audit.rows, Wanted()).result()
    assert [each.sequence for each in rows] == [7, 6, 5, 4, 3, 2, 1]
    assert [each.signed for each in rows] == [True, False, False, True, False, True, False]
    assert (rows[0].event, rows[0].subject, rows[0].reference, rows[0].revision) == ("exported", RECORD, "ABCD1234", 1)
    assert rows[0].says == {"kind": "docx", "sha256": "0" * 64, "folder": "own"}
    store.close()
    again = open_vault(path, None, PASSPHRASE)
    assert checked(again) == []
    again.close()


def test_the_log_stands_or_falls_with_what_it_records(begun: Begun) -> None:
    def keep_then_fail(connection: Connection, log: Log) -> None:
        entries.append(connection, [begun.entry("sleep", "often")])
        log(viewed())
        raise StoreError("no")

    before = begun.store.read(chain.head).result()
    assert begun.store.save_logged(keep_then_fail).exception()
    assert begun.store.read(chain.head).result() == before
    assert begun.store.read(entries.of, begun.assessment.id).result() == ()

    def keep_and_log(connection: Connection, log: Log) -> int:
        entries.append(connection, [begun.entry("sleep", "often")])
        return log(viewed())

    assert begun.store.save_logged(keep_and_log).result() == 3
    assert begun.store.read(audit.rows, Wanted(event="record_viewed")).result()[0].sequence == 3


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET person = 'p2'",
        "UPDATE audit SET signature = NULL",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE sequence = 2",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit",
    ],
)
def test_no_statement_changes_the_log(store: Store, statement: str) -> None:
    written(store)
    before = store.read(audit.rows, Wanted()).result()
    assert isinstance(store.save(lambda connection: connection.execute(statement)).exception(), StoreError)
    assert store.read(audit.rows, Wanted()).result() == before


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit SET person = 'p2' WHERE sequence = 3", ["Entry 3 of the log was changed, put in or moved"]),
        ("UPDATE audit SET at = at || '0' WHERE sequence = 3", ["Entry 3 of the log was changed, put in or moved"]),
        ("UPDATE audit SET mac = zeroblob(32) WHERE sequence = 5", ["Entry 5", "Entry 6"]),
        ("DELETE FROM audit WHERE sequence = 4", ["Entries 4 to 4 of the log are missing", "Entry 5"]),
        ("DELETE FROM audit WHERE sequence < 3", ["Entries 1 to 2 of the log are missing", "Entry 3", "signing key"]),
        (
            "UPDATE audit SET sequence = -1 WHERE sequence = 1",
            ["Entry -1 of the log was put in", "Entries 1 to 1", "Entry 2", "signing key"],
        ),
        ("UPDATE audit SET signature = NULL WHERE sequence = 4", ["Entry 4 of the log is not signed"]),
        ("UPDATE audit SET signature = zeroblob(64) WHERE sequence = 4", ["Entry 4 of the log is not signed"]),
        ("UPDATE audit SET signature = zeroblob(64) WHERE sequence = 3", ["Entry 3 of the log is not signed"]),
        (
            "UPDATE audit SET event = CAST(x'ff' AS TEXT) WHERE sequence = 5",
            ["Entry 5 of the log, or the next there is, cannot be read"],
        ),
        (
            "UPDATE signing_keys SET public = zeroblob(32)",
            ["Entry 2", "Entry 4", "Entry 7", "signing key is not the one"],
        ),
        ("INSERT INTO signing_keys VALUES (zeroblob(32), 'p2', '', NULL)", ["signing key is not the one"]),
        ("INSERT INTO audit_start VALUES (1, 0, zeroblob(32), zeroblob(32))", ["does not begin where", "Entry 1"]),
    ],
)
def test_what_was_done_to_it_is_found_and_named(store: Store, statement: str, found: list[str]) -> None:
    written(store)
    told = tampered(store, statement)
    assert len(told) == len(found), told
    assert all(part in line for part, line in zip(found, told, strict=True)), told


def test_a_row_put_in_at_the_end_by_somebody_without_the_key_is_found(store: Store) -> None:
    written(store)
    told = tampered(
        store,
        "INSERT INTO audit SELECT 8, at, person, roles, event, subject, reference, revision, says, mac, signature "
        "FROM audit WHERE sequence = 6",
    )
    assert told == ["Entry 8 of the log was changed, put in or moved"]


def test_an_end_that_was_cut_off_is_found_by_the_anchor(store: Store) -> None:
    written(store)
    store.read(lambda _: store.vault.keep_anchor()).result()
    assert tampered(store, "DELETE FROM audit WHERE sequence > 5") == [
        "The log had come to entry 7 and ends at 5: its end was cut off"
    ]


def test_control_without_the_anchor_a_cut_end_is_not_found(store: Store) -> None:
    written(store)
    assert tampered(store, "DELETE FROM audit WHERE sequence > 5") == []


def test_control_a_check_with_another_key_believes_nothing(store: Store) -> None:
    for number in range(110):
        store.log(viewed(number)).result()
    told = store.read(lambda c: faults(chain.check(c, store.facts.id, keys.new_key()))).result()
    assert told[:2] == [f"Entry {number} of the log was changed, put in or moved" for number in (1, 2)]
    assert len(told) >= 100
    other = store.read(lambda c: faults(chain.check(c, "0" * 32, store.vault.pen.key))).result()
    assert other[0] == "Entry 1 of the log was changed, put in or moved"


def test_control_a_store_that_leaves_the_chain_out_is_caught(store: Store) -> None:
    """A row written without the MAC before it, as a careless program would: nothing else is wrong with it."""

    def careless(connection: Connection) -> None:
        pen, last = store.vault.pen, chain.head(connection)
        assert last
        row = (last.sequence + 1, NOW.isoformat(), pen.person, "assessor", "signed_in", "", "", 0, "{}")
        mac = chain.mac_of(pen.key, bytes(32), row)
        connection.execute(f"INSERT INTO audit VALUES ({', '.join('?' * 11)})", (*row, mac, None))

    store.save(careless).result()
    written(store, viewed())
    assert checked(store) == ["Entry 3 of the log was changed, put in or moved"]


def test_a_part_can_be_checked_from_a_row_known_to_be_sound(store: Store) -> None:
    written(store)
    vault, key = store.facts.id, store.vault.pen.key
    mac = store.read(lambda c: c.execute("SELECT mac FROM audit WHERE sequence = 4").fetchone()).result()
    assert mac

    def check(since: chain.Head) -> list[Checked]:
        return store.read(lambda c: list(chain.check(c, vault, key, 0, since))).result()

    assert check(chain.Head(4, mac[0])) == [Checked(7)]
    assert [each.sequence for each in check(chain.Head(4, bytes(32))) if each.fault] == [5]


def test_what_the_check_computes_is_the_canonical_form() -> None:
    @given(st.lists(st.one_of(st.integers(0, 2**53), st.text(st.characters(codec="ascii"))), max_size=9))
    def alike(row: list[Any]) -> None:
        assert json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode(row).encode() == canonical_bytes(row)

    alike()


# --- who wrote what ----------------------------------------------------------------------------------


def test_rows_are_found_by_person_event_record_and_day(store: Store) -> None:
    written(store, viewed(1), exported(), viewed(86_400))

    def found(**wanted: Any) -> list[int]:
        return [each.sequence for each in store.read(audit.rows, Wanted(**wanted)).result()]

    assert found(event="record_viewed") == [5, 3]
    assert found(subject=RECORD) == [5, 4, 3]
    assert found(reference="ABCD1234", event="exported") == [4]
    assert found(person="nobody") == []
    assert found(since=NOW + timedelta(days=1)) == [5]
    assert found(until=NOW + timedelta(seconds=1), event="record_viewed") == []
    assert [each.sequence for each in store.read(audit.rows, Wanted(), 4, 2).result()] == [3, 2]
    assert [each.sequence for each in store.scan(audit.each, Wanted()).result()] == [5, 4, 3, 2, 1]


def test_saves_are_counted_by_record_and_person_even_when_the_session_was_killed(begun: Begun) -> None:
    store, record = begun.store, begun.assessment
    store.save(entries.append, [begun.entry("sleep", "often"), begun.entry("hours", 20)]).result()
    store.save(entries.append, [replace(begun.entry("nights", "no"), by="p2")]).result()
    store.save_logged(audit.log_saves, LATER).result()
    rows = store.read(audit.rows, Wanted(event="record_saved")).result()
    assert [(each.subject, each.reference) for each in rows] == [(record.id, record.reference)] * 2
    assert [each.says for each in rows] == [{"answers": 1, "by": "p2"}, {"answers": 2, "by": "p1"}]
    store.save_logged(audit.log_saves, LATER).result()
    assert len(store.read(audit.rows, Wanted(event="record_saved")).result()) == 2


def test_an_entry_sent_twice_is_counted_once(begun: Begun) -> None:
    entry = begun.entry("sleep", "often")
    for _ in range(2):
        begun.store.save(entries.append, [entry]).result()
    begun.store.save_logged(audit.log_saves, LATER).result()
    (row,) = begun.store.read(audit.rows, Wanted(event="record_saved")).result()
    assert row.says == {"answers": 1, "by": "p1"}


def test_a_vault_from_before_the_log_begins_one_with_the_people_it_has(store: Store) -> None:
    def as_before(connection: Connection) -> None:
        with unguarded(connection):
            connection.execute("DELETE FROM audit")

    store.save(as_before).result()
    for _ in range(2):
        store.save_logged(audit.begin, NOW, schema.VERSION).result()
    rows = store.read(audit.rows, Wanted()).result()
    assert [each.event for each in rows] == ["person_known", "log_begun"]
    assert rows[0].says["roles"] == "assessor keeper"
    assert checked(store) == []


def test_a_changed_signing_key_is_believed_only_when_it_was_entered(store: Store) -> None:
    old, new = store.person, keys.signing_pair()
    written(store)

    def change(connection: Connection) -> None:
        connection.execute("UPDATE people SET signing_public = ? WHERE id = ?", (new.public, old.id))

    store.save(change).result()
    assert checked(store) == ["A person’s signing key is not the one that was written down"]
    changed = store.read(people.one, old.id).result()
    assert changed
    store.log(audit.person_event("person_known", changed, NOW)).result()
    # What was signed with the key before is still proven by it.
    assert checked(store) == []


def test_no_key_is_shown_or_carried_away(store: Store) -> None:
    pen = store.vault.pen
    secret = (pen.key.hex(), pen.signing.hex(), repr(pen.key), repr(pen.signing))
    known = store.read(chain.all_keys, pen.vault, pen.key).result()
    assert not [each for each in secret if each in repr(pen) or each in str(known)]
    with pytest.raises(TypeError):
        pickle.dumps(pen)


def test_the_audit_key_is_none_of_the_other_keys(store: Store) -> None:
    vault_key = store.vault.unlocked.vault_key
    made = {keys.sub_key(vault_key, label) for label in (keys.DATABASE, keys.AUDIT, keys.ANCHOR, keys.INBOX)}
    assert len(made | {vault_key}) == 5
    assert store.vault.pen.key == keys.sub_key(vault_key, keys.AUDIT)


# --- changing the key, and shortening ----------------------------------------------------------------


class Hand:
    """A pen whose key can be changed, on a store whose vault key stays as it is."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.pen: Pen = store.vault.pen

    def write(self, *events: Event) -> None:
        for event in events:
            self.store.save(audit.append, self.pen, event).result()

    def hand_over(self, new: bytes) -> None:
        self.store.save(audit.hand_over, self.pen, new).result()

    def faults(self) -> list[str]:
        return self.store.read(lambda c: faults(chain.check(c, self.pen.vault, self.pen.key))).result()

    def shorten(self, before: datetime) -> int:
        def work(connection: Connection) -> int:
            log: Log = lambda event: audit.append(connection, self.pen, event)  # noqa: E731
            return audit.shorten(connection, log, self.pen, before, LATER)

        return self.store.save(work).result()


@pytest.fixture
def hand(store: Store) -> Hand:
    return Hand(store)


def test_the_chain_goes_on_under_another_key_and_the_part_before_can_still_be_checked(hand: Hand) -> None:
    for number in range(3):
        hand.write(viewed(number), exported())
        new = keys.new_key()
        hand.hand_over(new)
        hand.pen = replace(hand.pen, key=new)
        hand.write(viewed(number))
    assert hand.faults() == []
    tampered(hand.store, "UPDATE audit SET person = 'p2' WHERE sequence = 3")
    assert hand.faults() == ["Entry 3 of the log was changed, put in or moved"]


def test_a_change_of_key_that_was_cut_off_leaves_the_chain_as_it_was(hand: Hand) -> None:
    hand.write(viewed(1))
    never, new = keys.new_key(), keys.new_key()
    hand.hand_over(never)
    hand.write(viewed(2))
    assert hand.faults() == []
    hand.hand_over(new)
    hand.write(viewed(3))
    hand.hand_over(new)
    hand.pen = replace(hand.pen, key=new)
    hand.write(viewed(4))
    assert hand.faults() == []


def test_the_key_can_be_changed_before_anything_was_written(store: Store) -> None:
    hand = Hand(store)

    def empty(connection: Connection) -> None:
        with unguarded(connection):
            connection.execute("DELETE FROM audit")

    store.save(empty).result()
    new = keys.new_key()
    hand.hand_over(new)
    hand.pen = replace(hand.pen, key=new)
    hand.write(viewed())
    assert hand.faults()[-1] == "A person’s signing key is not the one that was written down"
    assert len(hand.faults()) == 1


def test_rows_older_than_their_time_go_and_what_stays_is_a_chain(hand: Hand) -> None:
    for number in range(5):
        hand.write(viewed(number * 86_400))
    assert hand.shorten(NOW) == 0
    assert hand.shorten(NOW + timedelta(days=2)) == 4
    rows = hand.store.read(audit.rows, Wanted()).result()
    assert [each.event for each in rows] == ["person_known", "log_shortened", *["record_viewed"] * 3]
    assert rows[1].says == {"rows": 4, "upto": 4}
    assert rows[1].signed
    assert hand.faults() == []
    new = keys.new_key()
    hand.hand_over(new)
    hand.pen = replace(hand.pen, key=new)
    hand.write(viewed())
    assert hand.faults() == []
    assert hand.shorten(NOW + timedelta(days=400)) == 5
    assert hand.faults() == []
    assert tampered(hand.store, "UPDATE audit_start SET sequence = 4")


def test_a_signing_key_that_has_ended_is_entered_again_when_the_log_is_shortened(hand: Hand) -> None:
    hand.store.save(
        lambda c: c.execute("INSERT INTO signing_keys VALUES (?, 'gone', ?, ?)", (b"k" * 32, "2026", "2027"))
    ).result()
    hand.write(viewed(1), viewed(2))
    hand.shorten(NOW + timedelta(seconds=2))
    assert hand.faults() == []
    said = [each.says for each in hand.store.read(audit.rows, Wanted(subject="gone")).result()]
    assert [set(each) for each in said] == [{"key"}]


def test_every_milestone_is_signed_and_nothing_else(store: Store) -> None:
    names = sorted(MILESTONES)
    written(store, *(Event(name, NOW) for name in names), Event("locked", NOW))
    rows = store.read(audit.rows, Wanted(), None, len(names) + 1).result()
    assert {each.event for each in rows if each.signed} == MILESTONES
    assert checked(store) == []


class Listening:
    """A connection that writes down how each statement is carried out."""

    def __init__(self, connection: Connection, plans: list[str]) -> None:
        self._connection = connection
        self._plans = plans

    def execute(self, statement: str, values: Any = ()) -> Any:
        self._plans.append(str(self._connection.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()))
        return self._connection.execute(statement, values)


def test_what_concerns_one_record_is_found_without_reading_the_whole_log(store: Store) -> None:
    plans: list[str] = []

    def ask(connection: Connection) -> None:
        listening: Any = Listening(connection, plans)
        audit.rows(listening, Wanted(subject=RECORD))
        chain.head(listening)

    store.read(ask).result()
    assert len(plans) == 2
    assert "audit_of_subject" in plans[0]
    assert "TEMP B-TREE" not in "".join(plans)
