"""How people work together here: teams, who stands in, folders and what all share; set by the access lead alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple
from datetime import date
from typing import Any

from carer_desktop.assessment import Assessment
from carer_desktop.caseload.forms import Forms
from carer_desktop.caseload.notes import Settings
from carer_desktop.caseload.standing import amount_of
from carer_desktop.clock import Clock
from carer_desktop.errors import Refused
from carer_desktop.forms.validators import email
from carer_desktop.records.person import Person
from carer_desktop.records.teams import Deputy, Folder, Shared, Team
from carer_desktop.store import Connection, Store, assessments, history, people
from carer_desktop.text import one_line
from carer_desktop.words import say
from carer_desktop.workflow import checklist, clocks, deciders, teams
from carer_desktop.workflow.standing import sent_to

SHARED = {
    "second_above": deciders.SECOND_ABOVE, "purchaser": "purchase.team", "dp_email": "dp_team.email",
    "duty": "duty.day", "out_of_hours": "duty.out_of_hours", "checker": "routing.checker",
    "criteria": "routing.criteria",
}  # fmt: skip
"""The setting behind each of what all teams share."""
LONGEST = 60


class Teams:
    """The teams of one vault: everybody reads them, the access lead sets them and can take the last change back."""

    def __init__(self, store: Store, clock: Clock, settings: Settings, forms: Forms) -> None:
        self._store = store
        self._clock = clock
        self._settings = settings
        self._forms = forms
        self._before: list[tuple[str, Mapping[str, Any]]] = []

    # --- what is set -----------------------------------------------------------------------------

    def all(self) -> tuple[Team, ...]:
        """Every team, in the order they were made."""
        setting, managers = self._settings.get(teams.SETTING), _mapping(self._deciders(), "teams")
        return tuple(_team(name, teams.part(name, setting), managers.get(name)) for name in teams.names(setting))

    def deputies(self) -> tuple[Deputy, ...]:
        """Who stands in for whom, now or later; what is over is left out."""
        found = (
            Deputy(row["person"], row["for"], _day(row.get("from")), _day(row.get("until")))
            for row in deciders.deputies(self._deciders())
        )
        return tuple(each for each in found if each.until is None or each.until >= self._clock.today())

    def folders(self) -> tuple[Folder, ...]:
        """Every folder that managers share."""
        return tuple(Folder(name, tuple(ids)) for name, ids in _mapping(self._deciders(), "folders").items())

    @property
    def shared(self) -> Shared:
        """What holds for every team."""
        return Shared(**{name: str(self._settings.get(key) or "") for name, key in SHARED.items()})

    def numbers(self) -> tuple[str, ...]:
        """The numbers for what cannot wait, one line each; none where nobody has set them."""
        told = (("Duty number", self.shared.duty), ("Out of hours", self.shared.out_of_hours))
        return tuple(f"{label}: {number}" for label, number in told if number)

    def clocks(self) -> Mapping[str, str]:
        """What can be reckoned and reminded of, by id."""
        return {clock.id: clock.title for clock in clocks.clocks()}

    def clocks_on(self) -> tuple[str, ...]:
        """Which of it is reckoned here."""
        keys = {f"{clocks.SETTING}.{id}" for id in self.clocks()}
        known = {key: value for key in keys if (value := self._settings.get(key)) is not None}
        return tuple(clock.id for clock in clocks.switched(known))

    def ways(self) -> Mapping[str, str]:
        """The ways of working to choose from, by id."""
        return {way.id: way.title for way in checklist.ways()}

    def purchasers(self) -> Mapping[str, str]:
        """Who can set up a payment, in words by id, as the form has them."""
        return self._forms.newest("carer_conversation").question["purchase_team"].choice_labels

    def of(self, assessment: Assessment) -> Team | None:
        """The team whose record it is: as the record says, else the team of who began it."""
        by_name = {team.name: team for team in self.all()}
        said = assessment.answers.get("assessor_team")
        if isinstance(said, str) and said in by_name:
            return by_name[said]
        return by_name.get(teams.team_of(assessment.created_by, self._settings.get(teams.SETTING)))

    def fills(self, assessment: Assessment, move: str) -> dict[str, str]:
        """The rows of the form that a move takes from the team's settings, where nobody has answered them."""
        team, known, form = self.of(assessment), {}, self._forms.of(assessment.form_sha256)
        if move == "upload" and team is not None:
            known["review_folder"] = team.folder
        if move == "instruct":
            known["purchase_team"] = self.shared.purchaser
        asked = {name: value for name, value in known.items() if value and name in form.question}
        return {name: value for name, value in asked.items() if not assessment.answers.get(name)}

    # --- setting it ------------------------------------------------------------------------------

    def keep_team(self, team: Team, was: str = "") -> None:
        """A new team, or what has become of the one called *was*. Nobody is in two: they leave the other."""
        self._check_keeper()
        name = self._name(team.name, was, [each.name for each in self.all()], "team")
        self._check_here((*team.members, *team.managers), team.managers)
        if team.way and team.way not in self.ways():
            raise Refused(f"There is no way of working “{team.way}”")
        if was and name != was:
            self._check_nothing_waits(f"{deciders.TEAM}{was}", "called something else")
        made = Team(name, team.members, team.managers, team.way, one_line(team.folder))
        after = [made if each.name == was else _without(each, made.members) for each in self.all()]
        self._set_teams(f"{name} is kept", after if was else [*after, made])

    def remove_team(self, name: str) -> None:
        """There is no such team any more; its people and their records stay."""
        self._check_keeper()
        self._check_nothing_waits(f"{deciders.TEAM}{name}", "removed")
        self._set_teams(f"{name} is removed", [each for each in self.all() if each.name != name])

    def keep_deputy(self, deputy: Deputy, was: Deputy | None = None) -> None:
        """Somebody stands in for a manager, from and until which day."""
        self._check_keeper()
        self._check_here((), (deputy.person, deputy.stands_for))
        if deputy.person == deputy.stands_for:
            raise Refused("Nobody stands in for themselves", mend="Choose two managers.")
        if deputy.until and deputy.until < max(deputy.since or deputy.until, self._clock.today()):
            raise Refused("The last day is over, or before the first", mend="Give a last day that is still to come.")
        kept = [deputy if each == was else each for each in self.deputies()]
        self._set_deputies("Who stands in is kept", kept if was in self.deputies() else [*kept, deputy])

    def end_deputy(self, deputy: Deputy) -> None:
        """Somebody no longer stands in."""
        self._check_keeper()
        self._set_deputies("Nobody stands in there any more", [each for each in self.deputies() if each != deputy])

    def keep_folder(self, folder: Folder, was: str = "") -> None:
        """A folder with the managers who take from it, or what has become of the one called *was*."""
        self._check_keeper()
        name = self._name(folder.name, was, [each.name for each in self.folders()], "folder")
        self._check_here((), folder.managers)
        if not folder.managers:
            raise Refused("A folder needs a manager who takes from it", mend="Select at least one.")
        if was and name != was:
            self._check_nothing_waits(f"{deciders.FOLDER}{was}", "called something else")
        made = Folder(name, folder.managers)
        kept = [made if each.name == was else each for each in self.folders()]
        self._set_folders(f"{name} is kept", kept if was else [*kept, made])

    def remove_folder(self, name: str) -> None:
        """There is no such folder any more."""
        self._check_keeper()
        self._check_nothing_waits(f"{deciders.FOLDER}{name}", "removed")
        self._set_folders(f"{name} is removed", [each for each in self.folders() if each.name != name])

    def keep_shared(self, shared: Shared, clocks_on: Collection[str] | None = None) -> None:
        """What holds for every team, an empty part is not set; and which clocks run, where that is given."""
        self._check_keeper()
        amount = f"{amount_of(shared.second_above)}" if shared.second_above.strip() else ""
        if shared.dp_email.strip() and not email(shared.dp_email.strip()):
            raise Refused(f"“{shared.dp_email}” is not an e-mail address", mend="Write it as team@example.org.")
        if shared.purchaser and shared.purchaser not in self.purchasers():
            raise Refused(f"Nobody sets up payments under “{shared.purchaser}”")
        given = dict(zip(SHARED.values(), (amount, *map(one_line, astuple(shared)[1:])), strict=True))
        changed: dict[str, Any] = {
            key: value or None for key, value in given.items() if value != str(self._settings.get(key) or "")
        }
        if clocks_on is not None:
            now = self.clocks_on()
            switched = [id for id in self.clocks() if (id in clocks_on) != (id in now)]
            changed |= {f"{clocks.SETTING}.{id}": id in clocks_on for id in switched}
        if changed:
            self._set("It is kept", changed)

    def undo(self) -> str:
        """Take the last change since the sign-in back; what it was, in words, or nothing where there is none."""
        self._check_keeper()
        if not self._before:
            return ""
        words, before = self._before.pop()
        self._settings.set_all(before).result()
        return words

    # --- parts -----------------------------------------------------------------------------------

    def _deciders(self) -> Mapping[str, Any]:
        found = self._settings.get(deciders.SETTING)
        return found if isinstance(found, Mapping) else {}

    def _set(self, words: str, values: Mapping[str, Any]) -> None:
        before = {key: self._settings.get(key) for key in values}
        self._settings.set_all(values).result()
        self._before.append((words, before))

    def _set_teams(self, words: str, found: Sequence[Team]) -> None:
        kept = {each.name: {"members": list(each.members), "way": each.way, "folder": each.folder} for each in found}
        deciding = {each.name: {"authorisers": list(each.managers)} for each in found if each.managers}
        self._set(words, {teams.SETTING: kept or None, deciders.SETTING: {**self._deciders(), "teams": deciding}})

    def _set_deputies(self, words: str, found: Sequence[Deputy]) -> None:
        rows = [
            {"person": each.person, "for": each.stands_for, "from": _iso(each.since), "until": _iso(each.until)}
            for each in found
        ]
        self._set(words, {deciders.SETTING: {**self._deciders(), "deputies": rows}})

    def _set_folders(self, words: str, found: Sequence[Folder]) -> None:
        kept = {each.name: list(each.managers) for each in found}
        self._set(words, {deciders.SETTING: {**self._deciders(), "folders": kept}})

    def _check_keeper(self) -> None:
        if "keeper" not in self._store.person.roles:
            raise Refused(f"Only the {say('role', 'keeper').lower()} sets this", mend="Ask them to do it.")

    def _name(self, typed: str, was: str, there: Sequence[str], what: str) -> str:
        name = one_line(typed)
        if not name:
            raise Refused(f"The {what} needs a name")
        if len(name) > LONGEST:
            raise Refused(f"The name is longer than {LONGEST} characters", mend="Shorten it.")
        if was and was not in there:
            raise Refused(f"There is no {what} “{was}” any more", mend="Look at the page again.")
        if any(name.casefold() == each.casefold() for each in there if each != was):
            raise Refused(f"There is a {what} “{name}” already", mend="Choose another name, or change that one.")
        return name

    def _check_here(self, anybody: Sequence[str], managers: Sequence[str]) -> None:
        here = {each.id: each for each in self._people()}
        if not {*anybody, *managers} <= set(here):
            raise Refused("One of these people is not here any more", mend="Choose them from the list of people.")
        for each in (here[id] for id in managers):
            if "authoriser" not in each.roles:
                raise Refused(f"{each.name} is not a manager here", mend="Give them that role first, under People.")

    def _people(self) -> tuple[Person, ...]:
        return tuple(each for each in self._store.read(people.all_).result() if each.ended_at is None)

    def _check_nothing_waits(self, to: str, what: str) -> None:
        number = self._store.read(_waiting_for, to).result()
        if number:
            said = "1 record waits" if number == 1 else f"{number} records wait"
            mend = "Once somebody has decided, or they were sent to somebody else, it can be done."
            raise Refused(f"{said} there for a decision, so it cannot be {what}", mend=mend)


def _waiting_for(connection: Connection, to: str) -> int:
    waiting = (card.id for card in assessments.cards(connection) if card.stage == "completed")
    return sum(sent_to(history.of(connection, each)) == to for each in waiting)


def _team(name: str, kept: Mapping[str, Any], deciding: Any) -> Team:
    managers = deciding.get("authorisers", ()) if isinstance(deciding, Mapping) else ()
    return Team(name, tuple(kept.get("members", ())), tuple(managers), kept.get("way", ""), kept.get("folder", ""))


def _without(team: Team, members: Sequence[str]) -> Team:
    left = tuple(each for each in team.members if each not in members)
    return Team(team.name, left, team.managers, team.way, team.folder)


def _mapping(settings: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = settings.get(name)
    return part if isinstance(part, Mapping) else {}


def _day(said: Any) -> date | None:
    return date.fromisoformat(said) if said else None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
