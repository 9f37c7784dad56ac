"""What stays of a record that goes: the review stub that finds it again, and the count row that finds nobody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from carer_desktop.assessment import Assessment
from carer_desktop.findings.given import full_day
from carer_desktop.findings.result import Findings
from carer_desktop.findings.times import year_after
from carer_desktop.forms.question import Form
from carer_desktop.records.kept import Exported
from carer_desktop.records.retention import CountRow, ReviewStub
from carer_desktop.sealing.chance import random_id

_AGES = ((18, "under 18"), (26, "18-25"), (65, "26-64"), (85, "65-84"))
_POUNDS = ((1, "nothing"), (251, "1-250"), (501, "251-500"), (1001, "501-1000"))
_AGREED = ("authorised", "exported", "uploaded", "closed")


def stub(
    form: Form, record: Assessment, findings: Findings, carer: str, files: Iterable[Exported], now: datetime
) -> ReviewStub:
    """The review stub the record itself suggests; a person may put it right before the record goes."""
    held = findings.values
    day = full_day(held.get(form.date_question)) or record.created_at.date()
    return ReviewStub(
        random_id(),
        _text(record.answers.get("carer_mosaic_id")),
        "".join(word[0] for word in carer.split()).upper(),
        _safe_contact(form, record),
        full_day(held.get("review_due")) or year_after(day),
        tuple(_budgets(record)),
        _text(record.answers.get("upload_doc_ref")) or _last_file(files),
        now,
    )


def count_row(form: Form, record: Assessment, findings: Findings, teams: Iterable[str]) -> CountRow:
    """Month, team, bands and the ratings a budget table looks at.

    A team that is not on the council's list, and so may be anything, is left out.
    """
    held = findings.values
    day = full_day(held.get(form.date_question)) or record.created_at.date()
    team = _text(record.answers.get("assessor_team"))
    bands = {
        "stage": record.stage,
        "age": _age(held.get("carer_age")),
        "hours": _text(held.get("hours_band")),
        "determination": _text(held.get("elig_determination")),
        "caring_level": _text(held.get("caring_level")),
        "impact_level": _text(held.get("impact_level")),
        "agreed": _pounds(_budgets(record)),
        "said_no": "yes" if held.get("declined") else "no",
    }
    said = {name: band for name, band in bands.items() if band}
    return CountRow(random_id(), f"{day:%Y-%m}", team if team in teams else "", form.id, said)


def _safe_contact(form: Form, record: Assessment) -> str:
    """How the carer may be reached without danger; the number itself is on Mosaic."""
    safe = record.answers.get("contact_safe")
    if safe in ("careful", "no"):
        return f"Only: {_text(record.answers.get('contact_safe_how'))}"
    if safe != "yes":
        return "Could not be asked in private: take care, and ask first"
    ways = form.by_key["pref_contact"].choice_labels if "pref_contact" in form.by_key else {}
    return ways.get(_text(record.answers.get("pref_contact")), "Any way")


def _budgets(record: Assessment) -> list[tuple[date, int]]:
    """What was agreed, and when: the newest amount of each version that was agreed."""
    return [
        (move.at.astimezone().date(), move.amount_pence)
        for move in record.history
        if move.amount_pence is not None and move.stage == "authorised"
    ]


def _last_file(files: Iterable[Exported]) -> str:
    """The name of the newest file for the council, without its ending: what was put on Mosaic."""
    names = [each.file.rpartition(".")[0] for each in files if each.audience == "council"]
    return names[-1] if names else ""


def _age(years: Any) -> str:
    if not isinstance(years, int):
        return ""
    return next((band for below, band in _AGES if years < below), "85 and over")


def _pounds(budgets: list[tuple[date, int]]) -> str:
    if not budgets:
        return ""
    pounds = -(-budgets[-1][1] // 100)
    return next((band for below, band in _POUNDS if pounds < below), "over 1000")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
