"""Faults of conditions: names, order, operators, and whether they can ever be true; the rules behind `check`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from carer_desktop.forms.condition import Comparison, Condition, Other
from carer_desktop.forms.finding import Finding, did_you_mean
from carer_desktop.forms.places import Place, comparisons, places, ways
from carer_desktop.forms.question import Form
from carer_desktop.forms.reach import NUMBERS, ORDERING, Names, Reach, TooLargeError, Variable
from carer_desktop.forms.words import condition_words, name_words

_EQUAL = ("is", "is_not", "is_any_of")
_FITS: dict[str, tuple[str, ...]] = (
    dict.fromkeys(("text", "long_text", "name", "phone", "email", "postcode", "nhs_number", "choice"), _EQUAL)
    | dict.fromkeys((*NUMBERS, "date"), ("is", "is_not", *ORDERING))
    | {"choices": ("includes",), "calculated": (*_EQUAL, *ORDERING)}
)


def named_wrongly(place: Place, names: Names) -> Iterator[Finding]:
    """Unknown questions, choices not offered, operators that do not fit, comparisons with itself."""
    for test, _ in comparisons(place.condition):
        unknown = [name for name in test.questions() if name not in names.variables]
        for name in unknown:
            mend = did_you_mean(name, names.variables, "Name a question of this form.")
            yield Finding(place.file, place.key, f"The condition names “{name}”, which is not a question", mend)
        if not unknown:
            yield from _fits(place, test, names)


def _fits(place: Place, test: Comparison, names: Names) -> Iterator[Finding]:
    variable = names.variables[test.question]
    allowed = _FITS.get(variable.kind, ())
    if test.operator == "answered":
        if variable.kind == "message":
            yield _fault(place, f"“{test.question}” is a message and is never answered", "Name a question instead.")
        return
    if test.operator not in allowed:
        what = f"`{test.operator}` does not fit “{test.question}”, which is of type {variable.kind}"
        yield _fault(place, what, f"Use {' or '.join(f'`{one}`' for one in (*allowed, 'answered'))}.")
    elif isinstance(test.value, Other):
        yield from _two_fit(place, test, variable, names.variables[test.value.question])
    else:
        constants = test.value if isinstance(test.value, tuple) else (test.value,)
        for constant in constants:
            yield from _constant(place, test, variable, constant)


def _fault(place: Place, what: str, mend: str) -> Finding:
    return Finding(place.file, place.key, what, mend)


def _two_fit(place: Place, test: Comparison, one: Variable, other: Variable) -> Iterator[Finding]:
    if one.name == other.name:
        yield _fault(
            place, f"The condition compares “{one.name}” with itself", "Name the question it is compared with."
        )
    elif "calculated" not in (one.kind, other.kind) and _family(one) != _family(other):
        what = f"“{one.name}” ({one.kind}) cannot be compared with “{other.name}” ({other.kind})"
        yield _fault(place, what, "Compare two questions of the same type.")
    elif one.offered and other.offered and not set(one.offered) & set(other.offered):
        yield _fault(place, f"“{one.name}” and “{other.name}” have no choice in common", "Use the same set of choices.")


def _family(variable: Variable) -> str:
    if variable.kind in NUMBERS:
        return "number"
    return variable.kind if variable.kind in ("date", "choice", "choices") else "text"


def _constant(place: Place, test: Comparison, variable: Variable, constant: Any) -> Iterator[Finding]:
    """A constant must be of the question's own type, and a choice one that is offered."""
    if not _is_of(variable, test.operator in ORDERING, constant):
        what = f"“{test.question}” ({variable.kind}) cannot be compared with {constant!r}"
        yield _fault(place, what, "Write a value of the question's own type.")
    elif variable.offered is not None and constant not in variable.offered:
        never = "is never given by the calculation" if variable.kind == "calculated" else "is not a choice of"
        what = f"“{constant}” {never} “{test.question}”, so the condition cannot come true by it"
        yield _fault(place, what, did_you_mean(constant, variable.offered, f"Use {', '.join(variable.offered)}."))


def _is_of(variable: Variable, ordering: bool, constant: Any) -> bool:
    number = isinstance(constant, int | Decimal) and not isinstance(constant, bool)
    if variable.kind in NUMBERS:
        return number
    if variable.kind == "date":
        return isinstance(constant, date)
    if ordering:
        return number or isinstance(constant, date)
    return isinstance(constant, str) or (variable.kind == "calculated" and variable.offered is None)


def looks_ahead(place: Place, names: Names) -> Iterator[Finding]:
    """Conditions look back only; a column is known only to later columns of its own row."""
    position = names.position
    for name in dict.fromkeys(name for test, _ in comparisons(place.condition) for name in test.questions()):
        variable = names.variables.get(name)
        if variable is None or name.startswith("prior."):
            continue
        asked = variable.question
        own_list = place.key.partition(".")[0] if place.kind in ("column", "audience") and "." in place.key else ""
        if "." in asked.key and asked.key.partition(".")[0] != own_list:
            what = f"The condition names “{name}”, a column, which is known only within its own row"
            yield _fault(place, what, "Name a question outside the list, or move the condition to a later column.")
        elif place.kind in ("question", "column") and position[asked.key] >= position[place.key]:
            when = "this question itself" if asked.key == place.key else "asked only later"
            what = f"The condition names “{name}”, which is {when}"
            yield _fault(place, what, f"Conditions look back: move “{asked.key}” in front of it.")
        elif place.kind == "column" and asked.key == own_list:
            yield _fault(
                place, f"The condition names “{name}”, the list it stands in", "Name a column of the same row."
            )
        elif place.kind == "section" and position[asked.key] >= _first(place, position):
            what = f"The section's condition names “{name}”, which is asked only in it or after it"
            yield _fault(place, what, "Conditions look back: name a question of an earlier section.")


def _first(place: Place, position: dict[str, int]) -> int:
    questions = place.section.questions if place.section else ()
    return position[questions[0].key] if questions else len(position)


def never_true(form: Form, names: Names, sound: set[int]) -> Iterator[Finding]:
    """Conditions that can never be true, and parts of an *any* that can never be the reason; *sound* are the
    conditions (by identity) that have no other fault."""
    dead: list[Condition] = []
    for place in places(form):
        if id(place.condition) not in sound or any(above is one for above in place.above for one in dead):
            continue
        try:
            above = tuple(one for one in place.above if id(one) not in names.faulty)
            place = replace(place, above=above)
            finding = _dead(form, place, names)
            if finding is not None:
                dead.append(place.condition)
                yield finding
                continue
            yield from _dead_ways(form, place, names)
        except TooLargeError:
            what = "The condition is too large to tell whether it can ever be true"
            yield _fault(place, what, "Divide it over two questions.")


def _dead(form: Form, place: Place, names: Names) -> Finding | None:
    condition = place.condition
    if not Reach(names, limits=False, follow=False).possible(condition):
        return _fault(
            place,
            f"{_who(place)}: the condition contradicts itself ({condition_words(condition, form)})",
            "Take one of the parts out, or join them with `any`.",
        )
    if not Reach(names, follow=False).possible(condition):
        return _fault(
            place,
            f"{_who(place)}: an answer it needs is out of reach ({condition_words(condition, form)})",
            "Keep to `least`, `most` and what the calculation gives.",
        )
    if not Reach(names, follow=False).possible(condition, *place.above):
        above = " and ".join(condition_words(one, form) for one in place.above)
        return _fault(
            place,
            f"{_who(place)}: where it stands is open only when {above}, and it needs "
            f"{condition_words(condition, form)}",
            "Move it to another section, or change one of the two.",
        )
    if not Reach(names).possible(condition, *place.above):
        return _fault(place, f"{_who(place)}: {_parent(form, place, names)}", "Change one of the two conditions.")
    return None


def _who(place: Place) -> str:
    """What never happens, by what the condition is for."""
    if place.kind in ("question", "column") and place.question is not None:
        required = f", though it is required ({place.question.required})" if place.question.required else ""
        return f"“{place.key}” can never be asked{required}"
    never = {
        "section": "The section can never open",
        "audience": f"“{place.key}” can never be read by others",
        "path": "This never opens the full path",
        "rule": f"The rule at “{place.key}” never fires",
    }
    return never.get(place.kind, "")


def _parent(form: Form, place: Place, names: Names) -> str:
    """Which question that must be answered first is not asked then."""
    asked = dict.fromkeys(name for test, _ in comparisons(place.condition) for name in test.questions())
    under: dict[str, list[Condition]] = {}
    for name in asked:
        parents = names.parents[names.variables[name].question.key]
        under[name] = [one for one in parents if id(one) not in names.faulty]
        if not Reach(names).possible(*under[name]):
            return f"it needs an answer to {name_words(name, form)}, which can never be asked"
    conditional = [name for name in under if under[name]]
    for name in conditional:
        direct = not Reach(names, follow=False).possible(place.condition, *under[name], *place.above)
        if direct or len(conditional) == 1:
            words = " and ".join(condition_words(one, form) for one in under[name])
            return f"it needs an answer to {name_words(name, form)}, which is asked only when {words}"
    return f"{' and '.join(name_words(name, form) for name in conditional)} are never asked together"


def _dead_ways(form: Form, place: Place, names: Names) -> Iterator[Finding]:
    for part, narrowed in ways(place.condition):
        if not Reach(names).possible(narrowed, *place.above):
            what = f"A part of the condition can never be the reason: {condition_words(part, form)}"
            yield _fault(place, what, "Take that part out, or change it.")
