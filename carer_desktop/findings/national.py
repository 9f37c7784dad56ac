"""The rows of the national return (client level data, carers) that follow from a record; shown, never sent."""

from __future__ import annotations

from datetime import date

from carer_desktop.findings.given import Given, full_day

AGREED = ("authorise", "authorise_changed")


def event_type(given: Given) -> str:
    """A conversation is an assessment, a review a review."""
    return "Review" if given.form.date_question == "rev_date" else "Assessment"


def method(given: Given) -> str | None:
    """Carer only, or service user and carer together; without both agreements it is the carer's own."""
    if given.values.get("joint_agree") == "no":
        return "Carer only"
    return {"carer_only": "Carer only", "both": "Service user and carer"}.get(given.values.get("joint", ""))


def start(given: Given) -> date | None:
    """First contact, else the day of the conversation."""
    first = full_day(given.values.get("referral_date"))
    return first or full_day(given.values.get(given.form.date_question))


def end(given: Given) -> date | None:
    """The day of the decision."""
    decided = [row.at for row in given.assessment.history if row.move in ("authorise", "decline", "record")]
    return decided[-1].date() if decided else None


def outcome(given: Given) -> str | None:
    """Suggested where it is plain: the carer said no, or a budget was agreed."""
    if given.values.get("declined"):
        return "nfa_support_declined"
    return "provision_of_service" if service_type(given) else None


def service_type(given: Given) -> str | None:
    """Direct support to the carer, once a budget is agreed."""
    agreed = given.values.get("decision") in AGREED and given.values.get("budget_wanted") == "yes"
    return "Carer Support: Direct to Carer" if agreed else None


def delivery(given: Given) -> str | None:
    """How the support is delivered, once there is any."""
    if service_type(given) is None:
        return None
    return {"dp": "Direct Payment", "managed": "CASSR Managed Personal Budget"}.get(given.values.get("budget_how", ""))


def linked(given: Given) -> str | None:
    """The Mosaic IDs of cared-for people known to adult social care, three at most; nobody else's."""
    people = given.values.get("cf") or ()
    known = [person["mosaic_id"] for person in people if person.get("known_asc") == "yes" and person.get("mosaic_id")]
    return ", ".join(known[:3]) or None
