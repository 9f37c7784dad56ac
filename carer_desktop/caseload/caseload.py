"""Everything a person can do with a vault: the one door the windows and the command line knock on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from carer_desktop.caseload.audit import Audit
from carer_desktop.caseload.backups import Backups
from carer_desktop.caseload.batch import Batches
from carer_desktop.caseload.beside import Besides
from carer_desktop.caseload.blanks import Blanks
from carer_desktop.caseload.checklist import Checklist
from carer_desktop.caseload.contacts import Contacts
from carer_desktop.caseload.earlier import EarlierBudgets
from carer_desktop.caseload.exports import Exports
from carer_desktop.caseload.files import Files
from carer_desktop.caseload.forms import Forms
from carer_desktop.caseload.health import HealthCheck
from carer_desktop.caseload.incoming import IncomingFiles
from carer_desktop.caseload.moves import Moves
from carer_desktop.caseload.notes import Jottings, Places, Settings
from carer_desktop.caseload.passphrase import is_passphrase_of
from carer_desktop.caseload.people import People, recover, recovery_secret
from carer_desktop.caseload.queue import Queue
from carer_desktop.caseload.records import Records
from carer_desktop.caseload.rescue import fetch
from carer_desktop.caseload.retention import Retention
from carer_desktop.caseload.tables import Tables
from carer_desktop.caseload.teams import Teams
from carer_desktop.caseload.templates import Templates
from carer_desktop.caseload.todo import Todo
from carer_desktop.caseload.unsent import Unsent
from carer_desktop.clock import Clock, SystemClock
from carer_desktop.records.person import Person
from carer_desktop.records.vault import SignIn, VaultFacts
from carer_desktop.sealing.keys import Kdf
from carer_desktop.store import Store, create_vault, open_vault, sign_in


class Caseload:
    """One open vault and the person signed in, with a noun for each kind of thing they work with."""

    def __init__(self, store: Store, path: Path, clock: Clock) -> None:
        self._store = store
        self.clock = clock
        self.me: Person = store.person
        self.vault: VaultFacts = store.facts
        self.path = path
        self.audit = Audit(store, clock, self.me)
        self.settings = Settings(store, self.me, self.audit)
        self.tables = Tables(store, clock, self.vault.demo, self.audit, self.me)
        self.forms = Forms(store, self.tables)
        self.records = Records(store, self.forms, clock, self.me, self.settings, self.audit)
        self.blanks = Blanks(store, self.forms, self.records, clock, self.settings)
        self.earlier_budgets = EarlierBudgets(store, self.records)
        self.jottings = Jottings(store, clock, self.audit)
        self.places = Places(store, clock, self.me)
        self.retention = Retention(store, clock, self.me, self.settings, self.records, self.audit)
        self.besides = Besides(store, clock, self.settings, self.records)
        self.teams = Teams(store, clock, self.settings, self.forms)
        self.moves = Moves(store, self.records, clock, self.me, self.settings, self.teams, self.audit)
        self.unsent = Unsent(store, self.records)
        self.exports = Exports(store, self.records, self.moves, clock, self.me, self.vault, self.audit, self.settings)
        self.files = Files(store, self.records, self.exports, self.audit)
        self.batches = Batches(store, self.records, self.exports, clock, self.audit)
        self.incoming = IncomingFiles(self.forms, self.records, self.jottings)
        self.templates = Templates(store, clock, self.audit, self.me, self.settings)
        self.checklist = Checklist(
            store, self.records, self.moves, self.exports, clock, self.me, self.settings, self.teams
        )
        self.queue = Queue(store, self.records, clock, self.me, self.settings)
        self.contacts = Contacts(store, self.records, clock, self.me)
        self.todo = Todo(store, self.records, self.queue, self.contacts, clock, self.me, self.settings)
        self.backups = Backups(store, path, clock, self.settings, self.audit)
        self.health = HealthCheck(store, path, clock, self.backups, self.audit)
        self.people = People(store, clock, path, self.backups)

    @classmethod
    def create(
        cls,
        path: Path,
        name: str,
        roles: Sequence[str],
        passphrase: str,
        *,
        demo: bool = False,
        kdf: Kdf | None = None,
        clock: Clock | None = None,
    ) -> Caseload:
        """A new vault with one person in it, open. *kdf* left out is measured on this machine."""
        clock = clock or SystemClock()
        store = create_vault(path, name, roles, passphrase, now=clock.now(), kdf=kdf, demo=demo, clock=clock)
        caseload = cls(store, path, clock)
        caseload.audit.begun()
        return caseload

    @classmethod
    def open(
        cls,
        path: Path,
        person: str | None,
        passphrase: str,
        *,
        clock: Clock | None = None,
        older_is_right: bool = False,
    ) -> Caseload:
        """The vault, opened by one of its people; *person* may be left out when there is only one.

        VaultFault with its kind where something is wrong with the vault: `Rescue(path).ways(fault)` gives the ways out.
        """
        clock = clock or SystemClock()
        store = open_vault(path, person, passphrase, clock=clock, older_is_right=older_is_right)
        caseload = cls(store, path, clock)
        caseload.audit.signed_in()
        caseload.backups.begin()
        return caseload

    @classmethod
    def recover(
        cls,
        path: Path,
        sheet: str,
        name: str,
        passphrase: str,
        *,
        sealed: Path | None = None,
        clock: Clock | None = None,
        kdf: Kdf | None = None,
    ) -> Caseload:
        """The vault, opened with the groups of its rescue sheet, for this person with a new passphrase of their own.

        With *sealed*, a copy from the second place, the vault is taken out of that first; *path* is then a new file.
        """
        clock = clock or SystemClock()
        if sealed is not None:
            fetch(sealed, [recovery_secret(sheet)], path)
        caseload = cls(recover(path, sheet, name, passphrase, clock, kdf), path, clock)
        caseload.audit.signed_in()
        caseload.backups.begin()
        return caseload

    @staticmethod
    def sign_in(path: Path) -> SignIn:
        """What may be known of a vault before anybody signs in: how many people, and whether it is a demonstration."""
        return sign_in(path)

    def is_my_passphrase(self, passphrase: str) -> bool:
        """Whether it is the passphrase of whoever signed in; takes as long as signing in, and counts as a try."""
        right, tries = is_passphrase_of(self.path, self.me.id, passphrase, self.clock)
        if right and tries:
            self.audit.failed_under_cover(tries)
        return right

    def close(self, locked: bool = False) -> None:
        """Writes what is on its way and gives the vault back; StoreError when something could not be written.

        *locked*: nobody has signed out, the program does it for them.
        """
        self.audit.signed_out(locked)
        self._store.close()
