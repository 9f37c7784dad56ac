"""How many cases fall in each range of amounts, drawn as bars beneath each other; the words stand beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import colour, em

ROW, BAR, GAP = 1.9, 1.1, 0.7  # text sizes
LEAST_BAR = 6  # text sizes that the longest bar has at least
NAME = "Picture: how many cases fall in each range"


class Picture(QWidget):
    """Each range with its bar and its number; read out as *words*."""

    def __init__(self, bars: tuple[tuple[str, int], ...], words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = bars
        self.setAccessibleName(NAME)
        self.setAccessibleDescription(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        left, right = self._sides()
        return QSize(left + em(LEAST_BAR) + right, em(ROW) * len(self._bars) + em(0.4))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        left, right = self._sides()
        most = max((number for _, number in self._bars), default=0)
        room = max(0, self.width() - left - right)
        for row, (words, number) in enumerate(self._bars):
            top = em(0.2) + row * em(ROW)
            painter.setPen(colour("text"))
            beside = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRect(0, top, left - em(GAP), em(ROW)), beside | Qt.AlignmentFlag.AlignRight, words)
            long = room * number // most if most else 0
            if number:
                bar = QRect(left, top + (em(ROW) - em(BAR)) // 2, max(2, long), em(BAR))
                painter.fillRect(bar, colour("primary"))
            after = QRect(left + long + em(0.4), top, right, em(ROW))
            painter.drawText(after, beside | Qt.AlignmentFlag.AlignLeft, str(number))
        painter.setPen(colour("border"))
        painter.drawLine(left, 0, left, self.height())
        painter.end()

    def _sides(self) -> tuple[int, int]:
        """The room for the words at the left and for the numbers at the right."""
        measure = self.fontMetrics().horizontalAdvance
        left = max((measure(words) for words, _ in self._bars), default=0) + em(GAP)
        return left, max((measure(str(number)) for _, number in self._bars), default=0) + em(0.8)
