"""Which question words in somebody else's form belong to, and which answer its text is; where it is not plain, none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from carer_desktop.documents.foreign import Pair
from carer_desktop.documents.report import NOT_ANSWERED, NOT_ASKED, NOT_IN_COPY, NOT_RECORDED, NOT_YET
from carer_desktop.forms.question import Form, Question
from carer_desktop.forms.values import Plain, parse_typed
from carer_desktop.records.found import Found
from carer_desktop.text import one_line
from carer_desktop.words import say

ALIKE = 0.86
"""How alike the words of a form and of a question must be, of 1; and how much more than those of any other question."""
CLEARLY = 0.04
_SHORTEST = 8
_NUMBERED = re.compile(r"^(?:q(?:uestion)?\s*)?\d+(?:\.\d+)*[.):]?\s+|^[a-z][.)]\s+", re.IGNORECASE)
_NOTHING = frozenset(one.casefold() for one in (NOT_ANSWERED, NOT_ASKED, NOT_IN_COPY, NOT_RECORDED, NOT_YET))
_ONE_LINE = ("text", "name", "phone", "email", "postcode", "nhs_number")


def folded(words: str) -> str:
    """Words as they are compared: without their number, capitals, stops and brackets.

    >>> folded("1.2 Date of birth (optional):")
    'date of birth'
    """
    bare = re.sub(r"\(optional\)", " ", _NUMBERED.sub("", one_line(words)), flags=re.IGNORECASE)
    return " ".join(re.sub(r"[^\w£%&]+", " ", bare.casefold().replace("’", "").replace("'", "")).split())


def _bare(words: str) -> str:
    """The same without the small words that one form has and another has not.

    >>> _bare("The carer’s first name"), _bare("Your first name")
    ('first name', 'first name')
    """
    asked = folded(words)
    return " ".join(word for word in asked.split() if word not in _SMALL) or asked


_SMALL = frozenset(
    ("your", "the", "a", "an", "of", "carer", "carers", "my", "please", "you", "do", "is", "are", "what")
)


class Labels:
    """The questions of a form by their words."""

    def __init__(self, questions: Iterable[Question]) -> None:
        self._by_words: dict[str, list[Question]] = {}
        self._whole: set[str] = set()
        for question in questions:
            self._whole |= {folded(question.label), folded(question.carer_label)} - {""}
            for words in {_bare(question.label), _bare(question.carer_label)} - {""}:
                self._by_words.setdefault(words, []).append(question)

    def known(self, words: str) -> bool:
        """Whether these are the words of a question, but for small ones such as “your”."""
        return _bare(words) in self._by_words

    def same(self, words: str) -> bool:
        """Whether these are the words of a question, each of them."""
        return folded(words) in self._whole

    def found(self, words: str) -> Question | None:
        """The one question that is asked in these words or in ones much like them; None where it is not plain."""
        asked = _bare(words)
        exact = self._by_words.get(asked, [])
        if exact or len(asked) < _SHORTEST:
            return exact[0] if len(exact) == 1 else None
        near = sorted(self._near(asked), key=lambda one: -one[0])
        if not near or (len(near) > 1 and near[0][0] - near[1][0] < CLEARLY and near[0][1] is not near[1][1]):
            return None
        return near[0][1]

    def _near(self, asked: str) -> Iterator[tuple[float, Question]]:
        matcher = SequenceMatcher(None, b=asked, autojunk=False)
        for words, questions in self._by_words.items():
            matcher.set_seq1(words)
            if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE or len(questions) > 1:
                continue
            alike = matcher.ratio()
            if alike >= ALIKE:
                yield alike, questions[0]


def matched(form: Form, pairs: Iterable[Pair]) -> tuple[Found, ...]:
    """What was found in a foreign file, each with the question it belongs to where that is plain."""
    questions = [one for one in form.question.values() if one.answerable]
    labels = Labels(one for one in questions if one.type != "list")
    lists = Labels(one for one in questions if one.type == "list")
    return _once(
        Found(_place(form, labels, lists, one), one.label, one.text, note=_unsure(form, labels, one))
        for one in pairs
        if one.text.casefold() not in _NOTHING
    )


def _once(found: Iterable[Found]) -> tuple[Found, ...]:
    """Where two things fit the same question, neither is placed: which one is meant nobody but a person can tell."""
    all_found = list(dict.fromkeys(found))
    texts: dict[str, set[str]] = {}
    for one in all_found:
        texts.setdefault(one.question or "", set()).add(one.text)
    twice = say("incoming", "twice")
    return tuple(
        replace(one, question=None, note=twice) if one.question and len(texts[one.question]) > 1 else one
        for one in all_found
    )


def _place(form: Form, labels: Labels, lists: Labels, pair: Pair) -> str | None:
    if pair.tag in form.question and form.question[pair.tag].type != "list":
        return pair.tag
    if pair.row:
        within = lists.found(pair.table)
        column = Labels(one for one in within.columns if one.answerable).found(pair.label) if within else None
        return f"{within.id}/{pair.row}/{column.id}" if within and column else None
    question = labels.found(pair.label)
    return question.id if question else None


def _unsure(form: Form, labels: Labels, pair: Pair) -> str:
    """That the words are not the same, where they are not: whoever confirms it should look twice."""
    if pair.tag in form.question or pair.row or labels.same(pair.label):
        return ""
    return say("incoming", "alike") if labels.found(pair.label) else ""


def answer_of(question: Question, text: str) -> Plain | None:
    """The answer a text is, word for word; None where it is none that this question takes.

    >>> answer_of(Question("a", "a", "s", "date", "Date"), "22 November 2026")
    '2026-11-22'
    """
    if question.type in ("choice", "choices"):
        return _chosen(question, text)
    if question.type in ("list", "grid", "signature") or not question.answerable:
        return None
    found = parse_typed(question, one_line(text) if question.type in (*_ONE_LINE, *_READ) else text)
    return None if isinstance(found, dict) else found


_READ = ("date", "whole", "decimal", "money")


def _chosen(question: Question, text: str) -> Plain | None:
    offered = {folded(choice.label): choice.id for choice in question.choices}
    whole = offered.get(folded(text))
    if question.type == "choice" or whole:
        return [whole] if whole and question.type == "choices" else whole
    pieces = [one for one in re.split(r"[\n;]+", text) if one.strip(" -•\t")]
    picked = [offered.get(folded(one.strip(" -•\t"))) for one in pieces]
    chosen = [one for one in picked if one is not None]
    return chosen if chosen and len(chosen) == len(picked) else None
