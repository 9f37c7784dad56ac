"""Who did what: written down as it happens, read and exported by the access lead, checked on request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePath, PureWindowsPath
from threading import Lock

from carer_desktop import VERSION
from carer_desktop.caseload import signatures
from carer_desktop.caseload.spreadsheet import as_csv
from carer_desktop.clock import Clock
from carer_desktop.errors import Refused, StoreError
from carer_desktop.records.audit import Event, Log, Logged, Wanted, said
from carer_desktop.records.person import Person
from carer_desktop.sealing.canonical import sha256_hex
from carer_desktop.store import Connection, Store, audit, backup, files, people, schema, settings
from carer_desktop.store.key_file import Tried
from carer_desktop.there import is_folder, is_there
from carer_desktop.words import say
from carer_desktop.workflow import moves as workflow

ANCHOR_LOST = "The note of how far the records had come is missing or not theirs: an older copy could not be told today"
LOOK = "Look whether your newest work is here. If it is not, tell your access lead before you go on."
CHECKED_EVERY = timedelta(days=7)
# A key of the store's own: which program and schema opened the vault last.
_VERSION = ".version"
_CHECKED = ".log_checked"
_COPIED_ELSEWHERE = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "nextcloud", "box sync")
_STICKS = ("media", "mnt", "volumes")
_HEADINGS = (
    "Number", "When (UTC)", "Person id", "Name", "Roles", "Event", "In words", "Of what (id)", "Reference",
    "Version", "Details", "Signed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the log as a page shows it: with the name that belongs to the person's id, and in words.

    *whom* is the person it was done to, where that is somebody else.
    """

    row: Logged
    name: str
    words: str
    details: str
    whom: str = ""


class Audit:
    """The log of one vault, for the person signed in."""

    def __init__(self, store: Store, clock: Clock, me: Person) -> None:
        self._store = store
        self._clock = clock
        self._me = me
        self._lock = Lock()
        self._waiting: list[Event] = []
        self._viewed = ""

    @property
    def anchor_lost(self) -> bool:
        """Whether the vault was opened without its anchor, so that an older copy of it could not be told."""
        return self._store.vault.anchor_lost

    # --- writing ---------------------------------------------------------------------------------

    def event(self, name: str, subject: str = "", reference: str = "", revision: int = 0, **says: int | str) -> Event:
        """An event of now."""
        return Event(name, self._clock.now(), subject, reference, revision, says)

    def note(self, event: Event) -> Future[int]:
        """Write down what saves nothing else. On a full disk it waits, with its time, for the next one."""
        with self._lock:
            self._waiting.append(event)
        written = self._store.keep_log(self._write)
        written.add_done_callback(self._written)
        return written

    def viewed(self, id: str, reference: str, revision: int, reason: str = "") -> None:
        """This person looks at a record; written down once until they look at another, or say why."""
        if id != self._viewed or reason:
            self._viewed = id
            says = {"reason": reason} if reason else {}
            self.note(self.event("record_viewed", id, reference, revision, **says))

    def failed_under_cover(self, tries: int) -> None:
        """So often somebody typed a wrong passphrase under the cover before the right one."""
        self.note(self.event("sign_in_failed", self._me.id, tries=tries))

    def covered(self) -> None:
        """Nothing can be seen any more until the person comes back."""
        self.note(self.event("covered"))

    def begun(self) -> None:
        """The vault was made by this version of the program."""
        with suppress(StoreError):  # then the next sign-in writes it down
            self._store.keep_log(_begun).result()

    def signed_in(self) -> None:
        """Begin a session: what an interrupted one left unwritten, a change of version, and who is here."""
        failed = self._store.vault.failed
        try:
            self._store.keep_log(_signed_in, self._clock.now(), self._me.id, failed, self.anchor_lost).result()
        except StoreError:
            # On a full disk records can still be read and exported.
            self.note(self.event("signed_in"))

    def signed_out(self, locked: bool = False) -> None:
        """End a session: how many answers were saved in which record."""
        self._store.keep_log(_signed_out, self._clock.now(), "locked" if locked else "signed_out").exception()

    def _write(self, _: Connection, log: Log) -> int:
        with self._lock:
            batch = tuple(self._waiting)
        for event in batch:
            log(event)
        return len(batch)

    def _written(self, done: Future[int]) -> None:
        # On the store's thread and before its next job, so that nothing is written twice.
        if done.exception() is None:
            with self._lock:
                del self._waiting[: done.result()]

    # --- reading ---------------------------------------------------------------------------------

    def page(self, wanted: Wanted | None = None, before: int | None = None, most: int = 200) -> tuple[Line, ...]:
        """The newest rows that are wanted, below a number; for the access lead."""
        self._keeper_only()
        return self._lines(self._store.read(audit.rows, wanted or Wanted(), before, most).result())

    def export(self, folder: Path, wanted: Wanted | None = None) -> Path:
        """All rows that are wanted as a file for a spreadsheet, newest first; that it was made is written down."""
        self._keeper_only()
        lines = self._lines(self._store.scan(audit.each, wanted or Wanted()).result())
        content = _as_csv(lines)
        file = _free(folder, f"log {self._clock.today().isoformat()}")
        try:
            files.replace_whole(file, content)
        except OSError as error:
            raise Refused("The file cannot be written there", str(folder), "Choose another folder.") from error
        made = self.event("log_exported", rows=len(lines), sha256=sha256_hex(content), folder=kind_of_folder(file))
        self._store.log(made).result()
        return file

    def check(self) -> tuple[str, ...]:
        """Go through the whole log: what is found, one line each. That it was checked is written down."""
        return self._noted(self._faults())

    def check_each_week(self) -> tuple[str, ...]:
        """The same, where nobody has checked for a week; nothing is found where it is too soon."""
        last = self._store.read(settings.own, _CHECKED).result()
        if last and self._clock.now() - datetime.fromisoformat(str(last)) < CHECKED_EVERY:
            return ()
        return self.check()

    def verify(self) -> tuple[str, ...]:
        """The same after every page and row of the vault, its anchor, and every signature in its records."""
        pages = self._store.verify().result()
        lost = (ANCHOR_LOST,) if self.anchor_lost else ()
        return self._noted((*pages, *lost, *signatures.faults(self._store), *self._faults()))

    def counts(self) -> tuple[int, int]:
        """How many records and how many rows of the log the vault holds."""
        rows = self._store.read(backup.counts).result()
        return rows["assessments"], rows["audit"]

    def _faults(self) -> tuple[str, ...]:
        return tuple(each.fault for each in self._store.check_log().result() if each.fault)

    def _noted(self, found: tuple[str, ...]) -> tuple[str, ...]:
        self.note(self.event("check_failed" if found else "checked", findings=len(found)))
        if not found:
            now = self._clock.now().isoformat()
            self._store.keep_log(lambda connection, _: settings.put(connection, _CHECKED, now))
        return found

    def _lines(self, rows: Iterable[Logged]) -> tuple[Line, ...]:
        names = {person.id: person.name for person in self._store.read(people.all_).result()}
        return tuple(_line(row, names) for row in rows)

    def _keeper_only(self) -> None:
        if "keeper" not in self._me.roles:
            raise Refused(f"Only the {say('role', 'keeper').lower()} reads the log", mend="Ask them.")


def kind_of_folder(file: PurePath) -> str:
    """What kind of place a file was written to, as far as its path tells: it is the only thing said of the path.

    >>> kind_of_folder(PurePath("/home/sam/OneDrive - Council/out.docx"))
    'synchronised'
    """
    parts = [part.casefold() for part in file.parts]
    if any(part.startswith(_COPIED_ELSEWHERE) for part in parts):
        return "synchronised"
    if str(file).startswith("\\\\") or PureWindowsPath(file).drive.startswith("\\\\"):
        return "share"
    on_a_stick = len(parts) > 2 and (parts[1] in _STICKS or parts[1:3] == ["run", "media"])
    return "stick" if on_a_stick else "own"


def _begun(connection: Connection, _: Log) -> None:
    """A new vault is of this version, and did not come to it from another."""
    settings.put(connection, _VERSION, _this_version())


def _this_version() -> str:
    return f"{VERSION} {schema.VERSION}"


def _signed_in(connection: Connection, log: Log, now: datetime, person: str, failed: Tried | None, lost: bool) -> None:
    audit.begin(connection, log, now, schema.VERSION)
    audit.log_saves(connection, log, now)
    if settings.own(connection, _VERSION) != _this_version():
        settings.put(connection, _VERSION, _this_version())
        log(Event("version_changed", now, says={"program": VERSION, "schema": schema.VERSION}))
    if lost:
        log(Event("anchor_lost", now))
    if failed and failed.count:
        last = failed.last.astimezone(UTC).isoformat(timespec="minutes")
        log(Event("sign_in_failed", now, person, says={"tries": failed.count, "last": last}))
    log(Event("signed_in", now))


def _signed_out(connection: Connection, log: Log, now: datetime, how: str) -> None:
    audit.log_saves(connection, log, now)
    log(Event(how, now))


def _line(row: Logged, names: Mapping[str, str]) -> Line:
    whom = names.get(row.subject, "") if row.subject != row.person else ""
    return Line(row, names.get(row.person, ""), say("event", row.event), _details(row), whom)


def _details(row: Logged) -> str:
    return "; ".join(_said(name, value) for name, value in sorted(row.says.items()))


def _said(name: str, value: int | str) -> str:
    return workflow.done(str(value)) if name == "move" else said(name, value)


def _as_csv(lines: Iterable[Line]) -> bytes:
    return as_csv(_HEADINGS, map(_cells, lines))


def _cells(line: Line) -> tuple[object, ...]:
    row, roles = line.row, ", ".join(say("role", each) for each in line.row.roles)
    return (
        row.sequence, row.at.isoformat(timespec="seconds"), row.person, line.name, roles, row.event,
        line.words, row.subject, row.reference, row.revision or "", line.details, "yes" if row.signed else "",
    )  # fmt: skip


def _free(folder: Path, name: str) -> Path:
    """A file name of which there is none yet: `log 2026-11-22.csv`, then ` (2)`."""
    if not is_folder(folder):
        raise Refused("There is no such folder", str(folder), "Choose another folder.")
    file, number = folder / f"{name}.csv", 1
    while is_there(file):
        number += 1
        file = folder / f"{name} ({number}).csv"
    return file
