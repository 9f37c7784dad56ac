"""Handing over: the document of a record, written, read back, and entered in the register of what left."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carer_desktop.assessment import Assessment
from carer_desktop.caseload.audit import Audit, kind_of_folder
from carer_desktop.caseload.moves import Moves
from carer_desktop.caseload.notes import Settings
from carer_desktop.caseload.printed import Printed, printed
from carer_desktop.caseload.records import Records
from carer_desktop.caseload.templates import base_for
from carer_desktop.clock import Clock
from carer_desktop.documents import picture
from carer_desktop.documents.audience import READERS, SAFEGUARDING
from carer_desktop.documents.leftout import BeforeWriting, before_writing
from carer_desktop.documents.naming import file_name, identifier
from carer_desktop.documents.pages import MARKING, make_report, source_of
from carer_desktop.documents.picture import Picture
from carer_desktop.documents.report import PAPERS, SIZES, Report
from carer_desktop.documents.screen_pages import ScreenPage, screen_pages
from carer_desktop.documents.source import asked_points
from carer_desktop.documents.wording import words
from carer_desktop.documents.writing import Written
from carer_desktop.errors import Refused
from carer_desktop.findings.given import full_day
from carer_desktop.forms.question import Question
from carer_desktop.records.audit import Event, Log
from carer_desktop.records.kept import Exported
from carer_desktop.records.person import Person
from carer_desktop.records.vault import VaultFacts
from carer_desktop.sealing.passphrase import generated_words
from carer_desktop.store import Connection, Store, exports, people
from carer_desktop.text import one_line
from carer_desktop.there import is_folder, is_there
from carer_desktop.words import say
from carer_desktop.words import words as all_words
from carer_desktop.workflow.stage import marked_draft

if TYPE_CHECKING:
    from carer_desktop.documents.template import Template

FORMATS = ("docx", "pdf", "txt")
LONGEST_MARKING = 80
PASSWORD_WORDS = 5


@dataclass(frozen=True, slots=True)
class How:
    """What is out of the ordinary about a file: a size of print with the reason for it, coloured paper, a password.

    *template* is the hash of another template than the one in use, or `house` for the one of the program.

    The password is nowhere else: it is said once, and neither kept nor logged.
    """

    points: int = 0
    reason: str = ""
    password: str = field(default="", repr=False)
    paper: str = "white"
    template: str = ""

    def check(self, asked: int) -> None:
        """Refused for a size that cannot be made, and for another than *asked* without a reason from the list."""
        if self.points not in (0, *SIZES):
            sizes = ", ".join(map(str, SIZES))
            raise Refused(f"A file in {self.points} point cannot be made", mend=f"Choose one of {sizes}.")
        if self.points not in (0, asked) and self.reason not in all_words()["print_size"]:
            raise Refused("Another size than the carer asked for needs a reason", mend="Choose why.")


ORDINARILY = How()


@dataclass(frozen=True)
class Pages:
    """The pages of one record for one reader, drawn as they are printed."""

    assessment: Assessment
    audience: str
    pdf: bytes = field(repr=False)

    @cached_property
    def number(self) -> int:
        """How many there are."""
        return picture.pages(self.pdf)

    def picture(self, number: int, width: int) -> Picture:
        """One of them, the first is 0, as a picture so many pixels wide."""
        return picture.picture(self.pdf, number, width)


class Exports:
    """The files that left this vault, and the making of new ones; *sizes* of print and *papers* can be chosen."""

    sizes = SIZES
    papers = tuple(PAPERS)

    def __init__(
        self,
        store: Store,
        records: Records,
        moves: Moves,
        clock: Clock,
        me: Person,
        facts: VaultFacts,
        audit: Audit,
        settings: Settings,
    ) -> None:
        self._store = store
        self._records = records
        self._moves = moves
        self._clock = clock
        self._me = me
        self._demo = facts.demo
        self._audit = audit
        self._settings = settings

    def report(
        self,
        assessment: Assessment,
        audience: str = "council",
        points: int = 0,
        annex: bool | None = None,
        whole: bool = False,
    ) -> Report:
        """The neutral page of a record as it is now, for that reader; *points* where a size of print was chosen.

        *annex*: whether safeguarding stands in a document of its own; left out, as it is set here. *whole*: where it
        has no pages, no summary is cut to fit on one.
        """
        form, findings = self._records.form(assessment), self._records.findings(assessment)
        names = {person.id: person.name for person in self._store.read(people.all_).result()}
        return make_report(
            form,
            assessment,
            findings,
            today=self._clock.today(),
            audience=audience,
            people=names,
            watermark=self.is_draft(assessment),
            demo=self._demo,
            check_code=self._moves.check_code(assessment),
            marking=self.marking,
            points=points,
            annex=self.annex if annex is None else annex,
            whole=whole,
        )

    def before(self, assessment: Assessment, audience: str, points: int = 0) -> BeforeWriting:
        """What a file for that reader leaves out and why, what to read through first, and what to take care of."""
        form, findings = self._records.form(assessment), self._records.findings(assessment)
        return before_writing(source_of(form, assessment, findings, audience, points, self.annex))

    def readers(self) -> tuple[str, ...]:
        """Whom a file can be made for here; the safeguarding annex only where it is kept apart."""
        return tuple(one for one in READERS if one != SAFEGUARDING or self.annex)

    @property
    def marking(self) -> str:
        """The council's marking, at the head and the foot of every page; empty where there is to be none."""
        return str(self._settings.get("marking", MARKING))

    @property
    def annex(self) -> bool:
        """Whether what is said of safeguarding stands in a document of its own."""
        return bool(self._settings.get("annex", False))

    def set_up(self, marking: str, annex: bool) -> None:
        """Set both for everybody here; for the access lead."""
        marking = one_line(marking)
        if "keeper" not in self._me.roles:
            raise Refused(f"Only the {say('role', 'keeper').lower()} sets this", mend="Ask them.")
        if len(marking) > LONGEST_MARKING:
            mend = f"Use at most {LONGEST_MARKING} characters: it stands on every page."
            raise Refused(f"The marking has {len(marking)} characters", mend=mend)
        for key, value, now in (("marking", marking, self.marking), ("annex", annex, self.annex)):
            if value != now:
                self._settings.set(key, value).result()

    def printed(self, assessment: Assessment, section: str) -> tuple[Printed, ...]:
        """What the council's file will say of a section, answer by answer."""
        return printed(self._records.form(assessment), assessment, self._records.findings(assessment), section)

    def words(self, question: Question, value: Any) -> str:
        """A worked-out value as a document says it."""
        return words(question, value)

    def name(self, assessment: Assessment, audience: str = "council", kind: str = "docx") -> str:
        """What the file will be called: Mosaic ID or reference, form, day, version; never a name."""
        form = self._records.form(assessment)
        day = full_day(self._records.findings(assessment).values.get(form.date_question))
        day = day or assessment.created_at.date()
        who = identifier(assessment.answers.get("carer_mosaic_id"), assessment.reference)
        return file_name(who, form.title, day, assessment.revision, self.is_draft(assessment), audience, kind)

    def pages(self, assessment: Assessment, audience: str, points: int = 0) -> Pages:
        """The pages a file for that reader will have, to be looked at or printed; nothing is written anywhere."""
        from carer_desktop.documents.pdf.writer import drawn  # with it comes reportlab

        return Pages(assessment, audience, drawn(self.report(assessment, audience, points)))

    def for_the_carer(self, assessment: Assessment) -> tuple[ScreenPage, ...]:
        """What the carer's own copy holds now, part by part, to be shown to them on the screen."""
        return screen_pages(self.report(assessment, "carer", whole=True))

    def sent_to_printer(self, pages: Pages) -> None:
        """Writes down that these pages were given to a printer."""
        record, sha256 = pages.assessment, hashlib.sha256(pages.pdf).hexdigest()
        says = {"kind": "pdf", "audience": pages.audience, "sha256": sha256}
        event = self._audit.event("printed", record.id, record.reference, record.revision, **says)
        self._store.log(event).result()

    @staticmethod
    def new_password() -> str:
        """Words for a file that is locked for e-mail; whoever makes it is shown them once."""
        return generated_words(PASSWORD_WORDS)

    def not_had(self, assessment: Assessment, audience: str) -> tuple[str, ...]:
        """The characters that a PDF for that reader cannot show: their names will stand there in square brackets."""
        from carer_desktop.documents.pdf.writer import not_shown  # with it comes reportlab

        return not_shown(self.report(assessment, audience))

    def write(
        self,
        assessment: Assessment,
        folder: Path,
        audience: str = "council",
        kind: str = "docx",
        how: How = ORDINARILY,
    ) -> Exported:
        """Writes the document into a folder, reads it back and registers it; Refused in words when it cannot be.

        Every answer on its way to the disk is saved first: a document never says more than the record. The first file
        for the council after the decision moves the record on; what that needs is looked at before it is written.
        """
        check_kind(kind)
        how.check(asked_points(self._records.findings(assessment), audience))
        leads_on = audience == "council" and self._moves.leads_to_export(assessment)
        if leads_on:
            self._moves.check(assessment, "export")
        _check_folder(folder)
        folder = folder.resolve()  # as it was typed it would mean another place tomorrow
        self._records.retry().result()
        target = folder / self.name(assessment, audience, kind)
        base = base_for(self._store, audience, assessment.form_id, how.template)
        report = self.report(assessment, audience, how.points, whole=kind == "txt")
        written = _written(report, base, target, kind, how)
        exported = self._enter(assessment, written, audience, kind, how)
        if leads_on:
            self._moves.make(assessment, "export")
        return exported

    def _enter(self, assessment: Assessment, written: Written, audience: str, kind: str, how: How) -> Exported:
        """The file in the register of what left, and in the log."""
        exported = Exported(
            assessment.id,
            assessment.revision,
            written.file.name,
            str(written.file.parent),
            audience,
            kind,
            written.sha256,
            self._clock.now(),
            self._me.id,
            how.points,
            how.reason,
            bool(how.password),
        )
        what = {"kind": kind, "audience": audience, "sha256": written.sha256, "folder": kind_of_folder(written.file)}
        left = self._audit.event("exported", assessment.id, assessment.reference, assessment.revision, **what)
        self._store.save_logged(_registered, exported, left).result()
        return exported

    def is_draft(self, assessment: Assessment) -> bool:
        """Whether a file of it carries the draft mark: nobody has decided, and somebody has to."""
        if assessment.stage == "closed":
            return not any(move.move == "export" for move in assessment.history)
        return marked_draft(assessment.stage) and not self._moves.leads_to_export(assessment)

    def of(self, assessment: str) -> tuple[Exported, ...]:
        """The files made of a record, oldest first."""
        return self._store.read(exports.of, assessment).result()

    def all(self) -> tuple[Exported, ...]:
        """The files made of every record, newest first."""
        return self._store.read(exports.all_).result()


def check_kind(kind: str) -> None:
    """Refused for a kind of document that cannot be made."""
    if kind not in FORMATS:
        raise Refused(f"A document of the kind “{kind}” cannot be made", mend=f"Choose {' or '.join(FORMATS)}.")


def _written(report: Report, base: Template | Path, target: Path, kind: str, how: How) -> Written:
    """The report as a file of that kind; what draws it is loaded only when it is wanted."""
    if kind == "pdf":
        from carer_desktop.documents.pdf.writer import write as write_pdf

        return write_pdf(report, target, how.paper, how.password)
    if kind == "txt":
        from carer_desktop.documents.plain_text import write as write_text

        if how.password:
            raise Refused("A text file cannot be locked with a password", target.name, "Choose Word or PDF.")
        return write_text(report, target)
    from carer_desktop.documents.word import write as write_word

    return write_word(report, base, target, password=how.password)


def _registered(connection: Connection, log: Log, exported: Exported, event: Event) -> None:
    exports.add(connection, exported)
    log(event)


def _check_folder(folder: Path) -> None:
    """No folder is ever made without being asked for: a slip in its name would put the file where nobody looks."""
    if is_folder(folder):
        return
    if is_there(folder):
        raise Refused("This is a file and not a folder", str(folder), "Choose a folder.")
    raise Refused("There is no such folder", str(folder), "Make it first, or choose another.")
