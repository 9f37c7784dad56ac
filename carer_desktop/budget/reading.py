"""The strict reader under every budget table: nothing is guessed, and every finding says what, where and the mend."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Literal

from carer_desktop.text import one_line

_ID = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_MONEY = re.compile(r"(?:0|[1-9][0-9]{0,6})\.[0-9]{2}", re.ASCII)
_PERCENT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,4})?", re.ASCII)
MOST = 9_999_999

NONE = "none"
"""What stands for an amount where the scheme gives no figure, which is not £0.00."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a person should mend (error) or look at again (warning) in a table file."""

    file: str
    key: str
    what: str
    mend: str
    kind: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        """One line: the file, the key in it, what is wrong, how to mend it.

        >>> str(Finding("t.toml", "amounts.l1.i0", "There is no amount", "Write it as \\"50.00\\"."))
        't.toml, amounts.l1.i0: There is no amount. Write it as "50.00".'
        """
        place = f"{self.file}, {self.key}" if self.key else self.file
        return f"{place}: {self.what}. {self.mend}"


class Reader:
    """Reads one file's values and gathers what is wrong; after an error it goes on with a stand-in value."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def wrong(self, key: str, what: str, mend: str, kind: Literal["error", "warning"] = "error") -> None:
        """Keep one finding."""
        self.findings.append(Finding(self.file, key, what, mend, kind))

    @property
    def failed(self) -> bool:
        """Whether anything was found that makes the table unusable."""
        return any(finding.kind == "error" for finding in self.findings)

    def known(self, data: Mapping[str, Any], keys: Iterable[str], at: str = "") -> None:
        """Every key must be one of *keys*."""
        names = list(keys)
        for key in data:
            if key not in names:
                near = get_close_matches(key, names, 1)
                mend = f"Did you mean “{near[0]}”?" if near else f"Known here: {', '.join(names)}."
                self.wrong(_under(at, key), f"“{one_line(key)}” is not known here", mend)

    def text(self, data: Mapping[str, Any], key: str, at: str = "", *, needed: bool = True) -> str:
        """Text on one line; empty is only right where it is not needed."""
        value = data.get(key)
        if value is None and not needed:
            return ""
        if not isinstance(value, str) or not one_line(value):
            self.wrong(_under(at, key), "Some text is needed here", f'Write {key} = "…".')
            return ""
        return one_line(value)

    def name(self, data: Mapping[str, Any], key: str, at: str = "") -> str:
        """An id: small letters, digits and underscores, beginning with a letter."""
        text = self.text(data, key, at)
        if text and not _ID.fullmatch(text):
            mend = "Use small letters, digits and underscores, beginning with a letter."
            self.wrong(_under(at, key), f"“{text}” cannot be an id", mend)
        return text

    def flag(self, data: Mapping[str, Any], key: str, at: str = "") -> bool:
        """Yes or no; a flag left out is no."""
        value = data.get(key, False)
        if not isinstance(value, bool):
            mend = f"Write {key} = true or {key} = false, without quotes."
            self.wrong(_under(at, key), "Only yes or no can stand here", mend)
            return False
        return value

    def day(self, data: Mapping[str, Any], key: str, at: str = "") -> date | None:
        """A day, or None where it is left out or cannot be read."""
        value = data.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        mend = f"Write it without quotes and without a time: {key} = 2026-04-01."
        self.wrong(_under(at, key), "A date is needed here", mend)
        return None

    def whole(self, data: Mapping[str, Any], key: str, at: str) -> int:
        """A whole number from nought on."""
        value = data.get(key)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
            self.wrong(_under(at, key), "A whole number is needed here", f"Write it without quotes: {key} = 12.")
            return 0
        return value

    def percent(self, data: Mapping[str, Any], key: str, at: str) -> Decimal:
        """Per cent as text; never a number, which could not be exact."""
        value = data.get(key)
        if isinstance(value, str) and _PERCENT.fullmatch(value):
            return Decimal(value)
        self.wrong(_under(at, key), "Per cent are needed here", f'Write them in quotes, without %: {key} = "1.57".')
        return Decimal(0)

    def money(self, value: Any, at: str) -> Decimal:
        """Pounds as text with two places after the point; never a number, which could not be exact."""
        if isinstance(value, str) and _MONEY.fullmatch(value):
            return Decimal(value)
        if value is None:
            self.wrong(at, "An amount of money is needed here", 'Write pounds and pence in quotes: "150.00".')
            return Decimal("0.00")
        shown = f"“{one_line(value)[:60]}”" if isinstance(value, str) else _told(value)
        mend = 'Write pounds and pence in quotes, with a point and no comma or £: "150.00".'
        self.wrong(at, f"{shown} is not an amount of money", mend)
        return Decimal("0.00")

    def amount(self, value: Any, at: str) -> Decimal | None:
        """The same, or None for "none": the scheme gives no figure here, which is not £0.00."""
        return None if value == NONE else self.money(value, at)

    def tables(self, data: Mapping[str, Any], key: str, at: str = "") -> list[Mapping[str, Any]]:
        """A list of tables (`[[axis]]`, or `levels = [{…}]`)."""
        value = data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            mend = "Write it as in the table that comes with the program."
            self.wrong(_under(at, key), "A list of tables is needed here", mend)
            return []
        return value

    def table(self, data: Mapping[str, Any], key: str, at: str = "") -> Mapping[str, Any]:
        """One table (`[amounts]`, or `l1 = {…}`)."""
        value = data.get(key)
        if not isinstance(value, dict):
            self.wrong(
                _under(at, key), "A table of amounts is needed here", f"Write {key} = {{ … }}, a name for every level."
            )
            return {}
        return value


def _told(value: Any) -> str:
    """A value that is no text, in a few words."""
    try:
        return one_line(str(value))[:60]
    except ValueError:
        return "A number of thousands of digits"


def _under(at: str, key: str) -> str:
    return f"{at}.{key}" if at else key
