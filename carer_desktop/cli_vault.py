"""The verbs of a vault itself: making it, its people, the way back in, and a new key."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carer_desktop.clock import day_words
from carer_desktop.errors import Refused
from carer_desktop.terminal import (
    DONE,
    FAILED,
    at_vault,
    back_up,
    complain,
    making,
    opened,
    passphrase,
    print_json,
    secret_of,
    sheet_of,
    tell,
    verb,
)
from carer_desktop.there import unwritten

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

ROLES = ("assessor", "authoriser", "admin", "keeper")
PRIVATE = 0o600
ON_SCREEN = "assessor: practitioner, authoriser: manager, admin: admin worker, keeper: access lead"
ON_ONE_LAPTOP = (
    "Who sees which record follows from the roles. On one laptop this is a rule of the program and not of the "
    "encryption: everybody who signs in opens the same vault. What the roles are called on screen: "
    f"{ON_SCREEN}."
)


def add_verbs(verbs: Any) -> Any:
    """`vault` and what is below it; gives what further verbs of it are added to."""
    vault = verbs.add_parser("vault", help="set up records on this machine").add_subparsers(required=True, metavar="DO")
    create = verb(vault, "create", _create, "make a new vault with one person")
    at_vault(create, as_whom=False)
    create.add_argument("--person", required=True, metavar="NAME")
    _roles(create)
    create.add_argument("--demo", action="store_true", help="mark it as a demonstration with the illustrative table")
    create.add_argument("--recovery-file", type=Path, metavar="FILE", help="write the rescue sheet into a new file")
    _people_verbs(vault)
    recover = verb(vault, "recover", _recover, "get in with the rescue sheet, as access lead with a new passphrase")
    recover.add_argument("--vault", type=Path, required=True, metavar="FILE")
    recover.add_argument("--recovery-file", type=Path, required=True, metavar="FILE", help="the groups of the sheet")
    recover.add_argument(
        "--from", dest="sealed", type=Path, metavar="FILE", help="take the vault out of a copy from the second place"
    )
    recover.add_argument("--person", required=True, metavar="NAME")
    _new_passphrase(recover, required=True)
    what = "check every page and row, the log and its end, and all that people signed"
    at_vault(verb(vault, "verify", _verify, what))
    at_vault(verb(vault, "rotate", _rotate, "give the vault a new key, after somebody left or a suspicion"))
    return vault


def _people_verbs(vault: Any) -> None:
    of_people = vault.add_parser("people", help="who may sign in", description=ON_ONE_LAPTOP)
    people = of_people.add_subparsers(required=True, metavar="DO")
    at_vault(verb(people, "list", _list, "everybody who is or was here", json_too=True))
    add = verb(people, "add", _add, "add a person; without a passphrase file, with words they must change")
    at_vault(add)
    _whom(add)
    _roles(add, required=True)
    _new_passphrase(add)
    remove = verb(people, "remove", _remove, "take away the access of somebody who has left")
    at_vault(remove)
    _whom(remove)
    reset = verb(people, "reset", _reset, "give somebody who has forgotten words that they must change")
    at_vault(reset)
    _whom(reset)
    _new_passphrase(reset)
    roles = verb(people, "roles", _set_roles, "set what somebody may do")
    at_vault(roles)
    _whom(roles)
    _roles(roles, required=True)
    own = verb(people, "passphrase", _change, "change your own passphrase")
    at_vault(own)
    _new_passphrase(own, required=True)


def _whom(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--person", dest="whom", required=True, metavar="NAME", help="name or person id")


def _roles(parser: argparse.ArgumentParser, required: bool = False) -> None:
    parser.add_argument(
        "--role", action="extend", nargs="+", choices=ROLES, default=None, required=required, metavar="ROLE",
        help=f"one or more; {ON_SCREEN}",
    )  # fmt: skip


def _new_passphrase(parser: argparse.ArgumentParser, required: bool = False) -> None:
    parser.add_argument("--new-passphrase-file", type=Path, required=required, metavar="FILE")


def _create(args: argparse.Namespace) -> None:
    from carer_desktop.caseload import Caseload

    roles = list(dict.fromkeys([*(args.role or ["assessor"]), "keeper"]))
    with making(args.vault.parent), ExitStack() as closing:
        with _new_sheet(args.recovery_file, args.vault) as sheet:
            made = Caseload.create(args.vault, args.person, roles, passphrase(args), demo=args.demo, kdf=args.kdf)
            closing.callback(made.close)
            if sheet is not None:
                _write_sheet(sheet, made)
        tell(args.vault, stays="The vault is made.")
        back_up(made)


@contextmanager
def _new_sheet(file: Path | None, vault: Path) -> Iterator[int | None]:
    """A new file for its owner alone, gone again if what is to be written there fails; None where none is wanted.

    Refused where there is one already, and under a name that may be that of a file beside the vault: no sheet is ever
    written over.
    """
    if file is None:
        yield None
        return
    if file.name.startswith(vault.name) and file.resolve().parent == vault.resolve().parent:
        raise Refused(f"{file} may be a file of the vault itself", mend="Choose another name for the rescue sheet.")
    try:
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE)
    except FileExistsError:
        raise Refused(f"{file} is there already", mend="Choose another name for the rescue sheet.") from None
    except OSError as error:
        raise unwritten(error, file) from error
    try:
        yield handle
    except BaseException:
        file.unlink()
        raise
    finally:
        os.close(handle)


def _write_sheet(handle: int, made: Caseload) -> None:
    sheet = made.people.make_recovery()
    lines = [f"{sheet.title} of {sheet.records}, {day_words(sheet.made_at)}", *sheet.lines]
    text = "".join(f"# {line}\n" for line in lines) + "".join(f"{group}\n" for group in sheet.groups)
    os.write(handle, text.encode())
    os.fsync(handle)


def _recover(args: argparse.Namespace) -> None:
    from carer_desktop.caseload import Caseload

    sheet, new = sheet_of(args.recovery_file), secret_of(args.new_passphrase_file)
    with making(args.vault.parent):
        caseload = Caseload.recover(args.vault, sheet, args.person, new, sealed=args.sealed, kdf=args.kdf)
    try:
        said = f"{caseload.me.name} signs in with the new passphrase from now on, as access lead."
        tell(said, f"Person id: {caseload.me.id}", stays=said)
        back_up(caseload)
    finally:
        caseload.close()


def _rotate(args: argparse.Namespace) -> None:
    with opened(args) as caseload:
        done = caseload.people.rotate()
        # At least the one that was made before the change.
        older = f"{done.older_backups} older backup" + ("s" if done.older_backups > 1 else "")
        tell(
            f"New key for {done.people} {'person' if done.people == 1 else 'people'}",
            f"{older} still open{'' if done.older_backups > 1 else 's'} with the key before.",
            "`vault backup --rebuild` makes a new one and removes them, once you no longer need them.",
            stays="The new key is in use.",
        )


def _verify(args: argparse.Namespace) -> int:
    with opened(args) as caseload:
        if sys.stderr.isatty():
            complain("Checking every page and every row. With many records this takes a minute or two.")
        found = caseload.audit.verify()
        records, rows = caseload.audit.counts()
    for line in found:
        tell(line)
    if not found:
        tell(f"{records} record{'' if records == 1 else 's'}, {rows} rows of the log: nothing wrong")
    return FAILED if found else DONE


def _list(args: argparse.Namespace) -> None:
    with opened(args) as caseload:
        everybody = caseload.people.all()
    if args.json:
        print_json(
            [
                {
                    "id": each.id,
                    "name": each.name,
                    "roles": list(each.roles),
                    "ended_at": each.ended_at.isoformat(timespec="seconds") if each.ended_at else None,
                }
                for each in everybody
            ]
        )
        return
    for each in everybody:
        left = f"  left on {day_words(each.ended_at)}" if each.ended_at else ""
        tell(f"{each.name}  {', '.join(each.roles)}{left}")


def _add(args: argparse.Namespace) -> None:
    from carer_desktop.caseload import new_passphrase

    own = secret_of(args.new_passphrase_file) if args.new_passphrase_file else None
    words = new_passphrase() if own is None else own
    with opened(args) as caseload:
        added = caseload.people.add(args.whom, args.role, words, must_change=own is None)
        stays = f"{added.name} is added.{_lost(added.name) if own is None else ''}"
        tell(words if own is None else added.id, stays=stays)


def _lost(name: str) -> str:
    """How somebody gets words again that nobody has seen."""
    return f" Nobody has seen the words: give new ones with vault people reset --person “{name}”."


def _remove(args: argparse.Namespace) -> None:
    with opened(args) as caseload:
        gone = caseload.people.remove(args.whom)
        said = f"{gone.name} signs in no more."
        tell(f"{said} A copy they kept still opens for them: `vault rotate` gives a new key.", stays=said)


def _reset(args: argparse.Namespace) -> None:
    words = secret_of(args.new_passphrase_file) if args.new_passphrase_file else None
    with opened(args) as caseload:
        given = caseload.people.reset(args.whom, words)
        stays = f"What {args.whom} signed in with is changed.{_lost(args.whom) if words is None else ''}"
        tell(given if words is None else args.whom, stays=stays)


def _set_roles(args: argparse.Namespace) -> None:
    with opened(args) as caseload:
        changed = caseload.people.set_roles(args.whom, args.role)
        tell(f"{changed.name}  {', '.join(changed.roles)}", stays="The roles are set.")


def _change(args: argparse.Namespace) -> None:
    old, new = passphrase(args), secret_of(args.new_passphrase_file)
    with opened(args, old, to_change=True) as caseload:
        caseload.people.change_my_passphrase(old, new)
        tell(caseload.me.name, stays="Your passphrase is changed: sign in with the new one.")
        complain("Copies and backups made before today’s change still open with the passphrase before.")
