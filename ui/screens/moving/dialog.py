"""The one dialog before a move: what it asks, what is missing or wrong beside its field, and then the move itself."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carer_desktop.assessment import Assessment, Plain
from carer_desktop.forms import validation
from carer_desktop.forms.question import Question
from carer_desktop.forms.values import read
from ui.background import SlowWork, soon
from ui.fields import Field, field
from ui.fields.order import before, reading_order
from ui.parts import Card, ErrorSummary, Note, announce, line
from ui.parts.task_dialog import TaskDialog
from ui.parts.words import YOU
from ui.screens.moving import asked
from ui.screens.moving.asked import ANYBODY, OUTSIDE, OWN, Sheet
from ui.theme import em, show_if

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload, With

NOT_THIS_VERSION = "Send the manager this version first: a decision counts only for what the manager saw"
_ANSWERS = ("urgent", "urgent_why")
_ENTER_GOES = ("export", "complete")  # a decision, or an end, is never made by the Enter after a word
_WITH = ("amount", "use", "reason", "to", "state", "reference")


class MoveDialog(TaskDialog):
    """`moved(record, words)` once the move is made."""

    moved = Signal(object, str)
    help_page = "deciding"

    def __init__(
        self, caseload: Caseload, work: SlowWork, assessment: Assessment, sheet: Sheet,
        comments: Sequence[tuple[str, str]] = (), told: Sequence[str] = (), parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(sheet.title, sheet.go, work, parent)
        self._caseload, self._assessment, self._sheet = caseload, assessment, sheet
        self.enter_goes = sheet.move in _ENTER_GOES
        self._form = caseload.records.form(assessment)
        self._comments = tuple(comments)
        self._given: dict[str, Plain | None] = dict(sheet.starts)
        self._fields: dict[str, Field] = {}
        self._stand_ins: dict[str, Plain] = {}
        self._in_order: list[Question] = []
        self._likely: dict[str, Plain | None] = {}  # what looked unlikely and is right all the same
        self._is_made = False
        if sheet.move in ("complete", "take_back", "redirect"):
            self.help_page = "sending"
        self.summary = ErrorSummary(self)
        self.summary.followed.connect(lambda place: self._fields[place].focus_first())
        self.add(self.summary)
        for words in (*told, *sheet.tells):
            self.add(line(words, "body"))
        if comments:
            self.add(self._comment_card())
        self.you = line(YOU, "hint", self)
        self.add(self.you)
        self._box = QWidget(self)
        self._rows = QVBoxLayout(self._box)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(em(1))
        self.add(self._box)
        self.beside = line("", "hint", self)
        self.add(self.beside)
        self._show_fields()
        self.fit()
        first = next((self._fields[each.id] for each in self._in_order), None)
        if first is not None:
            first.focus_first()

    def _comment_card(self) -> Card:
        number = len(self._comments)
        card = Card("1 comment goes with it" if number == 1 else f"{number} comments go with it")
        for place, text in self._comments:
            card.add(line(self._form.question[place.partition("/")[0]].label, "strong", card))
            card.add(line(text, "body", card))
        return card

    # What is asked now ----------------------------------------------------------------------------

    def _show_fields(self) -> None:
        """Fields come and go with what is given, each where it stands in the order of the form."""
        self._in_order = [each for each in self._sheet.questions if self._is_asked(each)] + self._form_rows()
        asked_now = {each.id for each in self._in_order}
        for number, question in enumerate(self._in_order):
            if question.id not in self._fields:
                self._fields[question.id] = self._make(question)
            self._rows.insertWidget(number, self._fields[question.id])
        for name, made in self._fields.items():
            show_if(name in asked_now, made)
        for each in reading_order(self.page.rows):
            before(each, self.go_button)
        show_if(any(each.asked_of == "carer" for each in self._in_order), self.you)
        words = asked.beside_the_use(self._sheet.move, self._caseload.records.findings(self._assessment), self._given)
        self.beside.setText(words)
        show_if(bool(words), self.beside)
        if self.isVisible():
            soon(self, self._fit)

    def _is_asked(self, question: Question) -> bool:
        if question.id == "urgent_why":
            return self._urgent() == "yes"
        if question.id == "reason" and any(each.id == "why" for each in self._sheet.questions):
            return self._given.get("why") == OWN
        return True

    def _urgent(self) -> Plain | None:
        return self._given.get("urgent", self._assessment.answers.get("urgent"))

    def _form_rows(self) -> list[Question]:
        if not (self._sheet.section or self._sheet.gate):
            return []
        after = replace(self._assessment, answers={**self._assessment.answers, **self._facts()})
        findings = self._caseload.records.findings(after)
        self._stand_ins = asked.stand_ins(findings)
        return asked.rows(self._sheet, self._form, findings, self._facts())

    def _make(self, question: Question) -> Field:
        made = field(question, self._box, clock=self._caseload.clock)
        start = self._given.get(question.id, self._assessment.answers.get(question.id))
        made.show_value(start if start is not None else self._stand_ins.get(question.id))
        made.answered.connect(self._answered)
        made.kept.connect(self._keep_unlikely)
        return made

    def _keep_unlikely(self, place: str) -> None:
        """The person looked again: it is right as it stands."""
        self._likely[place] = self._fields[place].answer
        self._fields[place].show_problem(None)
        self.go_button.setFocus()

    def _answered(self, place: str, plain: Plain | None) -> None:
        self._given[place] = plain
        if self._sheet.move == "return" and place == "reason":
            self._caseload.unsent.keep_reason(self._assessment, str(plain or ""))
        self._fields[place].show_problem(None)
        self._show_fields()

    def _facts(self) -> dict[str, Plain]:
        """What is given of the form’s own rows."""
        own = {each.id for each in self._sheet.questions}
        facts = {name: plain for name, plain in self._given.items() if name not in own and plain is not None}
        return {name: plain for name, plain in facts.items() if name in self._form.question}

    def hideEvent(self, event: QHideEvent) -> None:
        """Put aside, by a cover or a lock: what is kept as it is typed is kept to the last word."""
        if self._sheet.move == "return" and not self._is_made:
            self._fields["reason"].flush()
        super().hideEvent(event)

    # Making it ------------------------------------------------------------------------------------

    def _do(self) -> None:
        for made in self._fields.values():
            made.flush()
        wrong = self._wrong()
        unlikely = {} if wrong else self._unlikely()
        for name, made in self._fields.items():
            made.show_problem(wrong.get(name) or unlikely.get(name), soft=name in unlikely)
        self.summary.show_problems(list(wrong.items()))
        if unlikely:
            self._fit()
            self._fields[next(iter(unlikely))].focus_first()
        elif not wrong:
            self.run("Keeping it", self._make_move, self._done)
        else:
            self.grow(self.summary)

    def _wrong(self) -> dict[str, str]:
        """What is missing or cannot be right, by field, in words."""
        found: dict[str, str] = {}
        today = self._caseload.clock.today()
        for question in self._in_order:
            plain = self._fields[question.id].answer
            if plain in (None, "", []):
                if question.required:
                    found[question.id] = validation.needed(question)
                continue
            reading = read(question, plain)
            problem = reading.problem or validation.hard(question, reading.value, today)
            if problem:
                found[question.id] = problem
        if self._given.get("seen") == "no":
            found["seen"] = NOT_THIS_VERSION
        return found

    def _unlikely(self) -> dict[str, str]:
        """What may be right and is to be looked at again, by field, in words; once for each answer."""
        today, found = self._caseload.clock.today(), {}
        for question in self._in_order:
            plain = self._fields[question.id].answer
            words = validation.soft(question, read(question, plain).value, today)
            if words and self._likely.get(question.id) != plain:
                found[question.id] = words
        return found

    def _make_move(self) -> Assessment:
        """Everything goes through the caseload; beside the window, as it waits for the disk."""
        caseload, record, sheet = self._caseload, self._assessment, self._sheet
        if sheet.move == "export":
            return caseload.moves.give_facts(record, self._shown_facts())
        if sheet.move == "complete":
            answers = {name: self._given[name] for name in _ANSWERS if name in self._given and name in self._fields}
            if answers:
                record = caseload.records.fill(record.id, answers, known=True).assessment
        return caseload.moves.make(record, sheet.move, self._with())

    def _shown_facts(self) -> dict[str, Plain]:
        shown = {each.id for each in self._in_order}
        return {name: plain for name, plain in self._facts().items() if name in shown}

    def _with(self) -> With:
        from carer_desktop.caseload import With

        shown = {each.id for each in self._in_order}
        given = {name: str(self._given[name]) for name in _WITH if name in shown and self._given.get(name)}
        facts: dict[str, Any] = self._shown_facts()
        made = With(facts=facts, comments=self._comments, **given)  # type: ignore[arg-type]
        if made.to in (OUTSIDE, ANYBODY):
            made = replace(made, to="")
        why = self._given.get("why")
        if isinstance(why, str) and why != OWN:
            made = replace(made, reason=why)
        if made.use and made.use == self._sheet.starts.get("use"):
            made = replace(made, use="")
        if isinstance(on := self._given.get("on"), str):
            made = replace(made, on=date.fromisoformat(on))
        if self._sheet.section:
            made = self._outside(made, facts)
        return replace(made, second=self._given.get("second") == ["yes"])

    def _outside(self, made: With, facts: dict[str, Any]) -> With:
        """A decision made outside: the version it was about, and what it was."""
        what = "authorise" if facts["decision"] == "authorise_changed" else str(facts["decision"])
        code = self._caseload.moves.check_code(self._assessment)
        rest = {name: plain for name, plain in facts.items() if name != "decision"}
        reason = str(rest.get("decision_reason") or "")
        return replace(made, decision=what, reason=reason, facts={**rest, "check_code": code})

    def _done(self, record: Assessment) -> None:
        self._is_made = True
        said = "Kept" if self._sheet.move == "export" else said_of(record)
        announce(self, said)
        self.moved.emit(record, said)
        self.accept()


def said_of(record: Assessment) -> str:
    """What has just happened to a record."""
    from carer_desktop.workflow.moves import done

    return done(record.history[-1].move)


class CommentDialog(TaskDialog):
    """A comment on one question, for whoever changes it; saved as it is typed. `commented()`; no words take it back."""

    commented = Signal()
    help_page = "deciding"

    def __init__(
        self, caseload: Caseload, record: Assessment, place: str, label: str, answer: str, work: SlowWork,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("Comment on an answer", "Keep the comment", work, parent)
        self._caseload, self._record, self._place = caseload, record, place
        self._before = caseload.unsent.of(record).get(place, "")
        self.add(line(label, "strong"))
        self.add(Note(answer))
        self.text = field(asked.ask("comment", "long_text", "What should be changed or added?", required="C"), self)
        self.text.show_value(self._before or None)
        self.text.answered.connect(lambda _place, plain: self._keep(str(plain or "")))
        self.add(self.text)
        self.add(line("It goes with the record when you send it back. Leave it empty to take it away.", "hint"))
        self.fit()
        self.text.focus_first()

    def _keep(self, text: str) -> Future[Any]:
        return self._caseload.unsent.keep(self._record, self._place, text)

    def _do(self) -> None:
        self.text.flush()
        text = str(self.text.answer or "")
        self.run("Keeping it", lambda: self._keep(text).result(), lambda _: self._kept())

    def _kept(self) -> None:
        self.accept()
        self.commented.emit()

    def reject(self) -> None:
        """Left by the person: as it was before. Put aside by a lock: what was typed stays kept."""
        if self.isVisible() and not self._is_busy:
            self.text.flush()
            self._keep(self._before)
        super().reject()

    def hideEvent(self, event: QHideEvent) -> None:
        self.text.flush()
        super().hideEvent(event)
