"""Faults of rows: gates, choices of none, comparisons that forget an empty answer, defaults and calculations.

The five kinds of fault every form is looked through for, as rules over the data:

1. *A required set of ticks without a none*: `choices` with gate C or E, more than one choice, and none of
   them `alone`, unless the question says `never_none = true` (one at least always fits).
2. *A none that can stand beside others*: in `choices`, a choice whose id or label is none, nobody, nothing,
   neither or the like, without `alone = true`.
3. *Different from an answer that may be empty*: `is_not`, or `not` over any comparison, of a question that may
   still be empty when the condition is looked at. Empty gives *unknown* and hides, which an author who wrote
   "is not yes" may not have meant, so the condition must say which is meant: beside it, in the same `all`,
   `answered = true` or a plain comparison of the same question; or, in the same `any`, `answered = false`.
   An answer is never empty when it has a constant default or comes from a closed calculation, or when its gate
   comes no later than that of the row that asks (C before A before X before U before K; E may stay *not
   covered*), and in both cases everything it is shown under is also above or beside the comparison.
4. *A required row that only a later move can know*: gate C or E on a fact; gate A, X, U or K on what is no fact;
   a required row whose condition rests on a row of a later gate.
5. *A row required in a section it is hidden from*: its condition contradicts its section's, or its list's
   (found with the conditions that can never be true).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from carer_desktop.forms.condition import All, Comparison, Condition, Not
from carer_desktop.forms.finding import Finding, did_you_mean
from carer_desktop.forms.places import Place, comparisons, conjuncts, places
from carer_desktop.forms.question import Choice, Form, Question, Section
from carer_desktop.forms.reach import Names

_NONE = frozenset(("none", "nobody", "nothing", "no_one", "noone", "neither", "nowhere", "not_any", "no_help"))
_NONE_WORDS = ("none", "nobody", "nothing", "no one", "neither", "nowhere", "not any")
_LATER = {"C": 0, "E": 0, "A": 1, "X": 2, "U": 3, "K": 4}


def means_none(choice: Choice) -> bool:
    """Whether a choice says that nothing of the set applies.

    >>> means_none(Choice("none", "None of these")), means_none(Choice("day", "Daytime"))
    (True, False)
    """
    words = choice.label.lower().replace(",", " ").replace(".", " ").split()
    label = " ".join(words)
    return choice.id.lower() in _NONE or any(f"{label} ".startswith(f"{word} ") for word in _NONE_WORDS)


def ticks(question: Question, file: str) -> Iterator[Finding]:
    """Kinds 1 and 2."""
    if question.type != "choices":
        return
    loose = [choice for choice in question.choices if means_none(choice) and not choice.alone]
    for choice in loose:
        what = f"“{choice.label}” can stand beside other choices"
        yield Finding(file, question.key, what, f"Give the choice “{choice.id}” alone = true.")
    required = question.required in ("C", "E") and len(question.choices) > 1 and not question.never_none
    if required and not loose and not any(choice.alone for choice in question.choices):
        what = f"A required set of choices ({question.required}) without a none"
        mend = 'Add a choice such as { id = "none", label = "None of these", alone = true }, or never_none = true.'
        yield Finding(file, question.key, what, mend)


def may_be_empty(place: Place, names: Names) -> Iterator[Finding]:
    """Kind 3."""
    settled = {name for above in place.above for name in _settled(above)}
    beside = [*place.above, *_parts(place.condition)]
    for name in dict.fromkeys(_unsettled(place.condition, True, settled)):
        if _empty(name, place, names, beside):
            what = f"The condition asks whether “{name}” differs, and “{name}” may be empty"
            mend = (
                f'Say which is meant: beside it {{ question = "{name}", answered = true }} in `all`, or false in `any`.'
            )
            yield Finding(place.file, place.key, what, mend)


def _parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, All) else (condition,)


def _settled(condition: Condition) -> set[str]:
    """The questions that have an answer whenever the condition is true, by a plain comparison or `answered`."""
    return {
        name for test, wanted in conjuncts(condition) if not _differs(test, wanted) for name in _answered(test, wanted)
    }


def _answered(test: Comparison, wanted: bool) -> tuple[str, ...]:
    return () if test.operator == "answered" and test.value is not wanted else tuple(test.questions())


def _differs(test: Comparison, wanted: bool) -> bool:
    """Whether a comparison asks for a difference: `is_not`, or any other turned round by *not*."""
    return test.operator != "answered" and (test.operator == "is_not") is wanted


def _unsettled(condition: Condition, wanted: bool, settled: set[str]) -> Iterator[str]:
    """The questions asked to differ without a word on what an empty answer means."""
    if isinstance(condition, Not):
        yield from _unsettled(condition.part, not wanted, settled)
    elif isinstance(condition, Comparison):
        if _differs(condition, wanted):
            yield from (name for name in condition.questions() if name not in settled)
    else:
        together = isinstance(condition, All) is wanted
        found = [test for part in condition.parts for test in _plain(part, wanted)]
        if together:
            said = {name for test, way in found if not _differs(test, way) for name in _answered(test, way)}
        else:
            said = {test.question for test, way in found if test.operator == "answered" and test.value is not way}
        for part in condition.parts:
            yield from _unsettled(part, wanted, settled | said)


def _plain(condition: Condition, wanted: bool) -> Iterator[tuple[Comparison, bool]]:
    """The comparison a part of a list is, where it is one (perhaps turned round)."""
    if isinstance(condition, Not):
        yield from _plain(condition.part, not wanted)
    elif isinstance(condition, Comparison):
        yield condition, wanted


def _empty(name: str, place: Place, names: Names, beside: list[Condition]) -> bool:
    """Whether an answer may still be empty when the condition is looked at."""
    variable = names.variables[name]
    asked = variable.question
    if name.startswith("prior."):
        return True
    closed = variable.kind == "calculated" and variable.offered is not None
    if not closed and asked.default is None and not _due(asked, place):
        return True
    return any(parent not in beside for parent in names.parents[asked.key])


def _due(asked: Question, place: Place) -> bool:
    """Whether the gate of a question is passed by the time the row that looks at it is."""
    if asked.required is None or asked.required == "E":
        return False
    own = place.question.required if place.question else None
    return _LATER[asked.required] <= (_LATER[own] if own else 0)


def later_moves(section: Section, question: Question, file: str, names: Names) -> Iterator[Finding]:
    """Kind 4."""
    gate = question.required
    if gate is None:
        return
    fact = question.fact or section.by_moves
    if fact and gate in ("C", "E"):
        what = f"Required before sending ({gate}), and only a later move can know it"
        yield Finding(file, question.key, what, "Give it gate A, X, U or K, or take it out of the facts.")
    if not fact and gate not in ("C", "E"):
        what = f"Required only later ({gate}), and it can be answered only before sending"
        yield Finding(file, question.key, what, "Give it gate C or E, or mark it fact = true.")
    asked = [test.question for test, _ in comparisons(question.show_when)] if question.show_when else []
    for name in dict.fromkeys(asked):
        variable = names.variables.get(name)
        if variable and not name.startswith("prior.") and _later(variable.question, names.form) > _LATER[gate]:
            what = f"Required ({gate}), and its condition rests on “{name}”, which only a later move can know"
            yield Finding(file, question.key, what, f"Give it the gate of “{name}”, or another condition.")


def _later(asked: Question, form: Form) -> int:
    stands_in = asked.default is not None or asked.default_from
    if stands_in or not (asked.fact or form.section[asked.section].by_moves):
        return 0
    return _LATER[asked.required] if asked.required else 1


def conditions_of_rows(form: Form, names: Names) -> Iterator[Finding]:
    """Kind 3 over what is asked. A rule, a reader and the full path are left out: that they keep silent while an
    answer is empty is what a rule about two answers means."""
    for place in places(form):
        if place.kind in ("section", "question", "column") and id(place.condition) not in names.faulty:
            yield from may_be_empty(place, names)


def stand_ins(question: Question, file: str, calculations: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    """Calculations and defaults that do not exist or do not fit."""
    for name in (question.calculation, question.default_from):
        if name and name not in calculations:
            mend = did_you_mean(name, calculations, "Name one of the program's calculations.")
            yield Finding(file, question.key, f"There is no calculation “{name}”", mend)
    known = calculations.get(question.calculation, ())
    for given in question.gives:
        if known and given not in known:
            what = f"“{given}” is never given by the calculation “{question.calculation}”"
            yield Finding(file, question.key, what, f"It gives {', '.join(known)}.")
