"""What comes back in: a file is read, shown as found / question / answer, and only what somebody confirms is taken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from carer_desktop.assessment import Assessment, order_of
from carer_desktop.caseload.filling import Step, item_ids
from carer_desktop.caseload.forms import Forms
from carer_desktop.caseload.incoming_rows import (
    CONVERSATION,
    ITEM_ID,
    MOST_LETTERS,
    IncomingLine,
    IncomingRow,
    beside,
    carried_found,
    form_of,
    known_form,
    rows_of,
    said_otherwise,
)
from carer_desktop.caseload.notes import Jottings
from carer_desktop.caseload.records import Answered, Records
from carer_desktop.errors import Refused
from carer_desktop.forms.question import Form
from carer_desktop.forms.values import Plain
from carer_desktop.records.carer import Card
from carer_desktop.records.found import Found
from carer_desktop.sealing.chance import random_id
from carer_desktop.words import say
from carer_desktop.workflow.stage import may_change

if TYPE_CHECKING:
    from carer_desktop.documents.carried import Carried

__all__ = ["Incoming", "IncomingFiles", "IncomingLine", "IncomingRow"]
MOST_ROWS = 2_000
"""More answers than any form has."""


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

    def look(self, file: Path, form: str = "", into: Assessment | None = None) -> Incoming:
        """What stands in a Word file or a filled-in PDF, and where it would go: into a record of *form*, or of its own.

        With a draft to put it *into*, what is answered there already stands beside it and is not ticked. Refused with
        the reason when it is neither or could do harm. Nothing is taken yet.
        """
        if into is not None:
            asked = self._records.form(into)
            incoming = self._looked(file, asked)
            here = say("incoming", "here").format(reference=incoming.reference)
            warnings = tuple(warning for warning in incoming.warnings if warning != here)
            rows = tuple(beside(row, asked, into.answers) for row in incoming.rows)
            return replace(incoming, rows=rows, warnings=warnings)
        return self._looked(file, self._forms.newest(form) if form else None)

    def drafts(self) -> tuple[Card, ...]:
        """The records a file may be put into: those of this person that can be changed."""
        return tuple(card for card in self._records.seeing.without_reason() if may_change(card.stage))

    def _looked(self, file: Path, form: Form | None) -> Incoming:
        if file.suffix.lower() == ".pdf":
            return self._of_paper(file, form)
        from carer_desktop.documents import foreign, matching  # with them comes lxml
        from carer_desktop.documents.carried import carried_in
        from carer_desktop.documents.checkfile import named_in
        from carer_desktop.documents.received import received

        parts = received(file)
        held = carried_in(parts)
        if held is not None and held.answers:
            return self._of_answers(file.name, held, form or self._forms.newest(form_of(held)), parts)
        into = form or self._forms.newest(CONVERSATION)
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

    def _of_paper(self, file: Path, form: Form | None) -> Incoming:
        """A filled-in PDF: of ours each field names its question, of any other its words may."""
        from carer_desktop.documents import foreign, matching
        from carer_desktop.documents.pdf.filled import filled_form

        filled = filled_form(file)
        if not filled.found:
            raise Refused("Nobody has filled in this form", file.name, "Only a form with answers can be brought in.")
        into = form or self._forms.newest(filled.form.partition("@")[0] or CONVERSATION)
        found = filled.found
        if not filled.form:
            found = matching.matched(into, [foreign.Pair(one.label, one.text) for one in found])
        return self.of(file.name, into, found)

    def of(
        self, file: str, form: Form, found: Iterable[Found], kind: str = "form", warnings: tuple[str, ...] = ()
    ) -> Incoming:
        """What was found in a file of any kind, as rows to confirm; none is ticked."""
        rows = rows_of(form, found)
        _not_too_many(rows, file)
        return Incoming(file, kind, form, rows, warnings)

    def _of_answers(self, name: str, held: Carried, form: Form, parts: Mapping[str, bytes]) -> Incoming:
        asked = known_form(held, form)
        same = asked.id == form.id
        pages = said_otherwise(asked, held, parts)
        rows = rows_of(form, carried_found(asked, form, held, same, pages))
        _not_too_many(rows, name)
        warnings = [say("incoming", "pages")] if pages and held.whole else []
        if not held.whole:
            warnings.append(say("incoming", "changed"))
        if any(card.reference == held.reference for card in self._records.all()):
            warnings.append(say("incoming", "here").format(reference=held.reference))
        if same and held.form_version != form.version:
            warnings.append(say("incoming", "older_form"))
        if same and held.whole:
            rows = tuple(replace(row, offered=row.may_be_taken and not row.is_noted) for row in rows)
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


def _not_too_many(rows: Sequence[IncomingRow], file: str) -> None:
    if len(rows) > MOST_ROWS:
        raise Refused(f"There are {len(rows)} answers in the file, more than in any form", file, "Do not use it.")


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
                new[item] = item if ITEM_ID.fullmatch(item) and not _is_there(into, question, item) else random_id()
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
        if text is not head and len(text) + len(one) > MOST_LETTERS:
            yield text
            text = head
        text += f"\n{one}"
    if left:
        yield text
