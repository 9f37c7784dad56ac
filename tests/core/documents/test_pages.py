"""What a record's page says, and what it never says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carer_desktop.assessment import Plain
from carer_desktop.documents.pages import make_report
from carer_desktop.documents.report import Answers, DecisionSheet, Heading, Paragraph, Report, Table
from carer_desktop.errors import Refused
from carer_desktop.forms.condition import Comparison
from carer_desktop.forms.question import Choice, Section
from tests.core.documents import made
from tests.core.documents.made import ANSWERS, move, needed, report, said
from tests.core.packs import packs


def answers(page: Report) -> dict[str, str]:
    """Every answer of the page by its place."""
    found = {one.place: one.text for one in page.facts}
    for part in page.parts:
        if isinstance(part, Answers):
            found.update((one.place, one.text) for one in part.rows)
        elif isinstance(part, Table):
            found.update((one.place, one.text) for row in part.rows for one in row)
    return found


def fact(page: Report, label: str) -> str | None:
    """What the summary says under a label."""
    return next((one.text for one in page.facts if one.label == label), None)


def tables(page: Report, caption: str) -> list[Table]:
    return [part for part in page.parts if isinstance(part, Table) and part.caption.startswith(caption)]


def headings(page: Report) -> list[tuple[int, str]]:
    return [(part.level, part.text) for part in page.parts if isinstance(part, Heading)]


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("conv_date", "22 November 2026"),
        ("carer_nhs", "999 000 0018"),
        ("told", "- Said what this is\n- They agree"),
        ("sleep", "I wake three times.\n\nWhat helps:\n- tea\n- a walk"),
        ("work", "Not covered in this conversation"),
        ("hours", "35.5"),
        ("cf/a/name", "Robin Example"),
        ("cf/a/born", "November 1948"),
        ("cf/a/conditions", "- Mental health\n- Dementia"),
        ("cf/a/minimise", "No"),
        ("cf/b/minimise", "Yes"),
        ("out_work", "Manages, but it causes pain, distress or worry"),
        ("elig_suggested", "Yes"),
        ("items/i2/cost", "£1,234.50"),
        ("items/i2/total", "£1,234.50"),
        ("carer_sign", "Ann Example, typed name in person, 22 November 2026"),
    ],
)
def test_an_answer_is_printed_in_words(place: str, text: str) -> None:
    assert answers(report())[place] == text


def test_a_value_that_stands_in_says_that_the_program_filled_it_in_and_from_where() -> None:
    assert "proposed" not in ANSWERS
    assert answers(report())["proposed"] == "£1,259.50 (filled in by the program: from the items)"
    assert fact(report(), "Amount asked for") == "£1,259.50", "the sheet asks for an amount, not for its source"
    follows = made.findings(made.assessment(), defaults={"proposed": ""})
    assert answers(report(findings=follows))["proposed"] == "£1,259.50 (filled in by the program)"
    follows = made.findings(made.assessment(), defaults={"work": "from above"}, values={"work": "One\nTwo"})
    unsaid = {key: value for key, value in ANSWERS.items() if key != "work"}
    assert answers(report(unsaid, findings=follows))["work"] == "One\nTwo\n\n(filled in by the program: from above)"
    assert answers(report({**ANSWERS, "proposed": "5.00"}))["proposed"] == "£5.00"


def test_labels_are_those_asked_and_never_ids_or_the_carers_plain_words() -> None:
    page = said(report())
    assert "How do you sleep?" in page
    assert "Do you sleep well?" not in page
    assert "distress'" not in page
    assert "Say what this is for" not in page


def test_no_hidden_answer_is_anywhere() -> None:
    page = said(report(None, move("complete", "completed"), check_code="X"))
    assert "HIDDEN-ANSWER" not in page
    assert "HIDDEN-NAME" not in page


def test_headings_follow_the_groups_and_skip_a_section_that_repeats_its_group() -> None:
    found = headings(report())
    assert found[:5] == [(1, "Decision"), (1, "Before we start"), (1, "You"), (2, "About you"), (1, "Plan and money")]
    assert (2, "Before we start") not in found
    assert [part.new_page for part in report().parts if isinstance(part, Heading)][:3] == [False, True, False]


def test_a_section_by_moves_is_printed_only_when_something_moved() -> None:
    facts: dict[str, Plain] = {**ANSWERS, "decision_name": "Morgan Manager"}
    assert (2, "The manager's decision") not in headings(report(facts))
    assert (2, "The manager's decision") in headings(report(facts, move("complete", "completed")))
    assert (2, "The manager's decision") not in headings(report(None, move("complete", "completed")))


def test_a_cell_that_stands_in_says_so() -> None:
    people = ({"id": "a", "alone": "An hour"}, {"id": "b", "alone": "An hour"})
    kept: dict[str, Plain] = {**ANSWERS, "cf": [{"id": "a", "adult": "yes"}, {"id": "b", "adult": "yes"}]}
    follows = made.findings(made.assessment(kept), defaults={"cf/b/alone": "from above"}, values={"cf": people})
    page = answers(report(kept, findings=follows))
    assert (page.get("cf/a/alone"), page["cf/b/alone"]) == (
        "Not answered",
        "An hour (filled in by the program: from above)",
    )


def test_a_record_that_covers_everything_says_nothing_of_what_is_not_covered() -> None:
    page = report({**ANSWERS, "work": "None"})
    assert fact(page, "Not covered") is None
    assert "Not covered in this conversation" not in said(page)


def test_a_short_list_is_one_table_and_a_wide_one_a_table_for_each_item() -> None:
    page = report()
    (items,) = tables(page, "Items to be bought")
    assert items.header == ("What", "Cost", "For the year")
    assert [[cell.text for cell in row] for row in items.rows] == [
        ["Swimming", "£25.00", "£25.00"],
        ["A short break", "£1,234.50", "£1,234.50"],
    ]
    cards = [part.caption for part in page.parts if isinstance(part, Answers) and part.caption.startswith("People")]
    assert cards == ["People you care for - 1. Robin Example", "People you care for - 2"]


def test_an_empty_cell_says_whether_it_was_asked() -> None:
    items: list[Plain] = [{"id": "i1", "what": "Swimming", "cost": "25.00"}, {"id": "i2"}]
    record = made.assessment({**ANSWERS, "items": items})
    follows = made.findings(record)
    page = report({**ANSWERS, "items": items}, findings=replace(follows, shown=follows.shown - {"items/i2/cost"}))
    (table,) = tables(page, "Items to be bought")
    assert [cell.text for cell in table.rows[1]] == ["Not answered", "Not asked", "£1,234.50"]


def test_an_item_without_any_answer_still_has_its_place() -> None:
    page = report({**ANSWERS, "cf": [ANSWERS["cf"][0], {"id": "c"}]})  # type: ignore[index]
    card = next(part for part in page.parts if isinstance(part, Answers) and part.caption == "People you care for - 2")
    assert [row.text for row in card.rows] == ["Not answered"]


def test_a_list_of_empty_items_and_a_list_not_covered() -> None:
    assert answers(report({**ANSWERS, "items": [{"id": "new"}]}))["items"] == "Not answered"
    assert answers(report({**ANSWERS, "items": {"not_covered": True}}))["items"].startswith("Not covered in this")
    assert "items" not in answers(report({**ANSWERS, "items": []}))


def test_a_grid_is_a_table_of_its_rows() -> None:
    (grid,) = tables(report(), "What you do")
    assert [[cell.text for cell in row] for row in grid.rows] == [["Dressing", "Yes"], ["Moving", "Not answered"]]
    assert answers(report({**ANSWERS, "tasks": {"not_covered": True}}))["tasks"].startswith("Not covered in this")


def test_what_cannot_be_read_is_printed_as_it_was_typed() -> None:
    page = report({**ANSWERS, "carer_dob": {"typed": "31/2/1970"}})
    assert answers(page)["carer_dob"] == "31/2/1970 (cannot be read as a date)"


def test_expected_questions_left_out_are_listed_once_by_section_with_the_reason() -> None:
    kept = {key: value for key, value in ANSWERS.items() if key != "sleep"}
    page = report(kept)
    listed = next(part for part in page.parts if isinstance(part, Answers) and part.header == ("Section", "Questions"))
    assert [(row.label, row.text) for row in listed.rows] == [
        ("About you", "- How do you sleep?\n- Your work (marked as not covered)")
    ]
    assert (
        Paragraph("One reason stands for all of them: To follow", "normal", "not_covered_why", "Reason") in page.parts
    )
    how = "2 questions in 1 section, listed at the end: 1 marked as not covered and 1 not answered"
    assert fact(page, "Not covered") == how
    del kept["not_covered_why"]
    assert fact(report(kept), "Not covered") == how
    assert "No reason is given yet." in said(report(kept))
    follows = made.findings(made.assessment(kept), defaults={"not_covered_why": "as usual"})
    follows = replace(follows, values={**follows.values, "not_covered_why": "later"})
    assert "To follow (filled in by the program: as usual)" in said(report(kept, findings=follows))


def test_what_was_recorded_at_no_time_has_a_word_for_it() -> None:
    section = made.FORM.sections[1]
    agreed = made.q("carer_agree", "choice", "Do you agree?", choices=made.YN, fact=True, required="K")
    sections = (
        made.FORM.sections[0],
        replace(section, questions=(*section.questions, agreed)),
        *made.FORM.sections[2:],
    )
    follows = made.findings(made.assessment())
    follows = replace(follows, shown=follows.shown | {"carer_agree"})
    for given, words in (({}, "Not recorded yet"), ({"carer_agree": "yes"}, "Yes")):
        record = made.assessment({**ANSWERS, **given})
        page = make_report(replace(made.FORM, sections=sections), record, follows, today=made.TODAY)
        assert answers(page)["carer_agree"] == words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "No, or it is not recorded."),
        ({"gender": "nk"}, "No, or it is not recorded."),
        ({"gender": "pnts"}, "Yes. The carer would rather not say."),
        ({"gender": "female"}, "Yes. The answers are kept in the program and are not in this document."),
        (
            {"gender": "pnts", "more": "ZYXW"},
            "Yes. The answers are kept in the program and are not in this document.",
        ),
    ],
)
def test_of_a_private_section_one_line_says_whether_it_was_asked(given: dict[str, Plain], words: str) -> None:
    choices = (Choice("female", "Female"), Choice("pnts", "Prefer not to say"), Choice("nk", "Not asked"))
    questions = (
        made.q("gender", "choice", "Your gender", "fair", choices=choices, required="E"),
        made.q("more", "text", "More about you", "fair"),
    )
    group = made.FORM.sections[1].group
    form = replace(
        made.FORM, sections=(*made.FORM.sections, Section("fair", "For fairness", group, questions, private=True))
    )
    record = made.assessment({**ANSWERS, **given})
    follows = made.findings(record)
    page = make_report(form, record, replace(follows, shown=follows.shown | {"gender", "more"}), today=made.TODAY)
    assert answers(page)["fair"] == words
    assert "ZYXW" not in said(page) and "Your gender" not in said(page)
    page = make_report(form, record, follows, today=made.TODAY)
    assert "fair" not in answers(page)


def test_what_is_still_needed_is_listed_once_in_a_draft_and_never_later() -> None:
    problems = (
        needed("carer_dob", "Enter your date of birth"),
        needed("cf", "Enter their name", "a", "alone"),
        needed("cf", "Enter their name", "gone", "alone"),
    )
    follows = made.findings(made.assessment(), problems=problems)
    page = report(findings=follows)
    listed = next(part for part in page.parts if isinstance(part, Answers) and part.header[1] == "What is missing")
    assert [row.label for row in listed.rows] == [
        "Your date of birth",
        "People you care for 1. Robin Example: How long they can be left alone",
        "People you care for : How long they can be left alone",
    ]
    assert fact(page, "Still to answer or put right") == "3 questions, listed at the end"
    sent = report(None, move("complete", "completed"), findings=follows)
    assert "Enter your date of birth" not in said(sent)


def test_the_summary_says_who_what_and_which_version() -> None:
    page = report(None, move("complete", "completed"), check_code="ABCD-EFGH-JKMN", watermark=False)
    assert [(one.label, one.text) for one in page.facts] == [
        ("Carer", "Ann Example, born 1 March 1970"),
        ("Mosaic ID", "M1234567"),
        ("Record", "ABCD2345, version 1"),
        ("Carer Conversation", "22 November 2026"),
        ("Where it stands", "Sent to manager"),
        ("Cares for", "Robin Example, person 2"),
        ("Amount asked for", "£1,259.50"),
        ("Guide figure", "£300.00 (Illustrative – not Camden’s)"),
        ("Eligibility", "Yes"),
        ("Outcomes not managed", "- Work and learning"),
        ("Not covered", "1 question in 1 section, listed at the end: 1 marked as not covered"),
        ("Check code of this version", "ABCD-EFGH-JKMN"),
    ]
    assert page.marks == ("OFFICIAL-SENSITIVE: PERSONAL",)
    assert page.running == "Ann Example - Mosaic ID M1234567"
    assert page.footer == "Carer Conversation, form 0.1.0 - Record ABCD2345 - Version 1 - OFFICIAL-SENSITIVE: PERSONAL"
    assert ("Check code", "ABCD-EFGH-JKMN") in page.traces


def test_a_record_of_nobody_yet_is_known_by_its_reference() -> None:
    page = report({})
    assert page.running == "Name not yet given - Record ABCD2345"
    assert (fact(page, "Carer"), fact(page, "Mosaic ID")) == ("Name not yet given", "None yet")
    assert page.day == made.STARTED.date()
    assert fact(page, "Outcomes not managed") == "Not answered yet"
    assert fact(page, "Eligibility") == "Not yet determined by the practitioner"


def test_many_outcomes_run_on_so_that_the_first_page_is_one_page() -> None:
    section = made.FORM.sections[1]
    more = tuple(made.q(f"out_{n}", "choice", f"Outcome {n}", choices=made.OUTCOME) for n in range(4))
    sections = (made.FORM.sections[0], replace(section, questions=section.questions + more), *made.FORM.sections[2:])
    record = made.assessment({**ANSWERS, "out_work": "achieves", **{f"out_{n}": "assist" for n in range(4)}})
    follows = made.findings(record)
    follows = replace(follows, shown=follows.shown | {one.id for one in more})
    page = make_report(replace(made.FORM, sections=sections), record, follows, today=made.TODAY)
    assert fact(page, "Outcomes not managed") == "Outcome 0; Outcome 1; Outcome 2; Outcome 3"


def test_the_sheet_offers_what_a_manager_may_decide() -> None:
    (sheet,) = (part for part in report().parts if isinstance(part, DecisionSheet))
    assert sheet.ticks == ("Agree £1,259.50", "Agree another amount", "Send back", "Not agreed")
    assert [blank.label for blank in sheet.blanks] == [
        "Amount agreed, if another",
        "Reasons or questions",
        "Name, role and date",
    ]
    follows = made.findings(made.assessment(), defaults={})
    (sheet,) = (part for part in report(findings=follows).parts if isinstance(part, DecisionSheet))
    assert sheet.ticks == ("Agree", "Send back", "Not agreed")
    assert fact(report(findings=follows), "Amount asked for") == "Not answered yet"


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [
        ({}, "Not answered yet"),
        ({"out_home": "unknown"}, "Not answered yet"),
        ({"out_home": "achieves"}, "- 1 of 2 outcomes not known yet"),
        ({"out_home": "assist"}, "- Keeping your home\n- 1 of 2 outcomes not known yet"),
        ({"out_home": "achieves", "out_work": "achieves"}, "None"),
    ],
)
def test_outcomes_are_said_to_be_managed_only_where_they_are_known(outcomes: dict[str, Plain], words: str) -> None:
    assert fact(report(outcomes), "Outcomes not managed") == words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"carer_first": "Ann"}, "Not answered yet"),
        ({"carer_first": "Ann", "budget_wanted": "yes"}, "Not answered yet"),
        ({"carer_first": "Ann", "budget_wanted": "no"}, "No budget is asked for"),
        ({"carer_first": "Ann", "declined": ["yes"]}, "No budget is asked for"),
    ],
)
def test_that_no_budget_is_asked_for_is_said_only_where_somebody_said_so(given: dict[str, Plain], words: str) -> None:
    record = packs.record(packs.CONVERSATION, given)
    page = make_report(packs.CONVERSATION, record, packs.found(packs.CONVERSATION, given), today=made.TODAY)
    assert fact(page, "Amount asked for") == words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"still_caring": "yes"}, "Not answered yet"),
        ({"still_caring": "yes", "rev_outcome": "none"}, "No budget is asked for"),
        ({"still_caring": "no"}, "No budget is asked for"),
    ],
)
def test_a_review_asks_for_no_budget_only_where_its_outcome_says_so(given: dict[str, Plain], words: str) -> None:
    record = packs.record(packs.REVIEW, given)
    page = make_report(packs.REVIEW, record, packs.found(packs.REVIEW, given), today=made.TODAY)
    assert fact(page, "Amount asked for") == words
    assert fact(page, "Carer Review") == "Date: not answered yet"


def test_a_code_is_asked_for_only_when_there_is_one() -> None:
    assert "A draft: a decision counts only for a version with a check code." in said(report())
    sent = report(None, move("complete", "completed"), check_code="ABCD-EFGH-JKMN")
    assert "Quote check code ABCD-EFGH-JKMN." in said(sent)


def test_no_decision_is_asked_for_when_the_carer_said_no() -> None:
    follows = made.findings(made.assessment())
    follows = replace(follows, shown=follows.shown | {"declined"})
    page = report({**ANSWERS, "declined": ["yes"]}, findings=follows)
    assert not [part for part in page.parts if isinstance(part, DecisionSheet)]
    assert "This Carer Conversation did not go ahead, so no decision is asked for." in said(page)
    given: dict[str, Plain] = {"declined": ["yes"], "declined_reason": "deceased"}
    record = packs.record(packs.CONVERSATION, given)
    page = make_report(packs.CONVERSATION, record, packs.found(packs.CONVERSATION, given), today=made.TODAY)
    assert "did not go ahead (The carer has died), so no decision" in said(page), "nobody who died said no"


def test_a_decision_signed_here_is_one_sentence() -> None:
    sent = move("complete", "completed")
    agreed = move("authorise", "authorised", "p2", "authoriser", amount_pence=25050, note="For swimming.")
    page = report(None, sent, agreed, move("export", "exported"), watermark=False)
    (note,) = (part for part in page.parts if isinstance(part, Paragraph) and part.place == "decision")
    assert note.text == ("Agreed: £250.50, by Morgan Manager, manager, on 23 November 2026 at 14:02.\nFor swimming.")
    not_agreed = report(None, sent, move("decline", "declined", "gone", "authoriser"))
    assert "Not agreed, by a person no longer in this program, manager, on 23" in said(not_agreed)
    assert fact(not_agreed, "Where it stands") == "Not agreed by manager"


def test_a_decision_made_outside_is_marked_as_such() -> None:
    facts: dict[str, Plain] = {
        "decision": "authorise", "decision_name": "Pat Boss", "decision_role": "Team manager",
        "decision_on": "2026-11-24", "decision_how": "by e-mail", "decision_ref": "M-1",
    }  # fmt: skip
    page = report({**ANSWERS, **facts}, move("complete", "completed"), move("record", "authorised"))
    assert (
        "Agreed as asked. Decision of Pat Boss, Team manager, 24 November 2026, received: by e-mail (M-1), "
        "recorded by Sam Practitioner, practitioner; not signed in this program."
    ) in said(page)
    bare = report(None, move("complete", "completed"), move("record", "authorised", "gone", ""))
    assert "Decision of a manager, recorded by a person no longer in this program; not signed" in said(bare)


@pytest.mark.parametrize("last", ["return", "reopen"])
def test_what_came_back_is_asked_for_again(last: str) -> None:
    page = report(None, move("complete", "completed"), move(last, "returned", "p2", "authoriser", note="Say more."))
    assert [part for part in page.parts if isinstance(part, DecisionSheet)]
    assert fact(page, "Where it stands") == "Sent back with questions"


def test_other_moves_leave_the_decision_standing() -> None:
    moves = (move("complete", "completed"), move("authorise", "authorised", "p2"), move("upload", "uploaded"))
    assert not [part for part in report(None, *moves).parts if isinstance(part, DecisionSheet)]
    assert [part for part in report(None, move("export", "draft")).parts if isinstance(part, DecisionSheet)]


def test_the_history_is_printed_without_the_making_of_files() -> None:
    moves = (
        move("complete", "completed", note=" "),
        move("authorise", "authorised", "p2", "authoriser", amount_pence=30000),
    )
    page = report(None, *moves)
    (table,) = (part for part in page.parts if isinstance(part, Table) and part.kind == "history")
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["23 November 2026 at 14:02", "Sent to manager", "Sam Practitioner, practitioner", "No note"],
        ["23 November 2026 at 14:02", "Agreed by manager: £300.00", "Morgan Manager, manager", "No note"],
    ]
    assert report(None, *moves, move("export", "exported"), watermark=False) == report(None, *moves, watermark=False)
    assert "What has happened" not in said(report(None, move("export", "draft")))


def test_the_working_of_the_guide_figure_is_a_table_with_running_figures() -> None:
    (table,) = tables(report(), "How the guide figure was worked out - Illustrative")
    assert table.header == ("Step", "Amount", "Running figure")
    assert [cell.text for cell in table.rows[1]] == ["Caring for two people: £50.00 more", "£50.00", "£300.00"]
    approved = replace(made.SUGGESTION, illustrative=False)
    page = report(findings=made.findings(made.assessment(), suggestion=approved))
    assert fact(page, "Guide figure") == "£300.00"
    assert tables(page, "How the guide figure was worked out")[0].caption == "How the guide figure was worked out"


def test_without_a_table_nothing_about_a_guide_figure_is_printed() -> None:
    page = report(findings=made.findings(made.assessment(), suggestion=made.NO_TABLE))
    assert fact(page, "Guide figure") == "No guide figure: no approved table has been loaded"
    assert "£300.00" not in said(page)
    assert "Two lines" not in said(page)
    assert "How the guide figure was worked out" not in said(page)
    follows = made.findings(made.assessment(), suggestion=None)
    page = report(findings=replace(follows, shown=follows.shown - {"suggested", "suggested_why"}))
    assert fact(page, "Guide figure") is None
    assert "uide figure" not in said(page)


def test_no_guide_figure_says_why() -> None:
    none = replace(made.SUGGESTION, amount=None, lines=(), why_none="No guide figure: the effect is not rated")
    page = report(findings=made.findings(made.assessment(), suggestion=none))
    assert answers(page)["suggested"] == "No guide figure: the effect is not rated"
    page = report(findings=made.findings(made.assessment(), suggestion=replace(none, why_none=None)))
    assert answers(page)["suggested"] == "No guide figure: the answers it rests on are not complete"


def test_the_eligibility_explanation_is_printed_once() -> None:
    assert said(report()).count(made.ELIGIBILITY.why) == 1
    follows = made.findings(made.assessment(), eligibility=None)
    assert "How the suggested result" not in said(report(findings=follows))
    unanswered = {key: value for key, value in ANSWERS.items() if key != "elig_determination"}
    assert fact(report(unanswered, findings=follows), "Eligibility") is None


def test_a_form_without_cared_for_people_or_outcomes_has_no_such_lines() -> None:
    first, you, *others = made.FORM.sections
    kept = tuple(one for one in you.questions if one.id != "cf" and not one.id.startswith("out_"))
    form = replace(made.FORM, sections=(first, replace(you, questions=kept), *others))
    record = made.assessment()
    page = make_report(form, record, made.findings(record), today=made.TODAY)
    assert fact(page, "Cares for") is None
    assert fact(page, "Outcomes not managed") is None


def test_marks_say_draft_and_demonstration() -> None:
    assert report(demo=True).marks == (
        "DRAFT – not agreed by a manager",
        "Demonstration – not a real record - OFFICIAL-SENSITIVE: PERSONAL",
    )
    assert report(watermark=False, marking="").marks == ()


def test_only_a_draft_says_when_it_was_made() -> None:
    assert "Draft made on 22 November 2026." in said(report())
    assert "Draft made on" not in said(report(watermark=False))


@pytest.mark.parametrize("audience", ["carer_asked", "neighbour", ""])
def test_a_reader_nobody_has_heard_of_gets_nothing(audience: str) -> None:
    with pytest.raises(Refused, match="cannot be made"):
        report(audience=audience)


def test_questions_that_wait_for_each_other_do_not_stop_the_page() -> None:
    first, second, *others = made.FORM.sections
    waits = Comparison("circle", "is", "x")
    circle = (made.q("circle", "text", "Circle", show_when=waits), made.q("proposed", "money", "P", show_when=waits))
    form = replace(made.FORM, sections=(first, replace(second, questions=(*second.questions, *circle)), *others))
    for section in others:
        kept = tuple(one for one in section.questions if one.id != "proposed")
        form = replace(form, sections=tuple(replace(s, questions=kept) if s is section else s for s in form.sections))
    page = make_report(form, made.assessment({}), made.findings(made.assessment({}), defaults={}), today=made.TODAY)
    assert fact(page, "Amount asked for") == "No budget is asked for"
