"""Pictures of what stands on the screen, and whether each shows what it should."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEventLoop, QRect, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

from carer_desktop.errors import CarerError

PATIENCE_MS = 60_000


class Pictures:
    """Takes them into a folder; `written` are the files, `wrong` what a picture does not show."""

    def __init__(self, to: Path) -> None:
        self._to = to
        self.written: list[Path] = []
        self.wrong: list[str] = []

    def take(self, widget: QWidget, name: str) -> None:
        """The widget as it stands on the screen, as a file."""
        settle()
        image = widget.grab().toImage()
        file = self._to / f"{name}.png"
        if not image.save(str(file)):
            raise CarerError("A picture could not be written", str(file), "Choose a folder you may write to.")
        if is_one_colour(image):
            self.wrong.append(f"{name} is one colour")
        self.note(file)

    def note(self, file: Path) -> None:
        """One more file is written."""
        self.written.append(file)
        sys.stdout.write(f"{file}\n")

    def look_for(self, window: QWidget, name: str, words: list[str]) -> None:
        """Each of these words is heard by a screen reader, and stands where the picture shows it."""
        shown = QRect(window.mapToGlobal(window.rect().topLeft()), window.size())
        heard = list(names_in(QAccessible.queryAccessibleInterface(window)))
        for wanted in words:
            places = [area for said, area in heard if said == wanted]
            if not places:
                self.wrong.append(f"{name}: “{wanted}” is not in the accessible tree")
            elif not any(shown.contains(area) for area in places):
                self.wrong.append(f"{name}: “{wanted}” is not in the picture")

    def press(self, root: QWidget, words: str) -> bool:
        """Press the button whose name begins with these words; it is wrong that there is none."""
        settle()
        for found in root.findChildren(QAbstractButton):
            if found.isVisible() and (found.accessibleName() or found.text()).startswith(words):
                found.click()
                return True
        self.wrong.append(f"there is no “{words}”")
        return False

    def dialog(self, name: str) -> None:
        """The dialog in front, which is left again."""
        settle()
        for found in QApplication.topLevelWidgets():
            if isinstance(found, QDialog) and found.isVisible():
                self.take(found, name)
                found.reject()
                settle()
                return
        self.wrong.append(f"{name}: there is no dialog")


def settle() -> None:
    """What was asked for is drawn."""
    loop = QEventLoop()
    QTimer.singleShot(30, loop.quit)
    loop.exec()
    QApplication.processEvents()


def until(done: Callable[[], bool], what: str) -> None:
    """Wait for slow work."""
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
