"""An answer as it is kept, whichever way it came in: typed, read from a file, or given through the headless door."""

from __future__ import annotations

from carer_desktop.forms.question import Question
from carer_desktop.forms.values import Plain
from carer_desktop.text import clean_value, one_line

_ONE_LINE = frozenset(("text", "name", "phone", "email", "postcode", "nhs_number"))


def clean(question: Question, plain: Plain | None) -> Plain | None:
    """An answer as it is kept: only clean text, and on one line where the window has a box of one line.

    >>> clean(Question("a", "a", "s", "name", "Name"), "Ann\\n  Example")
    'Ann Example'
    """
    if question.type in _ONE_LINE and isinstance(plain, str):
        return one_line(plain)
    if question.type == "list" and isinstance(plain, list):
        columns = question.column_by_id
        return [
            {key: clean(columns[key], cell) if key in columns else cell for key, cell in item.items()}
            if isinstance(item, dict) else item
            for item in plain
        ]  # fmt: skip
    kept: Plain | None = clean_value(plain)
    if question.type == "signature" and isinstance(kept, dict) and isinstance(kept.get("name"), str):
        return {**kept, "name": one_line(kept["name"])}
    return kept
