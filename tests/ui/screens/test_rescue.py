"""The rescue sheet and the ways out of damage at the keyboard: nothing typed is lost, nothing said twice differs."""

from __future__ import annotations

from pathlib import Path
from threading import current_thread, main_thread

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from carer_desktop.caseload import Caseload
from carer_desktop.caseload.rescue import Rescue
from carer_desktop.clock import FixedClock
from carer_desktop.records.damage import VaultFault
from carer_desktop.sealing.recovery import groups
from carer_desktop.store import restore
from tests.core.store.spoilt import spoil_pages
from tests.ui.screens.conftest import CHEAP, WORDS
from ui.background import SlowWork
from ui.main_window import MainWindow
from ui.screens.damaged import DamagedScreen
from ui.screens.forgotten import ForgottenScreen
from ui.screens.home.warnings import Warnings, warned
from ui.screens.people import PeopleScreen
from ui.screens.rescue_sheet import RescueSheetScreen
from ui.screens.second_place import SecondPlaceScreen
from ui.screens.set_up import SetUpScreen
from ui.theme import Theme

SHEET = groups(bytes(range(32)))
LEFT = Qt.MouseButton.LeftButton


def said_on(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def type_(words: str) -> None:
    """Each key goes to where the keyboard is, as a hand or a scanner sends it."""
    for letter in words:
        here = QApplication.focusWidget()
        assert here is not None
        if letter == "\n":
            QTest.keyClick(here, Qt.Key.Key_Return)
        else:
            QTest.keyClicks(here, letter)


@pytest.fixture
def screen(qtbot: QtBot, theme: Theme) -> ForgottenScreen:
    """The way back in, with the keyboard in the first box."""
    made = ForgottenScreen()
    qtbot.addWidget(made)
    made.resize(900, 800)
    made.show()
    made.activateWindow()
    made.begin()
    qtbot.waitUntil(made.boxes[0].hasFocus)
    return made


def typed(screen: ForgottenScreen) -> list[str]:
    return [box.text().upper() for box in screen.boxes]


@pytest.mark.parametrize("between", ["", "-", " ", " - ", "\n", ", "])
def test_the_whole_sheet_typed_or_scanned_into_the_first_box_loses_no_letter(
    screen: ForgottenScreen, between: str
) -> None:
    type_(between.join(SHEET).lower())
    assert typed(screen) == list(SHEET)
    assert screen.boxes[-1].hasFocus()


def test_the_letter_after_a_full_group_begins_the_next(screen: ForgottenScreen) -> None:
    type_("xb0jzfx9kxzhjh8")
    assert typed(screen)[:4] == ["XB0JZ", "FX9KX", "ZHJH8", ""]
    assert screen.boxes[2].hasFocus()


def test_what_is_typed_over_an_earlier_try_takes_its_place(screen: ForgottenScreen) -> None:
    type_("".join(reversed(SHEET)))
    screen.boxes[0].setFocus()
    screen.boxes[0].selectAll()
    type_("".join(SHEET))
    assert typed(screen) == list(SHEET)


def test_a_letter_put_right_in_the_middle_leaves_the_next_group_alone(screen: ForgottenScreen) -> None:
    type_("".join(SHEET))
    box = screen.boxes[3]
    box.setFocus()
    box.setCursorPosition(2)
    type_("z")
    QTest.keyClick(box, Qt.Key.Key_Backspace)
    assert typed(screen) == list(SHEET) and box.hasFocus()


def test_a_letter_too_many_at_the_end_is_said(screen: ForgottenScreen) -> None:
    type_("".join(SHEET) + "7")
    assert typed(screen) == list(SHEET) and screen.boxes[-1].hasFocus()
    assert "1 letter or figure did not fit behind group 13 and is left out" in said_on(screen)


def paste(screen: ForgottenScreen, number: int, words: str) -> None:
    box = screen.boxes[number - 1]
    box.setFocus()
    QApplication.clipboard().setText(words)
    QTest.keyClick(box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_groups_pasted_in_longer_pieces_are_cut(screen: ForgottenScreen) -> None:
    paste(screen, 1, f"{''.join(SHEET[:2])} {''.join(SHEET[2:])}")
    assert typed(screen) == list(SHEET)


NUMBERED = [f"{number}. {group}" for number, group in enumerate(SHEET, 1)]


@pytest.mark.parametrize("number", [1, 4, 13])
@pytest.mark.parametrize(
    "words", ["".join(SHEET), "-".join(SHEET), "\r\n".join(SHEET), "  ".join(NUMBERED), "\n".join(NUMBERED).lower(),
              "\n".join(f"Group {one}".replace(".", ":") for one in NUMBERED), " ".join(NUMBERED).replace(".", "")]
)  # fmt: skip
def test_the_whole_sheet_pasted_anywhere_fills_all_boxes(screen: ForgottenScreen, number: int, words: str) -> None:
    screen.boxes[number - 1].setText("7XB")  # a try from before, with the cursor in the middle of it
    screen.boxes[number - 1].setCursorPosition(1)
    paste(screen, number, words)
    assert typed(screen) == list(SHEET) and "left out" not in said_on(screen)


def test_fewer_groups_go_on_from_where_they_are_pasted_and_what_does_not_fit_is_said(screen: ForgottenScreen) -> None:
    paste(screen, 3, "\n".join(SHEET[2:6]))
    assert typed(screen) == ["", "", *SHEET[2:6], *[""] * 7]
    paste(screen, 12, " ".join(SHEET[:4]))
    assert typed(screen)[11:] == list(SHEET[:2])
    assert "10 letters or figures did not fit behind group 13 and are left out" in said_on(screen)
    paste(screen, 12, " ".join((*SHEET, "77")))
    assert typed(screen) == list(SHEET) and "2 letters or figures did not fit" in said_on(screen)
    paste(screen, 12, " ".join(SHEET))
    assert "left out" not in said_on(screen)


def page_of_people(window: MainWindow) -> PeopleScreen:
    window.managing.show_people()
    page = window.screens.currentWidget()
    assert isinstance(page, PeopleScreen)
    return page


def test_who_is_alone_without_a_sheet_is_told_so_and_led_to_one(real_window: MainWindow) -> None:
    page = page_of_people(real_window)
    assert "only the rescue sheet opens the records" not in said_on(page)
    assert "nobody can open the records: there is no rescue sheet" in said_on(page)
    page.make_sheet_button.setFocus()
    QTest.keyClick(page.make_sheet_button, Qt.Key.Key_Space)
    assert isinstance(real_window.screens.currentWidget(), RescueSheetScreen)
    caseload = real_window.caseload
    assert caseload is not None
    caseload.people.make_recovery()
    page = page_of_people(real_window)
    assert "only the rescue sheet opens the records" in said_on(page)
    assert not page.make_sheet_button.isVisible()


def test_only_records_of_real_people_are_promised_the_page_of_the_sheet(shut_window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: shut_window.entrance.ready, timeout=10_000)
    screen = shut_window.screens.currentWidget()
    assert isinstance(screen, SetUpScreen)
    promise = "The next page offers a rescue sheet"
    for words, promised in (
        ("To try it, with made-up people only", False), ("My own work, with real people", True),
        ("To try it, with made-up people only", False),
    ):  # fmt: skip
        choice = next(each for each in screen.purpose.findChildren(QWidget) if each.accessibleName() == words
                      or getattr(each, "text", str)() == words)  # fmt: skip
        choice.setFocus()
        QTest.keyClick(choice, Qt.Key.Key_Space)
        QApplication.processEvents()
        assert (promise in said_on(screen)) is promised
        assert "Write it down and keep it safe." in said_on(screen)


def test_that_the_sheet_counts_is_said_before_it_goes_on(real_window: MainWindow, qtbot: QtBot) -> None:
    screen = real_window.screens.currentWidget()
    assert isinstance(screen, RescueSheetScreen)
    QTest.mouseClick(screen.make_button, LEFT)
    sheet = screen.sheet
    assert sheet is not None
    screen.group.setFocus()
    qtbot.waitUntil(screen.group.hasFocus)
    type_(sheet.groups[screen.asked - 1] + "\n")
    qtbot.waitUntil(lambda: "This sheet counts: it opens the records from now on." in said_on(screen), timeout=10_000)
    assert real_window.caseload is not None and real_window.caseload.people.has_sheet
    assert "The sheet from before" not in said_on(screen) and not any(
        group in said_on(screen) for group in sheet.groups
    )
    qtbot.waitUntil(screen.on_button.hasFocus)
    type_("\n")
    assert isinstance(real_window.screens.currentWidget(), SecondPlaceScreen)


@pytest.fixture
def damaged(tmp_path: Path, fixed_clock: FixedClock) -> Path:
    """Records with a backup and an answer after it, the end of which is cut off."""
    return cut_in_half(tmp_path, fixed_clock, answered=True)


def cut_in_half(tmp_path: Path, fixed_clock: FixedClock, answered: bool) -> Path:
    """Records with a backup, after which something was answered or nobody did anything."""
    path = tmp_path / "records.carer"
    caseload = Caseload.create(path, "Sam Example", ("assessor", "keeper"), WORDS, kdf=CHEAP, clock=fixed_clock)
    caseload.records.fill("carer_conversation", {"carer_first": "Ann", "carer_last": "Example"}, known=False)
    caseload.backups.make()
    if answered:
        caseload.records.answer(caseload.records.begin("carer_conversation"), "carer_first", "Bea").saved.result()
    caseload.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: 4096 * (len(whole) // 4096 // 2)])
    return path


@pytest.mark.parametrize(
    ("answered", "way_says", "page_says"),
    [
        (True, "One answer came after it.", "Of what came after the newest backup, no answer can be read any more."),
        (False, "Nothing was typed or changed after it.", ""),
    ],
)
def test_what_is_said_of_the_answers_after_the_backup_agrees(
    tmp_path: Path, fixed_clock: FixedClock, theme: Theme, qtbot: QtBot, answered: bool, way_says: str, page_says: str
) -> None:
    damaged = cut_in_half(tmp_path, fixed_clock, answered)
    with pytest.raises(VaultFault) as fault:
        Caseload.open(damaged, "Sam Example", WORDS, clock=fixed_clock)
    found, work = Rescue(damaged, fixed_clock).ways(fault.value), SlowWork()
    screen = DamagedScreen(found, Rescue(damaged, fixed_clock), work)
    qtbot.addWidget(screen)
    screen.show()
    assert way_says in " ".join(way.words for way in found.ways)
    screen.know("Sam Example", WORDS)
    assert not screen.go_button.isEnabled()
    qtbot.waitUntil(lambda: screen.go_button.isEnabled() and not work.busy, timeout=10_000)
    assert [words for words in said_on(screen).splitlines() if "the newest backup" in words] == [page_says][
        not answered :
    ]
    assert "Put back" not in found.said and "save" not in found.said


def test_records_put_together_from_what_could_be_read_are_not_called_a_backup(
    damaged: Path, fixed_clock: FixedClock, theme: Theme, qtbot: QtBot
) -> None:
    out = Rescue(damaged, fixed_clock)
    out.salvage(None, WORDS, out.backups()[0])
    caseload = Caseload.open(damaged, "Sam Example", WORDS, clock=fixed_clock)
    for logged in (False, True):  # what was done stays known after it was written into the log
        assert caseload.backups.salvaged, logged
        caseload.backups.keep("sign_in")
    home = Warnings(caseload)
    qtbot.addWidget(home)
    home.show_warned(warned(caseload, ()))
    home.show()
    assert "what could still be read was kept" in said_on(home) and "A backup was put back" not in said_on(home)
    home.right_button.setFocus()
    QTest.keyClick(home.right_button, Qt.Key.Key_Space)
    assert not caseload.backups.suspended and "was kept" not in said_on(home)
    caseload.close()


def test_the_backups_are_read_beside_the_window(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every byte of them: with many records that takes a second or more."""
    caseload, stands, where = window.caseload, restore.may_be_put_back, []

    def noted(database: Path) -> bool:
        where.append((database.name, current_thread()))
        return stands(database)

    assert caseload is not None
    caseload.backups.make()
    caseload.close()
    window.caseload = None
    spoil_pages(window.entrance.path, range(2, 60))
    window.open_door()
    qtbot.waitUntil(lambda: window.entrance.ready and not window.work.busy, timeout=10_000)
    monkeypatch.setattr("carer_desktop.store.restore.may_be_put_back", noted)
    window.entrance.open("Sam Example", WORDS)
    qtbot.waitUntil(lambda: isinstance(window.screens.currentWidget(), DamagedScreen), timeout=10_000)
    assert len(where) == len({name for name, _ in where}) > 0, "each once"
    assert main_thread() not in {thread for _, thread in where}
