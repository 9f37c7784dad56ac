"""Instants as the vault keeps them: ISO text in UTC with microseconds, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime


def written(at: datetime) -> str:
    """The instant as text. ValueError for one without a time zone.

    >>> written(datetime(2026, 11, 22, 9, 30, tzinfo=UTC))
    '2026-11-22T09:30:00.000000+00:00'
    """
    if at.tzinfo is None:
        raise ValueError("An instant needs its time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def read(text: str) -> datetime:
    """The instant that `written` gave."""
    return datetime.fromisoformat(text)
