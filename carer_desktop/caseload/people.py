"""People of a vault and how they get in: what the window and the command line can do about it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from carer_desktop.caseload.backups import Backups
from carer_desktop.clock import Clock, day_words
from carer_desktop.errors import Refused
from carer_desktop.records.audit import Event
from carer_desktop.records.person import Person
from carer_desktop.records.sign_in import Notice, RecoverySheet, Rotated
from carer_desktop.sealing import recovery
from carer_desktop.sealing.keys import Kdf, new_key, receiving_pair
from carer_desktop.sealing.passphrase import generated_words
from carer_desktop.sealing.qr import squares
from carer_desktop.store import Store, access, people, recover_vault, slots, waiting
from carer_desktop.words import say

SHEET_LINES = (
    "This is the only way back in if everyone forgets their passphrase. It is shown once and kept nowhere.",
    "Keep it away from the laptop: in a safe, or with a manager.",
    "Whoever has this sheet and the laptop, or a copy of its records, can read all of them.",
    "To use it, choose “Somebody forgot the passphrase” where you sign in, and type the groups, or scan the square.",
    "The fifth letter or figure of each group finds a slip. There is no letter I, L, O or U.",
)
_FAILED, _OLDER = "failed", "older"


class People:
    """The people of one vault, for the person signed in; most of it is for the access lead alone."""

    def __init__(self, store: Store, clock: Clock, path: Path, backups: Backups) -> None:
        self._store = store
        self._clock = clock
        self._path = path
        self._backups = backups
        self._seen: set[str] = set()

    @property
    def me(self) -> Person:
        """Who is signed in, with the roles of now."""
        return self._store.person

    @property
    def must_change(self) -> bool:
        """Whether the person signed in with words somebody else gave them, and must choose their own first."""
        return self._store.vault.unlocked.must_change

    @property
    def has_sheet(self) -> bool:
        """Whether there is a rescue sheet that somebody holds."""
        return self._has(slots.SHEET)

    @property
    def has_organisation_key(self) -> bool:
        """Whether the organisation can get in with its own recovery key."""
        return self._has(slots.ORGANISATION)

    @property
    def has_recovery(self) -> bool:
        """Whether there is either."""
        return self.has_sheet or self.has_organisation_key

    def _has(self, kind: str) -> bool:
        return any(each.kind == kind for each in self._store.vault.keys.recovery)

    def all(self) -> tuple[Person, ...]:
        """Everybody who has been here, in the order they came; who has left has an end date."""
        return self._store.read(people.all_).result()

    def find(self, name: str) -> Person:
        """The person with this name or id who is here; Refused where there is none."""
        here = [each for each in self.all() if each.ended_at is None]
        for each in here:
            if name.strip() == each.id or slots.same_name(name, each.name):
                return each
        raise Refused(f"There is nobody called “{name}” here", mend="Look the name up in the list of people.")

    def add(self, name: str, roles: Sequence[str], passphrase: str, must_change: bool = True) -> Person:
        """Somebody new. They are to choose a passphrase of their own at once, unless they typed this one."""
        self._check_keeper()
        return self._store.change_keys(
            access.add, name, roles, passphrase, self._clock.now(), None, must_change
        ).result()

    def remove(self, name: str) -> Person:
        """Somebody has left: they sign in no more, and what they signed stays provable. `rotate` may follow."""
        self._check_keeper()
        person = self.find(name)
        self._store.change_keys(access.remove, person.id, self._clock.now()).result()
        return person

    def reset(self, name: str, words: str | None = None) -> str:
        """One-time words for somebody who has forgotten; they choose their own at once and sign with a new key."""
        self._check_keeper()
        person, given = self.find(name), generated_words() if words is None else words
        told = f"{self.me.name} gave you new words to sign in. You sign with a new key; what you signed before stands."
        now = self._clock.now()
        self._store.change_keys(access.reset, person.id, given, now, None, told).result()
        return given

    def set_roles(self, name: str, roles: Sequence[str]) -> Person:
        """What somebody may do from now on; they are told at their next sign-in."""
        self._check_keeper()
        person = self.find(name)
        changed = self._store.change_keys(access.set_roles, person.id, roles, self._clock.now()).result()
        if person.id != self.me.id:
            parts = ", ".join(say("role", role) for role in changed.roles)
            self._tell([person.id], f"{self.me.name} changed what you do here: {parts}.")
        return changed

    def change_my_passphrase(self, old: str, new: str) -> None:
        """One's own passphrase. Copies of the records made before today still open with the old one."""
        self._store.change_keys(access.change_passphrase, old, new, self._clock.now(), None).result()

    def show_names(self, shown: bool) -> None:
        """Whether names stand where people sign in, to choose from; anybody who has the laptop reads them there."""
        self._check_keeper()
        self._store.change_keys(access.show_names, shown, self._clock.now()).result()

    # --- the way back in -------------------------------------------------------------------------

    def draw_sheet(self) -> RecoverySheet:
        """A rescue sheet to be printed or written down. It opens nothing until `keep_sheet`: the one before does."""
        self._check_keeper()
        groups = recovery.groups(new_key())
        code = squares("-".join(groups))
        return RecoverySheet("Rescue sheet", self._path.name, self._clock.now(), groups, code, SHEET_LINES)

    def sheet_printed(self) -> None:
        """A rescue sheet was sent to a printer, which is written down."""
        self._store.log(Event("printed", self._clock.now(), says={"kind": "sheet"})).result()

    def keep_sheet(self, sheet: RecoverySheet) -> None:
        """Somebody holds this sheet: from now on it opens the records, and the one before it nothing any more."""
        self._check_keeper()
        public = receiving_pair(recovery.read(" ".join(sheet.groups))).public
        self._store.change_keys(access.keep_recovery, slots.SHEET, public, self._clock.now()).result()
        self._tell(self._other_keepers(), f"{self.me.name} made a new rescue sheet. Earlier sheets open nothing.")

    def make_recovery(self) -> RecoverySheet:
        """A rescue sheet that opens the records at once, for whoever writes it to a file."""
        sheet = self.draw_sheet()
        self.keep_sheet(sheet)
        return sheet

    def set_organisation_key(self, text: str) -> None:
        """The organisation can get in with its own recovery key; *text* is the public half, as its file says it."""
        self._check_keeper()
        public = recovery.read_public(text)
        self._store.change_keys(access.keep_recovery, slots.ORGANISATION, public, self._clock.now()).result()
        self._tell(self._other_keepers(), f"{self.me.name} set the organisation’s rescue key.")

    def rotate(self) -> Rotated:
        """A new key for everything, after a leaver or a suspicion, between two proven backups.

        Everybody’s passphrase and the rescue sheet stay as they are. Copies made before open as before: the older
        backups beside the vault go with `backups.rebuild()`, those elsewhere by hand.
        """
        self._check_keeper()
        self._backups.make("before_key_change")
        people = self._store.change_keys(access.rotate, self._clock.now()).result()
        made = self._backups.make("key_change")
        return Rotated(people, sum(each.number < made.number for each in self._backups.all()))

    # --- what one should know --------------------------------------------------------------------

    def notices(self) -> tuple[Notice, ...]:
        """What the person should know and has not seen: tries in vain, an older key file, what others did."""
        vault, told = self._store.vault, []
        if vault.failed and vault.failed.count >= waiting.TOLD_FROM:
            last = vault.failed.last
            told.append(
                Notice(
                    _FAILED, last, f"{vault.failed.count} failed attempts to sign in, the last on {day_words(last)}."
                )
            )
        if vault.keys_older:
            text = "The key file is older than the records: passphrases are as they were when it was copied."
            told.append(Notice(_OLDER, self._clock.now(), text))
        kept = self._store.read(people.told, self.me.id).result()
        return tuple(each for each in (*told, *kept) if each.id not in self._seen)

    def seen(self, notice: Notice) -> None:
        """The person has seen it; it is not shown again."""
        self._seen.add(notice.id)
        self._store.save(people.seen, self.me.id, notice.id, self._clock.now()).result()

    def _check_keeper(self) -> None:
        if access.KEEPER not in self.me.roles:
            raise Refused(f"Only the {say('role', access.KEEPER).lower()} can do this", mend="Ask them to do it.")

    def _other_keepers(self) -> list[str]:
        here = (each for each in self.all() if each.ended_at is None and each.id != self.me.id)
        return [each.id for each in here if access.KEEPER in each.roles]

    def _tell(self, whom: list[str], text: str) -> None:
        for each in whom:
            self._store.save(people.tell, each, text, self._clock.now()).result()


def recover(path: Path, text: str, name: str, passphrase: str, clock: Clock, kdf: Kdf | None = None) -> Store:
    """The vault opened by the groups of its rescue sheet, for this person with a passphrase of their own.

    Refused, naming the groups with a slip. The organisation's own recovery key is read as 64 hexadecimal digits.
    """
    secret = recovery_secret(text)
    told = f"{name} got in with the rescue sheet or the organisation’s rescue key on {day_words(clock.today())}."
    return recover_vault(path, secret, name, passphrase, clock=clock, kdf=kdf, told=told)


def recovery_secret(text: str) -> bytes:
    """The secret half of a recovery key from its text; lines that begin with # are for people."""
    text = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    try:
        return recovery.read_public(text)
    except Refused:
        return recovery.read(text)
