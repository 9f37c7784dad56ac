"""A page that asks in a dialog of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from ui.parts.sheet import Sheet


class DialogSheet(Sheet):
    """One dialog at a time; it is gone once it is closed, and the keyboard goes on in the page."""

    def __init__(self, parent: QWidget | None = None, width: float = 46, spacing: float = 1.0) -> None:
        super().__init__(parent, width, spacing)
        self.dialog: QDialog | None = None

    def begin(self) -> None:
        """The keyboard goes to the first thing to do."""
        raise NotImplementedError

    def open_dialog(self, dialog: QDialog) -> None:
        """Show it in front of the page."""
        self.dialog = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    def go_on(self) -> None:
        """It is closed, and the button that opened it may be gone with its card."""
        self.begin()

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
            self.go_on()
