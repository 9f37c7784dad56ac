"""The headless door: the command line, knocking on the same caseload as the windows."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carer_desktop import process
from carer_desktop.errors import CarerError, Refused

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload
    from carer_desktop.sealing.keys import Kdf

DONE, FAILED, BAD_USAGE = 0, 1, 2
ROLES = ("assessor", "authoriser", "admin", "keeper")


class BadUsage(Exception):
    """The words on the command line do not fit together."""


def main(argv: Sequence[str] | None = None, kdf: Kdf | None = None) -> int:
    """Runs one command; gives the exit code: 0 done, 1 refused or failed, 2 bad usage.

    *kdf* is how passphrases are stretched in a new vault; left out it is measured on this machine.
    """
    process.keep_private()
    try:
        args = _parser().parse_args(argv)
    except SystemExit as left:
        return int(left.code or 0)
    args.kdf = kdf
    try:
        return int(args.run(args) or DONE)
    except BadUsage as error:
        print(error, file=sys.stderr)
        return BAD_USAGE
    except CarerError as error:
        if getattr(args, "json", False):
            _print_json({"error": str(error)})
        _complain(str(error))
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="carer-desktop", description="Carers’ assessments, kept encrypted here.")
    parser.set_defaults(run=_window)
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND")
    tour = _verb(verbs, "tour", _tour, "do the main job on the demo case and leave pictures and documents")
    tour.add_argument("--to", type=Path, required=True, metavar="DIR")
    _verb(verbs, "self-test", _self_test, "check that forms, tables, templates and libraries all load")
    _verb(verbs, "check-form", _check_form, "check a form version").add_argument("folder", type=Path, metavar="DIR")
    _verb(verbs, "check-table", _check_table, "check a budget table").add_argument("file", type=Path, metavar="FILE")
    asked = _verb(verbs, "questions", _questions, "list the questions of a form", json_too=True)
    asked.add_argument("form", metavar="FORM")
    suggest = _verb(verbs, "suggest", _suggest, "the guide figure a table gives for answers", json_too=True)
    suggest.add_argument("--table", required=True, metavar="FILE_OR_ID")
    suggest.add_argument("--answers", type=Path, required=True, metavar="FILE")
    eligibility = _verb(verbs, "eligibility", _eligibility, "what regulation 3 suggests from answers", json_too=True)
    eligibility.add_argument("--form", default="carer_conversation", metavar="ID")
    eligibility.add_argument("--answers", type=Path, required=True, metavar="FILE")
    _vault_verbs(verbs)
    return parser


def _vault_verbs(verbs: Any) -> None:
    vault = verbs.add_parser("vault", help="set up records on this machine").add_subparsers(required=True, metavar="DO")
    create = _verb(vault, "create", _create, "make a new vault with one person")
    _at_vault(create, as_whom=False)
    create.add_argument("--person", required=True, metavar="NAME")
    create.add_argument("--role", action="extend", nargs="+", choices=ROLES, default=[], metavar="ROLE")
    create.add_argument("--demo", action="store_true", help="mark it as a demonstration with the illustrative table")
    table = verbs.add_parser("table", help="budget tables").add_subparsers(required=True, metavar="DO")
    load = _verb(table, "load", _load_table, "put an approved budget table into a vault")
    _at_vault(load)
    load.add_argument("--table", type=Path, required=True, metavar="FILE")
    load.add_argument("--approved-by", required=True, metavar="NAME")
    fill = _verb(verbs, "fill", _fill, "begin a record or set answers in one", json_too=True)
    _at_vault(fill)
    which = fill.add_mutually_exclusive_group()
    which.add_argument("--form", metavar="ID")
    which.add_argument("--id", metavar="ID")
    fill.add_argument("--answers", type=Path, metavar="FILE")
    fill.add_argument("--batch", type=Path, metavar="FILE.jsonl")
    show = _verb(verbs, "show", _show, "everything of one record", json_too=True)
    _at_vault(show)
    show.add_argument("id", metavar="ID")
    _at_vault(_verb(verbs, "list", _list, "the records of a vault", json_too=True))
    export = _verb(verbs, "export", _export, "write the documents of records", json_too=True)
    _at_vault(export)
    export.add_argument("ids", nargs="+", metavar="ID")
    export.add_argument("--to", type=Path, required=True, metavar="DIR")
    export.add_argument("--format", default="docx", help="docx, or several with commas")
    export.add_argument("--audience", default="council", choices=("council", "purchase", "carer", "cared-for"))


def _verb(
    verbs: Any, name: str, run: Callable[[argparse.Namespace], int | None], words: str, json_too: bool = False
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=words, description=words.capitalize() + ".")
    parser.set_defaults(run=run)
    if json_too:
        parser.add_argument("--json", action="store_true", help="print one JSON value and nothing else")
    return parser


def _at_vault(parser: argparse.ArgumentParser, as_whom: bool = True) -> None:
    parser.add_argument("--vault", type=Path, required=True, metavar="FILE")
    if as_whom:
        parser.add_argument("--as", dest="person", metavar="PERSON", help="who you are; may be left out for one person")
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help="your passphrase, in UTF-8")


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
        print(line)
    return DONE


def _check_form(args: argparse.Namespace) -> int:
    from carer_desktop.caseload.checking import burdens, form_findings

    findings = form_findings(args.folder)
    for line in findings or burdens(args.folder):
        print(line)
    return FAILED if findings else DONE


def _check_table(args: argparse.Namespace) -> int:
    from carer_desktop.budget.check import check, describe
    from carer_desktop.budget.table import load

    findings = check(args.file)
    for line in findings or describe(load(args.file)):
        print(line)
    return FAILED if findings else DONE


def _questions(args: argparse.Namespace) -> None:
    from carer_desktop.caseload import shapes
    from carer_desktop.forms import library

    form = library.find(args.form)
    if args.json:
        _print_json(shapes.questions(form))
        return
    for section in form.sections:
        print(f"\n{section.title}")
        for question in section.questions:
            print(f"  {question.id:24} {question.type:12} {question.required or '-':2} {question.label}")


def _suggest(args: argparse.Namespace) -> None:
    from carer_desktop.budget.library import find
    from carer_desktop.budget.suggest import as_json, suggest
    from carer_desktop.budget.table import load

    file = Path(args.table)
    table = load(file) if file.suffix == ".toml" or file.is_file() else find(args.table)
    suggestion = suggest(table, _answers(args.answers))
    if args.json:
        _print_json(as_json(suggestion))
        return
    for line in suggestion.lines:
        print(f"{line.text}: £{line.amount} (so far £{line.running})")
    print(suggestion.why_none or f"Guide figure: £{suggestion.amount}")


def _eligibility(args: argparse.Namespace) -> None:
    from carer_desktop.caseload.checking import eligibility

    judged, shape = eligibility(args.form, _answers(args.answers))
    if args.json:
        _print_json(shape)
        return
    print(judged.why)


# --- with a vault ----------------------------------------------------------------------------------


def _create(args: argparse.Namespace) -> None:
    from carer_desktop.caseload import Caseload

    roles = list(dict.fromkeys([*(args.role or ["assessor"]), "keeper"]))
    made = Caseload.create(args.vault, args.person, roles, _passphrase(args), demo=args.demo, kdf=args.kdf)
    made.close()
    print(args.vault)


def _load_table(args: argparse.Namespace) -> None:
    with _opened(args) as caseload:
        table = caseload.forms.add_table(args.table, args.approved_by)
        print(f"{table.id} {table.version}")


def _fill(args: argparse.Namespace) -> int:
    given = [bool(args.form or args.id), args.answers is not None]
    if (args.batch is None and not all(given)) or (args.batch is not None and any(given)):
        raise BadUsage("Give --form or --id with --answers, or --batch alone.")
    with _opened(args) as caseload:
        if args.batch:
            return _fill_batch(caseload, args)
        shape = _filled(caseload, args.id or args.form, args.id is not None, _answers(args.answers))
        if args.json:
            _print_json(shape)
        else:
            print(shape["id"])
    return DONE


def _filled(caseload: Caseload, name: str, known: bool, answers: Any) -> dict[str, Any]:
    from carer_desktop.caseload import shapes

    answered = caseload.records.fill(name, answers, known=known)
    answered.saved.result()
    return shapes.filled(answered.assessment, answered.findings)


def _fill_batch(caseload: Caseload, args: argparse.Namespace) -> int:
    """Line by line; each id is printed as soon as its commit has returned (with --json one list at the end)."""
    shapes: list[dict[str, Any]] = []
    failed = False
    # Not splitlines: a line separator inside an answer is no end of a line here.
    for number, line in enumerate(_text(args.batch).split("\n"), 1):
        if not line.strip():
            continue
        try:
            shapes.append(_filled(caseload, *_batch_row(line, f"{args.batch.name}, line {number}")))
            if not args.json:
                print(shapes[-1]["id"], flush=True)
        except CarerError as error:
            failed = True
            shapes.append({"line": number, "error": str(error)})
            _complain(f"Line {number}: {error}")
    if args.json:
        _print_json(shapes)
    return FAILED if failed else DONE


def _batch_row(line: str, where: str) -> tuple[str, bool, dict[str, Any]]:
    row = _json(line, where)
    strange = set(row) - {"id", "form", "answers"}
    names = [row[key] for key in ("id", "form") if key in row]
    answers = row.get("answers")
    if strange or len(names) != 1 or not isinstance(names[0], str) or not isinstance(answers, dict):
        raise Refused("A line needs “form” or “id”, and “answers”, and nothing else", where)
    return names[0], "id" in row, answers


def _show(args: argparse.Namespace) -> None:
    from carer_desktop.caseload import shapes

    with _opened(args) as caseload:
        assessment = caseload.records.open(args.id)
        shape = shapes.show(assessment, caseload.records.findings(assessment))
    _print_json(shape, indent=None if args.json else 2)


def _list(args: argparse.Namespace) -> None:
    from carer_desktop.caseload import shapes

    with _opened(args) as caseload:
        cards = caseload.records.all()
    if args.json:
        _print_json([shapes.card(card) for card in cards])
        return
    for card in cards:
        print(f"{card.reference}  {card.stage:10} {card.form_id:20} {card.carer.name}")


def _export(args: argparse.Namespace) -> int:
    from carer_desktop.caseload import shapes

    audience, kinds = args.audience.replace("-", "_"), args.format.split(",")
    written, failed = [], []
    with _opened(args) as caseload:
        for name in args.ids:
            for kind in kinds:
                try:
                    assessment = caseload.records.open(name)
                    written.append(shapes.written(caseload.exports.write(assessment, args.to, audience, kind)))
                except CarerError as error:
                    failed.append({"id": name, "why": str(error)})
    if args.json:
        _print_json({"written": written, "failed": failed})
    else:
        for one in written:
            print(one["file"])
    for each in failed:
        _complain(f"{each['id']}: {each['why']}")
    return FAILED if failed else DONE


@contextmanager
def _opened(args: argparse.Namespace) -> Iterator[Caseload]:
    from carer_desktop.caseload import Caseload

    if args.person is None and Caseload.sign_in(args.vault).people > 1:
        raise BadUsage("Several people use this vault. Say who you are with --as.")
    caseload = Caseload.open(args.vault, args.person, _passphrase(args))
    try:
        yield caseload
    finally:
        caseload.close()


def _passphrase(args: argparse.Namespace) -> str:
    if args.passphrase_file is not None:
        return _text(args.passphrase_file).removesuffix("\n")
    if not sys.stdin or not sys.stdin.isatty():
        raise BadUsage("There is no terminal to ask for the passphrase. Give --passphrase-file.")
    return getpass("Passphrase: ")


def _answers(file: Path) -> dict[str, Any]:
    return _json(_text(file), file.name)


def _json(text: str, where: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(f"This is not JSON: {error}", where) from None
    if not isinstance(value, dict):
        raise Refused("A JSON object was expected", where, 'Write { "question": answer, … }.')
    return value


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")  # some editors begin a file with a mark of its encoding
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}", mend="Check its name and place.") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{file} is not UTF-8 text", mend="Save it as UTF-8.") from error


def _print_json(value: Any, indent: int | None = None) -> None:
    print(_sayable(json.dumps(value, ensure_ascii=False, indent=indent)), flush=True)


def _complain(text: str) -> None:
    """One line for people, whatever stands in the text."""
    print(_sayable(" ".join(text.split())), file=sys.stderr)


def _sayable(text: str) -> str:
    """Half a character, which a JSON file may name a question with, as the escape it came as."""
    return text.encode("utf-8", "backslashreplace").decode()
