"""The small jobs of the page: a team, who stands in for a manager, a folder of managers, and what all teams share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from carer_desktop.forms.question import Choice, Question
from carer_desktop.records.teams import Deputy, Folder, Shared, Team
from ui.background import SlowWork
from ui.parts.asking import AskDialog, ask
from ui.screens.teams.words import ASKED, BY_SERVICE

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

NOT_SET = "none"
NO_MANAGER = "There is no manager here yet. Add one under Manage, then People."
SHARED = (
    ask("second_above", "money", "Above which amount does a second manager decide too?",
        hint="In pounds, such as 500. Leave it empty if a second one decides only where the first asks for it"),
    ask("dp_email", "email", "E-mail address of the Direct Payments Team", hint="It stands in the prepared e-mail"),
    ask("duty", "text", "Duty number", hint="With its hours. It stands beside what is urgent, and at the duty call"),
    ask("out_of_hours", "text", "Out-of-hours number"),
    ask("checker", "text", "Who checks who should do a conversation?",
        hint="The name of the team or role, such as the Carer Practice Development Lead"),
    ask("criteria", "long_text", "Further criteria of the council",
        hint="They stand beside the advice who should do it"),
)  # fmt: skip


class TeamsDialog(AskDialog):
    """One job about teams. `kept(words)` once it is done."""

    help_page = "teams"


class TeamDialog(TeamsDialog):
    """A new team, or another one of it."""

    def __init__(
        self, caseload: Caseload, work: SlowWork, team: Team | None = None, parent: QWidget | None = None
    ) -> None:
        self._team = team or Team("")
        starts = {
            "name": self._team.name, "members": list(self._team.members), "managers": list(self._team.managers),
            "way": self._team.way or NOT_SET, "folder": self._team.folder,
        }  # fmt: skip
        title = f"Change {team.name}" if team else "Add a team"
        told = () if managers_of(caseload) else (NO_MANAGER,)
        super().__init__(
            caseload, work, title, "Keep it", told, tuple(_of_a_team(caseload, self._team)), starts, parent
        )

    def _keep(self, given: dict[str, Any]) -> str:
        team = Team(
            given["name"],
            tuple(given.get("members", ())),
            tuple(given.get("managers", ())),
            _chosen(given["way"]),
            given.get("folder", ""),
        )
        self._caseload.teams.keep_team(team, self._team.name)
        return f"{team.name} is kept"


class DeputyDialog(TeamsDialog):
    """Somebody stands in for a manager."""

    def __init__(
        self, caseload: Caseload, work: SlowWork, deputy: Deputy | None = None, parent: QWidget | None = None
    ) -> None:
        self._deputy = deputy
        managers = managers_of(caseload)
        asked = (
            ask("person", "choice", "Who stands in?", choices=managers, required="C",
                when_empty="Select who stands in"),
            ask("stands_for", "choice", "For which manager?", choices=managers, required="C",
                when_empty="Select the manager", hint="Both can decide on what was sent to this manager or their team"),
            ask("since", "date", "First day", future=True, hint="Leave it empty to begin at once"),
            ask("until", "date", "Last day", future=True, hint="Leave it empty for until somebody ends it"),
        )  # fmt: skip
        starts = {
            "person": deputy.person, "stands_for": deputy.stands_for, "since": _iso(deputy.since),
            "until": _iso(deputy.until),
        } if deputy else {}  # fmt: skip
        super().__init__(caseload, work, "Who stands in for a manager", "Keep it", (), asked, starts, parent)

    def _keep(self, given: dict[str, Any]) -> str:
        self._caseload.teams.keep_deputy(Deputy(**given), self._deputy)
        return "Who stands in is kept"


class FolderDialog(TeamsDialog):
    """A folder that managers share, or another one of it."""

    def __init__(
        self, caseload: Caseload, work: SlowWork, folder: Folder | None = None, parent: QWidget | None = None
    ) -> None:
        self._was = folder.name if folder else ""
        asked = (
            ask("name", "text", "Name of the folder", required="C", when_empty="Enter the name of the folder",
                hint="As on Mosaic, for example Virtual worker carer"),
            ask("managers", "choices", "Which managers take from it?", choices=managers_of(caseload), required="C",
                when_empty="Select at least one manager", hint="Any of them decides on what was sent there"),
        )  # fmt: skip
        starts = {"name": folder.name, "managers": list(folder.managers)} if folder else {}
        title = f"Change {folder.name}" if folder else "Add a folder"
        super().__init__(caseload, work, title, "Keep it", (), asked, starts, parent)

    def _keep(self, given: dict[str, Any]) -> str:
        self._caseload.teams.keep_folder(Folder(given["name"], tuple(given["managers"])), self._was)
        return f"{given['name']} is kept"


class SharedDialog(TeamsDialog):
    """What holds for every team."""

    def __init__(self, caseload: Caseload, work: SlowWork, parent: QWidget | None = None) -> None:
        shared = caseload.teams.shared
        choices = (*(Choice(*each) for each in caseload.teams.purchasers().items()), Choice(NOT_SET, ASKED))
        purchaser = ask("purchaser", "choice", "Who sets up payments?", choices=choices, required="C",
                        hint="It is filled in when a purchase is instructed")  # fmt: skip
        titles = tuple(Choice(*each) for each in caseload.teams.clocks().items())
        reckoned = ask("clocks", "choices", "What are people reminded of?", choices=titles,
                       hint="Each has its source in Help, under Teams and how you work")  # fmt: skip
        starts: dict[str, Any] = {each.id: getattr(shared, each.id) for each in SHARED}
        starts |= {"purchaser": shared.purchaser or NOT_SET, "clocks": list(caseload.teams.clocks_on())}
        asked = (SHARED[0], purchaser, reckoned, *SHARED[1:])
        super().__init__(caseload, work, "For every team", "Keep it", (), asked, starts, parent)

    def _keep(self, given: dict[str, Any]) -> str:
        reckoned = given.pop("clocks", [])
        given["purchaser"] = _chosen(given["purchaser"])
        self._caseload.teams.keep_shared(Shared(**{name: str(plain) for name, plain in given.items()}), reckoned)
        return "It is kept"


def managers_of(caseload: Caseload) -> tuple[Choice, ...]:
    """Everybody here who is a manager, to choose from."""
    here = (each for each in caseload.people.all() if each.ended_at is None)
    return tuple(Choice(each.id, each.name) for each in here if "authoriser" in each.roles)


def _of_a_team(caseload: Caseload, team: Team) -> Iterator[Question]:
    in_another = {id: each.name for each in caseload.teams.all() if each.name != team.name for id in each.members}
    people = tuple(
        Choice(each.id, f"{each.name} (now in {in_another[each.id]})" if each.id in in_another else each.name)
        for each in caseload.people.all()
        if each.ended_at is None
    )
    yield ask("name", "text", "Name of the team", required="C", when_empty="Enter the name of the team")
    yield ask("members", "choices", "Who is in it?", choices=people,
              hint="Practitioners see the records of their team, and say why when they open one")  # fmt: skip
    if managers := managers_of(caseload):
        yield ask("managers", "choices", "Which managers decide for it?", choices=managers,
                  hint="A record can be sent to the team, and any of them decides")  # fmt: skip
    ways = (*(Choice(*each) for each in caseload.teams.ways().items()), Choice(NOT_SET, BY_SERVICE))
    yield ask("way", "choice", "Way of working", choices=ways, required="C", when_empty="Select the way of working",
              hint="Which checklist follows after the decision")  # fmt: skip
    yield ask("folder", "text", "Folder for reviews on Mosaic",
              hint="Where a review waits for its day. It is filled in when a record goes on Mosaic")  # fmt: skip


def _chosen(id: str) -> str:
    return "" if id == NOT_SET else id


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
