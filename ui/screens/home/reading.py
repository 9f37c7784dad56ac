"""What stands on the home page, read beside the window: the records, where the person was, what is to be put right."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from carer_desktop.text import shortened
from ui.parts.words import still_needed
from ui.screens.home.warnings import Warned, warned

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload
    from carer_desktop.records.carer import Card


@dataclass(frozen=True, slots=True)
class Listed:
    """The records this person may see, the id of the one they were in last, and how to go on with it in words."""

    cards: tuple[Card, ...]
    last: str
    go_on: str
    warned: Warned


def read(caseload: Caseload, given_up: Event) -> Listed:
    """All of it; any thread may ask, and with thousands of records it takes a moment, unless it is *given_up*."""
    cards = caseload.records.all(given_up)
    last = caseload.places.last()
    card = next((one for one in cards if last is not None and one.id == last.assessment), None)
    go_on = ""
    if card is not None and last is not None:
        section = caseload.records.form_of(card.id).section.get(last.section)
        where = f", {section.title}" if section is not None else ""
        name = shortened(card.carer.name) or "Carer not named yet"
        go_on = f"Continue where you were: {name}, {card.reference}{where}{_left_to_do(caseload, card)}"
    return Listed(cards, card.id if card is not None else "", go_on, warned(caseload, cards))


def _left_to_do(caseload: Caseload, card: Card) -> str:
    """What one’s own draft still needs, for whoever comes back from a visit."""
    if card.stage != "draft" or card.begun_by != caseload.me.id:
        return ""
    needed, ticks = caseload.records.still_needed(card.id)
    if not needed:
        return ". It can be sent"
    of_them = f", {ticks} of them only to tick" if 0 < ticks < needed else ""
    return f". {still_needed(needed)}{of_them}"
