"""Files outside: what left the program, for whom, where it lies, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QWidget

from carer_desktop.clock import day_words
from carer_desktop.words import say
from ui.background import SlowWork
from ui.fields.order import put_in_order
from ui.parts import Card, EmptyState, Heading, button, line, link_button
from ui.parts.doing import Doing
from ui.parts.flow import in_lines
from ui.parts.portions import Portions
from ui.parts.sheet import Sheet
from ui.parts.task_dialog import TaskDialog
from ui.parts.words import breakable, path_line

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload, Outside

ABOUT = (
    "Every file that was made of a record you may see. Outside the program nothing locks it. Say when it has been "
    "handed over, or delete it when it is no longer needed."
)
NONE = "No file has been made yet."
NO_MORE = "Every file has been handed over or deleted."
SETTLED = "Show those handed over or deleted too"
OPEN_ONLY = "Show only those that lie outside"
GONE = (
    "Deleting takes the file from its folder. On most disks somebody with the right tools could still find it for a "
    "while."
)


def outside_words(one: Outside, now: datetime) -> tuple[str, ...]:
    """What there is to say of one file, line by line."""
    file, there = one.file, say("there", one.there)
    made = f"For {say('log', file.audience)}, version {file.revision}, made {_when(file.at, now)}"
    size = f"{file.points} point print ({say('print_size', file.reason).lower()})" if file.points else ""
    locked = "locked with a password" if file.protected else ""
    more = ", ".join(words for words in (size, locked) if words)
    if file.settled and file.settled_at:
        there = f"{say('settled', file.settled)} {_when(file.settled_at, now)}. {there}"
    place = say("place", one.place) if one.place != "own" and one.there != "gone" else ""
    lines = (f"{made}{f', {more}' if more else ''}", f"In {file.folder}", there, place)
    return tuple(each for each in lines if each)


def _when(at: datetime, now: datetime) -> str:
    """
    >>> from datetime import UTC
    >>> _when(datetime(2026, 11, 21, 9, 5, tzinfo=UTC), datetime(2026, 11, 21, 10, 0, tzinfo=UTC))
    'today at 09:05'
    """
    then, here = at.astimezone(), now.astimezone()
    if then.date() == here.date():
        return f"today at {then:%H:%M}"
    return f"on {day_words(then)}"


class OutsideScreen(Sheet):
    """`left()` back to the records, `check_asked(file)`."""

    help_page = "files"

    left = Signal()
    check_asked = Signal(object)

    def __init__(self, caseload: Caseload, work: SlowWork, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=46, spacing=0.9)
        self._caseload, self._work = caseload, work
        self._all = False
        self.found: tuple[Outside, ...] = ()
        self.add(Heading("Files outside"))
        self.add(line(ABOUT, "body"))
        self.back_button = button("Back to your records", "link")
        self.back_button.clicked.connect(self.left)
        self.all_button = button(SETTLED, "link")
        self.all_button.clicked.connect(self._turn)
        self.add(in_lines(self.back_button, self.all_button))
        self.doing = Doing(work)
        self.add(self.doing)
        self._files = Portions(self._card)
        self._files.grown.connect(self._chain)
        self.add(self._files)

    def begin(self) -> None:
        """Look which files are still there: the keyboard goes to the way back meanwhile."""
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.doing.run("Looking which files are still there", self._caseload.files.outside, self._show)

    def _show(self, found: tuple[Outside, ...]) -> None:
        self.found = found
        wanted = [one for one in found if self._all or not one.file.settled]
        empty = EmptyState(NO_MORE if found else NONE, "")
        self._files.show_things(wanted, empty)
        self.all_button.setText(OPEN_ONLY if self._all else SETTLED)
        self.all_button.setVisible(self._all or len(wanted) < len(found))
        self._chain()
        self.doing.told.emit()

    def _chain(self) -> None:
        put_in_order(self.rows, self.back_button)

    def _turn(self) -> None:
        self._all = not self._all
        self._show(self.found)

    def _card(self, one: Outside) -> QWidget:
        card, name = Card(), one.file.file
        card.add(path_line(name, "h3", card))
        for words in outside_words(one, self._caseload.clock.now()):
            card.add(path_line(words, "body", card))
        buttons: list[QPushButton] = []
        if not one.file.settled:
            handed = button("It is handed over", parent=card)
            handed.setAccessibleName(f"It is handed over: {name}")
            handed.clicked.connect(lambda: self._hand_over(one))
            buttons.append(handed)
        if one.there == "yes" or (one.there == "gone" and not one.file.settled):
            words = "Delete it…" if one.there == "yes" else "Note that it is gone"
            delete = link_button(words, card, f"{words} {name}")
            delete.clicked.connect(lambda: self._ask(one) if one.there == "yes" else self._delete(one))
            buttons.append(delete)
        if one.there in ("yes", "changed"):
            look = link_button("Open the folder", card, f"Open the folder of {name}")
            look.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(one.file.folder)))
            buttons.append(look)
        if one.there in ("yes", "changed") and one.file.format == "docx" and not one.file.protected:
            check = link_button("Check it", card, f"Check {name}")
            check.clicked.connect(lambda: self.check_asked.emit(Path(one.file.folder) / name))
            buttons.append(check)
        if buttons:
            card.add(in_lines(*buttons, parent=card))
        return card

    def _hand_over(self, one: Outside) -> None:
        files = self._caseload.files
        self._do("Noting it", lambda: files.hand_over(one), f"✓ Noted as handed over: {one.file.file}")

    def _ask(self, one: Outside) -> None:
        dialog = DeleteDialog(one, self._work, self)
        dialog.accepted.connect(lambda: self._delete(one))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _delete(self, one: Outside) -> None:
        files = self._caseload.files
        self._do("Deleting the file", lambda: files.delete(one), f"✓ Deleted: {one.file.file}")

    def _do(self, words: str, work: Callable[[], None], said: str) -> None:
        def both() -> tuple[Outside, ...]:
            work()
            return self._caseload.files.outside()

        def done(found: tuple[Outside, ...]) -> None:
            self._show(found)
            self.doing.say(breakable(said))

        self.doing.run(words, both, done)


class DeleteDialog(TaskDialog):
    """Deleting a file from its folder is asked once more."""

    enter_goes = False

    def __init__(self, one: Outside, work: SlowWork, parent: QWidget | None = None) -> None:
        super().__init__("Delete this file?", "Delete it", work, parent)
        self.add(path_line(one.file.file, "strong"))
        self.add(path_line(f"In {one.file.folder}"))
        self.add(line(GONE, "hint"))
        self.fit()

    def _do(self) -> None:
        self.accept()
