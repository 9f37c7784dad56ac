"""What the tests of the store start from: a cheap derivation, one person, one carer, one assessment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from carer_desktop.assessment import Assessment, Entry
from carer_desktop.records.carer import Carer
from carer_desktop.sealing.chance import random_id
from carer_desktop.sealing.keys import Kdf
from carer_desktop.store import Connection, Store, assessments, carers, create_vault

CHEAP = Kdf(8 * 1024, 1, 1)
PASSPHRASE = "correct horse battery"
NAME = "Priya Example"
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


def made_vault(path: Path, **changes: Any) -> Store:
    """A new vault with one cheap slot."""
    given: dict[str, Any] = {"now": NOW, "kdf": CHEAP, **changes}
    roles = given.pop("roles", ["assessor", "keeper"])
    return create_vault(path, given.pop("name", NAME), roles, given.pop("passphrase", PASSPHRASE), **given)


def begin(connection: Connection, assessment: Assessment) -> None:
    """Keep the assessment and its carer."""
    carers.add(connection, Carer(assessment.carer_id))
    assessments.add(connection, assessment)


@dataclass(slots=True)
class Begun:
    """A store with one assessment in it, and entries for that assessment in order."""

    store: Store
    assessment: Assessment = field(
        default_factory=lambda: Assessment(
            random_id(), "ABCD1234", random_id(), "carer_conversation", "0.1.0", "00" * 32, NOW, "p1"
        )
    )
    sequence: int = 0

    def entry(
        self, question: str, value: Any, item: str | None = None, column: str | None = None, **more: Any
    ) -> Entry:
        """The next entry."""
        self.sequence += 1
        at = more.pop("at", LATER)
        return Entry(random_id(), self.assessment.id, question, item, column, value, "p1", at, self.sequence, **more)
