"""The first page: whose record it is, what is asked of the manager, and room for the decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from carer_desktop.assessment import NOT_COVERED, Move
from carer_desktop.careact.conditions import UNABLE
from carer_desktop.documents.answers import item_title
from carer_desktop.documents.report import NOT_YET, Answer, Blank, DecisionSheet, Heading, Paragraph, Part
from carer_desktop.documents.source import Source
from carer_desktop.documents.wording import moment, money
from carer_desktop.findings.decision import no_adult
from carer_desktop.findings.result import Problem
from carer_desktop.forms.load import comparisons
from carer_desktop.forms.question import Question
from carer_desktop.words import say
from carer_desktop.workflow.moves import done
from carer_desktop.workflow.standing import to_confirm

UNDECIDED = ("returned", "completed", "declined", "withdrawn")
"""Stages the first page names: a draft says so at the head of every page, and once it is agreed the decision itself
stands there, whatever happens to the file."""
_DECIDED = {"authorise": "Agreed", "decline": "Not agreed"}  # the words before the name of who decided
_BEFORE_A_DECISION = ("reopen", "return", "complete", "resume", "take_back")
_MOST_BULLETS = 3  # more of them run on in one line, so that summary and decision stay on one page
BLANKS = (
    Blank("Amount agreed, if another", "Write the amount in pounds"),
    Blank("Reasons or questions", "Write here"),
    Blank("Name, role and date", "Write your name, your role and the date"),
)
"""What a manager writes on the decision sheet."""
NO_DECISION_YET = "A draft: a decision counts only for a version with a check code."
NOT_FINISHED = "Not finished yet: what is still to answer or put right is listed at the end. Then a manager decides."
NO_CODE = "None yet: this version has not been sent to the manager"


def carer_name(source: Source) -> str:
    """The carer's name as the form's check questions give it; empty while it is not known."""
    return " ".join(text for one in source.form.check_questions if (text := source.words_of(one)))


def mosaic_id(source: Source) -> str:
    """The carer's Mosaic ID; empty while there is none."""
    return source.words_of("carer_mosaic_id") or ""


def facts(source: Source, check_code: str) -> tuple[Answer, ...]:
    """The summary for the manager: whose record this is (at least two identifiers), what is asked, which version."""
    record = source.assessment
    born, on = source.words_of("carer_dob"), source.words_of(source.form.date_question) or f"Date: {NOT_YET.lower()}"
    name = carer_name(source) or "Name not yet given"
    found = [
        ("carer", "Carer", f"{name}, born {born}" if born else name),
        ("carer_mosaic_id", "Mosaic ID", mosaic_id(source) or "None yet"),
        ("record", "Record", f"{record.reference}, version {record.revision}"),
        (source.form.date_question, source.form.title, ", ".join(part for part in (on, _practitioner(source)) if part)),
        ("stage", "Where it stands", say("stage", record.stage) if record.stage in UNDECIDED else None),
        *_summary(source),
        ("check_code", "Check code of this version", check_code or NO_CODE),
    ]
    return tuple(Answer(where, label, text) for where, label, text in found if text)


def _practitioner(source: Source) -> str:
    said = (source.words_of(one) for one in ("assessor_name", "assessor_role", "assessor_team"))
    who = ", ".join(text for text in said if text)
    return f"with {who}" if who else ""


def first_page(source: Source, people: Mapping[str, str], check_code: str) -> tuple[Part, ...]:
    """The decision, or the sheet to give it on; it stands beneath the summary."""
    heading = Heading(1, "Decision", about="page:decision")
    where, none = _none_asked_for(source)
    decided = "" if where == "declined_reason" else _decided(source, people)
    if none and not decided:
        return (heading, Paragraph(none, "note", where, "Decision"))
    if decided:
        return (heading, Paragraph(decided, "note", "decision", "Decision"))
    if open_problems(source):
        return (heading, Paragraph(NOT_FINISHED, "hint"))
    prompt = NO_DECISION_YET
    if check_code:
        prompt = f"Reply with this page filled in, or with the same words by e-mail. Quote check code {check_code}."
    return (heading, Paragraph(prompt, "hint"), _sheet(source))


def _none_asked_for(source: Source) -> tuple[str, str]:
    """Why no decision is asked for, after the question that says so; nothing where one is, or may still be."""
    because = ""
    for where, why in (("declined_reason", _declined(source)), ("rev_end_reason", _ended(source))):
        if why:
            return where, f"{why}, so no decision is asked for."
    if no_adult(source.findings):
        because = "Nobody who is cared for is an adult"
    return ("cf", f"{because}, so no decision is asked for.") if because else ("", "")


def _declined(source: Source) -> str:
    if source.words_of("declined") is None:
        return ""
    why = source.words_of("declined_reason")
    return f"This {source.form.title} did not go ahead{f' ({why})' if why else ''}"


def _ended(source: Source) -> str:
    """That caring has ended, where nothing is left to decide."""
    if source.plain("still_caring") != "no" or _may_come(source, "decision"):
        return ""
    why = source.words_of("rev_end_reason")
    return f"Caring has ended{f' ({why})' if why else ''}"


def _summary(source: Source) -> tuple[tuple[str, str, str | None], ...]:
    return (
        ("cf", "Cares for", _cared_for(source)),
        ("proposed", say("thing", "proposed"), _asked_for(source)),
        ("suggested", say("thing", "suggested"), source.guide_figure() if source.findings.suggestion else None),
        ("elig_determination", "Eligibility", _eligible(source)),
        ("outcomes", "Outcomes not managed", _outcomes(source)),
        ("not_covered", "Not covered", _not_covered(source)),
        ("unmet", "Still to answer or put right", _unmet(source)),
    )


def _asked_for(source: Source) -> str:
    """The amount asked for; that none is asked for is said only where the answers say so."""
    asked = source.words_of("proposed")
    return asked or (NOT_YET if _may_come(source, "proposed") else "No budget is asked for")


def _may_come(source: Source, question_id: str, above: frozenset[str] = frozenset()) -> bool:
    """Whether a question is asked, or may still be once answers that are missing now are there."""
    question = source.form.question.get(question_id)
    if question is None or question_id in above:
        return False
    values, above = source.findings.values, above | {question_id}
    for condition in (source.form.section[question.section].show_when, question.show_when):
        truth = True if condition is None else condition.truth(values)
        named = (name for test in comparisons(condition) for name in test.questions()) if condition is not None else ()
        missing = (name for name in named if name not in values)
        if truth is False or (truth is None and not any(_may_come(source, name, above) for name in missing)):
            return False
    return True


def _cared_for(source: Source) -> str:
    question = source.form.question.get("cf")
    if question is None or not source.printed(question):
        return ""
    titles = [item_title(source, question, item, n) for n, item in enumerate(source.items(question), 1)]
    return ", ".join(title.partition(". ")[2] or f"person {title}" for title in titles)


def _eligible(source: Source) -> str:
    decided = source.words_of("elig_determination")
    if decided is None and source.findings.eligibility is None:
        return ""
    return decided or "Not yet determined by the practitioner"


def _outcomes(source: Source) -> str:
    """The Care Act outcomes the carer is unable to achieve, by their labels, and how many are not known."""
    asked = [
        q for q in source.form.question.values() if q.id.startswith("out_") and q.type == "choice" and source.printed(q)
    ]
    values = source.findings.values
    unable = [q.label for q in asked if values.get(q.id) in UNABLE]
    unknown = sum(values.get(q.id) in (None, "unknown") for q in asked)
    if not asked or unknown == len(asked):
        return NOT_YET if asked else ""
    run_on = len(unable) > _MOST_BULLETS
    if run_on and not unknown:
        return "; ".join(unable)
    bullets = ["; ".join(unable)] if run_on else unable
    bullets += [f"{unknown} of {len(asked)} outcomes not known yet"] if unknown else []
    return "\n".join(f"- {one}" for one in bullets) or "None"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One expected question without an answer: somebody marked it as not covered, or nobody answered it."""

    label: str
    marked: bool


def uncovered(source: Source) -> tuple[tuple[str, tuple[LeftOut, ...]], ...]:
    """Expected questions without an answer, by section: (section title, questions)."""
    found = []
    for section in source.form.sections:
        asked = (q for q in section.questions if q.required == "E" and source.printed(q) and not q.fact)
        left = tuple(one for q in asked if (one := _left_out(source, q)) is not None)
        if left and not section.private:
            found.append((section.title, left))
    return tuple(found)


def _left_out(source: Source, question: Question) -> LeftOut | None:
    given = source.assessment.answers.get(question.id)
    if given == NOT_COVERED:
        return LeftOut(source.label(question), marked=True)
    return None if given or source.words_of(question.id) is not None else LeftOut(source.label(question), marked=False)


def _not_covered(source: Source) -> str:
    """How many were left out, in how many sections, and how: the list at the end names each with the reason."""
    sections = uncovered(source)
    marked = sum(one.marked for _, left in sections for one in left)
    count = sum(len(left) for _, left in sections)
    if not count:
        return ""
    numbers = {"marked as not covered": marked, "not answered": count - marked}
    how = " and ".join(f"{number} {words}" for words, number in numbers.items() if number)
    return f"{_many(count, 'question')} in {_many(len(sections), 'section')}, listed at the end: {how}"


def _many(count: int, what: str) -> str:
    """
    >>> _many(1, "question"), _many(2, "question")
    ('1 question', '2 questions')
    """
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def open_problems(source: Source) -> tuple[Problem, ...]:
    """What stands in the way of sending, while the record is still being written."""
    return source.findings.unmet if source.assessment.stage in ("draft", "returned") else ()


def _unmet(source: Source) -> str:
    count = len(open_problems(source))
    return f"{_many(count, 'question')}, listed at the end" if count else ""


def _sheet(source: Source) -> DecisionSheet:
    asked = source.words_of("proposed")
    ticks: tuple[str, ...] = (f"Agree {asked}" if asked else "Agree", "Agree another amount", "Send back", "Not agreed")
    if not asked:
        ticks = (ticks[0], *ticks[2:])
    return DecisionSheet(ticks, BLANKS if asked else BLANKS[1:])


def _decided(source: Source, people: Mapping[str, str]) -> str:
    """The decision in one sentence, and by whom; empty while there is none."""
    history = source.assessment.history
    for number in range(len(history) - 1, -1, -1):
        move, who = history[number], who_did(history[number], people)
        if move.move in _BEFORE_A_DECISION:
            return ""
        if move.move in _DECIDED and move.stage != "completed":
            amount = f": {pounds(move.amount_pence)}" if move.amount_pence is not None else ""
            said = f"{_DECIDED[move.move]}{amount}, by {who}, on {moment(move.at)}."
        elif move.move == "record" and move.stage != "completed":
            said = _outside(source, who)
        else:
            continue
        return _with_note(" ".join((said, *_confirmed(history, number, people))), move.note)
    return ""


def _confirmed(history: tuple[Move, ...], number: int, people: Mapping[str, str]) -> tuple[str, ...]:
    """What is said of a decision by word of mouth: that it was confirmed, by whom, or is still to be."""
    for move in history[number + 1 :]:
        if move.move == "confirm":
            ref = f" ({move.says['reference']})" if "reference" in move.says else ""
            return (f"{done('confirm')} on {moment(move.at)}{ref}, entered by {who_did(move, people)}.",)
    return ("To be confirmed in writing.",) if to_confirm(history) else ()


def who_did(move: Move, people: Mapping[str, str]) -> str:
    """Who made a move, by name and role."""
    who = (people.get(move.by, "a person no longer in this program"), say("role", move.role).lower())
    return ", ".join(part for part in who if part)


def pounds(pence: int) -> str:
    """
    >>> pounds(30050)
    '£300.50'
    """
    return money(Decimal(pence) / 100)


def _outside(source: Source, recorder: str) -> str:
    """A decision made outside, always marked as such."""
    given = {one: source.words_of(f"decision_{one}") or "" for one in ("name", "role", "on", "how", "ref", "amount")}
    what = source.words_of("decision") or "Decision"
    who = ", ".join(part for part in (given["name"] or "a manager", given["role"], given["on"]) if part)
    how = f", received: {given['how']}" if given["how"] else ""
    ref = f" ({given['ref']})" if given["ref"] else ""
    amount = f" {given['amount']}." if given["amount"] else ""
    return f"{what}.{amount} Decision of {who}{how}{ref}, recorded by {recorder}; not signed in this program."


def _with_note(sentence: str, note: str) -> str:
    return f"{sentence}\n{note}" if note else sentence
