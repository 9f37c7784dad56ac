"""The Word file: whole, the same each time, accessible, and clean of everything that is not the record."""

from __future__ import annotations

import datetime
import hashlib
import io
import os
import resource
import subprocess
import sys
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator  # type: ignore[import-untyped]

from carer_desktop.documents.report import Answer, Answers, Heading, Paragraph, Report
from carer_desktop.documents.template import Template, pack, read_template
from carer_desktop.documents.word import drawn, write
from carer_desktop.documents.writing import named
from carer_desktop.errors import Refused
from tests.core.documents import looking, made
from tests.core.documents.conftest import HOUSE
from tests.core.documents.looking import found, style, text, value
from tests.core.documents.made import move, report
from tests.data.make_house_template import parts as made_parts

SMALL = Report("Title", "Subject", (Answer("a", "A", "B"),), (), "Ann - M1", "Foot", datetime.date(2026, 11, 22))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A draft of a demo vault, with everything a document can hold."""
    moves = (move("complete", "completed"), move("return", "returned", "p2", "authoriser", note="Say more."))
    return write(report(None, *moves, demo=True, check_code="ABCD-EFGH-JKMN"), HOUSE, tmp_path / "record.docx").file


def test_the_file_has_no_fault_an_open_xml_checker_finds(file: Path) -> None:
    for checked in (file, HOUSE):
        result = OpenXmlValidator(FileFormat.MICROSOFT_365, security_validation=True).validate(checked)
        assert [str(one) for one in result.errors] == []


def test_the_same_page_gives_the_same_bytes(tmp_path: Path) -> None:
    first = write(report(), HOUSE, tmp_path / "a.docx")
    second = write(report(), HOUSE, tmp_path / "b.docx")
    assert first.file.read_bytes() == second.file.read_bytes()
    assert first.sha256 == second.sha256 == hashlib.sha256(first.file.read_bytes()).hexdigest()
    with zipfile.ZipFile(first.file) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_other_programs_open_it(file: Path) -> None:
    opened = docx.Document(str(file))
    assert opened.core_properties.title == "Carer Conversation"
    assert opened.core_properties.author == opened.core_properties.last_modified_by == "Carer Desktop"
    assert opened.core_properties.language == "en-GB"
    assert opened.core_properties.created == datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
    assert opened.paragraphs[0].style is not None
    assert opened.paragraphs[0].style.name == "Title"


# --- accessible -----------------------------------------------------------------------------------------------


def test_british_english_and_nothing_under_12_point(file: Path) -> None:
    styles = looking.parts(file)["word/styles.xml"].decode()
    assert '<w:lang w:val="en-GB"' in styles.split("</w:docDefaults>")[0]
    root = etree.fromstring(styles.encode())
    sizes = [int(value(one)) for one in found(root, ".sz")]
    assert min(sizes) == 24
    assert {value(one, "ascii") for one in found(root, ".rFonts")} == {"Arial"}
    assert not found(looking.body(file), ".sz")


def test_one_title_and_no_skipped_heading_level(file: Path) -> None:
    styles = [style(paragraph) for paragraph in found(looking.body(file), "p")]
    assert styles.count("Title") == 1
    assert styles[0] == "Title"
    levels = [int(one.removeprefix("Heading")) for one in styles if one.startswith("Heading")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_table_has_a_header_row_and_whole_cells(file: Path) -> None:
    tables = found(looking.body(file), "tbl")
    assert len(tables) > 8
    for table in tables:
        rows = found(table, "tr")
        assert [len(found(row, "trPr/tblHeader")) for row in rows] == [1] + [0] * (len(rows) - 1)
        assert found(rows[0], "trPr/cantSplit")
        assert value(found(table, "tblPr/tblLook")[0], "firstRow") == "1"
        assert value(found(table, "tblPr/tblCaption")[0])
        widths = [value(one, "w") for one in found(table, "tblGrid/gridCol")]
        for row in rows:
            assert [value(one, "w") for one in found(row, "tc/tcPr/tcW")] == widths
            assert all(text(cell).strip() for cell in found(row, "tc"))
        assert not found(table, ".gridSpan")
        assert not found(table, ".vMerge")
        assert not found(table, ".trHeight")


def test_no_empty_paragraph_no_text_box_and_no_table_beside_another(file: Path) -> None:
    body = looking.body(file)
    assert all(text(one).strip() for one in found(body, ".p"))
    assert not [one for one in body.iter() if str(one.tag).rpartition("}")[2] in ("txbxContent", "pict", "drawing")]
    kinds = [str(one.tag).rpartition("}")[2] for one in body]
    assert ("tbl", "tbl") not in list(pairwise(kinds))
    assert kinds[-2:] == ["p", "sectPr"]


def test_text_is_left_aligned_and_only_figures_are_right(file: Path) -> None:
    right = [text(one) for one in found(looking.body(file), ".p") if found(one, "pPr/jc")]
    assert right
    assert all(one.startswith("£") or one in ("Amount", "Running figure") for one in right)


def test_every_page_says_in_words_that_it_is_a_draft_and_whose(file: Path) -> None:
    parts = looking.parts(file)
    heads = [data.decode() for name, data in parts.items() if name.startswith("word/header")]
    for head in heads:
        assert "DRAFT – not agreed by a manager" in head
        assert "Demonstration – not a real record" in head
        assert "Ann Example - Mosaic ID M1234567" in head
    foot = parts["word/footer1.xml"].decode()
    assert "Carer Conversation, form 0.1.0 - Record ABCD2345 - Version 1" in foot
    assert foot.index("PAGE") < foot.index("NUMPAGES")


def test_an_agreed_record_carries_no_draft_mark(tmp_path: Path) -> None:
    moves = (move("complete", "completed"), move("authorise", "authorised", "p2", "authoriser", amount_pence=30000))
    written = write(report(None, *moves, watermark=False), HOUSE, tmp_path / "a.docx")
    assert b"DRAFT" not in b"".join(looking.parts(written.file).values())


def test_boxes_are_followed_by_words_and_lines_to_fill_in_are_named(file: Path) -> None:
    body = looking.body(file)
    ticked = [text(one) for one in found(body, ".p") if "☐" in text(one)]
    assert ticked == ["☐ Agree £1,259.50", "☐ Agree another amount", "☐ Send back", "☐ Not agreed"]
    controls = found(body, ".sdt")
    assert len(controls) == 7
    assert all(value(found(one, "sdtPr/alias")[0]) for one in controls)
    assert len({value(found(one, "sdtPr/id")[0]) for one in controls}) == 7


def test_bullets_are_real_and_long_rows_may_split(tmp_path: Path) -> None:
    long = "word " * 200
    written = write(report({**made.ANSWERS, "sleep": f"- one\n- two\n\n{long}"}), HOUSE, tmp_path / "a.docx")
    rows = [row for row in found(looking.body(written.file), "tbl/tr") if text(row).startswith("How do you sleep?")]
    bullets = [text(one) for one in found(rows[0], "tc/p") if style(one) == "ListBullet"]
    assert bullets == ["one", "two"]
    assert not found(rows[0], "trPr/cantSplit")


def test_the_last_row_of_a_table_is_kept_with_a_short_one_before_it(tmp_path: Path) -> None:
    texts = [["one", "two\n\n- a\n- b", "three"], ["one", "word " * 100, "three"], ["one"]]
    parts = tuple(Answers("", tuple(Answer(one, "A", one) for one in each)) for each in texts)
    file = write(replace(SMALL, parts=parts), HOUSE, tmp_path / "a.docx").file
    tables = found(looking.body(file), "tbl")[1:]
    kept = [[len(found(row, ".keepNext")) for row in found(table, "tr")[1:]] for table in tables]
    assert kept == [[0, 4, 0], [0, 0, 0], [0]]
    assert [str(one) for one in OpenXmlValidator(FileFormat.MICROSOFT_365).validate(file).errors] == []


def test_a_cell_is_never_empty(tmp_path: Path) -> None:
    page = replace(SMALL, facts=(Answer("a", "A", "\x00 "), Answer("b", "", "B")), parts=(Paragraph("End"),))
    rows = found(looking.body(write(page, HOUSE, tmp_path / "a.docx").file), "tbl/tr")
    assert [text(cell) for row in rows[1:] for cell in found(row, "tc")] == ["A", "Not answered", "Not answered", "B"]


def test_tabs_and_breaks_are_kept_where_they_stand(tmp_path: Path) -> None:
    written = write(report({**made.ANSWERS, "sleep": "\tone\t\ttwo\nthree"}), HOUSE, tmp_path / "a.docx")
    (run,) = (one for one in found(looking.body(written.file), ".r") if text(one).startswith("one"))
    assert [str(one.tag).rpartition("}")[2] for one in run] == ["tab", "t", "tab", "tab", "t", "br", "t"]


def test_right_to_left_text_is_marked_as_such(tmp_path: Path) -> None:
    written = write(report({**made.ANSWERS, "sleep": "שלום abc\n\nabc שלום"}), HOUSE, tmp_path / "a.docx")
    marked = [text(one) for one in found(looking.body(written.file), ".p") if found(one, "pPr/bidi")]
    assert marked == ["שלום abc"]


# --- clean ------------------------------------------------------------------------------------------------------


def test_nothing_but_the_record_is_in_the_file(file: Path) -> None:
    parts = looking.parts(file)
    everything = b"\n".join(parts.values())
    answers = ["customXml/_rels/item1.xml.rels", "customXml/item1.xml", "customXml/itemProps1.xml"]
    assert sorted(parts) == sorted([*looking.parts(HOUSE), *answers])
    assert all(name.endswith((".xml", ".rels")) for name in parts)
    for unwanted in (b'TargetMode="External"', b"attachedTemplate", b"vbaProject", b"oleObject", b"activeX", b"rsid"):
        assert unwanted not in everything
    for trace in (os.fsencode(Path.home()), os.uname().nodename.encode(), os.fsencode(file.parent), b"python-docx"):
        assert trace not in everything
    fields = [value(one, "instr").strip() for name in parts if name.endswith("1.xml") for one in _fields(parts[name])]
    assert sorted(fields) == ["NUMPAGES", "PAGE"]
    assert b"instrText" not in everything


def _fields(data: bytes) -> list[etree._Element]:
    return found(etree.fromstring(data), ".fldSimple")


def test_properties_trace_the_file_to_its_record(file: Path) -> None:
    custom = looking.parts(file)["docProps/custom.xml"].decode()
    for trace in ("small@0.1.0", "ABCD2345", "ABCD-EFGH-JKMN", ">council<"):
        assert trace in custom


@pytest.mark.parametrize(
    "nasty", ["&<>{{ }}", "{% raw %}", "=cmd|' /C calc'!A0", '<w:fldSimple w:instr="DDE"/>', "]]>", "\u202eevil"]
)
def test_markup_stays_text(nasty: str, tmp_path: Path) -> None:
    written = write(report({**made.ANSWERS, "hours": nasty, "sleep": nasty}, demo=True), HOUSE, tmp_path / "a.docx")
    assert nasty.replace("\u202e", "") in text(looking.body(written.file))
    assert b"<w:fldSimple" not in looking.parts(written.file)["word/document.xml"]


WHOLE = st.characters(exclude_categories=["Cs"])  # half a character is taken away before an answer is kept


@settings(max_examples=60)
@given(st.text(WHOLE, min_size=1), st.text(WHOLE, max_size=40))
def test_any_text_is_written_and_read_back(tmp_path_factory: pytest.TempPathFactory, answer: str, title: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    page = report({**made.ANSWERS, "sleep": answer, "carer_first": f"A{title}"})
    assert write(page, HOUSE, folder / "a.docx").file.exists()


# --- whole or not at all --------------------------------------------------------------------------------------


def test_nothing_is_ever_written_over(tmp_path: Path) -> None:
    names = [write(SMALL, HOUSE, tmp_path / "a b.docx").file.name for _ in range(3)]
    assert names == ["a b.docx", "a b (2).docx", "a b (3).docx"]
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(names)


def test_too_many_of_one_name(tmp_path: Path) -> None:
    for number in range(1, 1000):
        (tmp_path / ("a.docx" if number == 1 else f"a ({number}).docx")).touch()
    with pytest.raises(Refused, match="too many files"):
        write(SMALL, HOUSE, tmp_path / "a.docx")
    assert len(list(tmp_path.iterdir())) == 999


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"is not there.*Choose another folder"):
        write(SMALL, HOUSE, tmp_path / "gone" / "a.docx")


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Refused, match="is a file, not a folder"):
        write(SMALL, HOUSE, tmp_path / "file" / "a.docx")


def test_a_name_the_system_cannot_take(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="This name is too long"):
        write(SMALL, HOUSE, tmp_path / f"{'a' * 300}.docx")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_without_room_leaves_nothing(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, before[1]))
    try:
        with pytest.raises(Refused, match=r"has no room left.*Free some space"):
            write(SMALL, HOUSE, tmp_path / "a.docx")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_belongs_to_the_system(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="The folder “sys” cannot be written to"):
        write(SMALL, HOUSE, Path("/sys/a.docx"))


def test_a_file_that_vanished_before_it_got_its_name_leaves_no_empty_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        named(tmp_path / "gone.part", tmp_path / "a.docx")
    assert list(tmp_path.iterdir()) == []


READ_ONLY = """
import sys
from pathlib import Path
from carer_desktop.documents.word import write
from carer_desktop.errors import Refused
from tests.core.documents.test_word import SMALL, HOUSE
try:
    write(SMALL, HOUSE, Path(sys.argv[1]) / "a.docx")
except Refused as refused:
    print(refused)
"""


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    """Root writes into any folder, so for root the folder is a read-only mount of its own."""
    folder = tmp_path / "shut"
    folder.mkdir(mode=0o555)
    command = [sys.executable, "-c", READ_ONLY, str(folder)]
    if os.geteuid() == 0:
        mount = f"mount -t tmpfs -o ro,size=64k tmpfs {folder} && exec "
        command = ["unshare", "--mount", "sh", "-c", mount + '"$@"', "sh", *command]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=HOUSE.parents[1])
    assert done.stdout.startswith("The folder “shut” cannot be written to (a.docx). Choose another folder")
    assert list(folder.iterdir()) == []


# --- templates ------------------------------------------------------------------------------------------------


def test_a_letterhead_stays_and_our_lines_follow_it(house: Template) -> None:
    head = house.parts["word/header1.xml"].replace(b"</w:hdr>", b"<w:p><w:r><w:t>A council</w:t></w:r></w:p></w:hdr>")
    data = drawn(report(), replace(house, parts={**house.parts, "word/header1.xml": head}))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        said = text(etree.fromstring(archive.read("word/header1.xml")))
    assert said.startswith("A councilDRAFT")


@pytest.mark.parametrize(
    ("part", "old", "new", "words"),
    [
        ("word/styles.xml", b'w:val="Hint"', b'w:val="Other"', "has no style “Hint”"),
        ("word/document.xml", b"sectPr", b"other", "has no page layout"),
        ("word/document.xml", b"headerReference", b"footerReference", "pages without a header"),
        ("word/document.xml", b"<w:pgSz", b"<w:titlePg/><w:pgSz", "pages without a header"),
        ("word/document.xml", b"pgMar", b"other", "does not say how large"),
    ],
)
def test_a_template_that_lacks_something_is_refused(
    house: Template, part: str, old: bytes, new: bytes, words: str
) -> None:
    broken = replace(house, parts={**house.parts, part: house.parts[part].replace(old, new)})
    with pytest.raises(Refused, match=words):
        drawn(SMALL, broken)


def test_a_template_that_is_no_word_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.docx"
    with pytest.raises(Refused, match="cannot be opened"):
        read_template(other)
    other.write_bytes(b"no zip")
    with pytest.raises(Refused, match="cannot be opened"):
        read_template(other)
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(Refused, match="not a Word file"):
        read_template(other)


def test_a_style_without_a_name_is_passed_over(house: Template) -> None:
    styles = house.parts["word/styles.xml"].replace(b"</w:styles>", b'<w:style w:styleId="x"/></w:styles>')
    assert replace(house, parts={**house.parts, "word/styles.xml": styles}).style_id["title"] == "Title"


def test_every_kind_of_paragraph_has_its_style(tmp_path: Path) -> None:
    parts = (
        Heading(1, "One"), Paragraph("Plain"), Paragraph("Hint", "hint"), Paragraph("Note", "note"),
        Paragraph("Quote", "quote"), Answers("Caption", (Answer("a", "A", "B"),)), Paragraph("End"),
    )  # fmt: skip
    written = write(replace(SMALL, parts=parts), HOUSE, tmp_path / "a.docx")
    styles = [style(one) for one in found(looking.body(written.file), "p")]
    assert styles == ["Title", "Heading1", "Normal", "Hint", "Note", "Quote", "Caption", "Normal"]


def test_the_template_in_the_tree_is_the_one_its_script_makes() -> None:
    assert pack(made_parts()) == HOUSE.read_bytes()
