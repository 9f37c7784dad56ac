"""Records made by chance: what is a reader's own is in their Word file and PDF, as others read them, and no more."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from pypdf import PdfReader

from carer_desktop.documents.pdf import writer as pdf
from carer_desktop.documents.pdf.letters import shown
from carer_desktop.documents.report import Answers, Report, Table
from carer_desktop.documents.word import write
from carer_desktop.errors import Refused
from carer_desktop.paths import TEMPLATES
from tests.core.documents import looking
from tests.core.packs.packs import FORMS
from tests.core.packs.test_copies import case, mark, page, placed, theirs
from tests.faults.sizes import SEED, Budget, inputs

Ran = Callable[[str, int, int], None]
COPIES = "copies made by chance"
AT_ONCE = 20
"""Files that LibreOffice is given in one go."""
LIMIT_SECONDS = 300


def folded(text: str) -> str:
    """Words without white space and without signs of bullets: where lines end is no part of what is said."""
    return re.sub(r"[\s•]+|(?m:^- )", "", text)


def answers_of(report: Report) -> Iterator[str]:
    """Every answer the page says."""
    for part in report.parts:
        if isinstance(part, Answers):
            yield from (row.text for row in part.rows)
        elif isinstance(part, Table):
            yield from (cell.text for row in part.rows for cell in row)
    yield from (fact.text for fact in report.facts)


def office_texts(files: list[Path], folder: Path) -> dict[str, str]:
    """What LibreOffice reads in each Word file, by its stem."""
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    subprocess.run(
        [*command, "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(folder), *map(str, files)],
        check=True, capture_output=True, timeout=LIMIT_SECONDS,
    )  # fmt: skip
    return {file.stem: (folder / f"{file.stem}.txt").read_text("utf-8-sig") for file in files}


def poppler_text(file: Path) -> str:
    """What Poppler reads in a PDF, in the order it was drawn."""
    ran = subprocess.run(["pdftotext", "-raw", str(file), "-"], check=True, capture_output=True, timeout=LIMIT_SECONDS)
    return ran.stdout.decode("utf-8")


def _is_there(word: str, printed: str) -> bool:
    """Whether a word is printed; one in a narrow column may go on after the head of the next page."""
    return word in printed or any(word[:at] in printed and word[at:] in printed for at in range(2, len(word) - 1))


def kept_back(name: str, seed: int, audience: str) -> list[str]:
    """The marks of a record made by chance that this reader may not have.

    What the money may be used for names the items of the plan until somebody writes another use: whoever pays has them.
    """
    form = FORMS[name]
    assessment, findings = case(form, seed)
    use = findings.values.get("decision_use") or "" if audience == "purchase" else ""
    return [
        mark(place)
        for place, question, of, row in placed(form, assessment)
        if (place not in findings.shown or not theirs(form, findings, audience, question, of, row))
        and mark(place) not in use
    ]


def test_copies_hold_what_is_theirs_and_nothing_else(ran: Ran, tmp_path: Path) -> None:
    budget, done = Budget.of(COPIES), 0
    while done < inputs(COPIES) and budget.left():
        some = min(AT_ONCE, inputs(COPIES) - done)
        _some(range(SEED + done, SEED + done + some), tmp_path / str(done))
        done += some
    ran(COPIES, done, inputs(COPIES))


def _some(seeds: range, folder: Path) -> None:
    folder.mkdir()
    made: dict[str, tuple[Report, list[str]]] = {}
    files: list[Path] = []
    for seed in seeds:
        name, audience = tuple(FORMS)[seed % 2], ("carer", "carer", "purchase", "cared_for")[seed % 4]
        assessment, findings = case(FORMS[name], seed)
        try:
            report = page(FORMS[name], assessment, findings, audience)
        except Refused:  # no payment was agreed
            report = None
        if report is None:  # or nothing is ticked for the person cared for: the carer has a copy all the same
            audience = "carer"
            report = page(FORMS[name], assessment, findings, audience)
        stem = f"{seed}-{audience}"
        made[stem] = report, kept_back(name, seed, audience)
        files.append(write(report, TEMPLATES / "house.docx", folder / f"{stem}.docx").file)
        pdf.write(report, folder / f"{stem}.pdf")
    texts = office_texts(files, folder)
    for stem, (report, hidden) in made.items():
        word, printed = folded(texts[stem]), folded(poppler_text(folder / f"{stem}.pdf"))
        for text in answers_of(report):
            assert folded(text) in word, (stem, text)
            assert not [one for one in shown(text).split() if not _is_there(folded(one), printed)], (stem, text)
        bytes_of = b"".join(looking.parts(folder / f"{stem}.docx").values()).decode("utf-8", "replace")
        about = repr(PdfReader(folder / f"{stem}.pdf").metadata) + repr(report)
        assert hidden, stem
        for one in hidden:
            assert one not in word and one not in printed and one not in bytes_of and one not in about, (stem, one)
