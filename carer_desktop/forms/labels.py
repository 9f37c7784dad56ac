"""How a question is named inside an error sentence, so that "Enter …" and "… must be …" read naturally.

The words are those of the page and the document: the question's label.
"""

from __future__ import annotations

from carer_desktop.forms.question import Question

_LONGEST_NAME = 79
_OWN_VOICE = frozenset(("i", "i'm", "i’m", "we"))
_TELLING = frozenset(("tell", "describe", "say", "list", "give", "write", "explain", "tick", "choose", "enter", "if"))
_ASKING = frozenset(("what", "who", "whom", "how", "where", "when", "why", "which", "whether"))
_DETERMINERS = _ASKING | frozenset(("your", "the", "their", "my", "our", "its", "a", "an", "any", "anyone", "anything"))
_SMALL = frozenset(("your", "the", "their", "my", "our", "a", "an", "any", "other", "last", "first", "what", "name"))
_NAMES = frozenset(("Mosaic", "Camden", "English", "British", "GP", "NHS"))


def subject(question: Question) -> str:
    """What stands before "must be": the label itself, or the label in quotation marks where it is a sentence.

    >>> subject(Question("hours", "hours", "role", "decimal", "Hours of care a week"))
    'Hours of care a week'
    >>> subject(Question("hours", "hours", "role", "decimal", "How many hours a week do you care?"))
    'The answer to “How many hours a week do you care?”'
    """
    label = question.label
    return label if is_name(label) else f"The answer to “{label}”"


def mention(question: Question) -> str:
    """What stands after "Enter" or "Select": the label inside a sentence, or a quoted one.

    >>> mention(Question("first", "first", "you", "name", "Your first name"))
    'your first name'
    >>> mention(Question("nhs", "nhs", "you", "nhs_number", "NHS number"))
    'the NHS number'
    >>> mention(Question("hours", "hours", "role", "decimal", "How many hours a week?"))
    'an answer to “How many hours a week?”'
    """
    label = question.label
    return named(label) if is_name(label) else f"an answer to “{label}”"


def given(question: Question) -> str:
    """What stands after "Check": the label inside a sentence, or the answer to a quoted one.

    >>> given(Question("hours", "hours", "role", "decimal", "How many hours a week?"))
    'the answer to “How many hours a week?”'
    """
    label = question.label
    return named(label) if is_name(label) else f"the answer to “{label}”"


def asks(label: str) -> bool:
    """Whether a label begins with a word that asks, so that it follows "Select" as it is.

    >>> asks("What was done"), asks("Conditions for a direct payment")
    (True, False)
    """
    return label.partition(" ")[0].lower() in _ASKING


def named(label: str) -> str:
    """A short name for what is asked as it stands in a sentence, with "the" where it has no such word of its own.

    >>> named("Date of birth"), named("Your address"), named("How it ends")
    ('the date of birth', 'your address', 'how it ends')
    """
    own = label.partition(" ")[0].lower() in _DETERMINERS
    return in_a_sentence(label) if own else f"the {in_a_sentence(label)}"


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


def is_name(label: str) -> bool:
    """Whether a label is a short name for what is asked ("Date of birth") and not a sentence."""
    first = label.partition(" ")[0].lower().rstrip(",")
    sentence = any(mark in label for mark in "?:;.!()–—/…")
    return not (sentence or len(label) > _LONGEST_NAME or first in _OWN_VOICE or first in _TELLING)
