"""What a manager asks about single answers, shown beside their fields until the record is sent again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from carer_desktop.assessment import Assessment
from carer_desktop.forms.question import Question
from carer_desktop.workflow.standing import sent_back
from ui.parts import Note

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload
    from carer_desktop.records.pathway import Comment


def comments_on(caseload: Caseload, assessment: Assessment) -> Mapping[str, tuple[Comment, ...]]:
    """The comments the practitioner is answering, by question; none but between a return and the next sending."""
    back = sent_back(assessment.history)
    if back is None:
        return {}
    found = caseload.moves.comments(assessment, back.revision)
    return {one.question: tuple(each for each in found if each.question == one.question) for one in found}


def comment_note(question: Question, comments: tuple[Comment, ...], parent: QWidget) -> Note:
    """What the manager asks about an answer; of a cell it is said which."""
    said = []
    for one in comments:
        column = question.column_by_id.get(one.column)
        said.append(f"{column.label}: {one.text}" if column is not None else one.text)
    return Note("The manager asks: " + "\n".join(said), parent)
