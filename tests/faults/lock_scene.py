"""A screen, two buses and the program on them, as the tests of the lock see them: from outside the process."""

from __future__ import annotations

import json
import mmap
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
LEAST_STEM = 4
UNIFORM = 0.985
MOST_QUEUED = 2
"""At the most so many times what it may take is put down to others who had the processor."""
LEFT, TOP, RIGHT, BOTTOM = 60, 80, 1120, 820  # of a window of 1180 x 860, wherever exactly it stands


class Screen:
    """A display whose picture lies in a file."""

    def __init__(self, folder: Path) -> None:
        read, write = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1300x1000x24", "-nolisten", "tcp",
             "-noreset", "-fbdir", str(folder)],  # a moment without any window is no reason to begin anew
            pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(write)
        with os.fdopen(read) as told:
            self.display = f":{told.readline().strip()}"
        with (folder / "Xvfb_screen0").open("rb") as file:
            self._picture = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        words = struct.unpack_from(">25I", self._picture)
        self._start, self._row = words[0] + words[19] * 12, words[12]

    def plain_part(self) -> float:
        """How much of the middle of the window has one colour: 1 when nothing is drawn on it."""
        starts = (self._start + row * self._row + LEFT * 4 for row in range(TOP, BOTTOM, 6))
        pixels = [self._picture[at : at + (RIGHT - LEFT) * 4] for at in starts]
        ground = pixels[0][:4]
        return sum(one.count(ground) for one in pixels) / ((RIGHT - LEFT) * len(pixels))

    @property
    def shows_nothing(self) -> bool:
        """Whether the window is blank but for the time, or gone."""
        return self.plain_part() >= UNIFORM

    @property
    def pid(self) -> int:
        """The process that draws."""
        return self._server.pid

    def close(self) -> None:
        self._picture.close()
        self._server.terminate()
        self._server.wait()


class Bus:
    """A bus that stands for the session's and the system's."""

    def __init__(self) -> None:
        self._daemon = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self._daemon.stdout is not None
        self.address = self._daemon.stdout.readline().strip()

    @property
    def pid(self) -> int:
        """The process that hands on."""
        return self._daemon.pid

    def tell(self, path: str, signal_: str, *words: str) -> None:
        """Send a signal, as the desktop does."""
        subprocess.run(["dbus-send", f"--bus={self.address}", "--type=signal", path, signal_, *words], check=True)

    def close(self) -> None:
        self._daemon.terminate()
        self._daemon.wait()
        if self._daemon.stdout is not None:
            self._daemon.stdout.close()


TRIGGERS: dict[str, tuple[str, ...]] = {
    "session lock": ("/org/freedesktop/login1/session/_31", "org.freedesktop.login1.Session.Lock"),
    "sleep": ("/org/freedesktop/login1", "org.freedesktop.login1.Manager.PrepareForSleep", "boolean:true"),
    "screen saver": ("/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged", "boolean:true"),
}


@dataclass
class Program:
    """One process of the program, and the line to it."""

    pid: int
    line: socket.socket
    shown_at: float = 0.0

    def ask(self, do: str, **words: Any) -> dict[str, Any]:
        """Ask for something; what it answers."""
        self.line.sendall(json.dumps({"do": do, **words}).encode() + b"\n")
        return self.hear()

    def hear(self) -> dict[str, Any]:
        """The next thing it says."""
        got = b""
        while not got.endswith(b"\n"):
            more = self.line.recv(1)
            assert more, "the program ended"
            got += more
        told: dict[str, Any] = json.loads(got)
        return told

    def files(self) -> list[str]:
        """What it holds open, by name."""
        held = []
        for one in Path(f"/proc/{self.pid}/fd").iterdir():
            with suppress(OSError):
                held.append(str(one.readlink()))
        return held

    @property
    def resident(self) -> int:
        """Kilobytes of memory it has to itself and in use."""
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.pid}/status").read_text())
        assert found is not None
        return int(found[1])

    def is_gone(self) -> bool:
        """Whether the process has ended; one whose end nobody has looked at yet has ended too."""
        try:
            return Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
        except (FileNotFoundError, ProcessLookupError):
            return True

    def remembers(self, words: Iterable[str]) -> set[str]:
        """Which of the words lie anywhere in its memory, in UTF-8 or UTF-16."""
        wanted = list(words)
        found: set[str] = set()
        with open(f"/proc/{self.pid}/mem", "rb", 0) as memory:  # noqa: PTH123  # unbuffered
            for start, end in self._areas():
                with suppress(OSError, ValueError, OverflowError):
                    memory.seek(start)
                    lying = memory.read(end - start)
                    for encoding in ("utf-8", "utf-16-le"):
                        found |= lying_in(lying, wanted, encoding)
        return found

    def _areas(self) -> Iterator[tuple[int, int]]:
        for line in Path(f"/proc/{self.pid}/maps").read_text().splitlines():
            place, rights, *_ = line.split()
            if rights.startswith("rw"):
                start, end = (int(part, 16) for part in place.split("-"))
                yield start, end

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.line.close()


def lying_in(memory: bytes, words: list[str], encoding: str) -> set[str]:
    """Which of the words lie in these bytes. Words that begin alike are looked for together, which is quicker."""
    forms = {word.encode(encoding): word for word in words}
    stem = bytes(letters[0] for letters in takewhile(lambda all_: len(set(all_)) == 1, zip(*forms, strict=False)))
    if len(stem) < LEAST_STEM:
        return {word for form, word in forms.items() if form in memory}
    longest = max(map(len, forms))
    found, at = set(), memory.find(stem)
    while at >= 0:
        here = memory[at : at + longest]
        found |= {word for form, word in forms.items() if here.startswith(form)}
        at = memory.find(stem, at + 1)
    return found


class Scene:
    """The folder of a laptop, a screen, a bus, and every process of the program that was started in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(folder / "line"))
        self._door.listen()
        self._door.settimeout(PATIENCE)
        self.bus = Bus()
        self.screen = Screen(folder)
        self._programs: list[Program] = []
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self) -> Program:
        """The program as somebody starts it."""
        environment = {
            **os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": self.screen.display, "XDG_SESSION_ID": "1",
            "DBUS_SESSION_BUS_ADDRESS": self.bus.address, "DBUS_SYSTEM_BUS_ADDRESS": self.bus.address,
            "QT_QPA_PLATFORMTHEME": "", "QT_ACCESSIBILITY": "0",
        }  # fmt: skip
        words = [sys.executable, "-m", "tests.faults.lock_program", str(self.folder)]
        self._started.append(subprocess.Popen(words, cwd=ROOT, env=environment))
        return self.next_program()

    def next_program(self) -> Program:
        """The process that asks for something to do next, once its window is shown."""
        line, _ = self._door.accept()
        line.settimeout(PATIENCE)
        pid = struct.unpack("3i", line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0]
        program = Program(pid, line)
        self._programs.append(program)
        program.shown_at = program.hear()["shown"]
        return program

    def lock(self, program: Program, trigger: str) -> float:
        """Have it locked; the moment that was asked for."""
        if trigger == "key":
            return float(program.ask("lock")["at"])
        self.bus.tell(*TRIGGERS[trigger])
        return time.monotonic()  # it is sent by a process of its own, at the end of that

    def seconds_until(self, done: Callable[[], bool], program: Program, since: float, within: float) -> float:
        """The program's own seconds from *since* until it is so; more than *within* when it never was.

        Not its own are those in which it, the screen or the bus was ready to go on and others had the processor.
        """
        at_work = (program.pid, self.screen.pid, self.bus.pid)
        before = [queued(pid) for pid in at_work]
        others = [0.0] * len(at_work)
        while True:
            own = max(0.0, time.monotonic() - since - min(sum(others), within * MOST_QUEUED))
            if own > within:
                return float("inf")
            if done():
                return own
            # What has ended meanwhile says nothing any more: what it had said last counts.
            now = [queued(pid) for pid in at_work]
            others = [max(known, new - old) for known, new, old in zip(others, now, before, strict=True)]
            time.sleep(0.002)

    def close(self) -> None:
        for program in self._programs:
            program.kill()
        for one in self._started:
            one.kill()
            one.wait()
        self._door.close()
        self.screen.close()
        self.bus.close()


@contextmanager
def scene(folder: Path) -> Iterator[Scene]:
    """A scene that is cleared away whatever happens."""
    made = Scene(folder)
    try:
        yield made
    finally:
        made.close()


def queued(pid: int) -> float:
    """For how many seconds the threads of a process were ready to run and had no processor; 0 once it is gone."""
    waited = 0.0
    for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        with suppress(OSError):
            waited += int(thread.read_text().split()[1]) / 1e9
    return waited
