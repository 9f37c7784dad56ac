"""What makes a passphrase good enough, in words; and four words drawn by chance, which is what we offer.

Four words from a list of *n* are `4 * log2(n)` bits: some 45 for ours. A guess at the derivation a vault is made
with costs a strong graphics card about a millisecond, so trying half of them takes it several hundred years.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import cache
from itertools import pairwise

from carer_desktop.errors import Refused
from carer_desktop.paths import RESOURCES

LEAST_CHARACTERS = 15
WORDS = 4
_LEAST_DIFFERENT = 6
_LEAST_OF_ONES_OWN = 9
_LONG = 24
# What everybody would try first here: the words on the door, and the first lines of every list of leaked passwords.
_TRIED_FIRST = (
    "password", "passphrase", "passwort", "passcode", "letmein", "welcome", "secret", "changeme", "default",
    "administrator", "admin", "administer", "manager", "keeper", "assessor", "authoriser", "practitioner",
    "carers", "carer", "caring", "care", "desktop", "vault", "conversation", "assessment", "review", "social",
    "worker", "council", "borough", "camden", "london", "mosaic", "nhs", "trust", "team", "laptop", "login",
    "qwertyuiop", "qwerty", "asdfghjkl", "asdfgh", "zxcvbnm", "iloveyou", "princess", "sunshine", "football",
    "liverpool", "arsenal", "chelsea", "dragon", "monkey", "abc", "test", "demo", "example", "hello", "master",
    "summer", "winter", "autumn", "spring", "monday", "friday", "january", "england", "the", "and", "my", "is", "our",
)  # fmt: skip


def generated_words(number: int = WORDS) -> str:
    """Four different words of our list (or another *number*), drawn by chance, with spaces between them."""
    listed = sorted(words())
    draws = iter(lambda: " ".join(secrets.SystemRandom().sample(listed, number)), "")
    return next(drawn for drawn in draws if not _weakness(drawn, ""))


@cache
def words() -> frozenset[str]:
    """The list that words are drawn from: short, plain, none twice."""
    return frozenset((RESOURCES / "words" / "passphrase.txt").read_text(encoding="utf-8").split())


def check_passphrase(passphrase: str, name: str = "") -> None:
    """Refused, in words, for a passphrase that is too easy to guess for whoever is called *name*.

    Good is what has at least 15 characters and is not made of repetition, of a run such as 12345, of the person's
    name, or of words that everybody would try first; our four words always are. There is no longest.
    """
    weak = _weakness(unicodedata.normalize("NFKC", passphrase), name)
    if weak:
        raise Refused(
            weak, mend="Use four words that have nothing to do with each other, or let the program draw them."
        )


def strength(passphrase: str, name: str = "") -> str:
    """How good a passphrase is, in one line, while it is being typed.

    >>> strength("short")
    'Too short: 5 of at least 15 characters'
    """
    text = unicodedata.normalize("NFKC", passphrase)
    if not text:
        return f"At least {LEAST_CHARACTERS} characters, or four words"
    weak = _weakness(text, name)
    if weak:
        return weak
    if len(text) >= _LONG or len(words().intersection(re.split(r"[\s\-]+", text.casefold()))) >= WORDS:
        return "Strong"
    return "Good enough; a longer one is stronger"


def _weakness(text: str, name: str) -> str:
    """What is wrong with a passphrase, in words; empty if nothing is."""
    if len(text) < LEAST_CHARACTERS:
        return f"Too short: {len(text)} of at least {LEAST_CHARACTERS} characters"
    folded = text.casefold()
    if len(set(folded)) < _LEAST_DIFFERENT:
        return "Too easy to guess: the same few characters again and again"
    if _of_its_own(folded, name) < _LEAST_OF_ONES_OWN:
        return "Too easy to guess: made of a name, a run or words that everybody tries first"
    return ""


def _of_its_own(folded: str, name: str) -> int:
    """How many letters and digits are left when names, common words, repetition and runs are taken out."""
    rest = folded
    parts = [part for part in re.split(r"\W+", name.casefold()) if len(part) > 1]
    for known in sorted((*_TRIED_FIRST, *parts), key=len, reverse=True):
        rest = rest.replace(known, " ")
    rest = re.sub(r"(\w{1,20}?)\1+", r"\1", re.sub(r"[\W_]+", "", rest))
    return sum(1 for before, after in pairwise(rest) if abs(ord(after) - ord(before)) > 1) + bool(rest)
