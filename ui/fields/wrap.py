"""Radio buttons, check boxes and buttons whose words go on in a second line; Qt's own are cut off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QPushButton, QRadioButton, QWidget

from ui.theme import em

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton as _Button
else:
    _Button = object


class Wraps(_Button):
    """A button that folds its words to its width; what screen readers hear stays whole."""

    _whole = ""
    _measured: tuple[int, QSize] | None = None
    _folds: dict[int, str]

    def say(self, words: str) -> None:
        """Set the words; `text()` may hold line breaks afterwards."""
        self._whole = words
        self._measured = None
        self.setAccessibleName(words)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setHorizontalPolicy(policy.Policy.Preferred)  # Qt's own never become narrower, or higher than one line
        policy.setVerticalPolicy(policy.Policy.Preferred)
        self.setSizePolicy(policy)
        self.setText(words.replace("&", "&&"))
        if self.isVisible():
            self._fold()

    def folded(self, width: int) -> str:
        """The words broken into lines that fit *width* pixels together with mark and margins."""
        room = width - self._measure()[0]
        known = self._folds.get(room)
        if known is not None:
            return known
        metrics = self.fontMetrics()
        if metrics.horizontalAdvance(self._whole) <= room:
            lines = [self._whole]
        else:
            lines = []
            for word in _pieces(self._whole, metrics, room):
                longer = f"{lines[-1]} {word}" if lines else word
                if lines and metrics.horizontalAdvance(longer) <= room:
                    lines[-1] = longer
                else:
                    lines.append(word)
        self._folds[room] = "\n".join(lines).replace("&", "&&")
        return self._folds[room]

    def _measure(self) -> tuple[int, QSize]:
        """The width of everything beside the words (mark, spacing, margins) and the size on one line.

        Layouts ask for heights again and again; measured once for each font.
        """
        if self._measured is None:
            lines = self.text().replace("&&", "&").split("\n")
            metrics = self.fontMetrics()
            hint = super().sizeHint()
            around = hint.width() - max(metrics.horizontalAdvance(line) for line in lines) + 2
            one = hint.height() - (len(lines) - 1) * metrics.lineSpacing()
            self._measured = (around, QSize(around + metrics.horizontalAdvance(self._whole), one))
            self._folds = {}
        return self._measured

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._measured = None

    def sizeHint(self) -> QSize:
        return self._measure()[1] if self._whole else super().sizeHint()

    def heightForWidth(self, width: int) -> int:
        if not self._whole:
            return super().sizeHint().height()
        return self._measure()[1].height() + self.folded(width).count("\n") * self.fontMetrics().lineSpacing()

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), em(10)), hint.height())

    def _fold(self) -> None:
        """Show the words in lines of the width there is now; other words do not change the width."""
        folded = self.folded(self.width()) if self._whole else self.text()
        if folded != self.text():
            self.setText(folded)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fold()
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        self._fold()
        super().showEvent(event)


def _pieces(words: str, metrics: QFontMetrics, room: int) -> Iterator[str]:
    """The words one by one, those that are longer than a line in pieces."""
    for word in words.split():
        while len(word) > 1 and metrics.horizontalAdvance(word) > room:
            most = max(1, metrics.elidedText(word, Qt.TextElideMode.ElideRight, room).find("…"))
            yield word[:most]
            word = word[most:]
        yield word


class Radio(QRadioButton):
    """A radio button whose whole row can be clicked, as its hover and focus show."""

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)


class Check(QCheckBox):
    """A check box whose whole row can be clicked."""

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)


class WrappingRadio(Wraps, Radio):
    """A radio button with a long label."""


class WrappingCheck(Wraps, Check):
    """A check box with a long label."""


class WrappingButton(Wraps, QPushButton):
    """A button, mostly one that looks like a link, with a long label."""


LONG = 24  # characters; below, Qt's own button fits at every text size and is cheaper


def radio(words: str, parent: QWidget) -> QRadioButton:
    """A radio button that can hold these words."""
    if len(words) < LONG:
        return Radio(words.replace("&", "&&"), parent)
    made = WrappingRadio(parent)
    made.say(words)
    return made


def check(words: str, parent: QWidget) -> QCheckBox:
    """A check box that can hold these words."""
    if len(words) < LONG:
        return Check(words.replace("&", "&&"), parent)
    made = WrappingCheck(parent)
    made.say(words)
    return made
