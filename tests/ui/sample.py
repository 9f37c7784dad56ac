"""A made-up section with every type of question, for the tests of the fields and for looking at them."""

from __future__ import annotations

from decimal import Decimal

from carer_desktop.findings.result import SectionState
from carer_desktop.forms.question import Choice, Form, Group, Question, Section


def choices(*labels: str) -> tuple[Choice, ...]:
    """Choices from labels; the id is the first word in lower case."""
    return tuple(Choice(label.split()[0].lower().strip(","), label) for label in labels)


YNS = (Choice("yes", "Yes"), Choice("no", "No"), Choice("some", "Some of the time"))
OUTCOME = (
    Choice("ok", "Manages without difficulty"), Choice("help", "Cannot manage without help"),
    Choice("pain", "Manages, but it causes pain, distress or worry"),
    Choice("risk", "Manages, but it puts someone's health or safety at risk"),
    Choice("na", "Does not apply"), Choice("not", "Not talked about"),
)  # fmt: skip
FREQUENCY = choices("Never", "Weekly", "Daily", "Many times a day")
ROWS = (Choice("personal", "Washing, dressing, toilet"), Choice("meals", "Cooking and meals"),
        Choice("moving", "Moving and lifting"))  # fmt: skip
MANY = tuple(Choice(f"c{n}", label) for n, label in enumerate((
    "Care needs assessment", "Carer rang", "GP or surgery", "Hospital", "Housing", "Mental health team",
    "Outreach event", "School or college", "Voluntary organisation", "Somewhere else",
)))  # fmt: skip


def ask(id_: str, type_: str, label: str, **more: object) -> Question:
    """A question of the sample section."""
    return Question(id_, id_, "matters", type_, label, **more)  # type: ignore[arg-type]


QUESTIONS = (
    ask("live_with", "choice", "Do you live with the person you care for?", choices=YNS, required="C"),
    ask("hours", "decimal", "Hours of care a week", hint="Your best guess is fine", required="C",
        least=Decimal(0), most=Decimal(168)),
    ask("wellbeing", "long_text", "How is caring affecting your wellbeing?", required="C",
        hint="In the carer’s own words where you can"),
    ask("since", "date", "When did you begin to care?", hint="A month or a year will do, like 3 2019", partial=True,
        required="E", future=False),
    ask("sleep", "choice", "Keeping well: eating, sleeping, seeing a doctor", choices=OUTCOME, required="E"),
    ask("times", "choices", "When do you give care?", required="C",
        choices=(*choices("Daytime", "Evening", "At night, woken up"), Choice("none", "None of these", alone=True))),
    ask("tasks", "grid", "What do you do, and how often?", rows=ROWS, choices=FREQUENCY, required="C"),
    ask("source", "choice", "Where did this come from?", choices=MANY),
    ask("cost", "money", "What would it cost?"),
    ask("people", "list", "People you care for", required="C", item_title="name", columns=(
        Question("name", "people.name", "matters", "name", "Full name", required="C"),
        Question("born", "people.born", "matters", "date", "Date of birth", required="C"),
        Question("adult", "people.adult", "matters", "choice", "Are they over 18?", choices=YNS[:2], required="C"),
    )),
    ask("nhs", "nhs_number", "NHS number", hint="Ten digits, like 999 000 0018"),
    ask("assessor", "name", "Practitioner", filled="from your sign-in", required="C"),
    ask("sign", "signature", "The carer’s agreement", required="C"),
    ask("age", "calculated", "Age on the day", calculation="carer_age"),
    ask("bank", "message", "Bank details are never written here. The Direct Payments Team will ring for them."),
)  # fmt: skip

SECTIONS = (
    ("about", "About the carer", "you", "complete"), ("person", "The person you care for", "you", "complete"),
    ("matters", "What matters to you", "how", "in_progress"), ("impact", "Impact of caring", "how", "problem"),
    ("plan", "Support plan and budget", "plan", "not_started"),
)  # fmt: skip
FORM = Form(
    "sample", "0.1.0", "draft", "Carer Conversation", "0" * 64,
    (Group("you", "You"), Group("how", "How it is for you"), Group("plan", "Plan and money")),
    tuple(Section(key, title, group, QUESTIONS if key == "matters" else ()) for key, title, group, _ in SECTIONS),
    "since", "",
)  # fmt: skip
STATES = tuple(
    SectionState(key, True, status, unmet=4 if status == "in_progress" else 0)  # type: ignore[arg-type]
    for key, _, _, status in SECTIONS
)
