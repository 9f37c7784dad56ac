"""Paper forms from the menu: what was chosen is written where it was asked for, and it is said what went wrong."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.walk import check
from ui.main_window import MainWindow
from ui.screens.paper import NO_FOLDER, PaperDialog


def test_what_was_chosen_is_written_where_it_was_asked_for(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.commands.actions["paper"].trigger()
    dialog = window.findChild(PaperDialog)
    assert dialog is not None
    check(dialog)
    dialog.folder.put(str(tmp_path / "gone"))
    dialog.go_button.click()
    said = [label.text() for label in dialog.banner.findChildren(QLabel)]
    assert not dialog.banner.isHidden() and NO_FOLDER in said and dialog.file is None
    dialog.folder.put(str(tmp_path / ("a" * 300)))
    dialog.go_button.click()
    said = [label.text() for label in dialog.banner.findChildren(QLabel)]
    assert "This name is too long" in said and dialog.file is None
    dialog.kind.pick("ahead")
    dialog.print_style.pick("large")
    dialog.folder.put(str(tmp_path))
    dialog.go_button.click()
    qtbot.waitUntil(lambda: dialog.file is not None, timeout=20_000)
    assert dialog.file == tmp_path / "Carer Conversation questions in advance large print.pdf"
    assert dialog.file.read_bytes().startswith(b"%PDF-") and dialog.file.name in dialog.went.text()
    check(dialog)
    dialog.reject()
