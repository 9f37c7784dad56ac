"""What a PDF can show, and how words fall into lines: nothing is lost and nothing is wider than its room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.documents.pdf.letters import BOLD, PLAIN, not_had, shown, width, wrap

PRINTED = "Zoë Nguyễn-Łukasz Şule £12.50 – “quoted” ½ → Αθήνα Київ"


def test_letters_of_european_names_are_shown_as_they_are() -> None:
    assert shown(PRINTED) == PRINTED
    assert not_had(PRINTED) == set()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tea \N{HOT BEVERAGE}", "tea [HOT BEVERAGE]"),
        ("\N{GRINNING FACE}", "[GRINNING FACE]"),
        ("\N{ARABIC LETTER MEEM}", "[ARABIC LETTER MEEM]"),
        ("\N{HEBREW LETTER ALEF}", "[HEBREW LETTER ALEF]"),
        ("\N{BENGALI LETTER AA}", "[BENGALI LETTER AA]"),
        ("\ue000", "[U+E000]"),
        ("\U0010fffd", "[U+10FFFD]"),
    ],
)
def test_what_the_font_cannot_show_stands_there_by_its_name(text: str, said: str) -> None:
    assert shown(text) == said
    assert not_had(text) == {sign for sign in text if not sign.isascii()}


@pytest.mark.parametrize("text", ["soft\u00adhyphen", "a\u200db", "a\ufe0fb", "a\ufeffb", "a\x00b"])
def test_what_nobody_sees_is_left_out_and_not_named(text: str) -> None:
    assert shown(text) == "".join(letter for letter in text if letter.isascii() and letter.isprintable())
    assert not not_had(text)


def test_the_same_sign_under_another_number_is_drawn() -> None:
    assert shown("\u2610 word\u2011word") == "\u25a1 word-word"
    assert not not_had("\u2610 word\u2011word")


@given(st.text(max_size=300), st.sampled_from((PLAIN, BOLD)), st.integers(6, 40), st.integers(60, 500))
def test_lines_hold_every_letter_and_fit(text: str, font: str, size: int, most: int) -> None:
    said = shown(text)
    lines = wrap(said, font, size, most)
    assert "".join("".join(lines).split()) == "".join(said.split())
    assert all(width(line.rstrip(" "), font, size) <= most or len(line.strip()) == 1 for line in lines)


def test_a_line_that_ends_between_words_keeps_its_blank() -> None:
    lines = wrap("one two three four five six", PLAIN, 12, 60)
    assert len(lines) > 1 and all(line.endswith(" ") for line in lines[:-1])
    assert "".join(lines) == "one two three four five six"


def test_a_word_wider_than_the_line_goes_on_in_the_next() -> None:
    lines = wrap("x" * 300, PLAIN, 12, 100)
    assert "".join(lines) == "x" * 300 and len(lines) > 10


def test_a_telephone_number_stays_on_one_line() -> None:
    assert wrap(shown("Ring 020 7946 0142"), PLAIN, 12, 90) == ["Ring ", "020\u00a07946\u00a00142"]
