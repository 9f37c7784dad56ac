"""A manager's comments that are not sent yet: kept from the first word on, for that manager alone, until a decision."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

from carer_desktop.assessment import Assessment
from carer_desktop.caseload.records import Records
from carer_desktop.errors import Refused
from carer_desktop.store import Store, unsent
from carer_desktop.text import clean_text

_REASON = ""
"""In the place of a question: why the whole record goes back."""


class Unsent:
    """The comments that the person signed in has written and not sent."""

    def __init__(self, store: Store, records: Records) -> None:
        self._store = store
        self._records = records

    def of(self, assessment: Assessment) -> Mapping[str, str]:
        """By the place of their question, in the order of the form; none once a decision has been made."""
        kept = self._kept(assessment)
        order = list(self._records.form(assessment).question)
        places = sorted(set(kept) - {_REASON}, key=lambda one: (order.index(_question(one)), one))
        return {place: kept[place] for place in places}

    def reason(self, assessment: Assessment) -> str:
        """Why it goes back, as far as it was written."""
        return self._kept(assessment).get(_REASON, "")

    def keep_reason(self, assessment: Assessment, text: str) -> Future[Any]:
        """Saves why it goes back, as it stands."""
        return self.keep(assessment, _REASON, text)

    def keep(self, assessment: Assessment, place: str, text: str) -> Future[Any]:
        """Saves a comment as it stands; one without words is taken away."""
        if "authoriser" not in self._store.person.roles or assessment.stage != "completed":
            raise Refused("Only a manager comments on what was sent to them", assessment.reference)
        form = self._records.form(assessment)
        if place != _REASON and _question(place) not in form.question:
            raise Refused(f"The form has no question “{_question(place)}”", form.title)
        return self._store.save(unsent.keep, assessment.id, self._store.person.id, place, clean_text(text).strip())

    def _kept(self, assessment: Assessment) -> dict[str, str]:
        if assessment.stage != "completed":
            return {}
        return self._store.read(unsent.of, assessment.id, self._store.person.id).result()


def _question(place: str) -> str:
    return place.partition("/")[0]
