"""Long answers while they are typed: every state comes back, a kill loses none, and the file stays small."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carer_desktop.assessment import Entry
from carer_desktop.store import Connection, entries, typing_on
from tests.core.store.given import Begun

LONG = "Some days the washing waits until the weekend, “and nobody asks”.\n" * 8


def values(begun: Begun) -> list[object]:
    return [entry.value for entry in begun.store.read(entries.of, begun.assessment.id).result()]


def kept(begun: Begun) -> list[str]:
    """What stands in the rows."""
    rows = begun.store.read(lambda c: c.execute("SELECT value FROM entries ORDER BY sequence").fetchall()).result()
    return [str(row[0]) for row in rows]


def save(begun: Begun, *some: Entry) -> None:
    begun.store.save(entries.append, some).result()


def typed(text: str, count: int, seed: int) -> list[str]:
    """So many states of a text, each changed somewhere: mostly at its end, now and then in the middle, some cut."""
    chance = random.Random(seed)
    states = []
    for _ in range(count):
        at = len(text) if chance.random() < 0.7 else chance.randrange(len(text) + 1)
        cut = chance.choice([0, 0, 0, 1, 30])
        text = text[:at] + chance.choice(["a", "ü ", '"\\', "\n", "more words ", "👩‍👩‍👧", ""]) + text[at + cut :]
        states.append(text)
    return states


def test_every_state_of_a_text_that_is_typed_comes_back(begun: Begun) -> None:
    states = typed(LONG, 400, seed=1)
    save(begun, *(begun.entry("out_home_now", state) for state in states[:3]))
    for state in states[3:]:
        save(begun, begun.entry("out_home_now", state))
    assert values(begun) == states
    rows = kept(begun)
    assert sum(typing_on.leans_on(row) is not None for row in rows) > 300
    assert sum(map(len, rows)) < sum(map(len, states)) / 3


@given(st.text(), st.text(), st.text(), st.text(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_kept_of_any_text_gives_it_back(begin: str, middle: str, end: str, new: str) -> None:
    whole = begin + middle + end + "x" * typing_on.LEAST
    text = begin + new + end + "x" * typing_on.LEAST
    short = typing_on.shortened(text, whole, 7)
    if short is None:
        assert len(new) > typing_on.MOST_NEW
        return
    assert typing_on.leans_on(short) == 7
    assert typing_on.restored(short, whole) == text
    assert typing_on.leans_on('"+7,0,0,"') is None


def test_it_leans_on_nothing_but_the_same_answer_just_before(begun: Begun) -> None:
    save(
        begun,
        begun.entry("out_home_now", LONG),
        begun.entry("out_home_want", f"{LONG} yes"),
        begun.entry("out_home_now", f"{LONG} no"),
        begun.entry("cf", f"{LONG} a", "one", "note"),
        begun.entry("cf", f"{LONG} b", "one", "note"),
        begun.entry("cf", f"{LONG} b", "two", "note"),
        begun.entry("out_home_now", None),
        begun.entry("out_home_now", LONG),
        begun.entry("out_home_now", LONG[:100]),
        begun.entry("out_home_now", LONG * 2),
    )
    assert [typing_on.leans_on(row) for row in kept(begun)] == [None] * 4 + [4] + [None] * 5
    assert values(begun)[-4:] == [None, LONG, LONG[:100], LONG * 2]


def test_what_is_sent_again_is_kept_once_in_whichever_order(begun: Begun) -> None:
    sent = [begun.entry("out_home_now", f"{LONG}{'.' * number}") for number in range(5)]
    for batch in (sent[:1], sent[2:3], sent[:4], sent[::-1]):
        save(begun, *batch)
    assert values(begun) == [entry.value for entry in sent]
    changed = replace(sent[-1], value=f"{LONG}!")
    error = begun.store.save(entries.append, [changed]).exception()
    assert error is not None and "already kept under this id" in str(error)


def remove(connection: Connection, sequence: int) -> None:
    """As a damaged page does, against everything that keeps a row."""
    connection.execute("DROP TRIGGER entries_refuse_delete")
    connection.execute("DELETE FROM entries WHERE sequence = ?", (sequence,))


@pytest.mark.parametrize(("gone", "left"), [(1, [4, 5]), (2, [1, 3, 4, 5]), (4, [1, 2, 3])])
def test_in_a_damaged_vault_the_states_that_are_whole_are_read(begun: Begun, gone: int, left: list[int]) -> None:
    states = [LONG, f"{LONG}a", f"{LONG}ab", LONG * 3, f"{LONG * 3}c"]
    save(begun, *(begun.entry("out_home_now", state) for state in states))
    assert [typing_on.leans_on(row) for row in kept(begun)] == [None, 1, 1, None, 4]
    begun.store.save(remove, gone).result()
    found = begun.store.read(entries.of, begun.assessment.id).result()
    assert [(each.sequence, each.value) for each in found] == [(number, states[number - 1]) for number in left]


def test_an_hour_of_typing_takes_no_more_than_a_photograph(begun: Begun) -> None:
    chance = random.Random(3)
    text = " ".join(chance.choices(["washing", "night", "sister", "letter", "because"], k=2000))
    before = begun.store.vault.path.stat().st_size
    for until in range(300, len(text), 300):  # a hundred saves in one, to be quick: it is the file that counts
        states = [text[:at] for at in range(until - 300, until, 3)]
        save(begun, *(begun.entry("out_home_now", state) for state in states))
    grown = begun.store.vault.path.stat().st_size - before
    assert grown < 4_000_000
    assert values(begun)[-1] == text[: until - 3]
