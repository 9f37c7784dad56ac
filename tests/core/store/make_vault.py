"""Makes the vault of this schema that later versions must always be able to open: run by hand, result committed.

python -m tests.core.store.make_vault
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from carer_desktop.assessment import Assessment, Entry, Move, Plain, order_of
from carer_desktop.records.carer import Carer
from carer_desktop.sealing.chance import random_id
from carer_desktop.sealing.keys import Kdf
from carer_desktop.store import assessments, carers, create_vault, entries, history, schema

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
    store.save(history.append, record.id, Move("complete", "completed", NOW, me, "assessor")).result()
    store.close()
    for leftover in ("team.vault-journal", "team.vault.lock"):
        (folder / leftover).unlink()


if __name__ == "__main__":
    make(Path(__file__).parents[2] / "data" / "vaults" / f"schema_{schema.VERSION}")
