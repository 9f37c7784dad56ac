"""Notes to paste elsewhere about the open record: made from what is known, changed where it has to be, and copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from carer_desktop.assessment import Assessment
from carer_desktop.words import say
from carer_desktop.workflow.standing import decided
from ui.background import SlowWork
from ui.parts import line
from ui.parts.copying import CopyBlock
from ui.parts.task_dialog import TaskDialog

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

NAMES = ("picking_up", "interim_note", "progress_note", "case_note")
ABOUT = (
    "Change a note where you have to, then copy it. This program sends nothing, and what you copied is taken back from "
    "the clipboard after a minute. The progress note says nothing of the carer’s health."
)


class NotesDialog(TaskDialog):
    """One block for each note; the case note once a manager has decided."""

    help_page = "sending"

    def __init__(self, caseload: Caseload, work: SlowWork, record: Assessment, parent: QWidget | None = None) -> None:
        super().__init__(f"Notes to paste: {record.reference}", "", work, parent)
        self.add(line(ABOUT, "body"))
        self.blocks: list[CopyBlock] = []
        for name in NAMES if decided(record.history) else NAMES[:-1]:
            text = caseload.checklist.text(record, name)
            if text:
                self.blocks.append(CopyBlock(say("paste", name), text, self))
                self.add(self.blocks[-1])
        self.show_done()
        if self.blocks:
            self.blocks[0].copy_button.setFocus()
