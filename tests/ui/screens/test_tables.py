"""The pages of the budget tables: looked at, loaded, approved, written out and tried, by those who may."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from carer_desktop.assessment import Move
from carer_desktop.budget.compare import difference
from carer_desktop.budget.plain import grid
from carer_desktop.budget.table import load
from carer_desktop.caseload import Caseload
from carer_desktop.caseload.tables import ILLUSTRATIVE, table_of, write_workbook
from carer_desktop.clock import FixedClock
from carer_desktop.records.person import ROLES
from carer_desktop.store import history
from tests.core.caseload.test_tables import REAL
from tests.ui.screens.conftest import CHEAP, WORDS
from tests.ui.walk import check
from ui.main_window import MainWindow
from ui.main_window.budget_tables import show_table, show_tables
from ui.parts.busy_line import BusyLine
from ui.screens.tables import TableScreen, TablesScreen
from ui.screens.tables.approving import ApproveDialog
from ui.screens.tables.grid import AmountsGrid
from ui.screens.tables.picture import Picture
from ui.screens.tables.taking_out import TAKEN_OUT, TakeOutDialog
from ui.session import Session
from ui.theme import Theme
from ui.tour.pictures import until

NEXT = (
    REAL.replace("2026.1", "2027.1").replace("2020-01-01", "2027-04-01")
    .replace('i4 = "600.00"', 'i4 = "650.00"').replace('i1 = "50.00"', 'i1 = "45.00"')
    .replace('i2 = "100.00"', 'i2 = "none"').replace('step = "5.00"', 'step = "1.00"')
)  # fmt: skip


def said_on(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def quiet(window: MainWindow, qtbot: QtBot) -> None:
    """Nothing is under way, and the window has been told of it."""
    qtbot.waitUntil(lambda: not window.work.busy, timeout=10_000)
    qtbot.waitUntil(lambda: not [each for each in window.findChildren(BusyLine) if each.isVisible()], timeout=10_000)
    QApplication.processEvents()


def press(page: QWidget, words: str) -> None:
    """Press the one button that can be seen and begins with these words."""
    (made,) = [each for each in page.findChildren(QPushButton) if each.isVisible() and each.text().startswith(words)]
    made.click()


def shown_at(made: AmountsGrid, row: int, column: int, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> str:
    item = made.item(row, column)
    assert item is not None
    return str(item.data(role))


def at_list(window: MainWindow, qtbot: QtBot) -> TablesScreen:
    show_tables(window)
    quiet(window, qtbot)
    page = window.screens.currentWidget()
    assert isinstance(page, TablesScreen)
    return page


def at_table(window: MainWindow, qtbot: QtBot, source: Path | str) -> TableScreen:
    show_table(window, source)
    quiet(window, qtbot)
    page = window.screens.currentWidget()
    assert isinstance(page, TableScreen)
    return page


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A council’s own table."""
    made = tmp_path / "scheme.toml"
    made.write_text(REAL, "utf-8")
    return made


@pytest.fixture
def following(tmp_path: Path) -> Path:
    """Next year’s, with amounts that differ in every way."""
    made = tmp_path / "next.toml"
    made.write_text(NEXT, "utf-8")
    return made


@pytest.fixture(scope="module")
def shared(one_theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    """A window over records with an approved table and six cases sent to a manager; the tests only look at it."""
    folder = tmp_path_factory.mktemp("shared")
    session = Session(folder / "laptop")
    session.keep_export_folder(folder)
    window = MainWindow(one_theme, session, FixedClock(datetime(2026, 11, 22, 10, tzinfo=UTC)), CHEAP)
    window.resize(1180, 860)
    window.show()
    window.activateWindow()
    until(lambda: window.entrance.ready, "the window for setting up")
    window.entrance.create("Sam Example", WORDS, demo=True)
    until(lambda: window.caseload is not None, "the records to open")
    assert window.caseload is not None
    _furnish(window.caseload, folder)
    yield window
    window.caseload.close()
    window.caseload = None
    window.close()
    QApplication.processEvents()


def _furnish(caseload: Caseload, folder: Path) -> None:
    table = folder / "scheme.toml"
    table.write_text(REAL, "utf-8")
    caseload.tables.load(table, "Dana Example")
    for caring, impact in (("l1", "i1"), ("l2", "i2"), ("l3", "i3"), ("l4", "i4"), ("l4", "i0"), ("l1", "i2")):
        given = {"conv_date": "2026-11-01", "budget_wanted": "yes", "caring_level": caring, "impact_level": impact,
                 "impact_reason": "Nights"}  # fmt: skip
        record = caseload.records.fill("carer_conversation", given, known=False).assessment
        move = Move("complete", "completed", caseload.clock.now(), caseload.me.id, "assessor")
        caseload._store.save(history.append, record.id, move).result()


# From a file to the figure ------------------------------------------------------------------------


def test_a_table_is_looked_at_loaded_and_approved(
    window: MainWindow, caseload: Caseload, file: Path, qtbot: QtBot
) -> None:
    page = at_list(window, qtbot)
    assert "made-up figures for practice" in said_on(page) and "● Holds for conversations of today" in said_on(page)
    assert window.focusWidget() is page.load_button
    page.file_asked.emit(file)
    quiet(window, qtbot)
    one = window.screens.currentWidget()
    assert isinstance(one, TableScreen) and caseload.tables.known == ()
    assert "Not loaded yet" in said_on(one) and "✓ Kept: A high level of caring" in said_on(one)
    (load_button,) = [each for each in one.findChildren(QPushButton) if each.text() == "Load this table"]
    load_button.setFocus()
    load_button.click()
    assert not load_button.isEnabled(), "it is loaded once"
    quiet(window, qtbot)
    held = window.focusWidget()
    assert isinstance(held, QPushButton) and held.text() == "Approve it…"
    assert "○ Not approved: it counts for nothing yet" in said_on(one) and "✓ Loaded." in said_on(one)
    assert "Loaded by Sam Example on 22 November 2026" in said_on(one)
    press(one, "Approve it")
    dialog = one.dialog
    assert isinstance(dialog, ApproveDialog) and "It was written by Ola Example." in said_on(dialog)
    dialog.leave_button.click()
    assert caseload.tables.usable[0].illustrative
    press(one, "Approve it")
    assert isinstance(one.dialog, ApproveDialog)
    one.dialog.go_button.click()
    qtbot.waitUntil(lambda: "✓ Approved by Sam Example on 22 November 2026" in said_on(one), timeout=10_000)
    quiet(window, qtbot)
    assert [table.name for table in caseload.tables.usable] == ["scheme@2026.1"]
    one.back_button.click()
    quiet(window, qtbot)
    listed = window.screens.currentWidget()
    assert isinstance(listed, TablesScreen) and "✓ Approved by Sam Example" in said_on(listed)
    listed.links()[0].click()
    quiet(window, qtbot)
    assert isinstance(window.screens.currentWidget(), TableScreen)


def test_a_table_that_waits_is_taken_out_and_loaded_again(
    window: MainWindow, caseload: Caseload, file: Path, qtbot: QtBot
) -> None:
    caseload.tables.load(file)
    at_list(window, qtbot).links()[0].click()
    quiet(window, qtbot)
    one = window.screens.currentWidget()
    assert isinstance(one, TableScreen)
    press(one, "Take it out")
    dialog = one.dialog
    assert isinstance(dialog, TakeOutDialog)
    check(dialog)
    dialog.go_button.click()
    assert "Error: Select why it is taken out" in said_on(dialog) and caseload.tables.known
    dialog.fields["why"].show_value("by_mistake")
    dialog.go_button.click()
    qtbot.waitUntil(lambda: one.dialog is None, timeout=10_000)
    quiet(window, qtbot)
    assert caseload.tables.known == () and TAKEN_OUT in said_on(one)
    assert window.focusWidget() is one.back_button
    check(window)
    press(one, "Load this table")
    quiet(window, qtbot)
    assert "○ Not approved: it counts for nothing yet" in said_on(one) and "✓ Loaded." in said_on(one)


REFUSED = (
    (("Ola Example", "Sam Example"), "Sam Example wrote this table and cannot approve it. Somebody else has to."),
    (('amount = "300.00"', 'amount = "299.00"'), "✗ Not kept: A high level of caring"),
    (("id = ", "illustrative = true\nid = "), "This table is marked illustrative and cannot be approved."),
)


def test_what_may_not_be_approved_says_why(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    for change, said in REFUSED:
        file.write_text(REAL.replace(*change, 1), "utf-8")
        page = at_table(window, qtbot, file)
        assert said in said_on(page)
        if "wrote" not in said:
            (why,) = [each for each in page.findChildren(QLabel) if each.text().startswith("✗ It cannot be loaded")]
            assert why.property("role") == "error"
            assert not [each for each in page.findChildren(QPushButton) if each.text() == "Load this table"]
            continue
        press(page, "Load this table")
        quiet(window, qtbot)
        assert "You cannot approve it." in said_on(page)
        assert not [each for each in page.findChildren(QPushButton) if each.text().startswith("Approve")]


def test_a_hand_broken_workbook_is_mended_and_read_again(
    shared: MainWindow, file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    book = tmp_path / "scheme.xlsx"
    write_workbook(file, book)
    opened = load_workbook(book)
    opened["Amounts"]["C3"] = "about 150"
    opened.save(book)
    page = at_table(shared, qtbot, book)
    words = "✗ To mend: sheet “Amounts”, row 3, column C: “about 150” is not an amount of money. Write a number"
    assert words in said_on(page) and page.seen is not None and page.seen.table is None
    opened["Amounts"]["C3"] = 100
    opened.save(book)
    press(page, "Read the file again")
    quiet(shared, qtbot)
    assert page.grid is not None and "Load this table" in {each.text() for each in page.findChildren(QPushButton)}
    book.write_bytes(b"no workbook")
    page = at_table(shared, qtbot, book)
    assert "This is not an Excel workbook" in said_on(page)


# What differs -------------------------------------------------------------------------------------


def test_what_differs_stands_at_each_amount_in_words_and_marks(
    shared: MainWindow, following: Path, qtbot: QtBot
) -> None:
    page = at_table(shared, qtbot, following)
    told = said_on(page)
    assert "3 amounts differ, 17 are the same." in told and "▲ more than in the other table" in told
    assert "◆ Holds from: 1 April 2027; before: 1 January 2020" in told
    assert "– No longer: Rounded to the nearest £5.00" in told and "+ New: Rounded to the nearest £1.00" in told
    made = page.grid
    assert made is not None
    assert shown_at(made, 1, 2) == "£45.00\n▼ £5.00 less"
    assert shown_at(made, 1, 3) == "no figure\n◆ before: £100.00"
    assert shown_at(made, 4, 5) == "£650.00\n▲ £50.00 more"
    aloud = Qt.ItemDataRole.AccessibleTextRole
    assert shown_at(made, 4, 5, aloud) == "Very high, More than I can manage: £650.00, £50.00 more than £600.00"
    names = [QAccessible.queryAccessibleInterface(made).child(at).text(QAccessible.Text.Name) for at in range(1, 42)]
    assert "Impact on well-being: A little" in names and "Low, A little: £45.00, £5.00 less than £50.00" in names
    assert shown_at(made, 2, 1, aloud) == "Moderate, None: £0.00, the same"


def test_a_level_that_came_and_one_that_went_are_told(shared: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "levels.toml"
    text = REAL.replace("2026.1", "2028.1").replace('id = "l1"', 'id = "l0"').replace("l1 = {", "l0 = {")
    file.write_text(text.replace('label = "Low"', 'label = "Least"'), "utf-8")
    page = at_table(shared, qtbot, file)
    assert page.grid is not None
    assert shown_at(page.grid, 1, 1) == "£0.00\n+ new"
    aloud = shown_at(page.grid, 1, 1, Qt.ItemDataRole.AccessibleTextRole)
    assert aloud == "Least, None: £0.00, new"
    assert "– Gone: Low, More than I can manage, £200.00" in said_on(page)


@pytest.fixture
def drawn(qtbot: QtBot, theme: Theme) -> Iterator[Callable[[int], AmountsGrid]]:
    """The grid of two tables in a window of some width."""
    old, new = load(REAL), load(NEXT)
    changes = {one.words: one for one in difference(old, new).amounts}

    def draw(width: int) -> AmountsGrid:
        made = AmountsGrid(grid(new), changes)
        qtbot.addWidget(made)
        made.resize(width, 200)
        made.show()
        QApplication.processEvents()
        return made

    yield draw
    theme.set_percent(100)


def test_a_narrow_grid_has_its_amounts_beneath_each_other_and_nothing_scrolls(
    drawn: Callable[[int], AmountsGrid], theme: Theme
) -> None:
    wide, narrow = drawn(900), drawn(300)
    assert (wide.columnCount(), wide.rowCount()) == (6, 5) and (narrow.columnCount(), narrow.rowCount()) == (2, 21)
    theme.set_percent(200)
    QApplication.processEvents()
    assert wide.columnCount() == 2
    for made in (wide, narrow):
        assert made.height() == sum(made.rowHeight(row) for row in range(made.rowCount())) + 2
        assert made.horizontalScrollBar().maximum() == 0 and made.accessibleName() == "Amounts"


def test_arrow_keys_go_from_amount_to_amount_in_view_and_tab_goes_on(
    shared: MainWindow, following: Path, qtbot: QtBot
) -> None:
    shared.resize(1180, 500)
    page = at_table(shared, qtbot, following)
    made = page.grid
    assert made is not None
    shared.activateWindow()
    qtbot.waitUntil(shared.isActiveWindow, timeout=10_000)
    made.setFocus()
    assert (made.currentRow(), made.currentColumn()) == (1, 1)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right):
        qtbot.keyClick(made, key)
    assert shown_at(made, made.currentRow(), made.currentColumn()) == "£200.00"
    here = made.viewport().mapTo(page.viewport(), made.visualItemRect(made.currentItem()).center())
    assert page.viewport().rect().contains(here)
    qtbot.keyClick(made, Qt.Key.Key_Tab)
    assert page.what_if is not None and page.what_if.isAncestorOf(shared.focusWidget())
    shared.resize(1180, 860)


# Written out --------------------------------------------------------------------------------------


def test_it_goes_to_excel_and_to_word_and_never_over_a_file(
    shared: MainWindow, file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    page = at_table(shared, qtbot, file)
    book, words = tmp_path / "out.xlsx", tmp_path / "out.docx"
    for target in (book, words):
        page.write(target)
        quiet(shared, qtbot)
        assert f"✓ Written: {target}" in said_on(page) and target.stat().st_size > 3_000
    assert table_of(book).scheme == load(REAL).scheme
    page.write(words)
    quiet(shared, qtbot)
    assert f"✓ Written: {words.with_stem('out (2)')}" in said_on(page)
    page.write(book)
    quiet(shared, qtbot)
    assert "There is a file of that name already" in said_on(page)
    listed = at_list(shared, qtbot)
    assert "✓ Approved on paper by Dana Example, entered by Sam Example on 22 November 2026" in said_on(listed)
    listed.write_example(tmp_path / "example.xlsx")
    quiet(shared, qtbot)
    assert table_of(tmp_path / "example.xlsx").scheme == table_of(ILLUSTRATIVE).scheme


# Tried --------------------------------------------------------------------------------------------


def test_files_are_chosen_in_the_systems_own_dialog(
    shared: MainWindow, file: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [str(file), str(tmp_path / "example.xlsx"), str(tmp_path / "mine"), ""]
    for kind in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, kind, lambda *_, **__: (chosen.pop(0), ""))
    listed = at_list(shared, qtbot)
    asked: list[Path] = []
    listed.file_asked.disconnect()
    listed.file_asked.connect(asked.append)
    press(listed, "Load a table")
    press(listed, "Write an example")
    quiet(shared, qtbot)
    assert asked == [file] and (tmp_path / "example.xlsx").is_file()
    page = at_table(shared, qtbot, file)
    press(page, "Export to Excel")
    quiet(shared, qtbot)
    assert (tmp_path / "mine.xlsx").is_file()
    press(page, "In plain words")
    quiet(shared, qtbot)
    assert chosen == [] and not list(tmp_path.glob("*.docx"))


def test_what_if_says_the_figure_its_working_and_one_level_more_or_less(
    shared: MainWindow, file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    page = at_table(shared, qtbot, file)
    tried = page.what_if
    assert tried is not None and "not answered yet: “Level of the caring role”" in said_on(tried)
    for name, level in (("caring_level", "l3"), ("impact_level", "i3")):
        tried.fields[name].show_value(level)
        tried.fields[name].answered.emit(name, level)
    told = said_on(tried)
    assert "Guide figure: £300.00" in told and "the table gives £300.00" in told
    assert "▲ Level of the caring role: Very high: £450.00, £150.00 more" in told
    assert "▼ Impact on well-being: A fair amount: £225.00, £75.00 less" in told
    for name in ("devon-break", "city-of-london"):
        table = Path(__file__).parents[2] / "data" / "tables" / f"{name}.toml"
        tried = at_table(shared, qtbot, table).what_if
        assert tried is not None and set(tried.fields) and "No guide figure" in said_on(tried)


def test_last_years_cases_without_names(shared: MainWindow, following: Path, file: Path, qtbot: QtBot) -> None:
    page = at_table(shared, qtbot, following)
    cost = page.cost
    assert cost is not None
    cost.go_button.click()
    quiet(shared, qtbot)
    told = said_on(cost)
    assert "£1,145.00" in told and "5 of 6 cases would have a figure from this table." in told
    assert "That is £55.00 less than the £1,200.00 that the tables of the time gave." in told
    assert "▲ 1 case would rise, ▼ 1 would fall, = 3 would stay the same" in told
    (picture,) = cost.findChildren(Picture)
    assert picture.accessibleDescription() in told and "2 cases" in picture.accessibleDescription()
    image = picture.grab().toImage()
    assert len({image.pixel(x, y) for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)}) > 2
    cost.since.show_value("2026-12-01")
    cost.go_button.click()
    assert "“To” must be the same day as “From” or later" in said_on(cost)
    cost.until.show_value(None)
    cost.go_button.click()
    assert "Enter a day, with its month and year" in said_on(cost)
    cost.since.show_value("2026-11-02")
    cost.until.show_value("2026-11-20")
    cost.go_button.click()
    quiet(shared, qtbot)
    assert "too few to show without telling one from another" in said_on(cost)


def test_looking_at_cases_can_be_stopped(shared: MainWindow, file: Path, qtbot: QtBot) -> None:
    page = at_table(shared, qtbot, file)
    cost, held = page.cost, Event()
    assert cost is not None
    shared.work.start(held.wait, lambda _: None, lambda _: None)
    cost.go_button.click()
    assert not cost.stop_button.isVisible()
    qtbot.waitUntil(cost.stop_button.isVisible, timeout=5_000)
    cost.told.emit(20, 40)
    assert "Looking at the cases: 20 of 40" in said_on(cost)
    cost.stop_button.setFocus()
    cost.stop_button.click()
    held.set()
    quiet(shared, qtbot)
    assert "Stopped. Nothing was kept." in said_on(cost) and "£" not in said_on(cost)
    assert cost.stop_button.isHidden() and shared.focusWidget() is cost.go_button


# Who may, and where -------------------------------------------------------------------------------


def test_the_pages_are_for_managers_and_the_access_lead_and_hidden_from_a_carer(
    shared: MainWindow, qtbot: QtBot
) -> None:
    action = shared.commands.actions["tables"]
    assert action.isVisible() and action.isEnabled()
    shared.turn("carer_sees", True)
    assert not action.isEnabled()
    shared.turn("carer_sees", False)
    action.trigger()
    quiet(shared, qtbot)
    page = shared.screens.currentWidget()
    assert isinstance(page, TablesScreen)
    page.left.emit()
    assert shared.screens.currentWidget() is shared.home
    may = {role: shared.managing._may("tables", (role,)) for role in ROLES}
    assert may == {"assessor": False, "authoriser": True, "admin": False, "keeper": True}


def test_every_page_in_every_look(
    shared: MainWindow, theme: Theme, file: Path, following: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text(REAL.replace('"600.00"', '"600"'), "utf-8")
    for look, percent, size in (("dark", 100, (1024, 768)), ("light", 200, (1366, 768))):
        theme.set_look(look)  # type: ignore[arg-type]
        theme.set_percent(percent)
        shared.resize(*size)
        quiet(shared, qtbot)
        at_list(shared, qtbot)
        check(shared)
        at_table(shared, qtbot, broken)
        check(shared)
        page = at_table(shared, qtbot, following)
        assert page.cost is not None
        page.cost.go_button.click()
        quiet(shared, qtbot)
        check(shared)
    shared.looks.step_text(0)
    quiet(shared, qtbot)
    again = shared.screens.currentWidget()
    assert isinstance(again, TableScreen) and again.source == following, "a change of text size keeps the page"
    again._load()
    quiet(shared, qtbot)
    again._approve()
    assert again.dialog is not None
    check(again.dialog)
    again.dialog.reject()
    theme.set_look("light")
