"""The verbs of Word files: check and take in a council's templates, and bring answers of a file back in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carer_desktop.errors import Refused
from carer_desktop.terminal import DONE, FAILED, BadUsage, at_vault, may_say_why, opened, print_json, tell, verb

if TYPE_CHECKING:
    from carer_desktop.caseload import Incoming, KnownTemplate

NONE = "none"
ALL = "all"


def add_verbs(verbs: Any) -> None:
    """`check-template`, `template` with everything below it, and `import`."""
    check = verb(verbs, "check-template", _check, "check a Word template, and try it with a full and an empty record")
    check.add_argument("file", type=Path, metavar="FILE.docx")
    check.add_argument("--form", default="", metavar="ID", help="the form its controls name; found out if left out")
    template = verbs.add_parser("template", help="Word templates").add_subparsers(required=True, metavar="DO")
    load = verb(
        template, "load", _load, "put a Word template into a vault, once nothing is wrong with it", json_too=True
    )
    at_vault(load)
    load.add_argument("file", type=Path, metavar="FILE.docx")
    at_vault(verb(template, "list", _list, "the Word templates of a vault, and which are used", json_too=True))
    use = verb(template, "use", _use, "make Word files with a template of the vault, or with none of them")
    at_vault(use)
    use.add_argument("template", metavar="NAME", help=f"its name or the beginning of its hash, or {NONE}")
    use.add_argument("--for", dest="about", default="house", metavar="FORM", help=f"with {NONE}: the form, or house")
    _add_import(verbs)


def _add_import(verbs: Any) -> None:
    bring = verb(
        verbs, "import", _import, "show what a file holds, and take what is named into a record", json_too=True
    )
    at_vault(bring)
    bring.add_argument("file", type=Path, metavar="FILE", help="a Word file, or a PDF that was filled in")
    bring.add_argument(
        "--form", default="", metavar="ID", help="the form of the new record; the file’s own if left out"
    )
    bring.add_argument("--into", default="", metavar="ID", help="a draft to put it into, instead of a new record")
    bring.add_argument("--take", default="", metavar="NUMBERS", help=f"as 1,2,5 or {ALL}; left out, nothing is taken")
    may_say_why(bring)


def _check(args: argparse.Namespace) -> int:
    from carer_desktop.caseload.templates import look_at

    findings, about = look_at(args.file, args.form)
    for one in findings:
        tell(one)
    if not findings:
        tell(f"{args.file.name}: no findings; {_for(about)}; tried with a full and an empty record")
    return FAILED if findings else DONE


def _for(about: str) -> str:
    return "for every Word file" if about == "house" else f"the layout of {about}"


def _load(args: argparse.Namespace) -> None:
    with opened(args) as caseload:
        known = caseload.templates.load(args.file)
        stays = "The template is in the vault."
        if args.json:
            print_json(_shape(known), stays=stays)
        else:
            tell(f"{known.name}: {_for(known.about)}, {known.sha256[:12]}", stays=stays)


def _list(args: argparse.Namespace) -> None:
    with opened(args) as caseload:
        found = caseload.templates.known
    if args.json:
        print_json([_shape(one) for one in found])
        return
    for one in found:
        used = ", used now" if one.used else ""
        tell(f"{one.sha256[:12]}  {one.name}: {_for(one.about)}, taken in by {one.taken_by} on {one.taken_on}{used}")


def _shape(one: KnownTemplate) -> dict[str, Any]:
    return {
        "sha256": one.sha256, "name": one.name, "for": one.about, "taken_by": one.taken_by,
        "taken_on": one.taken_on, "used": one.used,
    }  # fmt: skip


def _use(args: argparse.Namespace) -> None:
    with opened(args) as caseload:
        if args.template == NONE:
            caseload.templates.use_none(args.about)
            return
        named = [
            one for one in caseload.templates.known if args.template == one.name or one.sha256.startswith(args.template)
        ]
        if len(named) != 1:
            what = "There is no template" if not named else "There are several templates"
            raise Refused(
                f"{what} “{args.template}”", mend="“carer-desktop template list” shows them; name one by hash."
            )
        caseload.templates.use(named[0])


def _import(args: argparse.Namespace) -> None:
    if args.into and args.form:
        raise BadUsage("Give --form for a new record, or --into for a draft, and not both.")
    with opened(args) as caseload:
        record = caseload.records.open(args.into, args.why) if args.into else None
        incoming = caseload.incoming.look(args.file, args.form, record)
        if args.take:
            taken = caseload.incoming.take(incoming, _chosen(args.take, incoming), record)
            taken.saved.result()
            id, stays = taken.assessment.id, "What was taken is saved; `list` shows the record."
            print_json({"id": id}, stays=stays) if args.json else tell(id, stays=stays)
        elif args.json:
            print_json(_rows(incoming))
        else:
            _show(incoming)


def _chosen(said: str, incoming: Incoming) -> list[int]:
    """The numbers on the command line, which begin at 1, as they stand in the rows."""
    if said == ALL:
        return [number for number, row in enumerate(incoming.rows) if row.may_be_taken]
    numbers = said.split(",")
    if not all(one.strip().isdecimal() and 1 <= int(one) <= len(incoming.rows) for one in numbers):
        raise BadUsage(f"--take needs numbers from 1 to {len(incoming.rows)} with commas, or {ALL}.")
    return [int(one) - 1 for one in numbers]


def _rows(incoming: Incoming) -> dict[str, Any]:
    rows = [
        {
            "number": number, "section": row.section, "question": row.question, "offered": row.offered,
            "answers": [
                {
                    "question": line.found.question, "label": line.found.label, "text": line.found.text,
                    "value": line.value, "note": line.why or line.found.note,
                }
                for line in row.lines
            ],
        }
        for number, row in enumerate(incoming.rows, 1)
    ]  # fmt: skip
    return {"kind": incoming.kind, "form": incoming.form.id, "warnings": list(incoming.warnings), "rows": rows}


def _show(incoming: Incoming) -> None:
    for warning in incoming.warnings:
        tell(f"To look at: {warning}")
    for number, row in enumerate(incoming.rows, 1):
        tell(f"{number:4}  {row.question or 'No question fits'}")
        for line in row.lines:
            said = " ".join(line.found.text.split())
            tell(f"      {line.found.label}: {said}")
            note = line.why or line.found.note
            if note:
                tell(f"        {note}")
