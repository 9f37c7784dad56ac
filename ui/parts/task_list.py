"""The sections of a form with their status in words: the progress of the work and the way about in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QListWidgetItem, QStyle, QStyleOptionViewItem, QWidget

from carer_desktop.findings.result import SectionState
from carer_desktop.forms.question import Form, Section
from ui.parts.two_lines import MORE, Index, TwoLineRow, TwoLines
from ui.theme import colour, em, set_role

_ID = Qt.ItemDataRole.UserRole
_OPEN = Qt.ItemDataRole.UserRole + 2
_KIND = Qt.ItemDataRole.UserRole + 3
STATUS_WORDS = {
    "not_started": "Not started",
    "in_progress": "In progress",
    "complete": "✓ Complete",
    "problem": "! There is a problem",
    "closed": "Cannot start yet",
}


def status_words(state: SectionState, short: bool = False, sent: bool = False) -> str:
    """A section's status as the task list says it, with what is still needed once it was begun.

    In a *short* form a section without a core question is left out unless somebody opens it. In a record that was
    *sent* nothing is in progress any more: only what nobody wrote in is said.
    """
    if sent:
        return "Nothing written" if state.status == "not_started" else ""
    if short and state.status == "not_started" and not state.core.needed:
        return "Not needed in a short form"
    words = STATUS_WORDS[state.status]
    return f"{words} · {state.unmet} still needed" if state.status == "in_progress" and state.unmet else words


class Row(TwoLineRow):
    """A section with its status, or the title of a group above some."""

    side, above, between = 1.0, 0.35, 0.05
    hovers = True
    follows_from = (*TwoLineRow.follows_from, _KIND)

    def _room(self, index: Index, rect: QRect) -> QRect:
        above = em(0.9 if _is_group(index) else self.above)
        return QRect(rect.left() + em(self.side), rect.top() + above, rect.width() - em(self.side + 0.5), 10_000)

    def _fonts(self, option: QStyleOptionViewItem, index: Index) -> tuple[QFont, QFont]:
        bold, plain = super()._fonts(option, index)
        return (bold if index.data(_OPEN) or _is_group(index) else plain), plain

    def _colours(self, index: Index) -> tuple[QColor, QColor]:
        return colour("hint" if _is_group(index) else "text"), _status_colour(str(index.data(MORE) or ""))

    def _draw_surface(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if index.data(_OPEN):
            painter.fillRect(rect, colour("tint"))
            painter.fillRect(QRect(rect.left(), rect.top(), max(4, em(0.25)), rect.height()), colour("primary"))
        elif state & QStyle.StateFlag.State_MouseOver and not _is_group(index):
            painter.fillRect(rect, colour("hover"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(colour("focus"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))


def _is_group(index: Index) -> bool:
    return bool(index.data(_KIND) == "group")


def _status_colour(words: str) -> QColor:
    return colour("error" if words.startswith("!") else "text" if words.startswith("✓") else "hint")


class TaskList(TwoLines):
    """The sections under their groups; `opened(section id)` by click, Enter or Space, arrow keys only look."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Row)
        set_role(self, "tasks")
        self.setAccessibleName("Sections")
        self._carer_sees = False
        self._open = ""
        self._shown: tuple[Form, Sequence[SectionState], bool, bool] | None = None
        self.chosen.connect(self._choose)

    def show_sections(
        self, form: Form, states: Sequence[SectionState], short: bool = False, sent: bool = False
    ) -> None:
        """Show every section that is open, in the order of the form, under its group."""
        self._shown = (form, states, short, sent)
        rows = self._rows(form, {one.id: status_words(one, short, sent) for one in states if one.shown})
        if [row[:2] for row in rows] != [(self._at(i, _KIND), self._at(i, _ID)) for i in range(self.count())]:
            self.clear()
            for kind, key, title, _ in rows:
                self._add(kind, key, title)
        for number, (kind, key, title, status) in enumerate(rows):
            item = self.item(number)
            item.setData(MORE, status)
            item.setData(_OPEN, kind == "section" and key == self._open)
            spoken = ", ".join(part for part in (title, status, "open now" if key == self._open else "") if part)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        self.mark(next((self.item(n) for n, row in enumerate(rows) if row[:2] == ("section", self._open)), None))
        self._stand()

    def set_open(self, section: str) -> None:
        """Mark the section that is open now."""
        self._open = section
        if self._shown is not None:
            self.show_sections(*self._shown)
            self._stand(section)

    def set_carer_sees(self, sees: bool) -> None:
        """While the carer can see the screen the practitioner's own sections have neither name nor status here."""
        changed, self._carer_sees = sees != self._carer_sees, sees
        if changed and self._shown is not None:
            self.show_sections(*self._shown)

    def section_ids(self) -> list[str]:
        """The sections shown, top to bottom."""
        kinds = [(self._at(i, _KIND), self._at(i, _ID)) for i in range(self.count())]
        return [key for kind, key in kinds if kind == "section"]

    def _rows(self, form: Form, status: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
        rows: list[tuple[str, str, str, str]] = []
        for group in form.groups:
            shown = [s for s in form.sections if s.group == group.id and s.id in status and self._is_shown(s)]
            if not shown:
                continue
            if len(form.groups) > 1:
                rows.append(("group", group.id, group.title, ""))
            rows += [("section", s.id, s.title, status[s.id]) for s in shown]
        return rows

    def _is_shown(self, section: Section) -> bool:
        return section.task_list and not (self._carer_sees and section.asked_of == "practitioner")

    def _add(self, kind: str, key: str, title: str) -> None:
        item = QListWidgetItem(title, self)
        item.setData(_KIND, kind)
        item.setData(_ID, key)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags if kind == "section" else Qt.ItemFlag.NoItemFlags)

    def _at(self, row: int, role: int) -> str:
        return str(self.item(row).data(role))

    def _stand(self, section: str = "") -> None:
        """Keep the keyboard's place on a section, on the open one when it had none."""
        if self.currentRow() >= 0 and not section:
            return
        wanted = section or self._open
        keys = self.section_ids()
        for row in range(self.count()):
            if self._at(row, _KIND) == "section" and (self._at(row, _ID) == wanted or wanted not in keys):
                self.setCurrentRow(row)
                if row and self._at(row - 1, _KIND) == "group":
                    self.scrollToItem(self.item(row - 1))
                return

    def _choose(self, item: QListWidgetItem) -> None:
        if item.data(_KIND) == "section":
            self.opened.emit(str(item.data(_ID)))
