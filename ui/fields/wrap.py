"""Radio buttons, check boxes and buttons whose words go on in a second line; Qt's own are cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QPushButton, QRadioButton, QWidget

from ui.theme import em

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton as _Button
else:
    _Button = object


class Wraps(_Button):
    """A button that folds its words to its width; what screen readers hear stays whole."""

    _whole = ""

    def say(self, words: str) -> None:
        """Set the words; `text()` may hold line breaks afterwards."""
        self._whole = words
        self.setAccessibleName(words)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setHorizontalPolicy(policy.Policy.Preferred)  # Qt's own would never become narrower than one line
        self.setSizePolicy(policy)
        self.setText(words.replace("&", "&&"))

    def folded(self, width: int) -> str:
        """The words broken into lines that fit *width* pixels together with mark and margins."""
        metrics = self.fontMetrics()
        room = width - self._around()
        lines: list[str] = []
        for word in self._whole.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and metrics.horizontalAdvance(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return "\n".join(lines).replace("&", "&&")

    def _around(self) -> int:
        """Everything beside the words: indicator, spacing, padding, border."""
        widest = max(self.fontMetrics().horizontalAdvance(line) for line in self.text().replace("&&", "&").split("\n"))
        return super().sizeHint().width() - widest + 2

    def heightForWidth(self, width: int) -> int:
        more = self.folded(width).count("\n") - self.text().count("\n")
        return super().sizeHint().height() + more * self.fontMetrics().lineSpacing()

    def minimumSizeHint(self) -> QSize:
        return QSize(min(super().sizeHint().width(), em(10)), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        folded = self.folded(event.size().width())
        if folded != self.text():
            self.setText(folded)
        super().resizeEvent(event)


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
