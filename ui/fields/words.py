"""An answer in a few words, as a card or a read-only page shows it."""

from __future__ import annotations

from carer_desktop.assessment import Plain
from carer_desktop.forms.question import Question
from carer_desktop.forms.values import shown

NOTHING = "Not provided"


def answer_words(question: Question, plain: Plain | None) -> str:
    """An answer as a person reads it, in the labels' words; never empty.

    >>> answer_words(Question("q", "q", "s", "text", "Cost"), None)
    'Not provided'
    """
    return shown(question, plain) or NOTHING
