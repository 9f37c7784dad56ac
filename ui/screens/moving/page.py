"""Where a record stands: its path, what can be done now, what a manager asks, what has changed, what has happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carer_desktop.assessment import Assessment
from carer_desktop.errors import CarerError
from carer_desktop.workflow.stage import may_change
from carer_desktop.workflow.standing import decided, sent_back
from ui.background import SlowWork
from ui.fields.order import after, put_in_order
from ui.fields.wrap import WrappingButton
from ui.parts import Banner, Card, Heading, Note, Page, button, line
from ui.parts.sheet import refill, side_by_side
from ui.screens.moving.answers import Answers
from ui.screens.moving.asked import sheet
from ui.screens.moving.dialog import CommentDialog, MoveDialog, said_of
from ui.screens.moving.recommendation import Recommendation
from ui.screens.moving.steps import Steps
from ui.screens.moving.ways import AGREE_OTHER, OWN_WORK, Way, Ways, is_own_work, ways
from ui.screens.moving.words import STRUCK, change_html, change_words, place_words, stands, step_words
from ui.theme import em, set_role

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload
    from carer_desktop.compare import Change

AT_ONCE = ("resume", "take")
OUTSIDE = (
    "If the manager who decides does not use this program: make the Word file, send it in the way your team does, and "
    "enter the answer here when it comes. The file has a page to answer on."
)
URGENT = "Urgent: a decision is asked for today. By phone is enough; it is then to be confirmed in writing."


class MovingPage(Page):
    """`moved_on(record, words, and the file)` after a move; `place_asked(place)`, `check_asked()`, `export_asked()`."""

    moved_on = Signal(object, str, bool)
    place_asked = Signal(str)
    check_asked = Signal()
    export_asked = Signal()
    title = "Where it stands"
    help_page = "sending"

    def __init__(
        self, caseload: Caseload, work: SlowWork, assessment: Assessment, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, spacing=1.2)
        self._caseload, self._work, self._record = caseload, work, assessment
        self._own = False
        self._drafts: Mapping[str, str] = {}  # comments that are not sent yet, by the place of their question
        self.dialog: MoveDialog | CommentDialog | None = None
        self.banner = Banner()
        self.heading = Heading(self.title)
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes on from it, and Qt orders nothing else
        self._where = line("", "body")
        self._before, self._after = QWidget(), QWidget()
        self.ways = Ways()
        self.ways.asked.connect(self.choose)
        self.ways.check_asked.connect(self.check_asked)
        for part in (self.banner, self.heading, self._where, self._before, self.ways, self._after):
            self.add(part)
        for part in (self._before, self._after):
            rows = QVBoxLayout(part)
            rows.setContentsMargins(0, 0, 0, 0)
            rows.setSpacing(em(1.2))

    # What is shown --------------------------------------------------------------------------------

    def enter(self, assessment: Assessment) -> None:
        """The page is visited: everything is told anew."""
        self._record = assessment
        self.banner.clear()
        self.refresh()
        self.verticalScrollBar().setValue(0)
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """What there is to see and to do now."""
        caseload, record = self._caseload, self._record
        self._drafts = caseload.unsent.of(record)
        names = {each.id: each.name for each in caseload.people.all()}
        offered = caseload.moves.possible(record)
        self._own = is_own_work(caseload, record, offered)
        free = {each.move for each in offered if not each.why_not}
        mine = "return" in free
        decides = self._own or mine
        self.help_page = "deciding" if decides else "sending"
        self.heading.setText("For your decision" if mine else self.title)
        self._where.setText(stands(record, names, free))
        found = ways(caseload, record, offered)
        unmet = len(caseload.records.findings(record).unmet) if may_change(record.stage) else 0
        self.ways.show_ways(found, unmet)
        refill(_rows(self._before), self._make_before(names, decides, {each.move for each in found}))
        refill(_rows(self._after), self._make_after(names, decides))
        self._keep_order()

    def _make_before(self, names: dict[str, str], decides: bool, moves: set[str]) -> Iterator[QWidget]:
        """What is read before something is done."""
        record = self._record
        yield Recommendation(self._caseload, record, self._own) if decides else self._path()
        asked = self._asked_of_me(names)
        if asked is not None:
            yield asked
        changes = self._caseload.moves.changes(record)
        if changes and (decides or may_change(record.stage)):
            yield self._changed(changes, decides)
        if decided(record.history):
            yield line(self._caseload.checklist.where_is_the_money(record), "body")
        if record.stage == "completed" and record.answers.get("urgent") == "yes":
            yield Note("\n".join((URGENT, *self._caseload.teams.numbers())))
        if self._own:
            yield Note(OWN_WORK)
        if self._drafts:
            number = len(self._drafts)
            kept = "1 comment is" if number == 1 else f"{number} comments are"
            yield Note(f"{kept} kept and not sent yet: “Send back with questions” sends what you wrote.")
        elif self._caseload.unsent.reason(record):
            yield Note("What you wrote is kept and not sent yet: it stands in “Send back with questions”.")
        if "record" in moves and "return" not in moves:  # not to a manager who can answer here themselves
            yield line(OUTSIDE, "hint")
            file = button("Make the Word file for the manager…", "")
            file.clicked.connect(self.export_asked)
            yield side_by_side(file)

    def _make_after(self, names: dict[str, str], decides: bool) -> Iterator[QWidget]:
        record = self._record
        if decides:
            yield self._path()
        if record.history:
            yield self._happened(names)
        if decides:
            takes = self._drafts if not self._own else None
            answers = Answers(self._caseload, record, takes)
            answers.comment_asked.connect(self._comment)
            yield answers

    def _path(self) -> Steps:
        steps = Steps()
        steps.show_path(self._caseload.checklist.path(self._record), self._record.stage)
        return steps

    def _asked_of_me(self, names: dict[str, str]) -> QWidget | None:
        """The manager’s reason and comments, each with a way to its question."""
        record = self._record
        back = sent_back(record.history)
        if back is None:
            return None
        who = names.get(back.by, "The manager") if back.move == "return" else "The manager"
        card = Card("What the manager asks")
        card.add(line(f"{who}: {back.note}", "body", card))
        form = self._caseload.records.form(record)
        for comment in self._caseload.moves.comments(record, back.revision):
            cell = f"/{comment.item}/{comment.column}" if comment.item else ""
            place = f"{comment.question}{cell}"
            link = WrappingButton(card)
            set_role(link, "link")
            link.setCursor(Qt.CursorShape.PointingHandCursor)
            link.setAutoDefault(False)
            link.say(place_words(form, place, record.answers))
            link.clicked.connect(lambda _=False, to=place: self.place_asked.emit(to))
            card.add(link)
            card.add(line(comment.text, "body", card))
        return card

    def _changed(self, changes: tuple[Change, ...], decides: bool) -> QWidget:
        """Word by word: struck out and underlined for the eye, said in words for a screen reader."""
        form = self._caseload.records.form(self._record)
        card = Card("What changed since you last saw it" if decides else "What changed since it was last sent")
        if any(each.words for each in changes):
            card.add(line(STRUCK, "small", card))
        for change in changes:
            card.add(line(place_words(form, change.place, self._record.answers), "strong", card))
            words = line("", "body", card)
            words.setTextFormat(Qt.TextFormat.RichText)
            words.setText(change_html(form, change))
            words.setAccessibleName(change_words(form, change))
            card.add(words)
        return card

    def _happened(self, names: dict[str, str]) -> QWidget:
        card = Card("What has happened")
        for move in reversed(self._record.history):
            card.add(line(step_words(move, names), "body", card))
        card.add(line(f"Version {self._record.revision}. Check code {self._code()}.", "small", card))
        return card

    def _code(self) -> str:
        return self._caseload.moves.check_code(self._record)

    def _keep_order(self) -> None:
        """Tab goes through what was built anew as it is read, from the heading on."""
        put_in_order(self.rows, self.banner.copy_button)
        after(self.banner.close_button, self.heading)

    # What is done ---------------------------------------------------------------------------------

    def choose(self, way: Way) -> None:
        """A button was pressed."""
        if way.move in AT_ONCE:
            self._at_once(way.move)
        elif way.move == "export" and not self._still_asked("X"):
            self.export_asked.emit()
        else:
            self._open(self._dialog(way))

    def _still_asked(self, gate: str) -> bool:
        return bool(self._caseload.records.findings(self._record).wanting.get(gate))

    def _dialog(self, way: Way) -> MoveDialog:
        other = way.move == AGREE_OTHER
        made = sheet(self._caseload, self._record, "authorise" if other else way.move, other)
        told = [f"{way.words}."] if way.move == "authorise" else []
        comments = list(self._drafts.items()) if way.move == "return" else []
        dialog = MoveDialog(self._caseload, self._work, self._record, made, comments, told, self.window())
        dialog.moved.connect(lambda record, words: self._moved(way.move, record, words))
        return dialog

    def _moved(self, move: str, record: Assessment, words: str) -> None:
        self.moved_on.emit(record, words, move == "export")

    def _at_once(self, move: str) -> None:
        try:
            record = self._caseload.moves.make(self._record, move)
        except CarerError as error:
            self.banner.show_error(error, retry=False)
            self.show_whole(self.banner)
            return
        self.moved_on.emit(record, said_of(record), False)

    def _comment(self, place: str, label: str, answer: str) -> None:
        dialog = CommentDialog(self._caseload, self._record, place, label, answer, self._work, self.window())
        dialog.commented.connect(self._commented)
        self._open(dialog)

    def _commented(self) -> None:
        """The comment stands beneath its answer; the page stays where it was."""
        at = self.verticalScrollBar().value()
        self.refresh()
        self.verticalScrollBar().setValue(at)

    def _open(self, dialog: MoveDialog | CommentDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _rows(part: QWidget) -> QVBoxLayout:
    layout = part.layout()
    assert isinstance(layout, QVBoxLayout)
    return layout
