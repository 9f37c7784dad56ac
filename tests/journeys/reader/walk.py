"""Walks everything a page offers to a screen reader, and says in words what a person could not make out."""

from __future__ import annotations

from tests.journeys.reader.bus import Bus, Thing

BOXES = ("text", "password text")
PICKED = ("radio button", "check box")
FITTING = (*BOXES, *PICKED, "push button", "toggle button", "list", "list item", "menu item", "heading")


def shortcomings(bus: Bus) -> list[str]:
    """What is wrong with the page in view; empty when nothing is."""
    wrong = []
    for thing in bus.everything():
        if thing.has("showing", "focusable"):
            wrong += _of_a_stop(thing)
        if thing.role == "panel" and thing.name.startswith("Problem: "):
            wrong.append(thing.name)
    headings = [thing.name for thing in bus.everything() if thing.role == "heading"]
    if not headings:
        wrong.append("the page has no heading")
    wrong += [f"heading {number} has no words" for number, words in enumerate(headings) if not words.strip()]
    return wrong


def _of_a_stop(thing: Thing) -> list[str]:
    """What is wrong with something the keyboard can stop at."""
    where = " < ".join(str(above) for above in thing.above() if above.name) or "the window"
    if not thing.name.strip():
        return [f"a {thing.role} in {where} has no name"]
    wrong = []
    is_summary = thing.role == "panel" and thing.name.startswith("There is a problem")
    if thing.role not in FITTING and not is_summary and not _is_text_to_copy(thing):
        wrong.append(f"{thing} in {where} takes the keyboard and has a role that does nothing")
    if thing.role in BOXES and not thing.labels and not _question_of(thing):
        wrong.append(f"{thing} in {where} belongs to no label")
    if thing.role == "radio button" and not _question_of(thing):
        wrong.append(f"{thing} belongs to no question")
    return wrong


def _is_text_to_copy(thing: Thing) -> bool:
    """A line of words that can be selected with the mouse takes the keyboard when it is clicked, not by Tab."""
    return thing.role in ("label", "heading")


def _question_of(thing: Thing) -> str:
    """The named group something stands in, when a label says its name as well."""
    return next((above.name for above in thing.above() if above.role == "panel" and above.name in above.labels), "")


def outline(bus: Bus) -> str:
    """The page in view, one thing a line."""
    lines = (f"{thing} {thing.description}".rstrip() for thing in bus.everything() if thing.name)
    return "\n".join((*(f"window: {one}" for one in bus.windows()), *lines))
