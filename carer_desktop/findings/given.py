"""What a calculation may look at: the answers so far, in form order, and the facts around the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from carer_desktop.assessment import Assessment
from carer_desktop.budget.suggest import suggest_on
from carer_desktop.budget.suggestion import Suggestion
from carer_desktop.budget.table import Table
from carer_desktop.careact.eligibility import QUESTIONS, Eligibility, Facts, judge
from carer_desktop.forms.question import Form
from carer_desktop.workflow.stage import may_change


@dataclass
class Given:
    """The values answered or worked out so far (by key; cells of the row being looked at included)."""

    form: Form
    tables: tuple[Table, ...]
    assessment: Assessment
    today: date
    values: dict[str, Any]
    _judged: tuple[Facts, Eligibility] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def day(self) -> date:
        """The day of the conversation; today while it is not known."""
        return full_day(self.values.get(self.form.date_question)) or self.today

    @property
    def day_is_wrong(self) -> bool:
        """Whether a day of the conversation was typed that cannot be: then today does not stand in for it."""
        name = self.form.date_question
        return bool(self.assessment.answers.get(name)) and full_day(self.values.get(name)) is None

    @cached_property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        """The form's words for the questions eligibility rests on: choices by id, the question's own under ""."""
        known = self.form.by_key
        return {key: {"": known[key].label, **known[key].choice_labels} for key in QUESTIONS if key in known}

    def eligibility(self) -> Eligibility:
        """What regulation 3 suggests from the answers so far (SI 2015/313)."""
        facts = Facts.from_values(self.values)
        if self._judged is None or self._judged[0] != facts:  # several calculations ask one after the other
            self._judged = (facts, judge(facts, self.labels))
        return self._judged[1]

    def suggestion(self) -> Suggestion:
        """The guide figure by the table that held on the day of the conversation, or why there is none.

        A record that was sent keeps the tables there were then, whatever has been loaded since.
        """
        sent = next((move.at for move in reversed(self.assessment.history) if move.move == "complete"), None)
        return suggest_on(self.tables, self.day, self.values, None if may_change(self.assessment.stage) else sent)


def full_day(value: Any) -> date | None:
    """The day a date answer names; None for no answer and for a month or year."""
    return value if isinstance(value, date) else None
