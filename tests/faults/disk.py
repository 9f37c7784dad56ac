"""The disk under a process: what it did to its files, replayed as after a power cut; and calls made to fail."""

from __future__ import annotations

import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SECTOR = 512
_HEAD = struct.Struct("<cQQI")
_MADE = tempfile.TemporaryDirectory(prefix="carer-desktop-disk-", ignore_cleanup_errors=True)


@cache
def shim() -> Path:
    """The library that stands before the C library, made here with the system's compiler."""
    made = Path(_MADE.name, "disk.so")
    compiler = ["cc", "-shared", "-fPIC", "-O1", "-o", str(made), str(Path(__file__).with_suffix(".c")), "-ldl"]
    subprocess.run(compiler, check=True, capture_output=True)
    return made


def surroundings(folder: Path, record: Path | None = None) -> dict[str, str]:
    """What a process needs in its environment to have its disk below *folder* watched."""
    more = {"LD_PRELOAD": str(shim()), "DISK_BELOW": str(folder)}
    return {**os.environ, **more, **({"DISK_RECORD": str(record)} if record else {})}


def recorded(module: str, folder: Path, *words: str) -> Recording:
    """Run a module with the folder as its first word until it ends; what it did to the files below the folder."""
    with tempfile.TemporaryDirectory() as beside:
        record = Path(beside, "record")
        before = {each: (each.stat().st_ino, each.read_bytes()) for each in folder.rglob("*") if each.is_file()}
        subprocess.run(
            [sys.executable, "-m", module, str(folder), *words],
            check=True,
            cwd=ROOT,
            env=surroundings(folder, record),
            stdout=subprocess.DEVNULL,
        )
        return Recording(folder, before, tuple(events(record.read_bytes())))


@dataclass(frozen=True, slots=True)
class Event:
    """One thing done: written, truncated, synced, created, renamed, removed; or something said to be done (`a`).

    Also a network that was asked for (`n`) and a program that was run (`x`)."""

    what: str
    file: int
    place: int
    data: bytes


def events(content: bytes) -> Iterator[Event]:
    """What was written down, in order."""
    at = 0
    while at < len(content):
        what, file, place, length = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        yield Event(what.decode(), file, place, content[at : at + length])
        at += length


@dataclass(slots=True)
class _File:
    """What is surely on the disk, and what was done since."""

    sure: bytearray
    since: list[Event] = field(default_factory=list)

    def synced(self) -> None:
        for event in self.since:
            _apply(self.sure, event)
        self.since.clear()

    def after_cut(self, chance: random.Random, share: float) -> bytes:
        """The sure bytes and, sector by sector, a random share of what was not synced."""
        found = bytearray(self.sure)
        for event in self.since:
            if event.what == "t":
                if chance.random() < share:
                    _apply(found, event)
                continue
            for start, part in _sectors(event):
                if chance.random() < share:
                    _apply(found, Event("w", 0, start, part))
        return bytes(found)


def _apply(content: bytearray, event: Event) -> None:
    if event.what == "t":
        del content[event.place :]
        content.extend(bytes(event.place - len(content)))
        return
    content.extend(bytes(max(0, event.place - len(content))))
    content[event.place : event.place + len(event.data)] = event.data


def _sectors(event: Event) -> Iterator[tuple[int, bytes]]:
    at = event.place
    end = at + len(event.data)
    while at < end:
        stop = min(end, (at // SECTOR + 1) * SECTOR)
        yield at, event.data[at - event.place : stop - event.place]
        at = stop


@dataclass(frozen=True, slots=True)
class Image:
    """The files as they were at one moment, and what had been said to be done by then."""

    folder: Path
    files: Mapping[Path, bytes]
    said: tuple[str, ...]

    def lay(self, target: Path) -> None:
        """Put them into an empty folder."""
        shutil.rmtree(target, ignore_errors=True)
        for path, content in self.files.items():
            there = target / path.relative_to(self.folder)
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(content)


@dataclass(frozen=True, slots=True)
class Recording:
    """Everything that was done, in order."""

    folder: Path
    before: Mapping[Path, tuple[int, bytes]]
    events: tuple[Event, ...]

    def cuts(self, moments: Iterable[int], chance: random.Random) -> Iterator[Image]:
        """The disk after a power cut at each of these moments, which are in order: what was not synced is by chance."""
        disk = _Disk(self)
        for moment in moments:
            disk.run_to(moment)
            share = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
            names = disk.names_after_cut(chance, share)
            files = {path: disk.files[file].after_cut(chance, share) for path, file in names.items()}
            yield Image(self.folder, files, tuple(disk.said))

    def kills(self, moments: Iterable[int]) -> Iterator[Image]:
        """The files after a kill at each of these moments: all that was done is there."""
        disk = _Disk(self)
        everything = random.Random(0)
        for moment in moments:
            disk.run_to(moment)
            files = {path: disk.files[file].after_cut(everything, 1.1) for path, file in disk.names.items()}
            yield Image(self.folder, files, tuple(disk.said))


class _Disk:
    """The disk while the recording is played."""

    def __init__(self, recording: Recording) -> None:
        self._events = recording.events
        self._at = 0
        self.files: dict[int, _File] = {}
        self._newest: dict[int, int] = {}
        self.sure_names: dict[Path, int] = {}
        self._since: list[tuple[Path, int | None]] = []
        self.names: dict[Path, int] = {}
        self.said: list[str] = []
        for path, (inode, content) in recording.before.items():
            self.sure_names[path] = self.names[path] = self._new(inode, content)

    def _new(self, inode: int, content: bytes = b"") -> int:
        self._newest[inode] = len(self.files)
        self.files[len(self.files)] = _File(bytearray(content))
        return self._newest[inode]

    def run_to(self, moment: int) -> None:
        """Play on up to this event."""
        while self._at < min(moment, len(self._events)):
            self._play(self._events[self._at])
            self._at += 1

    def _play(self, event: Event) -> None:
        if event.what == "a":
            self.said += [line for line in event.data.decode().split("\n") if line]
        elif event.what == "c":
            self._name(Path(os.fsdecode(event.data)), self._new(event.file))
        elif event.what == "u":
            self._name(Path(os.fsdecode(event.data)), None)
        elif event.what == "r":
            old, new = (Path(part) for part in os.fsdecode(event.data).split("\n"))
            self._name(new, self.names[old])
            self._name(old, None)
        elif event.what == "d":
            folder = Path(os.fsdecode(event.data))
            for path, file in [each for each in self._since if each[0].parent == folder]:
                _set(self.sure_names, path, file)
            self._since = [each for each in self._since if each[0].parent != folder]
        elif event.what == "s":
            self.files[self._newest[event.file]].synced()
        else:
            self.files[self._newest[event.file]].since.append(event)

    def _name(self, path: Path, file: int | None) -> None:
        _set(self.names, path, file)
        self._since.append((path, file))

    def names_after_cut(self, chance: random.Random, share: float) -> dict[Path, int]:
        """The sure names and a random share of what was done to names since."""
        names = dict(self.sure_names)
        for path, file in self._since:
            if chance.random() < share:
                _set(names, path, file)
        return names


def _set(names: dict[Path, int], path: Path, file: int | None) -> None:
    if file is None:
        names.pop(path, None)
    else:
        names[path] = file
