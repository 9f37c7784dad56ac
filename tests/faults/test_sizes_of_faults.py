"""The sizes and budgets that the fault tests lean on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.faults import sizes


@pytest.mark.parametrize(("given", "expected"), [("", 1), ("quick", 1), ("ci", 2), ("release", 3)])
def test_each_size_has_its_own_number(monkeypatch: pytest.MonkeyPatch, given: str, expected: int) -> None:
    monkeypatch.setenv("CARER_FAULTS_SIZE", given)
    assert sizes.pick(quick=1, ci=2, release=3) == expected


def test_an_unknown_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARER_FAULTS_SIZE", "huge")
    with pytest.raises(ValueError, match="quick, ci, release"):
        sizes.size()


def test_a_spent_budget_still_allows_one_round(ran: Callable[[str, int, int], None]) -> None:
    budget = sizes.Budget(0)
    rounds = 0
    while budget.left():
        rounds += 1
    assert rounds == 1
    ran("rounds on a spent budget", rounds, 1)
