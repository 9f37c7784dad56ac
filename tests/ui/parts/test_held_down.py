"""A key that is held down presses once: what its repeats meet, such as a dialog that has just come, stays as it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.background import SlowWork
from ui.fields.rows import Rows
from ui.parts.enter import enter_presses
from ui.parts.task_dialog import TaskDialog

ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class OneJob(TaskDialog):
    """Does its job at once, and then offers only to be closed."""

    def _do(self) -> None:
        self.show_done()


def held(key: Qt.Key, repeats: int = 3) -> None:
    """The key goes down and stays down, as the window system sends it: to whatever window has the keyboard then."""
    for number in range(repeats + 1):
        words = " " if key == Qt.Key.Key_Space else "\r"
        window = QApplication.focusWindow()
        if window is None:
            return  # it has closed
        none = Qt.KeyboardModifier.NoModifier
        if number:
            QApplication.sendEvent(window, QKeyEvent(QEvent.Type.KeyRelease, key, none, words, True))
        QApplication.sendEvent(window, QKeyEvent(QEvent.Type.KeyPress, key, none, words, number > 0))
        QApplication.processEvents()


def shown(widget: QWidget, qtbot: QtBot) -> None:
    enter_presses()
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is widget.windowHandle())


@pytest.mark.parametrize("key", ENTERS)
def test_a_dialog_that_says_what_was_done_stays(qtbot: QtBot, key: Qt.Key) -> None:
    dialog = OneJob("Add a person", "Add this person", SlowWork())
    dialog.fit(dialog.go_button)
    shown(dialog, qtbot)
    held(key)
    assert dialog.isVisible() and dialog.go_button.isHidden() and dialog.leave_button.hasFocus()
    held(key, 0)
    assert not dialog.isVisible()


@pytest.mark.parametrize("key", [*ENTERS, Qt.Key.Key_Space])
def test_a_button_is_pressed_once(qtbot: QtBot, key: Qt.Key) -> None:
    button = QPushButton("Do this")
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    shown(button, qtbot)
    button.setFocus()
    held(key)
    none = Qt.KeyboardModifier.NoModifier
    window = button.windowHandle()
    assert window is not None
    QApplication.sendEvent(window, QKeyEvent(QEvent.Type.KeyRelease, key, none, "", False))
    assert len(pressed) == 1


def test_a_question_that_comes_meanwhile_is_not_answered(qtbot: QtBot) -> None:
    page, question = QPushButton("Remove this"), QMessageBox()
    question.setStandardButtons(QMessageBox.StandardButton.Ok | QMessageBox.StandardButton.Cancel)
    qtbot.addWidget(question)
    page.clicked.connect(question.open)
    shown(page, qtbot)
    page.setFocus()
    held(Qt.Key.Key_Return)
    assert question.isVisible() and question.result() == QDialog.DialogCode.Rejected


def test_a_repeat_that_looks_like_another_press_is_known_by_its_moment(qtbot: QtBot) -> None:
    button, pressed = QPushButton("Do this"), list[bool]()
    button.clicked.connect(lambda: pressed.append(True))
    shown(button, qtbot)
    button.setFocus()
    window = button.windowHandle()
    assert window is not None
    presses = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
    for type_, at in zip([*presses, *presses, *presses], (100, 760, 760, 1400, 1500, 1501), strict=True):
        event = QKeyEvent(type_, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r")
        event.setTimestamp(at)  # down at 100, held, let go at 1400, and pressed once more
        QApplication.sendEvent(window, event)
    assert len(pressed) == 2


@pytest.mark.parametrize("key", [*ENTERS, Qt.Key.Key_Space])
def test_a_row_is_opened_once(qtbot: QtBot, key: Qt.Key) -> None:
    rows, opened = Rows(), list[object]()
    rows.addItem("A record")
    rows.setCurrentRow(0)
    rows.chosen.connect(opened.append)
    shown(rows, qtbot)
    held(key)
    assert len(opened) == 1


def test_in_a_text_it_still_makes_lines_and_spaces(qtbot: QtBot) -> None:
    box = QPlainTextEdit()
    shown(box, qtbot)
    held(Qt.Key.Key_Return, 2)
    held(Qt.Key.Key_Space, 2)
    assert box.toPlainText() == "\n\n\n   "
