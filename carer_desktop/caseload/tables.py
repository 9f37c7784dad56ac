"""Budget tables: check one, take it into a vault, approve it, and see what it would have cost, without names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TypeAlias

from carer_desktop.budget import library
from carer_desktop.budget.approval import (
    may_be_approved,
    may_be_kept,
    must_fit,
    not_by_its_author,
    on_paper,
    same_name,
)
from carer_desktop.budget.check import Tried, check, tried
from carer_desktop.budget.choose import for_day
from carer_desktop.budget.compare import Calibration, Case, Difference, calibrate, difference
from carer_desktop.budget.fits import fits
from carer_desktop.budget.plain import Grid, grid
from carer_desktop.budget.reading import Finding
from carer_desktop.budget.sheet import from_sheets, to_sheets
from carer_desktop.budget.table import Table, load
from carer_desktop.caseload.audit import Audit
from carer_desktop.caseload.forms import form_of
from carer_desktop.clock import Clock
from carer_desktop.documents import sheets
from carer_desktop.errors import FormError, Refused
from carer_desktop.findings.find import find
from carer_desktop.findings.given import full_day
from carer_desktop.forms import library as forms
from carer_desktop.forms.question import Form
from carer_desktop.paths import RESOURCES, TEMPLATES
from carer_desktop.records.audit import Event, Log, Wanted
from carer_desktop.records.kept import KeptTable
from carer_desktop.records.person import Person
from carer_desktop.store import Connection, Store, assessments, audit, people, retention, tables
from carer_desktop.there import is_file, text_in, unread, unwritten
from carer_desktop.words import words
from carer_desktop.workflow.stage import may_change

HOUSE = TEMPLATES / "house.docx"
ILLUSTRATIVE = RESOURCES / "budget" / "illustrative-2026.toml"
OWNERS = ("authoriser", "keeper")
"""Who approves tables and sees what they would cost: managers and the access lead."""
FEWEST = 5
"""With fewer cases a picture could tell one case from another."""
APPROVING = "approve a table"
_WORKBOOK = ".xlsx"


Told: TypeAlias = Callable[[int, int], None]
"""Hears how many of how many cases have been looked at; what it raises ends the looking."""


@dataclass(frozen=True, slots=True)
class KnownTable:
    """A table in a vault: its file's text, who approved it (empty: nobody yet), who loaded it and when, where known."""

    table: Table
    approved_by: str
    text: str
    loaded_by: str = ""
    loaded_on: datetime | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """A table as somebody looks at it, in a vault or before it comes in; *table* is None where it cannot be read.

    `grid` is every amount, `present` the table that holds without it when it begins (None: there is none), `against`
    what it changes of that one, `examples` its worked examples with what it gives for them. `refused` says why the
    person signed in may not approve it, `unfit` why nobody may even load it, `kept` what the vault knows of it (None:
    it is not in there).
    """

    text: str
    table: Table | None
    findings: tuple[Finding, ...]
    grid: Grid | None = None
    present: Table | None = None
    against: Difference | None = None
    examples: tuple[Tried, ...] = ()
    refused: Refused | None = None
    unfit: Refused | None = None
    kept: KnownTable | None = None


class Tables:
    """The budget tables of one vault, for the person signed in."""

    def __init__(self, store: Store, clock: Clock, demo: bool, audit: Audit, me: Person) -> None:
        self._store = store
        self._clock = clock
        self._demo = demo
        self._audit = audit
        self._me = me
        self._known: tuple[KnownTable, ...] | None = None

    @property
    def known(self) -> tuple[KnownTable, ...]:
        """Every table in the vault, in the order they were approved; those that wait for it among them."""
        if self._known is None:
            kept = self._store.read(tables.all_).result()
            self._known = tuple(KnownTable(_kept(one), one.approved_by, one.text) for one in kept)
        return self._known

    def listed(self) -> tuple[KnownTable, ...]:
        """Every table as a page shows it, the one that begins last first, with who loaded it.

        Of those waiting under one name it is the last loaded. A demonstration has the illustrative table among them.
        """
        waiting = {one.table.name: one for one in self.known if not one.approved_by}
        loaded = self._loaded()
        nobody: tuple[str, datetime | None] = ("", None)
        found = []
        for one in (*(each for each in self.known if each.approved_by), *waiting.values()):
            by, on = loaded.get(one.table.sha256, nobody)
            found.append(replace(one, loaded_by=by, loaded_on=on))
        if self._demo:
            found += [KnownTable(one, "", ILLUSTRATIVE.read_text("utf-8")) for one in _practice()]
        return tuple(sorted(found, key=lambda one: one.table.start, reverse=True))

    def _loaded(self) -> dict[str, tuple[str, datetime]]:
        """Who loaded each table first and when, as the log tells."""
        names = {person.id: person.name for person in self._store.read(people.all_).result()}
        rows = self._store.scan(audit.each, Wanted(event="table_loaded")).result()  # the newest first
        return {str(row.says.get("sha256")): (names.get(row.person, ""), row.at) for row in rows}

    @property
    def usable(self) -> tuple[Table, ...]:
        """The approved tables. A demonstration vault without one has the illustrative table, a real one never."""
        return self._approved() or (_practice() if self._demo else ())

    def preview(self, file: Path) -> Preview:
        """What a table file or workbook holds, what is wrong with it, and what it would change here."""
        findings = tuple(check_table(file))
        try:
            table_of(file)
        except FormError:
            return Preview("", None, findings)
        text = text_of(file)
        return self._looked_at(text, load(text, file.name), findings)

    def look(self, sha256: str) -> Preview:
        """The same of a table that is here."""
        kept = next((one for one in self.listed() if one.table.sha256 == sha256), None)
        if kept is None:
            raise Refused("There is no such table here", mend="Look at the list of the tables.")
        findings = tuple(check(kept.text, kept.table.name))
        return replace(self._looked_at(kept.text, kept.table, findings), kept=kept)

    def _looked_at(self, text: str, table: Table, findings: tuple[Finding, ...]) -> Preview:
        others = [one for one in self.usable if one.sha256 != table.sha256]
        present = for_day(others, table.start)
        against = difference(present, table) if present else None
        refused, unfit = _refusal(lambda: self._may_approve(table)), _refusal(lambda: may_be_kept(table))
        return Preview(text, table, findings, grid(table), present, against, tried(table), refused, unfit)

    def _may_approve(self, table: Table) -> None:
        self._owners_only(APPROVING)
        may_be_approved(table, self._me.name, shipped_forms())

    def load(self, file: Path, approved_by: str | None = None) -> Table:
        """Takes a table in; without a name it waits until somebody else than its author approves it here.

        With one it counts at once: the name of whoever is signed in is their own approval, any other one that was
        given on paper, which they enter. Refused where they may not approve the table, or the name is a colleague's.
        """
        return self._take_in(text_of(file), table_of(file), approved_by, file.name)

    def take_in(self, seen: Preview) -> Table:
        """Takes in exactly what was looked at; it waits until somebody else than its author approves it."""
        if seen.table is None:
            raise Refused("The table cannot be read", mend="Mend what is named first.")
        return self._take_in(seen.text, seen.table, None, seen.table.name)

    def _take_in(self, text: str, table: Table, approved_by: str | None, where: str) -> Table:
        by = self._approval(table, approved_by, where)
        self._is_new(table)
        kept = KeptTable(table.sha256, table.id, table.version, text, by, self._clock.now(), table.illustrative)
        approved = {one.sha256 for one in self._approved()}
        names = ("table_loaded", "table_approved") if by and table.sha256 not in approved else ("table_loaded",)
        events = [self._audit.event(name, sha256=table.sha256) for name in names]
        self._store.save_logged(_keep, kept, events).result()
        self._known = None
        return table

    def _approval(self, table: Table, name: str | None, where: str) -> str:
        """The approval a table comes in with, as it is kept; empty where it waits for one."""
        if name is None:
            may_be_kept(table, where)
            return ""
        self._owners_only(APPROVING)
        may_be_approved(table, name, shipped_forms(), where)
        if same_name(name, self._me.name):
            return self._me.name
        not_by_its_author(table, self._me.name, where)
        for person in self._store.read(people.all_).result():
            if person.ended_at is None and same_name(name, person.name):
                what = f"{person.name} signs in here, and nobody else can enter their approval"
                raise Refused(what, where, "Load the table without a name; they approve it themselves.")
        return on_paper(name, self._me.name)

    def _approved(self) -> tuple[Table, ...]:
        return tuple(one.table for one in self.known if one.approved_by)

    def _is_new(self, table: Table) -> None:
        """Refused where an approved table of that name says something else: a change is a new version."""
        if any(one.name == table.name and one.sha256 != table.sha256 for one in self._approved()):
            mend = "Give the changed one a new version and the day it holds from."
            raise Refused(f"There is an approved table {table.name} already, which says something else", mend=mend)

    def approve(self, name: str) -> Table:
        """Approves a table that waits, `ID@VERSION`, under the name of whoever is signed in."""
        self._owners_only(APPROVING)
        table = self._waiting(name)[-1]
        may_be_approved(table, self._me.name, shipped_forms())
        event = self._audit.event("table_approved", sha256=table.sha256)
        self._store.save_logged(_approve, table.sha256, self._me.name, event).result()
        self._known = None
        return table

    @property
    def reasons(self) -> Mapping[str, str]:
        """Why a table that waits may be taken out, in words by id."""
        return words()["taken_out"]

    def take_out(self, name: str, reason: str) -> None:
        """Takes out what waits under a name, `ID@VERSION`; it has counted for nothing. Loading it again undoes it.

        With it go the earlier ones that wait under that name: none of them is to come up again and be approved.
        """
        self._owners_only("take a table out")
        if reason not in self.reasons:
            raise Refused(f"There is no reason “{reason}”", mend=f"Choose one of {', '.join(self.reasons)}.")
        events = [self._audit.event("table_taken_out", sha256=one.sha256, reason=reason) for one in self._waiting(name)]
        self._store.save_logged(_take_out, events).result()
        self._known = None

    def _waiting(self, name: str) -> list[Table]:
        """What waits to be approved under a name, the last loaded at the end. Refused where nothing does."""
        waiting = [one.table for one in self.known if not one.approved_by]
        found = [one for one in waiting if one.name == name]
        if not found:
            names = ", ".join(one.name for one in waiting) or "none"
            raise Refused(f"No table “{name}” waits to be approved", mend=f"These wait: {names}.")
        return found

    def would_give(self, table: Table, since: date, until: date, told: Told | None = None) -> Calibration:
        """What the table would have suggested for the cases sent to a manager between two days, without names.

        Cases whose records have gone count with the two ratings that stay of them. *told* hears how far it is.
        """
        self._owners_only("see what a table would cost")
        must_fit(table, shipped_forms())  # so that no text of an answer can stand in a reason
        cases = [*self._records(since, until, told), *self._counts(since, until)]
        if len(cases) < FEWEST:
            what = f"There are {len(cases)} cases in this time, too few to show without telling one from another"
            raise Refused(what, mend=f"Choose a longer time; it takes at least {FEWEST}.")
        return calibrate(table, cases)

    def _records(self, since: date, until: date, told: Told | None) -> Iterator[Case]:
        forms_by_id = self._store.read(assessments.forms).result()
        for number, (id, sha256) in enumerate(forms_by_id.items()):
            if told:
                told(number, len(forms_by_id))
            record = self._store.read(assessments.one, id).result()
            if record is None or may_change(record.stage):
                continue
            form = form_of(self._store, sha256)
            found = find(form, self.usable, record, self._clock.today())
            day = full_day(found.values.get(form.date_question)) or record.created_at.date()
            if since <= day <= until and found.suggestion is not None:
                yield Case(found.values, day, found.suggestion.amount)

    def _counts(self, since: date, until: date) -> Iterator[Case]:
        for row in self._store.read(retention.counts).result():
            day = date.fromisoformat(f"{row.month}-01")
            if since <= day <= until and "caring_level" in row.bands:
                yield Case(row.bands, day, None)

    def _owners_only(self, what: str) -> None:
        if not set(OWNERS) & set(self._me.roles):
            raise Refused(f"Only a manager or the access lead may {what}", mend="Ask one of them.")


def text_of(file: Path) -> str:
    """The text of a table file; of a workbook, the file it stands for."""
    if file.suffix.lower() == _WORKBOOK:
        return from_sheets(sheets.read(file), file.name).text
    try:
        return text_in(file, "utf-8")
    except OSError as error:
        raise unread(error, file) from error
    except UnicodeDecodeError as error:
        raise Refused("The table is not UTF-8 text", file.name, "Save it as plain text in UTF-8.") from error


def table_of(source: Path | str) -> Table:
    """The table in a file or workbook, or the shipped one of that id; FormError names the place and the mend."""
    file = Path(source)
    if file.suffix.lower() == _WORKBOOK:
        made = from_sheets(sheets.read(file), file.name)
        if made.table is None:
            first = next(one for one in made.findings if one.kind == "error")
            raise FormError(first.what, f"{first.file}, {first.key}", first.mend)
        return made.table
    if file.suffix.lower() == ".toml" or is_file(file):
        return load(text_of(file), file.name)
    return library.find(str(source))


def check_table(file: Path, form: str = "") -> list[Finding]:
    """Everything wrong or odd in a table file or workbook; with a form, what does not fit it too."""
    made = from_sheets(sheets.read(file), file.name) if file.suffix.lower() == _WORKBOOK else None
    found = list(made.findings) if made else check(file)
    if form and not any(one.kind == "error" for one in found):
        unfit = fits(table_of(file), forms.find(form), str(file))
        found += [replace(one, key=made.questions.get(one.key, one.key)) for one in unfit] if made else unfit
    return found


def write_description(table: Table, target: Path, approved_by: str = "") -> Path:
    """A table in plain words as a Word file, for carers' groups; never over a file that is there."""
    from carer_desktop.documents.table_page import table_report
    from carer_desktop.documents.word import write  # with it comes lxml: not before a document is wanted

    return write(table_report(table, approved_by), HOUSE, target).file


def write_workbook(source: Path, target: Path) -> None:
    """A table file as a workbook for a spreadsheet program; the table has to be readable."""
    table_of(source)
    write_text_as_workbook(text_of(source), target)


def write_text_as_workbook(text: str, target: Path) -> None:
    """The same for the text of a table file."""
    sheets.write(to_sheets(text.encode()), target)


def write_table(source: Path, target: Path) -> Table:
    """A workbook as a table file; the first finding is raised, with its sheet, row and column."""
    table = table_of(source)
    try:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text_of(source))
    except OSError as error:
        raise unwritten(error, target) from error
    return table


def shipped_forms() -> tuple[Form, ...]:
    """The newest version of every form."""
    return tuple(forms.find(name) for name in forms.FORMS)


@cache
def _practice() -> tuple[Table, ...]:
    """The tables of a demonstration, read once: they are asked for with every answer."""
    return (load(ILLUSTRATIVE),)


def _kept(one: KeptTable) -> Table:
    return replace(load(one.text, f"{one.id}, in this vault"), loaded=one.loaded_at)


def _refusal(ask: Callable[[], None]) -> Refused | None:
    """Why it is refused; None where it is not."""
    try:
        ask()
    except Refused as refused:
        return refused
    return None


def _keep(connection: Connection, log: Log, table: KeptTable, events: Iterable[Event]) -> None:
    tables.keep(connection, table)
    if table.approved_by:
        tables.approve(connection, table.sha256, table.approved_by, table.loaded_at)
    for event in events:
        log(event)


def _approve(connection: Connection, log: Log, sha256: str, by: str, event: Event) -> None:
    tables.approve(connection, sha256, by, event.at)
    log(event)


def _take_out(connection: Connection, log: Log, events: Iterable[Event]) -> None:
    for event in events:
        tables.take_out(connection, str(event.says["sha256"]))
        log(event)
