"""What a carer was given in the twelve months before: from other records and from what stays of removed ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from carer_desktop.assessment import Assessment, Move
from carer_desktop.caseload import Caseload, EarlierBudget
from carer_desktop.records.retention import ReviewStub
from carer_desktop.sealing.chance import random_id, reference
from carer_desktop.store import assessments, history, retention

FORM = "carer_conversation"


@pytest.fixture
def now(caseload: Caseload) -> Assessment:
    """The record somebody works on: a conversation of 18 November 2026 with a carer known on Mosaic."""
    answers = {"conv_date": "2026-11-18", "carer_mosaic_id": "M123"}
    return caseload.records.fill(FORM, answers, known=False).assessment


def agreed(caseload: Caseload, record: Assessment, on: str, pence: int | None, stage: str = "authorised") -> Assessment:
    """Another record of the same carer in which an amount was agreed that day."""
    other = replace(record, id=random_id(), reference=reference(), answers={}, history=())
    caseload._store.save(assessments.add, other).result()
    move = Move(
        "authorise", stage, datetime.fromisoformat(f"{on}T12:00:00+00:00"), "p", "authoriser", amount_pence=pence
    )
    caseload._store.save(history.append, other.id, move).result()
    return other


def left(caseload: Caseload, mosaic_id: str, *budgets: tuple[date, int]) -> None:
    """What stays of a removed record."""
    made = datetime(2026, 6, 1, tzinfo=UTC)
    stub = ReviewStub(mosaic_id, mosaic_id, "AE", "Any way", None, budgets, "Conversation of May", made)
    caseload._store.save(retention.add_stub, stub).result()


def test_nothing_is_known_of_a_new_carer(caseload: Caseload, now: Assessment) -> None:
    assert caseload.earlier_budgets.of(now) == ()
    nobody = caseload.records.begin(FORM)
    left(caseload, "M123", (date(2026, 6, 1), 100))
    assert caseload.earlier_budgets.of(nobody) == ()


def test_budgets_of_twelve_months_are_shown_newest_first(caseload: Caseload, now: Assessment) -> None:
    newer = agreed(caseload, now, "2026-02-03", 25050)
    agreed(caseload, now, "2026-02-04", None)
    today = agreed(caseload, now, "2026-11-18", 700)
    own = Move("authorise", "authorised", datetime(2026, 11, 18, tzinfo=UTC), "p", "authoriser", amount_pence=999)
    caseload._store.save(history.append, now.id, own).result()
    agreed(caseload, now, "2026-02-05", 100, "declined")
    older = agreed(caseload, now, "2025-11-18", 100)
    agreed(caseload, now, "2025-11-17", 999)
    agreed(caseload, now, "2026-11-19", 999)
    left(caseload, "M123", (date(2026, 5, 1), 30000), (date(2024, 5, 1), 999))
    left(caseload, "M999", (date(2026, 5, 2), 999))
    assert caseload.earlier_budgets.of(now) == (
        EarlierBudget(date(2026, 11, 18), Decimal("7.00"), today.reference),
        EarlierBudget(date(2026, 5, 1), Decimal("300.00"), "Conversation of May"),
        EarlierBudget(date(2026, 2, 3), Decimal("250.50"), newer.reference),
        EarlierBudget(date(2025, 11, 18), Decimal("1.00"), older.reference),
    )


def test_a_record_somebody_may_not_see_does_not_tell_its_budget(caseload: Caseload, now: Assessment) -> None:
    other = agreed(caseload, now, "2026-02-03", 25050)
    assert len(caseload.earlier_budgets.of(now)) == 1
    caseload.records.seeing.step_back(other)
    assert caseload.earlier_budgets.of(now) == ()


def test_another_record_with_the_same_mosaic_id_counts_and_one_whose_id_was_put_right_does_not(
    caseload: Caseload, now: Assessment
) -> None:
    def known_as(mosaic_id: str, pence: int, put_right: str = "") -> Assessment:
        other = caseload.records.fill(FORM, {"carer_mosaic_id": mosaic_id}, known=False).assessment
        if put_right:
            caseload.records.fill(other.id, {"carer_mosaic_id": put_right}, known=True)
        move = Move("authorise", "authorised", datetime(2026, 3, 1, tzinfo=UTC), "p", "authoriser", amount_pence=pence)
        caseload._store.save(history.append, other.id, move).result()
        return other

    same = known_as("M123", 5000)
    known_as("M999", 999)
    known_as("M123", 999, put_right="M124")
    assert same.carer_id != now.carer_id
    assert caseload.earlier_budgets.of(now) == (EarlierBudget(date(2026, 3, 1), Decimal("50.00"), same.reference),)
