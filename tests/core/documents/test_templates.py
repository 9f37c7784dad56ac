"""Templates of a council's own: what is wrong is said with its place, what is accepted loses no answer."""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import replace

import docx
import pytest
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator  # type: ignore[import-untyped]

from carer_desktop.documents.check_template import empty_report, full_report, look_over
from carer_desktop.documents.fixed import words_of
from carer_desktop.documents.ooxml import w
from carer_desktop.documents.readback import check
from carer_desktop.documents.template import Template, controls, pack, read_template
from carer_desktop.documents.word import drawn, write
from carer_desktop.errors import Refused
from carer_desktop.paths import TEMPLATES
from tests.core.documents import looking
from tests.core.documents.bad_templates import BAD, GOOD, house, own_layout, written
from tests.core.packs.packs import CONVERSATION, REVIEW
from tests.data.make_layout_template import parts as layout_parts
from tests.faults.hostile import all_of

FORMS = (CONVERSATION, REVIEW)


@pytest.mark.parametrize("wrong", BAD)
def test_a_bad_template_is_refused_with_its_own_sentence_and_the_place(tmp_path, wrong):
    parts, said = BAD[wrong]
    looked = look_over(written(tmp_path / "t.docx", parts), FORMS)
    assert looked.template is None
    lines = [str(one) for one in looked.findings]
    assert any(said in line for line in lines), lines
    assert all(re.fullmatch(r".+: .+\. .+[.?”)]", line) for line in lines)


def test_every_sentence_is_its_own():
    assert len(BAD) >= 30
    assert len({said for _, said in BAD.values()}) == len(BAD)


def test_hostile_files_are_refused_before_anything_is_looked_at(tmp_path):
    good = unpack(drawn(empty_report(CONVERSATION), read_template(TEMPLATES / "house.docx")))
    for number, (what, (data, said)) in enumerate(all_of(good).items()):
        file = tmp_path / f"{number}.docx"
        file.write_bytes(data)
        found = [one.what for one in look_over(file, FORMS).findings]
        assert len(found) == 1 and said in found[0], (what, found)
    (finding,) = look_over(tmp_path / "none.docx", FORMS).findings
    assert "no such file" in finding.what


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A layout of a council's own that is accepted, with what Word leaves in a file."""
    parts = {**own_layout(GOOD), "docProps/app.xml": "<Properties><Company>Somebody</Company></Properties>"}
    parts["word/settings.xml"] = parts["word/settings.xml"].replace(
        "</w:settings>", '<w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids></w:settings>'
    )
    looked = look_over(written(tmp_path_factory.mktemp("own") / "own.docx", parts), FORMS)
    assert [str(one) for one in looked.findings] == []
    assert looked.form is CONVERSATION and looked.template is not None
    return looked.template


def test_nothing_of_who_made_it_is_kept(own):
    everything = b"".join(own.parts.values())
    assert b"Somebody" not in everything and b"rsid" not in everything
    assert "docProps/app.xml" not in own.parts


def test_answers_stand_where_the_council_wants_them_and_the_rest_at_the_rest(own, tmp_path):
    report = full_report(CONVERSATION)
    file = write(report, own, tmp_path / "made.docx").file
    text = looking.text(looking.body(file))
    for _, said in words_of(report):
        for line in said.split("\n"):
            assert line.removeprefix("- ") in text
    for once in ("carer_first: “Tom & Jerry”", "carer_dob: “Tom & Jerry”", "cf/1/name: “Tom & Jerry”"):
        assert text.count(once) == 1
    places = [text.index(one) for one in ("1. The carer", "carer_first: ", "cf/2/name: ", "3. What was agreed")]
    assert places == sorted(places)
    assert text.index("cf/1/consent: ") > text.index("4. All else") > text.index("plan_items/1/goal: ")
    result = OpenXmlValidator(FileFormat.MICROSOFT_365, security_validation=True).validate(file)
    assert [str(one) for one in result.errors] == []
    assert file.read_bytes() == drawn(report, own)


def test_a_writer_that_drops_an_answer_or_a_row_is_refused_by_name(own, tmp_path):
    report = full_report(CONVERSATION)
    data = drawn(report, own)

    def without(needle, tag):
        with zipfile.ZipFile(tmp_path / "x.docx", "w") as archive:
            for name, part in unpack(data).items():
                archive.writestr(name, cut(part, needle, tag) if name == "word/document.xml" else part)
        with pytest.raises(Refused) as refused:
            check(tmp_path / "x.docx", report, None, fixed=True)
        return str(refused.value)

    assert "carer_first" in without("carer_first: ", "r")
    people = {one.id: one.label for one in CONVERSATION.question["cf"].columns}
    assert f"“{people['relation']}”" in without("cf/2/name: ", "tr")
    for question in ("contact_safe", "out_home"):
        assert f"“{CONVERSATION.question[question].label}”" in without(f"{question}: ", "tr")


def unpack(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cut(part, needle, tag):
    """The part without the innermost element of that kind that holds these words."""
    root = etree.fromstring(part)
    held = [one for one in root.iter(w(tag)) if needle in looking.text(one)]
    parent = held[-1].getparent()
    assert parent is not None
    parent.remove(held[-1])
    return etree.tostring(root)


def test_an_empty_record_says_so_in_every_place(own, tmp_path):
    file = write(empty_report(CONVERSATION), own, tmp_path / "empty.docx").file
    found = {tag: looking.text(one) for one, tag in controls(looking.body(file).getroottree().getroot())}
    assert found["carer_dob"] == found["cf.name"] == found["section:plan"] == "Not answered"


def test_looks_alone_serve_every_form_and_large_print_and_plain_style_are_variants_of_it(tmp_path):
    parts = house()
    parts["word/styles.xml"] = parts["word/styles.xml"].replace("Arial", "Verdana").replace("1D4F7C", "5B1E6B")
    looked = look_over(written(tmp_path / "ours.docx", parts), FORMS)
    assert looked.findings == () and looked.form is None and looked.template is not None
    report = full_report(REVIEW)
    ordinary, plain = (
        looking.parts(write(replace(report, plain=one), looked.template, tmp_path / f"{one}.docx").file)
        for one in (False, True)
    )
    assert b"Verdana" in ordinary["word/styles.xml"] and b"5B1E6B" in ordinary["word/styles.xml"]
    assert b"5B1E6B" not in plain["word/styles.xml"] and b'w:val="both"' not in plain["word/styles.xml"]
    assert b"Verdana" in plain["word/styles.xml"]
    root = etree.fromstring(plain["word/styles.xml"])
    assert not list(root.iter(w("i"), w("caps"), w("color")))
    assert ordinary["word/document.xml"] == plain["word/document.xml"]
    large = looked.template.sized(18)
    sizes = [int(one.get(w("val"), "0")) for one in etree.fromstring(large.parts["word/styles.xml"]).iter(w("sz"))]
    assert min(sizes) == 36


def test_a_logo_with_words_stands_on_every_page(tmp_path):
    """A letterhead made by another program: a picture in the header, with its links and kinds."""
    made, size = docx.Document(str(TEMPLATES / "house.docx")), struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    dots = zlib.compress(bytes((0, 16, 96, 160)))
    chunks = ((b"IHDR", size), (b"IDAT", dots), (b"IEND", b""))
    picture = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    header = made.sections[0].header
    header.paragraphs[0].text = "Camden Council"
    shape = header.add_paragraph().add_run().add_picture(io.BytesIO(picture))
    made.save(str(tmp_path / "logo.docx"))
    (finding,) = look_over(tmp_path / "logo.docx", FORMS).findings
    assert "no words for people who cannot see it" in finding.what
    shape._inline.docPr.set("descr", "Camden Council")
    made.save(str(tmp_path / "logo.docx"))
    looked = look_over(tmp_path / "logo.docx", FORMS)
    assert looked.findings == () and looked.template is not None
    file = write(full_report(REVIEW), looked.template, tmp_path / "made.docx").file
    parts = looking.parts(file)
    assert [name for name in parts if name.startswith("word/media/") and parts[name] == picture]
    head = docx.Document(str(file)).sections[0].header
    assert head.paragraphs[0].text == "Camden Council" and "descr" in head._element.xml
    assert b"python-docx" not in b"".join(parts.values())
    result = OpenXmlValidator(FileFormat.MICROSOFT_365, security_validation=True).validate(file)
    assert [str(one) for one in result.errors] == []


def test_every_size_of_an_own_layout_grows_too(own):
    assert isinstance(own, Template) and own.is_fixed
    body = own.parts["word/document.xml"].replace(b"<w:t>Camden", b'<w:rPr><w:sz w:val="26"/></w:rPr><w:t>Camden')
    grown = Template("x", {**own.parts, "word/document.xml": body}).sized(18).parts["word/document.xml"]
    assert (b'w:val="38"' in grown) is (b'w:val="26"' in body)


def test_the_templates_of_the_program_have_nothing_wrong():
    assert look_over(TEMPLATES / "house.docx", FORMS).findings == ()
    looked = look_over(TEMPLATES / "layout_example.docx", FORMS)
    assert looked.findings == () and looked.form is CONVERSATION
    assert (TEMPLATES / "layout_example.docx").read_bytes() == pack(layout_parts())
