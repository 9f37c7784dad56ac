"""A manager looks at next year's budget table: what differs, what if, and what past cases would have come to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from carer_desktop.caseload.tables import ILLUSTRATIVE
from ui.main_window import MainWindow
from ui.main_window.budget_tables import show_table, show_tables
from ui.screens.tables import TableScreen
from ui.tour.by_role import MIA
from ui.tour.looking_after import WORDS
from ui.tour.pictures import Pictures, settle, until

CHANGED = (
    ("illustrative = true\n", ""), ('"illustrative"', '"practice_scheme"'), ('"2026.1"', '"2027.1"'),
    ("Illustrative – not Camden's", "Practice scheme of next year"), ('"Carer Desktop"', '"Ola Example"'),
    ("2020-01-01", "2027-04-01"), ('i3 = "450.00"', 'i3 = "475.00"'), ('i3 = "225.00"', 'i3 = "210.00"'),
    ('i2 = "100.00"', 'i2 = "none"'), ('step = "5.00"', 'step = "1.00"'),
)  # fmt: skip
ASKED = ("What if", "Last year’s cases", "How many cases fall in each range", "Amounts")


class BudgetTables:
    """Goes from the list of the tables to one in a file, tries it, and asks to approve it."""

    def __init__(self, pictures: Pictures, folder: Path, open_window: Callable[[], MainWindow]) -> None:
        self._pictures, self._folder, self._open_window = pictures, folder, open_window

    def take(self) -> list[MainWindow]:
        """The window that was opened, closed again."""
        file = self._file()
        window = self._open_window()
        until(lambda: window.entrance.ready, "the sign-in")
        window.entrance.open(MIA, WORDS)
        until(lambda: window.caseload is not None, "the records to open")
        show_tables(window)
        self._quiet(window)
        self._pictures.take(window, "87-budget-tables")
        self._look(window, file)
        self._approve(window)
        window.close()
        return [window]

    def _file(self) -> Path:
        text = ILLUSTRATIVE.read_text("utf-8")
        for old, new in CHANGED:
            text = text.replace(old, new)
        file = self._folder / "practice scheme.toml"
        file.write_text(text, "utf-8")
        return file

    def _look(self, window: MainWindow, file: Path) -> None:
        show_table(window, file)
        self._quiet(window)
        page = window.screens.currentWidget()
        if not isinstance(page, TableScreen) or page.what_if is None or page.cost is None:
            self._pictures.wrong.append("the budget table in the file is not shown")
            return
        for name, level in (("caring_level", "l3"), ("impact_level", "i3")):
            page.what_if.fields[name].show_value(level)
        page.what_if.refresh()
        page.cost.work_out()
        self._quiet(window)
        width, height = window.width(), window.height()
        for _ in range(2):  # what is laid out anew may be higher still
            window.resize(width, window.height() + page.verticalScrollBar().maximum())
            settle()
        self._pictures.take(window, "88-a-budget-table")
        self._pictures.look_for(window, "88-a-budget-table", list(ASKED))
        window.resize(width, height)

    def _approve(self, window: MainWindow) -> None:
        self._pictures.press(window, "Load this table")
        self._quiet(window)
        if self._pictures.press(window, "Approve it"):
            self._pictures.dialog("89-approve-a-budget-table")

    def _quiet(self, window: MainWindow) -> None:
        until(lambda: not window.work.busy, "what is under way")
        settle()
