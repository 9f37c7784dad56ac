"""The program's own log, outside the vault: which event, which kind of error, where in the code, and not a word more.

Messages, values, names, paths and titles never get in: an error is its class, its number if it has one, and the
modules and lines of this program it went through. Whoever uses the program can read it and throw it away.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType

NAME = "carer-desktop.log"
FILES = 5
MOST_BYTES = 1_000_000
_OURS = ("carer_desktop.", "ui.")
_MOST_PLACES = 8
_MOST_CAUSES = 4
_CODE = re.compile(r"[a-z][a-z_]{0,39}")
_NOT_IN_A_NAME = re.compile(r"\W", re.ASCII)


class AppLog:
    """The log in a folder: five files of at most a megabyte, for their owner alone. Writing it never fails."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._now = now
        self._lock = threading.RLock()

    def note(self, code: str, **counts: int) -> str:
        """Write down an event by its code, with numbers and nothing else, and give the line."""
        named = code if _CODE.fullmatch(code) else "unknown"
        numbers = [f"{_plain(name)}={int(number)}" for name, number in counts.items()]
        return self._write(" ".join([named, *numbers]))

    def error(self, code: str, error: BaseException) -> str:
        """Write down an error: its class and those it came from, and where in this program, and give the line."""
        named = code if _CODE.fullmatch(code) else "unknown"
        return self._write(" ".join([named, *_classes(error), "at", *_places(error)]))

    def files(self) -> tuple[Path, ...]:
        """The files there are, the newest first."""
        return tuple(each for each in map(self._file, range(FILES)) if each.is_file())

    def remove(self) -> None:
        """Throw the log away."""
        with self._lock, suppress(OSError):
            for each in self.files():
                each.unlink()

    # --- what nobody caught ----------------------------------------------------------------------

    def unhandled(self, kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        """For `sys.excepthook`: the line goes into the log and to stderr, the message and the values nowhere."""
        self._say(self.error("unhandled", error.with_traceback(where)))

    def in_thread(self, args: threading.ExceptHookArgs) -> None:
        """For `threading.excepthook`."""
        if args.exc_value is not None:
            self._say(self.error("unhandled_in_thread", args.exc_value))

    def unraisable(self, args: sys.UnraisableHookArgs) -> None:
        """For `sys.unraisablehook`: what went wrong where nothing can be raised, such as in a destructor."""
        if args.exc_value is not None:
            self._say(self.error("unraisable", args.exc_value))

    def qt_message(self, level: int, line: int = 0) -> None:
        """For Qt's message handler: how grave it was and on which line of Qt's; its text may hold what was typed."""
        self._say(self.note("qt_message", level=level, line=line))

    def listen(self) -> Callable[[], None]:
        """From now on everything nobody catches comes here, and what libraries log and warn of as well.

        To the end of the process: what is done last may fail as well. What is given ends it, for tests.
        """
        hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
        handler, root = _FromLibraries(self), logging.getLogger()
        sys.excepthook, threading.excepthook, sys.unraisablehook = self.unhandled, self.in_thread, self.unraisable
        root.addHandler(handler)
        logging.captureWarnings(True)

        def end() -> None:
            logging.captureWarnings(False)
            root.removeHandler(handler)
            sys.excepthook, threading.excepthook, sys.unraisablehook = hooks

        return end

    def _file(self, number: int) -> Path:
        return self._folder / (f"{NAME}.{number}" if number else NAME)

    def _write(self, text: str) -> str:
        line = f"{self._now().isoformat(timespec='seconds')} {text}"
        with self._lock, suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self._file(0).is_file() and self._file(0).stat().st_size + len(line) >= MOST_BYTES:
                self._turn()
            with os.fdopen(os.open(self._file(0), os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "wb") as file:
                file.write(f"{line}\n".encode("ascii", "backslashreplace"))
        return line

    def _turn(self) -> None:
        for number in range(FILES - 1, 0, -1):
            with suppress(FileNotFoundError):
                self._file(number - 1).replace(self._file(number))

    @staticmethod
    def _say(line: str) -> None:
        # A windowed program on Windows has no stderr.
        if sys.stderr is not None:
            sys.stderr.write(f"{line}\n")


class _FromLibraries(logging.Handler):
    """What a library logs, without its message: how grave, by which logger, and the error with it if there is one."""

    def __init__(self, log: AppLog) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Write it down; a logger that is not named by a module stays without a name."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            self._log.error("library", error)
        name = record.name if record.name in sys.modules else "unknown"
        self._log.note("library", **{f"of_{_plain(name)}": record.levelno})


def _classes(error: BaseException) -> list[str]:
    """The class of an error and of those it came from, with their numbers."""
    found: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(found) < _MOST_CAUSES:
        number = getattr(cause, "sqlite_errorcode", None) or getattr(cause, "errno", None)
        numbered = f"({number})" if isinstance(number, int) else ""
        found.append(f"{_plain(type(cause).__name__)}{numbered}")
        cause = cause.__cause__ or cause.__context__
    return found


def _places(error: BaseException) -> list[str]:
    """Modules and lines of this program that the error went through, the innermost last."""
    found: list[str] = []
    trace = error.__traceback__
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if module.startswith(_OURS):
            found.append(f"{module}:{trace.tb_lineno}")
        trace = trace.tb_next
    return found[-_MOST_PLACES:] or ["elsewhere"]


def _plain(name: str) -> str:
    return _NOT_IN_A_NAME.sub("_", name)[:60]
