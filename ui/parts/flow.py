"""Widgets of one size beside each other, as many in a line as there is room for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.fields.cells import Cells


class Flow(QWidget):
    """A paragraph of widgets: columns in a wide window, rows in a narrow one."""

    def __init__(self, widgets: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        cells = Cells(self)
        for widget in widgets:
            widget.setParent(self)
            cells.addWidget(widget)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
