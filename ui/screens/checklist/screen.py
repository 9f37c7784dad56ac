"""The page of one decided case for whoever finishes it: step by step, and at its end the next one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from carer_desktop.assessment import Assessment
from carer_desktop.caseload.checklist import Shown
from carer_desktop.caseload.todo import OF_A_CASE, in_order
from carer_desktop.workflow.standing import taken_by
from ui.background import SlowWork
from ui.fields.order import put_in_order
from ui.parts import Heading, Note, button, line
from ui.parts.doing import Doing
from ui.parts.flow import in_lines
from ui.parts.sheet import Sheet, refill
from ui.screens.checklist.step_card import StepCard
from ui.screens.checklist.tick import TickDialog
from ui.screens.checklist.words import NO_BANK, about, waiting_words, waits_for, whose
from ui.theme import em

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload
    from carer_desktop.caseload.todo import Task

NEW_PERSON = ("person", "relationship")
REPLACES = "This version replaces one that is on Mosaic already. Upload it beside that one, and say so in its title."
BY_MOSAIC_ID = ("purchase", "dp_email")
GIVE_ID = "Give the Mosaic ID in the first step before: this text names the carer by it."
ALL_DONE = "Every step is done."


class ChecklistScreen(Sheet):
    """`move_asked(move)`, `record_asked()`, `next_asked(id)` for the case that waits next, `left()`."""

    help_page = "next"

    move_asked = Signal(str)
    record_asked = Signal()
    next_asked = Signal(str)
    left = Signal()

    def __init__(
        self, caseload: Caseload, work: SlowWork, record: Assessment, folder: Path, before: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent, width=50, spacing=0.8)
        self._caseload, self._work, self._folder, self._passed = caseload, work, folder, (*before, record.id)
        self.record = record
        self.dialog: QDialog | None = None
        self.cards: list[StepCard] = []
        self._next = ""
        self._heading = Heading("", 1)
        self.add(self._heading)
        self._about = line("", "hint")
        self.add(self._about)
        self._add_top()
        self.doing = Doing(work)
        self.doing.told.connect(lambda: self.bring_into_view(self.doing))
        self.add(self.doing)
        box = QWidget()
        self._steps = QVBoxLayout(box)
        self._steps.setContentsMargins(0, 0, 0, 0)
        self._steps.setSpacing(em(0.6))
        self.add(box)
        self.add(line(NO_BANK, "hint"))
        self._add_foot()
        self.refresh()

    def _add_top(self) -> None:
        self._open = button("Open the record", "link")
        self._open.clicked.connect(self.record_asked)
        self._back = button("Back to your records", "link")
        self._back.clicked.connect(self.left)
        self._take = button("I am doing this one", "link")
        self._take.clicked.connect(self._take_it)
        self.add(in_lines(self._open, self._take, self._back))
        self._money = line("", "body")
        self.add(self._money)
        self._taken = Note("")
        self.add(self._taken)
        self._replaces = Note(REPLACES)
        self.add(self._replaces)

    def _add_foot(self) -> None:
        self._done = line(ALL_DONE, "success")
        self.add(self._done)
        self._more = line("", "body")
        self.add(self._more)
        self.next_button = button("Next case", "primary")
        self.next_button.clicked.connect(lambda: self.next_asked.emit(self._next))
        self.finish_button = button("Finish this case…")
        self.finish_button.clicked.connect(lambda: self.move_asked.emit("close"))
        self.back_button = button("Back to your records")
        self.back_button.clicked.connect(self.left)
        self.add(in_lines(self.next_button, self.finish_button, self.back_button))

    # What stands there ---------------------------------------------------------------------------

    def begin(self) -> None:
        """The keyboard goes to what is to be done first, else to the next case."""
        first = next((card for card in self.cards if not card.shown.done and card.main_button is not None), None)
        if first is not None and first.main_button is not None:
            copies = [block.copy_button for block in first.copies]
            (copies[0] if copies else first.main_button).setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._go_on().setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self) -> QWidget:
        if self.finish_button.isEnabled() and not self.finish_button.isHidden():
            return self.finish_button
        return self.next_button if self._next else self.back_button

    def refresh(self, record: Assessment | None = None) -> None:
        """Everything as it is now."""
        self.record = record = record or self._caseload.records.again(self.record)
        caseload, today = self._caseload, self._caseload.clock.today()
        names = {each.id: each.name for each in caseload.people.all()}
        self._heading.setText(self._carer(record))
        self._about.setText(about(record, caseload.records.form(record).title, names, today))
        self._money.setText(caseload.checklist.where_is_the_money(record))
        steps = caseload.checklist.steps(record)
        self.cards = [self._card(number, shown) for number, shown in enumerate(steps, 1)]
        refill(self._steps, self.cards)
        taken, possible = taken_by(record.history), {each.move: each for each in caseload.moves.possible(record)}
        self._take.setVisible("take" in possible and not possible["take"].why_not)
        self._taken.setVisible(bool(taken) and taken != caseload.me.id)
        self._taken.say(f"{names.get(taken, 'Somebody else')} is doing this one.")
        uploads = [row for row in record.history if row.move == "upload" and row.revision < record.revision]
        self._replaces.setVisible(bool(uploads))
        done = all(shown.done for shown in steps)
        self._done.setVisible(done)
        self.finish_button.setVisible("close" in possible and record.stage == "uploaded")
        put_in_order(self.rows, self.back_button)
        self._look_for_next()

    def _carer(self, record: Assessment) -> str:
        first, last = (str(record.answers.get(name) or "") for name in ("carer_first", "carer_last"))
        return f"{first} {last}".strip() or record.reference

    def _card(self, number: int, shown: Shown) -> StepCard:
        record, roles = self.record, self._caseload.me.roles
        card = StepCard(
            number, shown, [] if shown.done else list(self._texts(shown)), self._caseload.clock.today(),
            whose(shown, roles), waits_for(shown, record), list(self._facts(shown)),
        )  # fmt: skip
        card.done_asked.connect(partial(self._tick, shown, True))
        card.undone_asked.connect(partial(self._tick, shown, False))
        card.more_asked.connect(partial(self._ask, shown))
        card.move_asked.connect(self._move)
        card.letter_asked.connect(self._write_letter)
        return card

    def _texts(self, shown: Shown) -> Iterator[tuple[str, str]]:
        """The texts to paste; whoever has a Mosaic ID is not entered as a new person."""
        known = str(self.record.answers.get("carer_mosaic_id") or "")
        if known and set(NEW_PERSON) & set(shown.step.copy):
            yield "mosaic_id", known
            return
        for name in shown.step.copy:
            text = self._caseload.checklist.text(self.record, name)
            if text:
                yield name, text

    def _facts(self, shown: Shown) -> Iterator[str]:
        """What the form says already of this step."""
        form = self._caseload.records.form(self.record)
        if set(BY_MOSAIC_ID) & set(shown.step.copy) and not self.record.answers.get("carer_mosaic_id"):
            yield GIVE_ID
        for name in shown.step.facts:
            plain = self.record.answers.get(name)
            if name in form.question and isinstance(plain, str) and plain and name != "carer_mosaic_id":
                question = form.question[name]
                yield f"{question.label} {question.choice_labels.get(plain, plain)}"

    # What is done --------------------------------------------------------------------------------

    def _tick(self, shown: Shown, done: bool) -> None:
        checklist, record = self._caseload.checklist, self.record
        words = "Keeping it" if done else "Taking it back"
        self.doing.run(words, lambda: checklist.tick(record, shown.step.id, done=done), lambda _: self.go_on())

    def go_on(self, record: Assessment | None = None) -> None:
        """Something was done: everything as it is now, and the keyboard where it goes on."""
        self.refresh(record)
        self.begin()

    def _ask(self, shown: Shown) -> None:
        dialog = TickDialog(self._caseload, self._work, self.record, shown, self)
        self.dialog = dialog
        dialog.ticked.connect(self.go_on)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _move(self, move: str) -> None:
        self.move_asked.emit("upload_wrong" if move == "wrong" else move)

    def _take_it(self) -> None:
        moves, record = self._caseload.moves, self.record
        self.doing.run("Taking it", lambda: moves.make(record, "take"), self._took)

    def _took(self, record: Assessment) -> None:
        self.refresh(record)
        self.doing.say("You are doing this one.")
        self.begin()

    def _write_letter(self) -> None:
        checklist, record, folder = self._caseload.checklist, self.record, self._folder
        text = next((block.text for card in self.cards for block in card.copies if card.shown.step.id == "dp_team"), "")
        self.doing.run("Writing the e-mail", lambda: checklist.write_email(record, folder, text), self._wrote)

    def _wrote(self, file: Path) -> None:
        self.doing.say(f"The e-mail is prepared, and nothing is sent by itself: {file}")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))

    # The next one --------------------------------------------------------------------------------

    def _look_for_next(self) -> None:
        self._more.setText("")
        self.next_button.hide()
        self._work.start(self._caseload.todo.mine, self._found_next, lambda _: None, self)

    def _found_next(self, tasks: Sequence[Task]) -> None:
        """The cases in the order of the home page: none that a colleague has taken, and each once in a round."""
        me, caseload = self._caseload.me.id, self._caseload
        cases = dict.fromkeys(
            one.subject
            for one in in_order(tasks, caseload.clock.today())
            if one.kind in OF_A_CASE and one.subject not in self._passed and one.taken_by in ("", me)
        )
        self._next = next(iter(cases), "")
        self._more.setText(waiting_words(len(cases)))
        self.next_button.setVisible(bool(cases))
