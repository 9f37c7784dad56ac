"""How running text falls into lines: paragraphs, breaks inside them, and bullets for lines that begin with "- "."""

from __future__ import annotations

from dataclasses import dataclass

from carer_desktop.documents.report import NOT_ANSWERED
from carer_desktop.text import clean_text


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph (its newlines are breaks inside it) or one bullet."""

    text: str
    bullet: bool = False


def lines(text: str) -> tuple[Line, ...]:
    """The paragraphs of *text*: an empty line begins a new one, "- " a bullet; empty lines themselves are not kept.

    >>> [(line.text, line.bullet) for line in lines("One\\ntwo\\n\\nThree\\n- first")]
    [('One\\ntwo', False), ('Three', False), ('first', True)]
    """
    found: list[Line] = []
    open_ = False
    for raw in clean_text(text).split("\n"):
        if not raw.strip():
            open_ = False
        elif raw.startswith("- ") and raw[2:].strip():
            found.append(Line(raw[2:], bullet=True))
            open_ = False
        elif open_:
            found[-1] = Line(f"{found[-1].text}\n{raw}")
        else:
            found.append(Line(raw))
            open_ = True
    return tuple(found)


def filled(text: str) -> str:
    """The text of a table cell: an empty cell tells a listener nothing, so it says that there is no answer.

    >>> filled("Yes"), filled(" \\x00")
    ('Yes', 'Not answered')
    """
    return text if lines(text) else NOT_ANSWERED
