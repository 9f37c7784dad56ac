"""A long answer while it is typed: each state of it kept as what is new since a whole one before.

An answer is saved every moment, and each save is an entry of its own that stays. Kept whole, an hour of typing would
fill the file with a page for every few letters. `+12,5000,0,"more words"` in the place of a value says: the text of
entry 12 up to its 5000th character, these words, and its last 0 characters. Entry 12 is whole, so that no state leans
on more than one other.
"""

from __future__ import annotations

import json

LEAST = 300
"""Characters from which on a text is worth it."""
MOST_NEW = 250
"""With more new characters than that the state is kept whole again, and others may lean on it."""
_MARK = "+"  # no canonical value begins with it


def leans_on(kept: str | None) -> int | None:
    """The sequence number of the whole entry that what is kept leans on; None for a whole one."""
    return int(kept[1:].partition(",")[0]) if kept is not None and kept.startswith(_MARK) else None


def shortened(text: str, whole: str, sequence: int) -> str | None:
    """What is kept of a text in place of it, given the whole text of an entry before; None where little is saved."""
    start = _alike(text, whole)
    end = _alike(text[start:][::-1], whole[start:][::-1])
    new = text[start : len(text) - end]
    if len(text) < LEAST or len(new) > MOST_NEW:
        return None
    return f"{_MARK}{sequence},{start},{end},{json.dumps(new, ensure_ascii=False)}"


def restored(kept: str, whole: str) -> str:
    """The text that *kept* stands for. ValueError where it cannot lean on this one."""
    _, start, end, new = kept[1:].split(",", 3)
    if int(start) + int(end) > len(whole):
        raise ValueError("The entry before is another one")
    return f"{whole[: int(start)]}{json.loads(new)}{whole[len(whole) - int(end) :]}"


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        if one.startswith(other[:middle]):
            least = middle
        else:
            most = middle - 1
    return least
