"""Handing over: the document of a record, written, read back, and entered in the register of what left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from carer_desktop.assessment import Assessment
from carer_desktop.caseload.audit import Audit, kind_of_folder
from carer_desktop.caseload.moves import Moves
from carer_desktop.caseload.printed import Printed, printed
from carer_desktop.caseload.records import Records
from carer_desktop.clock import Clock
from carer_desktop.documents.leftout import BeforeWriting, before_writing
from carer_desktop.documents.naming import file_name, identifier
from carer_desktop.documents.pages import make_report, source_of
from carer_desktop.documents.report import Report
from carer_desktop.documents.wording import words
from carer_desktop.errors import Refused
from carer_desktop.findings.given import full_day
from carer_desktop.forms.question import Question
from carer_desktop.paths import TEMPLATES
from carer_desktop.records.audit import Event, Log
from carer_desktop.records.kept import Exported
from carer_desktop.records.person import Person
from carer_desktop.records.vault import VaultFacts
from carer_desktop.store import Connection, Store, exports, people
from carer_desktop.workflow.stage import marked_draft

HOUSE = TEMPLATES / "house.docx"
FORMATS = ("docx",)


class Exports:
    """The files that left this vault, and the making of new ones."""

    def __init__(
        self,
        store: Store,
        records: Records,
        moves: Moves,
        clock: Clock,
        me: Person,
        facts: VaultFacts,
        audit: Audit,
    ) -> None:
        self._store = store
        self._records = records
        self._moves = moves
        self._clock = clock
        self._me = me
        self._demo = facts.demo
        self._audit = audit

    def report(self, assessment: Assessment, audience: str = "council") -> Report:
        """The neutral page of a record as it is now, for that reader."""
        form, findings = self._records.form(assessment), self._records.findings(assessment)
        names = {person.id: person.name for person in self._store.read(people.all_).result()}
        return make_report(
            form,
            assessment,
            findings,
            today=self._clock.today(),
            audience=audience,
            people=names,
            watermark=self._is_draft(assessment),
            demo=self._demo,
            check_code=self._moves.check_code(assessment),
        )

    def before(self, assessment: Assessment, audience: str) -> BeforeWriting:
        """What a file for that reader leaves out and why, what to read through first, and what to take care of."""
        return before_writing(
            source_of(self._records.form(assessment), assessment, self._records.findings(assessment), audience)
        )

    def printed(self, assessment: Assessment, section: str) -> tuple[Printed, ...]:
        """What the council's file will say of a section, answer by answer."""
        return printed(self._records.form(assessment), assessment, self._records.findings(assessment), section)

    def words(self, question: Question, value: Any) -> str:
        """A worked-out value as a document says it."""
        return words(question, value)

    def name(self, assessment: Assessment, audience: str = "council") -> str:
        """What the file will be called: Mosaic ID or reference, form, day, version; never a name."""
        form = self._records.form(assessment)
        day = full_day(self._records.findings(assessment).values.get(form.date_question))
        day = day or assessment.created_at.date()
        who = identifier(assessment.answers.get("carer_mosaic_id"), assessment.reference)
        return file_name(who, form.title, day, assessment.revision, self._is_draft(assessment), audience)

    def write(self, assessment: Assessment, folder: Path, audience: str = "council", kind: str = "docx") -> Exported:
        """Writes the document into a folder, reads it back and registers it; Refused in words when it cannot be.

        Every answer on its way to the disk is saved first: a document never says more than the record. The first file
        for the council after the decision moves the record on; what that needs is looked at before it is written.
        """
        if kind not in FORMATS:
            raise Refused(f"A document of the kind “{kind}” cannot be made", mend=f"Choose {' or '.join(FORMATS)}.")
        leads_on = audience == "council" and self._moves.leads_to_export(assessment)
        if leads_on:
            self._moves.check(assessment, "export")
        _check_folder(folder)
        from carer_desktop.documents.word import write  # with it comes lxml: not before a document is wanted

        self._records.retry().result()
        written = write(self.report(assessment, audience), HOUSE, folder / self.name(assessment, audience))
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
        )
        what = {"kind": kind, "audience": audience, "sha256": written.sha256, "folder": kind_of_folder(written.file)}
        left = self._audit.event("exported", assessment.id, assessment.reference, assessment.revision, **what)
        self._store.save_logged(_registered, exported, left).result()
        if leads_on:
            self._moves.make(assessment, "export")
        return exported

    def _is_draft(self, assessment: Assessment) -> bool:
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


def _registered(connection: Connection, log: Log, exported: Exported, event: Event) -> None:
    exports.add(connection, exported)
    log(event)


def _check_folder(folder: Path) -> None:
    """No folder is ever made without being asked for: a slip in its name would put the file where nobody looks."""
    if folder.is_dir():
        return
    if folder.exists():
        raise Refused("This is a file and not a folder", str(folder), "Choose a folder.")
    raise Refused("There is no such folder", str(folder), "Make it first, or choose another.")
