"""What comes back in: a file is read, shown as found / question / answer, and only what somebody confirms is taken."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from carer_desktop.assessment import NOT_COVERED, Assessment, order_of
from carer_desktop.caseload.filling import Step, item_ids
from carer_desktop.caseload.forms import Forms
from carer_desktop.caseload.notes import Jottings
from carer_desktop.caseload.records import Answered, Records
from carer_desktop.documents.wording import words
from carer_desktop.errors import AnswerRefused, FormError, Refused
from carer_desktop.forms import library
from carer_desktop.forms.question import Form, Question
from carer_desktop.forms.values import Plain, exact, typed_text
from carer_desktop.records.found import Found
from carer_desktop.sealing.chance import random_id
from carer_desktop.text import clean_value, one_line
from carer_desktop.words import say

if TYPE_CHECKING:
    from carer_desktop.documents.carried import Carried

CONVERSATION, REVIEW = "carer_conversation", "carer_review"
_LAST = {"record": "last_ref", "conv_date": "last_date", "rev_date": "last_date"}
"""What the record and the day of the last conversation are called in a review."""
_ID = re.compile(r"[0-9a-f]{32}")
_MOST = 20_000
_READ_AS_TYPED = ("date", "whole", "decimal", "money")


@dataclass(frozen=True, slots=True)
class IncomingLine:
    """One answer of a row: what was found, which question it belongs to, and the answer in words.

    *value* is the answer as it would be kept; None where it cannot be taken, and then *why* says why not.
    """

    found: Found
    question: str
    words: str
    value: Plain | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """What is asked for at one time: one question, or one item of a list with its answers.

    *section* and *question* are their titles, empty where no question fits. *offered*: whether it is ticked to begin
    with. A row without anything to take is kept as a note.
    """

    section: str
    question: str
    lines: tuple[IncomingLine, ...]
    offered: bool = False

    @property
    def may_be_taken(self) -> bool:
        """Whether any of it is an answer this form takes."""
        return any(line.value is not None for line in self.lines)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that somebody brings in, as it is shown before anything is taken from it.

    *kind* is `answers` (a file of this program that carries its answers), `word` (any other Word file) or `form` (a
    filled-in PDF). *warnings* are sentences to read first. *form* is the form the answers would go into.
    """

    file: str
    kind: str
    form: Form
    rows: tuple[IncomingRow, ...]
    warnings: tuple[str, ...] = ()
    reference: str = ""


class IncomingFiles:
    """Files that come back in, for the person signed in."""

    def __init__(self, forms: Forms, records: Records, jottings: Jottings) -> None:
        self._forms = forms
        self._records = records
        self._jottings = jottings

    @property
    def may_change(self) -> bool:
        """Whether this person begins records."""
        return self._records.may_begin

    def look(self, file: Path, form: str = "") -> Incoming:
        """What stands in a Word file or a filled-in PDF, and where it would go: into a record of *form*, or of its own.

        Refused with the reason when it is neither or could do harm. Nothing is taken yet.
        """
        if file.suffix.lower() == ".pdf":
            return self._of_paper(file, form)
        from carer_desktop.documents import foreign, matching  # with them comes lxml
        from carer_desktop.documents.carried import carried_in
        from carer_desktop.documents.checkfile import named_in
        from carer_desktop.documents.received import received

        parts = received(file)
        held = carried_in(parts)
        if held is not None and held.answers:
            return self._of_answers(file.name, held, self._forms.newest(form or _form_of(held)))
        into = self._forms.newest(form or CONVERSATION)
        pairs = foreign.pairs(parts, matching.Labels(into.by_key.values()).known)
        if not pairs:
            mend = "Only a form that somebody has filled in can be brought in."
            raise Refused("Nothing that is filled in was found in this file", file.name, mend)
        warnings = [say("incoming", "damaged")] if held is not None else []
        if held is None and named_in(parts).audience != "council":
            warnings.append(say("incoming", "copy"))
        return self.of(file.name, into, matching.matched(into, pairs), "word", tuple(warnings))

    def is_of_a_record_here(self, file: Path) -> bool:
        """Whether a Word file is of a record this person has: then it is checked rather than brought in."""
        from carer_desktop.documents.checkfile import named_in
        from carer_desktop.documents.received import received

        if file.suffix.lower() == ".pdf":
            return False
        named = named_in(received(file)).reference
        return any(card.reference == named for card in self._records.all())

    def _of_paper(self, file: Path, form: str) -> Incoming:
        """A filled-in PDF: of ours each field names its question, of any other its words may."""
        from carer_desktop.documents import foreign, matching
        from carer_desktop.documents.pdf.filled import filled_form

        filled = filled_form(file)
        if not filled.found:
            raise Refused("Nobody has filled in this form", file.name, "Only a form with answers can be brought in.")
        into = self._forms.newest(form or filled.form.partition("@")[0] or CONVERSATION)
        found = filled.found
        if not filled.form:
            found = matching.matched(into, [foreign.Pair(one.label, one.text) for one in found])
        return self.of(file.name, into, found)

    def of(
        self, file: str, form: Form, found: Iterable[Found], kind: str = "form", warnings: tuple[str, ...] = ()
    ) -> Incoming:
        """What was found in a file of any kind, as rows to confirm; none is ticked."""
        return Incoming(file, kind, form, rows_of(form, found), warnings)

    def _of_answers(self, name: str, held: Carried, form: Form) -> Incoming:
        asked = _known_form(held, form)
        same = asked.id == form.id
        found = tuple(_carried(asked, form, held, same))
        rows = rows_of(form, found)
        warnings = []
        if not held.whole:
            warnings.append(say("incoming", "changed"))
        if any(card.reference == held.reference for card in self._records.all()):
            warnings.append(say("incoming", "here").format(reference=held.reference))
        if same and held.form_version != form.version:
            warnings.append(say("incoming", "older_form"))
        if same and held.whole:
            rows = tuple(replace(row, offered=row.may_be_taken) for row in rows)
        return Incoming(name, "answers", form, rows, tuple(warnings), held.reference)

    def take(self, incoming: Incoming, chosen: Collection[int], into: Assessment | None = None) -> Answered:
        """Begins a record with the rows of these numbers, or puts them into a draft; what fits no question is a note.

        All of it or nothing is on the disk when this returns; the note is among the jottings.
        """
        rows = [row for number, row in enumerate(incoming.rows) if number in chosen]
        steps = list(steps_of(rows, into))
        if not steps:
            raise Refused("Nothing was chosen to be taken", incoming.file, "Tick what is right.")
        if into is None:
            answered = self._records.begin_with(incoming.form.id, steps, "imported")
        else:
            answered = self._records.give(into, steps, "imported")
            answered.saved.result()
        for text in note_of(incoming):
            self._jottings.keep(self._jottings.new(answered.assessment.id, text)).result()
        return answered


def _form_of(held: Carried) -> str:
    return held.form_id if held.form_id in library.FORMS else CONVERSATION


def _known_form(held: Carried, otherwise: Form) -> Form:
    """The form a file is of, in its version where the program still has it."""
    for name in (f"{held.form_id}@{held.form_version}", held.form_id):
        try:
            return library.find(name)
        except FormError:
            continue
    return otherwise


# --- rows ----------------------------------------------------------------------------------------


def rows_of(form: Form, found: Iterable[Found]) -> tuple[IncomingRow, ...]:
    """What was found, in the order of the form: each question by itself, the cells of one item together.

    What fits no question comes last, in its own order.
    """
    placed: dict[str, list[Found]] = {}
    for number, one in enumerate(found):
        question = form.question.get((one.question or "").partition("/")[0])
        where = one.question.rpartition("/")[0] or one.question if question is not None and one.question else ""
        placed.setdefault(where or f" {number}", []).append(one)
    order = {name: number for number, name in enumerate(form.question)}
    last = len(order)
    keys = sorted(placed, key=lambda key: order.get(key.partition("/")[0], last))
    return tuple(_row(form, key, placed[key]) for key in keys)


def _row(form: Form, key: str, found: Sequence[Found]) -> IncomingRow:
    question = form.question.get(key.partition("/")[0])
    if question is None:
        return IncomingRow("", "", tuple(IncomingLine(one, "", "") for one in found))
    section = form.section[question.section]
    lines = tuple(_line(section.by_moves, question, one) for one in found)
    return IncomingRow(section.title, question.label, lines)


def _line(by_moves: bool, question: Question, found: Found) -> IncomingLine:
    asked = question
    if "/" in (found.question or ""):
        column = question.column_by_id.get((found.question or "").rpartition("/")[2])
        if column is None:
            return IncomingLine(found, "", "", None, say("incoming", "no_column"))
        asked = column
    if by_moves:
        return IncomingLine(found, asked.label, "", None, say("incoming", "by_moves"))
    if not asked.answerable:
        return IncomingLine(found, asked.label, "", None, say("incoming", "worked_out"))
    value = _value(asked, found)
    if value is None:
        return IncomingLine(found, asked.label, "", None, say("incoming", "not_read"))
    return IncomingLine(found, asked.label, in_words(asked, value), value)


def _value(question: Question, found: Found) -> Plain | None:
    """The answer as it would be kept; None where this question does not take it."""
    from carer_desktop.documents.matching import answer_of

    value: Plain | None = clean_value(answer_of(question, found.text) if found.value is None else found.value)
    if question.type in _READ_AS_TYPED and isinstance(value, dict) and set(value) == {"typed"}:
        return value if isinstance(value["typed"], str) else None
    try:
        exact(question, value)
    except (AnswerRefused, TypeError, ValueError):
        return None
    return value if question.type != "list" else None


def in_words(question: Question, value: Plain) -> str:
    """An answer as people read it.

    >>> in_words(Question("on", "on", "s", "date", "Day"), "2026-11")
    'November 2026'
    """
    if question.type == "grid" and isinstance(value, dict) and value != NOT_COVERED:
        labels = question.choice_labels
        return "\n".join(f"{row.label}: {labels[value[row.id]]}" for row in question.rows if row.id in value)
    said = typed_text(value)
    return said if said is not None else words(question, value)


def _carried(asked: Form, form: Form, held: Carried, same: bool) -> Iterator[Found]:
    """The answers a file carries, each as it would be asked now; of another form, what it says of the last time."""
    prior = dict(form.prior) | {one: to for one, to in _LAST.items() if not same}
    if not same and _LAST["record"] in form.question and held.reference:
        label = "Record"
        yield Found(_LAST["record"], label, held.reference, held.reference)
    for name, plain in held.answers.items():
        question = asked.question.get(name)
        to = prior[name] if not same and prior.get(name) in form.question else name
        label = question.label if question is not None else say("incoming", "unknown")
        if question is not None and question.type == "list" and isinstance(plain, list):
            yield from _cells(question, to, plain)
        else:
            yield Found(to if to in form.question else None, label, _text(question, plain), plain)


def _cells(question: Question, to: str, plain: list[object]) -> Iterator[Found]:
    for number, item in enumerate(plain, 1):
        cells = item.items() if isinstance(item, dict) else ()
        row = str(item.get("id", number)) if isinstance(item, dict) else str(number)
        row = row if _ID.fullmatch(row) else str(number)
        for name, cell in cells:
            column = question.column_by_id.get(name)
            if name != "id" and isinstance(cell, str | int | list | dict):
                label = column.label if column is not None else say("incoming", "unknown")
                yield Found(f"{to}/{row}/{name}", label, _text(column, cell), cell)


def _text(question: Question | None, plain: Plain) -> str:
    """What stands in the file, in words; of what no form knows, as it stands there."""
    try:
        return in_words(question, plain) if question is not None else one_line(str(plain))[:_MOST]
    except (KeyError, TypeError, ValueError):
        return one_line(str(plain))[:_MOST]


# --- taking --------------------------------------------------------------------------------------


def steps_of(rows: Iterable[IncomingRow], into: Assessment | None) -> Iterator[Step]:
    """The answers of the chosen rows; items of a list come after those that are there."""
    items: dict[str, list[str]] = {}
    given: list[Step] = []
    for row in rows:
        new: dict[str, str] = {}
        for line in row.lines:
            question, _, cell = (line.found.question or "").partition("/")
            item, _, column = cell.partition("/")
            if line.value is None:
                continue
            if not column:
                given.append(Step(question, line.value))
                continue
            if item not in new:
                new[item] = item if _ID.fullmatch(item) and not _is_there(into, question, item) else random_id()
                items.setdefault(question, []).append(new[item])
            given.append(Step(question, line.value, new[item], column))
    there: Mapping[str, Plain] = into.answers if into is not None else {}
    for question, added in items.items():
        yield Step(question, order_of([*item_ids(there, question), *added]))
    yield from given


def _is_there(into: Assessment | None, question: str, item: str) -> bool:
    return into is not None and item in item_ids(into.answers, question)


def note_of(incoming: Incoming) -> Iterator[str]:
    """What fits no question, as notes of a length that a jotting has; empty where everything does."""
    left = [
        f"{line.found.label}: {line.found.text}" if line.found.label else line.found.text
        for row in incoming.rows
        for line in row.lines
        if line.value is None and line.why != say("incoming", "by_moves")
    ]
    head = say("incoming", "note").format(file=incoming.file)
    text = head
    for one in left:
        if text is not head and len(text) + len(one) > _MOST:
            yield text
            text = head
        text += f"\n{one}"
    if left:
        yield text
