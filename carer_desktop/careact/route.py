"""Who should complete a conversation, as advice: Camden's published process, which is policy and not law.

The rules and limits are data (`resources/routing.toml`). Each person who is cared for is judged by themselves; every
line of the answer names its rule. What is not known never counts against anybody: it is said that it is still to ask.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from carer_desktop.forms.condition import Condition
from carer_desktop.forms.load import needed_condition
from carer_desktop.paths import RESOURCES

UNDETERMINED = "undetermined"
_FACTS = (
    "adult", "known_asc", "supported_by", "support_hours", "complex", "hospital", "discharge", "needs_review_due",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: when it holds, whom it leads to (empty for a warning), its words, and where they come from."""

    id: str
    when: Condition
    words: str
    who: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """All rules of a council, with their limits and names."""

    rules: tuple[Rule, ...]
    warnings: tuple[Rule, ...]
    ask: Mapping[str, str]
    limits: Mapping[str, int]
    names: Mapping[str, str]
    order: tuple[str, ...]
    doing: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the answer: the id of the rule it comes from, and its words."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class PersonRoute:
    """Who should do it for one person who is cared for, and why."""

    item: str
    who: str
    why: Line
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """Who should complete the conversation, line by line; `people` where there are several, each by themselves."""

    who: str
    why: tuple[Line, ...]
    warnings: tuple[str, ...]
    people: tuple[PersonRoute, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the advice rests on: each person's answers by id, the carer's age, who is doing it, the month's count.

    *counted* is false where nobody keeps the count, so that it is not asked for.
    """

    people: tuple[Mapping[str, Any], ...] = ()
    carer_age: int | None = None
    doing: str | None = None
    clds_used: int | None = None
    counted: bool = True

    @classmethod
    def from_values(cls, values: Mapping[str, Any], clds_used: int | None = None, counted: bool = True) -> Facts:
        """The facts out of a form's values by question id.

        >>> Facts.from_values({"cf": ({"id": "a", "known_asc": "no"},), "setting": "asc"}).doing
        'asc'
        """
        age, doing = values.get("carer_age"), values.get("setting")
        return cls(
            tuple(values.get("cf") or ()),
            age if isinstance(age, int) else None,
            doing if isinstance(doing, str) else None,
            clds_used,
            counted,
        )


@cache
def policy() -> Policy:
    """The rules that come with the program."""
    return read_policy((RESOURCES / "routing.toml").read_text("utf-8"))


def read_policy(text: str) -> Policy:
    """Rules out of a table file."""
    data = tomllib.loads(text)
    return Policy(
        rules=tuple(_rule(row) for row in data["rule"]),
        warnings=tuple(_rule(row) for row in data["warning"]),
        ask=data["ask"],
        limits=data["limits"],
        names=data["names"],
        order=tuple(data["order"]["who"]),
        doing=data["doing"],
    )


def route(facts: Facts, rules: Policy | None = None, names: Mapping[str, str] | None = None) -> Route:
    """Who should complete this conversation, and why. It is advice: nothing depends on it.

    *names* are the council's own names of those who check, in place of the ones in the table.

    >>> found = route(Facts(({"id": "a", "adult": "yes", "known_asc": "yes", "supported_by": "asc"},)))
    >>> found.who, found.why[0].rule
    ('asc', 'supported_by_asc')
    """
    known = rules or policy()
    said = {**known.names, **(names or {}), **{name: str(limit) for name, limit in known.limits.items()}}
    said["used"] = _used(facts.clds_used, known.limits["clds_a_month"])
    people = tuple(_person(person, facts, known, said) for person in facts.people) or (_nobody(facts, known, said),)
    who = min((each.who for each in people), key=known.order.index)
    several = len(people) > 1
    why = tuple(_for_one(each, number, facts) if several else each.why for number, each in enumerate(people, 1))
    if several and len({each.who for each in people}) > 1:
        differ = "The people cared for lead to different teams; the line that comes first decides who leads."
        why = (*why, Line("people_differ", differ))
    warnings = dict.fromkeys(text for each in people for text in each.warnings)
    doing = known.doing.get(facts.doing or "")
    if doing and who not in (doing, UNDETERMINED):
        warnings["Another team should do this by these rules. If you go on, say why."] = None
    return Route(who, why, tuple(warnings), people if facts.people else ())


def _rule(row: Mapping[str, Any]) -> Rule:
    when = needed_condition(row["when"], f"routing.toml, {row['id']}")
    return Rule(row["id"], when, row["words"], row.get("who", ""), row.get("source", ""))


def _person(person: Mapping[str, Any], facts: Facts, known: Policy, said: Mapping[str, str]) -> PersonRoute:
    values = _values(person, facts, known)
    passed: list[Rule] = []
    for rule in known.rules:
        truth = rule.when.truth(values)
        if truth:
            break
        if truth is None:
            passed.append(rule)
    else:
        raise LookupError("routing.toml has no rule for somebody of whom nothing is known")
    warnings = [each.words for each in known.warnings if each.when.truth(values)]
    still_open = _still_open(passed, values) - (set() if facts.counted else {"clds_used"})
    warnings += [text for question, text in known.ask.items() if question in still_open]
    item = str(person.get("id", ""))
    why = Line(rule.id, rule.words.format_map(said))
    return PersonRoute(item, rule.who, _capital(why), tuple(each.format_map(said) for each in warnings))


def _nobody(facts: Facts, known: Policy, said: Mapping[str, str]) -> PersonRoute:
    """Nobody is listed yet: only what is known of the carer can decide."""
    found = _person({}, facts, known, said)
    if found.who != UNDETERMINED:
        return PersonRoute("", found.who, found.why)
    return PersonRoute("", UNDETERMINED, Line("nobody_listed", "Nobody who is cared for is listed yet."))


def _values(person: Mapping[str, Any], facts: Facts, known: Policy) -> dict[str, Any]:
    values: dict[str, Any] = {f"limit.{name}": limit for name, limit in known.limits.items()}
    values |= {f"cf.{name}": person[name] for name in _FACTS if person.get(name) is not None}
    others = {"carer_age": facts.carer_age, "clds_used": facts.clds_used}
    return values | {name: value for name, value in others.items() if value is not None}


def _still_open(passed: Iterable[Rule], values: Mapping[str, Any]) -> set[str]:
    """The one question each rule that could not be judged waits for; a rule that waits for several is far from it."""
    waits = ({each for each in rule.when.questions() if each not in values} for rule in passed)
    return {question for questions in waits if len(questions) == 1 for question in questions}


def _for_one(found: PersonRoute, number: int, facts: Facts) -> Line:
    """The line of one of several people, by their name where it is known."""
    person = facts.people[number - 1]
    name = next((str(person[each]) for each in ("name", "initials") if person.get(each)), f"Person {number}")
    return Line(found.why.rule, f"{name}: {found.why.text}")


def _capital(line: Line) -> Line:
    return Line(line.rule, ". ".join(_capitals(line.text.split(". "))))


def _capitals(sentences: Iterable[str]) -> Iterator[str]:
    for sentence in sentences:
        yield sentence[:1].upper() + sentence[1:]


def _used(used: int | None, most: int) -> str:
    return "" if used is None else f" ({used} of {most} used)"
