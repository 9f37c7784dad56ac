"""The windows that ask for a file or a folder: where they begin, and what name they offer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from ui.parts.choosing import choose_file, choose_folder, choose_new_file, nearest


def begun(ask: Callable[[], Path | None]) -> tuple[str, str]:
    """The folder and the name a window begins with; it is left again at once."""
    seen = []

    def look() -> None:
        dialog = next(each for each in QApplication.topLevelWidgets() if isinstance(each, QFileDialog))
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(name, QLineEdit)
        seen.append((dialog.directory().absolutePath(), name.text()))
        dialog.reject()
        dialog.deleteLater()

    QTimer.singleShot(0, look)
    assert ask() is None
    return seen[0]


@pytest.mark.parametrize("near", ["", "Documents", "Documents/of last year"])
def test_a_folder_that_is_not_there_is_never_offered_as_a_name(qtbot: QtBot, tmp_path: Path, near: str) -> None:
    folder, kind = tmp_path / near, "Excel workbooks (*.xlsx)"
    assert begun(lambda: choose_folder(None, "Which folder?", str(folder))) == (str(tmp_path), "")
    assert begun(lambda: choose_file(None, "Which file?", folder, kind)) == (str(tmp_path), "")
    assert begun(lambda: choose_new_file(None, "Where?", folder, "Table.xlsx", kind)) == (str(tmp_path), "Table.xlsx")


def test_nothing_or_what_cannot_be_a_folder_begins_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Copies").mkdir()
    assert nearest(" ") == nearest("~") == tmp_path and nearest("~/Copies ") == tmp_path / "Copies"
    assert nearest("~nobody at all/here") == Path()
