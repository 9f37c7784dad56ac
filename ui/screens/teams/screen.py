"""The page of the teams: who is in them, who decides, who stands in, folders, and what holds for every team."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from carer_desktop.records.teams import Deputy, Folder, Team
from ui.background import SlowWork
from ui.fields.order import put_in_order
from ui.parts import Card, Heading, UndoBar, button, line, link_button
from ui.parts.dialog_sheet import DialogSheet
from ui.parts.doing import Doing
from ui.parts.sheet import refill, side_by_side
from ui.screens.teams.dialogs import (
    NO_MANAGER,
    DeputyDialog,
    FolderDialog,
    SharedDialog,
    TeamDialog,
    TeamsDialog,
    managers_of,
)
from ui.screens.teams.words import deputy_words, folder_words, names_of, shared_lines, team_lines
from ui.theme import em

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

ABOUT = "What you set here holds for everyone who uses these records. Each change can be taken back."
NO_TEAM = "No team yet. Until there is one, people say themselves which team they are in, under Your details."
STANDS_IN = "While a manager is away, somebody else decides on what was sent to them or to their team."
NOBODY = "Nobody stands in for anybody."
TWO = "Two managers are needed for that. Add them under Manage, then People."
FOLDERS = "A folder, or virtual worker, is a group of managers: any of them decides on what was sent there."
NONE = "No folder yet."


class TeamsScreen(DialogSheet):
    """`left()` back to the records."""

    help_page = "teams"

    left = Signal()

    def __init__(self, caseload: Caseload, work: SlowWork, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing=0.8)
        self._caseload, self._work = caseload, work
        self.add(Heading("Teams and how you work"))
        self.add(line(ABOUT, "hint"))
        self.add_button = self._button("Add a team…", lambda: TeamDialog(caseload, work, None, self), "primary")
        self.back_button = button("Back to your records", "link")
        self.back_button.clicked.connect(self.left)
        self.add(side_by_side(self.add_button, self.back_button))
        self.undo_bar = UndoBar(self)
        self.add(self.undo_bar)
        self.doing = Doing(work)
        self.doing.told.connect(lambda: self.bring_into_view(self.doing))
        self.add(self.doing)
        self._teams = self._block("Teams")
        self._without = line("", "hint")
        self.add(self._without)
        self._deputies = self._block("Who stands in for a manager", STANDS_IN)
        self.deputy_button = self._button("Add who stands in…", lambda: DeputyDialog(caseload, work, None, self))
        self.add(side_by_side(self.deputy_button))
        self._folders = self._block("Folders that managers share", FOLDERS)
        self.folder_button = self._button("Add a folder…", lambda: FolderDialog(caseload, work, None, self))
        self.add(side_by_side(self.folder_button))
        self._shared = self._block("For every team")
        self.refresh()

    def begin(self) -> None:
        """The keyboard goes to the first thing to do."""
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _block(self, title: str, about: str = "") -> QVBoxLayout:
        heading = Heading(title, 2)
        heading.setContentsMargins(0, em(0.8), 0, 0)
        self.add(heading)
        if about:
            self.add(line(about, "hint"))
        return self.add_rows()

    def _button(self, words: str, make: Callable[[], TeamsDialog], role: str = "") -> QPushButton:
        made = button(words, role)
        made.clicked.connect(lambda: self._open(make()))
        return made

    # What stands there ---------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read everything again."""
        teams, people = self._caseload.teams, self._caseload.people.all()
        names = {each.id: each.name for each in people if each.ended_at is None}
        found, managers = teams.all(), managers_of(self._caseload)
        refill(self._teams, [self._team(each, names) for each in found] or [line(NO_TEAM, "body")])
        alone = [
            each.id for each in people if "assessor" in each.roles and not any(each.id in one.members for one in found)
        ]
        without = names_of(alone, names)
        self._without.setText(f"Not in a team: {without}.")
        self._without.setVisible(bool(found and without))
        enough = len(managers) > 1
        deputies = [self._deputy(each, names) for each in teams.deputies()]
        refill(self._deputies, deputies or [line(NOBODY if enough else TWO, "body")])
        self.deputy_button.setVisible(enough)
        folders = [self._folder(each, names) for each in teams.folders()]
        refill(self._folders, folders or [line(NONE if managers else NO_MANAGER, "body")])
        self.folder_button.setVisible(bool(managers))
        refill(self._shared, [self._for_all()])
        put_in_order(self.rows, self.back_button)

    def _team(self, team: Team, names: dict[str, str]) -> Card:
        caseload, work = self._caseload, self._work
        return self._card(
            team.name,
            team_lines(team, names, caseload.teams.ways()),
            team.name,
            lambda: TeamDialog(caseload, work, team, self),
            lambda: caseload.teams.remove_team(team.name),
        )

    def _deputy(self, deputy: Deputy, names: dict[str, str]) -> Card:
        caseload, work = self._caseload, self._work
        words = deputy_words(deputy, names, caseload.clock.today())
        return self._card(
            "",
            (words,),
            words,
            lambda: DeputyDialog(caseload, work, deputy, self),
            lambda: caseload.teams.end_deputy(deputy),
            "End it",
        )

    def _folder(self, folder: Folder, names: dict[str, str]) -> Card:
        caseload, work = self._caseload, self._work
        return self._card(
            folder.name,
            (folder_words(folder, names),),
            folder.name,
            lambda: FolderDialog(caseload, work, folder, self),
            lambda: caseload.teams.remove_folder(folder.name),
        )

    def _for_all(self) -> Card:
        caseload, work = self._caseload, self._work
        teams, titles = caseload.teams, caseload.teams.clocks()
        lines = shared_lines(teams.shared, teams.purchasers(), [titles[id] for id in teams.clocks_on()])
        return self._card("", lines, "what holds for every team", lambda: SharedDialog(caseload, work, self))

    def _card(
        self, title: str, lines: Iterable[str], what: str, change: Callable[[], TeamsDialog],
        remove: Callable[[], None] | None = None, removes: str = "Remove",
    ) -> Card:  # fmt: skip
        card = Card(title)
        for words in lines:
            card.add(line(words, "body", card))
        links = [link_button("Change…", card, f"Change {what}…")]
        links[0].clicked.connect(lambda: self._open(change()))
        if remove is not None:
            links.append(link_button(removes, card, f"{removes}: {what}"))
            links[1].clicked.connect(lambda: self._remove(remove))
        card.add(side_by_side(*links, parent=card))
        return card

    # What is done --------------------------------------------------------------------------------

    def _open(self, dialog: TeamsDialog) -> None:
        dialog.kept.connect(self._offer_undo)
        self.open_dialog(dialog)

    def go_on(self) -> None:
        """The keyboard stays with the way back where there is one."""
        if self.undo_bar.isHidden():
            self.begin()

    def _remove(self, remove: Callable[[], None]) -> None:
        self.doing.run("Removing it", remove, lambda _: self._offer_undo("It is removed"))

    def _offer_undo(self, words: str) -> None:
        self.refresh()
        self.undo_bar.offer(words, self.undo)
        self.bring_into_view(self.undo_bar)

    def undo(self) -> None:
        """Take the last change back; Ctrl+Z does the same."""
        self.undo_bar.clear()
        self.doing.run("Taking it back", self._caseload.teams.undo, self._undone)

    def _undone(self, words: str) -> None:
        self.refresh()
        self.doing.say(f"Taken back: {words}" if words else "There is nothing to take back.")
        self.begin()
