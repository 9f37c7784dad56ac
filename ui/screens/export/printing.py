"""Printing pages: through the system's own window, page by page, so that the program can be used meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from carer_desktop.caseload import PagePicture, Pages
from carer_desktop.errors import CarerError
from ui.background import SlowWork

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload


DOTS = 200
"""Dots an inch: sharp enough to read, and a page of it is small enough for any printer."""
SENT = "Sent to the printer. It keeps what it prints for a while: fetch the pages at once."
NO_PRINTER = "Nothing could be printed"
MEND = "Look whether the printer is on, or choose another."


def image(drawn: PagePicture) -> QImage:
    """A picture as Qt draws it."""
    made = QImage(drawn.data, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_BGR888)
    return made.copy()  # the bytes are gone once the picture is


class Printing(QObject):
    """`told(words)` on the way and at the end, `failed(error)`."""

    told = Signal(str)
    failed = Signal(object)

    def __init__(self, caseload: Caseload, work: SlowWork, parent: QWidget) -> None:
        super().__init__(parent)
        self._caseload, self._work, self._window = caseload, work, parent

    def ask(self, pages: Pages) -> None:
        """Ask the system which printer and which pages, then print them."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._window)
        dialog.setMinMax(1, pages.number)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.print_pages(pages, printer)

    def print_pages(self, pages: Pages, printer: QPrinter) -> None:
        """Print those that were asked for; that it was done is written down before the first."""
        first, last = printer.fromPage() or 1, printer.toPage() or pages.number
        printer.setFullPage(True)
        painter = QPainter()
        if not painter.begin(printer):
            self.failed.emit(CarerError(NO_PRINTER, printer.printerName(), MEND))
            return
        self._work.start(
            lambda: self._caseload.exports.sent_to_printer(pages),
            lambda _: self._next(pages, printer, painter, first - 1, last),
            lambda error: self._give_up(painter, error),
            self,
        )

    def _next(self, pages: Pages, printer: QPrinter, painter: QPainter, at: int, last: int) -> None:
        if at >= last:
            painter.end()
            self.told.emit(SENT)
            return
        self.told.emit(f"Printing page {at + 1} of {last}")
        width = round(printer.pageLayout().fullRectPoints().width() * DOTS / 72)
        self._work.start(
            lambda: pages.picture(at, width),
            lambda drawn: self._put(pages, printer, painter, at, last, drawn),
            lambda error: self._give_up(painter, error),
            self,
        )

    def _put(self, pages: Pages, printer: QPrinter, painter: QPainter, at: int, last: int, drawn: PagePicture) -> None:
        size = image(drawn).size().scaled(painter.viewport().size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRect(QPoint(0, 0), size), image(drawn))
        if at + 1 < last and not printer.newPage():
            self._give_up(painter, CarerError(NO_PRINTER, printer.printerName(), MEND))
            return
        self._next(pages, printer, painter, at + 1, last)

    def _give_up(self, painter: QPainter, error: BaseException) -> None:
        painter.end()
        self.failed.emit(error)
