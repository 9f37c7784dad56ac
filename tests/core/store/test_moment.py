"""Instants in the vault: UTC text whose order is the order of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.store import moment

instants = st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))


@given(instants, instants)
def test_text_comes_back_and_sorts_as_time(one: datetime, two: datetime) -> None:
    assert moment.read(moment.written(one)) == one
    assert (one < two) == (moment.written(one) < moment.written(two))


def test_other_zones_become_utc() -> None:
    summer = datetime(2026, 7, 1, 10, 0, tzinfo=timezone(timedelta(hours=1)))
    assert moment.written(summer) == "2026-07-01T09:00:00.000000+00:00"


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        moment.written(datetime(2026, 7, 1))
