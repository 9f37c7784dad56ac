"""One move as one transaction: its history row, what it freezes or begins, the facts and comments that belong to it.

What must hold is looked at here once more, in the transaction itself: that nobody has moved the record since, that
nobody decides on what they wrote, and that a decision is over the content that was completed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from carer_desktop.assessment import Entry, Move
from carer_desktop.errors import Refused
from carer_desktop.records.audit import Event, Log
from carer_desktop.records.kept import Revision
from carer_desktop.records.move import DECISIONS
from carer_desktop.records.pathway import Comment
from carer_desktop.sealing import keys
from carer_desktop.sealing.chance import random_id
from carer_desktop.store import entries, history, people, revisions, rows, slots
from carer_desktop.store.audit import Pen
from carer_desktop.store.engine import Connection

OUTSIDER = "name:"
"""Before the folded name of a manager who has no place in this vault."""
ANSWERS = "answers"
"""What the row of a completed version says: the number of the last answer in it."""


@dataclass(frozen=True, slots=True)
class Making:
    """A move to be made, with all that belongs to it; *seen* is how many rows the history had when it was looked at."""

    assessment: str
    reference: str
    seen: int
    answered: int
    move: Move
    freeze: bytes | None = None
    new_version: bool = False
    facts: tuple[Entry, ...] = ()
    comments: tuple[Comment, ...] = ()


def authors(connection: Connection, assessment: str, upto: int | None = None) -> frozenset[str]:
    """Everybody who wrote in the record, in any version, and who began it; facts of moves are not writing.

    *upto* is the number of the last answer that counts.
    """
    found = connection.execute(
        """SELECT DISTINCT by FROM entries WHERE assessment = ? AND source <> 'moved' AND sequence <= ?
            UNION SELECT created_by FROM assessments WHERE id = ?""",
        (assessment, 2**62 if upto is None else upto, assessment),
    )
    return frozenset(row[0] for row in found)


def manager_named(connection: Connection, name: str) -> str:
    """Who is meant by a manager's name: the id of one of the people here, else the folded name of an outsider."""
    for person in people.all_(connection):
        if slots.same_name(person.name, name):
            return person.id
    return OUTSIDER + " ".join(name.split()).casefold()


def make(connection: Connection, log: Log, pen: Pen, making: Making) -> Move:
    """Make the move, in the transaction that is open, and give its row; Refused with nothing done."""
    _check_seen(connection, making)
    move, record = making.move, making.assessment
    newest = revisions.current(connection, record)
    if making.freeze is not None:
        says = {**move.says, ANSWERS: str(making.answered)}
        move = replace(move, content_sha256=revisions.complete(connection, newest.id, making.freeze), says=says)
    elif making.new_version:
        revisions.add(connection, Revision(random_id(), record, newest.number + 1, newest.id))
        newest = revisions.current(connection, record)
    if move.move in DECISIONS:
        _check_decision(connection, making, newest)
    move = replace(move, revision=newest.number)
    if move.move != "record":
        message = history.signed_part(pen.vault, record, making.seen + 1, move)
        move = replace(move, signature=keys.sign(pen.signing, message))
    history.append(connection, record, move)
    _keep_facts(connection, record, making.facts)
    for comment in making.comments:
        rows.add(connection, comment)
    log(_event(making, move))
    return move


def give_facts(connection: Connection, assessment: str, seen: int, facts: tuple[Entry, ...]) -> None:
    """Keep facts that are given by themselves, between two moves."""
    if len(history.of(connection, assessment)) != seen:
        raise _moved_on()
    _keep_facts(connection, assessment, facts)


def check(connection: Connection, vault: str, assessment: str) -> Iterator[str]:
    """What is wrong with the history of a record, one line each: signatures, content, and who decided."""
    held = {each.number: each.sha256 for each in revisions.of(connection, assessment)}
    upto: int | None = None
    keys_of = people.signing_keys(connection)
    for number, move in enumerate(history.of(connection, assessment), 1):
        if move.signature is not None:
            message = history.signed_part(vault, assessment, number, move)
            if not any(keys.signed_by(public, move.signature, message) for public in keys_of.get(move.by, [])):
                yield f"Step {number} of the history is not signed by who is named in it"
        elif move.move in DECISIONS and move.move != "record":
            yield f"Step {number} of the history is a decision without a signature"
        if move.content_sha256 and move.revision and held.get(move.revision) != move.content_sha256:
            yield f"Step {number} of the history is over content that was never completed"
        upto = int(move.says[ANSWERS]) if ANSWERS in move.says else upto
        if move.move in DECISIONS and move.manager in authors(connection, assessment, upto):
            yield f"Step {number} of the history is a decision by somebody who wrote in the record"


def _check_seen(connection: Connection, making: Making) -> None:
    if len(history.of(connection, making.assessment)) != making.seen:
        raise _moved_on()
    if making.freeze is not None and entries.last_sequence(connection, making.assessment) != making.answered:
        raise _moved_on()


def _check_decision(connection: Connection, making: Making, newest: Revision) -> None:
    move = making.move
    if not move.manager or move.manager in authors(connection, making.assessment):
        raise Refused("Nobody decides on what they wrote themselves", making.reference, "Another manager decides.")
    if newest.sha256 is None or move.content_sha256 != newest.sha256:
        raise Refused("A decision is over the version that was sent", making.reference, "Open the record again.")


def _keep_facts(connection: Connection, assessment: str, facts: tuple[Entry, ...]) -> None:
    last = entries.last_sequence(connection, assessment)
    entries.append(connection, [replace(fact, sequence=last + number) for number, fact in enumerate(facts, 1)])


def _event(making: Making, move: Move) -> Event:
    says: dict[str, int | str] = {"move": move.move, "stage": move.stage}
    if move.amount_pence is not None:
        says["pence"] = move.amount_pence
    if move.content_sha256:
        says["content"] = move.content_sha256
    return Event("record_moved", move.at, making.assessment, making.reference, move.revision, says)


def _moved_on() -> Refused:
    return Refused("This record has moved on since you looked at it", mend="Open it again.")
