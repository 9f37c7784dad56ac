"""The closed list of what a form may work out: each is a named function over the answers so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from carer_desktop.budget.money import pounds
from carer_desktop.careact.conditions import OUTCOMES, UNABLE
from carer_desktop.findings import national, plan, routing, standing_in
from carer_desktop.findings.given import Given, full_day
from carer_desktop.findings.times import age_on, year_after
from carer_desktop.words import say

TRI = ("yes", "no", "undetermined")
TWO_PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Calculation:
    """One thing a form may work out, and for a choice what it can give (for the check of a form)."""

    work_out: Callable[[Given], Any]
    gives: tuple[str, ...] = ()


def carer_age(given: Given) -> int | None:
    """The carer's age on the day of the conversation; none on a day that cannot be."""
    born = full_day(given.values.get("carer_dob"))
    return None if born is None or given.day_is_wrong else age_on(born, given.day)


def cf_minimise(given: Given) -> str | None:
    """Keep a cared-for person's details to a minimum: not known to adult social care and not agreed.

    *Not known whether known* without agreement counts as minimise (client level data guidance: the
    details of a person without council support must not be passed on).
    """
    known, agreed = given.values.get("cf.known_asc"), given.values.get("cf.consent")
    if known == "yes" or agreed == "yes":
        return "no"
    return None if known is None and agreed is None else "yes"


def cf_count(given: Given) -> int | None:
    """How many people the carer looks after; None while nobody is listed."""
    return len(given.values.get("cf") or ()) or None


def hours_band(given: Given) -> str | None:
    """Census bands of hours of care a week: 19 or less, 20 to 49, 50 or more."""
    hours = given.values.get("hours_week")
    if hours is None:
        return None
    return "0–19" if hours < 20 else "20–49" if hours < 50 else "50+"


def outcomes_unable(given: Given) -> int | None:
    """How many of the eight outcomes are out of the carer's reach (SI 2015/313 reg 3(3)); None until all are known."""
    known = all(_is_known(given.values.get(f"out_{name}")) for name in OUTCOMES)
    return len(unmet_outcomes(given.values)) if known else None


def _is_known(outcome: str | None) -> bool:
    """Whether an outcome was answered, and not with *not talked about*."""
    return outcome not in (None, "unknown")


def suggested_amount(given: Given) -> Decimal | None:
    """The guide figure; None is *no suggestion*, which is not £0."""
    return given.suggestion().amount


def suggested_why(given: Given) -> str:
    """The working in words, line by line, or why there is no guide figure."""
    suggestion = given.suggestion()
    several = len(suggestion.lines) > 1
    lines = (f"{line.text} (so far {pounds(line.running)})" if several else line.text for line in suggestion.lines)
    return suggestion.why_none or "\n".join(lines)


def suggested_placeholder(given: Given) -> str | None:
    """The mark an illustrative table's figure carries."""
    return "Illustrative – not Camden’s" if given.suggestion().illustrative else None


def ras_version(given: Given) -> str | None:
    """The budget table used, by id and version."""
    suggestion = given.suggestion()
    return f"{suggestion.table_id} {suggestion.table_version}" if suggestion.table_id else None


def prior_total(given: Given) -> Decimal | None:
    """Paid in the last 12 months: shown to the manager, never taken off."""
    return _sum(row.get("amount") for row in given.values.get("prior_payments") or ())


def variance(given: Given) -> Decimal | None:
    """Amount asked for less guide figure."""
    suggested, proposed = given.values.get("suggested"), given.values.get("proposed")
    return None if suggested is None or proposed is None else money(proposed - suggested)


def plan_item_eligible(given: Given) -> str | None:
    """Whether a plan row meets an outcome the carer is unable to achieve; None where that is not known."""
    need = given.values.get("plan_items.need")
    unmet = _unmet_now_or_before(given)
    if need is None or unmet is None:
        return None
    unknown = _asks_outcomes(given) and not _is_known(given.values.get(f"out_{need}"))
    return None if need not in OUTCOMES or unknown else "yes" if need in unmet else "no"


def plan_coverage(given: Given) -> str | None:
    """The outcomes not managed that no plan row meets, in the words of the form; None when all are met."""
    met = {row.get("need") for row in given.values.get("plan_items") or ()}
    left = [name for name in _unmet_now_or_before(given) or () if name not in met]
    labels = given.form.by_key["plan_items.need"].choice_labels
    return "; ".join(labels.get(name, name) for name in left) or None


def unmet_outcomes(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The outcomes not managed: each starts a row of the plan."""
    return tuple(name for name in OUTCOMES if values.get(f"out_{name}") in UNABLE)


def _unmet_now_or_before(given: Given) -> tuple[str, ...] | None:
    """The outcomes not managed; in a review that does not ask again, those of the last record, if known."""
    if _asks_outcomes(given):
        return unmet_outcomes(given.values)
    before = given.values.get("prior.unmet")
    return None if before is None else tuple(name for name in OUTCOMES if name in before)


def _asks_outcomes(given: Given) -> bool:
    """Whether the outcomes are this record's own: a review that does not ask them again rests on the last record."""
    return "unmet" not in given.form.prior or any(f"out_{name}" in given.values for name in OUTCOMES)


def rev_overdue(given: Given) -> int | None:
    """Days past the planned date, which is 12 months after the last conversation or review."""
    last = full_day(given.values.get("last_date"))
    if last is None:
        return None
    late = (given.day - year_after(last)).days
    return late if late > 0 else None


def depth_warn(given: Given) -> str | None:
    """A light review needs all three tests answered yes (light-touch review procedure)."""
    tests = [given.values.get(f"depth_t{n}") for n in (1, 2, 3)]
    if given.values.get("depth") == "light" and "no" in tests:
        return "A short review fits only when nothing has changed. Choose a full review."
    return None


def money(amount: Decimal) -> Decimal:
    """To the penny, half up."""
    return amount.quantize(TWO_PLACES, ROUND_HALF_UP)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The total; None where there is nothing to add, or where one amount is not known."""
    known = list(amounts)
    return None if not known or None in known else money(sum((one for one in known if one is not None), Decimal(0)))


def _condition(name: str) -> Calculation:
    return Calculation(lambda given: given.eligibility().conditions[name], TRI)


def _prior(name: str) -> Calculation:
    return Calculation(lambda given: given.values.get(f"prior.{name}"))


def _move(name: str, what: Callable[[Any], Any]) -> Calculation:
    """Something the history says: the last row of that move."""

    def work_out(given: Given) -> Any:
        rows = [row for row in given.assessment.history if row.move == name]
        return what(rows[-1]) if rows else None

    return Calculation(work_out)


def upload_state(given: Given) -> str:
    """Whether the document of this version is on Mosaic, from the history."""
    told = {"export": "sent", "upload": "uploaded", "upload_wrong": "problem", "reopen": "not"}
    states = [told[row.move] for row in given.assessment.history if row.move in told]
    return states[-1] if states else "not"


def decision_self(given: Given) -> str | None:
    """Whether who decided is who began the record (never allowed); None before a decision."""
    decided = [row.by for row in given.assessment.history if row.move in ("authorise", "decline")]
    return None if not decided else "yes" if decided[-1] == given.assessment.created_by else "no"


def local_purge_due(given: Given) -> Any:
    """Removal from this laptop is offered 30 days after the document is on Mosaic."""
    uploaded = [row.at for row in given.assessment.history if row.move == "upload"]
    return uploaded[-1].date() + timedelta(days=30) if uploaded else None


CALCULATIONS: dict[str, Calculation] = {
    "form_type": Calculation(lambda given: given.form.title),
    "form_ref": Calculation(lambda given: given.assessment.reference),
    "template_version": Calculation(lambda given: given.form.version),
    "ras_version": Calculation(ras_version),
    "status": Calculation(lambda given: say("stage", given.assessment.stage)),
    "created_at": Calculation(lambda given: given.assessment.created_at.isoformat()),
    "carer_age": Calculation(carer_age),
    "cf_minimise": Calculation(cf_minimise, ("yes", "no")),
    "cf_count": Calculation(cf_count),
    "hours_band": Calculation(hours_band),
    "outcomes_unable": Calculation(outcomes_unable),
    "elig_c1": _condition("necessary_care"),
    "elig_c2": _condition("effect"),
    "elig_c3": _condition("significant_impact"),
    "elig_suggested": Calculation(lambda given: given.eligibility().suggested, TRI),
    "elig_why": Calculation(lambda given: given.eligibility().why),
    "suggested": Calculation(suggested_amount),
    "suggested_why": Calculation(suggested_why),
    "suggested_placeholder": Calculation(suggested_placeholder),
    "line_total": Calculation(plan.line_total),
    "items_total": Calculation(plan.items_total),
    "items_split": Calculation(plan.items_split),
    "usually_not": Calculation(plan.usually_not),
    "prior_total": Calculation(prior_total),
    "variance": Calculation(variance),
    "plan_items_eligible": Calculation(plan_item_eligible, ("yes", "no")),
    "plan_coverage": Calculation(plan_coverage),
    "rev_overdue": Calculation(rev_overdue),
    "route": Calculation(routing.who_in_words),
    "route_warn": Calculation(routing.why_in_words),
    "depth_warn": Calculation(depth_warn),
    "prior_imported": Calculation(lambda given: "yes" if given.assessment.prior else "no", ("yes", "no")),
    "prev_caring_level": _prior("caring_level"),
    "prev_impact_level": _prior("impact_level"),
    "submit_at": _move("complete", lambda row: row.at.isoformat()),
    "auth_snapshot": _move("complete", lambda row: row.content_sha256),
    "decision_at": _move("authorise", lambda row: row.at.isoformat()),
    "exported_at": _move("export", lambda row: row.at.isoformat()),
    "decision_self": Calculation(decision_self, ("yes", "no")),
    "upload_state": Calculation(upload_state, ("not", "sent", "uploaded", "problem")),
    "local_purge_due": Calculation(local_purge_due),
    "cld_client_type": Calculation(lambda given: "Carer"),
    "cld_event_type": Calculation(national.event_type),
    "cld_method": Calculation(national.method),
    "cld_start": Calculation(national.start),
    "cld_end": Calculation(national.end),
    "cld_outcome": Calculation(national.outcome),
    "cld_service_type": Calculation(national.service_type),
    "cld_delivery": Calculation(national.delivery),
    "cld_linked": Calculation(national.linked),
    "conv_day": Calculation(standing_in.conv_day),
    "out_others_na": Calculation(standing_in.out_others_na),
    "ordinary_residence": Calculation(standing_in.ordinary_residence),
    "elig_ne_advice": Calculation(standing_in.elig_ne_advice),
    "plan_items_goal": Calculation(standing_in.plan_items_goal),
    "proposed_type": Calculation(standing_in.proposed_type),
    "dp_action": Calculation(standing_in.dp_action),
    "dp_needs": Calculation(standing_in.dp_needs),
    "purchase_text": Calculation(standing_in.purchase_text),
    "review_due": Calculation(standing_in.review_due),
}
