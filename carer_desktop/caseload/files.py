"""Word files outside the lock: is one that somebody hands in what stands in the record, and which of ours lie where."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from carer_desktop.assessment import Assessment, fold
from carer_desktop.caseload.audit import Audit, kind_of_folder
from carer_desktop.caseload.exports import Exports
from carer_desktop.caseload.records import Records
from carer_desktop.caseload.templates import one_of
from carer_desktop.documents.corrections import TITLE as CORRECTIONS
from carer_desktop.documents.report import Report
from carer_desktop.documents.wording import moment
from carer_desktop.errors import Refused
from carer_desktop.forms.question import Form
from carer_desktop.records.audit import Event, Log
from carer_desktop.records.carer import Card
from carer_desktop.records.found import Difference, Named
from carer_desktop.records.kept import Exported
from carer_desktop.store import Connection, Store, entries, exports
from carer_desktop.words import say

_AGREED = ("authorised", "exported", "uploaded", "closed")
HISTORY = "What has happened to this record"
_CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}\b")
_END = "End of this record."


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of checking a file: of which record and version it is, for whom, and what differs, in words.

    *same* is true when nothing differs but what was only recorded after the file was made, such as how the copy was
    given: *since* says what. *untouched* is true when not one byte was changed since this program wrote it.
    """

    record: str
    reference: str
    version: int
    audience: str
    same: bool
    untouched: bool
    says: str
    differences: tuple[Difference, ...]
    since: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Made:
    """One file as the register knows it: what differs in the one handed in, and what the record holds beyond it.

    *since* is None where more was changed since than facts.
    """

    file: Exported
    changed: tuple[Difference, ...]
    since: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Outside:
    """One file that left: what and for whom, where it was written, whether it is there still, and what place that is.

    *there* is `yes`, `changed` (somebody has written in it), `gone`, or `unknown` where the folder cannot be reached.
    *place* is `own`, `stick`, `share` or `synchronised`.
    """

    file: Exported
    reference: str
    there: str
    place: str


class Files:
    """The Word files of this vault outside it, for the person signed in."""

    def __init__(self, store: Store, records: Records, exports: Exports, audit: Audit) -> None:
        self._store = store
        self._records = records
        self._exports = exports
        self._audit = audit

    def check(self, file: Path, reason: str = "") -> Checked:
        """Compares a Word file with the record it names; Refused, with the reason, when it is none or could do harm.

        Only words count: whoever opened and saved it in Word has changed nothing. ReasonNeeded for a colleague's
        record, as when it is opened.
        """
        from carer_desktop.documents.checkfile import named_in  # with them comes lxml
        from carer_desktop.documents.received import received

        parts = received(file)
        named = named_in(parts)
        if not named.reference:
            mend = "Only a Word file that this program made can be checked."
            raise Refused("The file does not say which record it is of", file.name, mend)
        record = self._records.open(named.reference, reason)
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
        now = self._compared(parts, record, named)
        made = self._as_made(parts, record, named, now, sha256)
        found, since = now, tuple[str, ...]()
        if made and made.since is not None:
            found, since = made.changed, made.since
        else:
            found = tuple(_that_matter(self._records.form(record), now))
        version = named.version or record.revision
        written = made.file if made else None
        untouched = written is not None and written.sha256 == sha256
        says = _in_words(record, named, version, found, since, written, untouched)
        same = not found and version == record.revision
        return Checked(record.id, record.reference, version, named.audience, same, untouched, says, found, since)

    def _compared(self, parts: Mapping[str, bytes], record: Assessment, named: Named) -> tuple[Difference, ...]:
        """What differs from the page made of the record, but for the last line of a draft, which bears its day."""
        report = self._exports.report(record, named.audience, named.points, named.annex)
        found = self._differences(parts, report, named)
        return tuple(one for one in found if not (one.record.startswith(_END) or one.file.startswith(_END)))

    def _as_made(
        self, parts: Mapping[str, bytes], record: Assessment, named: Named, now: tuple[Difference, ...], sha256: str
    ) -> _Made | None:
        """Which of the files made of this version it is, or comes from: that with which it has most in common."""
        version = named.version or record.revision
        files = [
            one
            for one in reversed(self._exports.of(record.id))
            if (one.revision, one.audience, one.format) == (version, named.audience, "docx")
        ]
        own = [one for one in files if one.sha256 == sha256][:1]
        made = [self._against(parts, record, named, now, one) for one in own or files]
        if own:
            return replace(made[0], changed=())
        return min(made, key=lambda one: len(one.changed), default=None)

    def _against(
        self, parts: Mapping[str, bytes], record: Assessment, named: Named, now: tuple[Difference, ...], file: Exported
    ) -> _Made:
        """The file handed in beside the record as it was when this one was made, and what was recorded since."""
        then = self._as_it_was(record, file)
        form = self._records.form(record)
        changed = tuple(_that_matter(form, self._compared(parts, then, named)))
        facts = {one.id for section in form.sections for one in section.questions if one.fact or section.by_moves}
        names = ({*then.answers} | {*record.answers}) - facts
        if self._exports.is_draft(then) or any(then.answers.get(one) != record.answers.get(one) for one in names):
            return _Made(file, changed, None)
        mine = {(one.label, one.file) for one in changed}
        later = (one.label for one in _answers(now) if (one.label, one.file) not in mine and one.label != HISTORY)
        return _Made(file, changed, tuple(dict.fromkeys(later)))

    def _as_it_was(self, record: Assessment, file: Exported) -> Assessment:
        """The record when this file was made."""
        rows = self._store.read(entries.of, record.id).result()
        answers, aside = fold(row for row in rows if row.at <= file.at)
        history = tuple(move for move in record.history if move.at <= file.at)
        return replace(record, answers=answers, set_aside=aside, history=history)

    def _differences(self, parts: Mapping[str, bytes], report: Report, named: Named) -> tuple[Difference, ...]:
        """What differs; a file in a council's own layout is compared with one made in the same layout."""
        from carer_desktop.documents.checkfile import differences, differences_of_layout  # with them comes lxml
        from carer_desktop.documents.template import unpacked
        from carer_desktop.documents.word import drawn

        template = one_of(self._store, named.template) if named.template else None
        if template is None or not template.is_fixed:
            return differences(parts, report)
        return differences_of_layout(parts, report, unpacked("", drawn(report, template), "").parts)

    def outside(self) -> tuple[Outside, ...]:
        """Every file that left, of the records this person may see, the newest first: where, for whom, still there?"""
        references = {card.id: card.reference for card in self._records.all()}
        return tuple(
            _outside(file, references[file.assessment]) for file in self._exports.all() if file.assessment in references
        )

    def waiting(self, cards: Iterable[Card] | None = None) -> int:
        """How many files, of the records this person may see, are neither handed over nor deleted.

        *cards* are those records, where somebody has them at hand: there may be thousands.
        """
        waiting = self._store.read(exports.open_).result()
        mine = {card.id for card in (self._records.all() if cards is None else cards)} if waiting else set()
        return sum(file.assessment in mine for file in waiting)

    def beware(self, folder: Path) -> str:
        """What to know of a folder before a file is written there, as far as its path tells; empty for an own one."""
        kind = kind_of_folder(folder / "file.docx")
        return "" if kind == "own" else say("place", kind)

    def hand_over(self, outside: Outside) -> None:
        """Notes that whoever it is for has the file: nobody is reminded of it any more."""
        self._settle(outside, "handed_over")

    def delete(self, outside: Outside) -> None:
        """Deletes a file that is there and that nobody has changed; Refused in words where that cannot be.

        One that is gone already is noted as deleted.
        """
        now = _outside(outside.file, outside.reference)
        if now.there == "changed":
            raise Refused(
                "Somebody has written in this file, so it is not deleted here",
                outside.file.file,
                "Look at it, and delete it in its folder.",
            )
        if now.there == "unknown":
            raise Refused(
                "The folder of this file cannot be reached",
                outside.file.folder,
                "Put the stick in, or join the network.",
            )
        try:
            path_of(outside.file).unlink(missing_ok=True)
        except OSError as error:
            mend = "Close it in Word and try again, or delete it in its folder."
            raise Refused("This file cannot be deleted", outside.file.file, mend) from error
        self._settle(outside, "deleted")

    def _settle(self, outside: Outside, how: str) -> None:
        file = outside.file
        says = {"kind": file.format, "audience": file.audience, "sha256": file.sha256}
        event = self._audit.event(f"file_{how}", file.assessment, outside.reference, file.revision, **says)
        self._store.save_logged(_settled, file.number, how, event).result()


def _that_matter(form: Form, found: Iterable[Difference]) -> Iterator[Difference]:
    """Without what was only recorded after the file was written."""
    facts = {one.label for section in form.sections for one in section.questions if one.fact or section.by_moves}
    titles = {section.title for section in form.sections if section.by_moves}
    later = facts | titles | {HISTORY, CORRECTIONS} | {f"{title}, continued" for title in titles}
    return (one for one in _answers(found) if not (one.file == "" and one.label in later))


def _answers(found: Iterable[Difference]) -> Sequence[Difference]:
    """Without another check code, which only follows from another answer."""
    found = tuple(found)
    return [one for one in found if _CODE.sub("", one.record) != _CODE.sub("", one.file)] or found


def _settled(connection: Connection, log: Log, number: int, how: str, event: Event) -> None:
    exports.settle(connection, number, how, event.at)
    log(event)


def path_of(file: Exported) -> Path:
    """Where a file was written."""
    return Path(file.folder) / file.file


def _outside(file: Exported, reference: str) -> Outside:
    path = path_of(file)
    try:
        if not path.parent.is_dir():
            there = "unknown"
        elif not path.is_file():
            there = "gone"
        else:
            there = "yes" if hashlib.sha256(path.read_bytes()).hexdigest() == file.sha256 else "changed"
    except OSError:
        there = "unknown"
    return Outside(file, reference, there, kind_of_folder(path))


def _in_words(
    record: Assessment,
    named: Named,
    version: int,
    found: tuple[Difference, ...],
    since: tuple[str, ...],
    written: Exported | None,
    untouched: bool,
) -> str:
    if version != record.revision:
        return f"This is version {version}. The record is at version {record.revision} now: do not use this file."
    later = f"{_things(since)} been recorded since" if since else ""
    if found and later:
        many = "One thing was" if len(found) == 1 else f"{len(found)} things were"
        return f"{many} changed in the file. {later} it was made, which is no fault of the file."
    if found:
        many = "One thing differs" if len(found) == 1 else f"{len(found)} things differ"
        return f"{many} from what stands in the record."
    reader = say("log", named.audience)
    if later and written:
        nobody = " and nobody has changed it" if untouched else ": every word is the same"
        return f"As this program wrote it on {moment(written.at)} for {reader}{nobody}. {later}."
    how = "agreed" if record.stage in _AGREED else "it stands in the record"
    touched = f" It was written on {moment(written.at)} and nobody has changed it." if written and untouched else ""
    return f"Exactly as {how}, made for {reader}: every word is the same.{touched}"


def _things(names: tuple[str, ...]) -> str:
    return "One thing has" if len(names) == 1 else f"{len(names)} things have"
