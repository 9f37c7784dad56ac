"""What every field does alike: it tells answers, shows without telling, names itself, shows problems."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from carer_desktop.assessment import NOT_COVERED
from carer_desktop.forms.question import TYPES
from tests.ui import walk
from tests.ui.look import ANSWERS
from tests.ui.sample import QUESTIONS, ask
from tests.ui.stand import stand
from ui.fields import Field, field
from ui.theme import Theme

ANSWERABLE = [q for q in QUESTIONS if q.answerable]
SINGLE = [q for q in ANSWERABLE if q.type not in ("list",)]
by_id = pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)


def test_there_is_a_field_for_every_type(qtbot):
    for kind in TYPES:
        made = field(ask("a", kind, "A"))
        qtbot.addWidget(made)
        assert isinstance(made, Field)


@by_id
def test_showing_a_value_tells_nobody(qtbot, question):
    _, (made,), told = stand(qtbot, question)
    made.show_value(ANSWERS.get(question.id))
    made.flush()
    made.focus_first()
    made.leave()
    made.show_value(None)
    made.leave()
    assert told == []


@pytest.mark.parametrize("question", SINGLE, ids=lambda q: q.id)
def test_what_is_shown_reads_back_the_same(qtbot, question):
    _, (made,), _ = stand(qtbot, question)
    made.show_value(ANSWERS[question.id])
    assert made._read() == ANSWERS[question.id]
    made.show_value(None)
    assert made._read() is None


@by_id
def test_every_field_passes_the_walk(qtbot, question):
    above, below = ask("above", "text", "Above"), ask("below", "text", "Below")
    window, (_, made, _), _ = stand(qtbot, above, question, below)
    walk.check(window)
    made.show_value(ANSWERS.get(question.id), "from your sign-in")
    made.show_problem("Look at this again", soft=question.answerable)
    walk.check(window)
    made.show_problem("Say it another way")
    walk.check(window)


@by_id
@pytest.mark.parametrize("percent", [80, 200, 250])
def test_every_field_can_be_read_at_every_text_size(qtbot, theme: Theme, question, percent):
    theme.set_percent(percent)
    window, (_, made), _ = stand(qtbot, ask("above", "text", "Above"), question)
    made.show_value(ANSWERS.get(question.id))
    window.resize(percent * 7, 900)
    qtbot.wait(5)
    walk.check(window)


@by_id
def test_a_problem_is_words_beside_the_field_and_part_of_its_description(qtbot, question):
    _, (made,), _ = stand(qtbot, question)
    before = len(made.findChildren(QLabel))
    made.show_problem(None)
    assert len(made.findChildren(QLabel)) == before
    made.show_problem("Say when it began")
    assert made.problem == "Error: Say when it began"
    target = made._body if made.grouped else made._editors()[0]
    assert "Say when it began" in target.accessibleDescription()
    assert all(editor.property("error") for editor in made._editors())
    made.show_problem(None)
    assert made.problem == ""
    assert not any(editor.property("error") for editor in made._editors())


def test_an_unlikely_answer_can_be_kept(qtbot):
    _, (made,), _ = stand(qtbot, QUESTIONS[1])
    made.show_problem("Check the hours: 168 is unusual", soft=True)
    assert made.problem == "Check this: the hours: 168 is unusual", "to check is said once"
    made.show_problem("168 hours is every hour of the week", soft=True)
    keep = next(b for b in made.findChildren(QPushButton) if b.text() == "Keep this answer")
    with qtbot.waitSignal(made.kept) as kept:
        qtbot.mouseClick(keep, Qt.MouseButton.LeftButton)
    assert kept.args == ["hours"]
    made.show_problem(None)
    assert keep.isHidden()


@pytest.mark.parametrize("question", SINGLE, ids=lambda q: q.id)
def test_read_only_shows_words_and_nothing_to_press(qtbot, question):
    window, (made,), _ = stand(qtbot, replace(question, required="E"))
    made.show_value(ANSWERS[question.id])
    made.set_read_only(True)
    assert walk.focusable(window) == []
    assert made._reading is not None and made._reading.text() not in ("", "Not provided")
    made.show_value(None)
    assert made._reading.text() == "Not provided"
    made.set_read_only(False)
    assert walk.focusable(window)


@pytest.mark.parametrize("question", ANSWERABLE, ids=lambda q: q.id)
def test_not_covered_is_an_answer_and_is_undone_by_the_key_that_gave_it(qtbot, question):
    _, (made,), told = stand(qtbot, replace(question, required="E"))
    button = next(b for b in made.findChildren(QPushButton) if b.text() == "Not covered")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told == [(question.id, NOT_COVERED)]
    assert button.isChecked() and button.text() == "✓ Not covered"
    made.focus_first()
    made.setFocus()
    qtbot.keyClick(made, Qt.Key.Key_F4)
    assert told[1:] == [(question.id, None)]
    assert not button.isChecked()


def test_an_answer_takes_not_covered_away_and_gives_its_place_back(qtbot):
    _, (made,), told = stand(qtbot, replace(QUESTIONS[0], required="E"))
    made.show_value(dict(NOT_COVERED))
    QApplication.processEvents()
    height = made.heightForWidth(made.width())
    qtbot.mouseClick(made._editors()[0], Qt.MouseButton.LeftButton)
    assert told == [("live_with", "yes")]
    assert made._not_covered is not None and made._not_covered.isHidden()
    QApplication.processEvents()
    assert made.heightForWidth(made.width()) == height
    qtbot.keyClick(made, Qt.Key.Key_F4)
    assert told == [("live_with", "yes")], "a given answer is never replaced by one key"


def test_optional_is_said_in_words_only_where_nobody_needs_an_answer(qtbot):
    _, fields, _ = stand(
        qtbot,
        ask("a", "text", "A"),
        ask("b", "text", "B", required="C"),
        ask("c", "text", "C", filled="from your sign-in"),
        ask("d", "text", "D", default="x"),
    )
    assert [made.label_text() for made in fields] == ["A (optional)", "B", "C", "D"]


def test_the_label_speaks_to_the_carer_when_asked(qtbot):
    question = ask("a", "text", "The carer sleeps & eats", carer_label="Do you sleep & eat?", required="C")
    _, (made,), _ = stand(qtbot, question)
    assert walk.name_of(made._editors()[0]) == "The carer sleeps & eats"
    made.set_voice("carer")
    assert walk.name_of(made._editors()[0]) == "Do you sleep & eat?"


def test_the_hint_is_the_description_and_the_origin_joins_it(qtbot):
    _, (made,), _ = stand(qtbot, QUESTIONS[1])
    made.show_value("20", "from your sign-in")
    assert made._editors()[0].accessibleDescription() == "Your best guess is fine. From your sign-in"
    made.show_value("20")
    assert made._editors()[0].accessibleDescription() == "Your best guess is fine"


def test_longer_help_opens_below_the_question(qtbot):
    window, (made,), _ = stand(qtbot, ask("a", "text", "A", help="A longer explanation."))
    toggle = next(b for b in made.findChildren(QPushButton) if b.text().startswith("Help"))
    qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert any(label.text() == "A longer explanation." and label.isVisible() for label in made.findChildren(QLabel))
    walk.check(window)
    qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert not any(label.text() == "A longer explanation." and label.isVisible() for label in made.findChildren(QLabel))


def test_a_group_carries_the_question_as_its_name(qtbot):
    _, fields, _ = stand(qtbot, *(q for q in QUESTIONS if q.type in ("choice", "choices", "date", "grid")))
    for made in fields:
        interface = QAccessible.queryAccessibleInterface(made._body)
        assert interface.role() == QAccessible.Role.Grouping
        assert interface.text(QAccessible.Text.Name) == made.label_text()


def test_leaving_is_told_once_the_focus_is_outside(qtbot):
    _, (first, second), _ = stand(qtbot, QUESTIONS[3], QUESTIONS[1])
    first.focus_first()
    left: list[str] = []
    first.left.connect(left.append)
    first._editors()[1].setFocus()
    assert left == []
    second.focus_first()
    assert left == ["since"]


def test_choices_from_a_setting_are_free_text_while_there_are_none(qtbot):
    question = ask("team", "choice", "Team", choices_from="teams")
    _, (free,), told = stand(qtbot, question)
    qtbot.keyClicks(free._editors()[0], "North")
    free.flush()
    assert told == [("team", "North")]
    listed = field(question, offered={"teams": ("North", "South")})
    qtbot.addWidget(listed)
    assert [c.label for c in listed.question.choices] == ["North", "South"]
