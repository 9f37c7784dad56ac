"""The demo case, filled in everywhere: what every measurement works on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from carer_desktop.assessment import Assessment
from carer_desktop.budget.table import Table, load
from carer_desktop.caseload import Answered, Caseload
from carer_desktop.forms import library
from carer_desktop.forms.question import Form
from carer_desktop.paths import RESOURCES
from carer_desktop.sealing.keys import Kdf

CONVERSATION = "carer_conversation"
DAY = date(2026, 11, 22)
PASSPHRASE = "lantern orbit velvet cactus"
CHEAP = Kdf(8 * 1024, 1, 1)  # least work: no row but the one about memory is about deriving a key


def demo_answers() -> dict[str, Any]:
    """The answers of the demo case as the file gives them."""
    case: dict[str, Any] = json.loads((RESOURCES / "demo" / f"{CONVERSATION}.json").read_text("utf-8"))
    answers: dict[str, Any] = case["answers"]
    return answers


def with_ids(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as a record holds them: the items of a list have ids."""
    return {name: [_item(name, n, row) for n, row in enumerate(a)] if _is_list(a) else a for name, a in answers.items()}


def _is_list(answer: Any) -> bool:
    return isinstance(answer, list) and bool(answer) and isinstance(answer[0], dict)


def _item(name: str, number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": f"{name}{number}", **row}


def demo_record() -> tuple[Form, tuple[Table, ...], Assessment]:
    """The form, its tables and the demo case as a record that lies in no vault."""
    form = library.find(CONVERSATION)
    made = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    record = Assessment(
        "bench", "BENCH", "carer", form.id, form.version, form.sha256, made, "me", answers=with_ids(demo_answers())
    )
    return form, (load(RESOURCES / "budget" / "illustrative-2026.toml"),), record


def demo_vault(file: Path, kdf: Kdf = CHEAP) -> tuple[Caseload, Answered]:
    """A new demo vault with the demo case in it, saved."""
    caseload = Caseload.create(file, "Sam Example", ["assessor"], PASSPHRASE, demo=True, kdf=kdf)
    filled = caseload.records.fill(CONVERSATION, demo_answers(), known=False)
    filled.saved.result()
    return caseload, filled
