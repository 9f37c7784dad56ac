"""The small jobs of the people page: add, change what somebody does, give new words, remove, change the key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carer_desktop.forms.question import Question
from carer_desktop.records.person import Person
from ui.background import SlowWork
from ui.parts import Note, announce, line
from ui.parts.task_dialog import TaskDialog
from ui.screens.people.given_words import GivenWords
from ui.screens.people.roles import picked_roles, roles_field

if TYPE_CHECKING:
    from carer_desktop.caseload import Caseload

NAME = Question("name", "name", "people", "name", "Full name", hint="As colleagues know them", required="C")
RESET = (
    "They get four new words, and choose a passphrase of their own at the next sign-in. From then on they sign with a "
    "new key: nobody, not even you, can ever sign with their old one. What they signed before stays valid. The old "
    "passphrase stops working here; it still opens backups made before today, until these are removed after 35 days."
)
REMOVED = (
    "They can no longer sign in on this laptop. Their records stay, under their name, and others can go on "
    "with them. What they signed stays provable. If they may have a copy of the records or of a backup, "
    "also choose “Change the key”: it cannot take back what they had."
)
ROTATE = (
    "Use this when somebody may know a passphrase they should not know, or has left and may have a copy of the files. "
    "All records are locked anew with a new key. Everyone keeps their passphrase, and the rescue sheet stays the same."
)
OLD_COPIES = (
    "Backups made before now still open with the old key. They are removed once a new one is proven. "
    "Nothing can take back a copy that somebody already has."
)


class PersonDialog(TaskDialog):
    """One job about people. `changed()` once it is done."""

    changed = Signal()

    def __init__(self, caseload: Caseload, work: SlowWork, title: str, go: str, parent: QWidget | None = None) -> None:
        super().__init__(title, go, work, parent)
        self._caseload = caseload

    def _finished(self, said: str) -> None:
        announce(self, said)
        self.changed.emit()
        self.accept()

    def _show_words(self, name: str, words: str) -> None:
        self.heading.setText(f"{name} can sign in")
        self.given = GivenWords(name, words)
        self.add(self.given)
        self.changed.emit()
        self.show_done()
        announce(self, f"The words for {name}: {words}")


class AddDialog(PersonDialog):
    """Somebody new, with four words to hand over."""

    def __init__(self, caseload: Caseload, work: SlowWork, parent: QWidget | None = None) -> None:
        super().__init__(caseload, work, "Add a person", "Add this person", parent)
        from ui.fields import field

        self.name = field(NAME, self)
        self.roles = roles_field(("assessor",), self)
        self.add(self.name)
        self.add(self.roles)
        self.fit()
        self.name.focus_first()

    def _do(self) -> None:
        from carer_desktop.caseload import new_passphrase

        self.name.flush()
        name, roles = str(self.name.answer or ""), picked_roles(self.roles)
        self.name.show_problem(None if name else "Enter their full name")
        self.roles.show_problem(None if roles else "Select what they do")
        for missing, wrong in ((not name, self.name), (not roles, self.roles)):
            if missing:
                wrong.focus_first()
                announce(self, wrong.problem, urgent=True)
                return
        words = new_passphrase()
        people = self._caseload.people
        self.run("Adding. This takes about a second.", lambda: people.add(name, roles, words),
                 lambda person: self._added(person, words))  # fmt: skip

    def _added(self, person: Person, words: str) -> None:
        self.name.hide()
        self.roles.hide()
        self._show_words(person.name, words)


class RolesDialog(PersonDialog):
    """What somebody does from now on."""

    def __init__(self, caseload: Caseload, work: SlowWork, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(caseload, work, f"What {person.name} does", "Keep this", parent)
        self._person = person
        self.roles = roles_field(person.roles, self)
        self.add(self.roles)
        self.add(line("They are told at their next sign-in.", "hint"))
        self.fit()
        self.roles.focus_first()

    def _do(self) -> None:
        roles = picked_roles(self.roles)
        self.roles.show_problem(None if roles else "Select what they do")
        if not roles:
            announce(self, self.roles.problem, urgent=True)
            return
        people, id = self._caseload.people, self._person.id
        self.run("Keeping it", lambda: people.set_roles(id, roles), lambda _: self._finished("Kept"))


class ResetDialog(PersonDialog):
    """New words for somebody who has forgotten their passphrase."""

    def __init__(self, caseload: Caseload, work: SlowWork, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(caseload, work, f"New words for {person.name}", "Give new words", parent)
        self._person = person
        self._about = line(RESET, "body")
        self.add(self._about)
        self.fit()

    def _do(self) -> None:
        people, person = self._caseload.people, self._person
        self.run("Making new words. This takes about a second.", lambda: people.reset(person.id), self._given)

    def _given(self, words: str) -> None:
        self._about.hide()
        self._show_words(self._person.name, words)


class RemoveDialog(PersonDialog):
    """Somebody has left."""

    def __init__(self, caseload: Caseload, work: SlowWork, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(caseload, work, f"Remove {person.name}", "Remove them", parent)
        self._person = person
        self.add(line(REMOVED, "body"))
        self.fit()

    def _do(self) -> None:
        people, id, name = self._caseload.people, self._person.id, self._person.name
        self.run("Removing", lambda: people.remove(id), lambda _: self._finished(f"{name} can no longer sign in"))


class RotateDialog(PersonDialog):
    """A new key for everything, and a new backup under it in the place of the old ones."""

    def __init__(self, caseload: Caseload, work: SlowWork, parent: QWidget | None = None) -> None:
        super().__init__(caseload, work, "Change the key", "Change the key now", parent)
        self.add(line(ROTATE, "body"))
        self.add(Note(OLD_COPIES))
        self.fit()

    def _do(self) -> None:
        self.run("Changing the key and making a new backup", self._rotate, self._changed)

    def _rotate(self) -> int:
        self._caseload.backups.check_rebuild()
        rotated = self._caseload.people.rotate()
        if rotated.older_backups:
            self._caseload.backups.rebuild()
        return rotated.people

    def _changed(self, people: int) -> None:
        self._finished(f"The key is changed for {people} {'person' if people == 1 else 'people'}")
