"""The verbs of money: check, compare and describe a budget table, take it into a vault, and see what it would cost.

And what a carer was given in the year before.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carer_desktop.errors import Refused
from carer_desktop.terminal import DONE, FAILED, answers_of, at_vault, may_say_why, opened, print_json, tell, verb
from carer_desktop.there import is_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carer_desktop.budget.suggestion import Suggestion

TABLE = "FILE_OR_ID"
WORKBOOK = ".xlsx"
_WRITTEN = "The file is written."
_APPROVED_BY = (
    "yourself, or who approved it on paper outside these records: the table then says so, and that you entered it; "
    "colleagues who sign in here approve it themselves, with `table approve`; left out, it waits for that"
)


def add_verbs(verbs: Any) -> None:
    """`check-table`, `suggest`, `earlier-budgets`, and `table` with everything below it."""
    check = verb(verbs, "check-table", _check, "check a budget table")
    check.add_argument("file", type=Path, metavar="FILE", help="a table file or an Excel workbook")
    check.add_argument("--form", default="", metavar="ID", help="check against this form too")
    suggest = verb(verbs, "suggest", _suggest, "the guide figure a table gives for answers", json_too=True)
    suggest.add_argument("--table", required=True, metavar=TABLE)
    suggest.add_argument("--answers", type=Path, required=True, metavar="FILE")
    suggest.add_argument("--on", type=day, metavar="DAY", help="the day of the conversation; today if left out")
    what = "what the same carer was given in the twelve months before"
    earlier = verb(verbs, "earlier-budgets", _earlier, what, json_too=True)
    at_vault(earlier)
    earlier.add_argument("id", metavar="ID", help="a record, by its ID or reference")
    may_say_why(earlier)
    table = verbs.add_parser("table", help="budget tables").add_subparsers(required=True, metavar="DO")
    _without_vault(table)
    _with_vault(table)


def _without_vault(table: Any) -> None:
    compare = verb(table, "compare", _compare, "two tables cell by cell, and their other rules", json_too=True)
    compare.add_argument("old", metavar="OLD", help=TABLE)
    compare.add_argument("new", metavar="NEW", help=TABLE)
    describe = verb(table, "describe", _describe, "a table in plain words, for carers’ groups")
    describe.add_argument("table", metavar=TABLE)
    describe.add_argument("--to", type=Path, metavar="FILE.docx", help="write it as a Word file")
    near = verb(table, "neighbours", _neighbours, "what one level more or less would give", json_too=True)
    near.add_argument("--table", required=True, metavar=TABLE)
    near.add_argument("--answers", type=Path, required=True, metavar="FILE")
    near.add_argument("--on", type=day, metavar="DAY")
    out = verb(table, "export", _export, "write a table file as an Excel workbook")
    out.add_argument("--table", type=Path, required=True, metavar="FILE")
    out.add_argument("--to", type=Path, required=True, metavar="FILE.xlsx")
    into = verb(table, "import", _import, "make a table file from an Excel workbook")
    into.add_argument("--table", type=Path, required=True, metavar="FILE.xlsx")
    into.add_argument("--to", type=Path, required=True, metavar="FILE.toml")


def _with_vault(table: Any) -> None:
    load = verb(table, "load", _load, "put a budget table into a vault, approved or waiting to be")
    at_vault(load)
    load.add_argument("--table", type=Path, required=True, metavar="FILE")
    load.add_argument("--approved-by", metavar="NAME", help=_APPROVED_BY)
    at_vault(verb(table, "list", _list, "the tables of a vault, and who approved each", json_too=True))
    approve = verb(table, "approve", _approve, "approve a table that waits, under your own name")
    at_vault(approve)
    approve.add_argument("table", metavar="ID@VERSION")
    out = verb(table, "take-out", _take_out, "take out a table that waits, with the reason; loading it again undoes it")
    at_vault(out)
    out.add_argument("table", metavar="ID@VERSION")
    out.add_argument("--reason", required=True, metavar="REASON", help="by_mistake, corrected or not_agreed")
    cost = verb(table, "cost", _cost, "what a table would have suggested for past cases, without names", json_too=True)
    at_vault(cost)
    cost.add_argument("--table", required=True, metavar=TABLE)
    cost.add_argument("--from", dest="since", type=day, required=True, metavar="DAY")
    cost.add_argument("--to", dest="until", type=day, required=True, metavar="DAY")


def day(text: str) -> date:
    """A day as 2026-11-22; ValueError, which the command line says in words, for anything else."""
    return date.fromisoformat(text)


# --- without a vault -------------------------------------------------------------------------------


def _check(args: argparse.Namespace) -> int:
    from carer_desktop.budget.check import describe
    from carer_desktop.caseload.tables import check_table, table_of

    findings = check_table(args.file, args.form)
    for line in findings or describe(table_of(args.file)):
        tell(line)
    return FAILED if findings else DONE


def _suggest(args: argparse.Namespace) -> None:
    from carer_desktop.budget.suggest import suggest
    from carer_desktop.caseload import shapes
    from carer_desktop.caseload.tables import table_of

    suggestion = suggest(table_of(args.table), answers_of(args.answers), _on(args))
    if args.json:
        print_json(shapes.suggestion(suggestion))
        return
    for line in _figure_in_words(suggestion):
        tell(line)


def _figure_in_words(suggestion: Suggestion) -> Iterator[str]:
    """The figure and what it means, then how it came about, then where it comes from."""
    from carer_desktop.budget.money import pounds
    from carer_desktop.words import say

    if suggestion.amount is None:
        yield suggestion.why_none or "No guide figure"
    else:
        yield f"Guide figure: {pounds(suggestion.amount)}"
        yield say("thing", "suggested_meaning")
    if suggestion.illustrative:
        yield f"{say('thing', 'illustrative')}: made-up figures for practice"
    for number, line in enumerate(suggestion.lines, 1):
        so_far = f" (so far {pounds(line.running)})" if len(suggestion.lines) > 1 else ""
        yield f"{number}. {line.text}{so_far}"
    yield f"Table {suggestion.table_id}, version {suggestion.table_version}"


def _compare(args: argparse.Namespace) -> None:
    from carer_desktop.budget.compare import difference
    from carer_desktop.caseload import shapes
    from carer_desktop.caseload.tables import table_of

    found = difference(table_of(args.old), table_of(args.new))
    if args.json:
        print_json(shapes.difference(found))
        return
    for one in (*found.origin, *found.changes):
        tell(f"{one.words}: {one.before} -> {one.after}")
    for rule in found.rules_gone:
        tell(f"No longer: {rule}")
    for rule in found.rules_new:
        tell(f"New: {rule}")
    tell(f"{found.counted}.")


def _describe(args: argparse.Namespace) -> None:
    from carer_desktop.budget.plain import as_text, describe_plainly
    from carer_desktop.caseload.tables import table_of, write_description

    if args.to:
        tell(write_description(table_of(args.table), args.to), stays=_WRITTEN)
        return
    for line in as_text(describe_plainly(table_of(args.table))):
        tell(line)


def _neighbours(args: argparse.Namespace) -> None:
    from carer_desktop.budget.compare import neighbours
    from carer_desktop.caseload import shapes
    from carer_desktop.caseload.tables import table_of

    found = neighbours(table_of(args.table), answers_of(args.answers), _on(args))
    if args.json:
        print_json([shapes.neighbour(one) for one in found])
        return
    for one in found:
        tell(f"{one.words}: {one.suggestion.why_none or f'£{one.suggestion.amount}'}")


def _export(args: argparse.Namespace) -> None:
    from carer_desktop.caseload.tables import write_workbook

    write_workbook(args.table, args.to)
    tell(args.to, stays=_WRITTEN)


def _import(args: argparse.Namespace) -> int:
    from carer_desktop.caseload.tables import check_table, write_table

    if args.table.suffix.lower() != WORKBOOK and is_file(args.table):
        raise Refused("This is not an Excel workbook", args.table.name, f"Choose a file whose name ends in {WORKBOOK}.")
    findings = [one for one in check_table(args.table) if one.kind == "error"]
    for line in findings:
        tell(line)
    if findings:
        return FAILED
    tell(f"{write_table(args.table, args.to).name}: {args.to}", stays=_WRITTEN)
    return DONE


def _on(args: argparse.Namespace) -> date:
    from carer_desktop.clock import SystemClock

    return args.on or SystemClock().today()


# --- with a vault ----------------------------------------------------------------------------------


def _load(args: argparse.Namespace) -> None:
    with opened(args) as caseload:
        table = caseload.tables.load(args.table, args.approved_by)
        tell(f"{table.id} {table.version}", stays="The table is in the vault.")


def _list(args: argparse.Namespace) -> None:
    from carer_desktop.budget.approval import by_words
    from carer_desktop.caseload import shapes

    with opened(args) as caseload:
        known = [shapes.known_table(one) for one in caseload.tables.known]
    if args.json:
        print_json(known)
        return
    for one in known:
        by = f"approved {by_words(one['approved_by'])}" if one["approved_by"] else "waits to be approved"
        tell(f"{one['id']}@{one['version']}  from {one['from']}  {by}  {one['title']}")


def _approve(args: argparse.Namespace) -> None:
    with opened(args) as caseload:
        tell(caseload.tables.approve(args.table).name, stays="The table is approved.")


def _take_out(args: argparse.Namespace) -> None:
    with opened(args) as caseload:
        caseload.tables.take_out(args.table, args.reason)
        tell(args.table, stays="The table is taken out.")


def _earlier(args: argparse.Namespace) -> None:
    from carer_desktop.budget.money import pounds
    from carer_desktop.caseload import shapes
    from carer_desktop.forms.dates import shown_date

    with opened(args) as caseload:
        found = caseload.earlier_budgets.of(caseload.records.open(args.id, args.why))
    if args.json:
        print_json([shapes.earlier_budget(one) for one in found])
        return
    for one in found:
        tell(f"{pounds(one.amount)} on {shown_date(one.on)}  {one.where}")


def _cost(args: argparse.Namespace) -> None:
    from carer_desktop.budget.money import pounds
    from carer_desktop.caseload import shapes
    from carer_desktop.caseload.tables import table_of

    with opened(args) as caseload:
        found = caseload.tables.would_give(table_of(args.table), args.since, args.until)
    if args.json:
        print_json(shapes.calibration(found))
        return
    tell(f"{found.cases} cases, {found.figures} with a figure: {pounds(found.total)}, before {pounds(found.before)}")
    tell(f"{found.rise} rise, {found.fall} fall, {found.same} stay the same")
    for words, count in (*found.bars, *found.reasons):
        tell(f"{count:6}  {words}")
