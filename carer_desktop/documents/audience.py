"""Who besides the council may read an answer; whatever is not marked for a reader is not theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from carer_desktop.forms.question import AUDIENCES, Form, Question

READERS = ("council", "purchase", "carer", "cared_for", "safeguarding")
"""Whom a document can be made for; the last is the safeguarding annex, for whoever looks into a concern."""
SAFEGUARDING = "safeguarding"
"""The section of the annex, and the reader of it."""
REACHING_THE_CARER = "contact"
"""What the carer ticks to have in their copy how they can be reached safely: the purchase page needs it in any case,
so that its marks have no condition of their own."""
_REPEATS = {
    "elig_why": ("role", "wellbeing", "impact", "outcomes"),
    "plan_coverage": ("outcomes",),
    "decision_amount": ("budget",),
    "decision_use": ("budget", "plan"),
    "decision_reason": ("budget", "plan"),
}
"""What repeats answers of other sections: when the carer leaves one of those out it goes as well."""


_WHOSE = (
    "carer_title", "carer_first", "carer_last", "carer_dob", "carer_mosaic_id", "conv_date", "rev_date",
    "assessor_name", "assessor_role", "assessor_team", "assessor_phone",
)  # fmt: skip
"""What the annex says of whose record it is and who wrote it."""


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
    if audience == SAFEGUARDING:
        return question.section == SAFEGUARDING
    if audience not in AUDIENCES or audience not in question.audience:
        return False
    return question.audience_when is None or question.audience_when.truth(values) is True


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader of one record, with what the carer said about copies.

    *asked* is what the carer ticked to have in their own copy although it could harm them (nothing unless it is
    safe to write to them), *left_out* are the sections they want left out of it, *given* those that the copy for
    the person they care for may hold: it starts empty. *names* are the questions that give the carer's name.
    *annex*: what is said of safeguarding stands in a document of its own and not in the council's file.
    """

    audience: str
    asked: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    annex: bool = False

    def withheld(self, question: Question, values: Mapping[str, Any], filled: bool = False) -> str:
        """Why this reader does not get an answer, as a word of `words.toml`; empty when they do.

        *filled*: nobody gave it, the program drew it from other answers.
        """
        if self.audience == "council":
            return "annex" if self.annex and question.section == SAFEGUARDING else ""
        if self.audience == SAFEGUARDING:
            return "" if question.section == SAFEGUARDING or question.id in _WHOSE else "not_safeguarding"
        if self.audience == "carer":
            return self._from_the_carer(question, values, filled)
        if not may_see(question, self.audience, values):
            return "purchase" if self.audience == "purchase" else "cared_for"
        ticked = question.section in self.given or (self.given and question.id in self.names)
        return "" if ticked or self.audience != "cared_for" else "not_ticked"

    def _from_the_carer(self, question: Question, values: Mapping[str, Any], filled: bool) -> str:
        if not {"carer", "carer_asked"} & set(question.audience):
            return "council"
        if question.section in self.left_out or self.left_out & set(_REPEATS.get(question.id, ())):
            return "left_out"
        if filled and self.left_out and question.default_from:
            return "left_out"
        if may_see(question, "carer", values):
            return ""
        if "carer_asked" not in question.audience:
            return "not_agreed"
        ticked = question.audience_when is not None or "." in question.key or REACHING_THE_CARER in self.asked
        return "" if self.asked and ticked and may_see(question, "carer_asked", values) else "asked"


def reader(form: Form, audience: str, values: Mapping[str, Any], annex: bool = False) -> Reader:
    """The reader of a record with these values: what is unknown counts as no."""
    safe = values.get("contact_safe") == "yes"
    return Reader(
        audience,
        asked=_ticks(values, "copy_include") if safe else frozenset(),
        left_out=_ticks(values, "copy_leave_out"),
        given=_ticks(values, "copy_cared_for") if "cared_for" in _ticks(values, "copies") else frozenset(),
        names=form.check_questions,
        annex=annex,
    )


def _ticks(values: Mapping[str, Any], question: str) -> frozenset[str]:
    found = values.get(question)
    return frozenset(found) - {"none"} if isinstance(found, list | tuple) else frozenset()
