"""A signature as a record holds it: a typed name, how it was given, and when."""

from __future__ import annotations

from PySide6.QtWidgets import QGroupBox, QVBoxLayout, QWidget

from carer_desktop.assessment import Plain
from carer_desktop.forms.question import Choice, Question
from carer_desktop.forms.values import parse_typed
from carer_desktop.text import one_line
from ui.fields import words
from ui.fields.base import Field
from ui.fields.date import DateBoxes
from ui.fields.label import plain_label
from ui.fields.line_edit import LineEdit
from ui.fields.radios import Radios
from ui.theme import em

MODES = tuple(Choice(mode, said) for mode, said in words.MODES)


class SignatureField(Field):
    """Name, way and date; half of it is kept while the rest is missing."""

    grouped = True

    def _make_body(self) -> QWidget:
        body = QGroupBox(self)
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.3))
        name = plain_label("Full name", "strong", body)
        self._line = LineEdit(body)
        self._line.setMaximumWidth(em(28))
        name.setBuddy(self._line)
        self._line.textChanged.connect(self._typed)
        self._how = Radios(MODES, body)
        self._how.setAccessibleName("How it was given")
        self._how.chosen.connect(self._say)
        self._day = Question(self.question.id, self.question.key, self.question.section, "date", "Date it was given")
        self._when = DateBoxes(self._day, body)
        self._when.setAccessibleName("Date it was given")
        self._when.edited.connect(self._typed)
        self._when.today_asked.connect(self._take_today)
        for title, editor in ((name, self._line), (plain_label("How it was given", "strong", body), self._how),
                              (plain_label("Date it was given", "strong", body), self._when)):  # fmt: skip
            if rows.count():
                rows.addSpacing(em(0.5))
            rows.addWidget(title)
            rows.addWidget(editor)
        return body

    def _take_today(self) -> None:
        self._when.put_day(self.clock.today())
        self._say()

    def _set(self, plain: Plain | None) -> None:
        given = plain if isinstance(plain, dict) else {}
        self._line.put(str(given.get("name", "")))
        self._how.pick(given.get("mode"))
        self._when.put_plain(given.get("on"))

    def _read(self) -> Plain | None:
        day = parse_typed(self._day, self._when.text())
        parts = {
            "name": one_line(self._line.text()),
            "mode": self._how.picked(),
            "on": day["typed"] if isinstance(day, dict) else day,
        }
        return {key: value for key, value in parts.items() if value} or None

    def _editors(self) -> list[QWidget]:
        return [self._line, *self._how.buttons(), *self._when.boxes]
