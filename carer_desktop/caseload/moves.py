"""Moving a record on: which moves there are for whom, making one, and what the history then proves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from carer_desktop.assessment import Assessment, Move
from carer_desktop.caseload import facts
from carer_desktop.caseload.audit import Audit
from carer_desktop.caseload.filling import Step
from carer_desktop.caseload.making import (
    DECIDING,
    NOTHING,
    With,
    agreed_pence,
    comments,
    decision_facts,
    said_with,
    same_code,
)
from carer_desktop.caseload.notes import Settings
from carer_desktop.caseload.records import Records
from carer_desktop.caseload.standing import amount_of, pence, standing
from carer_desktop.caseload.teams import Teams
from carer_desktop.clock import Clock, day_words
from carer_desktop.compare import Change, changed
from carer_desktop.errors import Refused
from carer_desktop.findings.content import content
from carer_desktop.findings.result import Findings
from carer_desktop.records.pathway import Comment
from carer_desktop.records.person import Person
from carer_desktop.sealing.canonical import canonical_bytes, check_code, sha256_hex
from carer_desktop.store import Store, moves, people, revisions, rows, unsent
from carer_desktop.text import one_line
from carer_desktop.workflow import deciders
from carer_desktop.workflow import moves as workflow
from carer_desktop.workflow.moves import Rule
from carer_desktop.workflow.standing import Standing, decided, waits_for_second

_UPLOAD = ("upload_by", "upload_date", "upload_doc_ref", "inputting_workflow")


@dataclass(frozen=True, slots=True)
class Possible:
    """A move this person could make now: its id, its words, whether a reason is given, and what stands in the way."""

    move: str
    words: str
    reason: str
    why_not: str = ""


class Moves:
    """The moves of the records of one vault, for the person signed in."""

    def __init__(
        self, store: Store, records: Records, clock: Clock, me: Person, settings: Settings, teams: Teams, audit: Audit
    ) -> None:
        self._store = store
        self._records = records
        self._clock = clock
        self._me = me
        self._settings = settings
        self._teams = teams
        self._audit = audit
        records.take_up = lambda assessment: self.make(assessment, "resume")

    # --- which there are -------------------------------------------------------------------------

    def possible(self, assessment: Assessment) -> tuple[Possible, ...]:
        """The moves for this person at this stage. A decision on one's own work is not among them."""
        at = self._standing(assessment, self._records.findings(assessment), NOTHING)
        found = []
        for rule in workflow.offered(assessment.stage, self._store.person.roles):
            if "not_own" in rule.holds and self._me.id in at.authors and "authoriser" in rule.who:
                continue
            # A reason, an amount and the rest are asked for when the move is made.
            given = replace(at, reason="-", payment="told", sent_to=at.sent_to or "-", reference="-", amount=at.asked)
            found.append(Possible(rule.id, rule.says, rule.reason, _why_not(rule, given)))
        return tuple(found)

    def leads_to_export(self, assessment: Assessment) -> bool:
        """Whether the council's file can be the next step: it was decided, or needs no decision."""
        if assessment.stage in ("authorised", "declined"):
            return True
        if assessment.stage != "completed":
            return False
        form, findings = self._records.form(assessment), self._records.findings(assessment)
        return standing(form, assessment, findings).no_decision

    def check(self, assessment: Assessment, move: str) -> None:
        """Refused, in words, where this move cannot be made now."""
        rule = workflow.rule_of(move, assessment.stage)
        workflow.check(rule, self._standing(assessment, self._records.findings(assessment), NOTHING, rule))

    def reasons(self, move: str) -> Mapping[str, str]:
        """Reasons to choose from for a move, in words by id; a person may write their own."""
        return workflow.reasons(move)

    def payment_states(self) -> Mapping[str, str]:
        """What can be said of a payment, in words by id."""
        return workflow.payment_states()

    # --- making one ------------------------------------------------------------------------------

    def make(self, assessment: Assessment, move: str, given: With = NOTHING) -> Assessment:
        """Make a move and give the record as it is then; Refused, with nothing done, unless it may be made now."""
        if move == "complete" and assessment.stage == "returned":
            assessment = self.make(assessment, "resume")
        self._records.retry().result()
        now = self._records.again(assessment)
        if len(now.history) != len(assessment.history):
            raise Refused("This record has moved on since you looked at it", now.reference, "Open it again.")
        rule = workflow.rule_of(move, now.stage)
        workflow.role_for(rule, self._store.person.roles)
        self._check_day(now, given)
        steps = self._steps(rule, now, given)
        after = facts.with_facts(now, steps)
        findings = self._records.findings(after)
        at = self._standing(now, findings, given, rule)
        role = workflow.check(rule, at)
        self._check_asked(rule, after)
        made = self._move(rule, now, at, role, given, findings)
        frozen = rule.version == "freeze"
        self._store.save_logged(
            moves.make,
            self._store.vault.pen,
            moves.Making(
                now.id,
                now.reference,
                len(now.history),
                self._records.answered(now),
                made,
                freeze=self._content(now, findings) if frozen else None,
                new_version=rule.version == "new",
                facts=facts.as_entries(now, steps, self._me.id, made.at),
                comments=comments(self._records.form(now), now, given.comments, self._me.id, made.at),
            ),
        ).result()
        if rule.id in DECIDING and made.stage != "completed":
            self._store.save(unsent.remove, now.id).result()
        return self._records.again(now)

    def give_facts(self, assessment: Assessment, given: Mapping[str, Any]) -> Assessment:
        """Facts given by themselves after it was sent: the Mosaic ID, the carer's agreement, copies; no decision."""
        if not set(self._store.person.roles) & {"assessor", "admin"}:
            raise Refused("This is for the practitioner or the admin worker", mend="Ask them.")
        if assessment.stage in ("closed", "withdrawn"):
            raise Refused("This record is finished", assessment.reference, "Make a new version to change it.")
        form = self._records.form(assessment)
        for name in given:
            if name in form.question and form.question[name].section == "decision":
                raise Refused(f"“{form.question[name].label}” is entered with the decision", form.title)
        steps = facts.steps(form, assessment, given, self._clock.today())
        kept = facts.as_entries(assessment, steps, self._me.id, self._clock.now())
        self._store.save(moves.give_facts, assessment.id, len(assessment.history), kept).result()
        return self._records.again(assessment)

    # --- what is known of it ---------------------------------------------------------------------

    def check_code(self, assessment: Assessment) -> str:
        """The check code of the content: of what was sent as it was frozen, of a draft as it would be."""
        newest = self._store.read(revisions.current, assessment.id).result()
        if newest.sha256 is not None:
            return check_code(newest.sha256)
        return check_code(sha256_hex(self._content(assessment, self._records.findings(assessment))))

    def verify(self, assessment: Assessment) -> tuple[str, ...]:
        """What is wrong with the history of a record, one line each: signatures, content, who decided."""
        return tuple(self._store.read(_checked, self._store.facts.id, assessment.id).result())

    def comments(self, assessment: Assessment, revision: int | None = None) -> tuple[Comment, ...]:
        """The managers' comments on questions, of one version or of all, in the order of the form."""
        found = self._store.read(rows.all_, Comment, assessment=assessment.id).result()
        order = list(self._records.form(assessment).question)
        wanted = (one for one in found if revision in (None, one.revision))
        return tuple(sorted(wanted, key=lambda one: (one.revision, order.index(one.question))))

    def changes(self, assessment: Assessment) -> tuple[Change, ...]:
        """What changed since it was last sent, question by question and word by word; nothing before it was sent."""
        sent = [each for each in self._store.read(revisions.of, assessment.id).result() if each.content is not None]
        if assessment.stage == "draft":
            before, now = sent[-1:], self._content(assessment, self._records.findings(assessment))
        else:
            before, now = sent[-2:-1], (sent[-1].content or b"") if sent else b""
        if not before or not now:
            return ()
        return changed(json.loads(before[0].content or b"{}")["answers"], json.loads(now)["answers"])

    # --- parts -----------------------------------------------------------------------------------

    def _standing(self, assessment: Assessment, findings: Findings, given: With, rule: Rule | None = None) -> Standing:
        at = standing(self._records.form(assessment), assessment, findings)
        me, set_ = self._store.person, self._settings.get(deciders.SETTING)
        recorded = rule is not None and rule.id == "record"
        signs = me.roles if not given.reference else tuple(each for each in me.roles if each != "authoriser")
        amount = agreed_pence(rule, at, given)
        use = bool(one_line(given.use or str(given.facts.get("decision_use") or "")))
        return replace(
            at,
            me=me.id,
            roles=signs if rule is not None and rule.id == "confirm" else me.roles,
            authors=self._store.read(moves.authors, assessment.id).result() | self._signed_by(assessment),
            manager=self._named(given) if recorded else me.id,
            amount=amount,
            changed=amount != at.asked or use,
            may_decide=deciders.may_decide(me.id, at.sent_to, set_, self._clock.today()),
            sent_to=given.to if rule is not None and rule.id == "redirect" else at.sent_to,
            reason=one_line(given.reason or str(given.facts.get("decision_reason") or "")),
            code_is_right=not recorded or same_code(given.facts.get("check_code"), self.check_code(assessment)),
            reference=one_line(given.reference),
            payment=given.state,
            decision=given.decision,
        )

    def _signed_by(self, assessment: Assessment) -> frozenset[str]:
        """Whose work it is by the names that stand in it, where an admin worker typed it for a practitioner."""
        names = (assessment.answers.get(one) for one in ("assessor_name", "worker_sign_name"))
        said = [name for name in names if isinstance(name, str) and name.strip()]
        return frozenset(self._store.read(moves.manager_named, name).result() for name in said)

    def _named(self, given: With) -> str:
        name = one_line(str(given.facts.get("decision_name") or ""))
        return self._store.read(moves.manager_named, name).result() if name else ""

    def _steps(self, rule: Rule, assessment: Assessment, given: With) -> list[Step]:
        form, today = self._records.form(assessment), self._clock.today()
        at = standing(form, assessment, self._records.findings(assessment))
        said = decision_facts(rule, at, given, self._me.name, today)
        filled = self._teams.fills(assessment, rule.id)
        found = facts.steps(form, assessment, {**filled, **given.facts, **said}, today)
        if rule.version == "new":
            found += facts.cleared(form, assessment, facts.of_the_decision(form))
        if rule.id == "upload_wrong":
            found += facts.cleared(form, assessment, _UPLOAD)
        if rule.id == "payment" and given.state == "told":
            found += facts.steps(form, assessment, {"dp_team_notified": (given.on or today).isoformat()}, today)
        if rule.id == "instruct":
            found += facts.steps(form, assessment, {"purchase_wanted": "yes"}, today)
        return found

    def _check_day(self, assessment: Assessment, given: With) -> None:
        if given.on is None:
            return
        if given.on > self._clock.today():
            raise Refused(
                f"{day_words(given.on)} is in the future", assessment.reference, "Give today or an earlier day."
            )
        if given.on < assessment.created_at.date().replace(month=1, day=1):
            raise Refused(f"{day_words(given.on)} is before this record was begun", assessment.reference)

    def _check_asked(self, rule: Rule, after: Assessment) -> None:
        form = self._records.form(after)
        missing = [form.question[name].label for name in rule.asks if not after.answers.get(name)]
        if missing:
            raise Refused(f"Still to give: {'; '.join(missing)}", after.reference)

    def _check_to(self, to: str) -> None:
        here = {each.id for each in self._store.read(people.all_).result() if each.ended_at is None}
        if not deciders.known(to, frozenset(here), self._settings.get(deciders.SETTING)):
            raise Refused("There is nobody to send it to under this name", mend="Choose a manager, a team or a folder.")

    def _move(
        self, rule: Rule, assessment: Assessment, at: Standing, role: str, given: With, findings: Findings
    ) -> Move:
        self._check_to(given.to)
        decision = rule.id in DECIDING
        agreed = rule.id == "authorise" or given.decision == "authorise"
        stage = rule.to or assessment.stage
        if rule.id == "record":
            stage = workflow.decision_stages()[given.decision]
        says = said_with(rule, at, given, findings, self._clock.today())
        if stage == "authorised" and decision and self._needs_second(at, given):
            stage, says["second"] = assessment.stage, "first"
        over = self._store.read(revisions.current, assessment.id).result().sha256
        amount = at.amount if decision and agreed else None
        return Move(
            rule.id,
            stage,
            self._clock.now(),
            self._me.id,
            role,
            workflow.reasons(rule.id).get(given.reason, given.reason.strip()),
            amount,
            None if rule.version else over,
            manager=at.manager if decision else "",
            says=says,
        )

    def _needs_second(self, at: Standing, given: With) -> bool:
        """Whether this is the first of two decisions: above the amount that is set, or when the manager asks for it."""
        if waits_for_second(at.history) is not None:
            return False
        above = self._settings.get(deciders.SECOND_ABOVE)
        limit = pence(amount_of(str(above))) if above is not None else None
        return given.second or (limit is not None and at.amount is not None and at.amount > limit)

    def _content(self, assessment: Assessment, findings: Findings) -> bytes:
        """The canonical bytes of what a manager agrees to (`findings.content`, `sealing.canonical`)."""
        versions = self._store.read(revisions.of, assessment.id).result()
        before = {each.id: each.sha256 for each in versions}
        parent = before.get(versions[-1].parent or "") or ""
        return canonical_bytes(content(self._records.form(assessment), assessment, findings, parent))


def _checked(connection: Any, vault: str, assessment: str) -> list[str]:
    return list(moves.check(connection, vault, assessment))


def _why_not(rule: Rule, at: Standing) -> str:
    """What stands in the way of a move, apart from what is only given with it."""
    given_with_it = {"decision_facts", "check_code", "not_own", "reason_for_change", "mosaic_facts"}
    try:
        workflow.check(replace(rule, holds=tuple(one for one in rule.holds if one not in given_with_it)), at)
    except Refused as refused:
        return str(refused)
    return ""


def decision(assessment: Assessment) -> Move | None:
    """The decision that stands; None before one."""
    return decided(assessment.history)
