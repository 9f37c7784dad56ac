"""What changed between two versions of the content of a record: question by question, inside a text word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

# A word, or the signs before or behind one, each with the space that follows; space at the very beginning.
_PIECES = re.compile(r"(?:\w(?:\S*\w)?|[^\w\s]+)\s*|\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: the same in both, only before, or only after."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One place whose answer is another now; *words* only where both answers are text."""

    place: str
    before: Any
    after: Any
    words: tuple[Piece, ...] = ()


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Every place that differs, those of the second version in its order, then those that are gone.

    >>> changed({"sleep": "badly at night"}, {"sleep": "badly by day"})[0].words[1:3]
    (Piece(kind='gone', text='at night'), Piece(kind='new', text='by day'))
    """
    old, new = dict(_places(before)), dict(_places(after))
    return tuple(
        Change(place, old.get(place), new.get(place), word_by_word(old.get(place), new.get(place)))
        for place in dict.fromkeys((*new, *old))
        if old.get(place) != new.get(place)
    )


def word_by_word(before: Any, after: Any) -> tuple[Piece, ...]:
    """The two texts as runs of words that stayed, went and came; nothing where one of them is no text.

    A word stays itself whatever follows it: a comma, a line break, or more words.

    >>> [(each.kind, each.text) for each in word_by_word("I am tired", "I am tired, and cross")]
    [('same', 'I am tired'), ('new', ', and cross')]
    """
    if not (isinstance(before, str) and isinstance(after, str)):
        return ()
    one, other = _PIECES.findall(before), _PIECES.findall(after)
    pieces: list[Piece] = []
    words = [each.strip() for each in one], [each.strip() for each in other]
    for tag, a, b, c, d in SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        if tag == "equal":
            for old, new in zip(one[a:b], other[c:d], strict=True):
                _add_same(pieces, old, new)
        else:
            _add(pieces, "gone", "".join(one[a:b]))
            _add(pieces, "new", "".join(other[c:d]))
    return tuple(pieces)


def _add_same(pieces: list[Piece], old: str, new: str) -> None:
    """One word that stayed, and the space behind it where that is another one now."""
    if old == new:
        _add(pieces, "same", old)
        return
    _add(pieces, "same", old.strip())
    _add(pieces, "gone", old[len(old.rstrip()) :])
    _add(pieces, "new", new[len(new.rstrip()) :])


def _add(pieces: list[Piece], kind: str, text: str) -> None:
    """Put text to the pieces; joined to the last one where that is of its kind."""
    if pieces and pieces[-1].kind == kind:
        pieces[-1] = Piece(kind, pieces[-1].text + text)
    elif text:
        pieces.append(Piece(kind, text))


def _places(answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each answer by its place; a list's order is a place of its own."""
    for name, value in answers.items():
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield name, tuple(row["id"] for row in value)
            for row in value:
                yield from ((f"{name}/{row['id']}/{column}", cell) for column, cell in row.items() if column != "id")
        else:
            yield name, value
