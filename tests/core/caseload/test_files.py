"""Word files outside the lock: what is told of one that somebody hands in, and where ours lie."""

import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from carer_desktop.caseload import With
from carer_desktop.documents.template import pack
from carer_desktop.errors import Refused
from carer_desktop.paths import TEMPLATES
from tests.core.caseload.pathway import MIA, SAM, Team
from tests.core.documents import looking
from tests.core.packs.packs import CASES, case_of

ORDINARY = next(case_of(file)[1]["answers"] for file in CASES if file.stem == "ordinary")
FORM = "carer_conversation"


@pytest.fixture
def written(caseload, tmp_path):
    """A record, and the council's file of it."""
    record = caseload.records.fill(FORM, ORDINARY, known=False).assessment
    (tmp_path / "out").mkdir(exist_ok=True)
    exported = caseload.exports.write(record, tmp_path / "out")
    return record, tmp_path / "out" / exported.file


def changed(file, was, made, part="word/document.xml"):
    held = looking.parts(file)
    assert was.encode() in held[part]
    file.write_bytes(pack({**held, part: held[part].replace(was.encode(), made.encode(), 1)}))


def test_a_file_as_it_was_written(caseload, written):
    record, file = written
    checked = caseload.files.check(file)
    assert (checked.record, checked.version, checked.audience) == (record.id, 1, "council")
    assert checked.same and checked.untouched and checked.differences == ()
    assert checked.says.startswith("Exactly as it stands in the record") and "nobody has changed it" in checked.says


def test_saved_again_by_another_program_is_the_same_words(caseload, written):
    _, file = written
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(file.with_name("again.docx"), "w") as again:
        for entry in archive.infolist():
            data = archive.read(entry)
            if entry.filename == "word/document.xml":
                data = re.sub(
                    rb"<w:t xml:space=\"preserve\">(\w{4})",
                    rb'<w:t>\1</w:t></w:r><w:r><w:t xml:space="preserve">',
                    data,
                )
            if entry.filename != "docProps/custom.xml":
                again.writestr(entry.filename, data)
    checked = caseload.files.check(file.with_name("again.docx"))
    assert checked.same and not checked.untouched, checked.differences


def test_each_changed_answer_is_named_with_both_texts(caseload, written):
    record, file = written
    said = ORDINARY["role_narrative"]
    changed(file, said, "Nothing much")
    checked = caseload.files.check(file)
    assert not checked.same and not checked.untouched
    (one,) = checked.differences
    assert one.label == caseload.records.form(record).question["role_narrative"].label
    assert (one.record, one.file) == (said, "Nothing much")
    assert checked.says == "One thing differs from what stands in the record."


def test_words_put_in_and_taken_out_are_told(caseload, written):
    _, file = written
    changed(file, "<w:sectPr>", "<w:p><w:r><w:t>And pay her more</w:t></w:r></w:p><w:sectPr>")
    assert [(one.record, one.file) for one in caseload.files.check(file).differences] == [("", "And pay her more")]
    held = looking.parts(file)
    row = re.search(
        rb"<w:tr>(?:(?!</w:tr>).)*" + ORDINARY["role_narrative"].encode() + rb".*?</w:tr>", held["word/document.xml"]
    )
    assert row
    changed(file, row[0].decode(), "")
    assert [one.file for one in caseload.files.check(file).differences] == ["", "And pay her more"]


def test_an_answer_given_after_it_is_told(caseload, written):
    record, file = written
    caseload.records.answer(record, "role_narrative", "Much more than before").saved.result()
    (one,) = caseload.files.check(file).differences
    assert one.record == "Much more than before" and one.file == ORDINARY["role_narrative"]


def test_a_copy_is_compared_with_the_same_copy(caseload, written, tmp_path):
    record, _ = written
    exported = caseload.exports.write(record, tmp_path / "out", "carer")
    checked = caseload.files.check(tmp_path / "out" / exported.file)
    assert checked.same and checked.audience == "carer" and "made for the carer" in checked.says


LATER = {
    "carer_mosaic_id": "M7654321", "carer_agree": "agree", "copies_how": "hand", "copies_date": "2026-11-22",
    "carer_sign": {"name": "Bill Example", "mode": "verbal", "on": "2026-11-22"},
}  # fmt: skip


def test_what_is_recorded_after_a_file_was_made_is_no_fault_of_the_file(path, fixed_clock, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    team = Team(path, fixed_clock, MIA)
    record = team.sent()
    team(MIA).moves.make(team.again(record), "authorise", With())
    team.later(hours=1)
    sam = team(SAM)
    record = sam.moves.give_facts(team.again(record), {"carer_mosaic_id": "M1234567"})
    Path("out").mkdir()
    made = sam.exports.write(record, Path("out"))
    assert made.folder == str(tmp_path / "out"), "as it was typed it would mean another place tomorrow"
    file = tmp_path / "out" / made.file
    assert sam.files.check(file).since == ()
    team.later(hours=1)
    sam.moves.give_facts(team.again(record), LATER)
    checked = sam.files.check(file)
    assert checked.same and checked.untouched and checked.differences == ()
    assert "Mosaic ID" in checked.since
    assert f"nobody has changed it. {len(checked.since)} things have been recorded since." in checked.says
    changed(file, ORDINARY["role_narrative"], "Nothing much")
    touched = sam.files.check(file)
    assert [one.file for one in touched.differences] == ["Nothing much"] and touched.since == checked.since
    assert not touched.same and touched.says.startswith("One thing was changed in the file.")
    team.open.close()


def test_a_pdf_is_told_to_be_none_that_can_be_checked(caseload, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    with pytest.raises(Refused, match="only Word files can be checked") as refused:
        caseload.files.check(tmp_path / "a.pdf")
    assert refused.value.mend == "Choose the Word file (.docx)."


def test_a_file_of_another_kind_of_record_or_of_none(caseload, written, tmp_path):
    _, file = written
    shutil.copy(TEMPLATES / "house.docx", tmp_path / "house.docx")
    with pytest.raises(Refused, match="does not say which record"):
        caseload.files.check(tmp_path / "house.docx")
    changed(file, caseload.records.all()[0].reference, "ZZZZ9999", "docProps/custom.xml")
    with pytest.raises(Refused, match="no record “ZZZZ9999”"):
        caseload.files.check(file)


def test_files_outside_are_listed_until_they_are_gone(caseload, written):
    record, file = written
    (one,) = caseload.files.outside()
    assert (one.reference, one.there, one.place, one.file.audience) == (record.reference, "yes", "own", "council")
    held = file.read_bytes()
    file.write_bytes(held + b" ")
    assert caseload.files.outside()[0].there == "changed"
    with pytest.raises(Refused, match="Somebody has written in this file"):
        caseload.files.delete(one)
    file.write_bytes(held)
    caseload.files.delete(one)
    assert not file.exists() and caseload.files.outside()[0].there == "gone"
    shutil.rmtree(file.parent)
    assert caseload.files.outside()[0].there == "unknown"
    with pytest.raises(Refused, match="cannot be reached"):
        caseload.files.delete(one)


def test_the_newest_file_comes_first_and_only_of_records_one_may_see(caseload, written, tmp_path):
    record, _ = written
    later = replace(caseload.exports.write(record, tmp_path / "out", "purchase"), number=2)
    assert [one.file.audience for one in caseload.files.outside()] == ["purchase", "council"]
    assert caseload.files.outside()[0].file == later


@pytest.mark.parametrize(("folder", "word"), [
    ("/home/sam/OneDrive - Council", "copies itself"), ("/media/sam/STICK", "on a stick"), ("/home/sam/Documents", ""),
])  # fmt: skip
def test_what_kind_of_folder_it_is_is_said_before(caseload, folder, word):
    said = caseload.files.beware(Path(folder))
    assert word in said and bool(said) is bool(word)
