"""The pieces of screens: what they show, what they tell, how they are reached."""

from __future__ import annotations

from concurrent.futures import Future
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from carer_desktop.budget.suggestion import Line, Suggestion
from carer_desktop.careact.eligibility import Eligibility
from carer_desktop.careact.prompts import prompts
from carer_desktop.caseload import EarlierBudget
from carer_desktop.clock import FixedClock
from carer_desktop.errors import Refused, StoreError
from tests.ui import walk
from tests.ui.sample import FORM, QUESTIONS, STATES
from ui.fields import field
from ui.parts import (
    Banner,
    Beside,
    Card,
    EmptyState,
    ErrorSummary,
    Identity,
    IdentityStrip,
    JottingsPage,
    Note,
    Page,
    SaveLine,
    TaskList,
    UndoBar,
    WorkingPanel,
    button,
    line,
    status_words,
)

TEN = FixedClock(datetime(2026, 11, 22, 10, 42, tzinfo=UTC))


def show(qtbot, widget: QWidget, width: int = 700, height: int = 500) -> QWidget:
    """The widget in a window of its own."""
    window = QWidget()
    qtbot.addWidget(window)
    rows = QVBoxLayout(window)
    rows.addWidget(widget)
    window.resize(width, height)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def texts(widget: QWidget) -> str:
    """Every label that can be seen."""
    QApplication.processEvents()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def press(qtbot, widget: QWidget, words: str) -> None:
    made = next(b for b in widget.findChildren(QPushButton) if b.text() == words and not b.isHidden())
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)


def test_the_error_summary_takes_the_focus_and_each_line_leads_to_its_field(qtbot):
    summary = ErrorSummary()
    window = show(qtbot, summary)
    summary.show_problems([("hours", "Hours of care a week must be between 0 and 168"), ("cf/a/name", "Enter a name")])
    walk.check(window)
    assert summary.hasFocus()
    assert walk.name_of(summary) == "There is a problem: 2 things to mend"
    with qtbot.waitSignal(summary.followed) as followed:
        press(qtbot, summary, "Enter a name")
    assert followed.args == ["cf/a/name"]
    summary.show_problems([])
    assert summary.isHidden()


def test_the_banner_says_what_where_and_how_to_mend(qtbot):
    banner = Banner()
    window = show(qtbot, banner)
    assert banner.isHidden()
    banner.show_error(StoreError("The disk is full", "this laptop", "Free some space and try again.", retry=True))
    walk.check(window)
    assert texts(banner) == "The disk is full\nthis laptop\nFree some space and try again."
    with qtbot.waitSignal(banner.retried):
        press(qtbot, banner, "Try again")
    press(qtbot, banner, "Copy details")
    assert QGuiApplication.clipboard().text().startswith("The disk is full")
    banner.show_error(Refused("This cannot be done"))
    assert banner.retry_button.isHidden()
    banner.show_error(KeyError("secret answer"))
    assert "secret answer" not in texts(banner)
    with qtbot.waitSignal(banner.closed):
        press(qtbot, banner, "Close")
    assert banner.isHidden()


def test_the_identity_strip_says_whose_record_this_is(qtbot):
    strip = IdentityStrip()
    show(qtbot, strip)
    strip.show_identity(Identity("Ann Example", "14 March 1961", "M1", "CC-1", "Conversation", "Draft", "as noted"))
    assert "Ann Example  ·  born 14 March 1961  ·  Mosaic ID M1" in texts(strip)
    assert "Contact: as noted" in texts(strip)
    strip.show_identity(Identity(""))
    assert "Carer not named yet  ·  no Mosaic ID yet" in texts(strip)


def test_the_save_line_tells_only_what_the_saves_say(qtbot):
    saved = SaveLine(clock=TEN)
    show(qtbot, saved)
    first: Future[None] = Future()
    second: Future[None] = Future()
    saved.follow(first)
    saved.follow(second)
    assert saved.text() == "Saving…" and saved.unsaved
    first.set_result(None)
    qtbot.wait(10)
    assert saved.text() == "Saving…"
    second.set_result(None)
    qtbot.waitUntil(lambda: not saved.unsaved)
    assert saved.text() == "Saved on this laptop 10:42"
    saved.say_already()


def test_a_failed_save_stays_said_until_one_succeeds(qtbot):
    saved = SaveLine(clock=TEN)
    show(qtbot, saved)
    broken: Future[None] = Future()
    saved.follow(broken)
    with qtbot.waitSignal(saved.failed):
        broken.set_exception(StoreError("the disk is full"))
    assert saved.text() == "NOT saved: the disk is full" and saved.unsaved and saved.error is not None
    assert saved.property("role") == "error"
    mended: Future[None] = Future()
    saved.follow(mended)
    assert saved.text().startswith("NOT saved")
    with qtbot.waitSignal(saved.recovered):
        mended.set_result(None)
    assert not saved.unsaved and saved.property("role") == "body"
    odd: Future[None] = Future()
    saved.follow(odd)
    with qtbot.waitSignal(saved.failed):
        odd.set_exception(ValueError("secret"))
    assert "secret" not in saved.text()


def test_the_task_list_opens_sections_by_mouse_and_by_keyboard(qtbot):
    tasks = TaskList()
    window = show(qtbot, tasks, 260)
    tasks.show_sections(FORM, STATES)
    tasks.set_open("matters")
    walk.check(window)
    assert tasks.section_ids() == ["about", "person", "matters", "impact", "plan"]
    opened: list[str] = []
    tasks.opened.connect(opened.append)
    tasks.setFocus()
    qtbot.keyClick(tasks, Qt.Key.Key_Down)
    assert opened == [], "arrow keys only look"
    qtbot.keyClick(tasks, Qt.Key.Key_Return)
    qtbot.keyClick(tasks, Qt.Key.Key_Down)
    qtbot.keyClick(tasks, Qt.Key.Key_Space)
    assert opened == ["impact", "plan"], "groups are passed over"
    row = next(tasks.item(i) for i in range(tasks.count()) if tasks.item(i).text() == "About the carer")
    area = tasks.visualItemRect(row)
    qtbot.mouseClick(tasks.viewport(), Qt.MouseButton.LeftButton, pos=area.bottomRight() - area.topLeft() / 99)
    assert opened[-1] == "about"
    assert area.height() >= walk.LEAST


def test_the_task_list_says_name_and_status_to_a_screen_reader(qtbot):
    tasks = TaskList()
    show(qtbot, tasks, 260)
    tasks.show_sections(FORM, STATES)
    tasks.set_open("matters")
    spoken = [tasks.item(i).data(Qt.ItemDataRole.AccessibleTextRole) for i in range(tasks.count())]
    assert "What matters to you, In progress · 4 still needed, open now" in spoken
    assert "Impact of caring, ! There is a problem" in spoken
    interface = QAccessible.queryAccessibleInterface(tasks)
    assert interface.childCount() == tasks.count()
    assert status_words(STATES[0]) == "✓ Complete"
    assert {status_words(state, sent=True) for state in STATES} == {"", "Nothing written"}, "nothing is in progress"


def test_the_task_list_keeps_its_place_and_hides_what_the_carer_should_not_see(qtbot):
    from dataclasses import replace

    own = replace(FORM.sections[3], asked_of="practitioner")
    form = replace(FORM, sections=(*FORM.sections[:3], own, FORM.sections[4]))
    tasks = TaskList()
    show(qtbot, tasks, 260)
    tasks.set_carer_sees(False)
    tasks.show_sections(form, STATES)
    tasks.setCurrentRow(2)
    tasks.show_sections(form, STATES)
    assert tasks.currentRow() == 2
    tasks.set_carer_sees(True)
    assert "impact" not in tasks.section_ids()
    tasks.show_sections(form, [replace(state, shown=state.id != "plan") for state in STATES])
    assert "plan" not in tasks.section_ids()


ELIGIBLE = Eligibility("yes", {"necessary_care": "yes", "effect": "no"}, "Sleep is affected.", ("sleep",))
FIGURE = Suggestion(Decimal("300"), (Line("a", "High level", Decimal("300"), Decimal("300")),), "t", "1", "0", True)


def test_the_working_shows_every_line_and_what_is_not_known(qtbot):
    panel = WorkingPanel()
    window = show(qtbot, panel, 380)
    panel.show_working(ELIGIBLE, FIGURE)
    walk.check(window)
    shown = texts(panel)
    assert "✓ Yes: Needs come from providing necessary care" in shown
    assert "? Cannot tell yet: Significant impact on well-being" in shown
    assert "£300.00" in shown and "High level" in shown and "Made-up figures" in shown
    panel.show_working(ELIGIBLE, FIGURE)
    panel.show_working(ELIGIBLE, FIGURE, money=False)
    assert "£300.00" not in texts(panel) and "reasons" in texts(panel)


def test_what_to_think_of_stands_first_and_says_where_it_comes_from(qtbot):
    panel = WorkingPanel()
    window = show(qtbot, panel, 380, 800)
    (prompt,) = prompts({"sg_concern": "yes"})
    panel.show_working(ELIGIBLE, FIGURE, prompts=(prompt,))
    walk.check(window)
    shown = texts(panel)
    assert shown.index("To think of") < shown.index("Safeguarding") < shown.index("ring 999 first")
    assert "Care Act 2014 s.42" in shown and "None of this stands in the way" in shown
    assert shown.index("ring 999 first") < shown.index("Eligibility")
    panel.show_working(ELIGIBLE, FIGURE)
    assert "To think of" not in texts(panel)


def test_what_was_agreed_in_the_year_before_stands_beside_the_figure(qtbot):
    panel = WorkingPanel()
    window = show(qtbot, panel, 380)
    earlier = (EarlierBudget(date(2026, 5, 1), Decimal("250"), "CC-1"),)
    panel.show_working(ELIGIBLE, FIGURE, earlier=earlier)
    walk.check(window)
    assert "£250.00 on 1 May 2026 (CC-1)" in texts(panel) and "never taken off" in texts(panel)
    panel.show_working(ELIGIBLE, FIGURE, money=False, earlier=earlier)
    assert "£250.00" not in texts(panel)


@pytest.mark.parametrize(
    ("suggestion", "words"),
    [(None, "No guide figure yet"),
     (Suggestion(None, (), "", "", "", False, "No guide figure: no approved table has been loaded"),
      "No guide figure: no approved table has been loaded")],
)  # fmt: skip
def test_no_figure_is_said_in_words_and_is_not_nought_pounds(qtbot, suggestion, words):
    panel = WorkingPanel()
    show(qtbot, panel, 380)
    panel.show_working(None, suggestion)
    assert texts(panel).count("No guide figure") == 1 and words in texts(panel) and "£0" not in texts(panel)


def test_jottings_mark_each_paragraph_with_the_time(qtbot):
    clock = FixedClock(datetime(2026, 11, 22, 10, 42, tzinfo=UTC))
    page = JottingsPage(clock=clock)
    window = show(qtbot, page)
    walk.check(window)
    page.show_text("09:00  before")
    page.box.setFocus()
    qtbot.keyClick(page.box, Qt.Key.Key_Return)
    qtbot.keyClicks(page.box, "tired, not")
    clock.at = clock.at.replace(minute=50)
    qtbot.keyClick(page.box, Qt.Key.Key_Return)
    qtbot.keyClicks(page.box, "sister")
    told: list[str] = []
    page.jotted.connect(told.append)
    page.show_text("something else")
    page.flush()
    page.flush()
    assert told == ["09:00  before\n10:42  tired, not\n10:50  sister"]
    page.show_text(told[0])
    page.show_text("")
    assert page.text() == ""


def test_selected_words_are_offered_to_a_question_and_then_marked(qtbot):
    page = JottingsPage(clock=TEN)
    show(qtbot, page)
    page.show_text("10:42  sleeps badly\n10:50  other")
    assert not page.use_button.isEnabled()
    cursor = page.box.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(len("10:42  sleeps badly"), cursor.MoveMode.KeepAnchor)
    page.box.setTextCursor(cursor)
    with qtbot.waitSignal(page.use_asked) as asked:
        qtbot.mouseClick(page.use_button, Qt.MouseButton.LeftButton)
    assert asked.args == ["sleeps badly"]
    page.mark_used("Sleep")
    assert page.text().startswith("10:42  sleeps badly [used for: Sleep]\n")


def test_the_undo_bar_takes_back_once(qtbot):
    bar = UndoBar()
    show(qtbot, bar)
    taken: list[int] = []
    bar.offer("Removed Ann Example", lambda: taken.append(1))
    assert bar.isVisible() and bar.undo_button.hasFocus()
    press(qtbot, bar, "Undo")
    assert taken == [1] and bar.isHidden()
    bar.undo_button.click()
    assert taken == [1]


def test_surfaces_hold_what_they_are_given(qtbot):
    card = Card("A card")
    card.add(line("Words"))
    empty = EmptyState("No drafts", "Start a Conversation to see it here.")
    note = Note("Look at this")
    note.say("Look again")
    holder = QWidget()
    rows = QVBoxLayout(holder)
    for part in (card, EmptyState("Nothing", "Nothing to do."), empty, note, button("Go", "primary")):
        rows.addWidget(part)
    window = show(qtbot, holder)
    walk.check(window)
    assert "Look again" in texts(note)


def test_the_pane_folds_away_in_a_narrow_window(qtbot):
    side, main = TaskList(), Page()
    side.show_sections(FORM, STATES)
    beside = Beside(side, main, "Sections")
    window = show(qtbot, beside, 1200)
    assert not beside.narrow and side.isVisible() and beside.fold_button.isHidden()
    window.resize(600, 700)
    QApplication.processEvents()
    assert beside.narrow and side.isHidden()
    qtbot.mouseClick(beside.fold_button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert side.isVisible() and side.hasFocus()
    walk.check(window)
    beside.fold()
    assert side.isHidden()


def test_the_page_brings_the_field_in_use_fully_into_view(qtbot):
    page = Page()
    fields = [field(question) for question in QUESTIONS if question.type not in ("message", "calculated")]
    for made in fields:
        page.add(made)
    show(qtbot, page, 760, 420)
    for made in (*fields, *reversed(fields)):
        made.focus_first()
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.waitUntil(lambda widget=focused: _fully_in_view(page, widget), timeout=500)


def _fully_in_view(page: Page, widget: QWidget) -> bool:
    top = widget.mapTo(page.viewport(), widget.rect().topLeft()).y()
    return top >= 0 and (top + min(widget.height(), page.viewport().height()) <= page.viewport().height())
