"""Why a vault does not open, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from carer_desktop.clock import moment_words
from carer_desktop.errors import StoreError
from carer_desktop.records.backup import BackupInfo

AWAY: Final = "away"
MISSING: Final = "missing"
NO_FILE: Final = "no_file"
EMPTY: Final = "empty"
SHORT: Final = "short"
NEVER_KEYED: Final = "never_keyed"
FOREIGN: Final = "foreign"
DAMAGED: Final = "damaged"
OLDER: Final = "older"
NEWER_PROGRAM: Final = "newer_program"
NO_KEYS: Final = "no_keys"
KEYS: Final = "keys"
OTHER_KEYS: Final = "other_keys"
PERSON_GONE: Final = "person_gone"
KINDS = (
    AWAY, MISSING, NO_FILE, EMPTY, SHORT, NEVER_KEYED, FOREIGN, DAMAGED, OLDER, NEWER_PROGRAM, NO_KEYS, KEYS,
    OTHER_KEYS, PERSON_GONE,
)  # fmt: skip
"""*Away*: nothing of the vault can be seen from here. *Missing*: its keys or backups are here, and it alone is gone.

*Other keys*: the key file beside it is not its own, and that of a backup is.
"""

PUT_BACK: Final = "put_back"
KEYS_BACK: Final = "keys_back"
SALVAGE: Final = "salvage"
MERGE: Final = "merge"
AS_IT_IS: Final = "as_it_is"
WAYS = (KEYS_BACK, PUT_BACK, SALVAGE, MERGE, AS_IT_IS)
"""Key file from a backup, whole vault from a backup, what can still be read, both together, or open it as it is."""


class VaultFault(StoreError):
    """Opening found something wrong with the vault itself; *kind* is one of KINDS. Nothing has been written."""

    def __init__(self, kind: str, what: str, where: str = "", mend: str = "") -> None:
        super().__init__(what, where, mend)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Newer:
    """What came after a backup: how many saves that changed anything a person would miss, and how many answers.

    One answer may be kept several times while it is typed, so there are at most so many.
    """

    changes: int
    answers: int

    @property
    def told(self) -> str:
        """The same in words, after a sentence about the backup.

        >>> Newer(0, 0).told
        'Nothing was typed or changed after it.'
        >>> Newer(3, 2).told
        'At most 2 answers came after it. Neither these nor anything else done since is in it.'
        """
        if not self.changes:
            return "Nothing was typed or changed after it."
        if not self.answers:
            return "No answer came after it, but other changes did. They are not in it."
        if self.answers == 1:
            return "One answer came after it. Neither that nor anything else done since is in it."
        return f"At most {self.answers} answers came after it. Neither these nor anything else done since is in it."


def newer_told(newer: Newer | None) -> str:
    """What came after a backup, in words; also where nobody can know."""
    return newer.told if newer else "How much came after it cannot be told."


@dataclass(frozen=True, slots=True)
class Way:
    """One way out: its kind (one of WAYS), what it does in words, and the backup it uses.

    *newer* is what came after that backup, as far as that can be known before anybody has signed in.
    """

    kind: str
    words: str
    backup: BackupInfo | None = None
    newer: Newer | None = None
    needs_passphrase: bool = False


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong with a vault that does not open, in words, and every way out there is; the best one first.

    Where there are ways, the words name none of them.
    """

    kind: str
    said: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class PutBack:
    """What has been done: from which backup, and the folder where the damaged files lie now (none lay there: None).

    *left* are those who had left since and stay out; *again* those who had left and can sign in again, an empty name
    for each whose name is not known, None where nobody can tell. With the *keys alone* the records stay as they are and
    know who has left.
    """

    backup: BackupInfo
    aside: str | None
    keys_kept: bool = False
    left: tuple[str, ...] = ()
    again: tuple[str, ...] | None = None
    keys_alone: bool = False

    @property
    def told(self) -> tuple[str, ...]:
        """The same in words: sentence by sentence."""
        what = "key file of the backup" if self.keys_alone else "backup"
        said = f"The {what} of {moment_words(self.backup.made_at)} was put back."
        who = self._stay_out() if self.keys_kept else self._back()
        return tuple(each for each in (said, *who, _aside(self.aside)) if each)

    def _stay_out(self) -> tuple[str, ...]:
        one = len(self.left) == 1
        who = "1 person who has left since stays" if one else f"{len(self.left)} people who have left since stay"
        return (f"{who} out: {', '.join(self.left)}.",) if self.left else ()

    def _back(self) -> tuple[str, ...]:
        day = "Everyone signs in with the passphrase they had on that day."
        mend = "Remove them from the list of people, then change the key."
        if self.again is None:
            return day, f"Whoever has left since can sign in again. {mend}"
        if not self.again:
            return (day,)
        names = ", ".join(name for name in self.again if name)
        many = "1 person who had left" if len(self.again) == 1 else f"{len(self.again)} people who had left"
        return day, f"{many} can sign in again{': ' if names else ''}{names}. {mend}"


_ALL = "Nothing that is in the backup is missing."


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was read from a damaged vault: rows by table, how many came from the backup alone, and what could not be.

    *lost* counts the places where reading failed for good; a place may have held one row or none. *set_back* counts
    the records that stand earlier on their way than they did. *merged* with a backup, all that it had is there; *newer*
    is what came after it, None where nobody can know.
    """

    rows: dict[str, int]
    from_backup: dict[str, int]
    lost: int
    left_out: int
    set_back: int
    at: datetime
    aside: str | None = None
    merged: bool = False
    newer: Newer | None = None

    @property
    def told(self) -> tuple[str, ...]:
        """The same in words: sentence by sentence."""
        entries, from_backup = self.rows.get("entries", 0), self.from_backup.get("entries", 0)
        many = "all" if from_backup == entries else from_backup
        partly = f", {many} of them from the backup" if from_backup and entries > 1 else ""
        back = "1 saved answer is back." if entries == 1 else f"{entries} saved answers are back{partly}."
        said = (back, *self._lost(), _set_back(self.set_back), _aside(self.aside))
        return tuple(each for each in said if each)

    def _lost(self) -> tuple[str, ...]:
        """Where nothing could be read, whether what stood there is back, and what may be missing for good."""
        if not self.lost:
            return ()
        nothing = f"At {self.lost} {'place' if self.lost == 1 else 'places'} nothing could be read."
        if not self.merged:
            return nothing, "What stood there may be missing."
        some = any(self.from_backup.values())
        taken = "What stood there was taken from the backup as it was then." if some else _ALL
        if self.newer and not self.newer.changes:
            return nothing, taken, "Nothing was typed or changed after the backup, so nothing you typed is missing."
        return nothing, taken, "What was typed or changed there after the backup may be missing."


def _set_back(records: int) -> str:
    if not records:
        return ""
    of_them = "1 record stands" if records == 1 else f"{records} records stand"
    return f"{of_them} earlier on the way than before, as the later steps could not be read: look at “Where it stands”."


def _aside(folder: str | None) -> str:
    if folder is None:
        return ""
    return f"The files as they were lie in the folder “{folder}” beside the records. Nothing was deleted."
