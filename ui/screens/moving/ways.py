"""What can be done with a record now: the main thing first, the rest quietly, and why not where it cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from carer_desktop.assessment import Assessment
from carer_desktop.workflow.standing import carer_must_be_told, carer_told, sent_to
from ui.parts import button, line
from ui.parts.flow import in_lines
from ui.parts.sheet import refill
from ui.parts.words import still_needed
from ui.screens.moving.asked import GATES
from ui.screens.moving.words import money
from ui.theme import em

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload, Possible

AGREE_OTHER = "agree_other"
DECIDING = (AGREE_OTHER, "return", "decline")
MAIN = (
    "authorise", "resume", "complete", "confirm", "tell_carer", "instruct", "export", "upload", "record", "close",
)  # fmt: skip
"""The order in which one of them is the main thing to do."""
_BLOCKED_SHOWN = ("complete", "authorise", "record", "instruct")
OWN_WORK = "You wrote in this record, so you do not decide on it: another manager does."


@dataclass(frozen=True, slots=True)
class Way:
    """One button: what it does, in words, what stands in its way, whether it is the main thing to do."""

    move: str
    words: str
    why_not: str = ""
    leads: bool = False


def ways(caseload: Caseload, assessment: Assessment, offered: Sequence[Possible]) -> list[Way]:
    """What this person could do with the record now, the main thing first."""
    found: list[Way] = []
    for possible in offered:
        found += _ways_of(caseload, assessment, possible)
    free = [each for each in found if not each.why_not]
    main = next(
        (way for name in MAIN for way in free if way.move == name and _leads_on(assessment, name)),
        None,
    )
    return ([replace(main, leads=True)] if main else []) + [each for each in found if each is not main]


def _leads_on(assessment: Assessment, move: str) -> bool:
    """Whether a move is a step forward now: an end before its time is none, nor is telling the carer twice.

    Nor is a decision made outside, where it was sent to somebody who decides on this laptop.
    """
    history = assessment.history
    if move == "record":
        return not sent_to(history)
    if move == "close":
        return assessment.stage == "uploaded"
    if move == "tell_carer":
        declined = assessment.stage == "declined" and not carer_told(history)
        return declined or carer_must_be_told(history)
    return True


def is_own_work(caseload: Caseload, assessment: Assessment, offered: Sequence[Possible]) -> bool:
    """Whether a manager sees a record that waits for a decision which is not theirs to make."""
    decides = any(each.move == "return" for each in offered)
    return assessment.stage == "completed" and "authoriser" in caseload.people.me.roles and not decides


def _ways_of(caseload: Caseload, assessment: Assessment, possible: Possible) -> list[Way]:
    move, why_not = possible.move, possible.why_not
    if move in GATES and _is_asked_for(caseload, assessment, move):
        why_not = ""  # what is missing is asked for when it is done
    elif why_not and move not in _BLOCKED_SHOWN:
        return []
    if move == "instruct" and why_not and not carer_must_be_told(assessment.history):
        return []
    if move != "authorise":
        return [Way(move, possible.words, why_not)]
    asked = _asked(caseload, assessment)
    agree = Way(move, f"Agree {money(asked)}" if asked is not None else "Agree", why_not)
    return [agree] if asked is None or why_not else [agree, Way(AGREE_OTHER, "Agree another amount or use")]


def _is_asked_for(caseload: Caseload, assessment: Assessment, move: str) -> bool:
    if move == "export":
        return caseload.moves.leads_to_export(assessment)
    return assessment.stage in ("uploaded", "exported") or move != "close"


def _asked(caseload: Caseload, assessment: Assessment) -> int | None:
    values = caseload.records.findings(assessment).values
    amount = values.get("proposed")
    return int(amount * 100) if values.get("budget_wanted") == "yes" and amount is not None else None


class Ways(QWidget):
    """`asked(way)` for a button; `check_asked()` for the link to what is still needed."""

    asked = Signal(object)
    check_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(em(0.6))

    def show_ways(self, found: list[Way], unmet: int) -> None:
        """These ways; *unmet* answers stand in the way of sending."""
        main = [each for each in found[:1] if each.leads]
        free = [each for each in found if not (each.why_not or each.leads)]
        refill(self._rows, [
            *(in_lines(self._button(each, "primary"), gap=0.5, parent=self) for each in main),
            *(self._blocked(each, unmet) for each in found if each.why_not),
            *(self._others(free)),
            *([] if found else [line("There is nothing for you to do with it now.", "hint", self)]),
        ])  # fmt: skip

    def _others(self, found: list[Way]) -> list[QWidget]:
        """The other ways of deciding, and beneath them what is rarely wanted."""
        deciding = [self._button(each, "") for each in found if each.move in DECIDING]
        rest = [self._button(each, "quiet") for each in found if each.move not in DECIDING]
        return [in_lines(*buttons, gap=0.5, parent=self) for buttons in (deciding, rest) if buttons]

    def _button(self, way: Way, role: str) -> QPushButton:
        made = button(way.words, role, self)
        made.clicked.connect(lambda: self.asked.emit(way))
        return made

    def _blocked(self, way: Way, unmet: int) -> QWidget:
        box = QWidget(self)
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.1))
        rows.addWidget(line(f"{way.words}: not yet", "strong", box))
        rows.addWidget(line(way.why_not, "hint", box))
        if way.move == "complete" and unmet:
            link = button(f"{still_needed(unmet)}: show what", "link", box)
            link.clicked.connect(self.check_asked)
            rows.addWidget(in_lines(link, gap=0.5, parent=self))
        return box
