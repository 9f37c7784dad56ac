"""Many files in one go: one folder, a manifest and a list to tick; what fails with one never stops the others."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from carer_desktop.caseload.audit import Audit, kind_of_folder
from carer_desktop.caseload.exports import Exports
from carer_desktop.caseload.files import path_of
from carer_desktop.caseload.records import Records
from carer_desktop.caseload.spreadsheet import as_csv
from carer_desktop.caseload.templates import HOUSE
from carer_desktop.clock import Clock
from carer_desktop.documents.batch_page import Listed, batch_report
from carer_desktop.documents.naming import identifier
from carer_desktop.errors import CarerError, Refused
from carer_desktop.records.carer import Card
from carer_desktop.store import Store, files
from carer_desktop.there import unwritten
from carer_desktop.words import say

DECIDED = ("authorised", "declined")
"""Where a record stands whose file for the council is to be made next."""
STOPPED = "You stopped before this one"
_HEADINGS = ("Number", "Mosaic ID or record", "Record", "Form", "Version", "For", "File", "SHA-256", "Why not made")

Going = Callable[[int, int], bool]
"""Told how many of how many are done; says whether to go on."""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one record: its file and that file's hash, or why there is none."""

    record: str
    known_by: str
    reference: str = ""
    form: str = ""
    version: int = 0
    file: str = ""
    sha256: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything that was made in one go. *no_list* says why the manifest or the list to tick is missing."""

    folder: Path
    made: tuple[Made, ...]
    manifest: Path | None = None
    to_tick: Path | None = None
    no_list: str = ""

    @property
    def files(self) -> int:
        """How many files there are."""
        return sum(bool(one.file) for one in self.made)


class Batches:
    """The making of many files, for the person signed in."""

    def __init__(self, store: Store, records: Records, exports: Exports, clock: Clock, audit: Audit) -> None:
        self._store = store
        self._records = records
        self._exports = exports
        self._clock = clock
        self._audit = audit

    def to_make(self) -> tuple[Card, ...]:
        """The records a manager has decided whose file for the council is not made yet, the oldest first."""
        return tuple(card for card in reversed(self._records.all()) if card.stage in DECIDED)

    def write(
        self,
        records: Sequence[str],
        folder: Path,
        going: Going = lambda _done, _of: True,
        audience: str = "council",
        kind: str = "docx",
    ) -> Batch:
        """A new folder below *folder* with a file for each of these records, a manifest and a list to tick.

        Refused only where that folder cannot be made.
        """
        new = _new_folder(folder, f"Carer Desktop files {self._clock.today().isoformat()}")
        made: list[Made] = []
        on = True
        for number, record in enumerate(records):
            on = on and going(number, len(records))
            made.append(
                self._one(record, new, audience, kind) if on else Made(record, self._name(record), why_not=STOPPED)
            )
        going(len(records), len(records))
        batch = Batch(new, tuple(_still_there(one, new) for one in made))
        where = kind_of_folder(new / "file")
        left = self._audit.event("batch_made", kind=kind, audience=audience, files=batch.files, folder=where)
        self._store.log(left).result()
        return self._listed(batch, audience)

    def _one(self, record: str, folder: Path, audience: str, kind: str) -> Made:
        """The file of one record; whatever goes wrong with it is said of it and of no other."""
        known = record
        try:
            opened = self._records.open(record)
            known = identifier(opened.answers.get("carer_mosaic_id"), opened.reference)
            made = self._exports.write(opened, folder, audience, kind)
        except CarerError as error:
            return Made(record, known, why_not=str(error))
        except Exception as error:  # a fault of the program with this one record
            return Made(record, known, why_not=f"Something went wrong in the program ({type(error).__name__})")
        form = say("form", opened.form_id)
        return Made(record, known, opened.reference, form, made.revision, path_of(made).name, made.sha256)

    def _name(self, record: str) -> str:
        """What a record is known by that nobody opened."""
        return next((card.reference for card in self._records.all() if card.id == record), record)

    def _listed(self, batch: Batch, audience: str) -> Batch:
        """The same with its manifest and list; the files stand even where these cannot be written."""
        from carer_desktop.documents.word import write  # with it comes lxml

        manifest = batch.folder / "Manifest.csv"
        rows = ((number, *_cells(one, say("log", audience))) for number, one in enumerate(batch.made, 1))
        listed = [Listed(one.known_by, one.file, one.why_not) for one in batch.made]
        report = batch_report(listed, self._clock.today(), say("log", audience), self._exports.marking)
        try:
            files.replace_whole(manifest, as_csv(_HEADINGS, rows))
            to_tick = write(report, HOUSE, batch.folder / "List to tick.docx").file
        except (CarerError, OSError) as error:
            return replace(batch, no_list=f"The list of the files could not be written: {error}")
        return replace(batch, manifest=manifest, to_tick=to_tick)


def _cells(one: Made, whom: str) -> tuple[object, ...]:
    return (one.known_by, one.reference, one.form, one.version or "", whom, one.file, one.sha256, one.why_not)


def _still_there(one: Made, folder: Path) -> Made:
    """Every file is read once more when all are made: what the disk gives back is what was written."""
    if not one.file:
        return one
    try:
        same = hashlib.sha256((folder / one.file).read_bytes()).hexdigest() == one.sha256
    except OSError:
        same = False
    return one if same else replace(one, file="", why_not="The file was written, but is not there as it was written")


def _new_folder(folder: Path, name: str) -> Path:
    """A folder of this name of which there is none yet, with ` (2)` where there is."""
    for number in range(1, 1000):
        new = folder / (name if number == 1 else f"{name} ({number})")
        try:
            new.mkdir()
        except FileExistsError:
            continue
        except OSError as error:
            raise unwritten(error, new) from error
        return new
    raise Refused("There are too many folders of this name", name, "Delete those you no longer need.")
