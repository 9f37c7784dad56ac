"""What this laptop remembers between two starts: where the records lie, the look, the waits. Nothing personal."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeAlias

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from ui.session.rules import COVER_MINUTES, LEAST_MINUTES, LOCK_MINUTES, MOST_MINUTES, Waits

Look: TypeAlias = Literal["system", "light", "dark"]
LOOKS: tuple[Look, ...] = ("system", "light", "dark")
RECORDS = "records.vault"
PRACTICE = "practice.vault"
MOST_TOLD = 50
WAITS = {"cover_minutes": COVER_MINUTES, "lock_minutes": LOCK_MINUTES}


class Session:
    """The settings file and the folder it lies in; the folder is for its owner alone."""

    def __init__(self, folder: Path | None = None) -> None:
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
        self.folder = folder or Path(place)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._settings = QSettings(str(self.folder / "window.ini"), QSettings.Format.IniFormat)

    def write(self) -> None:
        """Have it all in the file now; by itself that waits for a quiet moment."""
        self._settings.sync()

    @property
    def records(self) -> Path:
        """The records used last, there or not, or where they will lie on a laptop that is new."""
        return Path(self._text("records") or self.folder / RECORDS)

    @property
    def is_new(self) -> bool:
        """Whether no records were opened here yet."""
        return not self._settings.contains("records")

    def use_records(self, path: Path) -> None:
        """These records are opened at the next start."""
        self._settings.setValue("records", "" if path == self.folder / RECORDS else str(path))

    def place_for(self, demo: bool) -> Path:
        """Where new records are made: made-up people never lie in the file of the real ones."""
        return self.folder / (PRACTICE if demo else RECORDS)

    @property
    def look(self) -> Look:
        return next((look for look in LOOKS if look == self._text("look")), "system")

    @property
    def percent(self) -> int:
        """Text size in per cent."""
        kept = self._text("text_percent")
        return int(kept) if kept.isdecimal() else 100

    def keep_look(self, look: Look, percent: int) -> None:
        """The look and the text size for the next start."""
        self._settings.setValue("look", look)
        self._settings.setValue("text_percent", percent)

    @property
    def export_folder(self) -> Path:
        """The folder a Word file went to last; the person's documents at first."""
        kept = self._text("export_folder")
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(kept or documents or str(Path.home()))

    def keep_export_folder(self, folder: Path) -> None:
        """Offer this folder the next time."""
        self._settings.setValue("export_folder", str(folder))

    def was_told(self, folder: Path) -> bool:
        """Whether it was said once already what kind of folder this is."""
        return str(folder) in self._told_folders()

    def keep_told(self, folder: Path) -> None:
        """What kind of folder this is has been said."""
        if not self.was_told(folder):
            self._settings.setValue("told_folders", [*self._told_folders(), str(folder)][-MOST_TOLD:])

    def _told_folders(self) -> list[str]:
        return self._list("told_folders")

    def are_several(self, records: Path) -> bool:
        """Whether several people used these records when they were last looked at; False where nobody knows yet."""
        return str(records) in self._list("several_people")

    def keep_several(self, records: Path, several: bool) -> None:
        """How it is with these records: that there are several people, and nothing of who they are."""
        if several != self.are_several(records):
            others = [one for one in self._list("several_people") if one != str(records)]
            kept = [*others, str(records)] if several else others
            self._settings.setValue("several_people", kept[-MOST_TOLD:])

    @property
    def geometry(self) -> QByteArray:
        """Where the window stood; empty at the first start."""
        kept = self._settings.value("geometry")
        return kept if isinstance(kept, QByteArray) else QByteArray()

    def keep_geometry(self, geometry: QByteArray) -> None:
        """Where the window stands now."""
        self._settings.setValue("geometry", geometry)

    @property
    def waits(self) -> Waits:
        """When nobody is there: minutes until the window is covered and locked; what IT has set counts."""
        policy = self._policy()
        fixed = any(policy.contains(key) for key in WAITS)
        source = policy if fixed else self._settings
        cover, lock = (_minutes(source.value(key), usual) for key, usual in WAITS.items())
        return Waits(cover, lock, fixed)

    def keep_waits(self, waits: Waits) -> None:
        """These waits from now on, on this laptop."""
        self._settings.setValue("cover_minutes", waits.cover)
        self._settings.setValue("lock_minutes", waits.lock)

    @staticmethod
    def _policy() -> QSettings:
        """What IT has set for everybody on this machine: carer-desktop/policy.ini where the system keeps such files."""
        return QSettings(QSettings.Format.IniFormat, QSettings.Scope.SystemScope, "carer-desktop", "policy")

    def _list(self, key: str) -> list[str]:
        kept = self._settings.value(key, [])
        return [str(one) for one in kept] if isinstance(kept, list) else [str(kept)] if kept else []

    def _text(self, key: str) -> str:
        return str(self._settings.value(key, "") or "")


def _minutes(kept: object, usual: int) -> int:
    """Minutes as they were kept, within what is allowed; nonsense counts as not set."""
    words = str(kept) if kept is not None else ""
    return min(max(int(words), LEAST_MINUTES), MOST_MINUTES) if words.isdecimal() else usual
