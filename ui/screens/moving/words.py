"""What the page says of a record's way: who did what and when, what changed, in words and word by word."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from html import escape
from typing import Any

from carer_desktop.assessment import Assessment
from carer_desktop.clock import day_words
from carer_desktop.compare import Change
from carer_desktop.forms.question import Form, Question
from carer_desktop.records.move import DECISIONS, Move
from carer_desktop.words import say
from carer_desktop.workflow import moves as workflow
from carer_desktop.workflow.deciders import FOLDER, TEAM
from carer_desktop.workflow.standing import sent_to
from ui.fields.words import answer_words

STRUCK = "Struck out: taken out. Underlined: new."
STATES = {"done": "✓ Done", "now": "● Here now", "to_come": "○ To come"}


def money(pence: int) -> str:
    """Pence as pounds.

    >>> money(30050), money(125000)
    ('£300.50', '£1,250.00')
    """
    return f"£{pence / 100:,.2f}"


def to_words(to: str, names: Mapping[str, str]) -> str:
    """To whom something was sent.

    >>> to_words("folder:Virtual worker carer", {}), to_words("m1", {"m1": "Mia Example"}), to_words("", {})
    ('the folder Virtual worker carer', 'Mia Example', '')
    """
    if to.startswith(TEAM):
        return f"the managers of {to.removeprefix(TEAM)}"
    if to.startswith(FOLDER):
        return f"the folder {to.removeprefix(FOLDER)}"
    return names.get(to, "")


def moment(at: datetime) -> str:
    """A day and the time of the clock on the wall."""
    here = at.astimezone()
    return f"{day_words(here)}, {here:%H:%M}"


def step_words(move: Move, names: Mapping[str, str]) -> str:
    """One row of the history in a line or two: what, by whom, when, how much, why."""
    whom = to_words(move.says.get("to", ""), names)
    what = workflow.done(move.move) + (f": {whom}" if whom else "")
    if move.move == "payment":
        what = f"{what}: {workflow.payment_states().get(move.says.get('state', ''), '')}"
    if move.move == "record":
        what = f"{what}: {say('stage', move.stage)}"
    if move.move in DECISIONS and move.amount_pence is not None:
        what = f"{what}, {money(move.amount_pence)}"
    if move.says.get("second") == "first":
        what = f"{what}. A second manager decides too"
    who = names.get(move.by, "somebody no longer here")
    said = f"{what}. {who}, {say('role', move.role).lower()}, {moment(move.at)}."
    return f"{said}\n“{move.note}”" if move.note else said


def stands(assessment: Assessment, names: Mapping[str, str], free: Collection[str]) -> str:
    """Where it stands, in a sentence or two, and what holds its answers; *free* are the moves this person can make."""
    stage = assessment.stage
    if stage == "draft":
        return "You can change every answer." if assessment.revision == 1 else VERSION.format(assessment.revision)
    last = assessment.history[-1]
    if stage == "returned":
        who = names.get(last.by, "the manager")
        return f"{who} has sent it back with questions. Change what is asked, then send it again."
    if "return" in free:
        return TO_DECIDE
    whom = to_words(sent_to(assessment.history), names) if stage == "completed" else ""
    to = f": {whom}" if whom else ""
    back = f" {TAKE_BACK}" if "take_back" in free else ""
    return f"{say('stage', stage)}{to}. {LOCKED.get(stage, LOCKED_AFTER)}{back}"


TO_DECIDE = "You cannot change the answers. To have one changed, comment on it and send the record back."
TAKE_BACK = "To change one, take it back."
VERSION = "This is version {}. You can change every answer, then send it again."
LOCKED_AFTER = (
    "The answers cannot be changed: they are what the manager decided on. To change one, make a new version; "
    "for a name, an address or the carer’s words, add a correction."
)
LOCKED = {
    "completed": "The answers cannot be changed while a manager decides on them.",
    "withdrawn": "The answers are kept as they were, and nothing more is done.",
}


def place_words(form: Form, place: str, answers: Mapping[str, Any]) -> str:
    """The question at a place; for an entry of a list also which entry."""
    name, _, cell = place.partition("/")
    question = form.question[name]
    if not cell:
        return question.label
    item, _, column = cell.partition("/")
    asked = question.column_by_id.get(column)
    rows = answers.get(name)
    at = next((n for n, row in enumerate(rows, 1) if row["id"] == item), 0) if isinstance(rows, list) else 0
    which = f"{question.label}, entry {at}" if at else f"{question.label}, an entry that is gone"
    return f"{which}: {asked.label}" if asked is not None else which


def question_at(form: Form, place: str) -> Question:
    """The question, or the column of a list, at a place."""
    name, _, cell = place.partition("/")
    question = form.question[name]
    return question.column_by_id.get(cell.partition("/")[2], question) if cell else question


def change_words(form: Form, change: Change) -> str:
    """A change as a screen reader says it: before and now, or the text with what was taken out and added."""
    if change.words:
        return _marked(change, "[taken out: {}]", "[new: {}]", str)
    return f"Before: {_answer(form, change.place, change.before)}. Now: {_answer(form, change.place, change.after)}."


def change_html(form: Form, change: Change) -> str:
    """The same to look at: struck out and underlined; every word of a person is escaped."""
    if not change.words:
        return escape(change_words(form, change))
    return _marked(change, "<s>{}</s>", "<u><b>{}</b></u>", escape).replace("\n", "<br>")


def _marked(change: Change, gone: str, new: str, put: Callable[[str], str]) -> str:
    """The text with its marks; the space around a run stands outside them, and two marks do not touch."""
    said, touches = "", False
    for each in change.words:
        words = put(each.text.strip())
        if each.kind == "same" or not words:
            said += "" if each.kind == "gone" else put(each.text)
            touches = False
            continue
        before, after = each.text[: -len(each.text.lstrip())], each.text[len(each.text.rstrip()) :]
        apart = " " if touches and not before else ""
        said += f"{before}{apart}{(gone if each.kind == 'gone' else new).format(words)}{after}"
        touches = not after
    return said.strip()


def _answer(form: Form, place: str, plain: Any) -> str:
    if isinstance(plain, tuple):
        return "1 entry" if len(plain) == 1 else f"{len(plain)} entries"
    return answer_words(question_at(form, place), plain)
