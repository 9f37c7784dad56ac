"""Days for a calendar (RFC 5545), without anything about a person: a title and the reference that finds the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from carer_desktop.text import one_line

_MOST_BYTES = 75


@dataclass(frozen=True, slots=True)
class Entry:
    """One day: an id that stays the same, so that a file read in again adds nothing; the day, and what is due."""

    uid: str
    day: date
    title: str


def calendar(entries: Iterable[Entry], now: datetime) -> bytes:
    """The file's bytes: whole days, lines ended as the standard says and folded at 75 bytes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Carer Desktop//EN", "CALSCALE:GREGORIAN"]
    for entry in entries:
        lines += _event(entry, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode("utf-8")


def _event(entry: Entry, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(entry.uid)}@carer-desktop"
    yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
    if entry.day < date.max:
        yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(entry.title)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(text: str) -> str:
    """A text on one line, with the signs escaped that divide a value.

    >>> _text("due; soon, later")
    'due\\\\; soon\\\\, later'
    """
    return one_line(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 bytes, never through a character; each further one begins with a space."""
    piece = ""
    for character in line:
        if len((piece + character).encode("utf-8")) > _MOST_BYTES:
            yield piece
            piece = " "
        piece += character
    yield piece
