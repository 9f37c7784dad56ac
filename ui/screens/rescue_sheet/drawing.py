"""The rescue sheet on paper: its words, its groups and its square, drawn on whatever a painter draws on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from carer_desktop.clock import day_words
from carer_desktop.records.sign_in import RecoverySheet
from carer_desktop.words import say
from ui.theme import em

QUIET = 4  # squares left white around a code, or a camera does not find it
ACROSS = 4
_BLACK, _WHITE = Qt.GlobalColor.black, Qt.GlobalColor.white
_WRAP = Qt.TextFlag.TextWordWrap


def draw_code(painter: QPainter, squares: Sequence[Sequence[bool]], area: QRectF) -> None:
    """The square code in black on white, whatever the look: cameras want it so."""
    side = area.width() / (len(squares) + 2 * QUIET)
    painter.fillRect(area, _WHITE)
    for down, row in enumerate(squares):
        for across, dark in enumerate(row):
            if dark:
                left, top = area.left() + (across + QUIET) * side, area.top() + (down + QUIET) * side
                painter.fillRect(QRectF(left, top, side, side), _BLACK)


class CodePicture(QWidget):
    """The square code on the screen."""

    def __init__(self, squares: Sequence[Sequence[bool]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._squares = squares
        self.setFixedSize(em(13), em(13))
        self.setAccessibleName("The same groups as a square for a scanner")

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_code(QPainter(self), self._squares, QRectF(self.rect()))


def draw_sheet(painter: QPainter, sheet: RecoverySheet, page: QRect) -> None:
    """The whole sheet on a page of paper, black on white; sizes are shares of the page, whatever its resolution."""
    unit = page.width() / 100
    painter.fillRect(page, _WHITE)
    painter.setPen(_BLACK)
    top = _text(painter, page, page.top(), say("thing", "recovery"), 3.2, bold=True) + 2 * unit
    top = _text(painter, page, top, f"For {sheet.records}, made on {day_words(sheet.made_at)}", 2.2) + 3 * unit
    top = _groups(painter, page, top, sheet.groups) + 3 * unit
    side = 30 * unit
    draw_code(painter, sheet.squares, QRectF(page.left(), top, side, side))
    words = QRect(
        round(page.left() + side + 3 * unit), round(top), round(page.width() - side - 3 * unit), page.height()
    )
    below = float(top)
    for each in sheet.lines:
        below = _text(painter, words, below, each, 2.1) + 1.4 * unit
    top = max(top + side, below) + 4 * unit
    _text(painter, page, top, "Where this sheet is kept: ______________________________   By whom: ____________", 2.1)


def _groups(painter: QPainter, page: QRect, top: float, groups: Sequence[str]) -> float:
    unit = page.width() / 100
    font = QFont("monospace")
    font.setStyleHint(QFont.StyleHint.Monospace)
    width, height = page.width() / ACROSS, 6 * unit
    for number, group in enumerate(groups):
        down, across = divmod(number, ACROSS)
        left, line = page.left() + across * width, top + down * height
        painter.setFont(_sized(QFont(), 1.8 * unit))
        painter.drawText(QRectF(left, line, 4 * unit, height), Qt.AlignmentFlag.AlignVCenter, f"{number + 1}")
        painter.setFont(_sized(font, 3.4 * unit))
        painter.drawText(QRectF(left + 4 * unit, line, width, height), Qt.AlignmentFlag.AlignVCenter, group)
    return top + height * -(-len(groups) // ACROSS)


def _text(painter: QPainter, page: QRect, top: float, words: str, size: float, bold: bool = False) -> float:
    """Draw words at this height and give the height below them; *size* is a share of the paper's width."""
    whole = painter.window().width() / 100
    font = _sized(QFont(), size * whole * 0.8)
    font.setBold(bold)
    painter.setFont(font)
    room = QRectF(page.left(), top, page.width(), page.height())
    drawn = painter.boundingRect(room, _WRAP, words)
    painter.drawText(room, _WRAP, words)
    return drawn.bottom()


def _sized(font: QFont, pixels: float) -> QFont:
    font.setPixelSize(max(1, round(pixels)))
    return font


def as_image(sheet: RecoverySheet, width: int = 1240) -> QImage:
    """The sheet as a picture of an A4 page, for looking at it."""
    image = QImage(width, round(width * 297 / 210), QImage.Format.Format_RGB32)
    image.fill(_WHITE)
    painter = QPainter(image)
    margin = width // 12
    draw_sheet(painter, sheet, image.rect().adjusted(margin, margin, -margin, -margin))
    painter.end()
    return image
