"""Keeping no longer than needed: what is due to go, what goes and what stays, and the act itself; nothing by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any

from carer_desktop.caseload import leaving
from carer_desktop.caseload.audit import Audit
from carer_desktop.caseload.filling import name
from carer_desktop.caseload.notes import Settings
from carer_desktop.caseload.records import Records
from carer_desktop.clock import Clock, day_words
from carer_desktop.errors import Refused
from carer_desktop.records.person import Person
from carer_desktop.records.retention import CountRow, Due, Holding, Removal, ReviewStub, Rule
from carer_desktop.store import Store, audit, exports, removal, retention, revisions
from carer_desktop.words import say
from carer_desktop.workflow.retention import SETTING, due, rules, shipped, time_comes

GONE = "It is removed. What was handed over, and Word files that were made of it, are not touched."
IN_BACKUPS = (
    "The backups on this laptop still hold it; it is gone everywhere on this laptop within 35 days. "
    "To have it gone at once, remove the backups and make a new one."
)
NOT_IN_BACKUPS = "The backups on this laptop that held it are gone as well. A copy in a second place is not."
NOWHERE = "This record is not on Mosaic: once it is removed it is nowhere."
STAYS = "A note to find it again on Mosaic stays until the next review is done or handed on."
COUNTED = "A line without name or number stays for the counts."
_MAY_REMOVE = ("assessor", "admin", "keeper")
_TOLD_TO_LEAD = ("tell", "confirm")
_NEVER_ON_MOSAIC = ("draft", "withdrawn", "closed")
_HOW_A_STUB_ENDS = ("review_done", "handed_on", "not_needed")


class Retention:
    """The time each kind of record has here, and the way out."""

    def __init__(
        self, store: Store, clock: Clock, me: Person, settings: Settings, records: Records, log: Audit
    ) -> None:
        self._store = store
        self._clock = clock
        self._me = me
        self._settings = settings
        self._records = records
        self._log = log

    # --- the rules -------------------------------------------------------------------------------

    def rules(self) -> tuple[Rule, ...]:
        """How long each kind of record stays here, as this vault has it."""
        return tuple(rules(self._times()).values())

    def set_time(self, kind: str, after: int) -> Future[Any]:
        """Another time for a kind of record; Refused outside its bounds, and to anybody but the access lead."""
        self._for("keeper")
        rule = rules({}).get(kind)
        if rule is None:
            raise Refused(f"There is no kind of record “{kind}”")
        if not rule.least <= after <= rule.most:
            raise Refused(
                f"{rule.title} stay between {rule.least} and {rule.most} {rule.unit}", mend="Choose a time between."
            )
        return self._settings.set(f"{SETTING}.{kind}", after)

    # --- what is due -----------------------------------------------------------------------------

    def due(self) -> tuple[Due, ...]:
        """What is to be done today, the most urgent first: of the records this person sees.

        The access lead is also told, by reference alone, of those that stay longer than they should.
        """
        found = due(self._store.read(retention.holdings).result(), self._times(), self._clock.today())
        mine = {card.id for card in self._records.all()}
        told = _TOLD_TO_LEAD if "keeper" in self._me.roles else ()
        return tuple(one for one in found if one.holding.id in mine or one.what in told)

    def reasons(self) -> Mapping[str, str]:
        """Why a record may stay longer, in words by id."""
        return shipped()[1]

    def keep(self, record: str, reason: str) -> None:
        """This person has looked at a record whose time has come: it stays, and its time counts anew from today."""
        if reason not in self.reasons():
            raise Refused(f"There is no reason “{reason}”", mend=f"Choose one of {', '.join(self.reasons())}.")
        held = self._held(record)
        if not self._records.seeing.may(record):
            raise self._gone()
        now, today = self._clock.now(), self._clock.today()
        self._store.save_logged(retention.keep_longer, held.id, reason, today, self._me.id, now).result()

    # --- the way out -----------------------------------------------------------------------------

    def look(self, record: str) -> Removal:
        """What goes and what stays if this record is removed, for somebody to look at; nothing goes yet.

        Refused for a record that is not yet due, or is on its way to a manager or to Mosaic.
        """
        self._for(*_MAY_REMOVE)
        assessment = self._records.open_to_remove(record)
        held = self._held(assessment.id)
        self._may_go(held)
        form, findings = self._records.form(assessment), self._records.findings(assessment)
        carer = name(form, assessment)
        files = self._store.read(exports.of, assessment.id).result()
        newest = self._store.read(revisions.current, assessment.id).result()
        stays = leaving.stub(form, assessment, findings, carer, files, self._clock.now())
        return Removal(
            assessment.id,
            assessment.reference,
            carer,
            assessment.stage,
            self._store.read(removal.goes, assessment.id).result(),
            stays if held.kind == "assessment" else None,
            leaving.count_row(form, assessment, findings, self._settings.get("teams", [])),
            self._store.read(removal.seen, assessment.id).result(),
            assessment.revision,
            newest.sha256 or "",
        )

    @staticmethod
    def told(looked_at: Removal) -> tuple[str, ...]:
        """What a person is told beside what goes, before they remove it."""
        return (NOWHERE if looked_at.stub is None else STAYS, COUNTED, IN_BACKUPS)

    def remove(self, looked_at: Removal, rebuild_backups: Callable[[], object] | None = None) -> tuple[str, ...]:
        """Remove the record that was looked at, for good, and give in sentences what is true now.

        Refused if it has changed since. *rebuild_backups* removes the backups that hold it and makes a new one.
        """
        self._for(*_MAY_REMOVE)
        self._may_go(self._held(looked_at.assessment))
        self._records.retry().result()
        self._store.save_logged(removal.remove, looked_at, self._me.id, self._clock.now()).result()
        if rebuild_backups is None:
            return GONE, IN_BACKUPS
        rebuild_backups()
        return GONE, NOT_IN_BACKUPS

    # --- what stays ------------------------------------------------------------------------------

    def stubs(self) -> tuple[ReviewStub, ...]:
        """The review stubs, the next review first; none for somebody who sees no records."""
        return self._store.read(retention.stubs).result() if self._records.seeing.any else ()

    def finish_stub(self, id: str, how: str) -> None:
        """The review was done or handed on (`review_done`, `handed_on`, `not_needed`): its stub goes."""
        if how not in _HOW_A_STUB_ENDS:
            raise Refused(f"A review stub does not end by “{how}”", mend=f"Choose {', '.join(_HOW_A_STUB_ENDS)}.")
        if not self._store.save_logged(retention.finish_stub, id, how, self._clock.now()).result():
            raise Refused("There is no such review stub", mend="Look at the list again.")

    def counts(self) -> tuple[CountRow, ...]:
        """The count rows of removed records."""
        return self._store.read(retention.counts).result()

    def shorten_log(self) -> int:
        """Take out of the log what is older than its time, and give how many rows; for the access lead."""
        self._for("keeper")
        rule = rules(self._times())["audit"]
        now = self._clock.now()
        before = now.replace(year=now.year - rule.after, day=min(now.day, 28))
        pen = self._store.vault.pen
        return self._store.save_logged(audit.shorten, pen, before, now).result()

    def _times(self) -> dict[str, Any]:
        return self._settings.some(f"{SETTING}.{kind}" for kind in rules({}))

    def _held(self, record: str) -> Holding:
        held = self._store.read(retention.holding, record).result()
        if held is None:
            raise self._gone()
        return held

    @staticmethod
    def _gone() -> Refused:
        return Refused("This record is no longer here", mend="Look at the list again.")

    def _may_go(self, held: Holding) -> None:
        """Refused while a record is on its way, or is on Mosaic for less than its time."""
        if held.kind == "draft" and held.stage not in _NEVER_ON_MOSAIC:
            raise Refused(
                "This record is on its way and is not on Mosaic yet", held.reference, "Finish or withdraw it first."
            )
        comes = time_comes(held, rules(self._times())["assessment"])
        if held.kind == "assessment" and comes and self._clock.today() < comes:
            raise Refused(
                f"This record stays until {day_words(comes)}",
                held.reference,
                "A mistake on Mosaic can be put right from it until then.",
            )

    def _for(self, *roles: str) -> None:
        if not set(roles) & set(self._me.roles):
            called = " or ".join(say("role", role).lower() for role in roles)
            raise Refused(f"This is for the {called}", mend="Ask them.")
