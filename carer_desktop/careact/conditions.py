"""The three conditions of SI 2015/313 regulation 3, each worked out from the answers it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from carer_desktop.forms.condition import Truth, three_valued_and, three_valued_or

OUTCOMES = ("child", "others", "home", "nutrition", "relationships", "work", "community", "recreation")
"""The eight outcomes of regulation 3(2)(b)(i) to (viii), in the order of the regulation."""

UNABLE = ("assist", "distress", "danger")
"""Regulation 3(3): unable without assistance; able, but with significant pain, distress or anxiety; able, but
endangering health or safety. "Takes significantly longer" is for adults with needs (regulation 2), not carers."""

_YES_NO: Mapping[str, bool] = {"yes": True, "no": False}
_HEALTH: Mapping[str, bool] = {"no": False, "risk": True, "deteriorating": True}
_OUTCOME: Mapping[str, bool] = {"achieves": False, "na": False} | dict.fromkeys(UNABLE, True)


@dataclass(frozen=True, slots=True)
class Part:
    """One answer a condition looks at: the question's id, the choice given, and what it says.

    `people` is the number who gave this answer and the number listed, where people are asked about.
    """

    question: str
    answer: str | None
    truth: Truth
    people: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of regulation 3, its truth (None: undetermined) and the answers it looks at."""

    id: str
    truth: Truth
    parts: tuple[Part, ...]

    @property
    def rests_on(self) -> tuple[Part, ...]:
        """The answers that decide it; while it is undetermined, the questions still to ask.

        An answer decides when it says what the condition says: of several that must all hold, those that
        fail; of several of which one is enough, those that hold.
        """
        return tuple(part for part in self.parts if part.truth is self.truth)


def necessary_care(answer: str | None, adults: tuple[str | None, ...]) -> Condition:
    """Regulation 3(1)(a): the needs arise as a consequence of providing necessary care for an adult."""
    parts = (Part("necessary_care", answer, _truth(_YES_NO, answer)), _people(adults))
    return Condition("necessary_care", three_valued_and(part.truth for part in parts), parts)


def effect(health: str | None, outcomes: Mapping[str, str | None]) -> Condition:
    """Regulation 3(1)(b) and 3(2): health is, or is at risk of, deteriorating, or one outcome is out of reach."""
    parts = (
        Part("health_state", health, _truth(_HEALTH, health)),
        *(Part(f"out_{name}", given, _truth(_OUTCOME, given)) for name, given in _each_outcome(outcomes)),
    )
    return Condition("effect", three_valued_or(part.truth for part in parts), parts)


def significant_impact(answer: str | None) -> Condition:
    """Regulation 3(1)(c): there is, or is likely to be, a significant impact on the carer's well-being."""
    truth = _truth(_YES_NO, answer)
    return Condition("significant_impact", truth, (Part("significant_impact", answer, truth),))


def _each_outcome(outcomes: Mapping[str, str | None]) -> Iterable[tuple[str, str | None]]:
    return ((name, outcomes.get(name)) for name in OUTCOMES)


def _people(adults: tuple[str | None, ...]) -> Part:
    """Whether one of the people cared for is an adult; nobody listed is not known, it is not no."""
    if not adults:
        return Part("cf", None, None)
    truth = three_valued_or(_truth(_YES_NO, adult) for adult in adults)
    same = [adult for adult in adults if _truth(_YES_NO, adult) is truth]
    answer = same[0] if len(set(same)) == 1 else "unknown"
    return Part("cf.adult", answer, truth, (len(same), len(adults)))


def _truth(means: Mapping[str, bool], answer: str | None) -> Truth:
    return None if answer is None else means.get(answer)
