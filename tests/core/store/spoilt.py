"""A vault with a backup and newer answers, and the ways in which it is spoilt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from carer_desktop.records.backup import BackupInfo
from carer_desktop.store import Store, engine, entries, manifest, slots
from tests.core.store.given import NOW, PASSPHRASE, Begun, begin, made_vault

BEFORE, AFTER = 300, 200


@dataclass(frozen=True)
class Lost:
    """A closed vault, its assessment, its backup of BEFORE answers, and how many answers it had."""

    path: Path
    assessment: str
    backup: BackupInfo

    @property
    def database(self) -> Path:
        return manifest.folder_of(self.path) / self.backup.file


def with_backup(path: Path) -> Lost:
    """A closed vault with a backup of BEFORE answers and AFTER newer ones."""
    store = made_vault(path)
    made = Begun(store)
    store.save(begin, made.assessment).result()
    store.save(entries.append, [made.entry(f"q{n}", f"answer {n} " * 30) for n in range(BEFORE)]).result()
    kept = store.back_up(NOW, "asked")
    store.save(entries.append, [made.entry(f"r{n}", f"answer {n} " * 30) for n in range(AFTER)]).result()
    store.close()
    return Lost(path, made.assessment.id, kept)


def raw(path: Path) -> Any:
    """The vault under its key without a check of ours."""
    file = slots.read(path)
    key = slots.unlock(file, None, PASSPHRASE, "").database_key
    return engine.connect(path, key, file.database_salt)


def spoil_pages(path: Path, pages: Iterable[int]) -> None:
    """Change one byte in the middle of each page."""
    content = bytearray(path.read_bytes())
    for page in pages:
        content[page * engine.PAGE_BYTES + 2_000] ^= 0x10
    path.write_bytes(content)


def pages_of(path: Path) -> int:
    """How many pages the file has."""
    return path.stat().st_size // engine.PAGE_BYTES


def answers_in(store: Store, assessment: str) -> set[str]:
    """The questions answered."""
    return {each.question for each in store.read(entries.of, assessment).result()}
