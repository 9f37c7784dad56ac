"""Typing into fields: what becomes an answer and when, what a paste leaves behind, what undo gives back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.sample import QUESTIONS, ask
from tests.ui.stand import stand
from ui.fields import PAUSE_MS
from ui.parts import Page

LONG = ask("story", "long_text", "Your story", required="C")
LINE = ask("word", "text", "A word", required="C")


def paste(qtbot, widget, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(widget, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def wheel(widget, down: int = -120) -> bool:
    """Turn the wheel over a widget; True when the widget kept it for itself."""
    at = QPointF(widget.rect().center())
    event = QWheelEvent(
        at,
        QPointF(widget.mapToGlobal(QPoint(5, 5))),
        QPoint(),
        QPoint(0, down),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    event.ignore()
    QApplication.sendEvent(getattr(widget, "viewport", lambda: widget)(), event)
    return event.isAccepted()


@pytest.mark.parametrize("question", [LONG, LINE], ids=lambda q: q.type)
def test_an_answer_follows_a_pause_in_typing(qtbot, question):
    _, (made,), told = stand(qtbot, question)
    made.focus_first()
    qtbot.keyClicks(made._editors()[0], "tired")
    assert told == []
    qtbot.waitUntil(lambda: bool(told), timeout=PAUSE_MS * 4)
    assert told == [(question.id, "tired")]


@pytest.mark.parametrize("question", [LONG, LINE], ids=lambda q: q.type)
def test_leaving_the_field_tells_at_once_and_only_once(qtbot, question):
    _, (made, other), told = stand(qtbot, question, ask("other", "text", "Other"))
    made.focus_first()
    qtbot.keyClicks(made._editors()[0], "tired")
    other.focus_first()
    assert told == [(question.id, "tired")]
    made.flush()
    assert len(told) == 1


@pytest.mark.parametrize("question", [LONG, LINE], ids=lambda q: q.type)
def test_emptying_a_box_clears_the_answer(qtbot, question):
    _, (made,), told = stand(qtbot, question)
    made.show_value("tired")
    made.focus_first()
    box = made._editors()[0]
    box.selectAll()
    qtbot.keyClick(box, Qt.Key.Key_Delete)
    made.flush()
    assert told == [(question.id, None)]


@pytest.mark.parametrize("question", [LONG, LINE], ids=lambda q: q.type)
def test_a_box_somebody_types_in_is_never_rewritten(qtbot, question):
    _, (made, other), _ = stand(qtbot, question, ask("other", "text", "Other"))
    made.focus_first()
    qtbot.keyClicks(made._editors()[0], "so ti")
    made.show_value("something else")
    assert made._read() == "so ti"
    made.flush()
    made.show_value("an older answer on its way back")
    assert made._read() == "so ti"
    other.focus_first()
    made.show_value("put right elsewhere")
    assert made._read() == "put right elsewhere"


@pytest.mark.parametrize("question", [LONG, LINE], ids=lambda q: q.type)
def test_the_first_value_is_shown_even_where_the_keyboard_already_stands(qtbot, question):
    _, (made,), told = stand(qtbot, question)
    made.focus_first()
    made.show_value("from the record")
    assert made._read() == "from the record"
    assert told == []


@pytest.mark.parametrize("question", [LONG, LINE], ids=lambda q: q.type)
def test_undo_gives_back_what_a_shown_value_replaced(qtbot, question):
    _, (made,), _ = stand(qtbot, question)
    made.show_value("first")
    made.show_value("second")
    made.focus_first()
    qtbot.keyClick(made._editors()[0], Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert made._read() == "first"


@pytest.mark.parametrize("question", [LONG, LINE], ids=lambda q: q.type)
def test_showing_the_same_value_keeps_undo(qtbot, question):
    _, (made, other), _ = stand(qtbot, question, ask("other", "text", "Other"))
    made.focus_first()
    qtbot.keyClicks(made._editors()[0], "abc")
    other.focus_first()
    made.show_value("abc")
    made.focus_first()
    qtbot.keyClick(made._editors()[0], Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert made._read() != "abc"


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("Ann\r\nExample", "Ann Example"),
        ("a\x0bb\x0cc", "a b c"),
        ("a\tb", "a b"),
        ("x\x00y\x07z", "xyz"),
        ("one\u2028two", "one two"),
        ("plain", "plain"),
    ],
)
def test_a_paste_into_one_line_is_folded(qtbot, pasted, kept):
    _, (made,), told = stand(qtbot, LINE)
    made.focus_first()
    paste(qtbot, made._editors()[0], pasted)
    assert made._editors()[0].text() == kept
    made.flush()
    assert told == [("word", kept)]


def test_a_folded_paste_lands_at_the_cursor_and_undo_takes_it_back(qtbot):
    _, (made,), _ = stand(qtbot, LINE)
    box = made._editors()[0]
    made.focus_first()
    qtbot.keyClicks(box, "before after")
    box.setSelection(7, 0)
    box.setCursorPosition(7)
    paste(qtbot, box, "one\r\ntwo ")
    assert box.text() == "before one two after"
    assert box.cursorPosition() == len("before one two ")
    qtbot.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert box.text() == "before after"
    box.setSelection(0, 6)
    paste(qtbot, box, "not\nbefore")
    assert box.text() == "not before after"


def test_a_paste_of_several_lines_keeps_its_lines_and_loses_control_characters(qtbot):
    _, (made,), told = stand(qtbot, LONG)
    made.focus_first()
    paste(qtbot, made._editors()[0], "one\x0btwo\r\nthree\x0c\x00\x07four\u00a0five")
    made.flush()
    assert told == [("story", "one\ntwo\nthree\nfour\u00a0five")]
    qtbot.keyClick(made._editors()[0], Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert made._read() is None


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)
def test_tab_leaves_every_field(qtbot, question):
    _, (made, after), _ = stand(qtbot, question, ask("after", "text", "After"))
    made.focus_first()
    for _ in range(40):
        now = QApplication.focusWidget()
        if now is after._editors()[0]:
            break
        qtbot.keyClick(now if now is not None else made, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is after._editors()[0]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)
def test_the_wheel_changes_no_answer_and_scrolls_the_page(qtbot, question):
    page = Page()
    qtbot.addWidget(page)
    from ui.fields import field

    made = field(question)
    page.add(made)
    page.add(QLabel("\n" * 200))
    page.resize(700, 400)
    page.show()
    qtbot.waitExposed(page)
    told: list[object] = []
    made.answered.connect(lambda _place, plain: told.append(plain))
    before = made._read()
    for editor in made._editors():
        assert not wheel(editor), "the wheel was kept from the page"
    assert made._read() == before and told == []


def test_a_long_box_scrolls_itself_only_while_written_in(qtbot):
    _, (_, made), _ = stand(qtbot, LINE, LONG)
    made.show_value("line\n" * 60)
    box = made._editors()[0]
    QApplication.processEvents()
    assert not wheel(box)
    box.setFocus()
    assert wheel(box)
    box.verticalScrollBar().setValue(0)
    assert not wheel(box, 120), "at its end the wheel goes on to the page"


def test_a_box_grows_with_what_is_written_up_to_a_limit(qtbot):
    _, (made,), _ = stand(qtbot, LONG)
    box = made._editors()[0]
    heights = []
    for lines in (1, 8, 200):
        made.show_value("\n".join(["words"] * lines))
        QApplication.processEvents()
        heights.append(box.sizeHint().height())
    assert heights[0] < heights[1] < heights[2] < 30 * box.fontMetrics().lineSpacing()


def test_words_are_counted_quietly(qtbot):
    _, (made,), _ = stand(qtbot, LONG)
    made.focus_first()
    qtbot.keyClicks(made._editors()[0], "one")
    assert made._count is not None and made._count.text() == "1 word"
    qtbot.keyClicks(made._editors()[0], " two")
    assert made._count.text() == "2 words"
    made.show_value(None)


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        ("whole", "30", 30),
        ("whole", "1,200", 1200),
        ("whole", "thirty", {"typed": "thirty"}),
        ("whole", "7.5", {"typed": "7.5"}),
        ("decimal", " 7.5 ", "7.5"),
        ("decimal", "30.", "30"),
        ("money", "£1,234.5", "1234.50"),
        ("money", "12", "12.00"),
        ("money", "about ten", {"typed": "about ten"}),
        ("nhs_number", "9990000018", "999 000 0018"),
        ("nhs_number", "12 3", "12 3"),
        ("postcode", "nw18np", "NW1 8NP"),
        ("email", " ann@example.org ", "ann@example.org"),
        ("phone", "020 7946 0000", "020 7946 0000"),
        ("name", "Zoë O’Neill-Ní", "Zoë O’Neill-Ní"),
    ],
)
def test_one_line_answers(qtbot, kind, typed, told):
    _, (made,), answers = stand(qtbot, ask("a", kind, "A"))
    made.focus_first()
    paste(qtbot, made._editors()[0], typed)
    made.leave()
    assert answers == [("a", told)]
    made.show_value(None)
    made.show_value(told)
    assert made._read() == told


def test_an_amount_gets_its_pence_and_nonsense_stays_when_left(qtbot):
    _, (made,), _ = stand(qtbot, ask("a", "money", "A"))
    box = made._editors()[0]
    qtbot.keyClicks(box, "12")
    made.leave()
    assert box.text() == "12.00"
    box.selectAll()
    qtbot.keyClicks(box, "lots")
    made.leave()
    assert box.text() == "lots"


def test_standard_keys_are_left_to_the_boxes():
    assert QKeySequence(QKeySequence.StandardKey.Paste).toString() == "Ctrl+V"
