"""The headless door handing over: files whole or not at all, and a sentence for every place that will not take them."""

import hashlib
import os
import subprocess
from pathlib import Path

import pytest
from docx import Document

from carer_desktop.documents.pdf.readback import folded
from carer_desktop.store import manifest
from tests.core.documents.pdf.looking import words
from tests.core.test_cli import refused
from tests.core.test_cli_records import ORDINARY


@pytest.fixture
def filled(vault):
    """A door with one record behind it."""
    vault.id = vault.filled(ORDINARY)
    return vault


def test_export_writes_a_draft_with_its_mark_and_says_what_it_wrote(filled):
    to = filled.out
    ran = filled.at("export", filled.id, "--to", to, "--json")
    assert ran.code == 0 and ran.err == "" and ran.json["failed"] == []
    (one,) = ran.json["written"]
    assert set(one) == {"id", "file", "audience", "format", "sha256"}
    assert (one["id"], one["audience"], one["format"]) == (filled.id, "council", "docx")
    (file,) = to.iterdir()
    assert one["file"] == str(file) and file.name.endswith("v1 draft.docx") and "Bill" not in file.name
    assert one["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    text = "\n".join(cell.text for table in Document(str(file)).tables for row in table.rows for cell in row.cells)
    assert ORDINARY["role_narrative"] in text
    assert filled.show(filled.id)["stage"] == "draft", "it stays where it is"


def test_a_second_file_never_takes_the_place_of_the_first(filled):
    to = filled.out
    first, second = (filled.at("export", filled.id, "--to", to).out.strip() for _ in range(2))
    assert first != second and len(list(to.iterdir())) == 2


def test_export_goes_on_after_what_failed_and_ends_1(filled):
    other = filled.filled({"carer_first": "Cy"}, form="carer_review")
    to = filled.out
    ran = filled.at("export", filled.id, "unknown", other, "--to", to, "--json")
    assert ran.code == 1 and [one["id"] for one in ran.json["written"]] == [filled.id, other]
    (failed,) = ran.json["failed"]
    assert failed["id"] == "unknown" and "There is no record" in failed["why"]
    assert ran.err.startswith("unknown: There is no record") and ran.err.count("\n") == 1
    assert len(list(to.iterdir())) == 2


def test_a_kind_or_a_reader_that_cannot_be_served_is_named(filled):
    to = filled.out
    ran = filled.at("export", filled.id, "--to", to, "--format", "docx,odt", "--json")
    refused(ran, "“odt” cannot be made. Choose docx or pdf or txt.")
    assert filled.at("export", filled.id, "--to", to, "--audience", "neighbour").code == 2
    ran = filled.at("export", filled.id, "--to", to, "--audience", "cared-for", "--json")
    assert ran.code == 1 and ran.json["written"] == []
    assert "Nothing is ticked" in ran.json["failed"][0]["why"]
    assert not list(to.iterdir()), "nothing is written of what was refused"
    inside = manifest.folder_of(filled.vault) / "out"
    for own in (inside, inside.parent):
        refused(filled.at("export", filled.id, "--to", own), "This is the folder of the backups", str(own))
    assert not inside.exists()


def test_a_word_file_a_pdf_and_a_text_say_the_same(filled):
    ran = filled.at(
        "export", filled.id, "--to", filled.out, "--format", "docx,pdf,txt", "--audience", "carer", "--json"
    )
    assert ran.code == 0 and [one["format"] for one in ran.json["written"]] == ["docx", "pdf", "txt"]
    word, pdf, plain = (Path(one["file"]) for one in ran.json["written"])
    assert ORDINARY["role_narrative"] in plain.read_text("utf-8-sig")
    assert word.stem == pdf.stem and pdf.name.endswith("carer copy draft.pdf")
    said = folded(words(pdf.read_bytes()))
    cells = [cell.text for table in Document(str(word)).tables for row in table.rows for cell in row.cells]
    assert folded(ORDINARY["role_narrative"]) in said
    assert not [line for cell in cells for line in cell.split("\n") if folded(line) not in said]


def test_what_a_pdf_shows_by_name_is_said(vault):
    id = vault.filled({**ORDINARY, "role_narrative": "Tea \N{HOT BEVERAGE} at four"})
    ran = vault.at("export", id, "--to", vault.out, "--format", "pdf")
    file, said = ran.out.splitlines()
    assert ran.code == 0 and said == "  not in the font, so by their names: \N{HOT BEVERAGE}"
    assert "Tea [HOT BEVERAGE] at four" in words(Path(file).read_bytes())


def test_paper_is_written_without_a_vault(door):
    ran = door.run("paper", "--to", door.folder, "--kind", "fill", "--style", "easy-read")
    assert ran.code == 0 and Path(ran.out.strip()).name == "Carer Conversation to fill in Easy Read.pdf"
    assert Path(ran.out.strip()).read_bytes().startswith(b"%PDF-1.7")
    gone = door.run("paper", "--to", door.folder / "gone")
    assert gone.code == 1 and gone.err.startswith("The folder “gone” is not there")
    assert door.run("paper", "--to", door.folder, "--kind", "poster").code == 2


@pytest.mark.parametrize(("audience", "ending"), [
    ("carer", "carer copy draft.docx"), ("purchase", "purchase draft.docx"),
    ("safeguarding", "safeguarding annex draft.docx"),
    ("cared-for", "cared-for person copy draft.docx"),
])  # fmt: skip
def test_each_reader_has_a_file_of_their_own(vault, audience, ending):
    answers = {"copies": ["carer", "cared_for"], "copy_cared_for": ["start"], "role_narrative": "Words of the carer"}
    vault.id = vault.filled({**ORDINARY, **answers})
    ran = vault.at("export", vault.id, "--to", vault.out, "--audience", audience, "--json")
    (one,) = ran.json["written"]
    assert ran.code == 0 and one["audience"] == audience and one["file"].endswith(ending)
    opened = Document(one["file"])
    text = "\n".join(cell.text for table in opened.tables for row in table.rows for cell in row.cells)
    assert ("Words of the carer" in text) is (audience == "carer")
    assert opened.core_properties.author == opened.core_properties.last_modified_by == "Carer Desktop"


def test_the_folder_that_is_named_is_made_and_no_way_of_folders(filled):
    (written,) = filled.at("export", filled.id, "--to", filled.folder / "new", "--json").json["written"]
    assert written["file"].startswith(str(filled.folder / "new"))
    to = filled.folder / "no" / "pe"
    ran = filled.at("export", filled.id, "--to", to)
    assert (ran.code, ran.out) == (1, "") and ran.err.count("\n") == 1
    assert f"There is no such folder ({to}). Make it first, or choose another." in ran.err
    assert not to.exists()


def test_a_target_that_is_a_file(filled):
    target = filled.file("out", "precious")
    ran = filled.at("export", filled.id, "--to", target, "--json")
    assert ran.code == 1 and "a file and not a folder" in ran.json["failed"][0]["why"]
    ran = filled.at("export", filled.id, "--to", target / "below", "--json")
    assert ran.code == 1 and ran.json["failed"][0]["why"]
    assert target.read_text("utf-8") == "precious"


@pytest.fixture
def read_only(tmp_path):
    """A folder nobody can write into, root neither."""
    folder = tmp_path / "read-only"
    folder.mkdir()
    if os.geteuid() == 0:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "ro,size=64k", "none", folder], check=True)
        yield folder
        subprocess.run(["umount", folder], check=True)
    else:
        folder.chmod(0o500)
        yield folder
        folder.chmod(0o700)


def test_a_read_only_folder(filled, read_only):
    for to in (read_only, read_only / "new"):
        ran = filled.at("export", filled.id, "--to", to, "--json")
        assert ran.code == 1 and ran.json["written"] == []
        assert str(read_only.name) in ran.json["failed"][0]["why"] and "folder" in ran.json["failed"][0]["why"]
    assert list(read_only.iterdir()) == []


def test_no_vault_is_made_in_a_read_only_folder(door, read_only):
    given = ("--person", "Sam Example", "--passphrase-file", door.passphrase)
    refused(door.run("vault", "create", "--vault", read_only / "a.vault", *given), "can only be read")
    assert list(read_only.iterdir()) == []


def test_hard_texts_reach_the_document_whole(vault):
    said = "Tom & Jerry <b>bold</b> {{ name }} 👩‍👩‍👧 أمي تعبانة اليوم"
    id = vault.filled({**ORDINARY, "role_narrative": said})
    file = vault.at("export", id, "--to", vault.out).out.strip()
    text = "\n".join(cell.text for table in Document(file).tables for row in table.rows for cell in row.cells)
    assert said in text


def test_a_file_is_checked_against_its_record(filled):
    file = filled.at("export", filled.id, "--to", filled.out).out.strip()
    ran = filled.at("check-file", file, "--json")
    assert ran.code == 0 and ran.json["same"] and ran.json["untouched"] and ran.json["differences"] == []
    assert (ran.json["id"], ran.json["version"], ran.json["audience"]) == (filled.id, 1, "council")
    filled.filled({"role_narrative": "Else"}, id=filled.id)
    ran = filled.at("check-file", file)
    assert ran.code == 1 and "differ" in ran.out and "in the record: Else" in ran.out
    refused(filled.at("check-file", filled.file("a.docx", "no Word file")), "not a Word file")
    refused(filled.at("check-file", filled.folder / "none.docx"), "There is no such file")
