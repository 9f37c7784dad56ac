"""A vault with very many records, for the rows of load: built at once, measured elsewhere.

`python -m tests.bench.many FILE COUNT` puts the records into a vault. In a process of its own, because SQLCipher, once
a connection asked for it, locks and wipes every piece of memory of its process: most of the work of a build.
"""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from carer_desktop.assessment import Assessment, Entry, Move
from carer_desktop.caseload import Caseload
from carer_desktop.caseload.searching import TYPED
from carer_desktop.forms import library
from carer_desktop.records.carer import Card, Carer
from carer_desktop.sealing import keys
from carer_desktop.sealing.chance import random_id, reference
from carer_desktop.store import (
    Connection,
    assessments,
    carers,
    cases,
    chain,
    engine,
    entries,
    history,
    moment,
    people,
    slots,
)
from tests.bench.case import CHEAP, CONVERSATION, PASSPHRASE, demo_answers

ROOT = Path(__file__).parents[2]
NAME = "Sam Example"
BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANSWERS = 60
WORDS = [
    "because", "brother", "daughter", "evening", "heating", "hoist", "kitchen", "letter", "medicine", "morning",
    "never", "night", "often", "rent", "respite", "shower", "sister", "sleep", "stairs", "supper", "taxi", "tired",
    "ward", "washing", "weekend", "work", "worry",
]  # fmt: skip
ORDINARY, SELDOM = "boiler", "heliotrope"
"""One word stands in an answer of every tenth record, the other in one answer of the record saved first."""
FIRST = ["Ada", "Ben", "Cora", "Dev", "Ema", "Finn", "Gus", "Hal", "Ines", "Jude", "Kit", "Lena", "Moses", "Nia"]
LAST = ["Example", "Invented", "Madeup", "Sample", "Specimen", "Pretend", "Imagined", "Dummy"]


@dataclass(frozen=True, slots=True)
class Many:
    """How much of it there is; each record has 60 answers, and each answer a row in the log."""

    records: int
    people: int = 25


SIZES = {"short": Many(2_000), "full": Many(10_000)}


def build(file: Path, many: Many) -> None:
    """The vault, closed: the demo case, and beside it records begun and answered by people of one team."""
    caseload = Caseload.create(file, NAME, ["assessor", "keeper", "authoriser"], PASSPHRASE, kdf=CHEAP)
    for number in range(1, many.people):
        caseload.people.add(f"Colleague {number} Example", ["assessor"], f"{PASSPHRASE} {number} quay", False)
    first = caseload.records.fill(CONVERSATION, demo_answers(), known=False)
    caseload.places.keep(first.assessment.id, "role", None).result()
    for person in caseload.people.all():
        caseload.settings.set(f"details.{person.id}", {cases.TEAM: "North"}).result()
    caseload.close()
    subprocess.run([sys.executable, "-m", __name__, str(file), str(many.records - 1)], check=True, cwd=ROOT)


def drafts(caseload: Caseload) -> list[Card]:
    """The records that can be answered: those of whoever signed in. The others were sent to them as the manager."""
    return [card for card in caseload.records.all() if card.stage == "draft"]


def keys_of(file: Path) -> tuple[slots.Unlocked, str]:
    """What the person's slot opens, and the database's key as SQLCipher takes it."""
    key_file = slots.read(file)
    opened = slots.attempt(key_file, NAME, PASSPHRASE)
    assert opened is not None
    return opened[0], f"x'{opened[0].database_key.hex()}{key_file.database_salt.hex()}'"


def put_in(file: Path, count: int) -> None:
    """So many records like the one that is there, each with its answers and their rows in the log."""
    unlocked, key = keys_of(file)
    connection = engine.driver().connect(str(file), isolation_level=None)
    connection.set_key(key)
    for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -200000"):
        connection.execute(f"PRAGMA {setting}").fetchall()
    first = assessments.one(connection, assessments.cards(connection)[0].id)
    assert first is not None
    everybody = [person.id for person in people.all_(connection)]
    form = library.find(CONVERSATION)
    given = {name: answer for name, answer in demo_answers().items() if isinstance(answer, str)}
    typed = [name for name in given if form.by_key[name].type in TYPED]
    answered = {**dict.fromkeys(typed, ""), **given}
    asked = {name: "" if name in typed else answered[name] for name in list(answered)[:ANSWERS]}
    with engine.transaction(connection):
        made = [_record(first, asked, everybody, number) for number in range(count)]
        _keep(connection, keys.sub_key(unlocked.vault_key, keys.AUDIT), made)
    connection.execute("DELETE FROM unlogged")
    connection.close()


def _record(
    like: Assessment, asked: dict[str, str], everybody: list[str], number: int
) -> tuple[Carer, Assessment, list[Entry]]:
    """One record with its carer and its answers, a text where none is given; the same number gives the same words."""
    chance = random.Random(number)
    by, at = everybody[number % len(everybody)], BEGAN + timedelta(minutes=20 * number)
    carer = Carer(random_id(), f"{chance.choice(FIRST)} {chance.choice(LAST)} {number}")
    record = replace(
        like, id=random_id(), reference=reference(), carer_id=carer.id, created_at=at, created_by=by, saved_at=at
    )
    answers = {name: kept or _words(chance, 4 + (17 * place) % 30) for place, (name, kept) in enumerate(asked.items())}
    answers["out_home_now"] += f" {SELDOM}" * (number == 0) + f" {ORDINARY}" * (number % 10 == 0)
    made = [
        Entry(random_id(), record.id, name, None, None, answer, by, at + timedelta(seconds=place), place)
        for place, (name, answer) in enumerate(answers.items(), 1)
    ]
    return carer, record, made


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(WORDS, k=count)).capitalize() + "."


def _keep(connection: Connection, key: bytes, made: list[tuple[Carer, Assessment, list[Entry]]]) -> None:
    """The rows that the store writes one by one, each kind in one go; the chain of the log is made as it makes it."""
    for carer, record, _ in made:
        carers.add(connection, carer)
        assessments.add(connection, record)
    answers = [(entry, record) for _, record, those in made for entry in those]
    into = f"INSERT INTO entries ({entries._COLUMNS}) VALUES ({', '.join('?' * 11)})"
    connection.executemany(into, (entries._as_row(entry) for entry, _ in answers))
    for _, record, _ in made:
        if record.created_by != made[0][1].created_by:
            history.append(connection, record.id, Move("complete", "completed", record.created_at, NAME, "assessor"))
    last = chain.head(connection)
    assert last is not None
    rows, mac = [], last.mac
    for number, (entry, record) in enumerate(answers, last.sequence + 1):
        row = (number, moment.written(entry.at), entry.by, "assessor", "record_viewed", record.id, record.reference)
        mac = chain.mac_of(key, mac, (*row, 1, "{}"))
        rows.append((*row, 1, "{}", mac))
    connection.executemany(f"INSERT INTO audit ({chain.COLUMNS}, mac) VALUES ({', '.join('?' * 10)})", rows)


if __name__ == "__main__":
    put_in(Path(sys.argv[1]), int(sys.argv[2]))
