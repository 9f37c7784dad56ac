"""What stands in front of the window while it is covered: put aside whole, and brought back as it was."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QToolTip, QWidget


class Aside:
    """Dialogs put aside. One that waits for a yes or no is refused: nobody can answer it unseen."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._dialogs: list[QDialog] = []

    def put(self) -> None:
        """Nothing but the window itself is left on the screen."""
        QToolTip.hideText()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for dialog in self._in_front():
            if dialog.windowModality() == Qt.WindowModality.ApplicationModal:
                dialog.reject()
            else:
                dialog.hide()
                self._dialogs.append(dialog)

    def bring_back(self) -> None:
        """Show again what was put aside."""
        for dialog in self._dialogs:
            dialog.show()
        self._dialogs.clear()

    def drop(self) -> None:
        """What was put aside is closed for good."""
        for dialog in self._dialogs:
            dialog.reject()
        self._dialogs.clear()

    def _in_front(self) -> list[QDialog]:
        found = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog)]
        return [one for one in found if one.isVisible() and one is not self._window]
