"""The safeguarding annex: what is said of safeguarding and risk, as a document of its own."""

from __future__ import annotations

from carer_desktop.documents.audience import SAFEGUARDING
from carer_desktop.documents.report import Answer, Heading, Paragraph, Report
from carer_desktop.documents.sections import section_of
from carer_desktop.documents.source import Source
from carer_desktop.documents.summary import NO_CODE, carer_name, mosaic_id
from carer_desktop.errors import Refused
from carer_desktop.words import say


def safeguarding_annex(source: Source, check_code: str) -> Report:
    """Whose record it is, who wrote it, and every answer of that section; Refused while there is none."""
    record, mosaic = source.assessment, mosaic_id(source)
    section = source.form.section.get(SAFEGUARDING)
    said = section_of(source, section, {}) if section is not None else ()
    if section is None or not said:
        raise Refused("Nothing has been said of safeguarding and risk", record.reference, "There is no annex to make.")
    whose = f"Mosaic ID {mosaic}" if mosaic else f"Record {record.reference}"
    return Report(
        title=f"{source.form.title}: {section.title.lower()}",
        subject=source.subject,
        day=source.day,
        facts=_facts(source, check_code),
        parts=(Heading(1, section.title), *said, Paragraph(say("copy", "annex_note"), "hint")),
        running=f"{carer_name(source) or 'Name not yet given'} - {whose}",
        footer=f"{source.form.title}, form {source.form.version} - Record {record.reference}"
        f" - Version {record.revision}",
        facts_header=("Whose record", "This version"),
    )


def _facts(source: Source, check_code: str) -> tuple[Answer, ...]:
    record, by = source.assessment, ("assessor_name", "assessor_role", "assessor_team", "assessor_phone")
    found = (
        ("carer", "Carer", carer_name(source) or "Name not yet given"),
        ("carer_dob", "Born", source.words_of("carer_dob")),
        ("carer_mosaic_id", "Mosaic ID", mosaic_id(source) or "None yet"),
        ("record", "Record", f"{record.reference}, version {record.revision}"),
        (source.form.date_question, source.form.title, source.words_of(source.form.date_question)),
        ("assessor_name", "Written by", ", ".join(said for one in by if (said := source.words_of(one))) or None),
        ("check_code", "Check code of this version", check_code or NO_CODE),
    )
    return tuple(Answer(where, label, text) for where, label, text in found if text)
