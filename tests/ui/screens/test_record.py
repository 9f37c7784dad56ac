"""One record on the screen: what is shown, hidden, folded, checked, begun for the person, taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from carer_desktop.caseload import Caseload
from tests.ui.opened import checked, opened, wait_begun
from ui.fields import ListField
from ui.main_window import MainWindow
from ui.screens.record import RecordScreen
from ui.screens.record.checked_sections import CheckedSections
from ui.screens.record.find_question import FindQuestion
from ui.screens.record.questions import follows
from ui.screens.record.section_page import SectionPage

Fill = Callable[..., str]
SHORT = {"carer_first": "Bea", "carer_last": "Sample", "conv_date": "2026-11-20"}


@pytest.fixture
def record(window: MainWindow, filled: Fill) -> RecordScreen:
    """The demonstration case, open."""
    opened(window, filled())
    assert window.record is not None
    return window.record


@pytest.fixture
def begun(window: MainWindow, filled: Fill) -> RecordScreen:
    """A record that was only begun: the short form."""
    opened(window, filled(SHORT))
    assert window.record is not None
    return window.record


def page_of(record: RecordScreen, section: str) -> SectionPage:
    record.open_section(section)
    assert record.page is not None
    return record.page


def press(root: QWidget, words: str) -> None:
    found = [b for b in root.findChildren(QAbstractButton) if words in (b.accessibleName(), b.text()) and b.isVisible()]
    assert found, words
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def said_in(root: QWidget) -> str:
    return "\n".join(label.text() for label in root.findChildren(QLabel) if label.isVisible())


def test_the_identity_is_always_in_view_and_the_title_has_no_name(window: MainWindow, record: RecordScreen) -> None:
    for section in record.sections():
        record.open_section(section.id)
        assert "Ann Example" in said_in(record.bar) and "Ann" not in window.windowTitle()
        assert record.desk.assessment.reference in window.windowTitle()


def test_a_short_form_folds_what_is_not_core_and_opens_on_request(begun: RecordScreen) -> None:
    page = page_of(begun, "role")
    assert "here, not needed in a short form" in said_in(page)
    before = len(page.labels_in_view())
    press(page, "Show them")
    assert len(page.labels_in_view()) > before and begun.desk.findings.path == "short"


def test_what_decides_how_the_form_goes_on_is_never_folded_away(begun: RecordScreen) -> None:
    page = page_of(begun, "start")
    assert begun.desk.findings.path == "short" and {"how_full", "declined"} <= begun.desk.findings.folded
    assert page.asked["how_full"].row.isVisible() and page.asked["declined"].row.isVisible()


def test_a_section_without_core_questions_is_one_line(begun: RecordScreen) -> None:
    page = page_of(begun, "circumstances")
    assert page.labels_in_view() == [] and "Not covered in a short form" in said_in(page)
    press(page, "Nothing here was covered")
    assert begun.desk.assessment.answers["carer_household"] == {"not_covered": True}
    assert page.labels_in_view() == []
    press(page, "Open this section")
    assert len(page.labels_in_view()) > 3


def test_what_follows_an_answer_stands_under_it_and_what_is_hidden_is_kept(begun: RecordScreen, qtbot: QtBot) -> None:
    page = page_of(begun, "start")
    assert "urgent_why" not in begun.desk.findings.shown
    begun.desk.answer("urgent", "yes")
    assert page.asked["urgent_why"].row.isVisible()
    begun.desk.answer("urgent_why", "No break for weeks")
    begun.desk.answer("urgent", "no")
    assert not page.asked["urgent_why"].row.isVisible()
    press(page, "1 hidden answer kept – show")
    said = said_in(page.kept)
    assert "No break for weeks" in said and "Asked only when" in said
    press(page, "1 hidden answer kept – close")
    assert "No break for weeks" not in said_in(page.kept)


def test_few_questions_are_set_in_and_never_the_rest_of_a_page(record: RecordScreen) -> None:
    budget = record.desk.form.section["budget"]
    assert not any(under for question, under in follows(budget) if question.id == "dp_start")
    start = {question.id: under for question, under in follows(record.desk.form.section["start"])}
    assert start["urgent_why"] and not start["told_start"]


def test_nothing_is_said_wrong_before_the_person_asks(window: MainWindow, begun: RecordScreen) -> None:
    page = page_of(begun, "role")
    begun.desk.answer("hours_week", "900")
    assert page.asked["hours_week"].field.problem == ""
    page.turn_complete()
    assert "168" in page.asked["hours_week"].field.problem
    assert window.windowTitle().startswith("Error: ")
    page.go_to("hours_week")
    begun.desk.answer("hours_week", "30")
    assert page.asked["hours_week"].field.problem == ""


def test_a_complete_section_can_be_opened_again(window: MainWindow, record: RecordScreen) -> None:
    page = page_of(record, "start")
    page.turn_complete()
    assert "start" in record.desk.assessment.complete_sections and not window.windowTitle().startswith("Error")
    page.turn_complete()
    assert "start" not in record.desk.assessment.complete_sections


def test_an_unlikely_answer_can_be_kept(begun: RecordScreen) -> None:
    page = page_of(begun, "role")
    record_hours = page.asked["hours_week"].field
    page.next_button.setFocus()
    begun.desk.answer("hours_week", "160")
    assert record_hours.problem.startswith("Check this")
    press(record_hours, "Keep this answer to: " + record_hours.question.label)
    assert record_hours.problem == ""


def test_only_what_is_still_needed(begun: RecordScreen) -> None:
    page = page_of(begun, "start")
    everything = page.labels_in_view()
    begun.set_needed_only(True)
    assert set(page.labels_in_view()) < set(everything)
    begun.desk.answer("urgent", "no")
    assert page.asked["urgent"].row.isVisible(), "an answer does not make its question vanish under the hand"
    begun.open_section("carer")
    begun.open_section("start")
    assert not page.asked["urgent"].row.isVisible()


def test_lists_grow_shrink_and_come_back(begun: RecordScreen) -> None:
    page = page_of(begun, "people")
    people = page.asked["cf"].field
    assert isinstance(people, ListField)
    people.add_button.click()
    people.add_button.click()
    first, second = begun.desk.items("cf")
    begun.desk.answer(f"cf/{first}/name", "Daniel Example")
    begun.desk.move_item("cf", first, 1)
    assert begun.desk.items("cf") == [second, first]
    begun.desk.remove_item("cf", first)
    begun.desk.restore_item("cf", first, 0)
    assert begun.desk.plain_at(f"cf/{first}/name") == "Daniel Example"


def test_an_answer_is_taken_back(begun: RecordScreen, caseload: Caseload) -> None:
    begun.desk.answer("urgent", "yes")
    begun.desk.answer("urgent_why", "One")
    begun.desk.answer("urgent_why", "One two")
    begun.undo()
    assert "urgent_why" not in begun.desk.assessment.answers, "typing in one go is one change"
    begun.undo()
    assert "urgent" not in begun.desk.assessment.answers
    begun.desk.add_item("cf")
    item = begun.desk.items("cf")[0]
    begun.desk.answer(f"cf/{item}/name", "Rose")
    begun.undo()
    assert begun.desk.plain_at(f"cf/{item}/name") is None and begun.desk.items("cf") == [item]
    begun.undo()
    assert begun.desk.items("cf") == []
    for _ in range(3):
        begun.undo()


def test_the_reasons_begin_with_the_working_and_can_be_undone(record: RecordScreen) -> None:
    record.desk.answer("elig_reasons", None)
    page = page_of(record, "eligibility")
    press(page, "Start from this text")
    assert str(record.desk.assessment.answers["elig_reasons"]) == record.desk.caseload.records.draft_reasons(
        record.desk.assessment
    )
    box = page.asked["elig_reasons"].field.findChild(QPlainTextEdit)
    assert box is not None and box.document().isUndoAvailable()


def test_the_plan_begins_with_what_is_not_managed(record: RecordScreen) -> None:
    for item in record.desk.items("plan_items"):
        record.desk.remove_item("plan_items", item)
    press(page_of(record, "plan"), "Start the plan from what is not managed")
    assert len(record.desk.items("plan_items")) >= 3


def test_jottings_go_into_a_question(window: MainWindow, begun: RecordScreen, qtbot: QtBot) -> None:
    begun.show_pane("jottings")
    box = begun._jotter.page.box
    QTest.keyClicks(box, "sleep is poor")
    QTest.keyClick(box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    begun._jotter.page.use_button.click()
    finder = window.findChild(FindQuestion)
    assert finder is not None
    QTest.keyClicks(finder.search, "typical day")
    QTest.keyClick(finder.search, Qt.Key.Key_Return)
    assert "sleep is poor" in str(begun.desk.assessment.answers["role_narrative"])
    assert "[used for: " in box.toPlainText()
    begun.flush()
    kept = begun.desk.caseload.jottings.of(begun.desk.assessment.id)
    assert len(kept) == 1 and "sleep is poor" in kept[0].text


def test_while_the_carer_sees_the_screen_the_rest_is_gone(window: MainWindow, record: RecordScreen) -> None:
    record.open_section("eligibility")
    record.show_pane("working")
    assert record.pane.isVisible()
    window.turn("carer_sees", True)
    assert not record.pane.isVisible() and record.section != "eligibility"
    assert {section.asked_of for section in record.sections()} == {"carer"}
    record.show_pane("working")
    assert not record.pane.isVisible()
    assert "Tell us what you do to help" in said_in(page_of(record, "role"))
    window.show_home()
    assert window.home is not None and not window.home.list.isVisible()
    press(window, "Only I can see it now")
    assert window.home.list.isVisible()


def test_check_answers_says_what_word_will_say_and_change_comes_back(record: RecordScreen, qtbot: QtBot) -> None:
    check = checked(record)
    assert "18 November 2026" in said_in(check) and "Nothing is still needed" in said_in(check)
    press(check, "Change: How the conversation was held")
    assert record.section == "start"
    assert record.page is not None and record.page.back_button.isVisible()
    press(record.page, "‹ Back to Check answers")
    assert record.section == "check" and record.page is None
    check.finish()
    assert {one.id for one in record.sections()} <= record.desk.assessment.complete_sections


def test_what_the_answers_call_for_is_said_beside_the_record_and_before_it_is_sent(
    window: MainWindow, begun: RecordScreen
) -> None:
    begun.desk.answer("crisis_risk", "now")
    begun.open_section("safeguarding")
    begun.show_pane("working")
    assert "To think of" in said_in(begun.pane) and "ring 999 first" in said_in(begun.pane)
    check = checked(begun)
    assert "ring 999 first" in said_in(check)
    words = next(one for one in begun.desk.findings.prompts if one.id == "breakdown")
    press(check, f"Go to it: Safeguarding, {words.text}")
    assert begun.section == begun.desk.section_of("referrals")
    window.turn("carer_sees", True)
    check = checked(begun)
    assert "ring 999" not in said_in(check)


def test_everything_is_checked_says_what_is_needed(window: MainWindow, begun: RecordScreen) -> None:
    check = checked(begun)
    assert "things are still needed" in said_in(check)
    check.finish()
    assert check.summary.isVisible() and window.windowTitle().startswith("Error: Check answers")


def test_the_person_continues_where_they_were(window: MainWindow, record: RecordScreen) -> None:
    record.open_section("wellbeing")
    identity = record.desk.assessment.id
    window.show_home()
    assert window.home is not None
    reference = record.desk.assessment.reference
    name = next(card.carer.name for card in window.home._cards if card.id == identity)
    words = window.home._go_on.text()
    assert words == f"Continue where you were: {name}, {reference}, How caring affects you. It can be sent"
    assert name and name not in window.windowTitle(), "the task bar shows the reference only"
    press(window.home, words)
    wait_begun(window)
    assert window.record is not None and window.record.section == "wellbeing"
    assert window.record.desk.assessment.id == identity


def test_where_the_carer_has_no_name_yet_going_on_says_so(window: MainWindow, filled: Callable[..., str]) -> None:
    opened(window, filled({}))
    assert window.record is not None and window.home is not None
    reference = window.record.desk.assessment.reference
    window.record.open_section("wellbeing")
    window.show_home()
    words = f"Continue where you were: Carer not named yet, {reference}, How caring affects you. "
    assert window.home._go_on.text().startswith(words)


def test_ways_about_in_a_record(window: MainWindow, record: RecordScreen) -> None:
    record.open_number(1)
    assert record.section == "start"
    record.step(-1)
    assert record.section == "start"
    record.step(1)
    wait_begun(window)
    assert record.section == "communication"
    record.open_number(99)
    record.focus_next_part()
    assert record.tasks.hasFocus()
    record.focus_next_part()
    assert not record.tasks.hasFocus()
    record.go_to("hours_week")
    assert record.section == "role"
    record.open_number(len(record.sections()))
    record.step(1)
    assert record.section == "check"
    record.focus_page()
    record.step(-1)
    wait_begun(window)
    assert record.section == record.sections()[-1].id
    record.not_covered()
    record.turn_complete()


def test_pages_left_long_ago_are_let_go_and_come_back_as_they_were_left(begun: RecordScreen) -> None:
    page = page_of(begun, "role")
    press(page, "Show them")
    page.turn_complete()
    begun.desk.answer("hours_week", "900")
    shown, told = page.labels_in_view(), said_in(page)
    assert "There is a problem" in told
    for section in ("start", "communication", "people"):
        begun.open_section(section)
    assert not isValid(page)
    again = page_of(begun, "role")
    assert again.labels_in_view() == shown and set(said_in(again).split("\n")) == set(told.split("\n"))


def test_questions_asked_later_stand_for_a_screen_reader_where_they_are_read(begun: RecordScreen) -> None:
    page = page_of(begun, "start")
    begun.desk.answer("urgent", "yes")
    rows = [page.asked[question.id].row for question in page.section.questions if question.id in page.asked]
    column = page.asked["urgent"].row.parentWidget()
    assert column is not None and [child for child in column.children() if child in rows] == rows


def test_a_page_left_just_now_keeps_its_own_undo(record: RecordScreen) -> None:
    page = page_of(record, "role")
    box = page.asked["role_narrative"].field.findChild(QPlainTextEdit)
    assert isinstance(box, QPlainTextEdit)
    QTest.keyClicks(box, "Also ")
    record.open_section("start")
    assert page_of(record, "role") is page and box.document().isUndoAvailable()


def boxes_of(sections: CheckedSections) -> list[QWidget]:
    """The sections on the page of all answers, top to bottom."""
    items = (sections._rows.itemAt(at) for at in range(sections._rows.count()))
    return [box for item in items if item is not None and (box := item.widget()) is not None]


def test_all_answers_come_some_sections_at_a_time_and_what_says_the_same_stays(
    record: RecordScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.screens.record.checked_sections.AT_ONCE_SECONDS", 0.0)
    record.open_check()
    check = record._check
    assert check is not None and len(check.sections._made) == 1 and not check.sections.is_whole
    assert said_in(check.sections).startswith("Before we start")
    checked(record)
    titles = [record.desk.form.section[id].title for id in check.sections._wanted]
    boxes = boxes_of(check.sections)
    assert [said_in(box).split("\n")[0] for box in boxes] == titles
    press(check, "Change: In your own words: what you do, and what a typical day and week look like")
    record.desk.answer("role_narrative", "Something quite new")
    assert record.page is not None
    press(record.page, "‹ Back to Check answers")
    after = zip(boxes, boxes_of(check.sections), strict=True)
    assert [new for old, new in after if new is not old] == [check.sections._made["role"].box]
    assert "Something quite new" in said_in(check) and check.sections.is_whole
    here = QApplication.focusWidget()
    assert here is not None and here.accessibleName().startswith("Change: In your own words")
