"""Places where a line may end in words that are longer than a line: names of files, and of people."""

from __future__ import annotations

import re
from textwrap import wrap

from carer_desktop.text import shortened

MAY_BREAK = "\u200b"
_MOST_OF_A_TIP = 1000
_UNBROKEN = re.compile(r"[^\s/\\_.-]{12}(?=[^\s/\\_.-]{4})|[/\\_.-]+(?=\S)")
_LONG_WORD = re.compile(rf"[^\s{MAY_BREAK}]{{25,}}")


def breakable(text: str) -> str:
    """The same to read, with places in its long words and names where a line may end.

    >>> breakable("In /home/sam").split("\u200b")
    ['In /', 'home/', 'sam']
    """
    return _UNBROKEN.sub(rf"\g<0>{MAY_BREAK}", text)


def foldable(text: str) -> str:
    """The same to read, with such places in words no line holds; every other word stays whole.

    >>> foldable("Ann-Marie"), foldable("Wilhelmina" * 3).split("\u200b")
    ('Ann-Marie', ['WilhelminaWi', 'lhelminaWilh', 'elmina'])
    """
    return _LONG_WORD.sub(lambda word: breakable(word[0]), text)


def tip(text: str, most: int) -> str:
    """What is shown under the mouse where only *most* letters stand on the page; "" where all of them do.

    >>> tip("Ann Example", 60), tip("<b>Ann Example", 10)
    ('', '‹b>Ann Example')
    """
    whole = shortened(text, _MOST_OF_A_TIP).replace("<", "‹")  # nothing is read as markup
    return "\n".join(wrap(whole, 80)) if len(text) > most else ""
