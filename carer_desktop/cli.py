"""The headless door: the command line, knocking on the same caseload as the windows."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carer_desktop import VERSION, cli_backup, cli_pathway, cli_table, cli_vault, cli_word, process
from carer_desktop.errors import CarerError, Refused
from carer_desktop.records.damage import VaultFault
from carer_desktop.terminal import (
    BAD_USAGE,
    DONE,
    FAILED,
    STOPPED,
    BadUsage,
    Command,
    NotShown,
    answers_in,
    answers_of,
    at_vault,
    complain,
    count,
    in_words,
    may_say_why,
    opened,
    print_json,
    say_not_shown,
    tell,
    text_of,
    verb,
)
from carer_desktop.text import json_of
from carer_desktop.there import is_folder, is_there

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload
    from carer_desktop.sealing.keys import Kdf

A_LINE = '{"form": "carer_conversation", "answers": {"carer_first": "Ann"}}'
"""What a line of many looks like."""
_SAVED = "The answers are saved; `list` shows the records."


def main(argv: Sequence[str] | None = None, kdf: Kdf | None = None) -> int:
    """Runs one command; gives the exit code: 0 done, 1 refused or failed, 2 bad usage, 130 stopped.

    *kdf* is how passphrases are stretched in a new vault; left out it is measured on this machine.
    """
    process.keep_private()
    try:
        done = _ran(argv, kdf)
        tell()  # what still waits to be shown
    except NotShown as error:
        say_not_shown(error)
        return FAILED
    except KeyboardInterrupt as stop:
        complain(str(stop) or "Stopped. What was saved stays.")
        return STOPPED
    return done


def _ran(argv: Sequence[str] | None, kdf: Kdf | None) -> int:
    try:
        args = _parser().parse_args(argv)
    except SystemExit as left:
        return int(left.code or 0)
    args.kdf = kdf
    try:
        return int(args.run(args) or DONE)
    except BadUsage as error:
        complain(str(error))
        return BAD_USAGE
    except CarerError as error:
        said = in_words(error, getattr(args, "why", ""))
        if isinstance(error, VaultFault) and args.vault is not None:
            said = cli_backup.with_ways_out(error, args.vault)
        if getattr(args, "json", False):
            print_json({"error": said})
        complain(said)
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = Command(prog="carer-desktop", description="Carers’ assessments, kept encrypted here.")
    parser.set_defaults(run=_window)
    parser.add_argument("--version", action="version", version=f"Carer Desktop {VERSION}")
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND")
    tour = verb(verbs, "tour", _tour, "do the main job on the demo case and leave pictures and documents")
    tour.add_argument("--to", type=Path, required=True, metavar="DIR")
    verb(verbs, "self-test", _self_test, "check that forms, tables, templates and libraries all load")
    verb(verbs, "check-form", _check_form, "check a form version").add_argument("folder", type=Path, metavar="DIR")
    asked = verb(verbs, "questions", _questions, "list the questions of a form", json_too=True)
    asked.add_argument("form", metavar="FORM")
    eligibility = verb(verbs, "eligibility", _eligibility, "what regulation 3 suggests from answers", json_too=True)
    eligibility.add_argument("--form", default="carer_conversation", metavar="ID")
    eligibility.add_argument("--answers", type=Path, required=True, metavar="FILE")
    advice = verb(verbs, "route", _route, "who should complete a conversation with these answers", json_too=True)
    advice.add_argument("--answers", type=Path, required=True, metavar="FILE")
    advice.add_argument(
        "--clds-used",
        type=count,
        metavar="N",
        help="how many of the month’s conversations for the learning disability service are used",
    )
    paper = verb(verbs, "paper", _paper, "write a blank form for paper or screen, or the questions to send in advance")
    paper.add_argument("--to", type=Path, required=True, metavar="DIR")
    paper.add_argument("--kind", default="print", choices=("print", "fill", "ahead"))
    paper.add_argument("--style", default="ordinary", choices=("ordinary", "large", "easy-read"))
    cli_table.add_verbs(verbs)
    cli_backup.add_verbs(cli_vault.add_verbs(verbs))
    _record_verbs(verbs)
    cli_word.add_verbs(verbs)
    cli_pathway.add_verbs(verbs)
    return parser


def _record_verbs(verbs: Any) -> None:
    fill = verb(verbs, "fill", _fill, "begin a record or set answers in one", json_too=True)
    fill.epilog = "Prints the ID of the record. Its reference, which `list` shows, does as well wherever ID stands."
    at_vault(fill)
    which = fill.add_mutually_exclusive_group()
    which.add_argument("--form", metavar="ID")
    which.add_argument("--id", metavar="ID")
    fill.add_argument(
        "--answers", type=Path, metavar="FILE", help='answers by question, such as {"carer_first": "Ann"}'
    )
    many = f'many: on each line of the file one, such as {A_LINE}, with "id" and not "form" for a record that is there'
    fill.add_argument("--batch", type=Path, metavar="FILE.jsonl", help=many)
    may_say_why(fill)
    show = verb(verbs, "show", _show, "everything of one record", json_too=True)
    at_vault(show)
    show.add_argument("id", metavar="ID")
    may_say_why(show)
    at_vault(verb(verbs, "list", _list, "the records of a vault", json_too=True))
    export = verb(verbs, "export", _export, "write the documents of records", json_too=True)
    at_vault(export)
    export.add_argument("ids", nargs="+", metavar="ID")
    export.add_argument("--to", type=Path, required=True, metavar="DIR")
    export.add_argument("--format", default="docx", help="docx, pdf or txt, or several with commas")
    readers = ("council", "purchase", "carer", "cared-for", "safeguarding")
    export.add_argument("--audience", default="council", choices=readers)
    may_say_why(export)
    check = verb(verbs, "check-file", _check_file, "is a Word file exactly what stands in the record", json_too=True)
    at_vault(check)
    check.add_argument("file", type=Path, metavar="FILE.docx")
    may_say_why(check)


# --- without a vault -------------------------------------------------------------------------------


def _window(args: argparse.Namespace) -> int:
    from ui.app import run

    return run()


def _tour(args: argparse.Namespace) -> int:
    from ui.tour import run

    return run(args.to)


def _self_test(args: argparse.Namespace) -> int:
    from carer_desktop.caseload.selftest import self_test

    for line in self_test():
        tell(line)
    return DONE


def _check_form(args: argparse.Namespace) -> int:
    from carer_desktop.caseload.checking import burdens, form_findings

    findings = form_findings(args.folder)
    for line in findings or burdens(args.folder):
        tell(line)
    return FAILED if findings else DONE


def _questions(args: argparse.Namespace) -> None:
    from carer_desktop.caseload import shapes
    from carer_desktop.forms import library

    form = library.find(args.form)
    if args.json:
        print_json(shapes.questions(form))
        return
    for section in form.sections:
        tell(f"\n{section.title}")
        for question in section.questions:
            tell(f"  {question.id:24} {question.type:12} {question.required or '-':2} {question.label}")


def _paper(args: argparse.Namespace) -> None:
    from carer_desktop.caseload.paper import write_paper
    from carer_desktop.clock import SystemClock

    written = write_paper(args.kind, args.style.replace("-", "_"), args.to, SystemClock().today())
    tell(written, stays=f"The form is written into {args.to}.")


def _eligibility(args: argparse.Namespace) -> None:
    from carer_desktop.caseload import shapes
    from carer_desktop.caseload.checking import eligibility

    with answers_in(args.answers.name):
        judged = eligibility(args.form, answers_of(args.answers))
    if args.json:
        print_json(shapes.eligibility(judged))
        return
    tell(judged.why)


def _route(args: argparse.Namespace) -> None:
    from carer_desktop.caseload import shapes
    from carer_desktop.caseload.checking import advised
    from carer_desktop.words import say

    with answers_in(args.answers.name):
        found = advised(answers_of(args.answers), args.clds_used)
    if args.json:
        print_json(shapes.route(found))
        return
    tell(say("route", found.who))
    for line in found.why:
        tell(f"  {line.text} ({line.rule})")
    for text in found.warnings:
        tell(f"  To look at: {text}")


# --- with a vault ----------------------------------------------------------------------------------


def _fill(args: argparse.Namespace) -> int:
    given = [bool(args.form or args.id), args.answers is not None]
    if (args.batch is None and not all(given)) or (args.batch is not None and any(given)):
        raise BadUsage("Give --form or --id with --answers, or --batch alone.")
    with opened(args) as caseload:
        if args.batch:
            return _fill_batch(caseload, args)
        answers = answers_of(args.answers)
        with answers_in(args.answers.name):
            shape = _filled(caseload, args.id or args.form, args.id is not None, answers, args.why)
        if args.json:
            print_json(shape, stays=_SAVED)
        else:
            tell(shape["id"], stays=_SAVED)
    return DONE


def _filled(caseload: Caseload, name: str, known: bool, answers: Any, why: str) -> dict[str, Any]:
    from carer_desktop.caseload import shapes

    answered = caseload.records.fill(name, answers, known=known, reason=why)
    answered.saved.result()
    return shapes.filled(answered.assessment, answered.findings)


def _fill_batch(caseload: Caseload, args: argparse.Namespace) -> int:
    """Line by line; each id is printed as soon as its commit has returned (with --json one list at the end)."""
    shapes: list[dict[str, Any]] = []
    number = 0
    # Not splitlines: a line separator inside an answer is no end of a line here.
    lines = [each for each in enumerate(text_of(args.batch).split("\n"), 1) if each[1].strip()]
    try:
        for number, line in lines:
            shapes.append(_batch_filled(caseload, args, number, line))
            if "id" in shapes[-1] and not args.json:
                after = f" The next line is {number + 1}." if len(shapes) < len(lines) else ""
                tell(shapes[-1]["id"], stays=f"{_so_far(shapes)}{after}")
    except KeyboardInterrupt:
        at = f" Line {number} may be saved, too: look before you go on with it." if len(shapes) < len(lines) else ""
        raise KeyboardInterrupt(f"Stopped. {_so_far(shapes)}{at}") from None
    if args.json:
        print_json(shapes, stays=_SAVED)
    return FAILED if any("error" in each for each in shapes) else DONE


def _batch_filled(caseload: Caseload, args: argparse.Namespace, number: int, line: str) -> dict[str, Any]:
    """One line of many: what was filled in, or why it was not."""
    where = f"{args.batch.name}, line {number}"
    try:
        with answers_in(where):
            return _filled(caseload, *_batch_row(line, where), args.why)
    except CarerError as error:
        said = in_words(error, args.why)
        complain(f"Line {number}: {said}")
        return {"line": number, "error": said}


def _so_far(shapes: list[dict[str, Any]]) -> str:
    """How many lines of a batch are saved."""
    saved = sum("id" in each for each in shapes)
    return f"{saved} {'line is' if saved == 1 else 'lines are'} saved; `list` shows the records."


def _batch_row(line: str, where: str) -> tuple[str, bool, dict[str, Any]]:
    row = json_of(line, where)
    strange = set(row) - {"id", "form", "answers"}
    names = [row[key] for key in ("id", "form") if key in row]
    answers = row.get("answers")
    if strange or len(names) != 1 or not isinstance(names[0], str) or not isinstance(answers, dict):
        raise Refused("A line needs “form” or “id”, and “answers”, and nothing else", where, f"Write {A_LINE}.")
    return names[0], "id" in row, answers


def _show(args: argparse.Namespace) -> None:
    from carer_desktop.caseload import shapes

    with opened(args) as caseload:
        assessment = caseload.records.open(args.id, args.why)
        shape = shapes.show(assessment, caseload.records.findings(assessment))
    print_json(shape, indent=None if args.json else 2)


def _list(args: argparse.Namespace) -> None:
    from carer_desktop.caseload import shapes
    from carer_desktop.text import shortened

    with opened(args) as caseload:
        cards = caseload.records.all()
        due = caseload.todo.due_on(cards) if args.json else {}
    if args.json:
        print_json([shapes.card(card, due.get(card.id)) for card in cards])
        return
    for card in cards:
        tell(f"{card.reference}  {card.stage:10} {card.form_id:20} {shortened(card.carer.name)}")


def _export(args: argparse.Namespace) -> int:
    from carer_desktop.caseload import shapes

    audience, kinds = args.audience.replace("-", "_"), _kinds(args.format)
    written, failed, by_name = [], [], {}
    with opened(args) as caseload:
        caseload.backups.check_apart(args.to)
        _make_folder(args.to)
        for name in args.ids:
            for kind in kinds:
                try:
                    assessment = caseload.records.open(name, args.why)
                    written.append(shapes.written(caseload.exports.write(assessment, args.to, audience, kind)))
                    if kind == "pdf":
                        by_name[written[-1]["file"]] = caseload.exports.not_had(assessment, audience)
                except CarerError as error:
                    failed.append({"id": name, "why": in_words(error, args.why)})
        stays = f"The files are written into {args.to}." if written else ""
        if args.json:
            print_json({"written": written, "failed": failed}, stays=stays)
        else:
            for one in written:
                tell(one["file"], stays=stays)
                if signs := by_name.get(one["file"]):
                    tell(f"  not in the font, so by their names: {' '.join(signs)}")
    for each in failed:
        complain(f"{each['id']}: {each['why']}")
    return FAILED if failed else DONE


def _kinds(said: str) -> list[str]:
    """The kinds of file on the command line. Refused, before anything is written, for one that cannot be made."""
    from carer_desktop.caseload.exports import check_kind

    kinds = [kind.strip() for kind in said.split(",")]
    for kind in kinds:
        check_kind(kind)
    return kinds


def _make_folder(folder: Path) -> None:
    """The one folder that was named; never a way of them."""
    if is_folder(folder.parent) and not is_there(folder):
        with suppress(OSError):  # the export says that it is not there
            folder.mkdir()
            complain(f"Made the folder {folder}")


def _check_file(args: argparse.Namespace) -> int:
    from carer_desktop.caseload import shapes

    with opened(args) as caseload:
        checked = caseload.files.check(args.file, args.why)
    if args.json:
        print_json(shapes.checked(checked))
    else:
        tell(checked.says)
        for one in checked.differences:
            tell(f"  {one.label}")
            tell(f"    in the record: {one.record or 'nothing'}")
            tell(f"    in the file:   {one.file or 'nothing'}")
        for label in checked.since:
            tell(f"  recorded since: {label}")
    return DONE if checked.same else FAILED
