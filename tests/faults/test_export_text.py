"""Any text in a document: written, opened by another program's code, and the same; nothing in it becomes a command."""

from __future__ import annotations

import io
import random
import re
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from carer_desktop.documents.pdf import writer as pdf
from carer_desktop.documents.report import Answer, Answers, Paragraph, Report
from carer_desktop.documents.template import read_template
from carer_desktop.documents.word import drawn, write
from carer_desktop.paths import TEMPLATES
from carer_desktop.text import clean_text
from tests.faults.sizes import SEED, Budget, inputs

Ran = Callable[[str, int, int], None]
TEXTS = "texts in documents"
EACH = 60
"""Texts in one document."""
HOUSE = TEMPLATES / "house.docx"
NASTY = (
    "&<>{{ }} {% if x %}", "=cmd|' /C calc'!A0", '<w:fldSimple w:instr="DDEAUTO c:\\\\x"/>', "]]>", "{ DDE excel }",
    "javascript:alert(1)", "http://example.com/x.png", "file:///etc/passwd", "\\\\server\\share\\a", "<b>bold",
    "\u202eevil\u202c", "\u2066x\u2069", "a\x0bb\x0cc\x00d\x1be", "\ufffe\uffff", "\ud800", "e\u0301 \u212b \ufb01",
    "- one\n- two\n\nthree\r\nfour\u2028five\x85six", " \t ", "\u00ad\u200b\u200d\u2060", "<img src='/etc/hostname'/>",
    "👩🏽‍🦽👨‍👩‍👧‍👦🏴󠁧󠁢󠁷󠁬󠁳󠁿", "שלום", "مرحبا", "हिन्दी", "ไทย", "W" * 300, "%PDF-1.7 endobj stream", "(\\)" * 40,
)  # fmt: skip
ALLOWED_FIELDS = {" PAGE ", " NUMPAGES "}
COMMANDS = (
    "'/URI'", "'/JS'", "'/JavaScript'", "'/Launch'", "'/EmbeddedFile'", "'/OpenAction'", "'/AA'", "'/XFA'", "'/Image'",
)  # fmt: skip
LETTERS = min(200_000, 50 * inputs(TEXTS))


def any_text(chance: random.Random) -> str:
    """One text: one that has done harm elsewhere, characters of every plane, or both."""
    if chance.random() < 0.3:
        return chance.choice(NASTY)
    length = chance.choice((1, 5, 40, 400)) if chance.random() < 0.98 else 20_000
    planes = ((0x20, 0x7F), (0, 0x250), (0x250, 0xFFFF), (0xD800, 0xDFFF), (0x10000, 0x10FFFF))
    low, high = planes[chance.choices(range(5), (60, 20, 14, 1, 5))[0]]
    made = "".join(chr(chance.randint(low, high)) if chance.random() < 0.9 else " " for _ in range(length))
    return made + chance.choice(("", "\n", chance.choice(NASTY)))


def page(texts: list[str]) -> Report:
    """A page that says each of them in a table, the first as running text and in the head and foot too."""
    rows = tuple(Answer(f"q{number}", f"Question {number}", text) for number, text in enumerate(texts))
    parts = (Paragraph(texts[0], "quote", "q0", "Question 0"), Answers("", rows))
    return Report(
        "Any text", "Any text", (Answer("a", "A", "a"),), parts, f"Run {texts[1]}", "Foot", date(2026, 11, 22)
    )


def folded(text: str) -> str:
    """As both programs must agree on it: white space and the marks of bullets are no part of the words."""
    return re.sub(r"\s+", "", re.sub(r"(?m)^- (?=.*\S)", "", text))


def test_any_text_is_the_same_in_word_and_in_pdf_and_commands_nothing(ran: Ran, tmp_path: Path) -> None:
    budget, done, template = Budget.of(TEXTS), 0, read_template(HOUSE)
    while done < inputs(TEXTS) and budget.left():
        chance = random.Random(SEED + done)
        texts = [any_text(chance) for _ in range(EACH)]
        report, where = page(texts), f"random.Random({SEED + done})"
        file = write(report, HOUSE, tmp_path / f"{done}.docx").file
        _same_words(file, texts, where)
        _no_commands(file, where)
        assert drawn(report, template) == file.read_bytes(), where
        short = page([text[:2_000] for text in texts])
        _pdf_commands_nothing(pdf.write(short, tmp_path / f"{done}.pdf").file, where)
        done += EACH
    ran(TEXTS, done, inputs(TEXTS))


def _same_words(file: Path, texts: list[str], where: str) -> None:
    """Read by python-docx, which shares no code with the writer."""
    rows = docx.Document(str(file)).tables[1].rows
    assert len(rows) == len(texts) + 1, where
    for text, row in zip(texts, list(rows)[1:], strict=True):
        wanted = folded(clean_text(text)) or "Notanswered"
        assert folded(row.cells[1].text) == wanted, (where, text)


def _no_commands(file: Path, where: str) -> None:
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        parts = [archive.read(name).decode("utf-8", "replace") for name in names if name.endswith((".xml", ".rels"))]
    assert set(names) == set(zipfile.ZipFile(HOUSE).namelist()), where
    everything = "".join(parts)
    assert "TargetMode" not in everything and "<w:instrText" not in everything and "<w:drawing" not in everything
    assert set(re.findall(r'<w:fldSimple w:instr="([^"]*)"', everything)) <= ALLOWED_FIELDS, where


def _pdf_commands_nothing(file: Path, where: str) -> None:
    """Nothing in the objects of the file is an action, an address, a program, a picture or another file."""
    reader = PdfReader(file)
    for number in reader.xref[0]:
        found = reader.get_object(number)
        said = repr(found)
        assert not any(bad in said for bad in COMMANDS), (where, number, said[:200])


def test_a_very_long_answer_is_written_in_time(ran: Ran, tmp_path: Path) -> None:
    text = "\n\n".join(f"Paragraph {number}: she wakes at night, and so do I. " * 20 for number in range(400))[:LETTERS]
    report = page([text, "run"])
    took = {}
    for kind, written in (("docx", lambda to: write(report, HOUSE, to)), ("pdf", lambda to: pdf.write(report, to))):
        start = time.perf_counter()
        written(tmp_path / f"a.{kind}")
        took[kind] = time.perf_counter() - start
    print({kind: f"{seconds:.2f} s" for kind, seconds in took.items()})
    assert max(took.values()) < 20, took
    ran("long cases", 1, 1)


def test_control_a_lost_letter_is_found(tmp_path: Path) -> None:
    texts = [*NASTY]
    file = write(page(texts), HOUSE, tmp_path / "a.docx").file
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"endobj", b"endbj")
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    file.write_bytes(held.getvalue())
    with pytest.raises(AssertionError, match="endobj"):
        _same_words(file, texts, "control")


@pytest.mark.parametrize("text", ["Well-\nknown", "long-term- ", "of\ufb01ce", "a\u00adb", "x" * 200 + "-" + "y" * 200])
def test_what_a_pdf_reader_reads_otherwise_is_no_loss(text: str, tmp_path: Path) -> None:
    assert pdf.write(page([text, text]), tmp_path / "a.pdf").file.is_file()
