"""Looking at a record before it goes, keeping it longer with a reason, and ending a review note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from carer_desktop.clock import day_words
from carer_desktop.forms.question import Choice, Question
from carer_desktop.records.retention import Due, Removal, ReviewStub, Rule
from carer_desktop.words import say
from ui.background import SlowWork
from ui.fields import field
from ui.fields.wrap import check
from ui.parts import Card, Note, announce, line
from ui.parts.task_dialog import TaskDialog
from ui.screens.due.words import budget_words

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

REBUILD = "Also remove the backups that hold it, and make a new one"
ENDS = (
    Choice("review_done", "The review is done"), Choice("handed_on", "It was handed on to somebody else"),
    Choice("not_needed", "No review is needed"),
)  # fmt: skip


class DueDialog(TaskDialog):
    """One job about a record whose time has come. `changed(words)` once it is done."""

    changed = Signal(str)

    def __init__(self, caseload: Caseload, work: SlowWork, title: str, go: str, parent: QWidget | None = None) -> None:
        super().__init__(title, go, work, parent)
        self._caseload = caseload

    def _finished(self, said: str) -> None:
        announce(self, said)
        self.changed.emit(said)
        self.accept()


class RemoveDialog(DueDialog):
    """What goes and what stays, seen before anything goes."""

    enter_goes = False

    def __init__(self, caseload: Caseload, work: SlowWork, looked_at: Removal, parent: QWidget | None = None) -> None:
        super().__init__(caseload, work, f"Remove {looked_at.reference} from this laptop", "Remove it now", parent)
        self._looked_at = looked_at
        name = looked_at.carer or "Carer not named"
        self.add(line(f"{name}  ·  {say('stage', looked_at.stage)}", "strong"))
        goes = Card("What goes")
        for kind, number in looked_at.goes.items():
            if number:
                goes.add(line(f"{number} {say('goes', kind)}", "body", goes))
        self.add(goes)
        where, counted, backups = caseload.retention.told(looked_at)
        stays = Card("What stays")
        for words in (*([where, *stays_words(looked_at.stub)] if looked_at.stub else []), counted):
            stays.add(line(words, "body", stays))
        self.add(stays)
        for words in (*([] if looked_at.stub else [where]), backups):
            self.add(line(words, "body"))
        self.rebuild: QCheckBox = check(REBUILD, self)
        self.add(self.rebuild)
        self.add(Note("This cannot be taken back."))
        self.fit()

    def _do(self) -> None:
        rebuild = self.rebuild.isChecked()
        self.run("Removing", lambda: self._remove(rebuild), lambda said: self._finished(" ".join(said)))

    def _remove(self, rebuild: bool) -> tuple[str, ...]:
        backups = self._caseload.backups
        if rebuild:
            backups.check_rebuild()
        return self._caseload.retention.remove(self._looked_at, backups.rebuild if rebuild else None)


class KeepDialog(DueDialog):
    """Why a record whose time has come stays longer."""

    def __init__(self, caseload: Caseload, work: SlowWork, due: Due, parent: QWidget | None = None) -> None:
        super().__init__(caseload, work, f"Keep {due.holding.reference} longer", "Keep it", parent)
        self._due = due
        reasons = tuple(Choice(key, words) for key, words in caseload.retention.reasons().items())
        asked = Question("why", "why", "due", "choice", "Why does it stay?", choices=reasons, required="C")
        self.why = field(asked, self)
        self.add(self.why)
        self.add(line("Its time then counts anew from today. The reason is written into the log.", "hint"))
        self.fit()
        self.why.focus_first()

    def _do(self) -> None:
        why = self.why.answer
        self.why.show_problem(None if why else "Select why it stays")
        if not why:
            announce(self, self.why.problem, urgent=True)
            return
        retention, record, reason = self._caseload.retention, self._due.holding.id, str(why)
        self.run("Keeping it", lambda: retention.keep(record, reason), lambda _: self._finished("It is kept"))


class NoteDialog(DueDialog):
    """How a review note ends."""

    enter_goes = False

    def __init__(self, caseload: Caseload, work: SlowWork, stub: ReviewStub, parent: QWidget | None = None) -> None:
        super().__init__(caseload, work, "Take out this review note", "Take it out", parent)
        self._stub = stub
        for words in stays_words(stub):
            self.add(line(words, "body"))
        asked = Question("how", "how", "due", "choice", "Why is it not needed?", choices=ENDS, required="C")
        self.how = field(asked, self)
        self.add(self.how)
        self.fit()
        self.how.focus_first()

    def _do(self) -> None:
        how = self.how.answer
        self.how.show_problem(None if how else "Select why it is not needed")
        if not how:
            announce(self, self.how.problem, urgent=True)
            return
        retention, id, why = self._caseload.retention, self._stub.id, str(how)
        self.run("Taking it out", lambda: retention.finish_stub(id, why), lambda _: self._finished("It is taken out"))


class TimeDialog(DueDialog):
    """Another time for a kind of record."""

    def __init__(self, caseload: Caseload, work: SlowWork, rule: Rule, parent: QWidget | None = None) -> None:
        super().__init__(caseload, work, rule.title, "Keep this time", parent)
        self._rule = rule
        asked = Question(
            "after", "after", "due", "whole", f"How many {rule.unit}, counted from {rule.counted_from}", required="C",
            hint=f"From {rule.least} to {rule.most}",
        )  # fmt: skip
        self.after = field(asked, self)
        self.after.show_value(rule.after)
        self.add(self.after)
        self.fit()
        self.after.focus_first()

    def _do(self) -> None:
        self.after.flush()
        after, rule = self.after.answer, self._rule
        right = isinstance(after, int) and rule.least <= after <= rule.most
        words = f"It must be a whole number from {rule.least} to {rule.most}"
        self.after.show_problem(None if right else words)
        if not isinstance(after, int) or not right:
            announce(self, words, urgent=True)
            return
        retention = self._caseload.retention
        self.run("Keeping it", lambda: retention.set_time(rule.kind, after).result(), lambda _: self._finished("Kept"))


def stays_words(stub: ReviewStub) -> list[str]:
    """What a review note says, one line each."""
    found = f"Mosaic ID {stub.mosaic_id}" if stub.mosaic_id else "No Mosaic ID"
    said = [f"{found}, initials {stub.initials or 'none'}"]
    if stub.review_due:
        said.append(f"Review due on {day_words(stub.review_due)}")
    said.append(f"Safe contact: {stub.safe_contact}")
    if stub.budgets:
        said.append(f"Agreed: {budget_words(stub.budgets)}")
    if stub.document_title:
        said.append(f"On Mosaic as “{stub.document_title}”")
    return said
