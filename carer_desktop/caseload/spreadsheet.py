"""Rows for a spreadsheet as a CSV file that does nothing when it is opened."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """In UTF-8 with its mark, and no cell that a spreadsheet would take for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([_safe(str(cell)) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    """
    >>> _safe("=1+1"), _safe("M1234567")
    ("'=1+1", 'M1234567')
    """
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell
