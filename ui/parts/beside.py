"""A side pane and a page: beside each other when there is room, the pane folded away above when there is not."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import em, set_role

ROOM = 60  # text sizes: below this width the pane would take too much of the page


class Beside(QWidget):
    """*side* at the left of *main*; in a narrow window a button named *words* opens and closes it."""

    def __init__(self, side: QWidget, main: QWidget, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side, self._main, self._narrow = side, main, False
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._pane = QFrame(self)
        set_role(self._pane, "panel")
        rows = QVBoxLayout(self._pane)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._words = words
        self.fold_button = QPushButton(f"▸  {words}", self._pane)
        set_role(self.fold_button, "fold")
        self.fold_button.setAccessibleName(words)
        self.fold_button.setCheckable(True)
        self.fold_button.toggled.connect(self._fold)
        rows.addWidget(self.fold_button)
        rows.addWidget(side, 1)
        self._box.addWidget(self._pane)
        self._box.addWidget(main, 1)
        self._arrange()

    @property
    def narrow(self) -> bool:
        """Whether the pane is folded away above the page."""
        return self._narrow

    def fold(self) -> None:
        """Close the pane after something in it was chosen (narrow windows only)."""
        self.fold_button.setChecked(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_box"):
            self._arrange()

    def _arrange(self) -> None:
        self._narrow = self.width() < em(ROOM)
        direction = QBoxLayout.Direction
        self._box.setDirection(direction.TopToBottom if self._narrow else direction.LeftToRight)
        self.fold_button.setVisible(self._narrow)
        self._side.setVisible(not self._narrow or self.fold_button.isChecked())
        policy = QSizePolicy.Policy
        if self._narrow:
            self._pane.setMinimumWidth(0)
            self._pane.setMaximumWidth(16_777_215)
            self._pane.setSizePolicy(policy.Expanding, policy.Maximum)
            self._side.setMaximumHeight(max(em(10), self.height() // 2))
        else:
            self._pane.setFixedWidth(em(17))
            self._pane.setSizePolicy(policy.Fixed, policy.Expanding)
            self._side.setMaximumHeight(16_777_215)

    def _fold(self, shown: bool) -> None:
        self.fold_button.setText(f"{'▾' if shown else '▸'}  {self._words}")
        if self._narrow:
            self._side.setVisible(shown)
            if shown:
                self._side.setFocus()
