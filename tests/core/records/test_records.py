"""Records are plain frozen values."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from carer_desktop.records.carer import Carer
from carer_desktop.records.person import ROLES, Person


def test_the_roles_are_the_four_of_the_door() -> None:
    assert ROLES == ("assessor", "authoriser", "admin", "keeper")


def test_a_record_does_not_change() -> None:
    person = Person("p1", "Ann Example", ("assessor",), b"s" * 32, b"r" * 32)
    with pytest.raises(FrozenInstanceError):
        person.name = "Ben Example"  # type: ignore[misc]
    assert Carer("c1").name == ""
