"""The questions of one section as rows of a page: what follows another question stands under it, set in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from carer_desktop.forms.question import Question, Section
from ui.fields import Field, ListField, field
from ui.parts import button
from ui.screens.record.comments import comment_note
from ui.screens.record.desk import Desk
from ui.theme import em, set_role


@dataclass(slots=True)
class Asked:
    """One question of the page: its field, and the row it stands in."""

    question: Question
    field: Field
    row: QWidget


MOST_UNDER_ONE = 4  # more than so many are not details of an answer but the rest of the page


def follows(section: Section) -> Iterator[tuple[Question, bool]]:
    """Each question, and whether it is set in under an earlier one whose answer brought it up."""
    group: list[Question] = []
    for question, under in _chained(section):
        if not under and group:
            yield from _set_in(group)
            group = []
        group.append(question)
    yield from _set_in(group)


def _set_in(group: list[Question]) -> Iterator[tuple[Question, bool]]:
    few = len(group) - 1 <= MOST_UNDER_ONE
    yield from ((question, number > 0 and few) for number, question in enumerate(group))


def _chained(section: Section) -> Iterator[tuple[Question, bool]]:
    """Each question, and whether it is asked because of an answer to the one before it or what that stands under.

    A question that is asked before anything is answered stands on its own.
    """
    heads: set[str] = set()
    for question in section.questions:
        when = question.show_when
        on = {name.partition(".")[0] for name in when.questions()} if when is not None else set()
        under = when is not None and when.truth({}) is not True and bool(on & heads)
        heads = {*heads, question.id} if under else {question.id}
        yield question, under


class Questions:
    """Builds the fields of a section and ties them to the desk; *use_text* writes a first draft into a field."""

    def __init__(self, desk: Desk, section: Section, parent: QWidget, use_text: Callable[[Field], None]) -> None:
        self._desk = desk
        self._parent = parent
        self._use_text = use_text
        self._under = {question.id: under for question, under in follows(section)}

    def build(self, question: Question) -> Asked:
        """The field of a question, and the row it stands in."""
        made = field(question, self._parent, offered=self._offered(question), clock=self._desk.caseload.clock)
        self._tie(made)
        extra = self._extra(question, made)
        under, asked = self._under[question.id], self._desk.comments.get(question.id)
        if not (under or asked or extra is not None):
            return Asked(question, made, made)
        row = self._row(made, under, extra)
        layout = row.layout()
        if asked and isinstance(layout, QVBoxLayout):
            layout.insertWidget(0, comment_note(question, asked, row))
        return Asked(question, made, row)

    def _offered(self, question: Question) -> dict[str, list[str]]:
        """The names a setting offers, asked of the store only where they are wanted."""
        named = {one.choices_from for one in (question, *question.columns) if one.choices_from}
        return {name: list(self._desk.caseload.settings.get(name, ())) for name in named}

    def _row(self, made: Field, under: bool, extra: QPushButton | None) -> QWidget:
        row = QFrame(self._parent)
        if under:
            set_role(row, "nested")
        rows = QVBoxLayout(row)
        rows.setContentsMargins(em(1.1) if under else 0, 0, 0, 0)
        rows.setSpacing(em(0.5))
        if extra is not None:
            extra.setParent(row)
            rows.addWidget(extra, 0)
            rows.setAlignment(extra, rows.alignment())
        rows.insertWidget(0, made)
        return row

    def _extra(self, question: Question, made: Field) -> QPushButton | None:
        """The two places where the program can begin for the person."""
        if not self._desk.may_change:
            return None
        if question.id == "elig_reasons":
            start = button("Start from this text", "link", self._parent)
            start.setToolTip("Puts the explanation of the suggested result here, for you to edit")
            start.clicked.connect(lambda: self._use_text(made))
            return start
        if question.id == "plan_items":
            start = button("Start the plan from what is not managed", "link", self._parent)
            start.clicked.connect(self._desk.start_plan)
            return start
        return None

    def _tie(self, made: Field) -> None:
        desk = self._desk
        made.answered.connect(desk.answer)
        made.kept.connect(desk.keep_warning)
        made.left.connect(desk.settle)
        if isinstance(made, ListField):
            made.item_added.connect(desk.add_item)
            made.item_removed.connect(desk.remove_item)
            made.item_restored.connect(desk.restore_item)
            made.item_moved.connect(desk.move_item)
        if not desk.may_change:
            made.set_read_only(True)
