"""The access lead’s pages: people come, change and go; the rescue sheet is made, printed and shown to be held."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from carer_desktop.caseload import Caseload
from carer_desktop.sealing.keys import receiving_pair
from carer_desktop.store import manifest, restore
from tests.ui.screens.conftest import WORDS
from ui.main_window import MainWindow
from ui.screens.home import HomeScreen
from ui.screens.own_passphrase import OwnPassphraseScreen
from ui.screens.people import PeopleScreen
from ui.screens.people.dialogs import AddDialog, PersonDialog, RemoveDialog, ResetDialog, RolesDialog, RotateDialog
from ui.screens.rescue_sheet import RescueSheetScreen
from ui.screens.rescue_sheet.drawing import as_image
from ui.screens.rescue_sheet.organisation import MISSING, OrganisationDialog
from ui.screens.second_place import SecondPlaceScreen

Fill = Callable[..., str]


def said_on(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def people_page(window: MainWindow) -> PeopleScreen:
    window.managing.show_people()
    page = window.screens.currentWidget()
    assert isinstance(page, PeopleScreen)
    return page


def opened(page: PeopleScreen, dialog: PersonDialog) -> None:
    page._open(dialog)  # type: ignore[arg-type]


def test_somebody_is_added_with_words_to_hand_over(window: MainWindow, caseload: Caseload, qtbot: QtBot) -> None:
    page, records = people_page(window), window.entrance.path
    assert "You are the only one who can let people in" in said_on(page)
    assert not window.session.are_several(records)
    page.add_button.click()
    dialog = page.dialog
    assert isinstance(dialog, AddDialog)
    dialog.go_button.click()
    assert "Enter their full name" in said_on(dialog)
    dialog.name.show_value("Bea Placeholder")
    dialog.roles.show_value(None)
    dialog.go_button.click()
    assert "Select what they do" in said_on(dialog)
    dialog.roles.show_value(["assessor", "keeper"])
    dialog.go_button.click()
    dialog.reject()  # not while it is under way
    qtbot.waitUntil(lambda: dialog.go_button.isHidden(), timeout=10_000)
    words = dialog.given.words.text()
    assert len(words.split()) == 4 and dialog.isVisible()
    assert not [each.text() for each in dialog.findChildren(QPushButton) if "Copy" in each.text() and each.isVisible()]
    dialog.reject()
    QApplication.processEvents()
    assert page.dialog is None and "Bea Placeholder" in said_on(page)
    assert "You are the only one" not in said_on(page)
    assert window.session.are_several(records), "the next sign-in asks for a name at once"
    caseload.close()
    window.caseload = None
    there = Caseload.open(caseload.path, "Bea Placeholder", words, clock=caseload.clock)
    assert there.people.must_change and there.people.me.roles == ("assessor", "keeper")
    there.close()


def test_a_name_that_is_taken_is_said_and_stays(window: MainWindow, qtbot: QtBot) -> None:
    page = people_page(window)
    page.add_button.click()
    dialog = page.dialog
    assert isinstance(dialog, AddDialog)
    dialog.name.show_value("sam example")
    dialog.go_button.click()
    qtbot.waitUntil(lambda: dialog.banner.isVisible(), timeout=10_000)
    assert "is here already" in said_on(dialog) and dialog.go_button.isEnabled()
    dialog.reject()


def test_roles_words_and_leaving(window: MainWindow, caseload: Caseload, qtbot: QtBot) -> None:
    caseload.people.add("Bea Placeholder", ["assessor"], "violin harbour thimble meadow")
    page = people_page(window)
    bea = caseload.people.find("Bea Placeholder")
    roles = RolesDialog(caseload, window.work, bea, page)
    opened(page, roles)
    roles.roles.show_value(None)
    roles.go_button.click()
    assert "Select what they do" in said_on(roles)
    roles.roles.show_value(["authoriser"])
    roles.go_button.click()
    qtbot.waitUntil(lambda: page.dialog is None, timeout=10_000)
    QApplication.processEvents()
    assert "Manager" in said_on(page)
    reset = ResetDialog(caseload, window.work, bea, page)
    opened(page, reset)
    reset.go_button.click()
    qtbot.waitUntil(lambda: reset.go_button.isHidden(), timeout=10_000)
    assert caseload.people.find("Bea Placeholder").signing_public != bea.signing_public
    reset.reject()
    remove = RemoveDialog(caseload, window.work, bea, page)
    opened(page, remove)
    remove.go_button.click()
    qtbot.waitUntil(lambda: page.dialog is None, timeout=10_000)
    QApplication.processEvents()
    assert "Bea Placeholder left on 22 November 2026" in said_on(page)
    rotate = RotateDialog(caseload, window.work, page)
    opened(page, rotate)
    rotate.go_button.click()
    qtbot.waitUntil(lambda: page.dialog is None, timeout=10_000)
    assert len(caseload.backups.all()) == 1
    events = [each.row.event for each in caseload.audit.page()]
    assert {"roles_changed", "access_reset", "person_removed", "key_rotated", "backups_rebuilt"} <= set(events)


def test_the_key_is_not_changed_while_what_was_put_back_is_not_confirmed(
    window: MainWindow, caseload: Caseload, qtbot: QtBot
) -> None:
    made = caseload.backups.make()
    restore.suspend(manifest.folder_of(caseload.path), caseload.clock.now(), {"what": "backup_restored", "number": "1"})
    page = people_page(window)
    rotate = RotateDialog(caseload, window.work, page)
    opened(page, rotate)
    rotate.go_button.click()
    qtbot.waitUntil(lambda: rotate.banner.isVisible(), timeout=10_000)
    assert "Nobody has said yet that what was put back is right" in said_on(rotate)
    assert caseload.backups.all() == (made,)
    assert "key_rotated" not in [each.row.event for each in caseload.audit.page()]
    rotate.reject()


def test_what_somebody_else_changed_is_refused_in_words(window: MainWindow, caseload: Caseload, qtbot: QtBot) -> None:
    page = people_page(window)
    mine = RolesDialog(caseload, window.work, caseload.people.me, page)
    opened(page, mine)
    mine.roles.show_value(["assessor"])
    mine.go_button.click()
    qtbot.waitUntil(lambda: mine.banner.isVisible(), timeout=10_000)
    assert "Somebody must look after who can sign in" in said_on(mine)
    mine.reject()


def test_names_at_the_sign_in_and_the_ways_on(window: MainWindow, caseload: Caseload) -> None:
    page = people_page(window)
    page.names_box.setChecked(True)
    assert caseload.sign_in(caseload.path).names == ("Sam Example",)
    assert people_page(window).names_box.isChecked()
    people_page(window).names_box.setChecked(False)
    assert caseload.sign_in(caseload.path).names == ()
    people_page(window).passphrase_asked.emit()
    mine = window.screens.currentWidget()
    assert isinstance(mine, OwnPassphraseScreen)
    mine.left.emit()
    assert isinstance(window.screens.currentWidget(), HomeScreen)
    people_page(window).sheet_asked.emit()
    assert isinstance(window.screens.currentWidget(), RescueSheetScreen)


def made_sheet(window: MainWindow) -> RescueSheetScreen:
    """The page of the rescue sheet, with a sheet on it."""
    screen = window.screens.currentWidget()
    assert isinstance(screen, RescueSheetScreen)
    screen.make_button.click()
    assert screen.sheet is not None
    return screen


def test_the_rescue_sheet_is_shown_once_printed_and_checked(
    real_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = made_sheet(real_window)
    sheet, caseload = screen.sheet, real_window.caseload
    assert sheet is not None and all(group in said_on(screen) for group in sheet.groups)
    for steps in (1, 0):
        real_window.looks.step_text(steps)
        QApplication.processEvents()
        assert real_window.screens.currentWidget() is screen and screen.sheet is sheet
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "sheet.pdf"))
    screen.print_on(printer)
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    image = as_image(sheet, 620)
    assert len({image.pixel(x, y) for x in range(0, 620, 7) for y in range(0, 600, 7)}) > 1
    screen.group.setText("WRONG")
    screen.done_button.click()
    assert f"This is not group {screen.asked}" in said_on(screen)
    assert caseload is not None and not caseload.people.has_sheet
    screen.group.setText(sheet.groups[screen.asked - 1].lower())
    screen.done_button.click()
    qtbot.waitUntil(screen.on_button.isVisible, timeout=10_000)
    assert screen.sheet is None and caseload.people.has_sheet
    screen.on_button.click()
    assert isinstance(real_window.screens.currentWidget(), SecondPlaceScreen)
    screen.print_on(printer)
    events = [each.row.event for each in caseload.audit.page()]
    assert events.count("printed") == events.count("recovery_made") == 1


def test_leaving_the_page_in_the_middle_leaves_the_sheet_before_as_it_was(real_window: MainWindow) -> None:
    caseload = real_window.caseload
    assert caseload is not None
    before = caseload.people.make_recovery()
    keys = caseload.path.with_name(f"{caseload.path.name}.keys").read_bytes()
    made_sheet(real_window)
    real_window.show_home()
    real_window.managing.show_sheet()
    screen = real_window.screens.currentWidget()
    assert isinstance(screen, RescueSheetScreen)
    assert "The sheet you have opens the records until you have shown" in said_on(screen)
    assert made_sheet(real_window).sheet != before
    screen.without_button.click()
    assert isinstance(real_window.screens.currentWidget(), HomeScreen)
    assert caseload.path.with_name(f"{caseload.path.name}.keys").read_bytes() == keys


def test_the_organisation_s_key_is_set_from_its_file(real_window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    screen = real_window.screens.currentWidget()
    assert isinstance(screen, RescueSheetScreen)
    screen.organisation_button.click()
    dialog = screen.dialog
    assert isinstance(dialog, OrganisationDialog)
    dialog.go_button.click()
    assert MISSING in said_on(dialog)
    dialog.read(tmp_path / "not there")
    assert "There is no such file" in said_on(dialog)
    file = tmp_path / "key.txt"
    file.write_text(f"# Example Council\n{'0' * 63}\n")
    dialog.read(file)
    dialog.go_button.click()
    qtbot.waitUntil(lambda: not real_window.work.busy and dialog.banner.isVisible(), timeout=10_000)
    file.write_text(f"# Example Council\n{receiving_pair().public.hex()}\n")
    dialog.read(file)
    dialog.go_button.click()
    qtbot.waitUntil(lambda: "Your organisation’s rescue key opens these records too." in said_on(screen))
    assert screen.later_button.text() == "Go on"
    caseload = real_window.caseload
    assert caseload is not None and caseload.people.has_organisation_key and not caseload.people.has_sheet
    assert "your organisation’s rescue key opens the records" in said_on(people_page(real_window))


def test_the_print_dialog_is_asked_for_a_printer(real_window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = made_sheet(real_window)
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    screen.print_button.click()
    assert "This laptop has no printer" in said_on(screen)
    screen.show_printers()
    dialogs = [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]
    assert [each.windowTitle() for each in dialogs] == ["Print the rescue sheet"]
    dialogs[0].reject()
    screen.without_button.click()
    assert isinstance(real_window.screens.currentWidget(), SecondPlaceScreen)


def test_the_second_place_gets_a_first_copy_and_the_warning_goes(
    real_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    caseload = real_window.caseload
    assert caseload is not None
    for _ in range(3):
        caseload.records.begin("carer_conversation")
    real_window.show_home()
    assert "These 3 drafts exist only on this laptop." in said_on(real_window)
    home = real_window.home
    assert home is not None
    home.warnings.place_button.click()
    screen = real_window.screens.currentWidget()
    assert isinstance(screen, SecondPlaceScreen)
    assert "There is no rescue sheet yet" in said_on(screen)
    screen.folder.setText(str(tmp_path / "not there"))
    screen.use_button.click()
    assert "There is no such folder" in said_on(screen)
    screen.folder.setText(str(tmp_path / ("a" * 300)))
    screen.use_button.click()
    assert "This name is too long" in said_on(screen)
    share = tmp_path / "share"
    share.mkdir()
    screen.folder.setText(str(share))
    screen.use_button.click()
    qtbot.waitUntil(lambda: screen.doing.banner.isVisible() and not real_window.work.busy, timeout=10_000)
    assert caseload.backups.second_place is None  # nobody could open what lies there
    caseload.people.make_recovery()
    screen.use_button.click()
    qtbot.waitUntil(lambda: isinstance(real_window.screens.currentWidget(), HomeScreen), timeout=10_000)
    assert len(list(share.glob("*.age"))) == 1
    assert real_window.statusBar().currentMessage() == f"✓ Backups also go to {share} from now on"
    assert "exist only on this laptop" not in said_on(real_window)


def test_ones_own_passphrase_is_changed(window: MainWindow, caseload: Caseload, qtbot: QtBot) -> None:
    window.commands.actions["passphrase"].trigger()
    screen = window.screens.currentWidget()
    assert isinstance(screen, OwnPassphraseScreen)
    screen.change_button.click()
    assert "Enter your new passphrase" in said_on(screen)
    screen.old.line.setText(WORDS)
    screen.choice.draw()
    new = screen.choice.words.text()
    screen.choice.box.line.setText(new)
    screen.change_button.click()
    qtbot.waitUntil(lambda: isinstance(window.screens.currentWidget(), HomeScreen), timeout=10_000)
    assert caseload.is_my_passphrase(new) and not caseload.is_my_passphrase(WORDS)
