"""Does this installation work? Every form, table, template and library is loaded, and one record made for real."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from carer_desktop.budget import library as tables
from carer_desktop.budget.check import look_over
from carer_desktop.budget.reading import Reader
from carer_desktop.careact.route import policy
from carer_desktop.caseload.caseload import Caseload
from carer_desktop.caseload.checking import form_findings
from carer_desktop.caseload.exports import How
from carer_desktop.caseload.paper import write_paper
from carer_desktop.caseload.templates import look_at
from carer_desktop.errors import FormError
from carer_desktop.forms import library
from carer_desktop.paths import RESOURCES, TEMPLATES
from carer_desktop.sealing.keys import FLOOR_MEMORY_KIB, FLOOR_PASSES, Kdf

LEAST = Kdf(FLOOR_MEMORY_KIB, FLOOR_PASSES, 2)


def self_test(forms: Path = RESOURCES / "forms", budget: Path = RESOURCES / "budget") -> Iterator[str]:
    """One line for each thing that works; raises what does not."""
    for pack in library.shipped(forms):
        findings = form_findings(pack)
        if findings:
            raise FormError(f"{pack.parent.name} {pack.name} has findings: {findings[0]}")
        yield f"form {pack.parent.name} {pack.name}: ok"
    for table in tables.shipped(budget):
        reader = Reader(table.name)
        look_over(table, reader)
        if reader.findings:
            raise FormError(f"Table {table.name} has findings: {reader.findings[0]}")
        yield f"table {table.id} {table.version}: ok"
    yield f"{len(policy().rules)} rules of who should do it: ok"
    for template in sorted(TEMPLATES.glob("*.docx")):
        wrong, _ = look_at(template)
        if wrong:
            raise FormError(f"Template {template.name} has findings: {wrong[0]}")
        yield f"template {template.name}: ok"
    with tempfile.TemporaryDirectory() as folder:
        yield from _one_record(Path(folder))
        write_paper("fill", "ordinary", Path(folder), date(2026, 1, 1))
        yield "paper form: written and read back"
    yield "Everything loads and works."


def _one_record(folder: Path) -> Iterator[str]:
    vault, passphrase = folder / "self-test.vault", "correct horse battery staple self test"
    caseload = Caseload.create(vault, "Sam Selftest", ["assessor"], passphrase, demo=True, kdf=LEAST)
    try:
        for form in library.FORMS:
            record = caseload.records.begin(form)
            answered = caseload.records.answer(record, "carer_first", "Ann")
            answered.saved.result()
            yield f"record of {form}: saved, {len(answered.findings.shown)} questions shown"
            for kind in ("docx", "pdf"):
                written = caseload.exports.write(answered.assessment, folder, kind=kind)
                yield f"document {written.format}: written and read back"
        caseload.exports.write(answered.assessment, folder, how=How(password=caseload.exports.new_password()))
        yield "locked document: written, opened and read back"
    finally:
        caseload.close()
