"""Questions answered in one line: text, names, telephone, e-mail, postcode, NHS number, numbers and money."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from carer_desktop.assessment import Plain
from carer_desktop.forms import validators
from carer_desktop.forms.values import parse_typed, typed_text
from carer_desktop.text import one_line
from ui.fields.base import Field
from ui.fields.line_edit import LineEdit
from ui.theme import em

# Widths in text sizes: a box as wide as its answer says what is wanted (GOV.UK).
_WIDTHS = {"phone": 18, "email": 28, "postcode": 11, "nhs_number": 14, "whole": 8, "decimal": 8, "money": 9, "name": 28}
_USUAL_FORM: dict[str, Callable[[str], str | None]] = {
    "nhs_number": validators.nhs_number,
    "postcode": validators.postcode,
}


class LineField(Field):
    """An answer of one line, kept as text and shown in its usual form once the person has left it."""

    def _make_body(self) -> QWidget:
        self._line = LineEdit(self)
        self._line.setMaximumWidth(em(_WIDTHS.get(self.question.type, 36)))
        self._line.textChanged.connect(self._typed)
        return self._line

    def _set(self, plain: Plain | None) -> None:
        self._line.put(self._usual(typed_text(plain) or ("" if plain is None else str(plain))))
        self._line.setCursorPosition(0)

    def _read(self) -> Plain | None:
        return self._usual(one_line(self._line.text())) or None

    def _editors(self) -> list[QWidget]:
        return [self._line]

    def _usual(self, text: str) -> str:
        usual = _USUAL_FORM.get(self.question.type)
        return (usual(text) if usual is not None else None) or text

    def _settle(self) -> None:
        self._line.put(self._usual(self._line.text()))


class NumberField(LineField):
    """A number or an amount of money; spaces, commas and £ are understood, nonsense is kept as typed."""

    def _make_body(self) -> QWidget:
        line = super()._make_body()
        if self.question.type != "money":
            return line
        body = QWidget(self)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel("£", body))
        row.addWidget(line, 1)
        row.addStretch(1)
        return body

    def _read(self) -> Plain | None:
        return parse_typed(self.question, one_line(self._line.text()))

    def _settle(self) -> None:
        """A readable amount gets its pence; anything else stays as it was typed."""
        if self.question.type == "money" and isinstance(self._answer, str):
            self._line.put(self._answer)
