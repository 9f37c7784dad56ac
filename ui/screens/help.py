"""Help and keyboard shortcuts, in plain text from the files in resources/help."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from carer_desktop.paths import RESOURCES
from carer_desktop.words import say
from carer_desktop.workflow.checklist import PATH, ways
from ui.parts import Heading, Page, button, line
from ui.parts.sheet import side_by_side
from ui.theme import em

WIDTH = 48  # text sizes


def whole(page: str) -> str:
    """A page of help, with the path and the checklists put in where it names them: they are data, and told once."""
    text = (RESOURCES / "help" / f"{page}.md").read_text("utf-8")
    return text.replace("{path}", _path()).replace("{ways}", _ways())


def _path() -> str:
    """The stretches of the way, each with whose it is."""
    return "\n".join(f"- {_by(who, title)}{title}" for title, _, who in PATH)


def _ways() -> str:
    """The steps after the decision, one list for each way of working."""
    lists = []
    for way in ways():
        steps = [f"- {_by(step.who)}{step.words}" for step in way.steps]
        lists.append("\n".join((f"## After the decision: {way.title}", *steps)))
    return "\n\n".join(lists)


def _by(who: str, but: str = "") -> str:
    called = say("role", who)
    return f"{called}: " if who and called != but else ""


class HelpDialog(QDialog):
    """One page of help; Escape closes it."""

    def __init__(self, page: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.page = Page(self, spacing=0.6)
        self.page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that the keys can scroll it
        rows.addWidget(self.page, 1)
        text = whole(page)
        for words in text.splitlines():
            if words:
                self.page.add(_read(words))
        self.setWindowTitle(text.splitlines()[0].removeprefix("# "))
        self.page.setAccessibleName(self.windowTitle())
        close = button("Close", "primary", self)
        close.clicked.connect(self.accept)
        foot = side_by_side(close, parent=self)
        foot.setContentsMargins(em(2), em(0.6), em(2), em(0.8))
        rows.addWidget(foot)
        self.resize(em(WIDTH), em(24))
        close.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.page.fit_window(em(WIDTH))


def _read(words: str) -> QWidget:
    """One line of the file as a heading, a point or a paragraph."""
    if words.startswith("## "):
        heading = Heading(words[3:], 2)
        heading.setContentsMargins(0, em(0.9), 0, 0)
        return heading
    if words.startswith("# "):
        return Heading(words[2:], 1)
    return line(f"•  {words[2:]}" if words.startswith("- ") else words)
