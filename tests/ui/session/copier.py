"""A process of its own with a clipboard that knows its owner, which the display of the other tests does not."""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication, QLineEdit

from ui.session.clipboard import PRIVATE, CopiedText


def main(story: str) -> None:
    app = QApplication([])
    clipboard = app.clipboard()
    copied = None if story == "control" else CopiedText()
    lines = []

    def copy(words: str) -> None:
        lines.append(QLineEdit(words))
        lines[-1].selectAll()
        lines[-1].copy()

    def look(now: float) -> None:
        if copied is not None:
            copied.look(now)
        sys.stdout.write(f"{now:g} {clipboard.text()!r}\n")

    copy("first")
    sys.stdout.write(f"marked {sum(clipboard.mimeData().hasFormat(kind) for kind in PRIVATE)}\n")
    look(100)
    if story == "second":
        look(150)
        copy("second")
        look(155)
    if story == "other":
        other = QMimeData()
        other.setData("application/x-other", b"1")
        clipboard.setMimeData(other)
    if story == "lock" and copied is not None:
        copied.take_back()
    look(159)
    look(160)
    look(214)
    look(215)
    sys.stdout.write(f"other {clipboard.mimeData().hasFormat('application/x-other')}\n")


if __name__ == "__main__":
    main(sys.argv[1])
