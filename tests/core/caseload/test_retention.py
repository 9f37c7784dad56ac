"""From due to gone: who is told what and when, what is looked at before it goes, and what stays."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from carer_desktop.assessment import Entry, Move
from carer_desktop.caseload import Caseload, Wanted
from carer_desktop.caseload.retention import COUNTED, GONE, IN_BACKUPS, NOT_IN_BACKUPS, NOWHERE, STAYS
from carer_desktop.errors import ReasonNeeded, Refused, TooLate
from carer_desktop.sealing.chance import random_id
from carer_desktop.store import entries, history, revisions
from tests.core.door import CHEAP, PASSPHRASE

MANAGER = "f" * 32
UPLOADED = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ANSWERS = {
    "conv_date": "2026-11-18", "carer_first": "Ann", "carer_last": "van Example", "carer_dob": "1959-06-02",
    "contact_safe": "yes", "pref_contact": "phone", "hours_week": "60",
}  # fmt: skip
FACTS = {"carer_mosaic_id": "M1234567", "upload_doc_ref": "Carer Conversation November", "assessor_team": "North"}


@pytest.fixture
def caseload(path, fixed_clock):
    """A vault whose one person does everything, open."""
    made = Caseload.create(
        path, "Kay Example", ["assessor", "admin", "keeper"], PASSPHRASE, kdf=CHEAP, clock=fixed_clock
    )
    made.settings.set("teams", ["North", "South"]).result()
    yield made
    made.close()


def fact(caseload, record, question, value):
    """A fact as the move that brings it will give it."""
    number = caseload._store.read(entries.last_sequence, record).result() + 1
    entry = Entry(random_id(), record, question, None, None, value, caseload.me.id, UPLOADED, number, "moved")
    caseload._store.save(entries.append, [entry]).result()


def move(caseload, record, name, stage, at=UPLOADED, **more):
    """A move as the workflow will make it."""
    by = MANAGER if name == "authorise" else caseload.me.id
    made = Move(name, stage, at, by, "assessor", **more)
    caseload._store.save(history.append, record, made).result()


def on_mosaic(caseload, **more):
    """A record that was agreed and is on Mosaic since ten o'clock on 22 November."""
    record = caseload.records.fill("carer_conversation", {**ANSWERS, **more}, known=False).assessment.id
    for question, value in FACTS.items():
        fact(caseload, record, question, value)
    move(caseload, record, "complete", "completed", UPLOADED - timedelta(days=3))
    move(caseload, record, "authorise", "authorised", UPLOADED - timedelta(days=2), amount_pence=30000)
    move(caseload, record, "upload", "uploaded")
    return record


def after(caseload, days):
    """So many days later."""
    caseload.clock.at = UPLOADED + timedelta(days=days)
    return caseload.retention


def test_a_record_is_offered_locked_looked_at_and_removed(caseload):
    record = on_mosaic(caseload)
    assert after(caseload, 29).due() == ()
    (offered,) = after(caseload, 30).due()
    assert (offered.what, offered.since, offered.more_on) == ("offer", date(2026, 12, 22), date(2027, 1, 21))
    assert caseload.records.open_whole(record).assessment.id == record
    after(caseload, 60)
    for name in (record, caseload.records.all()[0].reference):
        with pytest.raises(TooLate, match="long over"):
            caseload.records.open_whole(name)
    looked_at = caseload.retention.look(record)
    assert looked_at.carer == "Ann van Example"
    assert looked_at.goes["moves"] == 3
    assert caseload.retention.told(looked_at) == (STAYS, COUNTED, IN_BACKUPS)
    assert caseload.retention.remove(looked_at) == (GONE, IN_BACKUPS)
    assert caseload.records.all() == ()
    assert caseload.retention.due() == ()
    with pytest.raises(Refused, match="no record"):
        caseload.records.open_whole(record)
    with pytest.raises(Refused, match="no record"):
        caseload.records.open(record)


def test_what_stays_finds_the_record_again_and_nobody_in_the_counts(caseload):
    record = on_mosaic(caseload)
    looked_at = after(caseload, 30).look(record)
    stub, count = looked_at.stub, looked_at.count
    assert (stub.mosaic_id, stub.initials, stub.safe_contact) == ("M1234567", "AVE", "Phone")
    assert (stub.review_due, stub.document_title) == (date(2027, 11, 18), "Carer Conversation November")
    assert stub.budgets == ((date(2026, 11, 20), 30000),)
    assert (count.month, count.team, count.form) == ("2026-11", "North", "carer_conversation")
    assert count.bands == {
        "stage": "uploaded", "age": "65-84", "hours": "50+", "agreed": "251-500", "said_no": "no"
    }  # fmt: skip
    caseload.retention.remove(replace(looked_at, stub=replace(stub, safe_contact="Through the surgery")))
    (kept,) = caseload.retention.stubs()
    assert kept.safe_contact == "Through the surgery"
    assert caseload.retention.counts() == (count,)
    everything = f"{kept} {caseload.retention.counts()}"
    assert not [word for word in ("Ann", "Example", record, "1959") if word in everything]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"contact_safe": "careful", "contact_safe_how": "by text before nine"}, "Only: by text before nine"),
        ({"contact_safe": "no", "contact_safe_how": "through her sister"}, "Only: through her sister"),
        ({"contact_safe": "later"}, "Could not be asked in private: take care, and ask first"),
        ({"contact_safe": None}, "Could not be asked in private: take care, and ask first"),
        ({"pref_contact": None}, "Any way"),
    ],
)
def test_the_stub_never_says_more_than_is_safe(caseload, more, says):
    assert after(caseload, 30).look(on_mosaic(caseload, **more)).stub.safe_contact == says


def test_where_little_is_known_little_is_said(caseload, tmp_path):
    record = caseload.records.begin("carer_conversation")
    exported = caseload.exports.write(record, tmp_path)
    move(caseload, record.id, "upload", "uploaded")
    looked_at = after(caseload, 30).look(record.id)
    assert (looked_at.stub.mosaic_id, looked_at.stub.initials, looked_at.stub.budgets) == ("", "", ())
    assert looked_at.stub.document_title == exported.file.removesuffix(".docx")
    assert looked_at.stub.review_due == date(2027, 11, 22)
    assert looked_at.count.bands == {"stage": "uploaded", "said_no": "no"}
    assert looked_at.count.month == "2026-11"


@pytest.mark.parametrize(
    ("answers", "band"),
    [({"carer_dob": "2010-01-01"}, "under 18"), ({"carer_dob": "2002-01-01"}, "18-25"),
     ({"carer_dob": "1930-01-01"}, "85 and over")],
)  # fmt: skip
def test_ages_are_counted_in_bands(caseload, answers, band):
    assert after(caseload, 30).look(on_mosaic(caseload, **answers)).count.bands["age"] == band


@pytest.mark.parametrize(
    ("pence", "band"),
    [(0, "nothing"), (1, "1-250"), (25000, "1-250"), (25001, "251-500"), (100000, "501-1000"), (100001, "over 1000")],
)
def test_amounts_are_counted_in_bands(caseload, pence, band):
    record = on_mosaic(caseload)
    move(caseload, record, "reopen", "draft")
    move(caseload, record, "authorise", "authorised", amount_pence=pence)
    move(caseload, record, "upload", "uploaded")
    assert after(caseload, 30).look(record).count.bands["agreed"] == band


def test_a_team_that_may_be_anything_is_not_counted(caseload):
    record = on_mosaic(caseload)
    fact(caseload, record, "assessor_team", "Ann’s own team")
    assert after(caseload, 30).look(record).count.team == ""


def test_a_carer_who_said_no_is_counted_as_such(caseload):
    record = on_mosaic(caseload, declined=["yes"])
    assert after(caseload, 30).look(record).count.bands["said_no"] == "yes"


def test_completed_content_is_named_by_its_hash(caseload):
    record = on_mosaic(caseload)
    (first,) = caseload._store.read(revisions.of, record).result()
    sha256 = caseload._store.save(revisions.complete, first.id, b'{"suggestion":{}}').result()
    caseload.retention.remove(after(caseload, 30).look(record))
    (line,) = caseload.audit.page(Wanted(event="record_removed"))
    assert line.row.says["content"] == sha256
    assert (line.row.subject, line.row.signed) == (record, True)


def test_what_was_changed_after_it_was_looked_at_does_not_go(caseload):
    record = on_mosaic(caseload)
    looked_at = after(caseload, 30).look(record)
    fact(caseload, record, "upload_doc_ref", "Another title")
    with pytest.raises(Refused, match="changed since"):
        caseload.retention.remove(looked_at)
    caseload.retention.remove(caseload.retention.look(record))
    with pytest.raises(Refused, match="no longer here"):
        caseload.retention.remove(looked_at)


def test_backups_are_rebuilt_when_asked_and_only_after_it_is_gone(caseload):
    record = on_mosaic(caseload)
    there = []
    told = caseload.retention.remove(
        after(caseload, 30).look(record), lambda: there.append(len(caseload.records.all()))
    )
    assert there == [0]
    assert told == (GONE, NOT_IN_BACKUPS)


def test_a_record_stays_its_time_on_mosaic(caseload):
    record = on_mosaic(caseload)
    with pytest.raises(Refused, match="stays until 22 December 2026"):
        after(caseload, 29).look(record)


@pytest.mark.parametrize("stage", ["completed", "returned", "authorised", "exported"])
def test_a_record_on_its_way_does_not_go(caseload, stage):
    record = caseload.records.begin("carer_conversation").id
    move(caseload, record, "any", stage)
    with pytest.raises(Refused, match="on its way"):
        after(caseload, 400).look(record)


@pytest.mark.parametrize("stage", ["draft", "withdrawn", "closed"])
def test_a_record_that_never_was_on_mosaic_goes_with_a_warning_and_no_stub(caseload, stage):
    record = caseload.records.begin("carer_conversation").id
    move(caseload, record, "any", stage)
    looked_at = caseload.retention.look(record)
    assert looked_at.stub is None
    assert caseload.retention.told(looked_at)[0] == NOWHERE
    caseload.retention.remove(looked_at)
    assert caseload.retention.stubs() == ()
    assert len(caseload.retention.counts()) == 1


def test_drafts_are_recalled_each_week_and_told_to_the_access_lead(caseload):
    caseload.records.begin("carer_conversation")
    assert after(caseload, 6).due() == ()
    assert [one.what for day in (7, 14, 27, 28) for one in after(caseload, day).due()] == [
        "remind", "remind", "remind", "tell"
    ]  # fmt: skip


def test_keeping_a_record_takes_a_reason_and_counts_anew(caseload):
    record = on_mosaic(caseload)
    after(caseload, 61)
    with pytest.raises(Refused, match="no reason"):
        caseload.retention.keep(record, "because")
    assert caseload.retention.reasons()["complaint"] == "A complaint or an appeal is open"
    caseload.retention.keep(record, "complaint")
    assert caseload.retention.due() == ()
    assert caseload.records.open_whole(record).assessment.id == record
    with pytest.raises(Refused, match="stays until 21 February 2027"):
        caseload.retention.look(record)
    assert [one.what for one in after(caseload, 61 + 30).due()] == ["offer"]
    with pytest.raises(Refused, match="no longer here"):
        caseload.retention.keep("nobody", "complaint")


def test_the_access_lead_sets_times_within_their_bounds(caseload):
    caseload.retention.set_time("assessment", 7).result()
    record = on_mosaic(caseload)
    assert [one.what for one in after(caseload, 7).due()] == ["offer"]
    assert caseload.retention.look(record).stub is not None
    for after_days in (6, 91):
        with pytest.raises(Refused, match="between 7 and 90 days"):
            caseload.retention.set_time("assessment", after_days)
    with pytest.raises(Refused, match="no kind"):
        caseload.retention.set_time("anything", 7)
    times = {rule.kind: rule.after for rule in caseload.retention.rules()}
    assert (times["assessment"], times["draft"], times["audit"]) == (7, 28, 7)
    (line,) = caseload.audit.page(Wanted(event="setting_changed"))[:1]
    assert line.details == "how long records stay"


def test_a_manager_alone_removes_nothing_and_sets_nothing(path, fixed_clock):
    made = Caseload.create(path, "Max Example", ["authoriser"], PASSPHRASE, kdf=CHEAP, clock=fixed_clock)
    record = "00" * 16
    for act in (
        lambda: made.retention.look(record),
        lambda: made.retention.set_time("assessment", 40),
        made.retention.shorten_log,
    ):
        with pytest.raises(Refused, match="This is for the"):
            act()
    made.close()


def test_a_review_stub_goes_when_its_review_is_done(caseload):
    caseload.retention.remove(after(caseload, 30).look(on_mosaic(caseload)))
    (stub,) = caseload.retention.stubs()
    with pytest.raises(Refused, match="does not end by"):
        caseload.retention.finish_stub(stub.id, "lost")
    caseload.retention.finish_stub(stub.id, "handed_on")
    assert caseload.retention.stubs() == ()
    with pytest.raises(Refused, match="no such review stub"):
        caseload.retention.finish_stub(stub.id, "handed_on")
    assert len(caseload.retention.counts()) == 1


def test_the_log_is_shortened_to_its_years(caseload):
    caseload.records.begin("carer_conversation")
    caseload.clock.at = datetime(2032, 2, 29, tzinfo=UTC)
    assert caseload.retention.shorten_log() == 0
    caseload.clock.at = datetime(2034, 1, 1, tzinfo=UTC)
    caseload.audit.note(caseload.audit.event("covered")).result()
    assert caseload.retention.shorten_log() == 4
    assert [line.row.event for line in caseload.audit.page()] == ["person_known", "log_shortened", "covered"]
    assert caseload.audit.check() == ()


# Who is told -------------------------------------------------------------------------------------


@pytest.fixture
def team(path, fixed_clock):
    """Sam's draft and Sam's record on Mosaic, both long due; the vault opened by whoever is named."""
    made = Caseload.create(path, "Sam Example", ["assessor", "keeper"], PASSPHRASE, kdf=CHEAP, clock=fixed_clock)
    for name, roles in (("Ben", ["assessor"]), ("Ada", ["admin"]), ("Kit", ["keeper"])):
        made.people.add(f"{name} Example", roles, f"{PASSPHRASE} {name}", must_change=False)
    on_mosaic(made)
    made.records.begin("carer_conversation")
    made.close()
    fixed_clock.at += timedelta(days=40)
    opened: list[Caseload] = []

    def by(name):
        while opened:
            opened.pop().close()
        words = PASSPHRASE if name == "Sam" else f"{PASSPHRASE} {name}"
        opened.append(Caseload.open(made.path, f"{name} Example", words, clock=fixed_clock))
        return opened[-1]

    yield by
    while opened:
        opened.pop().close()


@pytest.mark.parametrize(
    ("name", "told"), [("Sam", ["tell", "offer"]), ("Ben", []), ("Ada", ["offer"]), ("Kit", ["tell"])]
)
def test_what_is_due_is_told_to_those_who_see_it_and_drafts_to_the_access_lead(team, name, told):
    assert [one.what for one in team(name).retention.due()] == told


def test_who_does_not_see_a_record_neither_keeps_nor_removes_it(team):
    (draft,) = team("Kit").retention.due()
    with pytest.raises(Refused, match="no record"):
        team("Kit").retention.look(draft.holding.id)
    for name in ("Kit", "Ben"):
        with pytest.raises(Refused, match="no longer here"):
            team(name).retention.keep(draft.holding.id, "legal")


def test_review_notes_are_for_those_who_see_records(team):
    sam = team("Sam")
    sam.retention.remove(sam.retention.look(sam.retention.due()[1].holding.id))
    assert len(sam.retention.stubs()) == len(team("Ada").retention.stubs()) == 1
    assert team("Kit").retention.stubs() == ()


def said_to(caseload, called, reason=""):
    """What somebody is told who opens the record they call so, in its own words."""
    with pytest.raises(Refused) as refused:
        caseload.records.open_whole(called, reason)
    return type(refused.value), str(refused.value).replace(called, "…")


def test_that_its_time_is_over_is_not_told_to_who_does_not_see_the_record(team, fixed_clock):
    over, draft = (one.holding for one in sorted(team("Sam").retention.due(), key=lambda one: one.what))
    fixed_clock.at += timedelta(days=40)
    assert said_to(team("Sam"), over.id)[0] is TooLate
    for called in (over.id, over.reference):
        assert said_to(team("Kit"), called) == said_to(team("Ben"), called) == said_to(team("Kit"), draft.id)


def test_why_a_colleagues_record_is_opened_is_asked_before_its_time_and_not_kept_where_it_is_over(team, fixed_clock):
    for name in ("Sam", "Ben"):
        team(name).settings.set_my_details({"assessor_team": "North"}).result()
    ben = team("Ben")
    over, draft = (one.holding for one in sorted(ben.retention.due(), key=lambda one: one.what))
    fixed_clock.at += timedelta(days=40)
    assert said_to(ben, over.id)[0] is said_to(ben, draft.id)[0] is ReasonNeeded
    assert said_to(ben, over.id, "covering")[0] is TooLate
    assert said_to(ben, over.id)[0] is ReasonNeeded
    assert team("Sam").audit.page(Wanted(event="record_viewed")) == ()
