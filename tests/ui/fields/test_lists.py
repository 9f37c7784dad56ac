"""Lists as cards: added, opened, changed, moved, removed with a way back; by mouse and by keyboard."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from tests.ui import walk
from tests.ui.sample import QUESTIONS, ask
from tests.ui.stand import stand
from ui.fields import ListField

PEOPLE = next(q for q in QUESTIONS if q.id == "people")
TWO: list[Any] = [{"id": "a", "name": "Ann Example", "born": "1950-02-01"}, {"id": "b", "name": "Bob Example"}]


class Keeper:
    """Keeps the list as a page would: the field asks, the page answers with a new list."""

    def __init__(self, made: ListField, items: list[Any] | None = None) -> None:
        self.made, self.items = made, list(items or [])
        self.removed: dict[str, Any] = {}
        self.told: list[tuple[Any, ...]] = []
        made.item_added.connect(self.add)
        made.item_removed.connect(self.remove)
        made.item_restored.connect(self.restore)
        made.item_moved.connect(self.move)
        made.show_value(list(self.items) or None)

    def show(self) -> None:
        self.made.show_value(list(self.items) or None)

    def add(self, question: str) -> None:
        self.told.append(("add", question))
        self.items.append({"id": f"new{len(self.items)}"})
        self.show()

    def remove(self, question: str, item: str) -> None:
        self.told.append(("remove", question, item))
        self.removed[item] = next(one for one in self.items if one["id"] == item)
        self.items = [one for one in self.items if one["id"] != item]
        self.show()

    def restore(self, question: str, item: str, index: int) -> None:
        self.told.append(("restore", question, item, index))
        self.items.insert(index, self.removed[item])
        self.show()

    def move(self, question: str, item: str, by: int) -> None:
        self.told.append(("move", question, item, by))
        at = next(i for i, one in enumerate(self.items) if one["id"] == item)
        self.items.insert(at + by, self.items.pop(at))
        self.show()


def people(qtbot, items: list[Any] | None = None):
    window, (_, made, _), told = stand(qtbot, ask("a", "text", "A"), PEOPLE, ask("z", "text", "Z"))
    assert isinstance(made, ListField)
    window.resize(760, 900)
    return window, made, told, Keeper(made, items)


def press(qtbot, made, name: str) -> None:
    QApplication.processEvents()
    button = next(b for b in made.findChildren(QPushButton) if b.accessibleName() == name and b.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def test_adding_opens_the_new_card_and_goes_to_its_first_question(qtbot):
    window, made, _, keeper = people(qtbot)
    press(qtbot, made, "Add: People you care for")
    assert keeper.told == [("add", "people")]
    focused = QApplication.focusWidget()
    assert focused is not None and walk.name_of(focused) == "Full name"
    walk.check(window)


def test_a_cell_answers_with_its_own_place(qtbot):
    _, made, told, _ = people(qtbot, TWO)
    press(qtbot, made, "Change Bob Example")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_End)
    qtbot.keyClicks(QApplication.focusWidget(), "!")
    made.flush()
    assert told == [("people/b/name", "Bob Example!")]


def test_a_closed_card_tells_who_it_is_and_its_fields_are_not_built(qtbot):
    window, made, _, _ = people(qtbot, TWO)
    assert made.cells() == []
    assert [card.title for card in made._cards.values()] == ["Ann Example", "Bob Example"]
    assert made._cards["a"]._main.text() == "1 February 1950"
    assert made._cards["b"]._main.text() == "Nothing filled in yet"
    walk.check(window)


def test_removing_offers_the_way_back_instead_of_asking(qtbot):
    window, made, _, keeper = people(qtbot, TWO)
    press(qtbot, made, "Remove Ann Example")
    assert list(made._cards) == ["b"]
    focused = QApplication.focusWidget()
    assert focused is not None and walk.name_of(focused) == "Undo: Removed Ann Example"
    walk.check(window)
    qtbot.keyClick(focused, Qt.Key.Key_Space)
    assert keeper.told[-1] == ("restore", "people", "a", 0)
    assert list(made._cards) == ["a", "b"]


def test_the_way_back_stays_until_the_next_action_of_the_list(qtbot):
    _, made, _, _ = people(qtbot, TWO)
    press(qtbot, made, "Remove Ann Example")
    assert made._undo is not None and made._undo.isVisible()
    press(qtbot, made, "Add another: People you care for")
    assert not made._undo.isVisible()


def test_cards_are_moved_by_button_and_tab_follows_the_new_order(qtbot):
    window, made, _, keeper = people(qtbot, TWO)
    press(qtbot, made, "Change Bob Example")
    press(qtbot, made, "Move Bob Example up")
    assert keeper.told == [("move", "people", "b", -1)]
    assert list(made._cards) == ["b", "a"]
    walk.check(window)


def test_a_title_follows_what_is_typed(qtbot):
    _, made, _, keeper = people(qtbot, TWO)
    made.reveal("people/b/name")
    keeper.items[1] = {"id": "b", "name": "Robert Example"}
    keeper.show()
    assert made._cards["b"].title == "Robert Example"
    assert made._cards["b"].remove_button.accessibleName() == "Remove Robert Example"


def test_cells_not_asked_are_hidden_and_problems_are_told_on_the_closed_card(qtbot):
    window, made, _, _ = people(qtbot, TWO)
    shown = {"people/a/name", "people/a/born", "people/b/name"}
    made.show_cells(shown, {"people/a/born": ("Date of birth must be a real date", False)})
    QApplication.processEvents()
    card = made._cards["a"]
    assert card._check.text() == "1 thing to mend" and card._check.isVisible()
    cell = made.reveal("people/a/born")
    assert cell is not None and cell.problem == "Error: Date of birth must be a real date"
    assert card._check.isHidden() and card.fields["adult"].isHidden()
    walk.check(window)
    press(qtbot, made, "Close Ann Example")
    assert card._check.isVisible() and not card.is_open
    made.show_cells(shown, {})
    assert card._check.isHidden() and cell.problem == ""


def test_a_place_leads_to_its_cell_or_to_nothing(qtbot):
    _, made, _, _ = people(qtbot, TWO)
    assert made.reveal("people") is made
    assert made.reveal("people/x/name") is None and made.reveal("other/a/name") is None
    assert made.reveal("people/a/nothing") is None


def test_worked_out_cells_and_origins_are_shown(qtbot):
    _, made, _, _ = people(qtbot, TWO)
    made.show_cells({"people/b/name"}, {}, {"people/b/name": "Ben Example"}, {"people/b/name": "from last time"})
    cell = made.reveal("people/b/name")
    assert cell is not None and cell._read() == "Ben Example" and cell._from.text() == "From last time"


def test_read_only_cards_can_be_opened_and_not_changed(qtbot):
    _, made, _, _ = people(qtbot, TWO)
    made.set_read_only(True)
    assert made.add_button.isHidden()
    press(qtbot, made, "Show Ann Example")
    assert [b.accessibleName() for b in made.findChildren(QPushButton) if b.isVisible()] == [
        "Close Ann Example", "Show Bob Example",
    ]  # fmt: skip
    made.set_voice("carer")


def test_leaving_a_cell_for_another_part_of_the_list_tells_the_cell_only(qtbot):
    _, made, _, _ = people(qtbot, TWO)
    first, second = made.reveal("people/a/name"), made.reveal("people/b/name")
    assert first is not None and second is not None
    left: list[str] = []
    made.left.connect(left.append)
    first.focus_first()
    second.focus_first()
    assert left == ["people/a/name"]
