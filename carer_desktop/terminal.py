"""What every verb needs of the terminal: its options, the vault it opens, the files it reads, and what it prints."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carer_desktop.errors import AnswerRefused, CarerError, ReasonNeeded, Refused
from carer_desktop.text import json_of
from carer_desktop.there import MOST_BYTES, is_there, text_in, unread

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

DONE, FAILED, BAD_USAGE, STOPPED = 0, 1, 2, 130
_MOST_SECRET = 10_000


class BadUsage(Exception):
    """The words on the command line do not fit together."""


class NotShown(Exception):
    """What was to be shown has nowhere to go, for *why*: what is done and *stays* is said instead."""

    def __init__(self, why: OSError, stays: str = "") -> None:
        super().__init__(why, stays)
        self.why = why
        self.stays = stays


class Command(argparse.ArgumentParser):
    """One command; its help may end with lists that are read from the data only when somebody asks for it."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.lists: list[Callable[[], str]] = []

    def format_help(self) -> str:
        """The help, and then the lists."""
        return "\n".join([super().format_help(), *(each() for each in self.lists)])


def verb(
    verbs: Any, name: str, run: Callable[[argparse.Namespace], int | None], words: str, json_too: bool = False
) -> Command:
    """One command: what it does in words, and what runs it."""
    parser: Command = verbs.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.")
    parser.set_defaults(run=run)
    if json_too:
        parser.add_argument("--json", action="store_true", help="print one JSON value and nothing else")
    return parser


def at_vault(parser: argparse.ArgumentParser, as_whom: bool = True, required: bool = True) -> None:
    """The options of everything that opens a vault."""
    parser.add_argument("--vault", type=Path, required=required, metavar="FILE")
    if as_whom:
        parser.add_argument("--as", dest="person", metavar="PERSON", help="who you are; may be left out for one person")
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help="your passphrase, in UTF-8")


def may_say_why(parser: Command) -> None:
    """The option of everything that opens one record."""
    what = "why you open a colleague’s record: one of those below"
    parser.add_argument("--why", default="", metavar="REASON", help=what)
    parser.lists.append(lambda: listed("Why you open a colleague’s record", _reasons()))


def listed(title: str, words: Mapping[str, str]) -> str:
    """A list for the help: what is typed, and what it means."""
    width = max(map(len, words))
    return "\n".join([f"{title}:", *(f"  {each:{width}}  {said}" for each, said in words.items())]) + "\n"


def in_words(error: CarerError, why: str) -> str:
    """The error in one line; where a reason is to be given, with the option that takes it and what may be given."""
    if not isinstance(error, ReasonNeeded):
        return str(error)
    known = ", ".join(f"{each} ({said})" for each, said in _reasons().items())
    if why:
        mend = f"“{why}” is not one of the reasons to open it. Give one of these with --why: {known}."
    else:
        mend = f"Say why you open it, with --why and one of these: {known}."
    return str(CarerError(error.what, error.where, mend))


def _reasons() -> Mapping[str, str]:
    from carer_desktop.workflow import seeing

    return seeing.reasons()


@contextmanager
def opened(args: argparse.Namespace, given: str | None = None, to_change: bool = False) -> Iterator[Caseload]:
    """The vault, opened by whoever is named, with the passphrase *given* or asked for.

    Refused for somebody who has words from another person, unless it is *to_change* them.
    """
    from carer_desktop.caseload import Caseload
    from carer_desktop.caseload.audit import ANCHOR_LOST, LOOK

    say_who(args)
    caseload = Caseload.open(args.vault, args.person, passphrase(args) if given is None else given)
    try:
        if caseload.people.must_change and not to_change:
            raise Refused(
                "You signed in with words that somebody gave you",
                mend="Choose your own first: vault people passphrase --new-passphrase-file FILE.",
            )
        if caseload.audit.anchor_lost:
            complain(f"{ANCHOR_LOST}. {LOOK}")
        try:
            yield caseload
        except NotShown:  # what is done is done
            back_up(caseload)
            raise
        back_up(caseload)
    finally:
        caseload.close()


def say_who(args: argparse.Namespace) -> None:
    """BadUsage where nobody is named and several people use the vault."""
    from carer_desktop.caseload import Caseload

    if args.person is None and Caseload.sign_in(args.vault).people > 1:
        raise BadUsage("Several people use this vault. Say who you are with --as.")


def back_up(caseload: Caseload) -> None:
    """The first backup, and then one for every half hour in which something changed: a batch makes no thousands.

    That there could be none is told, and is no failure of the command.
    """
    if caseload.backups.due("interval"):
        faults = caseload.backups.keep("close").faults
        if faults:
            complain(f"Done, but the backup is not in order: {' '.join(faults)}")


@contextmanager
def making(folder: Path) -> Iterator[None]:
    """Around what makes this folder if it alone is missing, and then says so.

    Refused where the way to it is missing too: a slip in a path makes no folders.
    """
    whole = folder.absolute()
    missing = [each for each in (whole, *whole.parents) if not is_there(each)]
    if len(missing) > 1:
        raise Refused("There is no such folder", str(missing[-1]), "Check how it is written, or make it first.")
    yield
    if missing and is_there(folder):
        complain(f"Made the folder {folder}")


def passphrase(args: argparse.Namespace) -> str:
    """The passphrase of whoever signs in, from its file or the terminal."""
    if args.passphrase_file is not None:
        return secret_of(args.passphrase_file)
    if not sys.stdin or not sys.stdin.isatty():
        raise BadUsage("There is no terminal to ask for the passphrase. Give --passphrase-file.")
    try:
        return getpass("Passphrase: ")
    except EOFError:
        raise Refused("No passphrase was given", mend="Type it, or give --passphrase-file.") from None


def secret_of(file: Path) -> str:
    """The passphrase in a file, without one final newline."""
    return text_of(file, _MOST_SECRET).removesuffix("\n")


def sheet_of(file: Path) -> str:
    """What stands in the file of a rescue sheet."""
    return text_of(file, _MOST_SECRET)


def answers_of(file: Path) -> dict[str, Any]:
    """The answers in a file."""
    return json_of(text_of(file), file.name)


@contextmanager
def answers_in(where: str) -> Iterator[None]:
    """Names the file in which an answer stands that is refused."""
    try:
        yield
    except AnswerRefused as error:
        raise Refused(error.what, where, error.mend) from error


def text_of(file: Path, most: int = MOST_BYTES) -> str:
    """What stands in a file; Refused where it cannot be read, or has more than so many bytes."""
    try:
        return text_in(file, "utf-8-sig", most)  # some editors begin a file with a mark of its encoding
    except OSError as error:
        raise unread(error, file) from error
    except UnicodeDecodeError as error:
        raise Refused(f"{file} is not UTF-8 text", mend="Save it as UTF-8.") from error


def count(text: str) -> int:
    """A number of things, from nought on; ValueError, which the command line says in words, for anything else."""
    number = int(text)
    if number < 0:
        raise ValueError("less than nought")
    return number


def tell(*lines: object, stays: str = "") -> None:
    """Lines for whoever asked. NotShown where they have nowhere to go, with what *stays* of what was done.

    What stays is at once on its way out, before anything else can go wrong.
    """
    try:
        for line in lines:
            print(_sayable(str(line)))
        if stays or not lines:
            sys.stdout.flush()
    except OSError as error:
        raise NotShown(error, stays) from error


def print_json(value: Any, indent: int | None = None, stays: str = "") -> None:
    """One JSON value and nothing else."""
    tell(json.dumps(value, ensure_ascii=False, indent=indent), stays=stays)


def complain(text: str) -> None:
    """One line for people, whatever stands in the text; where nobody can be told, nobody is."""
    with suppress(OSError):
        print(_sayable(" ".join(text.split())), file=sys.stderr, flush=True)


def say_not_shown(error: NotShown) -> None:
    """In one line why something was not shown, and what is done all the same; what else was to be shown is for nobody.

    Of somebody who reads no further, as `head` does, nothing is said unless something was done.
    """
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    gone = isinstance(error.why, BrokenPipeError)
    if error.stays or not gone:
        why = "nobody reads it any more" if gone else "where it goes to, there is no room or it cannot be written"
        complain(f"Not everything could be shown: {why}. {error.stays}")


def _sayable(text: str) -> str:
    """Half a character, which a JSON file may name a question with, as the escape it came as."""
    return text.encode("utf-8", "backslashreplace").decode()
