"""The purchase: one page for whoever sets up the payment, with nothing clinical and no bank details."""

from __future__ import annotations

import re
from decimal import Decimal

from carer_desktop.documents.agreed import lines_of, shortened
from carer_desktop.documents.report import NOT_RECORDED, Answer, Paragraph, Report
from carer_desktop.documents.source import Source
from carer_desktop.documents.summary import carer_name, mosaic_id
from carer_desktop.documents.wording import money
from carer_desktop.errors import Refused
from carer_desktop.findings.decision import no_decision
from carer_desktop.findings.plan import beside_the_use
from carer_desktop.words import say

_CANCELLED = "cancel_purchase"
_INSTRUCTED = ("instruct", _CANCELLED, "complete")
_MOST = (420, 200, 110, 50)
"""Letters of one text, from the most to the least: the first with which everything fits on one page is taken."""
_LINES = 36
_SORT_CODE = re.compile(r"(?<!\d)\d{2}[- .]?\d{2}[- .]?\d{2}(?!\d)")
_ACCOUNT = re.compile(r"(?<!\d)\d{8}(?!\d)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")


def purchase_page(source: Source, draft: bool, check_code: str) -> Report:
    """Who is paid how much for what and from when, whom to ring and how safely, and who agreed it when.

    Refused where there is nothing to set up: no payment was agreed, or it does not take place.
    """
    if not draft or no_decision(source.findings):
        _check_payment(source)
    record, name, mosaic = source.assessment, carer_name(source), mosaic_id(source)
    said = (*_payment(source, draft), *_contact(source), *_decision(source, draft, check_code))
    return Report(
        title=say("copy", "purchase_title"),
        subject=source.subject,
        day=source.day,
        facts=_on_one_page(tuple((where, label, without_bank_details(text)) for where, label, text in said if text)),
        parts=(Paragraph(say("copy", "purchase_note"), "hint"),),
        running=f"{name or 'Name not yet given'} - {f'Mosaic ID {mosaic}' if mosaic else f'Record {record.reference}'}",
        footer=f"{source.form.title} - Record {record.reference} - Version {record.revision}",
        facts_header=("What", "This payment"),
    )


def _check_payment(source: Source) -> None:
    history = source.assessment.history
    last = next((move.move for move in reversed(history) if move.move in _INSTRUCTED), "")
    if source.assessment.stage == "withdrawn" or last == _CANCELLED:
        raise Refused("The purchase does not take place, so there is nothing to set up", source.subject)
    if not source.words_of("decision_amount"):
        raise Refused("No payment was agreed, so there is nothing to set up", source.subject)


def _on_one_page(said: tuple[tuple[str, str, str], ...]) -> tuple[Answer, ...]:
    rows: tuple[Answer, ...] = ()
    for most in _MOST:
        cut = (
            (where, label, shortened(text.replace("\n", "; "), most, say("copy", "purchase_rest")))
            for where, label, text in said
        )
        rows = tuple(Answer(where, label, text) for where, label, text in cut)
        if lines_of(rows) <= _LINES:
            break
    return rows


def without_bank_details(text: str) -> str:
    """The text without a sort code that stands with an account number, and without an IBAN; it says so.

    >>> without_bank_details("Pay 12-34-56 12345678 today")
    'Pay (bank details were written here and are left out) today'
    >>> without_bank_details("Ring 020 7946 0123 on 22-11-26")
    'Ring 020 7946 0123 on 22-11-26'
    """
    said, mark = _IBAN.sub(say("copy", "purchase_bank"), text), say("copy", "purchase_bank")
    if _SORT_CODE.search(said) and _ACCOUNT.search(said):
        said = re.sub(
            f"(?:{_SORT_CODE.pattern}|{_ACCOUNT.pattern})(?:[ ,;/-]*(?:{_SORT_CODE.pattern}|{_ACCOUNT.pattern}))*",
            mark,
            said,
        )
    return said


def _payment(source: Source, draft: bool) -> tuple[tuple[str, str, str | None], ...]:
    title, name = source.words_of("carer_title"), carer_name(source)
    return (
        ("carer", "Carer", " ".join(part for part in (title, name) if part) or "Name not yet given"),
        ("carer_mosaic_id", "Mosaic ID", mosaic_id(source) or "None yet: look for the person on Mosaic first"),
        ("decision_amount", say("thing", "authorised"), _amount(source, draft)),
        ("items_total", "Before paying", _before_paying(source, draft)),
        ("decision_use", "What it may be used for", source.words_of("decision_use")),
        ("proposed_type", "Paid", _paid(source)),
        ("budget_how", "How it is provided", source.words_of("budget_how")),
        ("dp_start", "Wanted from", source.words_of("dp_start")),
        ("purchase_text", "Instruction", _instruction(source)),
        ("purchase_team", "Set up by", source.words_of("purchase_team")),
        ("dp_team_notified", "Direct Payments Team told on", source.words_of("dp_team_notified")),
    )


def _contact(source: Source) -> tuple[tuple[str, str, str | None], ...]:
    return (
        ("dp_contact", "Whom to ring", _joined(source, "dp_contact", "dp_contact_who")),
        ("dp_manage", "Who manages it", _joined(source, "dp_manage", "dp_nominated")),
        ("carer_phone", "Carer’s phone", _joined(source, "carer_phone", "carer_phone_note")),
        ("carer_email", "Carer’s e-mail", source.words_of("carer_email")),
        ("pref_contact", "Likes to be contacted by", source.words_of("pref_contact")),
        ("contact_safe", "Safe to ring or write home", _joined(source, "contact_safe", "contact_safe_how")),
    )


def _decision(source: Source, draft: bool, check_code: str) -> tuple[tuple[str, str, str | None], ...]:
    manager = _joined(source, "decision_name", "decision_role")
    number = source.words_of("decision_ref") or (f"Check code {check_code}" if check_code else None)
    return (
        ("manager_name", "Sent to", source.words_of("manager_name")),
        ("decision_name", "Manager who agreed", manager or NOT_RECORDED),
        ("decision_on", "Agreed on", NOT_RECORDED if draft else source.words_of("decision_on") or NOT_RECORDED),
        ("decision_ref", "Authorisation number", number or NOT_RECORDED),
        ("assessor_name", "Practitioner", _joined(source, "assessor_name", "assessor_phone", "assessor_email")),
    )


def _amount(source: Source, draft: bool) -> str:
    agreed = source.words_of("decision_amount")
    return agreed if agreed and not draft else say("copy", "not_agreed_yet")


def _paid(source: Source) -> str | None:
    """How often; where some of it is paid once and some comes back, how much of each, if that is what was agreed."""
    said, values = _joined(source, "proposed_type", "dp_action"), source.findings.values
    split = values.get("items_split") or ""
    mixed = "once, and" in split and _items_named(source) == values.get("decision_amount")
    return f"{said} ({split})" if said and mixed else said


def _before_paying(source: Source, draft: bool) -> str | None:
    """That the items named do not come to what was agreed, so that nobody pays the one for the other."""
    agreed, items = source.findings.values.get("decision_amount"), _items_named(source)
    if draft or agreed is None or items is None or items == agreed:
        return None
    than = "more" if items > agreed else "less"
    return f"The items below come to {money(items)}, {than} than was agreed. {say('copy', 'purchase_ask')}"


def _items_named(source: Source) -> Decimal | None:
    return beside_the_use(source.findings.values, source.words_of("decision_use") or "")


def _instruction(source: Source) -> str | None:
    """What the practitioner wrote; what the program would fill in stands in the other rows already."""
    return source.words_of("purchase_text") if source.assessment.answers.get("purchase_text") is not None else None


def _joined(source: Source, *questions: str) -> str | None:
    return ", ".join(text for one in questions if (text := source.words_of(one))) or None
