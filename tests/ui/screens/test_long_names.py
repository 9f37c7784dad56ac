"""A name without any space, however long: no window grows wider for it, and the whole of it can be had."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QListWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.opened import opened
from ui.background import SlowWork
from ui.fields.wrap import WrappingButton
from ui.main_window import MainWindow
from ui.parts import IdentityStrip, line
from ui.parts.task_dialog import TaskDialog
from ui.parts.two_lines import TwoLines, put_words

Fill = Callable[..., str]
LONG, ENDLESS = "Wilhelmina" * 12, "Example" * 1430
WIDEST = 1000  # of what the pages ask for at the usual size


@pytest.mark.parametrize("name", [LONG, ENDLESS], ids=["long", "endless"])
def test_no_page_of_a_record_grows_wider_than_the_window(window: MainWindow, filled: Fill, name: str) -> None:
    people = [{"name": name}]
    opened(window, filled({"carer_first": name, "conv_date": "2026-11-20", "cf": people}))
    record = window.record
    assert record is not None
    for section in ("carer", "people", "agreement"):
        record.open_section(section)
        QApplication.processEvents()
        assert record.page is not None and record.page.horizontalScrollBar().maximum() == 0, section
    assert window.minimumSizeHint().width() < WIDEST and window.minimumSizeHint().height() < 700
    (strip,) = window.findChildren(IdentityStrip)
    assert name in strip.accessibleName() and any(name[:70] in each.toolTip() for each in strip.findChildren(QLabel))


def test_the_home_page_keeps_its_width_and_its_rows_stay_rows(window: MainWindow, filled: Fill) -> None:
    opened(window, filled({"carer_first": ENDLESS, "conv_date": "2026-11-20"}))
    window.show_home()
    QApplication.processEvents()
    assert window.home is not None and window.minimumSizeHint().width() < WIDEST
    assert window.home.horizontalScrollBar().maximum() == 0
    row = window.home.list.item(0)
    assert row.text().endswith("…") and window.home.list.sizeHintForRow(0) < 200
    assert ENDLESS in row.data(Qt.ItemDataRole.AccessibleTextRole) and ENDLESS[:70] in row.toolTip()


def test_words_of_any_length_fold_in_labels_and_buttons(qtbot: QtBot) -> None:
    label, button = line(f"Is it {LONG}?"), WrappingButton()
    button.say(LONG)
    for widget in (label, button):
        qtbot.addWidget(widget)
        widget.resize(300, 400)
        assert widget.minimumSizeHint().width() < 300
        assert widget.heightForWidth(300) > 2 * widget.fontMetrics().height()
        assert LONG in widget.accessibleName()
    assert label.text() == f"Is it {LONG}?"
    button.show()
    lines = button.text().split("\n")
    assert "".join(lines) == LONG and max(map(button.fontMetrics().horizontalAdvance, lines)) <= 300
    label.setText("Short again")
    assert label.accessibleName() == ""
    label.setText(LONG)
    assert label.accessibleName() == LONG


def test_rows_fold_a_long_word(qtbot: QtBot) -> None:
    rows = TwoLines()
    qtbot.addWidget(rows)
    rows.resize(300, 400)
    for words in ("Ann", LONG[:100]):
        item = QListWidgetItem(rows)
        put_words(item, words, "draft")
    rows.show()
    assert rows.sizeHintForRow(1) > 2 * rows.sizeHintForRow(0) - 30 and rows.item(1).text() == LONG[:100]


def test_a_dialog_about_somebody_keeps_its_size(qtbot: QtBot) -> None:
    work = SlowWork()
    dialog = TaskDialog(f"Visit: {ENDLESS}", "The visit was made", work)
    qtbot.addWidget(dialog)
    dialog.add(QWidget())
    dialog.fit()
    dialog.show()
    QApplication.processEvents()
    assert dialog.minimumSizeHint().width() < WIDEST and len(dialog.windowTitle()) < 150
    assert dialog.heading.height() < 200 and ENDLESS[:70] in dialog.heading.toolTip()
    work.close()
