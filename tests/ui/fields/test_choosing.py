"""Choosing: radio buttons that can be cleared, check boxes never unticked, lists in which looking is not choosing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from tests.ui.sample import FREQUENCY, MANY, OUTCOME, ROWS, YNS, ask
from tests.ui.stand import stand
from ui.fields.choice import ChoiceField, SearchField

ONE = ask("one", "choice", "One", choices=YNS)
SEVERAL = ask("several", "choices", "Several", choices=YNS)
GRID = ask("grid", "grid", "Grid", rows=ROWS, choices=FREQUENCY)
LIST = ask("list", "choice", "List", choices=MANY)


def clear_link(made) -> QPushButton | None:
    return next((b for b in made.findChildren(QPushButton) if b.text().startswith("Clear") and b.isVisible()), None)


def test_nothing_is_chosen_at_first_and_a_click_chooses(qtbot):
    _, (made,), told = stand(qtbot, ONE)
    assert made._read() is None and clear_link(made) is None
    qtbot.mouseClick(made._editors()[1], Qt.MouseButton.LeftButton)
    assert told == [("one", "no")]


def test_space_chooses_and_arrows_move_the_choice(qtbot):
    _, (made,), told = stand(qtbot, ONE)
    made.focus_first()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert told == [("one", "yes"), ("one", "no")]


def test_tab_comes_to_the_choice_made(qtbot):
    _, (line, made), _ = stand(qtbot, ask("word", "text", "A word"), ask("urgent", "choice", "Urgent?", choices=YNS))
    for chosen in ("no", "yes"):
        made.show_value(chosen)
        line.focus_first()
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is made._radios._group.checkedButton()


def test_a_choice_can_be_cleared_and_the_keyboard_stays_there(qtbot):
    _, (made,), told = stand(qtbot, ONE)
    made.show_value("no")
    link = clear_link(made)
    assert link is not None and link.accessibleName() == "Clear answer No"
    height = made.sizeHint().height()
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert told == [("one", None)]
    assert made._read() is None and clear_link(made) is None
    assert made.sizeHint().height() == height, "nothing on the page moves"
    assert QApplication.focusWidget() is made._editors()[1]


def test_a_choice_the_form_no_longer_offers_is_not_shown_as_another(qtbot):
    _, (made,), told = stand(qtbot, ONE)
    made.show_value("gone")
    assert not any(b.isChecked() for b in made._editors()) and told == []


def test_none_of_these_beside_another_is_never_unticked_by_the_program(qtbot):
    question = ask("t", "choices", "T", choices=(*YNS[:2], OUTCOME[0].__class__("none", "None of these", True)))
    _, (made,), told = stand(qtbot, question)
    for box in (made._editors()[0], made._editors()[2]):
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    assert told[-1] == ("t", ["yes", "none"])
    for box in (made._editors()[0], made._editors()[2]):
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    assert told[2:][-1] == ("t", None)


def test_ticks_the_form_does_not_offer_are_kept(qtbot):
    _, (made,), told = stand(qtbot, SEVERAL)
    made.show_value(["yes", "older"])
    qtbot.mouseClick(made._editors()[1], Qt.MouseButton.LeftButton)
    assert told == [("several", ["yes", "no", "older"])]


def test_few_choices_are_radio_buttons_and_many_are_a_list(qtbot):
    _, (few, many), _ = stand(qtbot, ONE, LIST)
    assert isinstance(few, ChoiceField) and isinstance(many, SearchField)


def test_arrows_in_a_list_only_look_and_space_chooses(qtbot):
    _, (made,), told = stand(qtbot, LIST)
    made._list.setFocus()
    for _ in range(3):
        qtbot.keyClick(made._list, Qt.Key.Key_Down)
    qtbot.keyClick(made._list, Qt.Key.Key_H)
    assert told == []
    made._list.setCurrentRow(3)
    assert told == []
    qtbot.keyClick(made._list, Qt.Key.Key_Space)
    assert told == [("list", "c3")]
    assert made._said.text() == "Chosen: Hospital"


def test_typing_narrows_the_list_and_enter_takes_the_only_one_left(qtbot):
    _, (made,), told = stand(qtbot, LIST)
    made.focus_first()
    qtbot.keyClicks(made._search, "health")
    assert told == []
    qtbot.keyClick(made._search, Qt.Key.Key_Return)
    assert told == [("list", "c5")]
    made._search.clear()
    qtbot.keyClick(made._search, Qt.Key.Key_Return)
    assert made._list.hasFocus() and len(told) == 1


def test_what_is_searched_for_is_never_the_answer(qtbot):
    _, (made,), told = stand(qtbot, LIST)
    made.focus_first()
    qtbot.keyClicks(made._search, "no such thing")
    made.leave()
    assert told == []


def test_a_choice_from_a_list_can_be_cleared(qtbot):
    _, (made,), told = stand(qtbot, LIST)
    item = made._list.item(2)
    qtbot.mouseClick(made._list.viewport(), Qt.MouseButton.LeftButton, pos=made._list.visualItemRect(item).center())
    assert told == [("list", "c2")]
    link = clear_link(made)
    assert link is not None
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert told[-1] == ("list", None) and made._said.text() == "Nothing chosen yet"


def test_each_row_of_a_grid_is_a_group_that_can_be_cleared(qtbot):
    _, (made,), told = stand(qtbot, GRID)
    rows = list(made._radios.values())
    assert [row.accessibleName() for row in rows] == [row.label for row in ROWS]
    qtbot.mouseClick(rows[0].buttons()[2], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(rows[2].buttons()[0], Qt.MouseButton.LeftButton)
    assert told[-1] == ("grid", {"personal": "daily", "moving": "never"})
    link = clear_link(made)
    assert link is not None
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert told[-1] == ("grid", {"moving": "never"})


def test_long_labels_go_on_in_a_second_line_and_are_heard_whole(qtbot):
    window, (made,), _ = stand(qtbot, ask("o", "choice", "O", choices=OUTCOME))
    window.resize(230, 600)
    QApplication.processEvents()
    long = made._editors()[3]
    assert "\n" in long.text() and long.accessibleName() == OUTCOME[3].label
    assert long.height() >= long.heightForWidth(long.width())
