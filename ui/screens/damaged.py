"""Records that do not open: what is wrong, the ways out with what each of them means, and doing one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carer_desktop.forms.question import Choice, Question
from carer_desktop.records import damage
from carer_desktop.records.damage import Damage, PutBack, Salvaged, Way
from carer_desktop.records.sign_in import NotOpened
from ui.background import SlowWork
from ui.fields import field
from ui.fields.line_edit import LineEdit
from ui.parts import Banner, Card, Heading, announce, button, line
from ui.parts.busy_line import BusyLine
from ui.parts.flow import in_lines
from ui.parts.passphrase import PassphraseBox
from ui.parts.sheet import Sheet
from ui.parts.waiting import WaitingKeyboard
from ui.parts.words import on_screen
from ui.theme import em

if TYPE_CHECKING:
    from carer_desktop.caseload.rescue import Rescue

SAFE = "Nothing is written and nothing will be deleted. Whatever you choose, the damaged files are put aside and kept."
MEANS = {
    damage.MERGE: "Nothing that can be saved is left out. This may take some minutes.",
    damage.PUT_BACK: "What was written after the backup is not in it. It stays in the files that are put aside.",
    damage.SALVAGE: "What cannot be read is missing. Use this only where there is no good backup.",
    damage.KEYS_BACK: "The records themselves stay as they are.",
    damage.AS_IT_IS: "Choose this only if you know that the newer copy is gone. What was in it is missing.",
}
NONE = "There is no backup beside these records, and the program can do nothing by itself. Delete nothing. Ask IT."
NONE_LEFT = "Of what came after the newest backup, no answer can be read any more."
NONE_NEWER = "No answer newer than the newest backup can be read."
LATER = "Look at your records now. No backup is removed until you have said on the first page that they are right."
WITH = (
    "With it, everyone keeps the passphrase of today, and who has left stays out. Without it, the passphrases of the "
    "day of the backup may be needed, and who has left since can sign in again."
)


class DamagedScreen(Sheet):
    """Shows one fault. `mended()` when the records can be opened again, `as_it_is_asked(name, passphrase)`, `left()`.

    `other_asked()` for records that lie elsewhere. `works(on)`: while one of the ways is gone nothing else is begun.
    """

    help_page = "trouble"

    mended = Signal()
    as_it_is_asked = Signal(str, str)
    other_asked = Signal()
    left = Signal()
    works = Signal(bool)

    def __init__(self, found: Damage, rescue: Rescue, work: SlowWork, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=44, spacing=1.0)
        self._found, self._rescue, self._work = found, rescue, work
        self._newer = ""
        self.heading = Heading("Your records do not open")
        self.add(self.heading)
        self._asking = QWidget()
        rows = QVBoxLayout(self._asking)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(1))
        wrong = Card("What is wrong", self._asking)
        wrong.add(line(on_screen(found.said), "body", wrong))
        rows.addWidget(wrong)
        rows.addWidget(line(SAFE if found.ways else NONE, "strong", self._asking))
        self._add_ways(rows)
        self.add(self._asking)
        self.busy = BusyLine()
        self.add(self.busy)
        self.banner = Banner()
        self.add(self.banner)
        self._add_buttons()

    def _add_ways(self, rows: QVBoxLayout) -> None:
        choices = tuple(Choice(str(at), way_words(way)) for at, way in enumerate(self._found.ways))
        asked = Question("way", "way", "damage", "choice", "What do you want to do?", choices=choices, required="C")
        self.ways = field(asked, self._asking)
        self.ways.answered.connect(lambda *_: self._chosen())
        self.ways.setVisible(bool(choices))
        rows.addWidget(self.ways)
        self._means = line("", "hint", self._asking)
        self._means.hide()
        rows.addWidget(self._means)
        self._who = QWidget(self._asking)
        inside = QVBoxLayout(self._who)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(em(0.5))
        label = line("Your name", "question", self._who)
        inside.addWidget(label)
        inside.addWidget(line("Only needed where several people use these records", "hint", self._who))
        self.name = LineEdit(self._who)
        self.name.setAccessibleName("Your name")
        self.name.setMaximumWidth(em(28))
        label.setBuddy(self.name)
        inside.addWidget(self.name)
        self.passphrase = PassphraseBox("Your passphrase", parent=self._who)
        self.passphrase.entered.connect(self._go)
        self._optional = line(WITH, "hint", self._who)
        self.passphrase.add(self._optional)
        inside.addWidget(self.passphrase)
        self._who.hide()
        rows.addWidget(self._who)

    def _add_buttons(self) -> None:
        self.go_button = button("Do this", "primary")
        self.go_button.clicked.connect(self._go)
        self.go_button.setVisible(bool(self._found.ways))
        self.sign_in_button = button("Sign in", "primary")
        self.sign_in_button.clicked.connect(self.mended)
        self.sign_in_button.hide()
        self.back_button = button("Back to the sign-in", "link")
        self.back_button.clicked.connect(self.left)
        self.other_button = button("Open other records…", "link")
        self.other_button.clicked.connect(self.other_asked)
        self.add(in_lines(self.go_button, self.sign_in_button, self.back_button, self.other_button))
        self._keyboard = WaitingKeyboard(self)

    def begin(self) -> None:
        """The keyboard goes to the ways, or to the one way on."""
        if self._found.ways:
            self.ways.focus_first()
        else:
            self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"Your records do not open. {on_screen(self._found.said)}", urgent=True)

    def know(self, name: str, passphrase: str) -> None:
        """What was typed at the sign-in a moment ago; with it, what is newer than the backup can be counted."""
        self.name.put(name)
        self.passphrase.line.setText(passphrase)
        newest = next((way.backup for way in self._found.ways if way.backup is not None), None)
        if passphrase and newest is not None and self._found.kind in (damage.DAMAGED, damage.SHORT, damage.OLDER):
            self._start(
                "Counting what is newer than the backup",
                lambda: self._rescue.newer_answers(newest, name or None, passphrase), self._count, lambda _: None,
            )  # fmt: skip

    def forget(self) -> None:
        """Nothing of the passphrase is left, on the screen or behind it."""
        self.passphrase.forget()
        self._rescue.forget()

    def _count(self, newer: int) -> None:
        count = "1 answer" if newer == 1 else f"{newer} answers"
        self._newer = f"Of what came after the newest backup, {count} can still be read." if newer else self._none()
        self._show_means()
        announce(self, self._newer)

    def _none(self) -> str:
        """No answer newer than the backup can be read: nothing to say where none came after it."""
        known = next((way.newer for way in self._found.ways if way.newer is not None), None)
        if known is None:
            return NONE_NEWER
        return NONE_LEFT if known.answers else ""

    # Choosing ------------------------------------------------------------------------------------

    @property
    def way(self) -> Way | None:
        """The way that was chosen."""
        chosen = self.ways.answer
        return self._found.ways[int(chosen)] if isinstance(chosen, str) else None

    def _chosen(self) -> None:
        way = self.way
        self._who.setVisible(way is not None and (way.needs_passphrase or way.kind == damage.PUT_BACK))
        self._optional.setVisible(way is not None and not way.needs_passphrase)
        self._show_means()

    def _show_means(self) -> None:
        way = self.way
        words = " ".join(part for part in (MEANS[way.kind] if way else "", self._newer) if part)
        self._means.setText(words)
        self._means.setVisible(bool(words))

    def _go(self) -> None:
        if not self.go_button.isEnabled() or not self._found.ways:
            return
        way = self.way
        self.ways.show_problem(None if way else "Select what you want to do")
        if way is None:
            self.ways.focus_first()
            announce(self, self.ways.problem, urgent=True)
            return
        passphrase = self.passphrase.text()
        missing = way.needs_passphrase and not passphrase
        self.passphrase.show_problem("Enter your passphrase" if missing else "")
        if missing:
            return
        name = self.name.text().strip()
        if way.kind == damage.AS_IT_IS:
            self._set_busy("Opening the records as they are")
            self.as_it_is_asked.emit(name, passphrase)
        else:
            reads = "Reading what can be read. This may take some minutes."
            words = reads if way.needs_passphrase else "Putting it back"
            self._hold_all(True)
            self._start(words, lambda: self._take(way, name or None, passphrase), self._done, self.show_error)

    def _take(self, way: Way, name: str | None, passphrase: str) -> PutBack | Salvaged:
        rescue, backup = self._rescue, way.backup
        if way.kind == damage.SALVAGE:
            return rescue.salvage(name, passphrase)
        assert backup is not None
        if way.kind == damage.MERGE:
            return rescue.salvage(name, passphrase, backup)
        if way.kind == damage.KEYS_BACK:
            return rescue.keys_back(backup)
        return rescue.put_back(backup, name, passphrase) if passphrase else rescue.put_back(backup)

    def _start(
        self, words: str, work: Callable[[], Any], done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
    ) -> None:  # fmt: skip
        self.banner.clear()
        self._set_busy(words)

        def over(end: Callable[[Any], None], given: Any) -> None:
            self._hold_all(False)
            self._set_busy("")
            end(given)

        self._work.start(work, lambda given: over(done, given), lambda error: over(failed, error), self)

    def show_error(self, error: BaseException) -> None:
        """Say in words why it did not work; everything is as it was."""
        self._set_busy("")
        if isinstance(error, NotOpened):
            wait = f" Wait {error.seconds} seconds before the next try." if error.seconds else ""
            words = f"This name and passphrase do not open the records.{wait}"
            self._who.show()
            self.passphrase.show_problem(words)
            announce(self, f"Error: {words}", urgent=True)
        else:
            self.banner.show_error(error, retry=False)
            self.show_whole(self.banner)

    def _hold_all(self, on: bool) -> None:
        """While one of the ways is gone nothing else on the page can be chosen or begun."""
        all_ = (self.ways, self._who, self.go_button, self.back_button, self.other_button)
        if on:
            self._keyboard.hold(all_)
        for each in all_:
            each.setEnabled(not on)
        self.works.emit(on)

    def _set_busy(self, words: str) -> None:
        if words:
            self._keyboard.hold((self.go_button, self.back_button))
        self.go_button.setEnabled(not words)
        self.back_button.setEnabled(not words)
        if words:
            self.busy.begin(words)
        else:
            self.busy.end()
            self._keyboard.give_back()

    # Done ----------------------------------------------------------------------------------------

    def _done(self, what: PutBack | Salvaged) -> None:
        self.passphrase.forget()
        self._asking.hide()
        self.go_button.hide()
        self.back_button.hide()
        self.heading.setText("Your records can be opened again")
        card = Card("What was done")
        for words in done_words(what):
            card.add(line(words, "body", card))
        self.rows.insertWidget(self.rows.indexOf(self._asking), card)
        self.sign_in_button.show()
        self.sign_in_button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, " ".join(done_words(what)))


def way_words(way: Way) -> str:
    """One way out as it stands beside its radio button."""
    return on_screen(way.words)


def done_words(what: PutBack | Salvaged) -> Sequence[str]:
    """What has been done, where the damaged files lie, and what to do now."""
    return (*what.told, LATER)
