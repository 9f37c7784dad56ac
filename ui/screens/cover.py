"""The cover: a calm blank page with the time and nothing else; a key or a click asks who wants to come back."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.fields.focus import leave
from ui.parts import announce, button, line
from ui.parts.passphrase import PassphraseBox
from ui.parts.pin import PinBox
from ui.parts.sheet import side_by_side
from ui.theme import em

QUIET_KEYS = frozenset({
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
})  # fmt: skip
LOCKING = "Locking your records. This can take some seconds."


class CoverScreen(QWidget):
    """`tried(typed)` with what may take the cover away, `lock_asked()`, `shown()` once it has been painted.

    *why* is said where the records could not be locked, and only a cover stands before them.
    """

    tried = Signal(str)
    lock_asked = Signal()
    shown = Signal()

    def __init__(self, has_pin: bool, why: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.has_pin = has_pin
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Covered. Press any key to come back.")
        self._is_painted = self._is_locking = False
        rows = QVBoxLayout(self)
        rows.setContentsMargins(em(2), em(2), em(2), em(2))
        rows.addStretch(2)
        self.time = line("", "clock", self)
        self.time.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.time.setWordWrap(False)
        rows.addWidget(self.time)
        self.locking = line(LOCKING, "body", self)
        self.locking.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.locking.hide()
        rows.addWidget(self.locking)
        if why:  # seen at once: whoever wanted to lock and goes away must not think that it is
            self.why = line(why, "strong", self)
            self.why.setAlignment(Qt.AlignmentFlag.AlignCenter)
            rows.addWidget(self.why)
        self.way_back = QWidget(self)
        self.way_back.hide()
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.way_back, 2)
        middle.addStretch(1)
        rows.addSpacing(em(2))
        rows.addLayout(middle)
        rows.addStretch(3)
        self.box: PassphraseBox = PinBox("Your PIN") if has_pin else PassphraseBox("Your passphrase")
        self._fill_way_back(why)
        lock = QShortcut(QKeySequence("Ctrl+L"), self)
        lock.activated.connect(self.lock_asked)

    def _fill_way_back(self, why: str) -> None:
        inside = QVBoxLayout(self.way_back)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(em(0.8))
        self.box.setParent(self.way_back)
        self.box.entered.connect(self._try)
        inside.addWidget(self.box)
        self.back_button = button("Come back", "primary", self.way_back)
        self.back_button.clicked.connect(self._try)
        self.lock_button = button("Try to lock again" if why else "Lock instead", "link", self.way_back)
        self.lock_button.clicked.connect(self.lock_asked)
        inside.addWidget(side_by_side(self.back_button, self.lock_button, parent=self.way_back))
        self._progress = line("", "hint", self.way_back)
        inside.addWidget(self._progress)

    def show_time(self, now: datetime) -> None:
        """The time of day, where the person is."""
        words = f"{now.astimezone():%H:%M}"
        if words != self.time.text():
            self.time.setText(words)

    def ask(self) -> None:
        """Ask who wants to come back, while anybody can."""
        if self._is_locking:
            return
        self.way_back.show()
        self.box.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def be_blank(self) -> None:
        """Nothing but the time."""
        self.box.show_problem("")
        self.box.forget()
        self.way_back.hide()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_locking(self) -> None:
        """A lock is under way: nobody comes back by this cover, so it asks nothing, and it says what is going on."""
        self._is_locking = True
        self.be_blank()
        self.locking.show()
        self.setAccessibleName(LOCKING)
        announce(self, LOCKING, urgent=True)

    def show_problem(self, words: str) -> None:
        """Say why the cover stays; what was typed is gone."""
        self.set_busy("")
        self.box.forget()
        self.box.show_problem(words)
        announce(self, f"Error: {words}", urgent=True)

    def set_busy(self, words: str) -> None:
        """Say what is going on; nothing can be typed meanwhile. Empty words: it is over."""
        self._progress.setText(words)
        self.back_button.setEnabled(not words)
        self.lock_button.setEnabled(not words)
        self.box.line.setReadOnly(bool(words))

    def _try(self) -> None:
        if self.back_button.isEnabled() and self.box.text():
            self.tried.emit(self.box.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any key asks, and a letter or digit is the first of what is typed; Escape makes the page blank again."""
        if event.key() == Qt.Key.Key_Escape:
            self.be_blank()
        elif event.key() not in QUIET_KEYS and self.way_back.isHidden() and not self._is_locking:
            self.ask()
            if event.text().isprintable() and event.text().strip() and not self.box.line.isReadOnly():
                self.box.line.insert(event.text())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        leave(None)  # a second click would press what is asked with, which has come under the mouse
        self.ask()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            self.shown.emit()
