"""What was found in a file, as rows: each question by itself, with the answer it would become, or why it cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from carer_desktop.assessment import NOT_COVERED
from carer_desktop.documents.wording import words
from carer_desktop.errors import AnswerRefused, FormError
from carer_desktop.forms import library
from carer_desktop.forms.exact import exact
from carer_desktop.forms.question import Form, Question
from carer_desktop.forms.values import Plain, typed_text
from carer_desktop.records.found import Found
from carer_desktop.text import clean_value, one_line
from carer_desktop.words import say

if TYPE_CHECKING:
    from carer_desktop.documents.carried import Carried

CONVERSATION = "carer_conversation"
_LAST = {"record": "last_ref", "conv_date": "last_date", "rev_date": "last_date"}
"""What the record and the day of the last conversation are called in a review."""
ITEM_ID = re.compile(r"[0-9a-f]{32}")
MOST_LETTERS = 20_000
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

    @property
    def is_noted(self) -> bool:
        """Whether there is something to look at before it is taken."""
        return any(line.found.note for line in self.lines)


def form_of(held: Carried) -> str:
    """The form a file is of, where it is one of ours."""
    return held.form_id if held.form_id in library.FORMS else CONVERSATION


def known_form(held: Carried, otherwise: Form) -> Form:
    """The form a file is of, in its version where the program still has it."""
    for name in (f"{held.form_id}@{held.form_version}", held.form_id):
        try:
            return library.find(name)
        except FormError:
            continue
    return otherwise


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


def beside(row: IncomingRow, form: Form, there: Mapping[str, Plain]) -> IncomingRow:
    """A row with what the record it goes into says already, which then is not ticked."""
    lines = tuple(_beside(line, form, there) for line in row.lines)
    return replace(row, lines=lines, offered=row.offered and lines == row.lines)


def _beside(line: IncomingLine, form: Form, there: Mapping[str, Plain]) -> IncomingLine:
    place = line.found.question or ""
    if line.value is None or "/" in place or place not in there:
        return line
    same = there[place] == line.value
    now = say("incoming", "same" if same else "now").format(text=_text(form.question[place], there[place]))
    note = "\n".join(said for said in (line.found.note, now) if said)
    return replace(line, found=replace(line.found, note=note))


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


def said_otherwise(asked: Form, held: Carried, parts: Mapping[str, bytes]) -> dict[str, str]:
    """What the pages say where it is not what the answers say: somebody has written on them since."""
    from carer_desktop.documents import foreign, matching

    labels = {question.label: name for name, question in asked.question.items()}
    pages: dict[str, list[str]] = {}
    for pair in foreign.pairs(parts, matching.Labels(asked.by_key.values()).known):
        name = pair.tag if pair.tag in asked.question else labels.get(pair.label, "")
        pages.setdefault(name, []).append(pair.text)
    found = {}
    for name, plain in held.answers.items():
        question = asked.question.get(name)
        if name in pages and question is not None and question.type not in ("list", "grid"):
            said = _text(question, plain)
            plain_words = _bare(said) and not foreign.has_boxes(said)
            if plain_words and _bare(said) not in map(_bare, pages[name]):
                found[name] = "\n".join(pages[name])
    return found


def _bare(text: str) -> str:
    """A text without blanks, and without the signs of bullets and of boxes."""
    return re.sub(r"\W+", "", text)


def carried_found(asked: Form, form: Form, held: Carried, same: bool, pages: Mapping[str, str]) -> Iterator[Found]:
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
            note = say("incoming", "page").format(text=pages[name]) if name in pages else ""
            yield Found(to if to in form.question else None, label, _text(question, plain), plain, note)


def _cells(question: Question, to: str, plain: list[object]) -> Iterator[Found]:
    for number, item in enumerate(plain, 1):
        cells = item.items() if isinstance(item, dict) else ()
        row = str(item.get("id", number)) if isinstance(item, dict) else str(number)
        row = row if ITEM_ID.fullmatch(row) else str(number)
        for name, cell in cells:
            column = question.column_by_id.get(name)
            if name != "id" and isinstance(cell, str | int | list | dict):
                label = column.label if column is not None else say("incoming", "unknown")
                yield Found(f"{to}/{row}/{name}", label, _text(column, cell), cell)


def _text(question: Question | None, plain: Plain) -> str:
    """What stands in the file, in words; of what no form knows, as it stands there."""
    try:
        return in_words(question, plain) if question is not None else one_line(str(plain))[:MOST_LETTERS]
    except (KeyError, TypeError, ValueError):
        return one_line(str(plain))[:MOST_LETTERS]
