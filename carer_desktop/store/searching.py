"""Looking for words in what was typed, record by record: no index is kept, so nothing stays when a record goes."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterator, Mapping, Sequence

from carer_desktop.assessment import Plain
from carer_desktop.records.carer import Card
from carer_desktop.store import assessments, entries, typing_on
from carer_desktop.store.engine import Connection


def look(
    connection: Connection,
    cards: Sequence[Card],
    words: Sequence[str],
    typed: Mapping[str, Container[str]],
    told: Callable[[int, Card | None, str], object],
) -> Iterator[None]:
    """Look into these records in turn for all of these words, folded; a step for each record.

    *typed* has the questions of each form that are answered by typing. *told* is called with how many records were
    looked into: with the record and the question where the words stand, and now and then with neither.
    """
    forms = assessments.forms(connection)
    for number, card in enumerate(cards, 1):
        where = _where(connection, card, words, typed.get(forms.get(card.id, ""), ()))
        if where or number % 50 == 0 or number == len(cards):
            told(number, card if where else None, where)
        yield


def _where(connection: Connection, card: Card, words: Sequence[str], typed: Container[str]) -> str:
    """The question where the first of the words that are not in its name stands; empty where one is missing."""
    named = f"{card.carer.name} {card.reference}".casefold()
    wanted = [word for word in words if word not in named]
    rows = connection.execute("SELECT value FROM entries WHERE assessment = ?", (card.id,)).fetchall()
    whole = "\n".join([row[0] for row in rows if row[0]]).casefold()
    # As they stand in the rows, unless one of them is kept by what is new in it; whoever passes is read properly,
    # because an answer may have been changed since.
    in_parts = any(typing_on.leans_on(row[0]) for row in rows)
    if not wanted or not (in_parts or all(json.dumps(word, ensure_ascii=False)[1:-1] in whole for word in wanted)):
        return ""
    answers = entries.answers(entries.of(connection, card.id))
    texts = [(key, text.casefold()) for key, text in _texts(answers) if key in typed]
    if not all(any(word in text for _, text in texts) for word in wanted):
        return ""
    return next(key for key, text in texts if wanted[0] in text)


def _texts(answers: Mapping[str, Plain]) -> Iterator[tuple[str, str]]:
    """Every text there is, with the key of its question: `cf.name` for a cell of a list."""
    for question, answer in answers.items():
        if isinstance(answer, str):
            yield question, answer
        for row in answer if isinstance(answer, list) else ():
            if isinstance(row, dict):
                yield from ((f"{question}.{column}", cell) for column, cell in row.items() if isinstance(cell, str))
