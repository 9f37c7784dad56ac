"""What stands in a file that somebody brings in or has checked, before anybody has taken any of it into a record."""

from __future__ import annotations

from dataclasses import dataclass

from carer_desktop.forms.values import Plain


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found in a file: what it is called there, what stands there, and which question it belongs to.

    *question* is `sleep`, or `cf/1/name` for a cell (list, item, column; the item is any name the file gives its rows),
    and None where no question fits. *text* is what stands in the file. *value* is the answer itself where the file
    gives it exactly; None where it has to be read from *text*. *note* says what to look at before it is taken.
    """

    question: str | None
    label: str
    text: str
    value: Plain | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same: what it belongs to, what stands in the record, what stands in the file."""

    label: str
    record: str
    file: str


@dataclass(frozen=True, slots=True)
class Named:
    """What a file says it is: record, version, reader, check code; empty (0) where it does not say.

    *points* is the size of print where one was chosen; *annex*: safeguarding was left to the annex; *template* is the
    hash of a template of the council's own.
    """

    reference: str
    version: int
    audience: str
    check_code: str
    points: int = 0
    annex: bool = False
    template: str = ""
