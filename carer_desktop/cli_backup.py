"""The verbs of backups: making one, seeing which there are, and putting one back."""

from __future__ import annotations

import argparse
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carer_desktop.clock import moment_words
from carer_desktop.errors import CarerError, Refused
from carer_desktop.records import damage
from carer_desktop.records.damage import Newer, VaultFault, newer_told
from carer_desktop.records.sign_in import NotOpened
from carer_desktop.terminal import (
    BadUsage,
    at_vault,
    complain,
    making,
    opened,
    passphrase,
    print_json,
    say_who,
    tell,
    verb,
)
from carer_desktop.there import is_folder, is_there

if TYPE_CHECKING:
    from carer_desktop.caseload import BackupInfo, Caseload, PutBack, Rescue, Salvaged

_MEGABYTE = 1_000_000
_MANY_BYTES = 2_000 * _MEGABYTE
_WAYS = {"salvage": damage.SALVAGE, "merge": damage.MERGE, "keys": damage.KEYS_BACK, "as_it_is": damage.AS_IT_IS}
_NOTHING_DELETED = (
    "Nothing is deleted: what lay there is put aside. No backup is removed from then on until --confirm. "
    "With --from and --to a backup goes into a new file instead, and nothing else is touched."
)
_OPTIONS = {
    damage.PUT_BACK: "vault restore",
    damage.KEYS_BACK: "vault restore --keys",
    damage.MERGE: "vault restore --merge",
    damage.SALVAGE: "vault restore --salvage",
    damage.AS_IT_IS: "vault restore --as-it-is",
}
_NO_BACKUP = "There is no backup beside it that can be put back. Nothing was written."
_LATER = "Look at your records now. No backup is removed until you say that they are right: vault restore --confirm."


def with_ways_out(fault: VaultFault, vault: Path) -> str:
    """A fault of this vault with the commands that lead out of it, the best one first; as it is where none does."""
    found = _rescue(vault).ways(fault) if vault.name else None
    if found is None:
        return str(fault)
    if not found.ways:
        return str(fault) if found.said == str(fault) else f"{found.said} {_NO_BACKUP}"
    kinds = [way.kind for way in found.ways]
    # What mends it names one way, and there is a better one, or that one is not there.
    other = kinds[0] == damage.MERGE or ("backup" in fault.mend and damage.PUT_BACK not in kinds)
    said = f"{found.said} Nothing was written." if other else str(fault)
    return f"{said} Ways out: {', '.join(_OPTIONS[kind] for kind in kinds)}."


def add_verbs(vault: Any) -> None:
    """`vault backup` and `vault restore`."""
    backup = verb(vault, "backup", _backup, "make a backup and read it back whole, or list them all", True)
    at_vault(backup)
    which = backup.add_mutually_exclusive_group()
    which.add_argument("--to", type=Path, metavar="DIR", help="put a copy of it into this folder as well")
    which.add_argument("--list", action="store_true", help="list the backups; nobody needs to sign in")
    which.add_argument("--rebuild", action="store_true", help="and then remove every older one (access lead)")
    what = "put a backup back, or another way out for records that do not open"
    restore = verb(vault, "restore", _restore, what, json_too=True)
    restore.epilog = _NOTHING_DELETED
    at_vault(restore, required=False)
    restore.add_argument(
        "--backup", type=int, metavar="NUMBER", help="which one; left out, the newest that is as it was made"
    )
    restore.add_argument("--from", dest="source", type=Path, metavar="FILE", help="a backup, to go into a new file")
    restore.add_argument("--to", type=Path, metavar="NEWFILE", help="the new file; never one that is there")
    way = restore.add_mutually_exclusive_group()
    way.add_argument("--merge", action="store_true", help="keep what can still be read, the rest from the backup")
    way.add_argument("--salvage", action="store_true", help="keep only what can still be read of the records")
    way.add_argument("--keys", action="store_true", help="put back the key file alone")
    way.add_argument("--as-it-is", action="store_true", help="this older copy is right: open it as it is")
    way.add_argument("--confirm", action="store_true", help="what was put back is right")


def _rescue(vault: Path) -> Rescue:
    from carer_desktop.caseload import Rescue

    if not vault.name:  # such as “.”
        raise Refused("This is a folder and no vault", str(vault), "Choose the vault file itself.")
    return Rescue(vault)


# --- making and listing ----------------------------------------------------------------------------


def _backup(args: argparse.Namespace) -> None:
    if args.list:
        _list(args)
        return
    gone: tuple[str, ...] = ()
    copy = None
    with making(args.to) if args.to else nullcontext(), opened(args) as caseload:
        if args.rebuild:
            _check_rebuild(caseload)
            gone = caseload.backups.rebuild()
            made = caseload.backups.all()[0]
        else:
            made, copy = _made(caseload, args.to)
        where = _rescue(args.vault).place_of(made)
        stays = f"Backup {made.number} is made."
        if args.json:
            copied = str(copy) if copy else None
            print_json({**_shape(made, where), "copy": copied, "removed": len(gone)}, stays=stays)
            return
        lines = ["A backup is made and read back whole", where, *([copy] if copy else [])]
        if args.rebuild:
            lines.append(f"{_counted(len(gone), 'older backup is', 'older backups are')} removed")
        tell(*lines, stays=stays)


def _made(caseload: Caseload, to: Path | None) -> tuple[BackupInfo, Path | None]:
    """A new backup, and its copy in the folder that was named. Refused before anything is made where none can go."""
    if to is None:
        return caseload.backups.make(), None
    caseload.backups.check_apart(to)
    if is_there(to) and not is_folder(to):
        raise Refused(f"“{to.name}” is a file, not a folder", str(to), "Choose a folder.")
    made = caseload.backups.make()
    try:
        return made, caseload.backups.hand_out(made, to)
    except CarerError as error:
        what = f"Backup {made.number} is made and read back whole, but no copy of it is in {to}: {error.what}"
        raise Refused(what, mend=error.mend) from error


def _check_rebuild(caseload: Caseload) -> None:
    if "keeper" not in caseload.me.roles:
        raise Refused("Only the access lead removes older backups", mend="Ask them.")
    try:
        caseload.backups.check_rebuild()
    except Refused as error:
        raise Refused(error.what, mend=_LATER) from error


def _list(args: argparse.Namespace) -> None:
    from carer_desktop.caseload import Caseload
    from carer_desktop.words import say

    rescue = _rescue(args.vault)
    backups = rescue.backups()
    if sum(each.bytes for each in backups) > _MANY_BYTES:
        complain("Reading every byte of the backups. With many records this takes a minute.")
    found = [each if rescue.stands(each) else replace(each, proven=False) for each in backups]
    if not found:
        Caseload.sign_in(args.vault)  # says it where there are no records either
    if args.json:
        print_json([_shape(each, rescue.place_of(each)) for each in found])
        return
    for each in found:
        proven = "proven" if each.proven else "not proven"
        size = f"{each.bytes / _MEGABYTE:.1f} MB"
        tell(f"{each.number}  {moment_words(each.made_at)}  {say('log', each.why)}  {proven}  {size}")


def _shape(backup: BackupInfo, where: Path) -> dict[str, Any]:
    return {
        "number": backup.number,
        "made_at": backup.made_at.isoformat(timespec="seconds"),
        "why": backup.why,
        "proven": backup.proven,
        "bytes": backup.bytes,
        "file": str(where),
    }


# --- putting back ----------------------------------------------------------------------------------


def _restore(args: argparse.Namespace) -> None:
    if args.source or args.to:
        _into_new_file(args)
    elif args.vault is None:
        raise BadUsage("Say which records with --vault, or give --from and --to.")
    elif args.confirm:
        _confirm(args)
    else:
        _into_place(args)


def _into_new_file(args: argparse.Namespace) -> None:
    from carer_desktop.caseload.rescue import restore_to

    if args.to is None:
        raise BadUsage("--to is missing: name the new file that the backup is to go into.")
    if args.source is None:
        raise BadUsage("--from is missing: name the backup that is to go into the new file.")
    if args.confirm or args.backup is not None or any(_asked(args)):
        raise BadUsage("A backup goes into a new file with --from FILE --to NEWFILE, and nothing else.")
    args.vault = None  # what may be wrong is what --from names
    with making(args.to.parent):
        restore_to(args.source, args.to)
    stays = "The backup is in the new file."
    if args.json:
        print_json({"file": str(args.to)}, stays=stays)
    else:
        tell(args.to, stays=stays)


def _confirm(args: argparse.Namespace) -> None:
    with opened(args) as caseload:
        waited = caseload.backups.suspended
        caseload.backups.confirm()
        said = "Noted. Backups are removed again in their time." if waited else "Nothing waits to be confirmed."
        if args.json:
            print_json({"confirmed": waited}, stays=said)
        else:
            tell(said, stays=said)


def _into_place(args: argparse.Namespace) -> None:
    rescue = _rescue(args.vault)
    with suppress(VaultFault):  # what can be known before anybody signs in may be damaged too
        say_who(args)
    words = passphrase(args)
    way = next(_asked(args), damage.PUT_BACK)
    fault = _fault(args, words, named=way == damage.PUT_BACK and args.backup is not None)
    out = next((each for each in rescue.ways(fault).ways if each.kind == way), None) if fault else None
    if fault is not None and out is None:
        raise fault
    if way == damage.AS_IT_IS:
        _as_it_is(args, words)
        return
    chosen = out.backup if out and args.backup is None else rescue.proven(args.backup)
    newer = rescue.newer(chosen) if chosen else None
    passed_over = rescue.passed_over(chosen) if chosen and args.backup is None else ""
    newer_answers = None
    if way == damage.PUT_BACK and chosen:
        newer_answers = _answers_after(rescue, chosen, args.person, words)
    done = _done(rescue, way, chosen, args.person, words)
    if args.json:
        print_json(_told_shape(done, newer, newer_answers, passed_over), stays=done.told[0])
        return
    first, *then = done.told
    more = [passed_over] if passed_over else []
    tell(first, *more, *_newer(way, newer, newer_answers), *then, _LATER, stays=first)


def _asked(args: argparse.Namespace) -> Any:
    """The ways out that are named on the command line: one at most, and none for putting a backup back."""
    return (way for name, way in _WAYS.items() if getattr(args, name))


def _fault(args: argparse.Namespace, words: str, named: bool) -> VaultFault | None:
    """What keeps the vault from opening; Refused for one that opens, unless an access lead has *named* a backup."""
    from carer_desktop.caseload import Caseload

    try:
        caseload = Caseload.open(args.vault, args.person, words)
    except VaultFault as fault:
        return fault
    try:
        if not named:
            raise Refused(
                "These records open, so nothing is put back", args.vault.name,
                "To go back to an earlier day, name the backup: vault backup --list, vault restore --backup NUMBER.",
            )  # fmt: skip
        if "keeper" not in caseload.me.roles:
            raise Refused("Only the access lead puts a backup in the place of records that open", mend="Ask them.")
    finally:
        caseload.close()
    return None


def _answers_after(rescue: Rescue, chosen: BackupInfo, person: str | None, words: str) -> int | None:
    try:
        return rescue.newer_answers(chosen, person, words)
    except NotOpened:
        raise
    except CarerError:  # what is damaged may not be read at all
        return None


def _done(rescue: Rescue, way: str, chosen: BackupInfo | None, person: str | None, words: str) -> PutBack | Salvaged:
    if way == damage.SALVAGE or chosen is None:
        return rescue.salvage(person, words)
    if way == damage.MERGE:
        return rescue.salvage(person, words, chosen)
    if way == damage.KEYS_BACK:
        rescue.check_opens(chosen, person, words)
        return rescue.keys_back(chosen)
    return rescue.put_back(chosen, person, words)


def _as_it_is(args: argparse.Namespace, words: str) -> None:
    from carer_desktop.caseload import Caseload

    Caseload.open(args.vault, args.person, words, older_is_right=True).close()
    if args.json:
        print_json({"as_it_is": True})
        return
    tell("These records are opened as they are from now on.")


def _newer(way: str, newer: Newer | None, answers: int | None) -> list[str]:
    """How much came after the backup that was put back, as far as that is known."""
    if way != damage.PUT_BACK:
        return []
    said = newer_told(newer)
    if answers:
        count = _counted(answers, "newer answer", "newer answers")
        said += f" {count} can still be read in the files that were put aside."
    return [said]


def _told_shape(done: PutBack | Salvaged, newer: Newer | None, answers: int | None, passed_over: str) -> dict[str, Any]:
    put_back = isinstance(done, damage.PutBack)
    return {
        "backup": done.backup.number if isinstance(done, damage.PutBack) else None,
        "newer_changes": newer.changes if put_back and newer else None,
        "newer_answers": answers if put_back else None,
        "aside": done.aside,
        "told": [*done.told, *([passed_over] if passed_over else [])],
    }


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
