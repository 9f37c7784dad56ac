"""What every question on a page is: its label, hint, problem and answer; knows nothing of saving or rules."""

from __future__ import annotations

from typing import Literal, TypeAlias

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from carer_desktop.assessment import NOT_COVERED, Plain
from carer_desktop.clock import Clock, SystemClock
from carer_desktop.forms.question import Question
from ui.fields.announce import announce
from ui.fields.focus import watch_focus
from ui.fields.label import link_button, plain_label
from ui.fields.order import before
from ui.fields.words import answer_words
from ui.theme import em, mark, set_role, show_if

Voice: TypeAlias = Literal["carer", "practitioner"]
PAUSE_MS = 600  # after a key: then what was typed is an answer, whether or not more keys have followed


class Field(QWidget):
    """One question with its answer. It says what was answered and shows what it is told; nothing else.

    `answered(place, plain or None)`: the person answered, changed or cleared it. `left(place)`: the focus
    has gone elsewhere. `kept(place)`: the person keeps an answer that looks unlikely.
    """

    answered = Signal(str, object)
    left = Signal(str)
    kept = Signal(str)

    is_field = True  # how the focus knows one
    clock: Clock = SystemClock()
    tall = False  # *not covered* stands below the answer instead of beside it
    grouped = False  # several widgets make one answer: then the label is a group's name, not a buddy

    def __init__(self, question: Question, parent: QWidget | None = None, place: str = "") -> None:
        super().__init__(parent)
        watch_focus()
        self.question = question
        self.place = place or question.id
        self._voice: Voice = "practitioner"
        self._answer: Plain | None = None
        self._showing = False
        self._touched = False
        self._read_only = False
        self._timer: QTimer | None = None
        self._problem: QLabel | None = None
        self._keep: QPushButton | None = None
        self._from: QLabel | None = None
        self._reading: QLabel | None = None
        self._help: QLabel | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(em(0.3))
        self._label = plain_label("", "question", self)
        self._rows.addWidget(self._label)
        self._hint: QLabel | None = None
        if question.hint:
            self._hint = plain_label(question.hint, "hint", self)
            self._rows.addWidget(self._hint)
        self._body = self._make_body()
        self._first = next(iter(self._editors()), None)
        self._beside: QHBoxLayout | None = None
        self._foot: QBoxLayout | None = None
        self._not_covered: QPushButton | None = None
        if question.required == "E":
            self._add_not_covered()
        else:
            self._rows.addWidget(self._body)
        if question.help:
            self._add_help()
        self._name()

    # What each type says for itself ------------------------------------------------------------

    def _make_body(self) -> QWidget:
        """Build what the answer is given in."""
        raise NotImplementedError

    def _set(self, plain: Plain | None) -> None:
        """Show a value in the widgets; signals are not listened to meanwhile."""
        raise NotImplementedError

    def _read(self) -> Plain | None:
        """The answer as it stands in the widgets."""
        raise NotImplementedError

    def _editors(self) -> list[QWidget]:
        """The widgets the answer is given in, in reading order."""
        raise NotImplementedError

    def _settle(self) -> None:
        """The focus has gone: show the answer in its usual form (3-3-4, capital letters)."""

    # The door --------------------------------------------------------------------------------

    def show_value(self, plain: Plain | None, from_words: str = "") -> None:
        """Show an answer from the record, and in words where it comes from when nobody typed it here.

        Never emits; a box the person is typing in is left alone.
        """
        self._show_from(from_words)
        if self._busy() or plain == self._answer:
            return
        self._answer = plain
        self._showing = True
        try:
            self._set(None if plain == NOT_COVERED else plain)
        finally:
            self._showing = False
        self._answer_shown()

    def show_problem(self, text: str | None, soft: bool = False) -> None:
        """Show what is to be mended (or, *soft*, looked at again) above the answer; None takes it away."""
        words = "" if not text else f"Check this: {text.removeprefix('Check ')}" if soft else f"Error: {text}"
        if not words and self._problem is None:
            return
        problem = self._problem_label()
        problem.setText(words)
        show_if(bool(words), problem)
        if words:
            mark(problem, "role", "check" if soft else "error")
        for editor in self._editors():
            mark(editor, "error", bool(words) and not soft)
        self._offer_to_keep(bool(words) and soft)
        self._describe()

    @property
    def answer(self) -> Plain | None:
        """The answer as it was shown or told last."""
        return self._answer

    @property
    def problem(self) -> str:
        """The problem shown now, in words, or nothing."""
        return self._problem.text() if self._problem is not None else ""

    def set_read_only(self, read_only: bool) -> None:
        """Show the answer as text only, or let it be answered again."""
        self._read_only = read_only
        show_if(not read_only, self._body)
        if self._not_covered is not None:
            show_if(not read_only, self._not_covered)
        if read_only and self._reading is None:
            self._reading = plain_label("", "reading", self)
            self._rows.insertWidget(self._body_row(), self._reading)
        if self._reading is not None:
            show_if(read_only, self._reading)
        self._answer_shown()

    def set_voice(self, voice: Voice) -> None:
        """Speak to the carer ("you") or of the carer."""
        if voice != self._voice:
            self._voice = voice
            self._name()

    def focus_first(self) -> None:
        """Move the keyboard to where the answer begins; in one line behind its last word, with nothing selected.

        Whoever types without looking adds to the answer and replaces nothing; who types here already types on where
        they are.
        """
        for editor in self._editors():
            if editor.isEnabled() and not editor.isHidden():
                if isinstance(editor, QLineEdit) and not self.is_typed_in:
                    editor.end(False)
                editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    @property
    def is_typed_in(self) -> bool:
        """Whether something was typed here since the keyboard came."""
        return self._touched

    def holds(self, widget: QWidget) -> bool:
        """Whether the keyboard is still with this answer when it is there."""
        return widget is self or self.isAncestorOf(widget)

    def flush(self) -> None:
        """What was typed but not yet said is an answer now."""
        if self._timer is not None and self._timer.isActive():
            self._timer.stop()
            self._say()

    def leave(self) -> None:
        """The keyboard focus has gone elsewhere."""
        self.flush()
        self._touched = False
        self._settle()
        self.left.emit(self.place)

    def reveal(self, place: str) -> Field | None:
        """The field of this place, made visible; a list opens the card it stands in."""
        return self if place == self.place else None

    def label_text(self) -> str:
        """The question in the voice of the page, with "(optional)" where nobody needs an answer."""
        question = self.question
        words = question.carer_label if self._voice == "carer" and question.carer_label else question.label
        optional = question.required is None and question.answerable and not (question.filled or question.default_from)
        return f"{words} (optional)" if optional and question.default is None else words

    # What all types share ----------------------------------------------------------------------

    def _busy(self) -> bool:
        """Whether the person is in the middle of typing here."""
        if self._timer is not None and self._timer.isActive():
            return True
        return self._touched and any(editor.hasFocus() for editor in self._editors())

    def _typed(self) -> None:
        """A key: the answer follows a moment later; going on typing does not put it off, or a kill would lose it."""
        if self._showing:
            return
        self._touched = True
        if self._timer is None:
            self._timer = QTimer(self)
            self._timer.setSingleShot(True)
            self._timer.setInterval(PAUSE_MS)
            self._timer.timeout.connect(self._say)
        if not self._timer.isActive():
            self._timer.start()

    def _say(self) -> None:
        """Tell the answer, if it is another one than before."""
        if self._showing:
            return
        plain = self._read()
        if plain != self._answer:
            self._tell(plain)

    def _tell(self, plain: Plain | None) -> None:
        self._answer = plain
        self._answer_shown()
        self.answered.emit(self.place, plain)

    def _answer_shown(self) -> None:
        """What hangs on whether there is an answer: *not covered*, the text shown when read-only."""
        if self._reading is not None and self._read_only:
            self._reading.setText(answer_words(self.question, self._answer))
        button = self._not_covered
        if button is None or self._read_only:
            return
        chosen = self._answer == NOT_COVERED
        button.setChecked(chosen)
        button.setText("✓ Not covered" if chosen else "Not covered")
        show_if(chosen or self._answer is None, button)

    def _not_covered_toggled(self, on: bool) -> None:
        """By mouse, key or assistive technology; when the answer was shown already there is nothing to do."""
        if on != (self._answer == NOT_COVERED):
            self._toggle_not_covered()

    def _toggle_not_covered(self) -> None:
        if self._read_only or (self._answer is not None and self._answer != NOT_COVERED):
            return
        covered_now = self._answer == NOT_COVERED
        self._tell(None if covered_now else dict(NOT_COVERED))
        announce(self, "To be answered again" if covered_now else f"Not covered: {self.label_text()}")

    def _add_not_covered(self) -> None:
        button = QPushButton("Not covered", self)
        set_role(button, "quiet")
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setToolTip("We did not talk about this (F4)")
        button.setAccessibleDescription("We did not talk about this. F4 does the same.")
        policy = button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # or the page would jump at every answer
        button.setSizePolicy(policy)
        button.toggled.connect(self._not_covered_toggled)
        self._not_covered = button
        if self.tall:
            self._rows.addWidget(self._body)
            self._foot_row().addWidget(button)
            return
        self._beside = QHBoxLayout()
        self._beside.setSpacing(em(0.6))
        self._beside.addWidget(self._body, 1)
        self._beside.addWidget(button, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        self._rows.addLayout(self._beside)

    def _body_row(self) -> int:
        """Where in the column the answer stands."""
        return self._rows.indexOf(self._body if self._beside is None else self._beside)

    def _foot_row(self) -> QBoxLayout:
        """The line below the answer: a count of words at the left, *not covered* at the right."""
        if self._foot is None:
            self._foot = QHBoxLayout()
            self._foot.setSpacing(em(0.6))
            self._foot.addStretch(1)
            self._rows.insertLayout(self._body_row() + 1, self._foot)
        return self._foot

    def _add_help(self) -> None:
        toggle = link_button("Help with this question", self, f"Help with: {self.question.label}")
        toggle.clicked.connect(self._toggle_help)
        self._rows.addWidget(toggle, 0, Qt.AlignmentFlag.AlignLeft)

    def _toggle_help(self) -> None:
        if self._help is None:
            self._help = plain_label(self.question.help, "hint", self)
            self._help.hide()
            self._rows.addWidget(self._help)
        self._help.setVisible(self._help.isHidden())
        if not self._help.isHidden():
            announce(self, self.question.help)

    def _problem_label(self) -> QLabel:
        if self._problem is None:
            self._problem = plain_label("", "error", self)
            self._rows.insertWidget(self._body_row(), self._problem)
        return self._problem

    def _offer_to_keep(self, wanted: bool) -> None:
        if wanted and self._keep is None:
            self._keep = link_button("Keep this answer", self, f"Keep this answer to: {self.question.label}")
            self._keep.clicked.connect(lambda: self.kept.emit(self.place))
            if self._first is not None:
                before(self._keep, self._first)
            self._rows.insertWidget(self._body_row(), self._keep, 0, Qt.AlignmentFlag.AlignLeft)
        if self._keep is not None:
            self._keep.setVisible(wanted)

    def _show_from(self, words: str) -> None:
        if self._from is None:
            if not words:
                return
            self._from = plain_label("", "small", self)
            self._rows.insertWidget(self._body_row() + 1, self._from)
        self._from.setText(words[:1].upper() + words[1:])
        show_if(bool(words), self._from)
        self._describe()

    def _name(self) -> None:
        """Put the label's words where eyes and screen readers find them."""
        words = self.label_text()
        self._label.setText(words.replace("&", "&&"))
        if self.grouped:
            self._label.setBuddy(self._body)  # so that the group is found to be labelled by its question
            self._body.setAccessibleName(words)
        else:
            editor = self._editors()[0]
            self._label.setBuddy(editor)
            if editor.parentWidget() is not self:  # Qt looks for a buddy among the nearest only
                editor.setAccessibleName(words)
        if self._not_covered is not None:
            self._not_covered.setAccessibleName(f"Not covered: {words}")
        self._describe()

    def _describe(self) -> None:
        """Hint, problem and origin as the description that is read after the name."""
        told = [label.text() for label in (self._hint, self._problem, self._from) if label is not None]
        words = ". ".join(text.rstrip(".") for text in told if text)
        target = self._body if self.grouped else self._editors()[0]
        if words or target.accessibleDescription():
            target.setAccessibleDescription(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F4 in a field: we did not talk about this."""
        if event.key() == Qt.Key.Key_F4 and self._not_covered is not None:
            self._toggle_not_covered()
        else:
            super().keyPressEvent(event)
