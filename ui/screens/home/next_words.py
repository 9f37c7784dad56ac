"""What is next, as people say it: how many there are of each kind, and the two parts of a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from carer_desktop.caseload.todo import Task, is_next
from carer_desktop.words import say
from carer_desktop.workflow.clocks import on_day


def counted(tasks: Sequence[Task], today: date) -> str:
    """How many there are of each kind, in words and in the order of the rows; what is not next is left out.

    >>> waits = Task("referral", "1", "", "Ann Example")
    >>> call = Task("promised", "2", "", "Bo Example", due=date(2026, 11, 22))
    >>> counted([call, waits, waits], date(2026, 11, 22))
    '1 call promised for today, 2 waiting for a conversation'
    """
    found: dict[str, int] = {}
    for task in (one for one in tasks if is_next(one, today)):
        before = task.kind == "visit" and task.due is not None and task.due < today
        kind = "promised_today" if _now(task, today) else "visit_before" if before else task.kind
        found[kind] = found.get(kind, 0) + 1
    return ", ".join(f"{number} {_noun(kind, number)}" for kind, number in found.items())


def folded_words(number: int) -> str:
    """How many things are next, where they themselves are not shown; nothing for none.

    >>> folded_words(1), folded_words(3), folded_words(0)
    ('1 thing is for you to do.', '3 things are for you to do.', '')
    """
    if number == 1:
        return "1 thing is for you to do."
    return f"{number} things are for you to do." if number else ""


def row_words(task: Task, today: date) -> tuple[str, str]:
    """Whom it is about, and what is to be done until when."""
    says_it_all = task.kind in ("payment", "review") and task.words
    parts = [task.words if says_it_all else _visit_words(task, today) or say("todo", task.kind)]
    if task.urgent:
        parts.insert(0, "Urgent")
    if task.due is not None and not says_it_all and task.kind != "visit":
        parts.append(f"due {on_day(task.due, today)}")
    if task.words and task.kind in ("visit", "referral", "request"):
        parts.append(task.words)
    parts += [task.reference] if task.reference else []
    return task.who or "Carer not named yet", "  ·  ".join(parts)


def _visit_words(task: Task, today: date) -> str:
    """A visit of another day than today."""
    if task.kind != "visit" or task.due is None or task.due == today:
        return ""
    day = on_day(task.due, today)
    return f"Visit on {day}" if task.due > today else f"Visit of {day}: say whether it was made"


def _now(task: Task, today: date) -> bool:
    return task.kind == "promised" and task.due is not None and task.due <= today


def _noun(kind: str, number: int) -> str:
    one, _, more = say("todo_count", kind).partition("|")
    return one if number == 1 else more or one
