"""Processes forked from one that has everything loaded: a start takes milliseconds, so more of them can be killed.

Each is a process like any other, with its own number and memory; none is forked from the tests, which have threads.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from multiprocessing.connection import Connection

PATIENCE = 60
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([f"tests.faults.{each}" for each in ("children", "copying", "migrating", "removing")])


@dataclass
class Fork:
    """A process that was forked, and what it says."""

    process: multiprocessing.process.BaseProcess
    said: BufferedReader

    def kill(self) -> bytes:
        """Kill it; what it had said that nobody has read yet."""
        self.process.kill()
        return self.said.read()


@contextmanager
def forked(work: Callable[..., object], *given: object, most_bytes: int | None = None) -> Iterator[Fork]:
    """A process that does this work; killed at the end whatever happens."""
    hears, says = _FORKS.Pipe(duplex=False)
    process = _FORKS.Process(target=_work, args=(says, most_bytes, work, *given))
    process.start()
    says.close()
    with hears, os.fdopen(os.dup(hears.fileno()), "rb") as said:
        try:
            yield Fork(process, said)
        finally:
            process.kill()
            process.join()
            process.close()


def ended(work: Callable[..., object], *given: object, most_bytes: int | None = None) -> tuple[int, str]:
    """How such a process ended by itself, by its number or a negative signal, and all that it said."""
    with forked(work, *given, most_bytes=most_bytes) as fork:
        said = fork.said.read().decode()
        fork.process.join(PATIENCE)
        assert fork.process.exitcode is not None, f"it goes on for more than {PATIENCE} seconds:\n{said}"
        return fork.process.exitcode, said


def _work(says: Connection, most_bytes: int | None, work: Callable[..., object], *given: object) -> None:
    """The work, with everything that is printed going to whoever asked for it; no file grows beyond *most_bytes*."""
    for output in (1, 2):
        os.dup2(says.fileno(), output)
    says.close()
    if most_bytes is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    work(*given)
