"""A vault of three people and one Conversation that can be sent, for the tests of the way to uploaded."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from carer_desktop.assessment import Assessment
from carer_desktop.caseload import Caseload
from carer_desktop.clock import FixedClock
from carer_desktop.paths import RESOURCES
from tests.core.door import CHEAP, PASSPHRASE

SAM, MIA, ADA = "Sam Example", "Mia Example", "Ada Example"
MAX = "Max Example"
ROLES = {SAM: ["assessor", "keeper"], MIA: ["authoriser"], ADA: ["admin"], MAX: ["authoriser"]}
CASES = RESOURCES / "forms" / "carer_conversation" / "0.1.0" / "cases"


def case(name: str = "ordinary") -> dict[str, Any]:
    """The answers of a worked case."""
    answers: dict[str, Any] = json.loads((CASES / f"{name}.json").read_text("utf-8"))["answers"]
    return answers


class Team:
    """One vault that its people open one after the other; the first is practitioner and access lead."""

    def __init__(self, path: Path, clock: FixedClock, *names: str) -> None:
        self.path, self.clock = path, clock
        self.open = Caseload.create(path, SAM, ROLES[SAM], PASSPHRASE, kdf=CHEAP, clock=clock)
        self.ids = {SAM: self.open.me.id}
        for name in names:
            self.ids[name] = self.open.people.add(name, ROLES[name], PASSPHRASE, must_change=False).id

    def __call__(self, name: str) -> Caseload:
        """Who is there leaves, and this person comes; nobody changes places with themselves."""
        if self.open.me.name != name:
            self.open.close()
            self.open = Caseload.open(self.path, name, PASSPHRASE, clock=self.clock)
        return self.open

    def later(self, **time: float) -> None:
        """Some time goes by."""
        self.clock.at += timedelta(**time)

    def record(self, name: str = "ordinary", **more: Any) -> Assessment:
        """A Conversation with the answers of a worked case, begun by the practitioner."""
        sam = self(SAM)
        return sam.records.fill("carer_conversation", {**case(name), **more}, known=False).assessment

    def sent(self, name: str = "ordinary", **more: Any) -> Assessment:
        """The same, sent to the manager."""
        record = self.record(name, **more)
        return self(SAM).moves.make(record, "complete")

    def again(self, record: Assessment) -> Assessment:
        """The record as whoever is there finds it."""
        return self.open.records.open(record.id)
