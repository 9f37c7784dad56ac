"""Nothing that was typed lies readable on the disk: not in the vault, its journal, its key file or a temporary file."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

from carer_desktop.assessment import Assessment, Entry, Move, order_of
from carer_desktop.records.carer import Carer
from carer_desktop.records.kept import Exported, Jotting, KeptTable, Pack, Place
from carer_desktop.store import (
    Connection,
    assessments,
    carers,
    entries,
    exports,
    history,
    jottings,
    marks,
    packs,
    places,
    schema,
    settings,
    tables,
)
from tests.core.store.given import NOW, made_vault
from tests.faults.sizes import inputs

CANARIES = inputs("words on the disk")
STEM = "canary"
NAME, PASSPHRASE = "Canary Person Example", "velvet feather harbour lantern"


class Canaries:
    """Words found nowhere else, each given once."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def next(self) -> str:
        self.given.append(f"{STEM}{len(self.given):06d}feather")
        return self.given[-1]


def fill(connection: Connection, new: Canaries) -> None:
    """Put canaries into every table that people write into."""
    carer, record = Carer(new.next(), f"{new.next()} Example"), new.next()
    carers.add(connection, carer)
    reference = new.next()
    assessments.add(connection, Assessment(record, reference, carer.id, "form", "1", "00", NOW, new.next()))
    history.append(connection, record, Move("return", "returned", NOW, new.next(), "authoriser", new.next()))
    marks.put(connection, record, "warning", new.next(), new.next(), NOW)
    jottings.keep(connection, Jotting(new.next(), record, NOW, new.next()))
    places.keep(connection, Place(new.next(), record, new.next(), new.next(), NOW))
    settings.put(connection, new.next(), [new.next()])
    packs.keep(connection, Pack(new.next(), "form", "id", "1", {new.next(): new.next()}))
    tables.keep(connection, KeptTable(new.next(), "id", "1", new.next(), new.next(), NOW, False))
    exports.add(connection, Exported(record, 1, new.next(), new.next(), "council", "docx", new.next(), NOW, "p1"))
    entries.append(connection, _answers(record, new))


def _answers(record: str, new: Canaries) -> Iterator[Entry]:
    sequence = 0
    while len(new.given) < CANARIES:
        sequence += 1
        for item, column, value in ((None, None, order_of([new.next()])), (new.next(), "name", new.next() * 40)):
            sequence += 1
            yield Entry(new.next(), record, new.next(), item, column, value, new.next(), NOW, sequence)


def forms(word: str) -> Iterator[bytes]:
    """A word as it might lie on a disk: three encodings, hexadecimal, and base64 at its three offsets."""
    plain = word.encode()
    yield from (plain, word.encode("utf-16-le"), word.encode("utf-16-be"), plain.hex().encode())
    for offset, first in enumerate((0, 2, 3)):  # the first and last characters depend on what stands beside the word
        written = base64.b64encode(b" " * offset + plain).rstrip(b"=")
        yield written[first : -1 if (offset + len(plain)) % 3 else None]


def found(folder: Path, words: Sequence[str]) -> list[tuple[str, str]]:
    """Where which word lies. Words made alike are looked for together, by how they all begin, which is quicker."""
    contents = {each.name: each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    alike = [word for word in words if word.startswith(STEM)]
    groups = [alike, *([word] for word in words if not word.startswith(STEM))]
    return [
        (name, word)
        for group in groups
        for same in zip(*map(forms, group), strict=True)
        for name, content in contents.items()
        for word in lying_in(content, dict(zip(same, group, strict=True)))
    ]


def lying_in(content: bytes, words: dict[bytes, str]) -> Iterator[str]:
    """The words that lie in it, by their forms, which begin alike and are equally long."""
    first, last, (length,) = min(words), max(words), {len(form) for form in words}
    stem = bytes(letter for letter, other in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=True)))
    assert len(stem) >= len(STEM)
    at = content.find(stem)
    while at >= 0:
        if content[at : at + length] in words:
            yield words[content[at : at + length]]
        at = content.find(stem, at + 1)


def test_no_word_lies_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ran: Callable[[str, int, int], None]
) -> None:
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path))
    new = Canaries()
    new.given += [NAME, PASSPHRASE, "assessor"]
    store = made_vault(tmp_path / "team.vault", name=NAME, passphrase=PASSPHRASE)

    def fill_and_look(connection: Connection) -> list[tuple[str, str]]:
        fill(connection, new)
        connection.execute("CREATE TEMP TABLE sorted AS SELECT * FROM entries ORDER BY value DESC")
        return found(tmp_path, new.given)

    seen = store.save(fill_and_look).result()
    seen += found(tmp_path, new.given)
    # A second transaction: now the journal holds pages with words on them.
    seen += store.save(lambda connection: _rename_and_look(connection, tmp_path, new)).result()
    store.close()
    seen += found(tmp_path, new.given)
    assert seen == []
    ran("words looked for on the disk in seven forms", len(new.given), CANARIES)


def _rename_and_look(connection: Connection, folder: Path, new: Canaries) -> list[tuple[str, str]]:
    connection.execute("UPDATE carers SET name = ?", (new.next(),))
    journal = folder / "team.vault-journal"
    assert journal.stat().st_size > 4096
    return found(folder, new.given)


def test_control_the_same_work_without_encryption_is_found(tmp_path: Path) -> None:
    plain: Any = sqlite3.connect(tmp_path / "plain.vault", isolation_level=None)
    schema.migrate(plain, schema.MIGRATIONS)
    new = Canaries()
    plain.execute("BEGIN")
    fill(plain, new)
    plain.execute("COMMIT")
    plain.close()
    seen = {word for _, word in found(tmp_path, new.given)}
    assert len(seen) == len(new.given)
