"""The words people read for the words the code uses, from one file that a council may change."""

from __future__ import annotations

import tomllib
from functools import cache

from carer_desktop.paths import RESOURCES


@cache
def words() -> dict[str, dict[str, str]]:
    """All words by kind and code word."""
    return tomllib.loads((RESOURCES / "words.toml").read_text("utf-8"))


def say(kind: str, word: str) -> str:
    """What people read for a code word; a word the file does not know is read as it is.

    >>> say("stage", "draft")
    'Draft'
    """
    return words().get(kind, {}).get(word, word)
