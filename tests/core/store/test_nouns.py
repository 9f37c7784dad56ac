"""Each noun of the store: what is kept comes back as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from carer_desktop.assessment import Entry, Move
from carer_desktop.errors import StoreError
from carer_desktop.records.carer import Carer
from carer_desktop.records.kept import Exported, Jotting, KeptTable, Pack, Place, Revision
from carer_desktop.sealing.canonical import sha256_hex
from carer_desktop.store import (
    assessments,
    carers,
    entries,
    exports,
    history,
    jottings,
    marks,
    packs,
    people,
    places,
    revisions,
    settings,
    tables,
)
from tests.core.store.given import LATER, NOW, Begun, begin


def test_carers_are_kept_renamed_and_listed_by_name(begun: Begun) -> None:
    store = begun.store
    store.save(carers.add, Carer("two", "Ann Example")).result()
    store.save(carers.rename, Carer(begun.assessment.carer_id, "Ben Example")).result()
    assert store.read(carers.one, "two").result() == Carer("two", "Ann Example")
    assert store.read(carers.one, "nobody").result() is None
    assert [each.name for each in store.read(carers.all_).result()] == ["Ann Example", "Ben Example"]
    assert store.read(assessments.of_carer, begun.assessment.carer_id).result() == (begun.assessment.id,)


def test_an_assessment_is_found_by_id_and_by_reference_however_it_is_typed(begun: Begun) -> None:
    given = begun.assessment
    for name in (given.id, given.id.upper(), given.reference, given.reference.lower(), "abcd-i234", " ABCD L234 "):
        found = begun.store.read(assessments.one, name).result()
        assert found == replace(given, saved_at=NOW)
    assert begun.store.read(assessments.one, "nothing").result() is None


def test_a_reference_is_given_once(begun: Begun) -> None:
    again = replace(begun.assessment, id="other", carer_id="other")
    with pytest.raises(StoreError, match="does not fit"):
        begun.store.save(begin, again).result()
    assert begun.store.read(carers.one, "other").result() is None


def test_cards_name_carer_assessor_and_stage_the_last_saved_first(begun: Begun) -> None:
    store, first = begun.store, begun.assessment
    me = store.person
    second = replace(first, id="second", reference="EFGH5678", carer_id="two", created_by=me.id, saved_at=LATER)
    store.save(begin, second).result()
    store.save(carers.rename, Carer("two", "Ann Example")).result()
    store.save(history.append, "second", Move("complete", "completed", LATER, me.id, "assessor")).result()
    one, two = store.read(assessments.cards).result()
    assert (one.id, one.carer.name, one.assessor, one.stage) == ("second", "Ann Example", me.name, "completed")
    assert (two.id, two.assessor, two.stage, two.saved_at) == (first.id, "p1", "draft", NOW)
    store.save(entries.append, [begun.entry("sleep", "often", at=LATER + timedelta(seconds=1))]).result()
    assert [each.id for each in store.read(assessments.cards).result()] == [first.id, "second"]


def test_history_comes_back_in_order_and_its_last_row_is_the_stage(begun: Begun) -> None:
    first = begun.store.read(revisions.current, begun.assessment.id).result()
    content = begun.store.save(revisions.complete, first.id, b"{}").result()
    moves = (
        Move("complete", "completed", NOW, "p1", "assessor", "", 30000, content, b"s" * 64, 1, "", {"to": "p2"}),
        Move("return", "returned", NOW - timedelta(days=1), "p2", "authoriser", "Please say more about nights"),
    )
    for move in moves:
        begun.store.save(history.append, begun.assessment.id, move).result()
    assert begun.store.read(history.of, begun.assessment.id).result() == moves
    found = begun.store.read(assessments.one, begun.assessment.id).result()
    assert found is not None
    assert (found.history, found.stage) == (moves, "returned")


def test_a_revision_is_completed_once(begun: Begun) -> None:
    store, record = begun.store, begun.assessment.id
    first = store.read(revisions.current, record).result()
    assert (first.number, first.parent, first.content) == (1, None, None)
    sha256 = store.save(revisions.complete, first.id, b'{"sleep":"often"}').result()
    assert sha256 == sha256_hex(b'{"sleep":"often"}')
    with pytest.raises(StoreError, match="does not fit"):
        store.save(revisions.complete, first.id, b"{}").result()
    with pytest.raises(StoreError, match="no such revision"):
        store.save(revisions.complete, "nothing", b"{}").result()
    store.save(revisions.add, Revision("r2", record, 2, first.id)).result()
    done, second = store.read(revisions.of, record).result()
    assert (done.content, done.sha256) == (b'{"sleep":"often"}', sha256)
    assert (second.number, second.parent) == (2, first.id)
    found = store.read(assessments.one, record).result()
    assert found is not None
    assert found.revision == 2


def test_completed_content_that_is_not_what_was_completed_is_never_given_out(begun: Begun) -> None:
    record = begun.assessment.id
    begun.store.save(
        lambda connection: connection.execute("UPDATE revisions SET content = x'7b7d', sha256 = 'not its hash'")
    ).result()
    with pytest.raises(StoreError, match="not what was completed"):
        begun.store.read(revisions.of, record).result()


def test_marks_hold_until_they_are_cleared(begun: Begun) -> None:
    store, record = begun.store, begun.assessment.id
    for name in ("start", "start", "about"):
        store.save(marks.put, record, "section", name, "p1", NOW).result()
    store.save(marks.put, record, "warning", "hours_week", "p1", NOW).result()
    store.save(marks.clear, record, "section", "about", LATER).result()
    store.save(marks.clear, record, "section", "never marked", LATER).result()
    held = store.read(marks.of, record).result()
    assert held == {"section": frozenset({"start"}), "warning": frozenset({"hours_week"})}
    found = store.read(assessments.one, record).result()
    assert found is not None
    assert (found.complete_sections, found.kept_warnings) == (held["section"], held["warning"])
    store.save(marks.put, record, "section", "about", "p1", LATER).result()
    assert "about" in store.read(marks.of, record).result()["section"]


def test_a_pack_is_kept_once_with_its_files(begun: Begun) -> None:
    pack = Pack("ab" * 32, "form", "carer_conversation", "0.1.0", {"form.toml": "é = 1\r\n", "start.toml": ""})
    for _ in range(2):
        begun.store.save(packs.keep, pack).result()
    assert begun.store.read(packs.one, pack.sha256).result() == pack
    assert begun.store.read(packs.one, "00").result() is None


def test_a_table_is_kept_with_who_approved_it_first(begun: Begun) -> None:
    table = KeptTable("ab" * 32, "camden", "2026", "id = 'camden'\n", "Ann Example", NOW, False)
    demo = KeptTable("cd" * 32, "illustrative", "1", "x", "nobody", LATER, True)
    for each in (demo, table, replace(table, approved_by="Ben Example")):
        begun.store.save(tables.keep, each).result()
    assert begun.store.read(tables.all_).result() == (table, demo)
    waits = replace(table, sha256="ef" * 32, approved_by="")
    begun.store.save(tables.keep, waits).result()
    for by in ("Ben Example", "Cem Example"):
        begun.store.save(tables.approve, waits.sha256, by, LATER).result()
        begun.store.save(tables.approve, table.sha256, by, LATER).result()
    approved = replace(waits, approved_by="Ben Example", loaded_at=LATER)
    assert begun.store.read(tables.all_).result() == (table, demo, approved)


def test_a_place_is_remembered_for_each_person_and_record(begun: Begun) -> None:
    store, record = begun.store, begun.assessment.id
    store.save(begin, replace(begun.assessment, id="second", reference="EFGH5678", carer_id="two")).result()
    here = Place("p1", record, "start", "told_start", LATER)
    there = Place("p1", "second", "about", None, NOW)
    for place in (replace(here, section="earlier", at=NOW), here, there, replace(here, person="p2", section="end")):
        store.save(places.keep, place).result()
    assert store.read(places.last, "p1").result() == here
    assert store.read(places.one, "p1", "second").result() == there
    assert store.read(places.one, "p2", "second").result() is None
    assert store.read(places.last, "nobody").result() is None


def test_what_was_typed_since_the_place_was_kept_tells_the_question(begun: Begun) -> None:
    store, record = begun.store, begun.assessment.id
    kept = Place("p1", record, "cf", None, LATER)
    store.save(places.keep, kept).result()

    def typed(sequence: int, question: str, at: datetime, by: str = "p1", **more: Any) -> None:
        given = {"item": None, "column": None, "value": "x", **more}
        store.save(entries.append, [Entry(f"t{sequence}", record, question, by=by, at=at, sequence=sequence, **given)])

    def where() -> str | None:
        last, one = (store.read(*what).result() for what in ((places.last, "p1"), (places.one, "p1", record)))
        assert last == one and last is not None and (last.section, last.at) == ("cf", LATER)
        return last.question

    typed(9001, "sleep", NOW)
    typed(9002, "sleep", LATER, by="p2")
    typed(9003, "sleep", LATER, source="carried")
    assert where() is None, "earlier, somebody else, or not typed"
    typed(9004, "cf", LATER, item="a", column="name")
    assert where() == "cf/a/name"
    store.save(places.keep, replace(kept, question="told")).result()
    assert where() == "told", "who went on to another field without typing"
    typed(9005, "work", LATER + timedelta(seconds=1))
    assert where() == "work"


def test_settings_are_set_changed_and_taken_away(begun: Begun) -> None:
    for key, value in (("teams", ["North", "South"]), ("retention_days", 30), ("teams", ["East"]), ("gone", "x")):
        begun.store.save(settings.put, key, value).result()
    begun.store.save(settings.put, "gone", None).result()
    assert begun.store.read(settings.all_).result() == {"teams": ["East"], "retention_days": 30}


def test_jottings_are_kept_used_and_removed(begun: Begun) -> None:
    record = begun.assessment.id
    first = Jotting("j1", record, NOW, "sleeps badly")
    second = Jotting("j2", record, LATER, "line\x0bbreak")
    for each in (second, first, replace(first, used_for="sleep")):
        begun.store.save(jottings.keep, each).result()
    assert begun.store.read(jottings.of, record).result() == (
        replace(first, used_for="sleep"),
        replace(second, text="line\nbreak"),
    )
    assert begun.store.save(jottings.remove, record).result() == 2
    assert begun.store.read(jottings.of, record).result() == ()


def test_the_register_of_exports_keeps_every_file(begun: Begun) -> None:
    first = Exported(begun.assessment.id, 1, "a.docx", "Documents", "council", "docx", "ab" * 32, LATER, "p1")
    large = replace(first, at=NOW, points=24, reason="asked", protected=True)
    for each in (first, large, first):
        begun.store.save(exports.add, each).result()
    kept = (replace(first, number=1), replace(large, number=2), replace(first, number=3))
    assert begun.store.read(exports.of, begun.assessment.id).result() == kept
    begun.store.save(exports.settle, 2, "handed_over", LATER).result()
    assert begun.store.read(exports.open_).result() == (kept[2], kept[0])
    assert begun.store.read(exports.all_).result()[1] == replace(kept[1], settled="handed_over", settled_at=LATER)


def test_people_are_found_by_id(begun: Begun) -> None:
    me = begun.store.person
    other = replace(me, id="p2", name="Ben Example", roles=("authoriser",))
    begun.store.save(people.add, other, LATER + timedelta(days=1)).result()
    assert begun.store.read(people.all_).result() == (me, other)
    assert begun.store.read(people.one, "p2").result() == other
    assert begun.store.read(people.one, "p3").result() is None
