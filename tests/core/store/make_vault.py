"""Makes the vault of this schema that later versions must always be able to open: run by hand, result committed.

python -m tests.core.store.make_vault
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from carer_desktop.assessment import Assessment, Entry, Move, Plain, order_of
from carer_desktop.records.carer import Carer
from carer_desktop.records.pathway import Comment, Contact, Offer, Referral, Request, Tick, Visit
from carer_desktop.sealing.chance import random_id
from carer_desktop.sealing.keys import Kdf
from carer_desktop.store import assessments, carers, create_vault, entries, history, rows, schema

NAME, PASSPHRASE, REFERENCE = "Priya Example", "correct horse battery", "ABCD1234"
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def make(folder: Path) -> None:
    """A demo vault with one carer, one completed record and three entries."""
    if folder.exists():
        shutil.rmtree(folder)
    store = create_vault(
        folder / "team.vault", NAME, ["assessor", "keeper"], PASSPHRASE, now=NOW, kdf=Kdf(8 * 1024, 1, 1), demo=True
    )
    carer, me = Carer(random_id(), "Ann Example"), store.person.id
    record = Assessment(random_id(), REFERENCE, carer.id, "carer_conversation", "0.1.0", "00" * 32, NOW, me)
    given: list[tuple[str, str | None, str | None, Plain]] = [
        ("sleep", None, None, "often"),
        ("cf", None, None, order_of(["one"])),
        ("cf", "one", "name", "Ben Example"),
    ]
    store.save(carers.add, carer)
    store.save(assessments.add, record)
    store.save(
        entries.append,
        [
            Entry(random_id(), record.id, question, item, column, value, me, NOW, number)
            for number, (question, item, column, value) in enumerate(given, 1)
        ],
    )
    store.save(history.append, record.id, Move("complete", "completed", NOW, me, "assessor", says={"to": me})).result()
    for row in beside(record.id, me):
        store.save(rows.add, row).result()
    store.close()
    for leftover in ("team.vault-journal", "team.vault.lock"):
        (folder / leftover).unlink()


def beside(record: str, me: str) -> list[Any]:
    """One row of each kind that lies on the way beside the answers."""
    day = NOW.date()
    return [
        Comment(random_id(), record, 1, "sleep", "", "", me, NOW, "Since when?"),
        Tick(record, 1, 1, "find_person", True, day, "", me, NOW, b"signed"),
        Referral(
            random_id(), "self", day, "Ann Example", "", "By phone", "Ann Example", "self", "Ben Example", True,
            "A fall", "yes", "", me, NOW,
        ),
        Offer(random_id(), day, "Cal Example", "", "no", "Leaflet", True, "", me, NOW),
        Request(random_id(), day, "Prevention and Wellbeing", "MH North", "Ann Example", "Can you?", "", "", me, NOW),
        Contact(
            random_id(), day, "Ann Example", "", record, "phone", "Ann Example", "Priya", "yes", "Rang", "Listened",
            "", day, "Ring again", "", None, me, day, me, NOW,
        ),
        Visit(random_id(), day, "10:00", "Ann Example", record, "At home", "By text", "Large print", "", me, me, NOW),
    ]  # fmt: skip


if __name__ == "__main__":
    make(Path(__file__).parents[2] / "data" / "vaults" / f"schema_{schema.VERSION}")
