"""Which table a record uses: that of the day of the conversation, and once it was sent the version it was sent with."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from carer_desktop.assessment import Move
from carer_desktop.budget.library import find as find_table
from carer_desktop.budget.table import Table, load
from carer_desktop.findings.find import find
from carer_desktop.paths import RESOURCES
from tests.core.packs.packs import CONVERSATION, record

TEXT = (RESOURCES / "budget" / "illustrative-2026.toml").read_text("utf-8")
ANSWERS = {"budget_wanted": "yes", "caring_level": "l4", "impact_level": "i4", "impact_reason": "Nights"}
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)


def table(version: str, start: str, most: str, loaded: datetime | None = None) -> Table:
    """The illustrative table with another greatest amount, in force from another day."""
    text = (
        TEXT.replace('"2026.1"', f'"{version}"').replace("2020-01-01", start).replace('i4 = "600.00"', f'i4 = "{most}"')
    )
    return replace(load(text), loaded=loaded)


THIS = table("2026.1", "2026-04-01", "600.00", NOON - timedelta(200))
NEXT = table("2027.1", "2027-04-01", "700.00", NOON - timedelta(10))
MENDED = table("2026.2", "2026-04-01", "650.00", NOON + timedelta(days=1))


def figure(day: str, tables: tuple[Table, ...], *moves: Move) -> tuple[str, Decimal | None]:
    """The version a record uses, and its figure."""
    assessment = record(CONVERSATION, {**ANSWERS, "conv_date": day}, history=moves)
    found = find(CONVERSATION, tables, assessment, date(2028, 1, 1)).suggestion
    assert found is not None
    return found.table_version, found.amount


def sent(at: datetime, move: str = "complete", stage: str = "completed") -> Move:
    """One row of the history."""
    return Move(move, stage, at, "p1", "assessor")


@pytest.mark.parametrize(
    ("day", "version", "amount"),
    [("2026-04-01", "2026.1", "600.00"), ("2027-03-31", "2026.1", "600.00"), ("2027-04-01", "2027.1", "700.00")],
)
def test_the_day_of_the_conversation_chooses_and_next_years_table_may_lie_ready(
    day: str, version: str, amount: str
) -> None:
    assert figure(day, (THIS, NEXT)) == (version, Decimal(amount))


def test_a_draft_uses_a_corrected_table_and_what_was_sent_keeps_its_own() -> None:
    tables = (THIS, NEXT, MENDED)
    assert figure("2026-11-18", tables) == ("2026.2", Decimal("650.00"))
    assert figure("2026-11-18", tables, sent(NOON)) == ("2026.1", Decimal("600.00"))
    assert figure("2026-11-18", tables, sent(NOON), sent(NOON, "return", "returned")) == ("2026.2", Decimal("650.00"))
    assert figure("2026-11-18", tables, sent(MENDED.loaded or NOON)) == ("2026.2", Decimal("650.00"))
    later = sent(NOON + timedelta(days=2))
    assert figure("2026-11-18", tables, sent(NOON), later) == ("2026.2", Decimal("650.00"))
    decided = sent(NOON + timedelta(days=3), "authorise", "authorised")
    assert figure("2026-11-18", tables, sent(NOON), decided) == ("2026.1", Decimal("600.00"))


def test_a_record_sent_before_any_table_was_loaded_has_no_figure_later_either() -> None:
    assert figure("2026-11-18", (MENDED,), sent(NOON)) == ("", None)
    assert figure("2026-11-18", (find_table("illustrative"),), sent(NOON)) == ("2026.1", Decimal("600.00"))


def test_a_scheme_that_does_not_pay_again_yet_looks_at_the_payments_of_the_form() -> None:
    often = '[frequency]\nquestion = "prior_payments"\ncolumn = "date"\ntitle = "Earlier payments"\nmonths = 12\n'
    scheme = load(TEXT.replace("[amounts]", f"{often}\n[amounts]"))
    for paid, version in (("2025-11-18", Decimal("600.00")), ("2025-12", None)):
        answers = {**ANSWERS, "conv_date": "2026-11-18", "prior_payments": [{"date": paid, "amount": "250.00"}]}
        found = find(CONVERSATION, (scheme,), record(CONVERSATION, answers), date(2026, 11, 22))
        assert found.suggestion is not None and found.suggestion.amount == version
        assert found.values["suggested_why"].endswith("manager may decide otherwise") is (version is None)
    assert found.suggestion is not None
    assert "the last payment was on 31 December 2025" in (found.suggestion.why_none or "")


def test_a_working_of_several_lines_says_how_far_each_one_leads() -> None:
    raised = load(f'{TEXT}\n[[uprating]]\npercent = "1.57"\nwhy = "2027"\n')
    found = find(
        CONVERSATION, (raised,), record(CONVERSATION, {**ANSWERS, "conv_date": "2026-11-18"}), date(2026, 11, 22)
    )
    assert found.values["suggested_why"].splitlines() == [
        "“Level of the caring role” is “Very high” and “Impact on well-being” is “More than I can manage”: "
        "the table gives £600.00 (so far £600.00)",
        "Raised by 1.57 % for 2027 (so far £609.42)",
        "Rounded to the nearest £5.00 (so far £610.00)",
    ]
    plain = find(
        CONVERSATION, (THIS,), record(CONVERSATION, {**ANSWERS, "conv_date": "2026-11-18"}), date(2026, 11, 22)
    )
    assert "so far" not in plain.values["suggested_why"]


def test_no_figure_is_ever_a_limit_on_what_is_asked_for() -> None:
    answers = {**ANSWERS, "conv_date": "2026-11-18", "proposed": "99999.00", "variance_reason": "A clear need"}
    found = find(CONVERSATION, (THIS,), record(CONVERSATION, answers), date(2026, 11, 22))
    assert found.problem_at("proposed") is None
    assert found.values["proposed"] == Decimal("99999.00")
