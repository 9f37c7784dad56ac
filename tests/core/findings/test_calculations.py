"""What a form works out, one function at a time, over the answers it looks at."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from carer_desktop.assessment import Move
from carer_desktop.careact.conditions import OUTCOMES
from carer_desktop.findings.calculations import CALCULATIONS
from carer_desktop.findings.given import Given
from carer_desktop.findings.times import age_on, year_after
from tests.core.packs.packs import CONVERSATION, REVIEW, TABLES, TODAY, record

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)


def work_out(name, values=None, form=CONVERSATION, tables=TABLES, **more):
    return CALCULATIONS[name].work_out(Given(form, tables, record(form, {}, **more), TODAY, dict(values or {})))


EIGHT = {f"out_{name}": "achieves" for name in OUTCOMES}
BOUGHT = {"id": "b", "by_budget": "yes"}


def move(name, stage="x", by="p1", at=AT, **more):
    return Move(name, stage, at, by, "assessor", **more)


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("carer_age", {"carer_dob": date(1964, 11, 22), "conv_date": date(2026, 11, 21)}, 61),
        ("carer_age", {"carer_dob": date(1964, 11, 22)}, 62),
        ("carer_age", {}, None),
        ("cf_minimise", {}, None),
        ("cf_minimise", {"cf.known_asc": "unknown"}, "yes"),
        ("cf_minimise", {"cf.known_asc": "no", "cf.consent": "unsafe"}, "yes"),
        ("cf_minimise", {"cf.known_asc": "yes", "cf.consent": "no"}, "no"),
        ("cf_minimise", {"cf.consent": "yes"}, "no"),
        ("cf_count", {}, None),
        ("cf_count", {"cf": ({"id": "a"}, {"id": "b"})}, 2),
        ("hours_band", {}, None),
        ("hours_band", {"hours_week": Decimal("19.5")}, "0–19"),
        ("hours_band", {"hours_week": Decimal(20)}, "20–49"),
        ("hours_band", {"hours_week": Decimal(50)}, "50+"),
        ("outcomes_unable", {}, None),
        ("outcomes_unable", {"out_home": "assist", "out_work": "danger", "out_child": "na"}, None),
        ("outcomes_unable", EIGHT | {"out_home": "assist", "out_work": "danger", "out_child": "na"}, 2),
        ("outcomes_unable", EIGHT, 0),
        ("outcomes_unable", EIGHT | {"out_home": "unknown"}, None),
        ("line_total", {}, None),
        ("line_total", {"plan_items.unit_cost": Decimal("12.50")}, Decimal("12.50")),
        ("line_total", {"plan_items.unit_cost": Decimal(5), "plan_items.qty": 2, "plan_items.freq": "weekly"}, 520),
        ("line_total", {"plan_items.unit_cost": Decimal(5), "plan_items.freq": "fourweekly"}, 65),
        ("line_total", {"plan_items.unit_cost": Decimal(5), "plan_items.freq": "monthly"}, 60),
        ("line_total", {"plan_items.unit_cost": Decimal(5), "plan_items.freq": "annual"}, 5),
        ("items_total", {}, None),
        ("items_total", {"plan_items": ({"id": "a"}, BOUGHT | {"total": Decimal("1.10")})}, Decimal("1.10")),
        ("items_total", {"plan_items": (BOUGHT, BOUGHT | {"total": Decimal("1.10")})}, None),
        ("prior_total", {"prior_payments": ({"id": "a", "amount": Decimal(5)}, {"id": "b"})}, None),
        ("prior_total", {"prior_payments": ({"id": "a", "amount": Decimal(5)}, {"id": "b", "amount": Decimal(7)})}, 12),
        ("variance", {"proposed": Decimal(330), "suggested": Decimal(300)}, 30),
        ("variance", {"proposed": Decimal(330)}, None),
        ("plan_items_eligible", {}, None),
        ("plan_items_eligible", {"plan_items.need": "home"}, None),
        ("plan_items_eligible", {"plan_items.need": "home", "out_home": "unknown"}, None),
        ("plan_items_eligible", {"plan_items.need": "wellbeing"}, None),
        ("plan_items_eligible", {"plan_items.need": "home", "out_home": "assist"}, "yes"),
        ("plan_items_eligible", {"plan_items.need": "home", "out_home": "achieves"}, "no"),
        ("plan_coverage", {"out_home": "assist", "plan_items": ({"id": "a", "need": "home"},)}, None),
        ("plan_coverage", {"out_home": "assist"}, "Keeping the home fit to live in"),
        ("out_others_na", {"cf": ({"id": "a"},)}, "Cares for one person only"),
        ("out_others_na", {}, None),
        ("ordinary_residence", {}, None),
        ("ordinary_residence", {"cf": ({"id": "a", "lives": "yes"},)}, "yes"),
        ("ordinary_residence", {"cf": ({"id": "a", "lives": "yes"},), "carer_outside": ("yes",)}, None),
        ("ordinary_residence", {"cf": ({"id": "a", "lives": "yes"}, {"id": "b"})}, None),
        ("elig_ne_advice", {}, None),
        ("elig_ne_advice", {"info_given": ("peer",)}, "Information and advice given: Support from other carers."),
        ("elig_ne_advice", {"prevention": "Rest"}, "Rest"),
        ("plan_items_goal", {"plan_items.need": "home", "out_home_want": "Help"}, "Help"),
        ("plan_items_goal", {}, None),
        ("proposed_type", {}, None),
        ("proposed_type", {"plan_items": ({"by_budget": "no"},)}, None),
        ("proposed_type", {"plan_items": ({"by_budget": "yes"},)}, "oneoff"),
        ("proposed_type", {"plan_items": ({"by_budget": "yes", "freq": "weekly"},)}, "recurring"),
        ("dp_action", {"proposed_type": "oneoff"}, "oneoff"),
        ("dp_action", {"proposed_type": "recurring"}, "new"),
        ("dp_action", {}, None),
        ("dp_needs", {}, None),
        ("dp_needs", {"plan_items": ({"by_budget": "yes"},)}, "Item (one-off)"),
        (
            "dp_needs",
            {"plan_items": ({"by_budget": "yes", "description": "Choir", "total": Decimal(96), "freq": "annual"},)},
            "Choir, £96.00 (every year)",
        ),
        ("purchase_text", {}, None),
        ("purchase_text", {"proposed": Decimal(330)}, "£330.00. For: "),
        (
            "purchase_text",
            {
                "decision_amount": Decimal("250"),
                "proposed_type": "oneoff",
                "dp_start": date(2026, 12, 5),
                "decision_use": "Choir",
            },
            "£250.00, One-off, from 5 December 2026. For: Choir",
        ),
        ("review_due", {}, None),
        ("review_due", {"conv_date": date(2028, 2, 29)}, date(2029, 2, 28)),
        ("conv_day", {"conv_date": date(2026, 11, 18)}, date(2026, 11, 18)),
        ("suggested_placeholder", {"caring_level": "l3", "impact_level": "i3"}, "Illustrative – not Camden’s"),
        ("ras_version", {}, "illustrative 2026.1"),
        ("cld_client_type", {}, "Carer"),
        ("cld_event_type", {}, "Assessment"),
        ("cld_method", {}, None),
        ("cld_method", {"joint": "both"}, "Service user and carer"),
        ("cld_method", {"joint": "both", "joint_agree": "no"}, "Carer only"),
        ("cld_start", {"conv_date": date(2026, 11, 18)}, date(2026, 11, 18)),
        ("cld_start", {"conv_date": date(2026, 11, 18), "referral_date": date(2026, 11, 1)}, date(2026, 11, 1)),
        ("cld_outcome", {"declined": ("yes",)}, "nfa_support_declined"),
        ("cld_outcome", {"decision": "authorise", "budget_wanted": "yes"}, "provision_of_service"),
        ("cld_outcome", {}, None),
        ("cld_service_type", {"decision": "authorise", "budget_wanted": "no"}, None),
        ("cld_delivery", {}, None),
        ("cld_delivery", {"decision": "authorise", "budget_wanted": "yes", "budget_how": "dp"}, "Direct Payment"),
        ("cld_delivery", {"decision": "authorise", "budget_wanted": "yes", "budget_how": "isf"}, None),
        ("cld_linked", {}, None),
        (
            "cld_linked",
            {"cf": tuple({"known_asc": "yes", "mosaic_id": f"M{n}"} for n in range(5))},
            "M0, M1, M2",
        ),
        ("cld_linked", {"cf": ({"known_asc": "no", "mosaic_id": "M1"}, {"known_asc": "yes"})}, None),
        ("status", {}, "Draft"),
        ("form_ref", {}, "ABCD1234"),
        ("form_type", {}, "Carer Conversation"),
        ("template_version", {}, "0.1.0"),
        ("prior_imported", {}, "no"),
    ],
)
def test_worked_out(name, values, expected):
    assert work_out(name, values) == expected


def test_without_a_table_there_is_no_figure_and_no_version():
    assert work_out("suggested", {"caring_level": "l3", "impact_level": "i3"}, tables=()) is None
    assert work_out("ras_version", tables=()) is None and work_out("suggested_placeholder", tables=()) is None
    assert "no approved table" in work_out("suggested_why", tables=()).lower()
    assert "300" in work_out("suggested_why", {"caring_level": "l3", "impact_level": "i3"})


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("rev_overdue", {}, None),
        ("rev_overdue", {"last_date": date(2025, 11, 18), "rev_date": date(2026, 11, 20)}, 2),
        ("rev_overdue", {"last_date": date(2025, 11, 20), "rev_date": date(2026, 11, 20)}, None),
        ("depth_warn", {"depth": "light", "depth_t1": "yes"}, None),
        ("depth_warn", {"depth": "full", "depth_t2": "no"}, None),
        ("cld_event_type", {}, "Review"),
    ],
)
def test_worked_out_in_a_review(name, values, expected):
    assert work_out(name, values, REVIEW) == expected


def test_a_short_review_that_does_not_fit_is_said():
    assert "full review" in work_out("depth_warn", {"depth": "light", "depth_t3": "no"}, REVIEW)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, None),
        ({"prior.unmet": ("home",)}, "Keeping the home fit to live in"),
        ({"prior.unmet": ("none",)}, None),
        (
            {"out_work": "assist", "out_home": "achieves", "prior.unmet": ("home",)},
            "Work, training, education or volunteering",
        ),
    ],
)
def test_a_review_rests_on_the_last_record_until_outcomes_are_asked_again(values, expected):
    assert work_out("plan_coverage", values, REVIEW) == expected


def test_what_the_history_says():
    sent = move("complete", "completed", content_sha256="a" * 64)
    decided = move("authorise", "authorised", by="manager", at=LATER)
    history = (sent, decided, move("export"), move("upload", at=LATER))
    assert work_out("submit_at", history=history) == "2026-11-22T09:30:00+00:00"
    assert work_out("auth_snapshot", history=history) == "a" * 64
    assert work_out("decision_at", history=history) == LATER.isoformat()
    assert work_out("exported_at", history=history) == AT.isoformat()
    assert work_out("upload_state", history=history) == "uploaded"
    assert work_out("upload_state", history=history[:3]) == "sent"
    assert work_out("upload_state") == "not"
    assert work_out("upload_state", history=(*history, move("upload_wrong"))) == "problem"
    assert work_out("upload_state", history=(*history, move("reopen"))) == "not"
    assert work_out("local_purge_due", history=history) == date(2026, 12, 25)
    assert work_out("local_purge_due") is None and work_out("submit_at") is None
    assert work_out("cld_end", history=history) == LATER.date() and work_out("cld_end") is None
    assert work_out("decision_self", history=history) == "no"
    assert work_out("decision_self", history=(move("decline"),)) == "yes"
    assert work_out("decision_self") is None
    assert work_out("status", history=history[:1]) == "Sent to manager"
    assert work_out("created_at").startswith("2026-11-18")


def test_what_the_last_record_says():
    assert work_out("prior_imported", form=REVIEW, prior={"caring_level": "l2"}) == "yes"
    assert work_out("prev_caring_level", {"prior.caring_level": "l2"}, REVIEW) == "l2"
    assert work_out("prev_impact_level", {}, REVIEW) is None


@pytest.mark.parametrize("name", ["elig_c1", "elig_c2", "elig_c3", "elig_suggested"])
def test_eligibility_is_undetermined_until_it_is_known(name):
    assert work_out(name) == "undetermined"
    assert "Cannot tell yet" in work_out("elig_why")


def test_counting_in_years():
    assert [age_on(date(2008, 2, 29), day) for day in (date(2026, 2, 28), date(2026, 3, 1))] == [17, 18]
    assert year_after(date(2024, 2, 29)) == date(2025, 2, 28)
    assert year_after(date(2027, 2, 28)) == date(2028, 2, 28)
    assert year_after(date.max) == date.max
