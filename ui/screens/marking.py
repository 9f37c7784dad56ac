"""What stands at the head and foot of every page of a document, and whether safeguarding is kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from carer_desktop.forms.question import Question
from ui.background import SlowWork
from ui.fields import field
from ui.fields.wrap import check
from ui.parts import announce, line
from ui.parts.task_dialog import TaskDialog

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

QUESTION = Question(
    "marking", "marking", "settings", "text", "Marking at the head and foot of every page",
    hint="As your council marks its papers. Leave it empty for none.",
)  # fmt: skip
ANNEX = "Keep safeguarding in a document of its own"
ABOUT_ANNEX = (
    "The council’s file then says only that there may be one. The annex is made on the same window, for whoever looks "
    "into the concern. It is in no copy either way."
)


class MarkingDialog(TaskDialog):
    """For the access lead; it holds for everybody who works with these records."""

    help_page = "files"

    def __init__(self, caseload: Caseload, work: SlowWork, parent: QWidget | None = None) -> None:
        super().__init__("Marking and annex", "Keep these", work, parent)
        self._caseload = caseload
        self.marking = field(QUESTION, self)
        self.marking.show_value(caseload.exports.marking)
        self.annex = check(ANNEX, self)
        self.annex.setChecked(caseload.exports.annex)
        for widget in (self.marking, self.annex, line(ABOUT_ANNEX, "hint")):
            self.add(widget)
        self.fit()
        self.marking.focus_first()

    def _do(self) -> None:
        self.marking.flush()
        marking, annex = str(self.marking.answer or ""), self.annex.isChecked()
        self.run("Keeping it", lambda: self._caseload.exports.set_up(marking, annex), self._kept)

    def _kept(self, _: None) -> None:
        announce(self, "Kept")
        self.accept()
