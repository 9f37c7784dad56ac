"""The main job done once on made-up people, in the real window: every page as a picture, the Word file beside it."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEventLoop, QMessageLogContext, QRect, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtWidgets import QApplication, QWidget

from carer_desktop.errors import CarerError
from carer_desktop.paths import RESOURCES
from ui.app import make_application
from ui.main_window import MainWindow
from ui.session import Session
from ui.theme import Look, Theme

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload
    from carer_desktop.sealing.keys import Kdf
    from ui.screens.record import RecordScreen
    from ui.screens.record.section_page import SectionPage

DEMO = RESOURCES / "demo" / "carer_conversation.json"
FORM = "carer_conversation"
PASSPHRASE = "sparrow lantern orchard teacup"
SIZE = (1180, 860)
LARGE = (1366, 768)
LOOKED_AT_TWICE = ("start", "role", "outcomes")
PATIENCE_MS = 60_000


def run(to: Path, kdf: Kdf | None = None) -> int:
    """Takes the tour into the folder *to* and prints what it wrote; 1 when a picture does not show what it should."""
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        to.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = "This is a file and not a folder" if to.is_file() else "The folder cannot be used"
        raise CarerError(what, str(to), "Choose a folder you may write to.") from error
    before = qInstallMessageHandler(_without_noise)
    try:
        return _run(to, kdf)
    finally:
        qInstallMessageHandler(before)


def _without_noise(kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
    """What the display without a screen says of every window is no news."""
    if "This plugin does not support" not in words:
        sys.stderr.write(f"{kind.name}: {words}\n")


def _run(to: Path, kdf: Kdf | None) -> int:
    theme = Theme(make_application())
    theme.set_percent(100)
    theme.set_look("light")
    with tempfile.TemporaryDirectory(prefix="carer-desktop-tour-", ignore_cleanup_errors=True) as folder:
        tour = Tour(theme, Session(Path(folder)), to, kdf)
        tour.take()
    for words in tour.wrong:
        sys.stdout.write(f"NOT RIGHT: {words}\n")
    sys.stdout.write(f"{len(tour.written)} files written to {to}\n")
    return 1 if tour.wrong else 0


class Tour:
    """One walk through the window; `written` are the files, `wrong` what a picture does not show."""

    def __init__(self, theme: Theme, session: Session, to: Path, kdf: Kdf | None) -> None:
        self._theme, self._session, self._to, self._kdf = theme, session, to, kdf
        self.written: list[Path] = []
        self.wrong: list[str] = []

    def take(self) -> None:
        """Set up, fill, look at every page, export, and come back another day."""
        window = self._open_window()
        caseload = self._set_up(window)
        self._fill(caseload)
        window.show_home()
        self.picture(window, "03-your-records")
        window.show_details()
        self.picture(window, "04-your-details")
        card = next(card for card in caseload.records.all() if card.carer.name)
        window.open_record(card.id)
        record = _record(window)
        for number, section in enumerate(record.sections(), 10):
            self._section(window, section.id, f"{number}-{section.id}")
        self._beside(window)
        self._checked(window)
        self._export(window)
        self._other_looks(window)
        window.close()
        again = self._open_window()
        self.picture(again, "00-unlock")
        again.close()
        for one in (window, again):
            one.deleteLater()

    def _open_window(self) -> MainWindow:
        window = MainWindow(self._theme, self._session, kdf=self._kdf)
        window.resize(*SIZE)
        window.show()
        window.activateWindow()
        return window

    def _set_up(self, window: MainWindow) -> Caseload:
        self._until(lambda: window.entrance.ready, "the window for setting up")
        self.picture(window, "01-set-up")
        window.entrance.create("Sam Example", PASSPHRASE, demo=True)
        self._until(lambda: window.caseload is not None, "the records to open")
        self.picture(window, "02-your-records-empty")
        assert window.caseload is not None
        return window.caseload

    def _fill(self, caseload: Caseload) -> None:
        """The demonstration case, with the warnings it carries kept; and a record that is only begun."""
        case: dict[str, Any] = json.loads(DEMO.read_text("utf-8"))
        caseload.records.begin("carer_review")
        answered = caseload.records.fill(FORM, case["answers"], known=False)
        answered.saved.result()
        for place in case.get("kept", ()):
            answered = caseload.records.keep_warning(answered.assessment, place)
            answered.saved.result()

    # Pages ---------------------------------------------------------------------------------------

    def _section(self, window: MainWindow, section: str, name: str) -> None:
        record = _record(window)
        record.open_section(section)
        self._settle()
        page = _page(record)
        tall = page.whole_height() + window.height() - page.viewport().height()
        width, height = window.width(), window.height()
        window.resize(width, max(height, tall))
        self._settle()
        window.resize(width, window.height() + page.verticalScrollBar().maximum())
        self._settle()
        self.picture(window, name)
        self._look_for(window, name, [page.section.title, *_first_and_last(page)])
        window.resize(width, height)

    def _beside(self, window: MainWindow) -> None:
        record = _record(window)
        record.open_section("eligibility")
        record.show_pane("working")
        self.picture(window, "40-working")
        record.show_pane("jottings")
        self.picture(window, "41-jottings")
        record.show_pane("")
        window.turn("carer_sees", True)
        self.picture(window, "42-carer-can-see-the-screen")
        window.turn("carer_sees", False)

    def _checked(self, window: MainWindow) -> None:
        record = _record(window)
        record.open_check()
        self.picture(window, "50-check-answers")
        self._look_for(window, "50-check-answers", ["Check answers"])

    def _export(self, window: MainWindow) -> None:
        self._session.keep_export_folder(self._to)
        dialog = window.export()
        if dialog is None:
            self.wrong.append("no record could be exported")
            return
        self.picture(dialog, "60-export")
        dialog.write()
        self._until(dialog.is_done, "the Word file")
        self.picture(dialog, "61-exported")
        if dialog.written is None:
            self.wrong.append("the Word file was not written")
        else:
            self._note(dialog.written)
        dialog.accept()

    def _other_looks(self, window: MainWindow) -> None:
        looks: tuple[tuple[Look, int, tuple[int, int]], ...] = (("dark", 100, SIZE), ("light", 200, LARGE))
        for look, percent, size in looks:
            window.set_look(look)
            self._theme.set_percent(percent)
            window.resize(*size)
            for section in LOOKED_AT_TWICE:
                _record(window).open_section(section)
                name = f"70-{section}-{look}-{percent}"
                self.picture(window, name)
                page = _page(_record(window))
                if page.horizontalScrollBar().maximum() > 0:
                    self.wrong.append(f"{name} scrolls sideways")
        self._theme.set_look("light")
        self._theme.set_percent(100)

    # Pictures ------------------------------------------------------------------------------------

    def picture(self, widget: QWidget, name: str) -> None:
        """The widget as it stands on the screen, as a file."""
        self._settle()
        image = widget.grab().toImage()
        file = self._to / f"{name}.png"
        if not image.save(str(file)):
            raise CarerError("A picture could not be written", str(file), "Choose a folder you may write to.")
        if is_one_colour(image):
            self.wrong.append(f"{name} is one colour")
        self._note(file)

    def _note(self, file: Path) -> None:
        self.written.append(file)
        sys.stdout.write(f"{file}\n")

    def _look_for(self, window: MainWindow, name: str, words: list[str]) -> None:
        """Each of these words is heard by a screen reader, and stands where the picture shows it."""
        shown = QRect(window.mapToGlobal(window.rect().topLeft()), window.size())
        heard = list(names_in(QAccessible.queryAccessibleInterface(window)))
        for wanted in words:
            places = [area for said, area in heard if said == wanted]
            if not places:
                self.wrong.append(f"{name}: “{wanted}” is not in the accessible tree")
            elif not any(shown.contains(area) for area in places):
                self.wrong.append(f"{name}: “{wanted}” is not in the picture")

    def _settle(self) -> None:
        loop = QEventLoop()
        QTimer.singleShot(30, loop.quit)
        loop.exec()
        QApplication.processEvents()

    def _until(self, done: Callable[[], bool], what: str) -> None:
        loop, looking, late = QEventLoop(), QTimer(), QTimer()
        looking.timeout.connect(lambda: loop.quit() if done() else None)
        late.setSingleShot(True)
        late.timeout.connect(loop.quit)
        looking.start(20)
        late.start(PATIENCE_MS)
        loop.exec()
        if not done():
            raise CarerError(f"The tour waited in vain for {what}")


def is_one_colour(image: QImage) -> bool:
    """Whether nothing at all was drawn."""
    across, down = max(1, image.width() // 60), max(1, image.height() // 60)
    spots = ((x, y) for x in range(0, image.width(), across) for y in range(0, image.height(), down))
    return len({image.pixel(x, y) for x, y in spots}) < 2


def names_in(root: QAccessibleInterface) -> Iterator[tuple[str, QRect]]:
    """What a screen reader finds that can be seen: each name and where it stands on the screen."""
    for number in range(root.childCount()):
        child = root.child(number)
        if child.state().invisible:
            continue
        name = child.text(QAccessible.Text.Name)
        if name:
            yield name, child.rect()
        yield from names_in(child)


def _first_and_last(page: SectionPage) -> list[str]:
    labels = page.labels_in_view()
    return [labels[0], labels[-1]] if labels else []


def _record(window: MainWindow) -> RecordScreen:
    assert window.record is not None
    return window.record


def _page(record: RecordScreen) -> SectionPage:
    assert record.page is not None
    return record.page
