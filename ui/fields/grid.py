"""The same few choices for several rows: each row a group of its own, so that it can be read at any text size."""

from __future__ import annotations

from PySide6.QtWidgets import QGroupBox, QVBoxLayout, QWidget

from carer_desktop.assessment import Plain
from ui.fields.base import Field
from ui.fields.label import plain_label
from ui.fields.radios import Radios
from ui.theme import em


class GridField(Field):
    """Rows of choices, each row with its own name; the answer holds only the rows that were answered."""

    grouped = True
    tall = True

    def _make_body(self) -> QWidget:
        body = QGroupBox(self)
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.15))
        self._radios: dict[str, Radios] = {}
        for row in self.question.rows:
            if rows.count():
                rows.addSpacing(em(0.35))
            rows.addWidget(plain_label(row.label, "row", body))
            radios = Radios(self.question.choices, body, across=True)
            radios.setAccessibleName(row.label)
            radios.chosen.connect(self._say)
            rows.addWidget(radios)
            self._radios[row.id] = radios
        return body

    def _set(self, plain: Plain | None) -> None:
        given = plain if isinstance(plain, dict) else {}
        for row, radios in self._radios.items():
            radios.pick(given.get(row))

    def _read(self) -> Plain | None:
        picked = {row: radios.picked() for row, radios in self._radios.items()}
        return {row: choice for row, choice in picked.items() if choice} or None

    def _editors(self) -> list[QWidget]:
        return [button for radios in self._radios.values() for button in radios.buttons()]

    def _busy(self) -> bool:
        return False
