"""Where the keyboard is when a record, a section or a page opens, and that it is there still a moment later."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.ui.opened import opened
from ui.main_window import MainWindow
from ui.screens.record import RecordScreen

Fill = Callable[..., str]
SHORT = {"carer_first": "Bea", "carer_last": "Sample", "conv_date": "2026-11-20"}


def open_one(window: MainWindow, record: str) -> RecordScreen:
    opened(window, record)
    assert window.record is not None
    return window.record


def test_a_record_opens_with_the_answer_selected_or_behind_its_last_word(
    window: MainWindow, filled: Fill, qtbot: QtBot
) -> None:
    id = filled({**SHORT, "carer_view": "Ann is tired"})
    for place, words in (("carer_first", "Bea"), ("conv_date", "20")):
        record = open_one(window, id)
        record.go_to(place)
        window.show_home()
        record = open_one(window, id)
        record.go_to(place)
        qtbot.wait(20)
        at = QApplication.focusWidget()
        assert isinstance(at, QLineEdit) and at.selectedText() == words
    record.go_to("carer_view")
    qtbot.wait(20)
    at = QApplication.focusWidget()
    assert isinstance(at, QPlainTextEdit) and at.textCursor().atEnd()
