"""The calendar file: whole days as the standard has them, and nobody's name in it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from carer_desktop.workflow.calendar_file import Entry, calendar

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def test_one_day_is_one_event():
    lines = calendar([Entry("a1", date(2027, 11, 18), "Carer Review due, record ABCD1234")], NOW).decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert "UID:a1@carer-desktop" in lines and "DTSTAMP:20261122T100000Z" in lines
    assert "DTSTART;VALUE=DATE:20271118" in lines and "DTEND;VALUE=DATE:20271119" in lines
    assert "SUMMARY:Carer Review due\\, record ABCD1234" in lines


def test_the_last_day_there_is_and_the_end_of_a_year():
    text = calendar([Entry("a", date.max, "x"), Entry("b", date(2027, 12, 31), "y")], NOW).decode()
    assert "DTSTART;VALUE=DATE:99991231" in text and "DTEND;VALUE=DATE:20280101" in text


def test_long_and_strange_lines_are_folded_between_characters():
    title = "é" * 200 + "\nBEGIN:VEVENT;x"
    raw = calendar([Entry("a", date(2027, 1, 1), title)], NOW)
    lines = raw.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    whole = raw.decode().replace("\r\n ", "")
    assert "é" * 200 in whole and whole.count("\r\nBEGIN:VEVENT") == 1
