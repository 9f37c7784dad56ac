"""Records: begun, answered, kept and found again; what fails stays in order and is sent again."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carer_desktop.assessment import NOT_COVERED
from carer_desktop.caseload.records import Answered
from carer_desktop.errors import Refused, StoreError
from carer_desktop.text import clean_text, one_line

FORM = "carer_conversation"


def test_a_record_begins_with_what_the_program_knows(caseload, fixed_clock):
    caseload.settings.set_my_details({"assessor_phone": "020 7946 0000", "setting": "mh"}).result()
    record = caseload.records.begin(FORM)
    assert record.answers["assessor_name"] == record.answers["worker_sign_name"] == "Sam Example"
    assert record.answers["assessor_phone"] == "020 7946 0000"
    assert "assessor_team" not in record.answers, "nothing is put in where nothing is known"
    assert record.created_by == caseload.me.id and record.created_at == fixed_clock.at
    assert caseload.records.open(record.id).answers == record.answers
    (card,) = caseload.records.all()
    assert (card.carer.name, card.stage, card.form_id, card.assessor) == ("", "draft", FORM, "Sam Example")


def test_an_answer_is_on_its_way_at_once_and_there_after_reopening(caseload, reopen, fixed_clock):
    record = caseload.records.begin(FORM)
    fixed_clock.at += timedelta(minutes=1)
    answered = caseload.records.answer(record, "carer_first", "Ann")
    assert answered.assessment.answers["carer_first"] == "Ann"
    assert "carer_first" in answered.findings.values
    assert answered.saved.result() == fixed_clock.at
    assert caseload.records.unsaved() == 0
    again = reopen().records.open(record.reference.lower())
    assert again.answers["carer_first"] == "Ann" and again.saved_at == fixed_clock.at


def test_the_name_in_the_lists_follows_the_answers(caseload):
    record = caseload.records.begin(FORM)
    record = caseload.records.answer(record, "carer_first", "Ann").assessment
    caseload.records.answer(record, "carer_last", "Example").saved.result()
    other = caseload.records.begin("carer_review")
    caseload.records.answer(other, "carer_last", "Sample").saved.result()
    assert [card.carer.name for card in caseload.records.search("ANN exam")] == ["Ann Example"]
    assert [card.carer.name for card in caseload.records.search(other.reference.lower())] == ["Sample"]
    assert len(caseload.records.search("")) == 2 and caseload.records.search("nobody") == ()
    cleared = caseload.records.open(record.id)
    caseload.records.answer(cleared, "carer_last", None).saved.result()
    assert {card.carer.name for card in caseload.records.all()} == {"Ann", "Sample"}


def test_what_the_window_asks_in_one_line_is_kept_in_one_line(caseload):
    """A line break in a name would split the lists and the head of a record."""
    given_ = {"carer_first": "Ann\n Zoë\t", "role_narrative": "one\ntwo", "more_dates": [{"who": " Sam \n Example"}]}
    answers = caseload.records.fill(FORM, given_, known=False).assessment.answers
    assert (answers["carer_first"], answers["role_narrative"]) == ("Ann Zoë", "one\ntwo")
    assert answers["more_dates"][0]["who"] == "Sam Example"
    assert [card.carer.name for card in caseload.records.all()] == ["Ann Zoë"]


def test_lists_keep_their_items_order_and_cells(caseload):
    records = caseload.records
    answered, first = records.add_item(records.begin(FORM), "more_dates")
    answered, second = records.add_item(answered.assessment, "more_dates")
    answered = records.answer(answered.assessment, "more_dates", "Ann", first, "who")
    answered = records.answer(answered.assessment, "more_dates", "Bo", second, "who")
    answered = records.set_items(answered.assessment, "more_dates", [second, first])
    assert [row["who"] for row in answered.assessment.answers["more_dates"]] == ["Bo", "Ann"]
    gone = records.set_items(answered.assessment, "more_dates", [second])
    back = records.set_items(gone.assessment, "more_dates", [second, first])
    back.saved.result()
    assert [row["who"] for row in records.open(back.assessment.id).answers["more_dates"]] == ["Bo", "Ann"]


@pytest.mark.parametrize(
    ("question", "item", "column", "words"),
    [
        ("nothing", None, None, "no question “nothing”"),
        ("cf", "i1", "nothing", "no question “cf.nothing”"),
        ("carer_age", None, None, "worked out"),
        ("decision", None, None, "manager’s decision"),
    ],
)
def test_what_is_not_for_a_person_to_answer_is_refused(caseload, question, item, column, words):
    record = caseload.records.begin(FORM)
    with pytest.raises(Refused, match=words):
        caseload.records.answer(record, question, "x", item, column)
    assert caseload.records.open(record.id).answers == record.answers


def test_a_whole_section_is_marked_not_covered_in_one_act(caseload):
    record = caseload.records.begin(FORM)
    record = caseload.records.answer(record, "duration", "1_3y").assessment
    after = caseload.records.not_covered(record, "role").assessment
    assert after.answers["duration"] == "1_3y", "what is answered stays"
    assert after.answers["strengths"] == after.answers["tasks"] == NOT_COVERED
    assert "role_narrative" not in after.answers, "core is never marked"
    assert "fluctuates_detail" not in after.answers, "nor what is not asked"


def test_a_plan_starts_from_what_is_not_managed(caseload):
    records = caseload.records
    given = {
        "out_home": "assist",
        "out_home_want": "Help with the paper",
        "out_work": "distress",
        "out_nutrition": "achieves",
        "elig_determination": "yes",
    }
    record = records.fill(FORM, given, known=False).assessment
    started = records.start_plan(record).assessment
    rows = [{key: cell for key, cell in row.items() if key != "id"} for row in started.answers["plan_items"]]
    assert rows == [{"need": "home", "goal": "Help with the paper"}, {"need": "work"}]
    assert records.start_plan(started).assessment.answers == started.answers, "each outcome once"


def test_reasons_are_drafted_in_the_carers_words(caseload):
    given = {
        "necessary_care": "yes",
        "cf": [{"adult": "yes"}],
        "health_state": "risk",
        "health_detail": "I wake at four",
        "significant_impact": "yes",
    }
    record = caseload.records.fill(FORM, given, known=False).assessment
    draft = caseload.records.draft_reasons(record)
    assert "I wake at four" in draft and "elig_reasons" not in record.answers


def test_sections_are_marked_and_opened_again(caseload):
    record = caseload.records.begin(FORM)
    marked = caseload.records.mark_complete(record, ["start", "role"])
    marked.saved.result()
    assert marked.assessment.complete_sections == {"start", "role"}
    opened = caseload.records.mark_complete(marked.assessment, ["role"], complete=False)
    opened.saved.result()
    assert caseload.records.open(record.id).complete_sections == {"start"}


def test_what_a_draft_still_needs_is_counted(caseload):
    record = caseload.records.begin("carer_conversation")
    needed, ticks = caseload.records.still_needed(record.id)
    found = caseload.records.findings(record).unmet
    assert needed == len(found) > ticks > 0


def test_counting_what_is_needed_beside_somebody_who_answers_takes_no_number_twice(caseload, monkeypatch):
    records = caseload.records
    record, read = records.begin("carer_conversation"), caseload._store.read

    after: list[Answered] = []

    def answered_meanwhile(job, *args):
        found = read(job, *args)
        found.result()
        after.append(records.answer(record, "carer_first", "Ann"))
        after[-1].saved.result()
        return found

    monkeypatch.setattr(caseload._store, "read", answered_meanwhile)
    records.still_needed(record.id)
    monkeypatch.undo()
    records.answer(after[-1].assessment, "carer_last", "Example").saved.result()
    assert records.open(record.id).answers["carer_last"] == "Example"


def test_a_warning_is_kept_until_the_answer_changes(caseload):
    records = caseload.records
    answered = records.answer(records.begin(FORM), "hours_week", "150")
    assert [problem.question for problem in answered.findings.problems if problem.kind == "soft"] == ["hours_week"]
    kept = records.keep_warning(answered.assessment, "hours_week")
    kept.saved.result()
    assert not [one for one in records.findings(records.open(kept.assessment.id)).problems if one.kind == "soft"]


def test_a_warning_in_a_list_is_kept_for_that_cell(caseload):
    records = caseload.records
    given = {"cf": [{"adult": "yes", "known_asc": "yes", "lives": "no", "postcode": "ABC"}]}
    record = records.fill(FORM, given, known=False).assessment
    (warning,) = [one for one in records.findings(record).problems if one.kind == "soft"]
    kept = records.keep_warning(record, warning.place)
    assert not [one for one in kept.findings.problems if one.kind == "soft"]
    nothing = records.keep_warning(record, f"cf/{record.answers['cf'][0]['id']}/dob")
    assert nothing.assessment.kept_warnings, "also where there is no answer"


# --- when it cannot be saved -----------------------------------------------------------------------


def shut(connection):
    connection.execute(
        "CREATE TRIGGER shut BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'the disk is tired'); END"
    )


def mended(connection):
    connection.execute("DROP TRIGGER shut")


def test_what_could_not_be_saved_stays_in_order_and_is_sent_again(caseload, reopen):
    records, store = caseload.records, caseload._store
    record = records.begin(FORM)
    store.save(shut).result()
    first = records.answer(record, "carer_first", "Ann")
    second = records.answer(first.assessment, "carer_last", "Example")
    for answered in (first, second):
        with pytest.raises(StoreError):
            answered.saved.result()
    typed_on = records.answer(second.assessment, "carer_last", "Example-Sample")
    assert records.unsaved() == 2, "an answer that is typed on is one answer"
    record_now = records.answer(typed_on.assessment, "carer_last", "Example").assessment
    assert records.unsaved() == 2 and record_now.answers["carer_last"] == "Example"
    assert records.open(record.id).answers["carer_last"] == "Example", "the window never loses what was typed"
    store.save(mended).result()
    records.retry().result()
    assert records.unsaved() == 0
    again = reopen()
    assert again.records.open(record.id).answers["carer_first"] == "Ann"
    assert [card.carer.name for card in again.records.all()] == ["Ann Example"], "the name in the list arrives too"


def test_the_next_answer_takes_along_what_waits(caseload):
    records, store = caseload.records, caseload._store
    record = records.begin(FORM)
    store.save(shut).result()
    first = records.answer(record, "carer_first", "Ann")
    assert first.saved.exception() is not None
    store.save(mended).result()
    records.answer(first.assessment, "what_matters", "Sleep").saved.result()
    assert records.unsaved() == 0
    assert records.open(record.id).answers["carer_first"] == "Ann"


def test_a_record_that_could_not_be_begun_leaves_nothing(caseload):
    caseload._store.save(shut).result()
    with pytest.raises(StoreError):
        caseload.records.fill(FORM, {"carer_first": "Ann"}, known=False)
    assert caseload.records.all() == () and caseload.records.unsaved() == 0


def test_after_closing_every_save_fails_in_words(caseload):
    record = caseload.records.begin(FORM)
    caseload.close()
    answered = caseload.records.answer(record, "carer_first", "Ann")
    with pytest.raises(StoreError, match="closed"):
        answered.saved.result()
    assert caseload.records.unsaved() == 1


# --- any text --------------------------------------------------------------------------------------

ANY = st.text(max_size=300) | st.text("\x00\x0b\r\n\t\u2028\u202e{}<>&'\"%\\ ", max_size=40)
# What holds nothing that is text is refused by name, and not kept as no answer.
TEXT = ANY.filter(lambda text: not text or bool(clean_text(text)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=TEXT, cell=TEXT)
def test_any_text_survives(caseload, said, cell):
    """What went in comes out clean and whole, from the record in hand and from the disk."""
    records = caseload.records
    given_ = {"role_narrative": said, "more_dates": [{"who": cell}]}
    answered = records.fill(FORM, given_, known=False)
    kept = records.open(answered.assessment.id)
    assert kept.answers == answered.assessment.answers
    assert kept.answers["role_narrative"] == clean_text(said)
    assert kept.answers["more_dates"][0]["who"] == one_line(cell)
    assert clean_text(clean_text(said)) == clean_text(said)


def test_texts_survive_closing_and_opening(caseload, reopen):
    said = ["Zoë & Søren", "👩‍👩‍👧", "أمي", "a\nb\tc", "x" * 100_000, "{{ }} <b>"]
    ids = [caseload.records.fill(FORM, {"role_narrative": text}, known=False).assessment.id for text in said]
    again = reopen().records
    assert [again.open(id).answers["role_narrative"] for id in ids] == said
