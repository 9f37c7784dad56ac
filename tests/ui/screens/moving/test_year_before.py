"""What the carer was given in the year before, as a manager reads it beside what is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from carer_desktop.assessment import Assessment, Move
from carer_desktop.caseload import Caseload
from carer_desktop.clock import FixedClock
from carer_desktop.store import history
from tests.ui.screens.conftest import CHEAP, WORDS
from ui.screens.moving.recommendation import Recommendation

ASKED = {"conv_date": "2026-11-18", "budget_wanted": "yes", "carer_mosaic_id": "M123"}
TYPED = {"prior_payments": [{"date": "2026-05", "amount": "75.00"}]}


@pytest.fixture
def caseload(tmp_path: Path, fixed_clock: FixedClock) -> Iterator[Caseload]:
    """Records of one practitioner, without a window."""
    made = Caseload.create(tmp_path / "records.vault", "Sam Example", ["assessor"], WORDS, kdf=CHEAP, clock=fixed_clock)
    yield made
    made.close()


def filled(caseload: Caseload, **more: Any) -> Assessment:
    return caseload.records.fill("carer_conversation", {**ASKED, **more}, known=False).assessment


def told(qtbot: QtBot, caseload: Caseload, record: Assessment) -> str:
    page = Recommendation(caseload, record)
    qtbot.addWidget(page)
    page.show()
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_several_budgets_are_told_with_their_days_and_what_the_practitioner_entered(
    caseload: Caseload, qtbot: QtBot
) -> None:
    record = filled(caseload)
    assert "Nothing is known here." in told(qtbot, caseload, record)
    typed = filled(caseload, **TYPED)
    assert "As the practitioner entered it. Never taken off." in told(qtbot, caseload, typed)
    for month, pence in ((2, 10_000), (6, 5_050)):
        at = datetime(2026, month, 3, 12, tzinfo=UTC)
        move = Move("authorise", "authorised", at, "p", "authoriser", amount_pence=pence)
        caseload._store.save(history.append, filled(caseload).id, move).result()
    words = told(qtbot, caseload, typed)
    assert "£150.50" in words
    assert "£50.50 on 3 June 2026; £100.00 on 3 February 2026; £75.00 as the practitioner entered it" in words
