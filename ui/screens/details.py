"""The person's own details, given once and put into every record they begin."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carer_desktop.assessment import Plain
from carer_desktop.forms.question import Question
from ui.fields import Field, field
from ui.parts import Heading, button, line
from ui.parts.sheet import Sheet, side_by_side

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

QUESTIONS = (
    Question("assessor_role", "assessor_role", "details", "text", "Your role", hint="For example, social worker",
             filled="you"),
    Question("assessor_team", "assessor_team", "details", "text", "Your team", filled="you"),
    Question("assessor_email", "assessor_email", "details", "email", "Your work e-mail", filled="you",
             hint="Never a private address"),
    Question("assessor_phone", "assessor_phone", "details", "phone", "Number the carer can ring", filled="you",
             hint="Printed in the carer’s copy"),
    Question("manager_name", "manager_name", "details", "name", "Your manager’s name", filled="you",
             hint="Who agrees amounts and plans"),
    Question("manager_email", "manager_email", "details", "email", "Your manager’s e-mail", filled="you"),
)  # fmt: skip


TEAM = "assessor_team"
SET_FOR_YOU = "Set by the access lead, under Manage, then Teams and how you work"


class DetailsScreen(Sheet):
    """One page of fields, saved as they are filled in. `saving(future, again)`, `done()`."""

    saving = Signal(object, object)
    done = Signal()

    def __init__(self, caseload: Caseload, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=36, spacing=1.3)
        self._caseload = caseload
        self._details = caseload.settings.my_details
        self.add(Heading("Your details"))
        self.add(line(f"{caseload.me.name}. Given once, these stand in every record you begin.", "hint"))
        service = caseload.forms.newest("carer_conversation").question.get("setting")
        asked = (service, *QUESTIONS) if service is not None else QUESTIONS
        self._fields: list[Field] = []
        for question in asked:
            is_set = question.id == TEAM and bool(caseload.settings.my_team)
            made = field(replace(question, hint=SET_FOR_YOU) if is_set else question)
            made.show_value(self._details.get(question.id))
            made.set_read_only(is_set)
            made.answered.connect(self._answered)
            self._fields.append(made)
            self.add(made)
        done = button("Back to your records", "primary")
        done.clicked.connect(self._leave)
        self.add(side_by_side(done))

    def begin(self) -> None:
        """The keyboard goes to the first field."""
        self._fields[0].focus_first()

    def flush(self) -> None:
        """What was typed is kept now."""
        for one in self._fields:
            one.flush()

    def _answered(self, place: str, plain: Plain | None) -> None:
        self._details = {**self._details, place: str(plain)} if plain else self._without(place)
        self.saving.emit(self._keep(), self._keep)

    def _keep(self) -> Future[Any]:
        return self._caseload.settings.set_my_details(self._details)

    def _without(self, place: str) -> dict[str, str]:
        return {name: value for name, value in self._details.items() if name != place}

    def _leave(self) -> None:
        self.flush()
        self.done.emit()
