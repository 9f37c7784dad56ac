"""How to mend a table that is a workbook: the words for a text file, put for whoever looks at a cell."""

from __future__ import annotations

import re

_MONEY = "Write a number from nought on, such as 150 or 150.50."
_FOR_CELLS = (
    (r"Write pounds and pence in quotes.*", _MONEY),
    (r'Write it; "0\.00" where it is nothing\.', "Write it; 0 where it is nothing."),
    (r"Write it without quotes and without a time.*|Write from = 2026.*", "Write a date, such as 2026-04-01."),
    (r"Write it without quotes: .*", "Write a whole number, such as 12."),
    (r"Write them in quotes, without %.*", "Write a number without %, such as 1.57."),
    (r"Write .* = true or .*", "Write yes or no."),
    (r"Write open = true (.*)", r"Write yes in the column “Open” \1"),
    (r'Write .* = "…"\.', "Write it in the cell."),
    (r'Leave it out, or write "£" or "%"\.', "Leave it empty, or write £ or %."),
    (r"Write \[\[axis\]\] twice, .*", "Write two ratings in the sheet “Ratings”, one for each question."),
    (r"Write \[\[axis\]\] once\.", "Write one rating in the sheet “Ratings”."),
    (r"Write \[\[axis\]\] with points.*", "Write ratings with points in “Ratings”, or numbers in “Numbers”."),
    (r"Write \[\[band\]\] with.*", "Write bands in the sheet “Bands”: from, to and the amount of each."),
    (r"Write a band for them; with amount = .*", "Write a band for them; with none where the scheme gives no figure."),
    (r"Write months = 24, or .*", "Write the months, or the times in a financial year."),
    (r"Write levels = .*", "Write its levels in the sheet “Ratings”, a row for each."),
    (r"Write .* = \{.*", "Write the amounts in the sheet “Amounts”, a row for every level."),
    (r"Write it as in the table that comes.*", "Write it as in a workbook the program has written."),
)


def for_a_cell(mend: str) -> str:
    """The same mend in the words of a spreadsheet.

    >>> for_a_cell('Write months = 24, or most_in_financial_year = 1.'), for_a_cell("Correct one of the two days.")
    ('Write the months, or the times in a financial year.', 'Correct one of the two days.')
    """
    for pattern, words in _FOR_CELLS:
        if found := re.fullmatch(pattern, mend):
            return found.expand(words)
    return mend
