"""Who besides the council may read an answer; whatever is not marked for a reader is not theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carer_desktop.forms.question import AUDIENCES, Question


def may_see(question: Question, audience: str, values: Mapping[str, Any]) -> bool:
    """Whether *audience* may read this answer; *values* are those of the same row of a list, and of the form.

    The council's file holds everything that was asked, but for a private section, of which one line says whether
    it was asked. Any other reader sees only what is marked for them,
    and where the mark has a condition, only while that is certainly true (unknown is no). A reader
    nobody has heard of sees nothing. What the carer gets only when they ask for it (`carer_asked`) is not
    in an ordinary copy.

    >>> may_see(Question("risk", "risk", "s", "text", "Risk"), "carer", {})
    False
    """
    if audience == "council":
        return True
    if audience not in AUDIENCES or audience not in question.audience:
        return False
    return question.audience_when is None or question.audience_when.truth(values) is True
