"""What lies beside the records when its time has come: offered, looked at row by row, and only then removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from carer_desktop.caseload.notes import Settings
from carer_desktop.caseload.records import Records
from carer_desktop.clock import Clock
from carer_desktop.errors import Refused
from carer_desktop.records.retention import Holding, OldRow, Rule
from carer_desktop.store import Store, queue_removal
from carer_desktop.workflow.retention import SETTING, rules, time_comes

KINDS = ("referral", "offer", "contact", "request", "visit")


class Besides:
    """Referrals, offers, contacts, requests and visits whose time here is over."""

    def __init__(self, store: Store, clock: Clock, settings: Settings, records: Records) -> None:
        self._store = store
        self._clock = clock
        self._settings = settings
        self._records = records

    def due(self) -> Mapping[str, tuple[OldRow, ...]]:
        """What may go today by its kind, the oldest first; nothing for somebody who sees no records."""
        if not self._records.seeing.any:
            return {}
        known, found = self._rules(), self._store.read(queue_removal.all_).result()
        old = [one for one in found if self._is_due(one, known[one.kind])]
        by_kind = {kind: [one for one in old if one.kind == kind] for kind in KINDS}
        return {kind: tuple(sorted(rows, key=lambda one: one.row.at)) for kind, rows in by_kind.items() if rows}

    def remove(self, looked_at: Sequence[OldRow]) -> None:
        """Take out for good what somebody has looked at, all of it or nothing.

        Refused where its time has not come, or where it has changed since.
        """
        if not self._records.seeing.any:
            raise Refused("This is for those who work with carers", mend="Ask the access lead for another role.")
        known = self._rules()
        if not all(self._is_due(one, known[one.kind]) for one in looked_at):
            raise Refused("The time of one of these has not come yet", mend="Look at the list again.")
        self._store.save_logged(queue_removal.remove, looked_at, self._clock.now()).result()

    def _rules(self) -> Mapping[str, Rule]:
        return rules({f"{SETTING}.{kind}": self._settings.get(f"{SETTING}.{kind}") for kind in KINDS})

    def _is_due(self, one: OldRow, rule: Rule) -> bool:
        comes = time_comes(Holding(one.kind, one.row.id, "", "", one.since), rule)
        return comes is not None and comes <= self._clock.today()
