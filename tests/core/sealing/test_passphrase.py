"""Passphrases: what is refused and in which words, and the words that are drawn."""

from __future__ import annotations

import re

import pytest

from carer_desktop.errors import Refused
from carer_desktop.sealing.passphrase import check_passphrase, generated_words, strength, words

GOOD = ["correct horse battery", "my cat is called Tom", "Zwölf Boxkämpfer jagen", "🙂🙃 long enough to do 7"]
SHORT = ["", "fourteen chars", "               "[:14]]
WEAK = [
    "aaaaaaaaaaaaaaaaaaaa",
    "abcabcabcabcabcabc",
    "123456789012345",
    "abcdefghijklmnopqrst",
    "qwertyuiopasdfghjkl",
    "passwordpassword1",
    "Password Password 2026",
    "Camden-Council-2026",
    "carer's assessment vault",
    "Priya Example 1975",
    "Priya.Example.Priya.Example",
    "pineapplepineapple",
    "spring summer autumn winter",
    "                    ",
]


@pytest.mark.parametrize("passphrase", GOOD)
def test_good_ones_pass(passphrase: str) -> None:
    check_passphrase(passphrase, "Priya Example")
    assert strength(passphrase, "Priya Example") in ("Good enough; a longer one is stronger", "Strong")


@pytest.mark.parametrize("passphrase", SHORT)
def test_short_ones_are_refused_with_their_length(passphrase: str) -> None:
    with pytest.raises(Refused, match=f"Too short: {len(passphrase)} of at least 15"):
        check_passphrase(passphrase)


@pytest.mark.parametrize("passphrase", WEAK)
def test_easy_ones_are_refused_without_repeating_them(passphrase: str) -> None:
    with pytest.raises(Refused, match="Too easy to guess") as refused:
        check_passphrase(passphrase, "Priya Example")
    assert passphrase not in str(refused.value)
    assert strength(passphrase, "Priya Example").startswith("Too easy")


def test_the_same_text_in_another_form_is_the_same_passphrase() -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in "passwordpassword")
    with pytest.raises(Refused, match="Too easy"):
        check_passphrase(wide)


def test_a_very_long_one_is_taken_as_it_is() -> None:
    check_passphrase("one day we went to the sea and " * 400)


def test_drawn_words_are_four_different_ones_of_the_list_and_good() -> None:
    for _ in range(300):
        drawn = generated_words()
        assert len(set(drawn.split())) == 4
        assert words().issuperset(drawn.split())
        check_passphrase(drawn)
        assert strength(drawn) == "Strong"


def test_the_list_is_long_plain_and_short() -> None:
    assert len(words()) >= 2048
    assert all(re.fullmatch("[a-z]{3,9}", word) for word in words())


def test_strength_before_anything_is_typed() -> None:
    assert strength("") == "At least 15 characters, or four words"
