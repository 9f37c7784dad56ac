"""What the law suggests about a carer's eligibility: Care Act 2014 s.13, SI 2015/313 regulation 3.

Nothing here determines anything: the practitioner does, with reasons of their own (section 13(1) and (2)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from carer_desktop.careact.conditions import OUTCOMES, Condition, effect, necessary_care, significant_impact
from carer_desktop.careact.wording import Labels, explain
from carer_desktop.forms.condition import Truth, three_valued_and

Answer: TypeAlias = Literal["yes", "no", "undetermined"]

_ANSWER: Mapping[Truth, Answer] = {True: "yes", False: "no", None: "undetermined"}

QUESTIONS = (
    "necessary_care", "cf", "cf.adult", "health_state", *(f"out_{name}" for name in OUTCOMES), "significant_impact",
)  # fmt: skip
"""The question ids eligibility looks at; whoever hands in labels hands in those of these."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The answers regulation 3 asks about, as choice ids; None is not answered.

    `adults` holds, for each cared-for person listed, whether they are 18 or over (yes, no, unknown).
    `outcomes` is keyed by the eight of `OUTCOMES`; one that is left out is not answered.
    """

    necessary_care: str | None = None
    adults: tuple[str | None, ...] = ()
    health_state: str | None = None
    outcomes: Mapping[str, str | None] = field(default_factory=dict)
    significant_impact: str | None = None

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Facts:
        """The facts out of a form's values by question id; whatever is not a choice id is not answered.

        >>> Facts.from_values({"cf": ({"id": "a", "adult": "yes"},), "out_home": "assist"}).adults
        ('yes',)
        """
        return cls(
            necessary_care=_choice(values.get("necessary_care")),
            adults=tuple(_choice(person.get("adult")) for person in values.get("cf") or ()),
            health_state=_choice(values.get("health_state")),
            outcomes={name: _choice(values.get(f"out_{name}")) for name in OUTCOMES},
            significant_impact=_choice(values.get("significant_impact")),
        )


@dataclass(frozen=True, slots=True)
class Eligibility:
    """What the answers suggest; the practitioner determines (Care Act 2014 s.13).

    `conditions` holds `necessary_care`, `effect` and `significant_impact`; `why` is the explanation in
    words; `rests_on` are the ids of the questions that decide each condition, or are still to ask.
    """

    suggested: Answer
    conditions: Mapping[str, Answer]
    why: str
    rests_on: tuple[str, ...]


def judge(facts: Facts, labels: Labels | None = None) -> Eligibility:
    """The suggested result under regulation 3, in three values: all three conditions are needed.

    What is not known never counts as no. *labels* are the form's own words for the explanation.

    >>> facts = Facts("yes", ("yes",), "unknown", {"recreation": "distress"}, "yes")
    >>> judge(facts).suggested
    'yes'
    """
    conditions = _conditions(facts)
    suggested = _together(conditions)
    return Eligibility(
        suggested=_ANSWER[suggested],
        conditions=MappingProxyType({one.id: _ANSWER[one.truth] for one in conditions}),
        why=explain(suggested, conditions, labels or {}, {}),
        rests_on=tuple(part.question for one in conditions for part in one.rests_on),
    )


def draft_reasons(facts: Facts, labels: Labels | None, quotes: Mapping[str, str]) -> str:
    """A first draft of the written reasons (s.13(2)): which answers meet which condition, in the carer's words.

    *quotes* holds what the carer said by the id of the question it belongs to; only those are quoted whose
    answers decide something.
    """
    conditions = _conditions(facts)
    return explain(_together(conditions), conditions, labels or {}, quotes)


def _conditions(facts: Facts) -> tuple[Condition, ...]:
    return (
        necessary_care(facts.necessary_care, facts.adults),
        effect(facts.health_state, facts.outcomes),
        significant_impact(facts.significant_impact),
    )


def _together(conditions: tuple[Condition, ...]) -> Truth:
    return three_valued_and(condition.truth for condition in conditions)


def _choice(value: Any) -> str | None:
    return value if isinstance(value, str) else None
