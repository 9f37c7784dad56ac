"""The verbs of the way from a draft to finished: making a move, and what one does next."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from carer_desktop.errors import Refused, StillToGive
from carer_desktop.terminal import answers_of, at_vault, listed, may_say_why, opened, print_json, tell, verb

_MOST_NAMED = 6


def add_verbs(verbs: Any) -> None:
    """`advance` and `todo`."""
    advance = verb(verbs, "advance", _advance, "make a move of a record, such as complete, authorise or record", True)
    at_vault(advance)
    advance.add_argument("id", metavar="ID")
    advance.add_argument("move", metavar="MOVE", help="one of those below")
    advance.lists.append(_moves)
    advance.add_argument("--amount", metavar="POUNDS", help="the amount agreed, where it is not the one asked for")
    advance.add_argument("--use", default="", metavar="TEXT", help="what it may be used for, where that is changed")
    advance.add_argument("--reason", default="", metavar="TEXT")
    advance.add_argument("--comment", action="append", default=[], metavar="QUESTION=TEXT")
    advance.add_argument("--answers", type=Path, metavar="FILE", help="the facts that belong to the move")
    advance.add_argument(
        "--decision", choices=("authorise", "return", "decline"), help="what a manager decided outside"
    )
    advance.add_argument("--to", default="", metavar="WHOM", help="a manager’s name, team:NAME or folder:NAME")
    advance.add_argument("--state", default="", help="what happened to the payment")
    advance.add_argument("--on", metavar="YYYY-MM-DD", help="the day it happened, where that is not today")
    advance.add_argument("--reference", default="", help="what finds the manager’s words again")
    advance.add_argument("--second", action="store_true", help="a second person decides too")
    may_say_why(advance)
    at_vault(verb(verbs, "todo", _todo, "what you do next, urgent first and then soonest due", json_too=True))


def _moves() -> str:
    from carer_desktop.workflow.moves import moves, rules

    says = {move: dict.fromkeys(rule.says for rule in rules() if rule.id == move) for move in moves()}
    words = {move: ", or: ".join(each) for move, each in says.items()}
    return listed("The moves, and what the window calls them", words)


def _advance(args: argparse.Namespace) -> None:
    from carer_desktop.caseload import With

    given = With(
        amount=args.amount,
        use=args.use,
        reason=args.reason,
        facts=answers_of(args.answers) if args.answers else {},
        comments=tuple(_comment(text) for text in args.comment),
        to=args.to,
        decision=args.decision or "",
        state=args.state,
        on=_day(args.on),
        reference=args.reference,
        second=args.second,
    )
    with opened(args) as caseload:
        if given.to and ":" not in given.to:
            given = replace(given, to=caseload.people.find(given.to).id)
        record = caseload.records.open(args.id, args.why)
        try:
            after = caseload.moves.make(record, args.move, given)
        except StillToGive as error:
            raise Refused(error.what, error.where, _how_to_give(error, record.reference)) from error
        stays = f"The move is made: {record.reference} is {after.stage}."
        if args.json:
            signed = after.history[-1].content_sha256
            print_json({"id": after.id, "stage": after.stage, "content_sha256": signed}, stays=stays)
        else:
            tell(after.stage, stays=stays)


def _how_to_give(error: StillToGive, reference: str) -> str:
    """The questions that are wanting by their ids, and the command that takes their answers."""
    ids = error.questions
    named = ", ".join(ids[:_MOST_NAMED]) + (f" and {len(ids) - _MOST_NAMED} more" if len(ids) > _MOST_NAMED else "")
    if error.with_it:
        return f"Give {named} with --answers FILE."
    return f"Answer {named} first: fill --id {reference} --answers FILE."


def _todo(args: argparse.Namespace) -> None:
    from carer_desktop.text import shortened
    from carer_desktop.words import say

    with opened(args) as caseload:
        tasks = caseload.todo.mine()
    if args.json:
        print_json(
            [
                {
                    "kind": task.kind,
                    "id": task.subject,
                    "reference": task.reference,
                    "carer": task.who,
                    "text": task.words,
                    "due_on": task.due.isoformat() if task.due else None,
                    "urgent": task.urgent,
                }
                for task in tasks
            ]
        )
        return
    for task in tasks:
        urgent = "urgent  " if task.urgent else ""
        who = shortened(task.who) or "Carer not named yet"
        tell(f"{urgent}{say('todo', task.kind)}: {who} {task.reference}  {task.words}".rstrip())


def _comment(text: str) -> tuple[str, str]:
    place, sign, words = text.partition("=")
    if not sign:
        raise Refused(
            "A comment is written as QUESTION=TEXT", mend="For example: --comment health_detail=“Since when?”"
        )
    return place, words


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"“{text}” is not a day", mend="Write it as 2026-11-22.") from None
