"""The main job through the windows by keys and mouse alone: a new laptop, one conversation, one Word file."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QGroupBox, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from carer_desktop.clock import FixedClock
from carer_desktop.forms import library
from carer_desktop.forms.question import Question
from carer_desktop.sealing.keys import Kdf
from tests.journeys.hands import Hands
from ui.app import make_application
from ui.main_window import MainWindow
from ui.session import Session
from ui.theme import Theme

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FORM = library.find("carer_conversation")
CASE: dict[str, Any] = json.loads(
    (library.folder("carer_conversation") / "cases" / "advice_only.json").read_text("utf-8")
)["answers"]
FORBIDDEN = re.compile(r"\.(setText|setPlainText|setChecked|click|animateClick|toggle|trigger|emit)\(")


@pytest.fixture(autouse=True)
def swept(qapp: QApplication) -> Iterator[None]:
    """Windows of the test are gone after it: a change of look visits every widget there is."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, fixed_clock: FixedClock) -> Iterator[MainWindow]:
    """A window on a new laptop."""
    app = make_application()
    theme = app.findChild(Theme) or Theme(app)
    theme.set_percent(100)
    theme.set_look("light")
    made = MainWindow(theme, Session(tmp_path / "laptop"), fixed_clock, Kdf(8 * 1024, 1, 1))
    qtbot.addWidget(made)
    made.resize(1180, 860)
    made.show()
    made.activateWindow()
    yield made
    made.close()


@pytest.fixture
def hands(qtbot: QtBot, window: MainWindow) -> Hands:
    return Hands(qtbot, window)


def set_up(hands: Hands, qtbot: QtBot) -> str:
    """The laptop is set up with the words on the screen; gives the passphrase."""
    hands.write("Your full name", "Sam Example")
    hands.pick("What will you use it for?", "To try it, with made-up people only")
    qtbot.waitUntil(lambda: len(drawn(hands).split()) == 4 and "…" not in drawn(hands), timeout=10_000)
    words = drawn(hands)
    hands.write("Your passphrase", words)
    hands.press("Set up this laptop")
    hands.see("New Carer Conversation")
    return words


def drawn(hands: Hands) -> str:
    """The words offered on the screen."""
    labels = hands.window.findChildren(QLabel)
    return next((label.text() for label in labels if label.property("role") == "figure"), "")


def give(hands: Hands, question: Question, plain: Any) -> None:
    """Answer one question as a person does."""
    name = question.label if question.required or question.default is not None else f"{question.label} (optional)"
    if question.type == "list":
        for row in plain:
            hands.press(f"Add: {name}")
            for column in question.columns:
                if column.id in row:
                    give(hands, column, row[column.id])
    elif question.type == "choices":
        for choice in plain:
            hands.pick(name, question.choice_labels[choice])
    elif question.type == "choice":
        choose(hands, question, name, question.choice_labels[plain])
    elif question.type == "date":
        year, month, day = plain.split("-")
        boxes = hands.see(name, QGroupBox).findChildren(QLineEdit)
        for box, part in zip(boxes, (day, month, year), strict=True):
            hands.hit(box)
            hands.type(part)
    else:
        hands.write(name, plain)


def choose(hands: Hands, question: Question, name: str, answer: str) -> None:
    if hands.sees(f"Search: {question.label}"):
        hands.write(f"Search: {question.label}", answer)
        hands.key(Qt.Key.Key_Return)
    else:
        hands.pick(name, answer)


def is_open(window: MainWindow, title: str) -> bool:
    return window.windowTitle().startswith(title)


def words_in(file: Path) -> str:
    """The words of a Word file."""
    with zipfile.ZipFile(file) as opened:
        return re.sub(r"<[^>]+>", "", opened.read("word/document.xml").decode("utf-8"))


def test_from_a_new_laptop_to_the_word_file(hands: Hands, window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    set_up(hands, qtbot)
    hands.key(Qt.Key.Key_N, CONTROL)
    reference = window.windowTitle().split("–")[-2].strip()
    sections = [section for section in FORM.sections if any(q.id in CASE for q in section.questions)]
    for section in FORM.sections:
        if section.task_list and not section.by_moves:
            qtbot.waitUntil(partial(is_open, window, section.title), timeout=5_000)
            for question in section.questions if section in sections else ():
                if question.id in CASE:
                    give(hands, question, CASE[question.id])
            hands.press("Check answers" if section.id == "fairness" else "Next section")
    assert "Carol" not in window.windowTitle() and reference in window.windowTitle()
    hands.press("Everything is checked")
    assert window.windowTitle().startswith("Check answers")
    hands.press("Export to Word…")
    hands.write("Folder", "")
    hands.key(Qt.Key.Key_A, CONTROL)
    hands.type(str(tmp_path))
    hands.press("Write the file")
    hands.see("Open the folder")
    hands.press("Close")
    written = list(tmp_path.glob(f"{reference}*.docx"))
    assert len(written) == 1
    said = words_in(written[0])
    for words in ("Carol", CASE["role_narrative"], CASE["support_contrib"], "11 February 1971", "Vera Sample"):
        assert words.replace("&", "&amp;") in said
    qtbot.waitUntil(lambda: window.save_line.text().startswith("Saved on this laptop"))


def test_a_section_is_checked_when_the_person_says_so(hands: Hands, window: MainWindow, qtbot: QtBot) -> None:
    set_up(hands, qtbot)
    hands.press("New Carer Conversation")
    hands.key(Qt.Key.Key_Return, CONTROL)
    assert window.windowTitle().startswith("Error: Before we start")
    hands.key(Qt.Key.Key_Tab)
    hands.key(Qt.Key.Key_Space)  # the first line of the summary leads to the date
    hands.type("31")
    assert isinstance(hands.focus, QLineEdit) and hands.focus.text() == "31"


def test_what_was_typed_is_there_the_next_day(
    hands: Hands, window: MainWindow, qtbot: QtBot, tmp_path: Path, fixed_clock: FixedClock
) -> None:
    words = set_up(hands, qtbot)
    hands.press("New Carer Conversation")
    hands.key(Qt.Key.Key_5, CONTROL)
    hands.write("Your first name", "Zora")
    hands.key(Qt.Key.Key_J, CONTROL)
    hands.type("Her sister’s funeral")
    hands.key(Qt.Key.Key_Q, CONTROL)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    theme = make_application().findChild(Theme)
    assert isinstance(theme, Theme)
    again = MainWindow(theme, Session(tmp_path / "laptop"), fixed_clock)
    qtbot.addWidget(again)
    again.show()
    again.activateWindow()
    next_day = Hands(qtbot, again)
    next_day.write("Your passphrase", "not these words at all")
    next_day.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "does not open" in said_on(again), timeout=10_000)
    next_day.type(words)
    next_day.key(Qt.Key.Key_Return)
    next_day.see("New Carer Conversation")
    next_day.type("zora")
    next_day.key(Qt.Key.Key_Return)
    box = next_day.see("Your first name")
    assert isinstance(box, QLineEdit) and box.text() == "Zora"
    next_day.key(Qt.Key.Key_J, CONTROL)
    jottings = next_day.focus
    assert isinstance(jottings, QPlainTextEdit) and "Her sister’s funeral" in jottings.toPlainText()
    next_day.key(Qt.Key.Key_Q, CONTROL)
    qtbot.waitUntil(lambda: not again.isVisible(), timeout=10_000)


def said_on(window: MainWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


@pytest.mark.parametrize("line", ["box.setText('x')", "tick.setChecked(True)", "button.click()", "action.trigger()"])
def test_a_journey_that_cheats_is_found(line: str) -> None:
    assert FORBIDDEN.search(line)


def test_journeys_use_keys_and_mouse_only() -> None:
    for file in Path(__file__).parent.glob("*.py"):
        lines = [line for line in file.read_text("utf-8").splitlines() if "parametrize" not in line]
        assert [line for line in lines if FORBIDDEN.search(line)] == [], file.name
