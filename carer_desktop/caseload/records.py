"""The assessments of a vault: begin one, open one, answer it; every answer is on its way to the disk at once."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from carer_desktop.assessment import NOT_COVERED, Assessment, Entry, Plain, order_of
from carer_desktop.budget.table import Table
from carer_desktop.caseload import filling, searching
from carer_desktop.caseload.audit import Audit
from carer_desktop.caseload.filling import Step, item_ids
from carer_desktop.caseload.forms import Forms
from carer_desktop.caseload.notes import Settings
from carer_desktop.caseload.opening import Beside, Opened, Read, check_time, one, whole
from carer_desktop.caseload.outbox import Outbox
from carer_desktop.caseload.searching import Looked
from carer_desktop.caseload.seeing import Seeing
from carer_desktop.clock import Clock
from carer_desktop.errors import Refused
from carer_desktop.findings.find import find, kept
from carer_desktop.findings.result import Findings
from carer_desktop.forms.cleaning import clean
from carer_desktop.forms.question import Form, Question
from carer_desktop.records.audit import Event, Log
from carer_desktop.records.carer import Card, Carer
from carer_desktop.records.kept import Revision
from carer_desktop.records.person import Person
from carer_desktop.sealing.chance import random_id, reference
from carer_desktop.store import Connection, Store, assessments, carers, entries, marks, revisions, space
from carer_desktop.text import clean_text
from carer_desktop.workflow.stage import may_change

TO_REMOVE = "to_remove"
TICKED = ("choice", "choices", "grid")


@dataclass(frozen=True)
class Answered:
    """What one answer led to: the record as it is now, the save on its way, and what follows.

    What follows is worked out when it is first asked for, so that the save is never kept waiting by it.
    """

    assessment: Assessment
    saved: Future[datetime]
    _find: Callable[[Assessment], Findings] = field(repr=False, compare=False)

    @cached_property
    def findings(self) -> Findings:
        """What follows from the answers now."""
        return self._find(self.assessment)


class Records:
    """The assessments of one vault, for the person signed in."""

    def __init__(self, store: Store, forms: Forms, clock: Clock, me: Person, settings: Settings, audit: Audit) -> None:
        self._store = store
        self._forms = forms
        self._clock = clock
        self._me = me
        self._settings = settings
        self._audit = audit
        self.seeing = Seeing(store, clock)
        self._outbox = Outbox(store, clock)
        self._sequence: dict[str, int] = {}
        self._moved: dict[str, int] = {}
        self._frozen: dict[tuple[str, int], tuple[Table, ...]] = {}
        self._last_found: tuple[Assessment, tuple[Table, ...], date, Findings] | None = None
        self.take_up: Callable[[Assessment], Assessment] = lambda assessment: assessment

    # --- which there are -------------------------------------------------------------------------

    def all(self, given_up: threading.Event | None = None) -> tuple[Card, ...]:
        """One card for each record this person may see, the one saved last first; nothing of use once *given_up*."""
        return self.seeing.cards(given_up)

    def search(self, text: str) -> tuple[Card, ...]:
        """The cards whose name or reference holds every word of *text*, whatever its case."""
        words = text.casefold().split()
        return tuple(c for c in self.all() if all(word in f"{c.carer.name} {c.reference}".casefold() for word in words))

    def look_in_answers(self, text: str, told: Callable[[Looked], object]) -> Future[list[None]]:
        """Look for every word of *text* in what was typed in the records that open without a reason.

        *told* is called on another thread as it goes on, the record saved last first. Saves and reads go before it, and
        the future may be cancelled at any time.
        """
        words = clean_text(text).casefold().split()
        return searching.look(self._store, self._forms, self.seeing.without_reason(), words, told)

    def begin(self, form_name: str) -> Assessment:
        """A new record of a new carer, with what the program knows already filled in."""
        return self._begun(self._new(form_name), []).assessment

    def begin_with(self, form_name: str, steps: Iterable[Step], source: str) -> Answered:
        """A new record with these answers in it, on the disk whole when this returns, or not at all."""
        return self._begun(self._new(form_name), steps, source)

    def fill(self, name: str, answers: Mapping[str, Any], known: bool, reason: str = "") -> Answered:
        """Answers set as in a file, all of them or, refused by name, none; *name* is of a known record or a form.

        Keys given are set, keys absent stay, None clears, a list is replaced by the list given.
        """
        record = self.open(name, reason) if known else self._new(name)
        steps = filling.steps(self.form(record), record.answers, answers)
        return self.give(record, steps) if known else self._begun(record, steps)

    def open(self, name: str, reason: str = "") -> Assessment:
        """The record with that id or reference, with everything typed in it, saved or not; who looks is logged.

        ReasonNeeded for a colleague's, until one of `seeing.reasons()` is given; that is logged too.
        """
        return self._opened(name, self._store.read(one, name, self._me.id).result(), reason)

    def open_whole(self, name: str, reason: str = "") -> Opened:
        """The same with what its page shows beside it, all read in one go. TooLate where its time is long over."""
        read, beside = self._store.read(whole, name, self._me.id).result()
        return Opened(self._opened(name, read, reason, beside), beside.jottings, beside.last)

    def _opened(self, name: str, read: Read, reason: str, beside: Beside | None = None) -> Assessment:
        found = self._noted(name, read)
        why = self.seeing.ask_reason(found, read.known, reason)
        if beside is not None:
            # Only now: who may not see a record is not told that its time is over.
            check_time(beside, self._clock.today())
            if beside.sent is not None:
                self._sent_with(beside.sent)
        self.seeing.keep_reason(found, why)
        # Last: the store writes it down before it reads anything else.
        self._audit.viewed(found.id, found.reference, found.revision, why)
        return found

    def open_to_remove(self, name: str) -> Assessment:
        """The same to look at what goes with it, which is reason enough."""
        found = self._found(name)
        self._audit.viewed(found.id, found.reference, found.revision, TO_REMOVE)
        return found

    def _found(self, name: str) -> Assessment:
        return self._noted(name, self._store.read(one, name, self._me.id).result())

    def _noted(self, name: str, read: Read) -> Assessment:
        found, last = self._up_to_date(name, read)
        # Another thread may read what is answered here meanwhile: no number is taken twice.
        self._sequence[found.id] = max(last, self._sequence.get(found.id, 0))
        self._moved[found.id] = max(len(found.history), self._moved.get(found.id, 0))
        return found

    def _up_to_date(self, name: str, read: Read) -> tuple[Assessment, int]:
        """The record and the number of its last answer; nothing here is noted, so that any thread may ask."""
        found, last = read.found, read.last
        if found is None or not self.seeing.sees(read.known):
            raise Refused(f"There is no record “{name}”", mend="Look its reference up in the list.")
        for entry in [each for each in self._outbox.waiting(found.id) if each.sequence > last]:
            found = found.with_entry(entry.question, entry.value, entry.item, entry.column)
            last = entry.sequence
        return found, last

    def again(self, assessment: Assessment) -> Assessment:
        """The same record as it is now, after a move; nobody looks at it anew."""
        return self._found(assessment.id)

    def still_needed(self, id: str) -> tuple[int, int]:
        """How many answers a record still needs before it is sent, and how many of them are only ticked."""
        record, _ = self._up_to_date(id, self._store.read(one, id, self._me.id).result())
        form, unmet = self.form(record), self.findings(record).unmet
        keys = (f"{one.question}.{one.column}" if one.column else one.question for one in unmet)
        return len(unmet), sum(form.by_key[key].type in TICKED for key in keys)

    def answered(self, assessment: Assessment) -> int:
        """The number of the last answer that was given in the record."""
        return self._sequence.get(assessment.id, 0)

    def form(self, assessment: Assessment) -> Form:
        """The form as it was when the record was begun."""
        return self._forms.of(assessment.form_sha256)

    def form_of(self, id: str) -> Form:
        """The same of the record with this id, which nobody looks at: it is only listed."""
        return self._forms.of(self._store.read(assessments.form, id).result())

    def findings(self, assessment: Assessment) -> Findings:
        """What follows from the answers today; of what was sent, by the budget table it was sent with.

        A page asks for it once for each of its parts: for one and the same record it is worked out once.
        """
        tables, today = self._tables(assessment), self._clock.today()
        last = self._last_found
        if last is not None and last[0] is assessment and last[1:3] == (tables, today):
            return last[3]
        found = find(self.form(assessment), tables, assessment, today)
        self._last_found = (assessment, tables, today, found)
        return found

    def _tables(self, assessment: Assessment) -> tuple[Table, ...]:
        """The tables a guide figure may come from: of a version that was sent, the one it was sent with alone."""
        if may_change(assessment.stage):
            return self._forms.tables
        found = self._frozen.get((assessment.id, assessment.revision))
        if found is None:
            found = self._sent_with(self._store.read(revisions.current, assessment.id).result())
        return found

    def _sent_with(self, version: Revision) -> tuple[Table, ...]:
        """The same of one version; its content never changes again, and is looked into once."""
        if version.content is None:
            return self._forms.tables
        used = json.loads(version.content)["suggestion"].get("table", {}).get("sha256")
        found = tuple(table for table in self._forms.tables if table.sha256 == used)
        self._frozen[version.assessment, version.number] = found
        return found

    # --- answering -------------------------------------------------------------------------------

    def answer(
        self,
        assessment: Assessment,
        question: str,
        value: Plain | None,
        item: str | None = None,
        column: str | None = None,
    ) -> Answered:
        """One answer given, changed or (None) cleared; its entry is on the way to the disk when this returns."""
        return self.give(assessment, [Step(question, value, item, column)])

    def give(self, assessment: Assessment, steps: Iterable[Step], source: str = "typed") -> Answered:
        """Several answers in order, in one transaction. The first one after it was sent back begins a new version."""
        if assessment.stage == "returned":
            assessment = self.take_up(assessment)
        after, made, carer = self._taken(assessment, steps, source)
        return self._answered(after, self._outbox.send(*made, carer=carer))

    def set_items(self, assessment: Assessment, question: str, items: list[str]) -> Answered:
        """The items of a list and their order; one taken out comes back with its cells when named again."""
        return self.answer(assessment, question, order_of(items))

    def add_item(self, assessment: Assessment, question: str) -> tuple[Answered, str]:
        """One more item at the end of a list, and its id."""
        item = random_id()
        return self.set_items(assessment, question, [*item_ids(assessment.answers, question), item]), item

    def not_covered(self, assessment: Assessment, section: str) -> Answered:
        """Every expected question of a section that has no answer is marked *not covered*, in one act."""
        shown = self.findings(assessment).shown
        return self.give(
            assessment,
            [
                Step(question.id, NOT_COVERED)
                for question in self.form(assessment).section[section].questions
                if question.required == "E" and question.id in shown and question.id not in assessment.answers
            ],
        )

    def start_plan(self, assessment: Assessment) -> Answered:
        """A plan row for each outcome that is not managed and has none yet, with the carer's own wish in it."""
        return self.give(assessment, filling.plan_rows(self.findings(assessment), assessment), "filled")

    def draft_reasons(self, assessment: Assessment) -> str:
        """A first draft of the reasons for the determination, in the carer's own words; the person edits it."""
        return filling.reasons(self.form(assessment), self._forms.tables, assessment, self._clock.today())

    # --- marks -----------------------------------------------------------------------------------

    def mark_complete(self, assessment: Assessment, sections: list[str], complete: bool = True) -> Answered:
        """Sections marked as complete, or opened again. Marking is the moment of checking, never needed."""
        now = self._clock.now()
        saved = self._store.save(_mark, assessment.id, "section", sections, complete, self._me.id, now)
        marked = (
            assessment.complete_sections | set(sections) if complete else assessment.complete_sections - set(sections)
        )
        return self._answered(replace(assessment, complete_sections=frozenset(marked)), saved)

    def keep_warning(self, assessment: Assessment, place: str) -> Answered:
        """The person has looked at a soft warning and keeps the answer as it is."""
        question, _, cell = place.partition("/")
        item, _, column = cell.partition("/")
        token = kept(place, _cell(assessment, question, item, column))
        saved = self._store.save(_mark, assessment.id, "warning", [token], True, self._me.id, self._clock.now())
        return self._answered(replace(assessment, kept_warnings=assessment.kept_warnings | {token}), saved)

    # --- saving ----------------------------------------------------------------------------------

    def unsaved(self) -> int:
        """How many questions have an answer that is not yet on the disk; one that is typed on counts once."""
        return len({(entry.assessment, entry.question) for entry in self._outbox.waiting()})

    def retry(self) -> Future[datetime]:
        """Sends everything not yet saved once more."""
        return self._outbox.send()

    @property
    def may_begin(self) -> bool:
        """Whether this person begins records: a practitioner does."""
        return "assessor" in self._store.person.roles

    def _new(self, form_name: str) -> Assessment:
        """A record of a new carer that nobody has saved yet. StoreError where the disk has no room for another."""
        if not self.may_begin:
            raise Refused("Only a practitioner begins a record", mend="Ask the access lead to give you that role.")
        space.check_room(self._store.vault.path)
        form, now = self._forms.newest(form_name), self._clock.now()
        ids = (random_id(), reference(), random_id())
        return Assessment(*ids, form.id, form.version, form.sha256, now, self._me.id, saved_at=now)

    def _begun(self, new: Assessment, steps: Iterable[Step], source: str = "typed") -> Answered:
        """A new record with what the program fills in and these answers, on the disk whole or not at all."""
        known = filling.at_start(self.form(new), self._me, self._settings.my_details)
        begun, filled, _ = self._taken(new, known, "filled")
        after, typed, carer = self._taken(begun, steps, source)
        begins = self._audit.event("record_begun", new.id, new.reference, form=new.form_id, version=new.form_version)
        saved = self._store.save_logged(_begin, new, carer or Carer(new.carer_id, ""), (*filled, *typed), begins)
        saved.result()
        return self._answered(after, saved)

    def _taken(
        self, assessment: Assessment, steps: Iterable[Step], source: str
    ) -> tuple[Assessment, list[Entry], Carer | None]:
        """The record after these answers, the entries to save and the carer's new name; Refused before any is kept."""
        if len(assessment.history) < self._moved.get(assessment.id, 0):
            raise Refused("This record has moved on since you looked at it", assessment.reference, "Open it again.")
        after, made, carer = assessment, [], None
        for step in steps:
            step = step._replace(value=clean(self._check(assessment, step), step.value))
            after = after.with_entry(*step)
            made.append(self._entry(assessment, step, source))
            carer = self._carer(after, step.question) or carer
        return after, made, carer

    def _answered(self, assessment: Assessment, saved: Future[datetime]) -> Answered:
        return Answered(assessment, saved, self.findings)

    def _entry(self, of: Assessment, step: Step, source: str) -> Entry:
        number = self._sequence[of.id] = self._sequence.get(of.id, 0) + 1
        question, value, item, column = step
        return Entry(random_id(), of.id, question, item, column, value, self._me.id, self._clock.now(), number, source)

    def _carer(self, assessment: Assessment, changed: str) -> Carer | None:
        """The carer as lists name them from now on; None while this answer does not change it."""
        form = self.form(assessment)
        return Carer(assessment.carer_id, filling.name(form, assessment)) if changed in form.check_questions else None

    def _check(self, assessment: Assessment, step: Step) -> Question:
        """The question or column it answers; Refused when there is none, or it is not for a person to answer here."""
        form = self.form(assessment)
        key = f"{step.question}.{step.column}" if step.item else step.question
        found = form.by_key.get(key)
        if found is None:
            raise Refused(f"The form has no question “{key}”", form.title)
        if not found.answerable:
            raise Refused(f"“{found.label}” is worked out and cannot be answered", form.title)
        if form.section[found.section].by_moves:
            raise Refused(
                f"“{found.label}” is recorded with the manager’s decision or the hand-over",
                form.title,
                "It is not typed into the form.",
            )
        return found


def _begin(
    connection: Connection, log: Log, assessment: Assessment, carer: Carer, made: tuple[Entry, ...], begins: Event
) -> datetime:
    carers.add(connection, carer)
    assessments.add(connection, assessment)
    entries.append(connection, made)
    log(begins)
    return made[-1].at if made else assessment.created_at


def _mark(
    connection: Connection, assessment: str, kind: str, names: list[str], holds: bool, by: str, at: datetime
) -> datetime:
    for name in names:
        if holds:
            marks.put(connection, assessment, kind, name, by, at)
        else:
            marks.clear(connection, assessment, kind, name, at)
    return at


def _cell(assessment: Assessment, question: str, item: str, column: str) -> Plain:
    answer = assessment.answers.get(question, "")
    if not item or not isinstance(answer, list):
        return answer
    return next((row.get(column, "") for row in answer if row["id"] == item), "")
