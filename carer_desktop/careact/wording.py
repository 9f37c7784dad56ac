"""The explanation of eligibility in plain words, for the practitioner who has to determine it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from carer_desktop.careact.conditions import UNABLE, Condition, Part
from carer_desktop.forms.condition import Truth
from carer_desktop.text import one_line

Labels: TypeAlias = Mapping[str, Mapping[str, str]]
"""The form's own words: question id -> choice id -> label; the question's own label stands at ""."""

_TITLES = {
    "necessary_care": "The needs come from providing necessary care for an adult",
    "effect": "Caring affects the carer's health, or the carer is unable to achieve an outcome",
    "significant_impact": "There is, or is likely to be, a significant impact on the carer's well-being",
}
_STATUS: Mapping[Truth, str] = {True: "met", False: "not met", None: "cannot tell yet"}
_QUESTIONS = {
    "necessary_care": "Is the care necessary for the adult?",
    "cf": "People cared for",
    "cf.adult": "Aged 18 or over?",
    "health_state": "Is the carer's health deteriorating, or at risk of it, because of caring?",
    "out_child": "Carrying out any caring responsibilities for a child",
    "out_others": "Providing care to other people",
    "out_home": "Maintaining a habitable home",
    "out_nutrition": "Managing and maintaining nutrition",
    "out_relationships": "Developing and maintaining family or other personal relationships",
    "out_work": "Engaging in work, training, education or volunteering",
    "out_community": "Making use of necessary facilities or services in the community",
    "out_recreation": "Engaging in recreational activities",
    "significant_impact": "Is there, or is there likely to be, a significant impact on well-being?",
}
_ANSWERS = {
    "yes": "Yes",
    "no": "No",
    "unknown": "Not known",
    "undetermined": "Undetermined",
    "risk": "At risk of deteriorating",
    "deteriorating": "Is deteriorating",
    "achieves": "Achieves without difficulty",
    "assist": "Unable without assistance",
    "distress": "Achieves, but with significant pain, distress or anxiety",
    "danger": "Achieves, but endangers health or safety",
    "na": "Not applicable",
}


def explain(suggested: Truth, conditions: tuple[Condition, ...], labels: Labels, quotes: Mapping[str, str]) -> str:
    """The result, then one line a condition with the answers it rests on; carer's words where they are given."""
    lines = [_result(suggested, conditions, labels)]
    for number, condition in enumerate(conditions, 1):
        lines.append(f"{number}. {_condition(condition, suggested, labels)}")
        lines += [
            f"The carer said about “{question_words(part.question, labels)}”: “{one_line(quotes[part.question])}”"
            for part in condition.rests_on
            if one_line(quotes.get(part.question, ""))
        ]
    return "\n".join(lines)


def question_words(question: str, labels: Labels) -> str:
    """The question in the form's words, or in the regulation's when no form was handed in."""
    return labels.get(question, {}).get("") or _QUESTIONS[question]


def _result(suggested: Truth, conditions: tuple[Condition, ...], labels: Labels) -> str:
    if suggested:
        return "The answers suggest that the carer is eligible: all three conditions are met."
    if suggested is None:
        ask = [part.question for one in conditions if one.truth is None for part in one.rests_on]
        return f"Cannot tell yet. Still to ask: {'; '.join(f'“{question_words(one, labels)}”' for one in ask)}."
    failed = [str(number) for number, one in enumerate(conditions, 1) if one.truth is False]
    which = f"condition {failed[0]} is" if len(failed) == 1 else f"conditions {_listed(failed)} are"
    return f"The answers suggest that the carer is not eligible: {which} not met."


def _condition(condition: Condition, suggested: Truth, labels: Labels) -> str:
    """One condition: its title, whether it is met, and the answers that say so, like answers together."""
    together: dict[str, list[str]] = {}
    for part in condition.rests_on:
        together.setdefault(_answer(part, labels), []).append(f"“{question_words(part.question, labels)}”")
    said = "; ".join(f"{_listed(questions)}: {answer}" for answer, questions in together.items())
    beside = ", and it would not change the result" if suggested is False and condition.truth is None else ""
    words = f"{_TITLES[condition.id]}: {_STATUS[condition.truth]}{beside}. {said}."
    if condition.id == "effect" and condition.truth is not False:
        words += " One is enough."
    if any(part.question == "cf.adult" and part.truth is False for part in condition.parts):
        words += " Nobody listed is 18 or over: consider a parent carer's needs assessment instead."
    return words


def _answer(part: Part, labels: Labels) -> str:
    """The answer in its label's words, with how many people it holds for, or that it counts as unable."""
    if part.question == "cf":
        return "nobody is listed yet"
    words = "not answered yet"
    if part.answer is not None:
        words = labels.get(part.question, {}).get(part.answer) or _ANSWERS.get(part.answer, part.answer)
    if part.people:
        words += f" ({part.people[0]} of {part.people[1]} listed)"
    if part.answer in UNABLE[1:]:
        words += " (counts as unable)"
    return words


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
