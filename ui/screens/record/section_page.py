"""One section as a page: its questions, what is folded away, what was hidden, and the moment of checking."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from carer_desktop.assessment import NOT_COVERED
from carer_desktop.findings.result import Problem
from carer_desktop.forms.question import Form, Question, Section
from carer_desktop.forms.values import typed_text
from ui.fields import Field, ListField, Voice
from ui.fields.focus import fields_around
from ui.fields.long_text import LongTextField
from ui.fields.order import put_in_order
from ui.parts import ErrorSummary, Heading, Page, announce, button, line
from ui.screens.record.desk import Desk
from ui.screens.record.fold import Fold
from ui.screens.record.kept_answers import KeptAnswers, kept_in
from ui.screens.record.months_count import MonthsCount
from ui.screens.record.questions import Asked, Questions
from ui.theme import em, show_if

DETAILS = "record"
TYPED = frozenset(("text", "long_text", "name", "phone", "email", "postcode", "nhs_number", "date", "whole",
                   "decimal", "money"))  # fmt: skip


class SectionPage(Page):
    """`next_asked()`, `previous_asked()`, `back_asked()` to the check page, `path_asked()`, `checked(in order)`."""

    next_asked = Signal()
    previous_asked = Signal()
    back_asked = Signal()
    path_asked = Signal()
    checked = Signal(bool)
    needed_only_asked = Signal(bool)

    def __init__(self, desk: Desk, section: Section, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.section = section
        self._desk = desk
        self._needed_only = False
        self._voice: Voice = "practitioner"
        self._where_words = ""
        self._seen: set[str] = set()
        self._visible: frozenset[str] = frozenset()
        self.summary = ErrorSummary()
        self.summary.followed.connect(self.go_to)
        self.add(self.summary)
        self.add(self._make_top())
        self._first_row = self.rows.count() - 1
        self._questions = Questions(desk, section, self._column, self._use_text)
        self.asked: dict[str, Asked] = {}  # a question has no field before it is asked
        self._choose()
        self._build()
        self._nothing = line("Nothing more is needed in this section.", "hint")
        self.add(self._nothing)
        self.fold = Fold(desk, section.id)
        self.fold.show_asked.connect(self._unfold)
        self.add(self.fold)
        self.kept = KeptAnswers(desk)
        self.add(self.kept)
        if section.id == DETAILS:
            self.add(MonthsCount(desk))
        self.add(self._make_foot())
        if self._checking and section.id not in desk.assessment.complete_sections:
            self.summary.show_problems(self._to_mend(), take_focus=False)

    @property
    def _checking(self) -> bool:
        """Whether the moment of checking has been: from then on it is said what is wrong."""
        return self.section.id in self._desk.checking

    @property
    def _unfolded(self) -> bool:
        return self.section.id in self._desk.unfolded

    # Parts ---------------------------------------------------------------------------------------

    def _make_top(self) -> QWidget:
        top = QWidget()
        rows = QVBoxLayout(top)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.25))
        self.back_button = button("‹ Back to Check answers", "link", top)
        self.back_button.clicked.connect(self.back_asked)
        self.back_button.hide()
        rows.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        first = QHBoxLayout()
        first.setSpacing(em(0.6))
        self._where = line("", "hint", top)
        first.addWidget(self._where, 1)
        self.path_button = button("Change", "link", top)
        self.path_button.setAccessibleName("Change how full the form is")
        self.path_button.clicked.connect(self.path_asked)
        first.addWidget(self.path_button, 0, Qt.AlignmentFlag.AlignTop)
        self.needed_button = button("Only what is still needed", "quiet", top)
        self.needed_button.setCheckable(True)
        self.needed_button.toggled.connect(self._needed_toggled)
        first.addWidget(self.needed_button, 0, Qt.AlignmentFlag.AlignTop)
        rows.addLayout(first)
        rows.addSpacing(em(0.3))
        self.heading = Heading(self.section.title, 1, top)
        rows.addWidget(self.heading)
        if self.section.intro:
            rows.addWidget(line(self.section.intro, "hint", top))
        return top

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, em(0.4), 0, 0)
        row.setSpacing(em(0.6))
        self.next_button = button("Next section", "primary", foot)
        self.next_button.clicked.connect(self.next_asked)
        self.complete_button = button("Mark this section as complete", parent=foot)
        self.complete_button.clicked.connect(self.turn_complete)
        self.previous_button = button("Previous section", "link", foot)
        self.previous_button.clicked.connect(self.previous_asked)
        for made in (self.next_button, self.complete_button, self.previous_button):
            row.addWidget(made)
        row.addStretch(1)
        return foot

    # Shown ---------------------------------------------------------------------------------------

    def enter(self, where: str, is_last: bool, is_first: bool, from_check: bool) -> None:
        """The page is visited: what was only kept in view for the sake of calm may go now."""
        self._seen = set()
        self._where_words = where
        self.next_button.setText("Check answers" if is_last else "Next section")
        show_if(not is_first, self.previous_button)
        show_if(from_check, self.back_button)
        self.refresh()

    def _needed_toggled(self, on: bool) -> None:
        if on != self._needed_only:
            self.needed_only_asked.emit(on)

    def set_needed_only(self, only: bool) -> None:
        """Show only what still needs an answer, or everything."""
        if only == self._needed_only:
            return
        self._needed_only = only
        self._seen = set()
        self.needed_button.setChecked(only)
        self.refresh()

    def set_voice(self, voice: Voice) -> None:
        """Speak to the carer where the carer is asked."""
        self._voice = voice
        for asked in self.asked.values():
            self._speak(asked)
        show_if(voice == "practitioner" and self._desk.may_change, self.path_button)

    def _speak(self, asked: Asked) -> None:
        asked.field.set_voice(self._voice if asked.question.asked_of == "carer" else "practitioner")

    def refresh(self) -> None:
        """Show what follows from the answers now. Nothing in view goes away but what is no longer asked."""
        before = self._visible
        problems = self._problems()
        self._choose()
        if self._build():
            put_in_order(self.rows, self.next_button)
        for asked in self.asked.values():
            self._show_field(asked, problems)
        self._show_fold()
        self.kept.show_places(kept_in(self._desk, self.section.id))
        self._show_path()
        complete = self.section.id in self._desk.assessment.complete_sections
        self.complete_button.setText("Open this section again" if complete else "Mark this section as complete")
        show_if(self._desk.may_change and not self.section.by_moves, self.complete_button)
        if self.isVisible() and before:
            self._announce(before)
        if self._checking and not self.summary.isHidden():
            self.summary.show_problems(self._to_mend(), take_focus=False)
            self.checked.emit(not self._to_mend())

    def _choose(self) -> None:
        findings = self._desk.findings
        needed = {problem.question for problem in findings.unmet}
        folded = self._folded()
        visible = []
        for question in self._shown():
            key = question.id
            wanted = key in needed if self._needed_only else key not in folded or question.type == "message"
            if wanted or key in self._seen:
                visible.append(key)
        self._visible = frozenset(visible)
        self._seen.update(visible)

    def _shown(self) -> list[Question]:
        """The questions of this section that are asked now, folded away or not."""
        return [question for question in self.section.questions if question.id in self._desk.findings.shown]

    def _build(self) -> bool:
        """Build what is asked for the first time, each where it stands on the page; whether there was any."""
        missing = self._visible - self.asked.keys()
        row = self._first_row
        for question in self.section.questions if missing else ():
            if question.id in missing:
                asked = self.asked[question.id] = self._questions.build(question)
                self._speak(asked)
                self.rows.insertWidget(row, asked.row)
                following = self.rows.itemAt(row + 1)
                below = following.widget() if following is not None else None
                if below is not None:
                    asked.row.stackUnder(below)  # where a screen reader finds it
            row += question.id in self.asked
        return bool(missing)

    def _folded(self) -> set[str]:
        """What the short path folds away here; nothing once the person has asked to see it."""
        findings = self._desk.findings
        if self._unfolded or findings.path != "short":
            return set()
        answers = self._desk.assessment.answers
        folded = {
            question.id
            for question in self._shown()
            if (question.id in findings.folded or answers.get(question.id) == NOT_COVERED)
            and question.type != "calculated"
        }
        return folded - _deciding(self._desk.form)

    def _show_field(self, asked: Asked, problems: dict[str, Problem]) -> None:
        key, made, findings = asked.question.id, asked.field, self._desk.findings
        show_if(key in self._visible, asked.row)
        if key not in self._visible:
            return
        made.show_value(self._desk.plain_at(key), findings.defaults.get(key, ""))
        if isinstance(made, ListField):
            self._show_cells(made, problems)
        if made.question.answerable:
            problem = problems.get(key)
            made.show_problem(problem.text if problem is not None else None, problem is not None and _is_soft(problem))

    def _show_cells(self, made: ListField, problems: dict[str, Problem]) -> None:
        findings, start = self._desk.findings, f"{made.place}/"
        shown = {place for place in findings.shown if place.startswith(start)}
        worked = {place for place in shown if place in findings.calculated or place in findings.defaults}
        values = {place: plain for place in worked if (plain := self._desk.plain_at(place)) is not None}
        said = {place: (one.text, _is_soft(one)) for place, one in problems.items() if place.startswith(start)}
        made.show_cells(shown, said, values, findings.defaults)

    def _problems(self) -> dict[str, Problem]:
        """What is to be shown beside the fields: what is unlikely or no date at once, else only after checking."""
        found: dict[str, Problem] = {}
        typing = self._typing_in()
        for problem in self._desk.findings.problems:
            if self._desk.section_of(problem.place) != self.section.id or problem.place in found:
                continue
            at_once = problem.kind == "soft" or self._is_no_date(problem)
            if (self._checking and problem.in_the_way) if not at_once else problem.place not in typing:
                found[problem.place] = problem
        return found

    def _is_no_date(self, problem: Problem) -> bool:
        """Whether a date is filled in and cannot be one, like 31 2 2026; nothing is said of half a date."""
        typed = typed_text(self._desk.plain_at(problem.place)) if problem.kind == "hard" else None
        question = self._desk.question_at(problem.place)
        return question.type == "date" and typed is not None and len(list(filter(None, typed.split("/")))) == 3

    def _typing_in(self) -> set[str]:
        """The fields the person may be typing in: nothing is said of them before they are left."""
        around = fields_around(QApplication.focusWidget())
        return {made.place for made in around if made.question.type in TYPED and made.is_typed_in}

    def _show_fold(self) -> None:
        folded = self._folded() - self._seen
        answers = self._desk.assessment.answers
        expected = any(question.required == "E" and question.id not in answers for question in self._shown())
        hidden = 0 if self._needed_only else len(folded)
        whole = not any(self.asked[key].question.answerable for key in self._visible)
        self.fold.show_state(hidden, whole, expected and self._desk.may_change)
        show_if(not self._visible and not hidden, self._nothing)

    def _show_path(self) -> None:
        findings = self._desk.findings
        if self._voice == "carer":  # why it is full may be the practitioner's own
            self._where.setText(self._where_words)
            return
        reasons = [f"{why[:1].lower()}{why[1:]}" for why in findings.path_why]
        path = "Short form" if findings.path == "short" else f"Full form, because {' and '.join(reasons)}"
        self._where.setText("  ·  ".join(part for part in (self._where_words, path) if part))

    def labels_in_view(self) -> list[str]:
        """The words of every question that is asked here now, top to bottom."""
        return [one.field.label_text() for one in self._in_view() if one.question.type != "message"]

    def _in_view(self) -> list[Asked]:
        """What is asked on the page now, top to bottom."""
        return [self.asked[question.id] for question in self.section.questions if question.id in self._visible]

    def _announce(self, before: frozenset[str]) -> None:
        came = [one for one in self._in_view() if one.question.id not in before and one.question.answerable]
        gone = before - self._visible
        if came:
            first = came[0].field.label_text()
            announce(self, f"New question: {first}" if len(came) == 1 else f"{len(came)} new questions: {first}")
        elif gone:
            announce(self, "1 question is no longer asked" if len(gone) == 1 else f"{len(gone)} no longer asked")

    # Done ----------------------------------------------------------------------------------------

    def turn_complete(self) -> None:
        """The moment of checking: mark the section as complete, or say what stands in the way; or open it again."""
        self.flush()
        if self.section.id in self._desk.assessment.complete_sections:
            self._desk.checking.discard(self.section.id)
            self._desk.mark_complete([self.section.id], complete=False)
            self.summary.show_problems([])
            self.checked.emit(True)
            announce(self, f"{self.section.title} is open again")
            return
        self._desk.checking.add(self.section.id)
        problems = self._to_mend()
        self._seen.update(place.partition("/")[0] for place, _ in problems)
        if not problems:
            self._desk.mark_complete([self.section.id])
            announce(self, f"{self.section.title} is complete")
            self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()
        self.summary.show_problems(problems)
        if problems:
            self.verticalScrollBar().setValue(0)
        self.checked.emit(not problems)

    def _to_mend(self) -> list[tuple[str, str]]:
        unmet = self._desk.findings.unmet
        return [(one.place, one.text) for one in unmet if self._desk.section_of(one.place) == self.section.id]

    def go_to(self, place: str) -> None:
        """The keyboard goes to the field of a place, wherever it is folded away."""
        key = place.partition("/")[0]
        self._seen.add(key)
        self.refresh()
        asked = self.asked.get(key)
        if asked is None:  # not asked now
            self.begin()
            return
        made = asked.field.reveal(place) or asked.field
        made.focus_first()
        self.show_whole(made)

    def flush(self) -> None:
        """What was typed on this page is an answer now."""
        for asked in self.asked.values():
            asked.field.flush()

    def begin(self) -> None:
        """A visit begins at the top; the keyboard at the first question when it is in view, else at the title."""
        self.verticalScrollBar().setValue(0)
        first = next((one for one in self._in_view() if one.question.answerable), None)
        if first is not None and self._desk.may_change and self.is_in_view(first.row):
            first.field.focus_first()
        else:
            self.heading.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unfold(self) -> None:
        self._desk.unfolded ^= {self.section.id}
        folded = self._desk.findings.folded
        if not self._unfolded:
            self._seen -= folded
        self.refresh()
        first = next((one for one in self._in_view() if one.question.id in folded), None)
        if self._unfolded and first is not None:
            first.field.focus_first()

    def _use_text(self, made: Field) -> None:
        if isinstance(made, LongTextField):
            made.write(self._desk.caseload.records.draft_reasons(self._desk.assessment))
            made.focus_first()


def _deciding(form: Form) -> set[str]:
    """The questions that decide how the form goes on: which sections are open, how full it is. Never folded away."""
    gates = {name for section in form.sections if section.show_when for name in section.show_when.questions()}
    return gates | {form.path_question}


def _is_soft(problem: Problem) -> bool:
    return problem.kind == "soft"
