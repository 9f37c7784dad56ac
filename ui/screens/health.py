"""How the records and this laptop are doing: each thing with its state in words and a mark, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from carer_desktop.clock import day_words
from carer_desktop.errors import CarerError
from carer_desktop.records.backup import BackupInfo, RestoreTest
from carer_desktop.records.health import Health
from ui.background import SlowWork
from ui.parts import Heading, announce, button, line
from ui.parts.doing import Doing
from ui.parts.sheet import Sheet, refill, side_by_side
from ui.theme import em, set_role

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

State: TypeAlias = Literal["good", "look", "bad", "unknown"]
MARKS = {"good": "✓", "look": "!", "bad": "✗", "unknown": "?"}
SAID = {"good": "Good", "look": "Look at this", "bad": "Not right", "unknown": "Cannot be seen"}
COLOURS = {"good": "success", "look": "check", "bad": "error", "unknown": "hint"}
MEGABYTE = 1_000_000
REACH = "Put the stick in, or join the network."
ELSE = "If the folder is gone for good, the access lead chooses another under “Second place…”."
LOOKING = "Looking at your records, their backups and this disk"
FIRST = "Waiting for what is under way, such as a backup, and then looking at your records and this disk"
SLOW_SECONDS = 0.0375  # a save is four flushes; more than this is felt


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the page: what, in which state, what is so, and what to do about it (nothing: empty)."""

    title: str
    state: State
    is_so: str
    do: str = ""


def facts(found: Health, second_place: bool) -> Iterator[Fact]:
    """Every row, in the order of the page."""
    yield _last_backup(found)
    yield _restore_test(found.restore_test, found.last_backup)
    yield _elsewhere(found, second_place)
    yield _space(found)
    yield _disk(found)
    yield _clock(found)
    yield _flush(found)
    versions = found.versions
    words = f"SQLCipher {versions.sqlcipher}, SQLite {versions.sqlite}, {_openssl(versions.openssl)}"
    yield Fact("What keeps your records", "good", words)


def _last_backup(found: Health) -> Fact:
    last, title = found.last_backup, "Last proven backup"
    if last is None:
        return Fact(title, "bad", "There is none yet.", "Choose “Back up now”.")
    number = "1 backup is kept" if found.backups == 1 else f"{found.backups} backups are kept"
    since = "" if found.changed else " Nothing has changed since."
    words = f"Made {moment_words(last.made_at, found.at)}, read back whole.{since} {number}."
    if (found.at - last.made_at).days >= 2:
        return Fact(title, "look", words, "Choose “Back up now”.")
    return Fact(title, "good", words)


def _restore_test(tested: RestoreTest | None, last: BackupInfo | None) -> Fact:
    title = "Last restore test"
    if tested is None:
        do = "Choose “Test the newest backup”." if last else "There must be a backup first."
        return Fact(title, "look", "No backup has been put back for trial yet: not yet proven.", do)
    when = day_words(tested.at)
    if tested.fault:
        return Fact(title, "bad", f"{when}: {tested.fault}.", "Choose “Back up now”, then test again. Tell IT.")
    return Fact(title, "good", f"{when}: the backup was put back for trial and read whole.")


def _elsewhere(found: Health, second_place: bool) -> Fact:
    title, copy = "Second place for backups", found.second_copy
    if not second_place:
        is_so = "None. If this laptop is lost, everything written here is lost."
        return Fact(title, "look", is_so, "Choose “Second place…”.")
    words = f"The last copy was put there on {day_words(copy.at)}." if copy else "No copy lies there yet."
    if found.second_place_reached is False:
        return Fact(title, "look", f"The folder cannot be reached. {words}", f"{REACH} {ELSE}")
    if copy is None:
        return Fact(title, "look", words, REACH)
    late = (found.at - copy.at).days >= 7
    return Fact(title, "look" if late else "good", words, REACH if late else "")


def _space(found: Health) -> Fact:
    free = f"{size_words(found.space.free)} free of {size_words(found.space.total)}"
    kept = found.space.reserve
    reserve = f"{size_words(kept)} are kept in reserve." if kept else "There is no reserve."
    if found.space.room == "none":
        do = "Delete what you do not need. If saving has failed, free the reserve: then records can be exported."
        return Fact("Room on the disk", "bad", f"{free}. Too little to begin a new record. {reserve}", do)
    if found.space.room == "little":
        return Fact("Room on the disk", "look", f"{free}. {reserve}", "Delete what you do not need.")
    return Fact("Room on the disk", "good", f"{free}. {reserve}")


def _disk(found: Health) -> Fact:
    title = "Encryption of the disk"
    if found.disk_encrypted is None:
        words = "The program may not look. Your records are locked anyway; swapped memory and exported files are not."
        return Fact(title, "unknown", words, "Ask IT whether the disk of this laptop is encrypted.")
    if found.disk_encrypted:
        return Fact(title, "good", "The disk is encrypted.")
    words = "The disk does not look encrypted. Your records are locked; swapped memory and exported files are not."
    return Fact(title, "look", words, "Ask IT to encrypt the disk.")


def _clock(found: Health) -> Fact:
    now = f"It says {found.at.astimezone():%H:%M} on {day_words(found.at)}."
    if found.clock_went_back and found.last_seen is not None:
        words = f"{now} The records were used later than that, {moment_words(found.last_seen, found.at)}."
        return Fact("Clock of this laptop", "look", words, "Set the clock right.")
    return Fact("Clock of this laptop", "good", now)


def _flush(found: Health) -> Fact:
    title = "Time this disk takes to save"
    if found.flush is None:
        return Fact(title, "unknown", "It could not be measured.")
    middle, longest = (f"{seconds * 1_000:.1f}" for seconds in (found.flush.middle, found.flush.longest))
    words = f"{middle} milliseconds for one write to last; the longest of several took {longest}."
    slow = found.flush.middle > SLOW_SECONDS
    return Fact(title, "look" if slow else "good", words, "Saving may take a moment. Tell IT." if slow else "")


def moment_words(at: datetime, now: datetime) -> str:
    """A moment as people say it."""
    here = at.astimezone()
    day = "today" if here.date() == now.astimezone().date() else f"on {day_words(at)}"
    return f"{day} at {here:%H:%M}"


def size_words(size: int) -> str:
    """So many bytes as people say it.

    >>> size_words(16_000_000), size_words(120_500_000_000)
    ('16 MB', '120.5 GB')
    """
    if size >= 1_000 * MEGABYTE:
        return f"{size / (1_000 * MEGABYTE):.1f} GB"
    return f"{size // MEGABYTE} MB"


def _openssl(words: str) -> str:
    return " ".join(words.split()[:2]) if words.startswith("OpenSSL") else f"OpenSSL {words}"


class FactRow(QFrame):
    """One row: the mark and the state in words, what is so, what to do."""

    def __init__(self, fact: Fact, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "card")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(em(1), em(0.6), em(1), em(0.6))
        rows.setSpacing(em(0.2))
        rows.addWidget(Heading(fact.title, 3, self))
        rows.addWidget(line(f"{MARKS[fact.state]} {SAID[fact.state]}", COLOURS[fact.state], self))
        rows.addWidget(line(fact.is_so, "body", self))
        if fact.do:
            rows.addWidget(line(f"What to do: {fact.do}", "body", self))


class HealthScreen(Sheet):
    """Looks when it is opened and after everything done here. `second_place_asked()`, `left()`."""

    help_page = "backups"

    second_place_asked = Signal()
    left = Signal()

    def __init__(self, caseload: Caseload, work: SlowWork, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=46, spacing=0.9)
        self._caseload = caseload
        self.doing = Doing(work)
        self.doing.told.connect(lambda: self.bring_into_view(self.doing))
        self.found: Health | None = None
        self.add(Heading("Health of your records"))
        self._told = line("", "hint")
        self.add(self._told)
        self._add_buttons()
        self.add(self.doing)
        self._facts = QWidget()
        self._list = QVBoxLayout(self._facts)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(em(0.7))
        self.add(self._facts)
        self.look()

    def _add_buttons(self) -> None:
        self.back_up_button = button("Back up now", "primary")
        self.back_up_button.clicked.connect(self._back_up)
        self.test_button = button("Test the newest backup")
        self.test_button.clicked.connect(self._test)
        self.verify_button = button("Check all records")
        self.verify_button.clicked.connect(self._verify)
        self.place_button = button("Second place…")
        self.place_button.clicked.connect(self.second_place_asked)
        self.place_button.setVisible("keeper" in self._caseload.me.roles)
        self.free_button = button("Free the reserve")
        self.free_button.clicked.connect(self._free)
        self.free_button.hide()
        back = button("Back to your records", "link")
        back.clicked.connect(self.left)
        self.doing.hold(self.back_up_button, self.test_button, self.verify_button, self.free_button)
        self.add(side_by_side(self.back_up_button, self.test_button))
        self.add(side_by_side(self.verify_button, self.place_button, self.free_button))
        self.add(side_by_side(back))

    def begin(self) -> None:
        """The keyboard goes to the first thing to do, once everything was looked at."""
        self.doing.begin_at(self.back_up_button)

    def look(self) -> None:
        """Look at everything again."""
        self.doing.run(FIRST if self.doing.would_wait else LOOKING, self._caseload.health.look, self._show)

    def _show(self, found: Health) -> None:
        self.found = found
        rows = list(facts(found, self._caseload.backups.second_place is not None))
        refill(self._list, [FactRow(fact, self._facts) for fact in rows])
        wanting = [fact.title for fact in rows if fact.state in ("look", "bad")]
        number = "1 thing" if len(wanting) == 1 else f"{len(wanting)} things"
        self._told.setText(f"{number} to look at: {', '.join(wanting)}" if wanting else "All is well.")
        self.free_button.setVisible(found.space.room == "none" and bool(found.space.reserve))
        announce(self, self._told.text())

    # Doing ---------------------------------------------------------------------------------------

    def _back_up(self) -> None:
        self.doing.run("Making a backup and reading it back", self._caseload.backups.make, self._backed_up)

    def _backed_up(self, _made: BackupInfo) -> None:
        self._say("✓ A backup is made and read back whole")

    def _test(self) -> None:
        self.doing.run("Putting the newest backup back for trial", self._caseload.backups.restore_test, self._tested)

    def _tested(self, tested: RestoreTest | None) -> None:
        if tested is None:
            self._say("There is no backup to test. Make one first.")
        elif tested.fault:
            self.doing.fail(CarerError("The newest backup could not be put back for trial", tested.file, tested.fault))
        else:
            self._say("✓ The newest backup was put back for trial and read whole")

    def _verify(self) -> None:
        self.doing.run("Checking every page and every row", self._caseload.health.verify, self._verified)

    def _verified(self, found: tuple[str, ...]) -> None:
        if found:
            mend = "Make no new records. Choose “Back up now”, and tell IT: " + "; ".join(found[:3])
            self.doing.fail(CarerError("Something is wrong with the records", "", mend))
        else:
            self._say("✓ Every page and every row is as it was written")

    def _free(self) -> None:
        self.doing.run("Freeing the reserve", self._caseload.health.release_reserve, self._freed)

    def _freed(self, size: int) -> None:
        self._say(f"{size_words(size)} are free again. Export what is ready, then make room.")

    def _say(self, words: str) -> None:
        """What came of it; then everything is looked at again."""
        self.look()
        self.doing.say(words)
