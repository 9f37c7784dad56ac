"""Text that was copied here: marked as private, and taken back after a minute if nobody copied anything else."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QClipboard, QGuiApplication

from ui.session.rules import CLIPBOARD_SECONDS

# What asks the clipboard histories of KDE, macOS and Windows not to keep a text.
PRIVATE = {
    "x-kde-passwordManagerHint": b"secret",
    "application/x-nspasteboard-concealed-type": b"1",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"1",
}


class CopiedText(QObject):
    """Watches what this program puts on the clipboard."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._copied = False
        self._since: float | None = None
        self._clipboard.dataChanged.connect(self._changed)

    def look(self, now: float) -> None:
        """Take it back when a minute has passed; called every second."""
        if self._copied:
            self._copied, self._since = False, now
        if self._since is not None and now - self._since >= CLIPBOARD_SECONDS:
            self.take_back()

    def take_back(self) -> None:
        """Clear the clipboard if what lies on it is still ours."""
        self._copied, self._since = False, None
        for mode, ours in (
            (QClipboard.Mode.Clipboard, self._clipboard.ownsClipboard()),
            (QClipboard.Mode.Selection, self._clipboard.ownsSelection()),
        ):
            if ours:
                self._clipboard.clear(mode)

    def _changed(self) -> None:
        lying = self._clipboard.mimeData()
        if not self._clipboard.ownsClipboard() or not lying.text():
            self._copied, self._since = False, None
            return
        self._copied = True
        if not lying.hasFormat(next(iter(PRIVATE))):
            marked = QMimeData()
            marked.setText(lying.text())
            for kind, content in PRIVATE.items():
                marked.setData(kind, content)
            self._clipboard.setMimeData(marked)
