"""Handing over: the document of a record, written, read back, and entered in the register of what left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from carer_desktop.assessment import Assessment
from carer_desktop.caseload.audit import Audit, kind_of_folder
from carer_desktop.caseload.printed import Printed, printed
from carer_desktop.caseload.records import Records
from carer_desktop.clock import Clock
from carer_desktop.documents.naming import file_name
from carer_desktop.documents.pages import make_report
from carer_desktop.documents.report import Report
from carer_desktop.documents.wording import words
from carer_desktop.errors import Refused
from carer_desktop.findings.content import content
from carer_desktop.findings.given import full_day
from carer_desktop.forms.question import Question
from carer_desktop.paths import TEMPLATES
from carer_desktop.records.audit import Event, Log
from carer_desktop.records.kept import Exported
from carer_desktop.records.person import Person
from carer_desktop.records.vault import VaultFacts
from carer_desktop.sealing.canonical import canonical_bytes, check_code, sha256_hex
from carer_desktop.store import Connection, Store, exports, people
from carer_desktop.workflow.stage import marked_draft

HOUSE = TEMPLATES / "house.docx"
FORMATS = ("docx",)


class Exports:
    """The files that left this vault, and the making of new ones."""

    def __init__(
        self, store: Store, records: Records, clock: Clock, me: Person, facts: VaultFacts, audit: Audit
    ) -> None:
        self._store = store
        self._records = records
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
            watermark=marked_draft(assessment.stage),
            demo=self._demo,
            check_code=check_code(sha256_hex(canonical_bytes(content(form, assessment, findings)))),
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
        mosaic = assessment.answers.get("carer_mosaic_id")
        day = full_day(self._records.findings(assessment).values.get(form.date_question)) or self._clock.today()
        who = mosaic if isinstance(mosaic, str) and mosaic else assessment.reference
        return file_name(who, form.title, day, assessment.revision, marked_draft(assessment.stage), audience)

    def write(self, assessment: Assessment, folder: Path, audience: str = "council", kind: str = "docx") -> Exported:
        """Writes the document into a folder, reads it back and registers it; Refused in words when it cannot be.

        Every answer on its way to the disk is saved first: a document never says more than the record.
        """
        if kind not in FORMATS:
            raise Refused(f"A document of the kind “{kind}” cannot be made", mend=f"Choose {' or '.join(FORMATS)}.")
        _make_folder(folder)
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
        left = self._audit.event(
            "exported",
            assessment.id,
            assessment.reference,
            assessment.revision,
            kind=kind,
            audience=audience,
            sha256=written.sha256,
            folder=kind_of_folder(written.file),
        )
        self._store.save_logged(_registered, exported, left).result()
        return exported

    def of(self, assessment: str) -> tuple[Exported, ...]:
        """The files made of a record, oldest first."""
        return self._store.read(exports.of, assessment).result()


def _registered(connection: Connection, log: Log, exported: Exported, event: Event) -> None:
    exports.add(connection, exported)
    log(event)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise Refused("This is a file and not a folder", str(folder), "Choose a folder.") from None
    except OSError as error:
        why = "" if error.strerror is None else f": {error.strerror}"
        raise Refused(f"The folder cannot be made{why}", str(folder), "Choose another folder.") from error
