"""The way to the pages of the budget tables, from the menu alone: they stand in no record."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.main_window.window import MainWindow


def show_tables(window: MainWindow) -> None:
    """The tables that are here."""
    from ui.screens.tables import TablesScreen

    if window.caseload is not None:
        screen = TablesScreen(window.caseload, window.work, window.session.export_folder)
        screen.left.connect(window.show_home)
        screen.table_asked.connect(partial(show_table, window))
        screen.file_asked.connect(partial(show_table, window))
        window.managing.show_page(partial(show_tables, window), screen, "Budget tables", screen.begin)


def show_table(window: MainWindow, source: Path | str) -> None:
    """One of them, or one in a file that is not here yet."""
    from ui.screens.tables import TableScreen

    if window.caseload is not None:
        screen = TableScreen(window.caseload, window.work, source, window.session.export_folder)
        screen.left.connect(partial(show_tables, window))
        window.managing.show_page(lambda: show_table(window, screen.source), screen, "Budget table", screen.begin)
