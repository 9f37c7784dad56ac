"""After the decision: the checklist with its ticks and texts, where the money is, and what each person does next."""

from datetime import date
from email import message_from_bytes, policy

import pytest

from carer_desktop.caseload.making import With
from carer_desktop.caseload.todo import KINDS
from carer_desktop.errors import Refused
from carer_desktop.forms import library
from carer_desktop.records import teams as plain
from carer_desktop.records.pathway import Tick
from carer_desktop.sealing import keys
from carer_desktop.store import rows, signed
from carer_desktop.words import words
from carer_desktop.workflow import checklist as data
from carer_desktop.workflow.moves import moves
from tests.core.caseload.pathway import ADA, MAX, MIA, SAM, Team
from tests.core.caseload.test_moves import HANDED, LAST, UPLOADED, act, handed

TODAY = date(2026, 11, 22)


@pytest.fixture
def team(path, fixed_clock):
    """Practitioner, two managers and an admin worker on one laptop."""
    made = Team(path, fixed_clock, MIA, MAX, ADA)
    yield made
    made.open.close()


def agreed(team, **given):
    """A record that Mia has agreed, with its Mosaic ID."""
    return handed(team, act(team, MIA, team.sent(), "authorise", **given))


def kinds(team, who):
    """What this person does next, by kind."""
    return [task.kind for task in team(who).todo.mine()]


def test_the_lists_name_only_what_there_is():
    form = library.find("carer_conversation")
    assert {each for way in data.ways() for each in way.settings} == {one.id for one in form.by_key["setting"].choices}
    for way in data.ways():
        assert len({step.id for step in way.steps}) == len(way.steps)
        for step in way.steps:
            assert step.words and step.who in ("admin", "assessor") and step.when in ("", "payment")
            assert not step.move or step.move in moves()
            assert set(step.facts) <= set(form.question) and set(step.copy) <= set(data.texts())
            assert all(form.question[each].fact for each in step.facts)
    assert set(words()["todo"]) == set(KINDS)


def test_no_field_and_no_text_holds_bank_details():
    form = library.find("carer_conversation")
    everything = [*form.question, *(step.words for way in data.ways() for step in way.steps), *data.texts().values()]
    assert not [each for each in everything if "sort code" in each.lower() or "account number" in each.lower()]


def test_a_whole_list_ticked(team, tmp_path):
    record = agreed(team)
    ada = team(ADA)
    record = team.again(record)
    steps = [shown.step.id for shown in ada.checklist.steps(record)]
    assert steps == [step.id for step in data.way_for("mh").steps] and not any(
        s.done for s in ada.checklist.steps(record)
    )
    ada.checklist.tick(record, "find_person", note="M1234567")
    with pytest.raises(Refused, match="ticked by doing it"):
        ada.checklist.tick(record, "export")
    ada.exports.write(record, tmp_path)
    record = ada.moves.make(team.again(record), "upload", With(facts=UPLOADED))
    for step in ("inputting_workflow", "purchase", "dp_team", "case_note", "review_action", "copy_to_carer"):
        ada.checklist.tick(record, step)
    shown = ada.checklist.steps(record)
    assert all(one.done and one.by == "Ada Example" and one.on_day == TODAY for one in shown)
    assert shown[0].note == "M1234567" and shown[0].labels
    ada.checklist.tick(record, "case_note", done=False)
    assert [one.step.id for one in ada.checklist.steps(record) if not one.done] == ["case_note"]


def test_every_tick_is_signed(team):
    record = agreed(team)
    team(ADA).checklist.tick(team.again(record), "find_person")
    (tick,) = team.open._store.read(rows.all_, Tick).result()
    message = signed.signed_part(team.open.vault.id, tick)
    assert keys.signed_by(team.open.me.signing_public, tick.signature, message)
    assert (tick.by, tick.revision, tick.on_day) == (team.ids[ADA], 1, TODAY)


@pytest.mark.parametrize(
    ("who", "step", "given", "words_"),
    [
        (ADA, "nothing", {}, "no step"), (MIA, "find_person", {}, "for the admin worker"),
        (ADA, "find_person", {"on": date(2026, 11, 23)}, "in the future.*Give today or an earlier day"),
    ],
)  # fmt: skip
def test_ticks_that_are_refused(team, who, step, given, words_):
    record = agreed(team)
    caseload = team(who)
    with pytest.raises(Refused, match=words_):
        caseload.checklist.tick(team.again(record), step, **given)


def test_before_the_decision_nothing_is_ticked(team):
    record = team.sent()
    with pytest.raises(Refused, match="not decided yet"):
        team(SAM).checklist.tick(team.again(record), "find_person")


def test_one_list_for_each_way_of_working(team):
    camden = handed(team, act(team, MIA, team.sent(setting="camden_carers"), "authorise"))
    assert "folder" in [one.step.id for one in team(SAM).checklist.steps(team.again(camden))]
    team.open.teams.keep_team(plain.Team("North", (team.ids[SAM],), way="asc"))
    assert "mosaic_workflow" not in [one.step.id for one in team.open.checklist.steps(team.again(camden))]
    advice = handed(team, act(team, MIA, team.sent("advice_only"), "authorise"))
    assert not {"purchase", "dp_team"} & {one.step.id for one in team(SAM).checklist.steps(team.again(advice))}


def test_a_new_version_begins_its_list_anew(team):
    record = agreed(team)
    team(SAM).checklist.tick(team.again(record), "find_person")
    record = act(team, SAM, record, "reopen", reason="Hours")
    record = act(team, MIA, act(team, SAM, record, "complete"), "authorise")
    assert not any(one.done for one in team(SAM).checklist.steps(team.again(record)))


def test_texts_to_paste(team):
    record = agreed(team, amount="250", reason="Less")
    sam = team(SAM)
    record = team.again(record)
    texts = {name: sam.checklist.text(record, name) for name in sam.checklist.texts()}
    assert texts["document_title"] == "Carer Conversation 18 November 2026, version 1"
    assert "M1234567" in texts["dp_email"] and "£250.00" in texts["dp_email"]
    for clinical in ("knees", "stroke", "sleep"):
        assert clinical not in texts["dp_email"] and clinical not in texts["progress_note"]
    assert "Born 2 June 1959" in texts["person"] and "Mary Example" in texts["relationship"]
    assert "My knees" in texts["answers"]
    assert "Decision of Mia Example" in texts["case_note"] and sam.moves.check_code(record) in texts["case_note"]
    assert not [name for name, text in texts.items() if "{" in text or (name != "answers" and "None" in text)]
    with pytest.raises(Refused, match="no text"):
        sam.checklist.text(record, "poem")


def test_where_is_my_money(team):
    record = team.sent()
    assert team(SAM).checklist.where_is_the_money(record) == "No payment is agreed yet."
    team.clock.at = team.clock.at.replace(month=12, day=3)
    record = handed(team, act(team, MIA, record, "authorise"))
    record = act(team, SAM, record, "instruct")
    assert team.open.checklist.where_is_the_money(record) == "Agreed 3 December, not sent on yet."
    team.later(days=1)
    record = act(team, ADA, record, "payment", state="told")
    said = team.open.checklist.where_is_the_money(record)
    assert said == "Agreed 3 December, sent to the Direct Payments Team 4 December, expected by Friday 18 December."
    assert record.answers["dp_team_notified"] == "2026-12-04"
    team.later(days=20)
    assert "expected by" in team(ADA).checklist.where_is_the_money(record) and "late" not in said
    record = act(team, ADA, record, "payment", state="paid", on=date(2026, 12, 21))
    assert team.open.checklist.where_is_the_money(record).endswith("paid 21 December.")


def test_the_path_and_where_it_stands(team):
    record = team.sent()
    stretches = team(SAM).checklist.path(record)
    assert [one.state for one in stretches] == ["done", "now", *["to_come"] * 4]
    assert stretches[1].who == "authoriser"


def test_each_person_has_their_own_next_actions(team, tmp_path):
    draft = team.record(urgent="yes", urgent_why="A fall")
    record = team.sent()
    assert kinds(team, SAM) == ["draft", "waits"] and team.open.todo.mine()[0].urgent
    assert team.open.todo.mine()[0].subject == draft.id
    assert kinds(team, MIA) == kinds(team, MAX) == ["to_decide"] and kinds(team, ADA) == []
    record = act(team, MIA, record, "return", reason="Please look")
    assert kinds(team, SAM)[1:] == ["returned"] and kinds(team, MIA) == []
    record = act(team, SAM, record, "complete", to=team.ids[MAX])
    assert kinds(team, MIA) == [] and kinds(team, MAX) == ["to_decide"]
    record = act(team, MAX, record, "authorise", amount="100", reason="Less")
    assert kinds(team, SAM)[1:] == ["tell_carer", "instruct"] and kinds(team, ADA) == ["to_export"]
    record = handed(team, act(team, SAM, act(team, SAM, record, "tell_carer"), "instruct"))
    assert kinds(team, ADA) == ["to_export", "payment"]
    team.open.exports.write(team.again(record), tmp_path)
    record = act(team, ADA, act(team, ADA, record, "take"), "payment", state="told")
    assert [(one.kind, one.due) for one in team(ADA).todo.mine()] == [
        ("payment", date(2026, 12, 4)),
        ("to_upload", None),
    ]
    assert team.open.todo.mine()[1].taken_by == team.ids[ADA]
    record = act(team, ADA, record, "upload", facts=UPLOADED)
    record = act(team, ADA, record, "payment", state="paid")
    assert [(one.kind, one.due) for one in team(ADA).todo.mine()] == [
        ("review", date(2027, 11, 18)),
        ("to_finish", None),
    ]
    assert team.open.todo.mine()[0].words == "Carer Review due Thursday 18 November 2027"
    team.open.moves.give_facts(team.again(record), LAST)
    act(team, ADA, record, "close")
    assert team(ADA).todo.counts() == {"review": 1}
    cards = team.open.records.all()
    assert team.open.todo.due_on(cards) == {record.id: date(2027, 11, 18)}


def test_a_decision_by_phone_and_a_second_decision_are_on_the_list(team):
    from tests.core.caseload.test_moves import outside

    record = team.sent()
    facts = outside(team, record, decision_how="phone", decision_ref="Call")
    act(team, SAM, record, "record", decision="authorise", facts=facts)
    assert "to_confirm" in kinds(team, SAM) and "to_confirm" in kinds(team, MIA)
    second = act(team, MIA, team.sent(), "authorise", second=True)
    assert second.stage == "completed"
    assert "to_decide" not in kinds(team, MIA) and "to_decide" in kinds(team, MAX)


def test_the_calendar_says_nothing_about_anybody(team, tmp_path):
    record = agreed(team)
    team(ADA).exports.write(team.again(record), tmp_path)
    act(team, ADA, record, "upload", facts=UPLOADED)
    file = team(ADA).todo.write_calendar(tmp_path)
    text = file.read_text()
    assert file.name == "reviews.ics" and "DTSTART;VALUE=DATE:20271118" in text and record.reference in text
    assert not [word for word in ("Bill", "Example", "M1234567", "Mary") if word in text]
    assert team.open.todo.write_calendar(tmp_path).name == "reviews (2).ics"
    with pytest.raises(Refused, match="no such folder"):
        team.open.todo.write_calendar(tmp_path / "nowhere")


def test_what_has_to_be_given_is_what_the_tests_give():
    form = library.find("carer_conversation")
    assert all(form.question[name].fact for name in (*HANDED, *UPLOADED, *LAST))


def test_an_e_mail_to_the_payments_team_is_prepared_and_never_sent(team, tmp_path):
    record = agreed(team)
    ada = team(ADA)
    ada.settings.set("dp_team.email", "payments@example.org").result()
    file = ada.checklist.write_email(team.again(record), tmp_path)
    letter = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (file.name, letter["To"], letter["X-Unsent"]) == (
        "M1234567 direct payment.eml", "payments@example.org", "1",
    )  # fmt: skip
    text = letter.get_content()
    assert "£300.00" in text and "ring the carer for bank details. How to reach them safely: by phone," in text
    assert not [word for word in ("Bill", "knees", "stroke", "sleep") if word in file.read_text("utf-8")]
    assert ada.checklist.write_email(team.again(record), tmp_path, "Another text").name.endswith("payment (2).eml")
    with pytest.raises(Refused, match="no such folder"):
        ada.checklist.write_email(team.again(record), tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"contact_safe": "yes", "contact_safe_how": None}, "by phone, 07700 900317"),
        ({"contact_safe": "no", "contact_safe_how": "Only texts, after six"}, "Only texts, after six"),
        ({"contact_safe": "yes", "contact_safe_how": None, "carer_phone": None}, "ask Sam Example first"),
    ],
)
def test_how_the_carer_is_reached_safely_is_never_a_bare_yes(team, given, words):
    record = handed(team, act(team, MIA, team.sent(**given), "authorise"))
    assert f"safely: {words}" in team(SAM).checklist.text(team.again(record), "dp_email")


def test_ticking_that_the_payments_team_was_told_says_so_of_the_payment(team):
    record = act(team, SAM, agreed(team), "instruct")
    team(ADA).checklist.tick(team.again(record), "dp_team")
    record = team.again(record)
    assert record.history[-1].says["state"] == "told" and record.answers["dp_team_notified"] == "2026-11-22"
    assert [task.words for task in team.open.todo.mine() if task.kind == "payment"] == [
        "Paperwork to the carer expected by Friday 4 December: ask the Direct Payments Team"
    ]
    team.open.checklist.tick(record, "dp_team", done=False)
    team.open.checklist.tick(team.again(record), "dp_team")
    assert len(team.again(record).history) == len(record.history)
