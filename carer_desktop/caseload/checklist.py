"""The checklist of one record: its steps with who ticked them and when, the texts to paste, and the whole path."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from carer_desktop.assessment import Assessment
from carer_desktop.caseload.audit import kind_of_folder
from carer_desktop.caseload.exports import Exports
from carer_desktop.caseload.filling import name
from carer_desktop.caseload.making import With
from carer_desktop.caseload.moves import Moves
from carer_desktop.caseload.notes import Settings
from carer_desktop.caseload.records import Records
from carer_desktop.caseload.teams import Teams
from carer_desktop.clock import Clock, day_words
from carer_desktop.errors import Refused
from carer_desktop.records.audit import Event, Log
from carer_desktop.records.pathway import Tick
from carer_desktop.records.person import Person
from carer_desktop.sealing import keys
from carer_desktop.store import Connection, Store, files, people, rows, signed
from carer_desktop.text import one_line
from carer_desktop.there import is_folder, is_there
from carer_desktop.workflow import checklist
from carer_desktop.workflow.checklist import Step
from carer_desktop.workflow.clocks import on_day, running
from carer_desktop.workflow.standing import decided, paid, payment_day, purchase
from carer_desktop.workflow.standing import payment_days as payment_days_of

EMAIL_TO = "dp_team.email"
_MAY_TICK = ("admin", "assessor")


@dataclass(frozen=True, slots=True)
class Shown:
    """One step as the checklist shows it: done or not, by whom and when, and the question ids that go with it."""

    step: Step
    done: bool
    by: str = ""
    on_day: date | None = None
    note: str = ""
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of the path: its title, whose it is, and whether it is done, now or to come."""

    title: str
    who: str
    state: str


class Checklist:
    """The steps after the decision, for the person signed in."""

    def __init__(
        self,
        store: Store,
        records: Records,
        moves: Moves,
        exports: Exports,
        clock: Clock,
        me: Person,
        settings: Settings,
        teams: Teams,
    ) -> None:
        self._store = store
        self._records = records
        self._moves = moves
        self._exports = exports
        self._clock = clock
        self._me = me
        self._settings = settings
        self._teams = teams

    def steps(self, assessment: Assessment) -> tuple[Shown, ...]:
        """The steps of this record, in order. A move ticks its own step; the others are ticked by hand."""
        form = self._records.form(assessment)
        ticks = self._ticks(assessment)
        names = {person.id: person.name for person in self._store.read(people.all_).result()}
        found = []
        for step in self._way(assessment).steps:
            if step.when == "payment" and not _is_paid_for(assessment):
                continue
            labels = tuple(form.question[each].label for each in step.facts if each in form.question)
            found.append(replace(_shown(step, assessment, ticks, names), labels=labels))
        return tuple(found)

    def tick(
        self, assessment: Assessment, step: str, on: date | None = None, note: str = "", done: bool = True
    ) -> None:
        """A step is done (or not done after all), on a day that is not in the future; signed by who ticks it.

        With *the payments team was told* goes the same entry of a payment that is instructed.
        """
        self._check(assessment, step)
        day = on or self._clock.today()
        if day > self._clock.today():
            raise Refused(f"{day_words(day)} is in the future", assessment.reference, "Give today or an earlier day.")
        number = max((each.sequence for each in self._all(assessment)), default=0) + 1
        tick = Tick(
            assessment.id, number, assessment.revision, step, done, day, one_line(note), self._me.id, self._clock.now()
        )
        pen = self._store.vault.pen
        whole = replace(tick, signature=keys.sign(pen.signing, signed.signed_part(pen.vault, tick)))
        event = Event(
            "step_ticked",
            tick.at,
            assessment.id,
            assessment.reference,
            assessment.revision,
            {"step": step, "done": int(done)},
        )
        self._store.save_logged(_keep, whole, event).result()
        if done:
            self._enter_payment(assessment, step, day)

    def _enter_payment(self, assessment: Assessment, step: str, day: date) -> None:
        state = next(each.payment for each in self._way(assessment).steps if each.id == step)
        now = self._records.again(assessment)
        if state and purchase(now.history) and not paid(now.history) and not payment_day(now.history, state):
            self._moves.make(now, "payment", With(state=state, on=day))

    def text(self, assessment: Assessment, name_: str) -> str:
        """A paste-ready text, filled in; a person may change it before it is copied."""
        wanted = checklist.texts().get(name_)
        if wanted is None:
            raise Refused(f"There is no text “{name_}”", mend=f"One of {', '.join(checklist.texts())}.")
        return checklist.filled(wanted, self._said(assessment))

    def texts(self) -> tuple[str, ...]:
        """The names of the paste-ready texts."""
        return tuple(checklist.texts())

    def write_email(self, assessment: Assessment, folder: Path, text: str = "") -> Path:
        """The e-mail to the Direct Payments Team as a file that a mail program opens to be sent; nothing is sent here.

        *text* is what a person made of the prepared one. It names the carer by Mosaic ID or reference alone.
        """
        who = self._said(assessment)["mosaic_id"] or assessment.reference
        if not is_folder(folder):
            raise Refused("There is no such folder", str(folder), "Choose another folder.")
        letter = EmailMessage()
        letter["Subject"] = f"Carer’s direct payment to set up: {who}"
        if to := str(self._settings.get(EMAIL_TO) or ""):
            letter["To"] = to
        letter["X-Unsent"] = "1"
        letter.set_content(text or self.text(assessment, "dp_email"))
        file = free_name(folder / f"{who} direct payment.eml")
        written = letter.as_bytes(policy=SMTP)
        try:
            files.replace_whole(file, written)
        except OSError as error:
            raise Refused("The file cannot be written there", str(folder), "Choose another folder.") from error
        what = {"kind": "eml", "audience": "purchase", "folder": kind_of_folder(file)}
        says: dict[str, int | str] = {**what, "sha256": hashlib.sha256(written).hexdigest()}
        left = Event("exported", self._clock.now(), assessment.id, assessment.reference, assessment.revision, says)
        self._store.log(left).result()
        return file

    def path(self, assessment: Assessment) -> tuple[Stretch, ...]:
        """The whole path with who does each stretch of it and where this record stands."""
        path = checklist.PATH
        at = next(number for number, part in enumerate(path) if assessment.stage in part[1])
        states = ("done" if number < at else "now" if number == at else "to_come" for number in range(len(path)))
        return tuple(Stretch(title, who, state) for (title, _, who), state in zip(path, states, strict=True))

    def where_is_the_money(self, assessment: Assessment) -> str:
        """One line to read out on the phone: agreed, sent on, expected or paid."""
        given, today = decided(assessment.history), self._clock.today()
        if given is None or not given.amount_pence:
            return "No payment is agreed yet." if given is None else "No payment was agreed."
        parts = [f"Agreed {_day(given.says.get('on', ''), today)}"]
        told, paid = payment_day(assessment.history, "told"), payment_day(assessment.history, "paid")
        parts += [f"sent to the Direct Payments Team {_day(told, today)}"] if told else ["not sent on yet"]
        if paid:
            parts.append(f"paid {_day(paid, today)}")
        else:
            waits = [each for each in running(payment_days(assessment), today) if each.clock.sort == "expected"]
            parts += [f"expected by {on_day(waits[0].by, today)}"] if waits and waits[0].by else []
        return ", ".join(parts) + "."

    def _way(self, assessment: Assessment) -> checklist.Way:
        setting, team = assessment.answers.get("setting"), self._teams.of(assessment)
        return checklist.way_for(setting if isinstance(setting, str) else None, team.way if team else None)

    def _check(self, assessment: Assessment, step: str) -> None:
        if not set(self._store.person.roles) & set(_MAY_TICK):
            raise Refused("The checklist is for the admin worker and the practitioner", mend="Ask them.")
        known = {each.id: each for each in self._way(assessment).steps}
        if step not in known:
            raise Refused(f"The checklist has no step “{step}”", mend=f"One of {', '.join(known)}.")
        if known[step].move:
            raise Refused(f"“{known[step].words}” is ticked by doing it", assessment.reference)
        if assessment.stage in ("draft", "returned", "completed", "withdrawn"):
            raise Refused("A manager has not decided yet", assessment.reference, "The checklist begins after that.")

    def _all(self, assessment: Assessment) -> tuple[Tick, ...]:
        return self._store.read(rows.all_, Tick, assessment=assessment.id).result()

    def _ticks(self, assessment: Assessment) -> dict[str, Tick]:
        """The last tick of each step, of this version."""
        return {tick.step: tick for tick in self._all(assessment) if tick.revision == assessment.revision}

    def _said(self, assessment: Assessment) -> Mapping[str, str]:
        """What the texts may say, in words; what is not known is empty."""
        form, answers = self._records.form(assessment), assessment.answers
        findings = self._records.findings(assessment)
        given = decided(assessment.history)
        said = {
            question.id: self._exports.words(question, answers[question.id])
            for question in form.question.values()
            if question.id in answers and question.id in findings.shown and question.type != "list"
        }
        cared_for = [str(row.get("name") or row.get("initials") or "") for row in findings.values.get("cf") or ()]
        review = findings.values.get("review_due")
        return {
            **said,
            "carer": name(form, assessment),
            "cared_for": ", ".join(each for each in cared_for if each),
            "form": form.title,
            "day": said.get(form.date_question, ""),
            "revision": str(assessment.revision),
            "mosaic_id": said.get("carer_mosaic_id", ""),
            "amount": f"£{given.amount_pence / 100:,.2f}" if given and given.amount_pence else "",
            "use": said.get("decision_use") or str(findings.values.get("dp_needs") or ""),
            "manager": said.get("decision_name", ""),
            "decided_on": said.get("decision_on", ""),
            "assessor": said.get("assessor_name", ""),
            "contact": _contact(said, answers.get("contact_safe") == "yes"),
            "check_code": self._moves.check_code(assessment) if given else "",
            "review_due": on_day(review, self._clock.today()) if isinstance(review, date) else "",
            "answers": self._answers(assessment),
            "gp": said.get("gp_practice", ""),
        }

    def _answers(self, assessment: Assessment) -> str:
        """Every printed answer, section by section, to paste."""
        parts = []
        for section in self._records.form(assessment).sections:
            lines = [f"{one.label}: {one.text}" for one in self._exports.printed(assessment, section.id) if one.text]
            parts += [f"{section.title}\n" + "\n".join(lines)] if lines else []
        return "\n\n".join(parts)


def free_name(file: Path) -> Path:
    """The file, or the same name with the first number that is free: nothing is written over."""
    number, made = 1, file
    while is_there(made):
        number += 1
        made = file.with_name(f"{file.stem} ({number}){file.suffix}")
    return made


def payment_days(assessment: Assessment) -> dict[str, date]:
    """The days on which things happened to the payment, by the names the clocks know them by."""
    return {name: date.fromisoformat(day) for name, day in payment_days_of(assessment.history).items()}


def _is_paid_for(assessment: Assessment) -> bool:
    given = decided(assessment.history)
    return bool(purchase(assessment.history)) or (given is not None and bool(given.amount_pence))


def _shown(step: Step, assessment: Assessment, ticks: Mapping[str, Tick], names: Mapping[str, str]) -> Shown:
    if step.move:
        made = [row for row in assessment.history if row.move == step.move and row.revision == assessment.revision]
        wrong = step.move == "upload" and assessment.stage == "exported"
        if made and not wrong:
            return Shown(step, True, names.get(made[-1].by, ""), made[-1].at.date())
        return Shown(step, False)
    tick = ticks.get(step.id)
    if tick is None or not tick.done:
        return Shown(step, False)
    return Shown(step, True, names.get(tick.by, ""), tick.on_day, tick.note)


def _contact(said: Mapping[str, str], safe: bool) -> str:
    """How the carer is reached; where nobody said that a call is safe, the practitioner is asked first."""
    if how := said.get("contact_safe_how"):
        return how
    if safe and said.get("carer_phone"):
        return f"by phone, {said['carer_phone']}"
    return f"ask {said.get('assessor_name') or 'the practitioner'} first"


def _day(iso: str, today: date) -> str:
    if not iso:
        return ""
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B}" + ("" if day.year == today.year else f" {day.year}")


def _keep(connection: Connection, log: Log, tick: Tick, event: Event) -> None:
    rows.add(connection, tick)
    log(event)
