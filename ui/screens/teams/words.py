"""What the page of the teams says: a team, who stands in, a folder and what all share, one line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from carer_desktop.records.teams import Deputy, Folder, Shared, Team
from carer_desktop.workflow.clocks import on_day

BY_SERVICE = "By the service that is doing it, as each record says"
ASKED = "Asked each time"


def names_of(ids: Sequence[str], names: Mapping[str, str]) -> str:
    """People by name; who is not here any more is left out.

    >>> names_of(("a", "gone", "b"), {"a": "Ann Example", "b": "Bo Example"})
    'Ann Example, Bo Example'
    """
    return ", ".join(names[each] for each in ids if each in names)


def team_lines(team: Team, names: Mapping[str, str], ways: Mapping[str, str]) -> Iterator[str]:
    """Who is in a team, who decides, how it works and where its reviews wait."""
    yield f"In it: {names_of(team.members, names) or 'nobody yet'}"
    yield f"Decides: {names_of(team.managers, names) or 'no manager yet, so nothing can be sent to this team'}"
    yield f"Way of working: {ways.get(team.way, BY_SERVICE)}"
    yield f"Folder for reviews on Mosaic: {team.folder or 'not set'}"


def deputy_words(deputy: Deputy, names: Mapping[str, str], today: date) -> str:
    """Who stands in for whom, and when.

    >>> both, day = {"a": "Ann Example", "b": "Bo Example"}, date(2026, 11, 22)
    >>> deputy_words(Deputy("a", "b", None, date(2026, 12, 4)), both, day)
    'Ann Example decides for Bo Example until Friday 4 December'
    """
    who, for_whom = (names.get(each, "Somebody who left") for each in (deputy.person, deputy.stands_for))
    since = f" from {on_day(deputy.since, today)}" if deputy.since and deputy.since > today else ""
    until = f" until {on_day(deputy.until, today)}" if deputy.until else ", until somebody ends it"
    return f"{who} decides for {for_whom}{since}{until}"


def folder_words(folder: Folder, names: Mapping[str, str]) -> str:
    """Who takes from a folder."""
    return f"Any of these takes what is sent there: {names_of(folder.managers, names) or 'nobody who is still here'}"


def shared_lines(shared: Shared, purchasers: Mapping[str, str], reckoned: Sequence[str]) -> Iterator[str]:
    """What holds for every team."""
    above = f"above £{Decimal(shared.second_above):,.2f}" if shared.second_above else "only where a manager asks for it"
    yield f"A second manager decides: {above}"
    yield f"Who sets up payments: {purchasers.get(shared.purchaser, ASKED)}"
    yield f"Reminded of: {', '.join(reckoned) or 'nothing'}"
    for label, words in (
        ("E-mail of the Direct Payments Team", shared.dp_email), ("Duty number", shared.duty),
        ("Out-of-hours number", shared.out_of_hours), ("Who checks who should do it", shared.checker),
        ("Further criteria", shared.criteria),
    ):  # fmt: skip
        yield f"{label}: {words or 'not set'}"
