"""A person's hands at a window: keys and mouse on what can be seen, nothing else."""

from __future__ import annotations

import re
from typing import TypeAlias

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

Kind: TypeAlias = type[QWidget]
LEFT = Qt.MouseButton.LeftButton


class Hands:
    """Finds things by what a screen reader calls them, and works them with events only."""

    def __init__(self, qtbot: QtBot, window: QWidget) -> None:
        self._qtbot = qtbot
        self.window = window

    @property
    def top(self) -> QWidget:
        """The window or dialog in front."""
        return QApplication.activeModalWidget() or self.window

    def see(self, name: str, kind: Kind = QWidget) -> QWidget:
        """The visible thing of this name; waits until it is there."""
        self._qtbot.waitUntil(lambda: self._find(name, kind) is not None, timeout=10_000)
        found = self._find(name, kind)
        assert found is not None
        return found

    def sees(self, name: str, kind: Kind = QWidget) -> bool:
        """Whether such a thing can be seen now."""
        QApplication.processEvents()
        return self._find(name, kind) is not None

    def press(self, name: str) -> None:
        """Click a button, link, radio button or check box of this name with the mouse."""
        button = self.see(name, QAbstractButton)
        self._bring_into_view(button)
        QTest.mouseClick(button, LEFT, pos=QPoint(12, button.height() // 2))
        QApplication.processEvents()

    def pick(self, question: str, answer: str) -> None:
        """Click an answer in the group of a question."""
        group = self.see(question)
        self._qtbot.waitUntil(lambda: self._find(answer, QAbstractButton, group) is not None)
        button = self._find(answer, QAbstractButton, group)
        assert button is not None
        self._bring_into_view(button)
        QTest.mouseClick(button, LEFT, pos=QPoint(12, button.height() // 2))
        QApplication.processEvents()

    def write(self, name: str, words: str) -> None:
        """Click into a box and type."""
        self.hit(self.see(name))
        self.type(words)

    def hit(self, box: QWidget) -> None:
        """Click into a box."""
        self._bring_into_view(box)
        QTest.mouseClick(box.findChild(QWidget, "qt_scrollarea_viewport") or box, LEFT)
        QApplication.processEvents()

    def type(self, words: str) -> None:
        """Type where the keyboard is."""
        for number, part in enumerate(words.split("\n")):
            if number:
                self.key(Qt.Key.Key_Return)
            for letter in part:
                self._letter(letter)
        QApplication.processEvents()

    def _letter(self, letter: str) -> None:
        if letter.isascii():
            QTest.keyClicks(self.focus, letter)
            return
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):  # QTest knows Latin letters only
            QApplication.sendEvent(self.focus, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))

    def key(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """Press a key where the keyboard is."""
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        QTest.keyClick(self.focus, key, held)
        QApplication.processEvents()

    @property
    def focus(self) -> QWidget:
        """What has the keyboard."""
        return QApplication.focusWidget() or self.top

    def _find(self, name: str, kind: Kind, inside: QWidget | None = None) -> QWidget | None:
        widgets: list[QWidget] = (inside or self.top).findChildren(kind)
        for widget in widgets:
            if widget.isVisible() and widget.isEnabled() and _plain(_name(widget)) == name and _can_be_worked(widget):
                return widget
        return None

    def _bring_into_view(self, widget: QWidget) -> None:
        """Turn the mouse wheel's way: the page scrolls until the widget can be hit."""
        from ui.parts import Page

        page = widget.parentWidget()
        while page is not None and not isinstance(page, Page):
            page = page.parentWidget()
        if page is None:
            return
        for _ in range(600):
            QApplication.processEvents()
            area = QRect(widget.mapTo(page, QPoint(0, 0)), widget.size())
            if area.top() >= 0 and (area.bottom() < page.height() or area.top() < page.height() // 3):
                return
            key = Qt.Key.Key_Up if area.top() < 0 else Qt.Key.Key_Down
            QTest.keyClick(page.verticalScrollBar(), key)
        raise AssertionError(f"{_name(widget)} cannot be scrolled into view")


def _name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def _plain(name: str) -> str:
    return re.sub(r"\s+", " ", name.replace("&&", "&")).strip()


def _can_be_worked(widget: QWidget) -> bool:
    """A label has the name of its box as well, and cannot be typed into."""
    role = QAccessible.queryAccessibleInterface(widget).role()
    return role not in (QAccessible.Role.StaticText, QAccessible.Role.Heading, QAccessible.Role.Client)
