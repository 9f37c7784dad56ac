"""A new record for somebody who looks into a form: the one they left as it was, where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from carer_desktop.caseload.filling import KNOWN, at_start
from carer_desktop.caseload.forms import Forms
from carer_desktop.caseload.notes import Settings
from carer_desktop.caseload.records import Records
from carer_desktop.clock import Clock
from carer_desktop.store import Connection, Store, assessments, queue

TAKEN_FOR = timedelta(days=30)


class Blanks:
    """Records of the person signed in that hold nothing but what the program fills in."""

    def __init__(self, store: Store, forms: Forms, records: Records, clock: Clock, settings: Settings) -> None:
        self._store = store
        self._forms = forms
        self._records = records
        self._clock = clock
        self._settings = settings

    def begin(self, form_name: str) -> str:
        """The id of one begun lately, where what is known of the person is still the same, or of a new record.

        So whoever opens a new form and leaves it again has one nameless draft in the list, and not one for each time.
        """
        form, me, since = self._forms.newest(form_name), self._store.person, self._clock.now() - TAKEN_FOR
        known = {step.question: step.value for step in at_start(form, me, self._settings.my_details)}
        found = self._store.read(_blank, me.id, form.sha256, since, known).result()
        return found if found and self._records.may_begin else self._records.begin(form_name).id


def _blank(connection: Connection, person: str, form: str, since: datetime, known: Mapping[str, object]) -> str:
    found = assessments.blank(connection, person, form, KNOWN, since)
    return found if found and queue.answers_of(connection, [found], KNOWN)[found] == known else ""
