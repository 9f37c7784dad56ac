"""The way of one record, move by move: who may, what must hold, what it leaves, and what nobody gets past."""

from datetime import UTC, date, datetime, timedelta

import pytest

from carer_desktop.assessment import Entry, Move
from carer_desktop.caseload.making import With
from carer_desktop.errors import Refused, StoreError
from carer_desktop.records import teams as plain
from carer_desktop.records.teams import Deputy, Folder
from carer_desktop.sealing.canonical import check_code, sha256_hex
from carer_desktop.sealing.chance import random_id
from carer_desktop.store import entries, history, revisions
from carer_desktop.workflow import moves as workflow
from tests.core.caseload.pathway import ADA, MAX, MIA, SAM, Team

HANDED = {"carer_mosaic_id": "M1234567"}
UPLOADED = {
    "upload_by": "Ada Example", "upload_date": "2026-11-22", "upload_doc_ref": "Carer Conversation November 2026",
    "review_folder": "MH North reviews",
}  # fmt: skip
LAST = {
    "carer_agree": "agree", "carer_sign": {"name": "Bill Example", "mode": "verbal", "on": "2026-11-22"},
    "copies_how": "hand", "copies_date": "2026-11-22", "review_handed_on": "yes",
}  # fmt: skip
OUTSIDE = {
    "decision_name": "Olga Manager-Example", "decision_role": "Team manager", "decision_on": "2026-11-22",
    "decision_how": "email", "decision_ref": "E-mail of 22 November, 09:12", "decision_reply": "Fine by me.",
}  # fmt: skip


@pytest.fixture
def team(path, fixed_clock):
    """Practitioner, two managers and an admin worker on one laptop."""
    made = Team(path, fixed_clock, MIA, MAX, ADA)
    yield made
    made.open.close()


def agreed(team, name="ordinary", **given):
    """A record that Mia has agreed."""
    record = team.sent(name)
    return team(MIA).moves.make(team.again(record), "authorise", With(**given))


def act(team, who, record, move, **given):
    """One move by somebody, of the record as they find it."""
    caseload = team(who)
    return caseload.moves.make(team.again(record), move, With(**given))


def handed(team, record):
    """The record with what the council's file needs of it."""
    return team(SAM).moves.give_facts(team.again(record), HANDED)


def refused(team, who, record, move, words, **given):
    """The move is refused in these words, and nothing has changed."""
    caseload = team(who)
    before = team.again(record)
    with pytest.raises(Refused, match=words):
        caseload.moves.make(before, move, With(**given))
    assert team.again(record) == before


def outside(team, record, **more):
    """What stands in a reply by e-mail to the version that was sent."""
    return {**OUTSIDE, "check_code": team(SAM).moves.check_code(team.again(record)), **more}


def test_from_draft_to_finished_by_three_people(team, tmp_path):
    record = agreed(team)
    assert (record.stage, record.history[-1].amount_pence) == ("authorised", 30000)
    record = act(team, SAM, record, "instruct")
    record = handed(team, record)
    ada = team(ADA)
    written = ada.exports.write(team.again(record), tmp_path)
    assert "draft" not in written.file and written.file.startswith("M1234567")
    record = act(team, ADA, record, "upload", facts=UPLOADED)
    assert record.stage == "uploaded"
    record = act(team, ADA, record, "payment", state="told", on=date(2026, 11, 22))
    record = act(team, ADA, record, "payment", state="paid", on=date(2026, 11, 22))
    record = team(ADA).moves.give_facts(record, LAST)
    record = act(team, ADA, record, "close")
    assert record.stage == "closed"
    assert [move.move for move in record.history] == [
        "complete", "authorise", "instruct", "export", "upload", "payment", "payment", "close",
    ]  # fmt: skip
    assert record.history[4].says["review_due"] == "2027-11-18"
    assert all(move.signature for move in record.history)
    assert team(ADA).moves.verify(record) == ()


def test_completing_freezes_content_suggestion_and_table(team):
    record = team.sent()
    newest = team.open._store.read(revisions.current, record.id).result()
    assert newest.sha256 == sha256_hex(newest.content) == record.history[-1].content_sha256
    assert team.open.moves.check_code(record) == check_code(newest.sha256)
    assert b'"none":"' in newest.content  # no table in a real vault
    with pytest.raises(Refused, match="new version"):
        team.open.records.answer(record, "crisis_risk", "now")
    with pytest.raises(Refused, match="part of what the manager agrees to"):
        team.open.moves.give_facts(record, {"crisis_risk": "now"})


def test_the_store_itself_refuses_an_answer_after_sending(team):
    record = team.sent()
    number = team.open._store.read(entries.last_sequence, record.id).result() + 1
    late = Entry(random_id(), record.id, "crisis_risk", None, None, "now", team.ids[SAM], record.created_at, number)
    assert isinstance(team.open._store.save(entries.append, [late]).exception(), StoreError)


def test_a_draft_with_open_questions_is_not_sent_and_they_are_named(team):
    record = team.record(role_narrative=None, health_state=None)
    refused(team, SAM, record, "complete", "It cannot be sent yet: “In your own words.*”, “Is caring")


@pytest.mark.parametrize("move", ["authorise", "return", "decline", "upload", "resume", "confirm", "reopen", "correct"])
def test_out_of_order_is_refused(team, move):
    record = team.record()
    with pytest.raises(Refused):
        team(SAM).moves.make(record, move, With(reason="because"))
    assert team.again(record).history == ()


def test_there_is_no_such_move(team):
    refused(team, SAM, team.record(), "finish", "no move “finish”")


@pytest.mark.parametrize(("who", "move"), [(SAM, "authorise"), (MIA, "export"), (MIA, "take_back"), (MIA, "record")])
def test_the_wrong_person_is_refused(team, who, move):
    record = team.sent()
    store = team(who)._store
    with pytest.raises(Refused, match="is for the"):
        team.open.moves.make(record, move, With(reason="because"))
    assert len(store.read(history.of, record.id).result()) == 1


def test_nobody_decides_on_their_own_work_and_the_store_refuses_too(team):
    record = team.record()
    team(SAM).people.set_roles(SAM, ["assessor", "authoriser", "keeper"])
    record = team(SAM).moves.make(team.again(record), "complete")
    offered = {each.move for each in team.open.moves.possible(record)}
    assert "take_back" in offered and not offered & {"authorise", "return", "decline"}
    for move in ("authorise", "return", "decline"):
        refused(team, SAM, record, move, "Nobody decides on what they wrote", reason="because")
    newest = team.open._store.read(revisions.current, record.id).result().sha256
    for manager, by in ((team.ids[SAM], "f" * 32), ("f" * 32, team.ids[SAM])):
        row = Move("authorise", "authorised", record.created_at, by, "authoriser", "", 1, newest, manager=manager)
        assert isinstance(team.open._store.save(history.append, record.id, row).exception(), StoreError)


def test_a_manager_who_typed_one_answer_does_not_decide(team):
    team(SAM).people.set_roles(MIA, ["authoriser", "assessor"])
    record = team.record()
    assert team(SAM).settings.set(f"details.{team.ids[SAM]}", {"assessor_team": "North"}).result() is None
    team.open.settings.set(f"details.{team.ids[MIA]}", {"assessor_team": "North"}).result()
    mia = team(MIA)
    mia.records.answer(mia.records.open(record.id, "covering"), "hours_week", "61").saved.result()
    record = act(team, SAM, record, "complete")
    refused(team, MIA, record, "authorise", "Nobody decides on what they wrote")
    assert act(team, MAX, record, "authorise").stage == "authorised"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("-5", "is not an amount"), ("abc", "is not an amount"), ("300.555", "is not an amount"),
        ("", "is not an amount"),
        ("1e3", "is not an amount"), ("99999999", "is not an amount"), ("250", "A reason is needed"),
    ],
)  # fmt: skip
def test_amounts_that_are_none_and_another_amount_without_a_reason(team, amount, words):
    refused(team, MIA, team.sent(), "authorise", words, amount=amount)


def test_another_amount_and_use_is_told_to_the_carer_before_the_purchase(team):
    record = agreed(team, amount="£250.50", use="Gardening only", reason="The gym is free for carers")
    assert (record.history[-1].amount_pence, record.history[-1].says["changed"]) == (25050, "yes")
    assert record.answers["decision"] == "authorise_changed"
    assert (record.answers["decision_amount"], record.answers["decision_use"]) == ("250.50", "Gardening only")
    refused(team, SAM, record, "instruct", "has not been told yet")
    record = act(team, SAM, record, "tell_carer", on=date(2026, 11, 22))
    assert act(team, SAM, record, "instruct").history[-1].move == "instruct"


def test_advice_only_has_no_amount_and_no_purchase(team):
    record = team.sent("advice_only")
    refused(team, MIA, record, "authorise", "No budget is asked for", amount="20", reason="why not")
    record = act(team, MIA, record, "authorise")
    assert record.history[-1].amount_pence is None and record.answers["decision"] == "authorise"
    refused(team, SAM, record, "instruct", "No payment was agreed")


def test_sent_back_with_comments_changed_and_agreed_in_the_second_round(team):
    record = team.sent()
    with_comment = [("cf", "Who else is there?"), ("health_detail", "Since when?")]
    refused(team, MIA, record, "return", "no question “slep”", reason="See", comments=[("slep", "?")])
    refused(team, MIA, record, "return", "needs words", reason="See", comments=[("cf", " ")])
    refused(team, MIA, record, "return", "A reason is needed", comments=with_comment)
    record = act(team, MIA, record, "return", reason="See my comments", comments=with_comment)
    assert (record.stage, record.revision) == ("returned", 1)
    sam = team(SAM)
    assert [(one.question, one.text) for one in sam.moves.comments(record)] == with_comment
    before = team.again(record)
    answered = sam.records.answer(before, "health_detail", "My knees and my sleep, since the spring.")
    answered.saved.result()
    assert (answered.assessment.stage, answered.assessment.revision) == ("draft", 2)
    assert "decision_reason" not in answered.assessment.answers
    with pytest.raises(Refused, match="moved on"):
        sam.records.answer(before, "crisis_risk", "weeks")
    (change,) = sam.moves.changes(answered.assessment)
    assert change.place == "health_detail"
    assert {piece.kind for piece in change.words} == {"same", "gone", "new"}
    record = sam.moves.make(answered.assessment, "complete")
    assert [one.place for one in team(MIA).moves.changes(team.again(record))] == ["health_detail"]
    record = act(team, MIA, record, "authorise")
    versions = team.open._store.read(revisions.of, record.id).result()
    assert [each.number for each in versions] == [1, 2] and versions[1].parent == versions[0].id
    assert versions[0].sha256.encode() in versions[1].content


def test_sent_again_without_a_change_is_a_version_of_its_own(team):
    record = act(team, MIA, team.sent(), "return", reason="Please look again")
    record = act(team, SAM, record, "complete")
    assert (record.stage, record.revision) == ("completed", 2)
    assert [move.move for move in record.history] == ["complete", "return", "resume", "complete"]


def test_a_new_version_voids_the_decision_and_a_correction_does_not(team, tmp_path):
    record = handed(team, agreed(team))
    before = team.open.exports.write(record, tmp_path)
    refused(team, SAM, record, "correct", "A reason is needed")
    record = act(team, SAM, record, "correct", reason="The carer: my name is spelt Bil")
    assert record.stage == "exported" and record.history[-1].content_sha256 == record.history[0].content_sha256
    (tmp_path / "later").mkdir()
    after = team.open.exports.write(record, tmp_path / "later")
    for file in (tmp_path / before.file, tmp_path / "later" / after.file):
        assert team.open.files.check(file).same, "a file from before the correction is as agreed, and so is one with it"
    assert before.sha256 != after.sha256
    refused(team, SAM, record, "reopen", "A reason is needed")
    record = act(team, SAM, record, "reopen", reason="The carer’s hours have changed")
    assert (record.stage, record.revision) == ("draft", 2)
    assert "decision" not in record.answers and "decision_amount" not in record.answers
    assert record.answers["carer_mosaic_id"] == "M1234567"
    refused(team, MIA, record, "authorise", "cannot be done while this is “Draft”")


def test_taken_back_and_redirected_only_before_a_decision(team):
    record = team.sent()
    refused(team, SAM, record, "take_back", "A reason is needed")
    record = act(team, SAM, record, "take_back", reason="Forgot the plan")
    assert (record.stage, record.revision) == ("draft", 2)
    record = act(team, SAM, record, "complete", to=team.ids[MAX])
    refused(team, MIA, record, "authorise", "sent to somebody else")
    refused(team, SAM, record, "redirect", "nobody to send it to", to="folder:None", reason="Max is away")
    refused(team, SAM, record, "redirect", "Say to whom", reason="Max is away")
    record = act(team, SAM, record, "redirect", to=team.ids[MIA], reason="Max is away")
    record = act(team, MIA, record, "authorise")
    refused(team, SAM, record, "take_back", "cannot be done while this is “Agreed by manager”", reason="Late")


def test_deputies_teams_and_folders_are_data(team):
    day, mia, max_ = date(2026, 11, 22), team.ids[MIA], team.ids[MAX]
    teams = team(SAM).teams
    teams.keep_team(plain.Team("North", managers=(max_,)))
    teams.keep_deputy(Deputy(mia, max_, since=day + timedelta(days=1)))
    teams.keep_folder(Folder("Virtual worker carer", (mia,)))
    deputy = act(team, SAM, team.record(), "complete", to=max_)
    refused(team, MIA, deputy, "authorise", "sent to somebody else")
    assert "to_decide" not in team.open.todo.counts()
    team.later(days=1)
    assert team.open.todo.counts()["to_decide"] == 1
    assert act(team, MIA, deputy, "authorise").stage == "authorised"
    folder = act(team, SAM, team.record(), "complete", to="folder:Virtual worker carer")
    refused(team, MAX, folder, "authorise", "sent to somebody else")
    taken = act(team, MIA, folder, "take")
    refused(team, MIA, taken, "take", "You are doing this one")
    assert act(team, MIA, taken, "authorise").stage == "authorised"
    north = act(team, SAM, team.record(), "complete", to="team:North")
    assert act(team, MIA, north, "authorise").stage == "authorised"


def test_above_the_setting_a_second_person_decides_over_the_same_content(team):
    team(SAM).settings.set("second_decision_above", "299").result()
    record = act(team, MIA, team.sent(), "authorise")
    assert (record.stage, record.history[-1].says["second"]) == ("completed", "first")
    refused(team, MIA, record, "authorise", "another person’s")
    refused(team, SAM, record, "take_back", "There is a decision already", reason="Wait")
    refused(team, MAX, record, "authorise", "agreed another amount", amount="200", reason="Less")
    record = act(team, MAX, record, "authorise")
    assert record.stage == "authorised"
    first, second = record.history[1:]
    assert first.content_sha256 == second.content_sha256 and first.by != second.by
    team(SAM).settings.set("second_decision_above", "300").result()
    assert act(team, MIA, team.sent(), "authorise").stage == "authorised"
    asked_for = act(team, MIA, team.sent(), "authorise", second=True)
    assert asked_for.stage == "completed"
    assert act(team, MAX, asked_for, "return", reason="Not yet").stage == "returned"


def test_a_decision_made_outside_is_recorded_by_the_practitioner(team):
    record = team.sent()
    record = act(team, SAM, record, "record", decision="authorise", facts=outside(team, record))
    row = record.history[-1]
    assert (record.stage, row.move, row.amount_pence, row.signature) == ("authorised", "record", 30000, None)
    assert row.manager == "name:olga manager-example" and row.by == team.ids[SAM]
    assert record.answers["decision"] == "authorise" and record.answers["decision_amount"] == "300.00"
    report = str(team(SAM).exports.report(record))
    assert "Decision of Olga Manager-Example, Team manager, 22 November 2026" in report
    assert "E-mail of 22 November, 09:12" in report and "not signed in this program" in report


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"decision_name": "sam  EXAMPLE"}, "Nobody decides on what they wrote"),
        ({"check_code": "0000-0000-0000"}, "not that of the version"),
        ({"check_code": None}, "Check code"),
        ({"decision_name": None}, "Name of the manager"),
        ({"decision_ref": None}, "Reference of the e-mail"),
        ({"decision_on": "2026-11-23"}, "today or in the past"),
        ({"decision_on": "2026-11-17"}, "before the conversation"),
        ({"decision_on": "1066-10-14"}, "Date of the decision"),
        ({"decision_amount": "-1"}, "amount"),
        ({"crisis_risk": "now"}, "part of what the manager agrees to"),
        ({"decision_amount": "200"}, "A reason is needed"),
    ],
)
def test_what_is_wrong_with_a_recorded_decision(team, more, words):
    record = team.sent()
    facts = outside(team, record, **more)
    refused(team, SAM, record, "record", words, decision="authorise", facts=facts)
    refused(team, SAM, record, "record", "Say what the manager decided", facts=outside(team, record))


@pytest.mark.parametrize(("decision", "stage", "who"), [("return", "returned", SAM), ("decline", "declined", ADA)])
def test_the_other_decisions_are_recorded_with_reasons(team, decision, stage, who):
    record = team.sent()
    facts = outside(team, record)
    refused(team, who, record, "record", "A reason is needed", decision=decision, facts=facts)
    record = act(team, who, record, "record", decision=decision, facts=facts, reason="Not yet")
    assert (record.stage, record.history[-1].amount_pence, record.answers["decision"]) == (stage, None, decision)


def test_by_phone_it_is_to_be_confirmed_in_writing(team):
    record = team.sent(urgent="yes", urgent_why="A respite place is free today")
    facts = outside(team, record, decision_how="phone", decision_ref="Call at 16:05")
    record = act(team, SAM, record, "record", decision="authorise", facts=facts)
    assert "To be confirmed in writing" in str(team.open.exports.report(record))
    refused(team, SAM, record, "confirm", "reference of the manager’s e-mail")
    record = act(team, SAM, record, "confirm", reference="E-mail of Monday")
    assert record.history[-1].role == "assessor" and "(E-mail of Monday)" in str(team.open.exports.report(record))
    refused(team, SAM, record, "confirm", "no decision here that waits", reference="Again")
    signed = team.sent()
    again = outside(team, signed, decision_how="phone", decision_ref="Call")
    signed = act(team, SAM, signed, "record", decision="authorise", facts=again)
    signed = act(team, MIA, signed, "confirm")
    assert signed.history[-1].signature and signed.history[-1].role == "authoriser"


def test_not_agreed_still_leads_to_the_file_and_mosaic(team, tmp_path):
    record = act(team, MIA, team.sent(), "decline", reason="Another fund pays for this")
    record = handed(team, record)
    assert "draft" not in team.open.exports.write(record, tmp_path).file
    assert team.again(record).stage == "exported"
    assert act(team, SAM, record, "upload", facts=UPLOADED).stage == "uploaded"


def test_a_carer_who_said_no_goes_to_mosaic_without_a_decision(team, tmp_path):
    record = team.sent("declined")
    refused(team, MIA, record, "authorise", "No decision is needed")
    record = handed(team, record)
    written = team(SAM).exports.write(team.again(record), tmp_path)
    assert "draft" not in written.file and team.again(record).stage == "exported"


def test_the_councils_file_asks_for_the_mosaic_id_before_it_is_written(team, tmp_path):
    record = agreed(team)
    with pytest.raises(Refused, match="Mosaic ID"):
        team(SAM).exports.write(team.again(record), tmp_path)
    assert list(tmp_path.glob("*.docx")) == []
    draft = team.record()
    team(SAM).exports.write(draft, tmp_path)
    assert team.again(draft).stage == "draft"


def test_an_upload_needs_its_title_and_can_go_wrong(team, tmp_path):
    record = handed(team, agreed(team))
    team.open.exports.write(record, tmp_path)
    refused(team, ADA, record, "upload", "Title as it appears", facts={**UPLOADED, "upload_doc_ref": None})
    refused(team, ADA, record, "upload", "today or in the past", facts={**UPLOADED, "upload_date": "2026-11-23"})
    refused(team, ADA, record, "upload", "cannot be called on Mosaic yet", facts={**UPLOADED, "upload_by": None})
    record = act(team, ADA, record, "upload", facts=UPLOADED)
    record = act(team, ADA, record, "upload_wrong", reason="wrong_person")
    assert record.stage == "exported" and "information governance" in record.history[-1].note
    assert "upload_date" not in record.answers
    assert act(team, SAM, record, "upload", facts=UPLOADED).stage == "uploaded"


def test_the_purchase_is_cancelled_until_it_is_paid(team):
    record = agreed(team)
    refused(team, ADA, record, "payment", "No purchase is in hand", state="told")
    record = act(team, SAM, record, "instruct")
    refused(team, SAM, record, "instruct", "instructed already")
    refused(team, ADA, record, "payment", "Say what happened", state="")
    refused(team, ADA, record, "payment", "Give today or an earlier day", state="paid", on=date(2026, 11, 23))
    refused(team, ADA, record, "payment", "before this record", state="paid", on=date(1959, 6, 1))
    record = act(team, ADA, record, "cancel_purchase", reason="The carer found another way")
    record = act(team, SAM, record, "instruct")
    record = act(team, ADA, record, "payment", state="paid")
    refused(team, SAM, record, "withdraw", "has the money already", reason="moved")
    refused(team, ADA, record, "cancel_purchase", "has the money already", reason="Late")


@pytest.mark.parametrize("reason", ["said_no", "Something else of one’s own"])
def test_closed_early_with_a_reason(team, reason):
    record = team.record()
    refused(team, SAM, record, "close", "A reason is needed")
    record = act(team, SAM, record, "close", reason=reason)
    assert record.stage == "closed"
    assert record.history[-1].note == workflow.reasons("close").get(reason, reason)


@pytest.mark.parametrize("by", [SAM, ADA])
def test_withdrawn_up_to_payment(team, by):
    record = agreed(team)
    record = act(team, by, record, "withdraw", reason="carer_died")
    assert (record.stage, record.history[-1].note) == ("withdrawn", "The carer has died")
    with pytest.raises(Refused, match="is finished"):
        team.open.moves.give_facts(record, HANDED)


def test_a_page_that_shows_the_record_as_it_was_is_refused(team):
    sent = team.sent()
    sam = team(SAM)
    stale = sam.records.open(sent.id)
    sam.moves.make(stale, "take_back", With(reason="First"))
    with pytest.raises(Refused, match="moved on"):
        sam.moves.make(stale, "withdraw", With(reason="Second"))
    with pytest.raises(Refused, match="moved on"):
        sam.moves.give_facts(stale, HANDED)


def test_the_clock_may_go_back_and_order_stays(team):
    record = team.sent()
    team.clock.at = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    record = act(team, MIA, record, "authorise")
    assert record.stage == "authorised" and record.history[1].at < record.history[0].at
    assert team.open.moves.verify(record) == ()
    team.clock.at -= timedelta(days=40)
    record = act(team, SAM, record, "reopen", reason="Clock set back")
    assert record.stage == "draft"


def test_a_changed_row_is_found(team):
    record = agreed(team)
    store = team.open._store
    store.save(lambda connection: connection.execute("DROP TRIGGER history_refuse_update")).result()
    store.save(
        lambda connection: connection.execute("UPDATE history SET amount_pence = 99900 WHERE sequence = 2")
    ).result()
    assert team.open.moves.verify(team.again(record)) == ("Step 2 of the history is not signed by who is named in it",)


def test_the_log_says_every_move_and_no_words(team):
    record = agreed(team, amount="100", reason="Because CANARY")
    rows = [line.row for line in team(SAM).audit.page() if line.row.event == "record_moved"]
    assert [row.says["move"] for row in rows] == ["authorise", "complete"]
    assert rows[0].says["pence"] == 10000 and rows[0].signed and rows[0].revision == 1
    assert "CANARY" not in str(rows)
    assert rows[0].subject == record.id
