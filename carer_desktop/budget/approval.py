"""When a table may be used for real carers: it proves itself, and somebody else than its author says so."""

from __future__ import annotations

from collections.abc import Sequence

from carer_desktop.budget.check import look_over
from carer_desktop.budget.fits import fits
from carer_desktop.budget.reading import Reader
from carer_desktop.budget.table import Table
from carer_desktop.errors import Refused
from carer_desktop.forms.question import Form
from carer_desktop.text import one_line

MADE_UP = "This table is marked illustrative and cannot be approved"
_ON_PAPER = "on paper by "


def may_be_approved(table: Table, by: str, forms: Sequence[Form], where: str = "") -> None:
    """Refused, with the reason and the mend, where *by* may not approve the table for one of the forms."""
    where = where or table.name
    may_be_kept(table, where)
    if not one_line(by):
        raise Refused("A table needs the name of who approved it", where)
    if not table.author:
        raise Refused("The table does not say who wrote it", where, 'Write author = "…": somebody else approves it.')
    not_by_its_author(table, by, where)
    if not table.examples:
        mend = "Write at least one [[example]] with its answers and the amount they must give."
        raise Refused("The table has no worked example to prove it", where, mend)
    must_fit(table, forms, where)


def not_by_its_author(table: Table, by: str, where: str = "") -> None:
    """Refused where *by* wrote the table."""
    if same_name(by, table.author):
        what = f"{table.author} wrote this table and cannot approve it"
        raise Refused(what, where or table.name, "Somebody else has to.")


def must_fit(table: Table, forms: Sequence[Form], where: str = "") -> None:
    """Refused where the table looks at something that none of the forms asks as a choice, a number or a date."""
    unfit = [[one for one in fits(table, form, where) if one.kind == "error"] for form in forms]
    wrong = min(unfit, key=len, default=[])
    if wrong:
        raise Refused(wrong[0].what, f"{where or table.name}, {wrong[0].key}", wrong[0].mend)


def may_be_kept(table: Table, where: str = "") -> None:
    """Refused for made-up figures, and for a table that is not what its own worked examples say it is.

    Both stay out of a vault, approved or not.
    """
    where = where or table.name
    if table.illustrative:
        raise Refused(MADE_UP, where, "Load a table your council approved.")
    reader = Reader(where)
    look_over(table, reader)
    wrong = [one for one in reader.findings if one.kind == "error"]
    if wrong:
        raise Refused(wrong[0].what, f"{where}, {wrong[0].key}", wrong[0].mend)


def on_paper(by: str, entered_by: str) -> str:
    """An approval given outside the vault, as it is kept with its table: never the plain name of a person.

    >>> on_paper("Dana  Example, Finance", "Mia Example")
    'on paper by Dana Example, Finance, entered by Mia Example'
    """
    return f"{_ON_PAPER}{one_line(by)}, entered by {entered_by}"


def by_words(approved_by: str) -> str:
    """Who approved a table, from what is kept with it, to follow “approved”.

    >>> by_words("Mia Example"), by_words(on_paper("Dana Example", "Mia Example"))
    ('by Mia Example', 'on paper by Dana Example, entered by Mia Example')
    """
    return approved_by if approved_by.startswith(_ON_PAPER) else f"by {approved_by}"


def same_name(one: str, other: str) -> bool:
    """Whether both are one person's name, whatever follows a comma.

    >>> same_name("mia  EXAMPLE, Head of Service", "Mia Example")
    True
    """
    return _name(one) == _name(other)


def _name(person: str) -> str:
    """The name alone: what follows a comma is what the person does."""
    return one_line(person).partition(",")[0].strip().casefold()
