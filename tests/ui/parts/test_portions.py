"""Many things, some of them at a time."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.parts import button, line
from ui.parts.portions import AT_ONCE, Portions


def card(number: int) -> QWidget:
    made = QWidget()
    rows = QVBoxLayout(made)
    rows.addWidget(line(f"Record {number}", "body", made))
    rows.addWidget(button(f"Open {number}", parent=made))
    return made


@pytest.fixture
def portions(qtbot: QtBot) -> Portions:
    made = Portions(card)
    qtbot.addWidget(made)
    made.show()
    return made


def shown(portions: Portions) -> list[str]:
    buttons = [each for each in portions.findChildren(QPushButton) if each is not portions.more_button]
    return [each.text() for each in buttons if each.isVisibleTo(portions)]


def test_none_has_its_own_words_and_few_have_no_button(portions: Portions) -> None:
    assert not portions.more_button.isVisible(), "nothing is known yet"
    portions.show_things([], line("Nothing is due today.", "body"))
    assert shown(portions) == [] and not portions.more_button.isVisible()
    portions.show_things(range(AT_ONCE), line("Nothing is due today.", "body"))
    assert shown(portions) == [f"Open {number}" for number in range(AT_ONCE)]
    assert not portions.more_button.isVisible()


def test_more_of_thousands_are_made_when_they_are_asked_for(portions: Portions, qtbot: QtBot) -> None:
    portions.show_things(range(9_990), line("", "body"))
    assert len(shown(portions)) == AT_ONCE and portions.more_button.text() == f"Show {AT_ONCE} more of 9,980"
    with qtbot.waitSignal(portions.grown):
        portions.more_button.click()
    assert shown(portions)[-1] == f"Open {2 * AT_ONCE - 1}"
    here = portions.focusWidget()
    assert isinstance(here, QPushButton) and here.text() == f"Open {AT_ONCE}", "the keyboard goes on with the first new"


def test_read_again_as_many_stand_there_as_before(portions: Portions) -> None:
    portions.show_things(range(25), line("", "body"))
    portions.more_button.click()
    assert portions.more_button.text() == "Show 5 more"
    portions.show_things(range(1, 25), line("", "body"))
    assert shown(portions) == [f"Open {number}" for number in range(1, 21)]
    assert portions.more_button.text() == "Show 4 more"
