"""Somebody else's Word form: every way Word has of filling in is read, and matched only where it is plain."""

import pytest

from carer_desktop.documents.foreign import Pair, pairs
from carer_desktop.documents.matching import answer_of, matched
from carer_desktop.documents.received import received
from carer_desktop.forms.question import Choice, Question
from tests.core.documents.wordfile import control, old_box, old_field, p, table, tick, word_file
from tests.core.packs.packs import CONVERSATION


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def line(*inside):
    return f"<w:p>{''.join(inside)}</w:p>"


def read(tmp_path, body, *known):
    return [
        (one.label, one.text)
        for one in pairs(received(word_file(tmp_path / "f.docx", body)), lambda words: words in known)
    ]


STRUCK = "<w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>"
SYMBOL = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
BODIES = {
    "beside in a table": (table((p("Name:"), p("Ann"))), [("Name:", "Ann")]),
    "four cells in a row": (table((p("A"), p("1"), p("B"), p("2"))), [("A", "1"), ("B", "2")]),
    "and in two such rows": (
        table((p("A:"), p("1"), p("B:"), p("2")), (p("C:"), p("3"), p("D:"), p(""))),
        [("A:", "1"), ("B:", "2"), ("C:", "3")],
    ),
    "words split over runs": (table((p("Na|me"), p("A|nn"))), [("Name", "Ann")]),
    "beneath a question": (p("How are you?") + p("Tired.") + p("Very."), [("How are you?", "Tired.\nVery.")]),
    "beneath a heading": (p("Sleep", "Heading2") + p("Badly"), [("Sleep", "Badly")]),
    "in one line": (p("Name: Ann"), [("Name:", "Ann")]),
    "speech is no label": (p("And?") + p("She said: never"), [("And?", "She said: never")]),
    "a control in a line": (line(run("Name: "), control("Ann")), [("Name:", "Ann")]),
    "two in a line": (line(run("A "), control("1"), run(" B "), control("2")), [("A", "1"), ("B", "2")]),
    "a control that shows its hint": (line(run("Name: "), control("Click here", hint=True)), []),
    "a control around paragraphs": (p("Why?") + control("Because", inline=False, tag="why"), [("Why?", "Because")]),
    "a control with a name": (control("Ann", alias="Name", inline=False), [("Name", "Ann")]),
    "a field of Word 97": (table((p("Name"), line(old_field("Ann")))), [("Name", "Ann")]),
    "a field nobody filled in": (table((p("Name"), line(old_field("\u2002\u2002\u2002")))), []),
    "boxes": (p("Copy?") + line(tick(True), run(" Yes "), tick(False), run(" No")), [("Copy?", "Yes")]),
    "boxes of Word 97": (p("Copy?") + line(old_box(False), run(" Yes "), old_box(True), run(" No")), [("Copy?", "No")]),
    "boxes of Wingdings": (p("Copy?") + line(SYMBOL, run(" Yes")), [("Copy?", "Yes")]),
    "typed boxes": (p("Copy?") + p("\u2611 Yes \u25a1 No"), [("Copy?", "Yes")]),
    "none ticked": (p("Copy?") + line(tick(False), run(" Yes "), tick(False), run(" No")), []),
    "words after boxes are kept": (p("Copy?") + line(tick(True), run(" Yes")) + p("Soon."), [("Copy?", "Yes\nSoon.")]),
    "what was struck out is not there": (p("Why?") + STRUCK, [("Why?", "new")]),
    "a table in a table": (table((p("Out"), table((p("Name"), p("Ann"))) + p(""))), [("Out", "Name\nAnn")]),
    "a cell alone in its row": (table((p("Why?") + p("Because"),)), [("Why?", "Because")]),
    "words without a label": (p("Only this"), [("", "Only this")]),
}


@pytest.mark.parametrize("how", BODIES)
def test_however_it_was_filled_in_it_is_found(tmp_path, how):
    body, wanted = BODIES[how]
    assert read(tmp_path, body) == wanted


def test_rows_under_a_header_are_known_by_it(tmp_path):
    header = (
        "<w:tr><w:trPr><w:tblHeader/></w:trPr>"
        + "".join(f"<w:tc>{p(one)}</w:tc>" for one in ("Name", "Age"))
        + "</w:tr>"
    )
    body = (
        p("Who do you care for?") + f"<w:tbl>{header}<w:tr><w:tc>{p('Bob')}</w:tc><w:tc>{p('9')}</w:tc></w:tr></w:tbl>"
    )
    found = pairs(received(word_file(tmp_path / "f.docx", body)), lambda words: False)
    assert [(one.label, one.text, one.table, one.row) for one in found if one.row] == []
    three = (p("Name"), p("Age"), p("Town")), (p("Bob"), p("9"), p("Here"))
    found = pairs(received(word_file(tmp_path / "g.docx", p("Who?") + table(*three))), lambda words: False)
    assert [(one.label, one.text, one.table, one.row) for one in found] == [
        ("Name", "Bob", "Who?", 1), ("Age", "9", "Who?", 1), ("Town", "Here", "Who?", 1),
    ]  # fmt: skip


def places(*found):
    return [(one.question, one.text) for one in matched(CONVERSATION, found)]


def test_words_that_are_alike_are_matched_and_what_is_not_plain_is_not():
    assert places(Pair("Your date of birth", "1/5/1970")) == [("carer_dob", "1/5/1970")]
    assert places(Pair("3. Date of birth (optional):", "1/5/1970")) == [("carer_dob", "1/5/1970")]
    assert places(Pair("Favourite colour", "Green"), Pair("Age", "9"), Pair("", "x")) == [
        (None, "Green"), (None, "9"), (None, "x"),
    ]  # fmt: skip
    two = matched(CONVERSATION, [Pair("First name", "Ann"), Pair("The carer’s first name", "Bea")])
    assert [one.question for one in two] == [None, None] and "Two things" in two[0].note
    same = matched(CONVERSATION, [Pair("First name", "Ann"), Pair("Your first name", "Ann")])
    assert [one.question for one in same] == ["carer_first", "carer_first"]
    assert places(Pair("Anything", "Ann", tag="carer_first")) == [("carer_first", "Ann")]
    assert places(Pair("First name", "Not answered")) == []


CHOICES = (Choice("yes", "Yes"), Choice("no", "No, not now"))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "two\nlines", "two lines"), ("long_text", "two\nlines", "two\nlines"),
        ("date", "1 May 1970", "1970-05-01"),
        ("date", "last spring", None), ("money", "£1,200", "1200.00"), ("whole", "about ten", None),
        ("choice", "no not now", "no"), ("choice", "maybe", None), ("choices", "Yes; No, not now", ["yes", "no"]),
        ("choices", "Yes\nsomething else", None), ("choices", "no, not now", ["no"]), ("grid", "Yes", None),
        ("signature", "Ann", None), ("list", "Ann", None), ("calculated", "3", None),
    ],
)  # fmt: skip
def test_a_text_is_an_answer_only_word_for_word(kind, text, value):
    assert answer_of(Question("q", "q", "s", kind, "Q", choices=CHOICES), text) == value
