"""The signatures in the records gone through, and in words which of them does not hold."""

from __future__ import annotations

from carer_desktop.clock import day_words
from carer_desktop.store import Store, people, signed
from carer_desktop.workflow.checklist import ways


def faults(store: Store) -> tuple[str, ...]:
    """What is wrong with the histories and the ticks of all records, one line each with the record's reference."""
    found = [one for one in store.scan(signed.unsound, store.facts.id).result() if one is not None]
    if not found:
        return ()
    names = {person.id: person.name for person in store.read(people.all_).result()}
    steps = {step.id: step.words for way in ways() for step in way.steps}
    return tuple(_in_words(one, names, steps) for one in found)


def _in_words(one: signed.Unsound, names: dict[str, str], steps: dict[str, str]) -> str:
    if one.tick is None:
        return f"{one.reference}: {one.fault}"
    day, step = one.tick.on_day, steps.get(one.tick.step, one.tick.step)
    done = "done" if one.tick.done else "not done after all"
    who = names.get(one.tick.by, "somebody who is not known here")
    said = f"“{step}” was ticked as {done}, with the day {day_words(day)}"
    return f"{one.reference}: {said}, in the name of {who}, and is not signed by them"
