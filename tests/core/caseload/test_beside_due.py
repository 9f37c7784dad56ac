"""Referrals, offers, contacts, requests and visits whose time has come: offered, looked at, then gone and logged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from carer_desktop.caseload import Caseload, Wanted
from carer_desktop.errors import Refused
from carer_desktop.records.pathway import Referral, Request
from tests.core.door import CHEAP, PASSPHRASE

TODAY = date(2026, 11, 22)
LATER = 365


@pytest.fixture
def caseload(path, fixed_clock):
    """A vault whose one person does everything, open."""
    made = Caseload.create(path, "Kay Example", ["assessor", "keeper"], PASSPHRASE, kdf=CHEAP, clock=fixed_clock)
    yield made
    made.close()


def after(caseload, days):
    """Some days go by."""
    caseload.clock.at += timedelta(days=days)


def one_of_each(caseload):
    """What is closed, offered, noted, answered and planned on 22 November, and the same that is still open."""
    queue, contacts = caseload.queue, caseload.contacts
    queue.close(queue.take("referral", "Ann Example"), "Moved away")
    queue.take("referral", "Bea Example")
    queue.offered("no", "Cal Example")
    queue.offered("yes", "Dee Example")
    contacts.note("Eve Example", said="Rang about money")
    contacts.note("Fay Example", said="Will ring back", due_on=TODAY + timedelta(days=3))
    queue.answer(queue.ask("P&W", "MH", "Gus Example", "Yours?"), True, "")
    queue.ask("P&W", "MH", "Hal Example", "Yours?")
    contacts.plan("Ida Example", TODAY)


def names(due):
    """Whom the rows that are due are about."""
    return {kind: sorted(_about(one.row) for one in rows) for kind, rows in due.items()}


def _about(row):
    return row.about if isinstance(row, Request) else row.carer_name


def test_what_is_closed_is_offered_twelve_months_on_and_what_is_open_never_is(caseload):
    one_of_each(caseload)
    after(caseload, LATER - 1)
    assert caseload.besides.due() == {}
    after(caseload, 1)
    assert names(caseload.besides.due()) == {
        "referral": ["Ann Example"], "offer": ["Cal Example"], "contact": ["Eve Example"], "request": ["Gus Example"],
        "visit": ["Ida Example"],
    }  # fmt: skip
    after(caseload, 10 * LATER)
    assert sum(map(len, caseload.besides.due().values())) == 5


def test_what_was_open_is_counted_from_its_end(caseload):
    one_of_each(caseload)
    after(caseload, LATER)
    begun = next(one for one in caseload.queue.waiting() if one.carer_name == "Bea Example")
    said_yes = next(one for one in caseload.queue.waiting() if one.carer_name == "Dee Example")
    caseload.queue.begin(begun)
    caseload.queue.close(said_yes, "Changed her mind")
    caseload.contacts.done(caseload.contacts.promised()[0])
    assert sum(map(len, caseload.besides.due().values())) == 5
    after(caseload, LATER)  # to 21 November 2028, which is a leap year
    assert sum(map(len, caseload.besides.due().values())) == 5
    after(caseload, 1)
    due = names(caseload.besides.due())
    assert (due["referral"], due["offer"]) == (
        ["Ann Example", "Bea Example", "Dee Example"], ["Cal Example", "Dee Example"],
    )  # fmt: skip
    assert due["contact"] == ["Eve Example", "Fay Example"]


def test_what_was_looked_at_goes_and_is_written_down_and_the_rest_stays(caseload):
    one_of_each(caseload)
    after(caseload, LATER)
    due = caseload.besides.due()
    gone = (*due["referral"], *due["contact"])
    caseload.besides.remove(gone)
    assert set(caseload.besides.due()) == {"offer", "request", "visit"}
    assert sorted(one.carer_name for one in caseload.queue.all()) == ["Bea Example", "Dee Example"]
    assert [one.carer_name for one in caseload.contacts.all()] == ["Fay Example"]
    logged = caseload.audit.page(Wanted(event="beside_removed"))
    assert [(line.row.subject, line.row.says["what"], line.row.signed) for line in logged] == [
        (gone[1].row.id, "contact", True), (gone[0].row.id, "referral", True),
    ]  # fmt: skip
    assert "Example" not in str([(line.row.says, line.details) for line in logged])


def test_all_of_it_goes_or_nothing(caseload):
    one_of_each(caseload)
    after(caseload, LATER)
    due = caseload.besides.due()
    (referral,) = due["referral"]
    changed = replace(referral, row=replace(referral.row, note="Something else"))
    with pytest.raises(Refused, match="has changed since"):
        caseload.besides.remove((*due["offer"], changed))
    assert caseload.besides.due() == due
    caseload.besides.remove(due["offer"])
    with pytest.raises(Refused, match="has changed since"):
        caseload.besides.remove(due["offer"])


def test_nothing_goes_before_its_time(caseload):
    one_of_each(caseload)
    waits = next(one for one in caseload.queue.all() if one.state == "waiting")
    after(caseload, LATER)
    (due,) = caseload.besides.due()["referral"]
    asked = (replace(due, since=None), replace(due, since=TODAY + timedelta(days=1)), replace(due, row=waits))
    for early, words_ in zip(asked, ("not come yet", "not come yet", "has changed since"), strict=True):
        with pytest.raises(Refused, match=words_):
            caseload.besides.remove((early,))
    assert len(caseload.queue.all()) == 3


def test_a_council_sets_another_time_within_its_bounds(caseload):
    one_of_each(caseload)
    caseload.retention.set_time("offer", 1).result()
    after(caseload, 30)
    assert set(caseload.besides.due()) == {"offer"}
    with pytest.raises(Refused, match="between 1 and 24 months"):
        caseload.retention.set_time("contact", 25)


def test_who_sees_no_records_sees_and_removes_none_of_it(caseload):
    one_of_each(caseload)
    after(caseload, LATER)
    due = caseload.besides.due()
    caseload.people.add("Lee Example", ["keeper"], PASSPHRASE, must_change=False)
    path, clock = caseload.path, caseload.clock
    caseload.close()
    lead = Caseload.open(path, "Lee Example", PASSPHRASE, clock=clock)
    assert lead.besides.due() == {}
    with pytest.raises(Refused, match="for those who work with carers"):
        lead.besides.remove(due["offer"])
    lead.close()
    again = Caseload.open(path, "Kay Example", PASSPHRASE, clock=clock)
    assert {type(one.row) for one in again.besides.due()["referral"]} == {Referral}
    again.close()
