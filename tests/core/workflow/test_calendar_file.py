"""The calendar file: whole days as the standard has them, and nobody's name in it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.workflow.calendar_file import Entry, calendar

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ESCAPED = re.compile(r"\\([\\;,nN])")
LINE = re.compile(r"([A-Z][A-Z0-9-]*)((?:;[A-Z0-9-]+=[^\x00-\x1f\x7f\";:,]+)*):([^\x00-\x08\x0a-\x1f\x7f]*)")
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "TRANSP"}


def events(raw: bytes) -> list[dict[str, str]]:
    """The events of a calendar file, read as strictly as RFC 5545 has it: sections 3.1, 3.3.11, 3.4, 3.6.1."""
    assert raw.endswith(b"\r\n") and b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b"")
    pieces = raw.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(piece) <= 75 and piece.decode("utf-8") for piece in pieces)
    matches = [LINE.fullmatch(line) for line in raw.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")]
    lines = [(match[1] + match[2], match[3]) for match in matches if match]
    assert len(lines) == len(matches)
    assert lines[0] == ("BEGIN", "VCALENDAR") and lines.pop() == ("END", "VCALENDAR")
    head = lines[1 : lines.index(("BEGIN", "VEVENT"))]
    assert dict(head).keys() == {"VERSION", "PRODID", "CALSCALE"} and ("VERSION", "2.0") in head and len(head) == 3
    found: list[dict[str, str]] = []
    for name, value in lines[1 + len(head) :]:
        if (name, value) == ("BEGIN", "VEVENT"):
            found.append({})
        elif name != "END":
            assert name.split(";")[0] in ONCE and name not in found[-1] and "END" not in found[-1]
            assert not re.search(r"[\\;,]", ESCAPED.sub("", value))
            found[-1][name] = ESCAPED.sub(r"\1", value)
        else:
            found[-1][name] = value
    assert all(
        event.pop("END") == "VEVENT" and {"UID", "DTSTAMP", "DTSTART;VALUE=DATE"} <= set(event) for event in found
    )
    return found


def test_one_day_is_one_event():
    lines = calendar([Entry("a1", date(2027, 11, 18), "Carer Review due, record ABCD1234")], NOW).decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert "UID:a1@carer-desktop" in lines and "DTSTAMP:20261122T100000Z" in lines
    assert "DTSTART;VALUE=DATE:20271118" in lines and "DTEND;VALUE=DATE:20271119" in lines
    assert "SUMMARY:Carer Review due\\, record ABCD1234" in lines


def test_the_last_day_there_is_and_the_end_of_a_year():
    last, year = events(calendar([Entry("a", date.max, "x"), Entry("b", date(2027, 12, 31), "y")], NOW))
    assert last["DTSTART;VALUE=DATE"] == "99991231" and "DTEND;VALUE=DATE" not in last  # without an end: one whole day
    assert year["DTEND;VALUE=DATE"] == "20280101"


@given(st.lists(st.tuples(st.dates(date(1900, 1, 1)), st.text()), min_size=1, max_size=5))
def test_any_title_makes_a_file_that_a_strict_reader_takes(days):
    found = events(calendar([Entry(f"u{number}", *each) for number, each in enumerate(days)], NOW))
    assert [event["DTSTART;VALUE=DATE"] for event in found] == [f"{each[0]:%Y%m%d}" for each in days]
    assert [event["UID"] for event in found] == [f"u{number}@carer-desktop" for number in range(len(days))]


def test_long_and_strange_lines_are_folded_between_characters():
    title = "é" * 200 + "\nBEGIN:VEVENT;x"
    raw = calendar([Entry("a", date(2027, 1, 1), title)], NOW)
    lines = raw.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    whole = raw.decode().replace("\r\n ", "")
    assert "é" * 200 in whole and whole.count("\r\nBEGIN:VEVENT") == 1
