"""Finding a record by what was typed in it: read through while somebody waits, the first ones told at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from carer_desktop.caseload.forms import Forms
from carer_desktop.records.carer import Card
from carer_desktop.store import Store, assessments, searching

TYPED = frozenset({"text", "long_text", "name", "phone", "email", "postcode", "nhs_number"})
"""Types of questions whose answer is what somebody typed; any other is shown in other words than it is kept in."""


@dataclass(frozen=True, slots=True)
class Looked:
    """How far it has come; with *card*, all words stand in that record, first under the question *label*."""

    done: int
    of: int
    card: Card | None = None
    label: str = ""


def look(
    store: Store, forms: Forms, cards: Sequence[Card], words: Sequence[str], told: Callable[[Looked], object]
) -> Future[list[None]]:
    """Look into these records for all of these words, folded; *told* is called on the store's thread."""
    known = {sha256: forms.of(sha256) for sha256 in set(store.read(assessments.forms).result().values())}
    form_of = {(form.id, form.version): form for form in known.values()}
    typed = {
        sha256: frozenset(key for key, question in form.by_key.items() if question.type in TYPED)
        for sha256, form in known.items()
    }

    def tell(done: int, card: Card | None, key: str) -> None:
        label = form_of[card.form_id, card.form_version].by_key[key].label if card else ""
        told(Looked(done, len(cards), card, label))

    return store.scan(searching.look, cards, words, typed, tell)
