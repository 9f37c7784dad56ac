"""The pages of a file before it is written, one at a time; and printing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea, QVBoxLayout, QWidget

from carer_desktop.assessment import Assessment
from carer_desktop.caseload import Pages
from ui.background import SlowWork
from ui.parts import Banner, announce, button, line
from ui.parts.sheet import side_by_side
from ui.screens.export.printing import Printing, image
from ui.theme import em, screen_room, set_role

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

ABOUT = (
    "The pages of the PDF, as pictures. The Word file says the same in the same order, and may begin its pages "
    "elsewhere. A screen reader reads the file itself once it is written."
)
WIDTH = 46  # text sizes


class PagesDialog(QDialog):
    """Shows the pages once they are drawn; they are written nowhere."""

    help_page = "word"

    def __init__(
        self, caseload: Caseload, assessment: Assessment, audience: str, points: int, work: SlowWork,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._caseload, self._work = caseload, work
        self.pages: Pages | None = None
        self.at = 0
        self._wanted = (0, 0)
        self.setWindowTitle(f"Pages – {assessment.reference}")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(em(1), em(1), em(1), em(1))
        rows.setSpacing(em(0.6))
        rows.addWidget(line(ABOUT, "hint", self))
        self.banner = Banner(self)
        rows.addWidget(self.banner)
        self._paper = QLabel(self)
        self._paper.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        set_role(self._paper, "paper")
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._paper)
        self._scroll.setAccessibleName("The page")
        rows.addWidget(self._scroll, 1)
        self.told = line("Drawing the pages…", "strong", self)
        rows.addWidget(self.told)
        rows.addWidget(self._make_foot())
        room = screen_room(self)
        self.resize(min(em(WIDTH), room.width() - em(4)), room.height() - em(4))
        self.printing = Printing(caseload, work, self)
        self.printing.told.connect(self._say)
        self.printing.failed.connect(self._failed)
        work.start(lambda: caseload.exports.pages(assessment, audience, points), self._drawn, self._failed, self)

    def _make_foot(self) -> QWidget:
        self.previous_button = button("‹ Previous page", parent=self)
        self.next_button = button("Next page ›", parent=self)
        self.print_button = button("Print…", parent=self)
        close = button("Close", parent=self)
        self.previous_button.clicked.connect(lambda: self.go(-1))
        self.next_button.clicked.connect(lambda: self.go(1))
        self.print_button.clicked.connect(self._print)
        close.clicked.connect(self.reject)
        for made in (self.previous_button, self.next_button, self.print_button):
            made.setEnabled(False)
        return side_by_side(self.previous_button, self.next_button, self.print_button, close, parent=self)

    def _drawn(self, pages: Pages) -> None:
        self.pages = pages
        self.print_button.setEnabled(True)
        self._show_page()

    def go(self, by: int) -> None:
        """So many pages on, or back."""
        if self.pages is not None:
            self.at = max(0, min(self.pages.number - 1, self.at + by))
            self._show_page()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        by = keys.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self.go(by)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_page()

    def _show_page(self) -> None:
        """Have the page drawn as wide as there is room for; the newest wish counts."""
        pages, at = self.pages, self.at
        width = self._scroll.viewport().width() - em(1)
        if pages is None or (at, width) == self._wanted or width <= 0:
            return
        self._wanted = (at, width)
        real = round(width * self.devicePixelRatioF())
        self._work.start(
            lambda: pages.picture(at, real), lambda drawn: self._shown((at, width), image(drawn)), self._failed, self
        )

    def _shown(self, what: tuple[int, int], drawn: object) -> None:
        pages = self.pages
        if what != self._wanted or pages is None:
            return
        pixels = QPixmap.fromImage(drawn)  # type: ignore[arg-type]
        pixels.setDevicePixelRatio(self.devicePixelRatioF())
        self._paper.setPixmap(pixels)
        self._scroll.verticalScrollBar().setValue(0)
        words = f"Page {self.at + 1} of {pages.number}"
        self._paper.setAccessibleName(words)
        self.previous_button.setEnabled(self.at > 0)
        self.next_button.setEnabled(self.at + 1 < pages.number)
        self._say(words)

    def _say(self, words: str) -> None:
        self.told.setText(words)
        announce(self, words)

    def _print(self) -> None:
        if self.pages is not None:
            self.printing.ask(self.pages)

    def _failed(self, error: BaseException) -> None:
        self.told.setText("")
        self.banner.show_error(error, retry=False)
