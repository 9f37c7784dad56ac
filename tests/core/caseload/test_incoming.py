"""What comes back in: the answers a council's file carries, somebody else's form, and what is refused or said."""

import json
import random
import zipfile

import pytest

from carer_desktop.documents.carried import PART, carried_in
from carer_desktop.documents.received import received
from carer_desktop.errors import Refused
from carer_desktop.forms import library
from carer_desktop.records.found import Found
from carer_desktop.sealing.canonical import canonical_bytes
from tests.core.documents.pdf.test_filled import fill
from tests.core.documents.pdf.test_paper import paper
from tests.core.documents.wordfile import form_of_somebody_else, word_file
from tests.core.packs.packs import DEMOS, case_of

AWKWARD = (
    "Tom & Jerry <b>“quoted”</b> {{ name }} {% if x %} =cmd|' /C calc'!A0",
    "two\nlines\n\nand a gap\n- a bullet\n- another\ttabbed",
    "שלום עולם 👩‍👩‍👧 e\u0301 naïve\u00a0hard\u2011hyphen",
    "]]> &amp; &#0; <!ENTITY x SYSTEM 'file:///etc/passwd'> \\u0000",
    " leading and trailing  ",
    "Z" * 300,
    "null", "0", "{}", "[]", '{"typed": "x"}',
    "long " * 2_000,
)  # fmt: skip
TYPED = ("text", "long_text", "name")


def answered(question, chance):
    """An answer of its own kind, in awkward words."""
    kinds = {
        "date": "2026-11-01", "money": "77.00", "whole": 3, "decimal": "3.5", "phone": "020 7946 0000",
        "email": "ann@example.org", "postcode": "NW1 2DB", "nhs_number": "9990000018",
        "signature": {"name": "Ann <Example> & co", "mode": "typed", "on": "2026-11-01"},
    }  # fmt: skip
    if question.type in TYPED:
        return chance.choice(AWKWARD)
    if question.type == "choice":
        return chance.choice([one.id for one in question.choices]) if question.choices else None
    if question.type == "choices":
        alone = {one.id for one in question.choices if one.alone}
        return chance.sample(sorted({one.id for one in question.choices} - alone), 1) if question.choices else None
    if question.type == "grid":
        return {row.id: chance.choice(question.choices).id for row in question.rows[:3]}
    if question.type == "list":
        rows = [{c.id: answered(c, chance) for c in question.columns if c.answerable} for _ in range(2)]
        return [{name: cell for name, cell in row.items() if cell is not None} for row in rows]
    return kinds.get(question.type)


def awkward_answers(form, seed):
    """Everything a person can answer in a form, in awkward words; it goes ahead, so that most of it is asked."""
    chance = random.Random(seed)
    found = {
        question.id: answered(question, chance)
        for section in form.sections
        for question in section.questions
        if question.answerable and not section.by_moves and question.id != "declined"
    }
    found[form.date_question] = "2026-11-18"
    return {name: value for name, value in found.items() if value is not None}


def without_ids(answers):
    return {
        name: [{key: cell for key, cell in row.items() if key != "id"} for row in plain]
        if isinstance(plain, list) and plain and isinstance(plain[0], dict)
        else plain
        for name, plain in answers.items()
    }


def carried(file):
    """The answers a file carries; there are some."""
    held = carried_in(received(file))
    assert held is not None
    return held


def exported(caseload, form, answers, folder, audience="council"):
    record = caseload.records.fill(form, answers, known=False).assessment
    return record, folder / caseload.exports.write(record, folder, audience).file


def everything(incoming):
    return [number for number, row in enumerate(incoming.rows) if row.may_be_taken]


@pytest.mark.parametrize("name", library.FORMS)
def test_what_goes_out_comes_back_in_the_same(caseload, tmp_path, name):
    form = library.find(name)
    record, file = exported(caseload, name, awkward_answers(form, 8), tmp_path)
    held = carried(file)
    private = {q.id for section in form.sections if section.private for q in section.questions}
    shown = caseload.records.findings(record).shown
    asked = {one for one in record.answers if one in shown} - private
    assert held.whole and held.reference == record.reference
    assert set(held.answers) == asked and len(asked) > 60

    incoming = caseload.incoming.look(file)
    assert incoming.kind == "answers" and incoming.form.id == name and incoming.reference == record.reference
    assert all(row.offered for row in incoming.rows)
    taken = caseload.incoming.take(incoming, everything(incoming)).assessment
    assert taken.id != record.id and taken.stage == "draft"
    assert without_ids(taken.answers) == without_ids(held.answers)
    assert caseload.records.open(taken.id).answers == taken.answers
    again, second = caseload.records.open(taken.id), tmp_path / "again"
    second.mkdir()
    file = second / caseload.exports.write(again, second).file
    assert without_ids(carried(file).answers) == without_ids(held.answers)
    assert caseload.jottings.of(taken.id) == ()


def test_only_the_councils_file_carries_answers_and_nothing_hidden_or_private(caseload, tmp_path):
    answers = {
        "carer_first": "Ann", "told_start": ["info"], "copies": ["carer"], "conv_date": "2026-11-18",
        "ethnicity": "w1", "cf": [{"name": "Bob Example", "consent": "no"}],
    }  # fmt: skip
    form = library.find("carer_conversation")
    answers = {name: value for name, value in answers.items() if name in form.question}
    record, file = exported(caseload, "carer_conversation", answers, tmp_path)
    shown = caseload.records.findings(record).shown
    part = received(file)[PART].decode()
    for section in form.sections:
        for question in section.questions:
            if section.private or question.id not in shown:
                assert f'"{question.id}":' not in part
    copy = tmp_path / caseload.exports.write(record, tmp_path, "carer").file
    purchase = tmp_path / caseload.exports.write(record, tmp_path, "purchase").file
    for other in (copy, purchase):
        with zipfile.ZipFile(other) as archive:
            assert not [name for name in archive.namelist() if name.startswith("customXml")]
        assert carried_in(received(other)) is None
    assert any("not the council" in one for one in caseload.incoming.look(copy).warnings)


def doctored(file, change):
    """The same file with the text of its answers changed."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[PART] = change(parts[PART])
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file


ORDINARY = {"carer_first": "Ann", "carer_last": "Example", "conv_date": "2026-11-18", "contact_safe": "yes"}


@pytest.fixture
def ordinary(caseload, tmp_path):
    return exported(caseload, "carer_conversation", ORDINARY, tmp_path)[1]


def test_answers_changed_by_hand_are_told_and_none_is_ticked(caseload, ordinary):
    incoming = caseload.incoming.look(doctored(ordinary, lambda data: data.replace(b"Ann", b"Bea")))
    assert "changed them by hand" in incoming.warnings[0] and len(incoming.warnings) == 2
    assert not any(row.offered for row in incoming.rows)
    assert "Bea" in [line.words for row in incoming.rows for line in row.lines]


def test_what_somebody_wrote_on_the_pages_stands_beside_the_answer_and_is_not_ticked(caseload, ordinary):
    with zipfile.ZipFile(ordinary) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changed = parts["word/document.xml"].replace(b">Example<", b">Sample<")
    assert changed != parts["word/document.xml"]
    with zipfile.ZipFile(ordinary, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, "word/document.xml": changed}.items():
            archive.writestr(name, data)
    incoming = caseload.incoming.look(ordinary)
    assert any("written on the pages" in one for one in incoming.warnings)
    (row,) = [row for row in incoming.rows if not row.offered]
    assert row.lines[0].found.note == "The page says: Sample" and row.lines[0].value == "Example"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"contact_safe":"yes"', '"contact_safe":"whatever"'),
        ('"contact_safe":"yes"', '"contact_safe":["yes"]'),
        ('"contact_safe":"yes"', '"contact_safe":null'),
        ('"contact_safe":"yes"', '"contact_safe":1.5'),
        ('"contact_safe":"yes"', '"no_such_question":{"a":{"b":[1,2]}}'),
        ('"contact_safe":"yes"', '"elig_suggested":"yes"'),
        ('"contact_safe":"yes"', '"decision":"authorise"'),
        ('"contact_safe":"yes"', '"cf":[{"id":"../x","name":"Bob","nope":1},7]'),
        ('"contact_safe":"yes"', '"cf":"none"'),
    ],
)
def test_what_somebody_put_in_by_hand_is_never_taken_as_it_is(caseload, ordinary, old, new):
    incoming = caseload.incoming.look(doctored(ordinary, lambda data: data.replace(old.encode(), new.encode())))
    taken = caseload.incoming.take(incoming, range(len(incoming.rows))).assessment
    assert {name for name in taken.answers if name in ("contact_safe", "no_such_question", "decision")} == set()
    assert taken.answers["carer_first"] == "Ann"
    assert all(len(row["id"]) == 32 for row in taken.answers.get("cf", []))


@pytest.mark.parametrize("text", [b"not json", b"[]", b'{"answers":{}}', b'{"a":' * 5_000])
def test_a_part_that_cannot_be_read_leaves_what_stands_on_the_pages(caseload, ordinary, text):
    def change(data):
        start = data.index(b'">') + 2
        return data[:start] + text + data[data.rindex(b"</") :]

    incoming = caseload.incoming.look(doctored(ordinary, change))
    assert incoming.kind == "word" and "cannot be read" in incoming.warnings[0]
    assert not any(row.offered for row in incoming.rows)
    assert "Example" in [line.words for row in incoming.rows for line in row.lines]


def test_a_conversation_begins_a_review_with_what_it_says_of_the_last_time(caseload, tmp_path):
    demo = next(file for file in DEMOS if case_of(file)[0] == "carer_conversation")
    record, file = exported(caseload, "carer_conversation", case_of(demo)[1]["answers"], tmp_path)
    incoming = caseload.incoming.look(file, "carer_review")
    assert incoming.form.id == "carer_review" and not any(row.offered for row in incoming.rows)
    taken = caseload.incoming.take(incoming, everything(incoming)).assessment
    assert taken.form_id == "carer_review"
    assert taken.answers["last_ref"] == record.reference
    assert taken.answers["last_date"] == record.answers["conv_date"]
    assert "rev_date" not in taken.answers
    assert taken.answers["last_determination"] == record.answers["elig_determination"]
    assert taken.answers["carer_first"] == record.answers["carer_first"]
    notes = "\n".join(one.text for one in caseload.jottings.of(taken.id))
    form = library.find("carer_review")
    for row in incoming.rows:
        if not row.may_be_taken and not any(form.section[q.section].by_moves for q in questions(form, row)):
            assert all(line.found.text in notes for line in row.lines)


def questions(form, row):
    names = [(line.found.question or "").partition("/")[0] for line in row.lines]
    return [form.question[name] for name in names if name in form.question]


def test_rows_of_another_kind_of_file_are_shown_the_same_and_go_into_a_draft(caseload):
    """A filled-in PDF gives the same plain list."""
    form = library.find("carer_conversation")
    record = caseload.records.fill("carer_conversation", {"cf": [{"name": "Bob Example"}]}, known=False).assessment
    found = [
        Found("carer_first", "First name", "Ann"),
        Found("carer_dob", "Date of birth", "1 May 1970"),
        Found("carer_dob_of_none", "What else", "Nothing fits this"),
        Found("cf/1/name", "Name", "Cy Example"),
        Found("cf/2/name", "Name", "Di Example"),
        Found("contact_safe", "Is it safe?", "perhaps"),
        Found(None, "Remarks", "Ring after six"),
    ]
    incoming = caseload.incoming.of("paper.pdf", form, found)
    assert [row.may_be_taken for row in incoming.rows].count(False) == 3
    taken = caseload.incoming.take(incoming, range(len(incoming.rows)), into=record).assessment
    assert taken.id == record.id and taken.answers["carer_dob"] == "1970-05-01"
    assert [row["name"] for row in taken.answers["cf"]] == ["Bob Example", "Cy Example", "Di Example"]
    assert "contact_safe" not in taken.answers
    (note,) = caseload.jottings.of(record.id)
    assert "Ring after six" in note.text and "perhaps" in note.text and "Nothing fits this" in note.text
    with pytest.raises(Refused, match="Nothing was chosen"):
        caseload.incoming.take(incoming, [])


def test_what_a_draft_says_already_stands_beside_what_the_file_says(caseload, ordinary):
    answers = {"carer_first": "Ann", "carer_last": "Sample"}
    draft = caseload.records.fill("carer_conversation", answers, known=False).assessment
    assert draft.id in [card.id for card in caseload.incoming.drafts()]
    incoming = caseload.incoming.look(ordinary, into=draft)
    rows = {row.lines[0].found.question: row for row in incoming.rows}
    assert rows["carer_first"].lines[0].found.note == "The record says the same already"
    assert rows["carer_last"].lines[0].found.note == "The record says now: Sample"
    assert not rows["carer_first"].offered and not rows["carer_last"].offered and rows["contact_safe"].offered
    offered = [number for number, row in enumerate(incoming.rows) if row.offered]
    taken = caseload.incoming.take(incoming, offered, draft).assessment
    assert taken.id == draft.id and taken.answers["carer_last"] == "Sample" and taken.answers["contact_safe"] == "yes"


def test_a_pdf_that_was_filled_in_comes_back_the_same_way(caseload, tmp_path):
    file = tmp_path / "filled.pdf"
    file.write_bytes(fill(paper("ordinary", fillable=True), {"carer_first": "Ann"}))
    incoming = caseload.incoming.look(file)
    assert (incoming.kind, incoming.form.id) == ("form", "carer_conversation")
    assert not incoming.rows[0].offered and not caseload.incoming.is_of_a_record_here(file)
    assert caseload.incoming.take(incoming, everything(incoming)).assessment.answers["carer_first"] == "Ann"
    file.write_bytes(paper("ordinary", fillable=True))
    with pytest.raises(Refused, match="Nobody has filled in"):
        caseload.incoming.look(file)
    (tmp_path / "no.pdf").write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(Refused, match="damaged or cut off"):
        caseload.incoming.look(tmp_path / "no.pdf")


def test_a_form_of_somebody_else_is_matched_by_its_words_and_nothing_is_thrown_away(caseload, tmp_path):
    incoming = caseload.incoming.look(word_file(tmp_path / "old.docx", form_of_somebody_else()))
    assert incoming.kind == "word" and not any(row.offered for row in incoming.rows)
    by_label = {line.found.label: (row, line) for row in incoming.rows for line in row.lines}
    assert by_label["1. First name:"][1].words == "Ann" and by_label["Date of birth"][1].value == "1970-05-01"
    assert by_label["Favourite colour"][1].value is None
    taken = caseload.incoming.take(incoming, everything(incoming)).assessment
    kept = json.dumps(dict(taken.answers), ensure_ascii=False) + "".join(
        one.text for one in caseload.jottings.of(taken.id)
    )
    for words in ("Ann", "Example", "Green", "She said: I cannot sleep", "Ring after six"):
        assert words in kept


def test_nothing_filled_in_is_said(caseload, tmp_path):
    with pytest.raises(Refused, match="Nothing that is filled in"):
        caseload.incoming.look(word_file(tmp_path / "empty.docx", "<w:p/>"))


def test_the_hash_is_of_the_canonical_bytes(ordinary):
    part = received(ordinary)[PART]
    text = part[part.index(b">{") + 1 : part.rindex(b"</")].replace(b"&amp;", b"&")
    assert canonical_bytes(json.loads(text)) == text
    assert carried(ordinary).whole
