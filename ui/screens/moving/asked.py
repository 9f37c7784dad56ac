"""What a move asks of whoever makes it, as data for the one dialog: questions, facts of the form, what to know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from carer_desktop.assessment import Assessment, Plain
from carer_desktop.findings.plan import beside_the_use as of_the_items
from carer_desktop.findings.result import Findings
from carer_desktop.forms.question import Choice, Form, Question
from carer_desktop.forms.values import read
from carer_desktop.workflow import moves as workflow
from carer_desktop.workflow.clocks import on_day
from carer_desktop.workflow.deciders import FOLDER, TEAM
from ui.screens.moving.words import money

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

DECISION = "decision"  # the section of the form that holds it
GATES = {"export": "X", "upload": "U", "close": "K"}
OWN, OUTSIDE, ANYBODY = "another", "outside", "anybody"
_NOT_ASKED = ("auth_route", "check_code", "decision_returned")
_AS_ASKED = ("decision_amount", "decision_use")
_REASONS = {
    "return": ("Why it goes back", "Say what you need. To ask about one answer, press “Comment on” beside it"),
    "decline": ("Why it is not agreed", "In words the carer can read"),
    "correct": ("The correction or comment", "The carer’s own words where they are the carer’s"),
    "reopen": ("Why a new version is needed", "What has changed, or was wrong"),
    "take_back": ("Why you take it back", "A few words are enough"),
    "redirect": ("Why somebody else decides", "For example, the manager is on leave"),
    "tell_carer": ("How, and what the carer said", "By phone, by letter, in person"),
}
_CHOOSE = {"withdraw": "Why it is withdrawn", "close": "Why it ends here", "upload_wrong": "What went wrong"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one dialog asks: its own *questions*, then rows of the form: of a *section*, or that a *gate* wants."""

    move: str
    title: str
    go: str
    tells: tuple[str, ...]
    questions: tuple[Question, ...] = ()
    section: str = ""
    gate: str = ""
    also: tuple[str, ...] = ()
    starts: Mapping[str, Plain] = ()  # type: ignore[assignment]


def ask(name: str, type_: str, label: str, **more: Any) -> Question:
    """A question of a dialog, not of a form."""
    return Question(name, name, "moving", type_, label, **more)


def sheet(caseload: Caseload, assessment: Assessment, move: str, other: bool = False) -> Sheet:
    """What a move asks of this record; *other* is agreeing another amount or use than was asked for."""
    rule = workflow.rule_of(move, assessment.stage)
    go, tells = workflow.dialog(move)
    findings = caseload.records.findings(assessment)
    early = move == "close" and assessment.stage != "uploaded"
    made = Sheet(
        move,
        "Agree another amount or use" if other else rule.says,
        rule.says if early else go,
        ("Nothing more is asked of it.",) if early else tells,
        tuple(_questions(caseload, assessment, move, other, rule.reason == "must")),
        section=DECISION if move == "record" else "",
        gate="" if early else GATES.get(move, ""),
        also=rule.asks,
        starts=_starts(caseload, assessment, findings, move, other),
    )
    return made


def _questions(caseload: Caseload, assessment: Assessment, move: str, other: bool, must: bool) -> Iterator[Question]:
    form = caseload.records.form(assessment)
    if move in ("complete", "redirect"):
        yield _to(caseload, move)
    if move == "complete":
        yield from (form.question[each] for each in ("urgent", "urgent_why") if each in form.question)
    if other:
        yield ask("amount", "money", "Amount agreed", required="C", hint="In pounds, such as 300")
        yield ask("use", "long_text", "What it may be used for", hint="Change it only where something else is agreed")
        yield ask("reason", "long_text", "Why not as asked for", required="C", hint="In words the carer can read")
    if move == "authorise":
        yield ask("second", "choices", "Does somebody else decide too?", hint="Leave it empty if not",
                  choices=(Choice("yes", "A second manager is to decide as well"),))  # fmt: skip
    if move == "record":
        code = caseload.moves.check_code(assessment)
        yield ask("seen", "choice", f"Was this the version with check code {code}?", required="C",
                  when_empty="Select whether it was this version", hint="It stands on the decision sheet",
                  choices=(Choice("yes", "Yes"), Choice("no", "No, or they did not say")))  # fmt: skip
    if move == "confirm" and "authoriser" not in caseload.people.me.roles:
        yield ask("reference", "text", "What finds the manager’s words again", required="C",
                  when_empty="Enter what finds the manager’s words again",
                  hint="For example, e-mail of 22 November")  # fmt: skip
    if move == "payment":
        choices = tuple(Choice(key, words) for key, words in caseload.moves.payment_states().items())
        yield ask("state", "choice", "What happened?", required="C", choices=choices,
                  when_empty="Select what happened")  # fmt: skip
    if move in ("payment", "tell_carer"):
        yield ask("on", "date", "When was that?", required="C", when_empty="Enter the date")
    yield from _reason(caseload, move, must)


def _reason(caseload: Caseload, move: str, must: bool) -> Iterator[Question]:
    needed = "C" if must else None
    if move in _CHOOSE and must:
        choices = tuple(Choice(key, words) for key, words in caseload.moves.reasons(move).items())
        yield ask("why", "choice", _CHOOSE[move], required="C", choices=(*choices, Choice(OWN, "Another reason")),
                  when_empty="Select a reason")  # fmt: skip
        yield ask("reason", "long_text", "What the reason is", required="C", hint="In your own words")
    elif move in _REASONS:
        label, hint = _REASONS[move]
        yield ask("reason", "long_text", label, required=needed, hint=hint, when_empty=f"Say {_small(label)}")
    elif must:
        yield ask("reason", "long_text", "Why", required="C", hint="A few words are enough", when_empty="Say why")


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]


def _to(caseload: Caseload, move: str) -> Question:
    """Who can decide: managers here, teams, folders, and a manager who does not have this program."""
    here = [each for each in caseload.people.all() if each.ended_at is None and each.id != caseload.me.id]
    managers = [
        Choice(each.id, f"{each.name}{_stands_in(caseload, each.id)}") for each in here if "authoriser" in each.roles
    ]
    deciding = [team.name for team in caseload.teams.all() if team.managers]
    teams = [Choice(f"{TEAM}{name}", f"The managers of {name}, or who stands in for them") for name in deciding]
    folders = [Choice(f"{FOLDER}{each.name}", f"The folder {each.name}") for each in caseload.teams.folders()]
    more = []
    if move == "complete":
        more = [Choice(ANYBODY, "Any manager here")] if managers else []
        more.append(Choice(OUTSIDE, "A manager without this program: I send the Word file"))
    return ask("to", "choice", "Who decides?", required="C", choices=(*managers, *teams, *folders, *more),
               when_empty="Select who decides")  # fmt: skip


def _stands_in(caseload: Caseload, manager: str) -> str:
    """Who decides for a manager today too, to know before it is sent."""
    today, names = caseload.clock.today(), {each.id: each.name for each in caseload.people.all()}
    now = [one for one in caseload.teams.deputies() if one.stands_for == manager and (one.since or today) <= today]
    return "".join(
        f" ({names.get(one.person, 'somebody')} stands in"
        + (f" until {on_day(one.until, today)})" if one.until else ")")
        for one in now
    )


def _starts(caseload: Caseload, assessment: Assessment, findings: Findings, move: str, other: bool) -> dict[str, Plain]:
    """What stands in the dialog from the start, to be changed where it is not so."""
    today = caseload.clock.today().isoformat()
    if move in ("payment", "tell_carer"):
        return {"on": today}
    if move == "upload":
        admin = "admin" in caseload.people.me.roles
        mine = {"upload_by": caseload.me.name, "upload_date": today} if admin else {}
        return {**caseload.teams.fills(assessment, move), **mine}
    if move == "return":
        return {"reason": caseload.unsent.reason(assessment)}
    if other:
        asked = findings.values.get("proposed")
        use = findings.values.get("dp_needs")
        return {"amount": str(asked) if asked is not None else "", "use": str(use or "")}
    return {}


# --- rows of the form ----------------------------------------------------------------------------


def rows(made: Sheet, form: Form, findings: Findings, given: Mapping[str, Plain | None]) -> list[Question]:
    """The rows of the form that are asked now, given what stands in the dialog."""
    if made.section:
        found = [each for each in form.section[made.section].questions if each.id in findings.shown]
        as_asked = given.get("decision") == "authorise"
        left = (*_NOT_ASKED, *(_AS_ASKED if as_asked else ()))
        return [_fitted(each, findings) for each in found if each.answerable and each.id not in left]
    if not made.gate:
        return []
    wanted = {*findings.wanting.get(made.gate, ()), *made.also, *given}
    found = [each for each in form.question.values() if each.id in wanted and each.id in findings.shown]
    return [replace(each, required="U") if each.id in made.also else each for each in found]


def stand_ins(findings: Findings) -> dict[str, Plain]:
    """What stands where nobody has said otherwise: the use from the plan, the amount asked for."""
    found = {name: findings.values[name] for name in findings.defaults if name in findings.values}
    found["decision_amount"] = findings.values.get("proposed")
    plain = {name: value if isinstance(value, str | int) else str(value) for name, value in found.items() if value}
    return {name: value for name, value in plain.items() if "/" not in name}


def beside_the_use(move: str, findings: Findings, given: Mapping[str, Plain | None]) -> str:
    """To know before an amount is agreed: that the items the use names do not come to it; no block."""
    agrees = move == "authorise" or (move == "record" and given.get("decision") in ("authorise", "authorise_changed"))
    if not agrees or findings.values.get("budget_wanted") != "yes":
        return ""
    typed = given.get("amount", given.get("decision_amount", str(findings.values.get("proposed") or "")))
    amount = read(ask("amount", "money", "Amount agreed"), typed or None).value
    use = given.get("use", given.get("decision_use", findings.values.get("dp_needs")))
    items = of_the_items(findings.values, str(use or ""))
    if amount is None or items is None or items == amount:
        return ""
    total = money(int(items * 100))
    return f"The items named come to {total}, which is not this amount. Say in the use what is agreed, and what is not."


def _fitted(question: Question, findings: Findings) -> Question:
    """A row as this dialog asks it: a decision made outside was not made in the program, and says what was asked."""
    if question.id == "decision_how":
        return replace(question, hint="", choices=tuple(each for each in question.choices if each.id != "app"))
    asked = findings.values.get("proposed")
    if question.id == "decision" and asked is not None and findings.values.get("budget_wanted") == "yes":
        words = f"Agreed as asked for: {money(int(asked * 100))}"
        return replace(question, choices=tuple(
            replace(each, label=words) if each.id == "authorise" else each for each in question.choices))  # fmt: skip
    return question
