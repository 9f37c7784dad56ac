"""The neutral page: what a document says, as frozen values that every writer draws alike; it knows no file format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

ORDINARY, LARGE = 12, 18
"""The size of print of a file, and of one that was asked for in large print, in points."""
SIZES = (12, 14, 16, 18, 20, 24, 28)
"""The sizes that can be chosen."""
BOX = "\u2610"
BLANKS_HEADER = ("To fill in", "Decision")
TICK_ONE = "Tick one"
PAPERS = {
    "white": "", "cream": "#fff7e0", "yellow": "#fffbd1", "blue": "#e6f2fb", "green": "#e7f5e9", "pink": "#fdecef",
}  # fmt: skip
"""The colours of the pages of a PDF; what is black or grey stands out from each as WCAG 2.2 asks at AAA."""
NOT_ANSWERED = "Not answered"
NOT_ASKED = "Not asked"
NOT_YET = "Not answered yet"
NOT_RECORDED = "Not recorded yet"
NOT_IN_COPY = "Not in this copy"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (part), 2 (section) or 3 (one item of a list); *new_page* starts a page.

    *about* says what stands beneath it, for layouts of another order: `section:ID` or `page:NAME`.
    """

    level: Literal[1, 2, 3]
    text: str
    new_page: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that are no answer; a newline starts a new line, "- " a bullet.

    *quote* is somebody's own words, *note* must not be overlooked, *hint* explains. *place* and *label*
    name the question when the words are about one.
    """

    text: str
    kind: Literal["normal", "hint", "note", "quote"] = "normal"
    place: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it is read: *place* is `sleep` or `cf/ITEM/name`, *label* the question as it was asked."""

    place: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Answers:
    """Questions and answers beneath each other, in two columns under a header row."""

    caption: str
    rows: tuple[Answer, ...]
    header: tuple[str, str] = ("Question", "Answer")


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row; every cell is an answer, so that a lost cell is known by its question.

    *money* tables set their last columns of figures to the right.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Answer, ...], ...]
    kind: Literal["list", "grid", "money", "history"] = "list"


@dataclass(frozen=True, slots=True)
class Blank:
    """One line of the decision sheet to be written on; *prompt* stands there until somebody has."""

    label: str
    prompt: str


@dataclass(frozen=True, slots=True)
class DecisionSheet:
    """What a manager without the program fills in: boxes to tick and lines to write on."""

    ticks: tuple[str, ...]
    blanks: tuple[Blank, ...]


Part: TypeAlias = Heading | Paragraph | Answers | Table | DecisionSheet


@dataclass(frozen=True, slots=True)
class Report:
    """One document: its title, a summary, what stands on every page, and its parts in order.

    *facts* say whose record it is and what is asked, *marks* stand in words at the head of every page
    ("DRAFT - not authorised"), *running* says there whose record it is, *footer* which form, record and
    version. *day* is the day of the conversation (the document's own date; never the time of writing, so
    that the same record gives the same bytes). *traces* travel as hidden properties of the file. *points* is the
    size of print, *plain* whether it is in plain style. *answers* are those of the page as canonical bytes, in the
    council's file alone.
    """

    title: str
    subject: str
    facts: tuple[Answer, ...]
    parts: tuple[Part, ...]
    running: str
    footer: str
    day: date
    marks: tuple[str, ...] = ()
    traces: tuple[tuple[str, str], ...] = ()
    language: str = "en-GB"
    facts_header: tuple[str, str] = ("Summary", "This version")
    points: int = ORDINARY
    plain: bool = False
    answers: bytes = b""

    @property
    def large(self) -> bool:
        """Whether it is drawn in large print."""
        return is_large(self.points)


def is_large(points: int) -> bool:
    """Whether print of this size is large: little fits side by side.

    >>> is_large(12), is_large(18)
    (False, True)
    """
    return points >= 16
