"""How a question is named inside an error sentence, so that "Enter …" and "… must be …" read naturally."""

from __future__ import annotations

from carer_desktop.forms.question import Question

_LONGEST_NAME = 60
_OWN_VOICE = frozenset(("i", "i'm", "i’m", "we"))
_TELLING = frozenset(("tell", "describe", "say", "list", "give", "write", "explain", "tick", "choose", "enter", "if"))
_SMALL = frozenset(("your", "the", "their", "my", "our", "a", "an", "any", "other", "last", "first", "what", "name"))
_NAMES = frozenset(("Mosaic", "Camden", "English", "British", "GP", "NHS"))


def asked(question: Question) -> str:
    """The words the person who answers sees: the carer's plain words where there are any."""
    return question.carer_label or question.label


def subject(question: Question) -> str:
    """What stands before "must be": the label itself, or the label in quotation marks where it is a sentence.

    >>> subject(Question("hours", "hours", "role", "decimal", "Hours of care a week"))
    'Hours of care a week'
    >>> subject(Question("hours", "hours", "role", "decimal", "How many hours a week do you care?"))
    'The answer to “How many hours a week do you care?”'
    """
    label = asked(question)
    return label if _is_name(label) else f"The answer to “{label}”"


def mention(question: Question) -> str:
    """What stands after "Enter" or "Select": the label inside a sentence, or a quoted one.

    >>> mention(Question("first", "first", "you", "name", "Your first name"))
    'your first name'
    >>> mention(Question("nhs", "nhs", "you", "nhs_number", "NHS number"))
    'NHS number'
    >>> mention(Question("hours", "hours", "role", "decimal", "How many hours a week?"))
    'an answer to “How many hours a week?”'
    """
    label = asked(question)
    return in_a_sentence(label) if _is_name(label) else f"an answer to “{label}”"


def given(question: Question) -> str:
    """What stands after "Check": the label inside a sentence, or the answer to a quoted one.

    >>> given(Question("hours", "hours", "role", "decimal", "How many hours a week?"))
    'the answer to “How many hours a week?”'
    """
    label = asked(question)
    return in_a_sentence(label) if _is_name(label) else f"the answer to “{label}”"


def in_a_sentence(label: str) -> str:
    """The label with a small first letter, unless that would take a capital from a name.

    >>> in_a_sentence("Date of birth"), in_a_sentence("Camden worker"), in_a_sentence("Care Act outcomes")
    ('date of birth', 'Camden worker', 'Care Act outcomes')
    """
    first, _, rest = label.partition(" ")
    if first in _NAMES or any(letter.isupper() or letter.isdigit() for letter in first[1:]):
        return label
    second = rest.partition(" ")[0]
    if first.lower() not in _SMALL and second[:1].isupper() and second[1:2].islower():
        return label
    return label[:1].lower() + label[1:]


def _is_name(label: str) -> bool:
    """Whether a label is a short name for what is asked ("Date of birth") and not a sentence."""
    first = label.partition(" ")[0].lower().rstrip(",")
    sentence = any(mark in label for mark in "?:;.!()–—/…")
    return not (sentence or len(label) > _LONGEST_NAME or first in _OWN_VOICE or first in _TELLING)
