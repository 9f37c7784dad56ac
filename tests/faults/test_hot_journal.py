"""A journal left by a kill is damaged, cut, deleted or exchanged: the vault never opens as good with other contents."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from carer_desktop.errors import StoreError
from carer_desktop.store import engine, rollback, slots
from tests.faults.disk import Image, Recording, recorded
from tests.faults.sizes import SEED, Budget, inputs
from tests.faults.test_power_cut import look, said
from tests.faults.working import PASSPHRASES, made

DAMAGES = inputs("damaged journals")
ROUNDS = 25
Damage = Callable[[bytes, random.Random, bytes], bytes | None]


def flip(journal: bytes, chance: random.Random, other: bytes) -> bytes:
    place = chance.randrange(len(journal))
    return journal[:place] + bytes([journal[place] ^ 1 << chance.randrange(8)]) + journal[place + 1 :]


def flip_head(journal: bytes, chance: random.Random, other: bytes) -> bytes:
    place = chance.randrange(28)
    return journal[:place] + bytes([journal[place] ^ 1 << chance.randrange(8)]) + journal[place + 1 :]


def cut(journal: bytes, chance: random.Random, other: bytes) -> bytes:
    return journal[: chance.randrange(len(journal))]


def delete(journal: bytes, chance: random.Random, other: bytes) -> None:
    return None


def earlier(journal: bytes, chance: random.Random, other: bytes) -> bytes:
    return other


def strange(journal: bytes, chance: random.Random, other: bytes) -> bytes:
    return chance.randbytes(len(journal))


WAYS: list[Damage] = [flip, flip_head, cut, delete, earlier, strange]


def hot(recording: Recording, vault: Path) -> Iterator[Image]:
    """The files after kills in the middle of a commit: the journal is there and pages are written over."""
    journal = rollback.journal_of(vault)
    moments = [number + 1 for number, each in enumerate(recording.events) if each.what == "w"]
    for image in recording.kills(moments):
        if len(image.files.get(journal, b"")) > 512 and image.files[journal][:8] != bytes(8):
            yield image


def outcome(path: Path, image: Image) -> str:
    """Refused, as it was, or something else, which must never be."""
    words = (said(image, "words") or [0])[-1]
    try:
        found = look(path, [PASSPHRASES[words], PASSPHRASES[1 - words]])
    except StoreError:
        return "refused"
    known = set(said(image, "pair"))
    whole = known <= found.pairs <= known | {max(known, default=0) + 1} and not found.halves
    notes = max(said(image, "jotting"), default=0)
    return "as it was" if whole and found.sound and found.jotting in (notes, notes + 1) else "other contents"


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> list[Image]:
    """Kills in the middle of commits."""
    work = tmp_path_factory.mktemp("work")
    vault = made(work)
    return list(hot(recorded("tests.faults.working", work, str(ROUNDS), ""), vault))


def two(images: list[Image], chance: random.Random) -> tuple[Image, Image]:
    """One moment and an earlier one."""
    at = chance.randrange(1, len(images))
    return images[at], images[chance.randrange(at)]


def damaged(image: Image, way: Damage, chance: random.Random, other: Image, target: Path) -> Path:
    """The files laid out, with the journal damaged in this way."""
    image.lay(target)
    journal = target / "team.vault-journal"
    content = way(journal.read_bytes(), chance, other.files[image.folder / journal.name])
    journal.unlink()
    if content is not None:
        journal.write_bytes(content)
    return target / "team.vault"


def test_a_damaged_journal_never_makes_other_contents(
    images: list[Image], tmp_path: Path, ran: Callable[[str, int, int], None]
) -> None:
    chance, budget, found = random.Random(SEED), Budget.of("damaged journals"), Counter[str]()
    while found.total() < DAMAGES and budget.left():
        way, (image, other) = WAYS[found.total() % len(WAYS)], two(images, chance)
        path = damaged(image, way, chance, other, tmp_path / "after")
        before = path.read_bytes()
        result = outcome(path, image)
        assert result != "other contents", f"{way.__name__}, seed {SEED}"
        assert result != "refused" or path.read_bytes() == before, f"{way.__name__}, written to, seed {SEED}"
        found[result] += 1
    what = f"{found['refused']} refused, {found['as it was']} as it was"
    ran(f"damaged journals, {what}", found.total(), DAMAGES)


def test_a_whole_journal_brings_every_vault_back(images: list[Image], tmp_path: Path) -> None:
    for image in random.Random(SEED).sample(images, 6):
        image.lay(tmp_path / "after")
        assert outcome(tmp_path / "after" / "team.vault", image) == "as it was", f"seed {SEED}"


def test_control_a_journal_that_is_believed_takes_saves_back(
    images: list[Image], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ran: Callable[[str, int, int], None]
) -> None:
    monkeypatch.setattr(rollback, "settle", lambda *given: None)
    monkeypatch.setattr("carer_desktop.store.files.Hold.note", lambda hold, saves: setattr(hold, "acknowledged", 0))
    chance, lost, tried = random.Random(SEED), 0, 0
    while not lost or tried < 12:
        image, other = two(images, chance)
        path = damaged(image, earlier, chance, other, tmp_path / "after")
        lost += outcome(path, image) == "other contents"
        tried += 1
    assert lost, f"seed {SEED}"
    ran("control: exchanged journals that took saves back", lost, tried)


def test_control_without_the_full_check_a_half_written_save_passes(
    images: list[Image], tmp_path: Path, ran: Callable[[str, int, int], None]
) -> None:
    target, passed, tried = tmp_path / "after", 0, 0
    for image in images[::6]:
        image.lay(target)
        file = slots.read(target / "team.vault")
        words = (said(image, "words") or [0])[-1]
        try:
            key = slots.unlock(file, None, PASSPHRASES[words], "").database_key
        except StoreError:
            continue
        (target / "team.vault-journal").unlink()
        tried += 1
        try:
            with closing(engine.connect(target / "team.vault", key, file.database_salt)) as connection:
                quick = connection.execute("PRAGMA quick_check").fetchall()
                full = connection.execute("PRAGMA integrity_check").fetchall()
        except engine.driver().Error:
            continue
        passed += quick == [("ok",)] != full
    assert passed
    ran("control: half-written saves that a quick check takes for whole", passed, tried)
