"""An answer in a few words, as a card or a read-only page shows it."""

from __future__ import annotations

from carer_desktop.assessment import Plain
from carer_desktop.forms.dates import read_iso, shown_date
from carer_desktop.forms.question import Question
from carer_desktop.forms.values import shown

NOTHING = "Not provided"
MODES = (
    ("typed", "Typed here by the person"),
    ("paper", "Signed on paper"),
    ("verbal", "Agreed by word of mouth"),
    ("none", "Not obtained"),
)


def answer_words(question: Question, plain: Plain | None) -> str:
    """An answer as a person reads it, in the labels' words; never empty.

    >>> answer_words(Question("q", "q", "s", "text", "Cost"), None)
    'Not provided'
    """
    if question.type == "signature" and isinstance(plain, dict) and "typed" not in plain:
        said = (plain.get("name"), dict(MODES).get(str(plain.get("mode"))), _day(plain.get("on")))
        return ", ".join(str(part) for part in said if part) or shown(question, plain) or NOTHING
    return shown(question, plain) or NOTHING


def _day(on: object) -> str:
    some = read_iso(on) if isinstance(on, str) else None
    return shown_date(some) if some is not None else str(on or "")
