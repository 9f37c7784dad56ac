"""Room on the disk: what is little, what is none, the reserve that is given free, and how long a flush takes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from carer_desktop.errors import StoreError
from carer_desktop.store import files, posix, space


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """A function that says how much is free from now on."""

    def say(amount: int) -> None:
        usage: Any = shutil._ntuple_diskusage(10**12, 10**12 - amount, amount)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)

    return say


@pytest.mark.parametrize(
    ("amount", "room"), [(49_999_999, "none"), (50_000_000, "little"), (199_999_999, "little"), (200_000_000, "enough")]
)
def test_what_so_much_is_enough_for(path: Path, free: Callable[[int], None], amount: int, room: str) -> None:
    free(amount)
    found = space.look(path)
    assert (found.free, found.room, found.reserve) == (amount, room, 0)


def test_no_new_record_where_there_is_no_room_and_it_says_how_much_is_missing(
    path: Path, free: Callable[[int], None]
) -> None:
    free(60_000_000)
    space.check_room(path)
    free(20_000_000)
    with pytest.raises(StoreError, match=r"too little room.*Free at least 31 MB") as told:
        space.check_room(path)
    assert told.value.retry


def test_a_folder_that_has_vanished_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be reached"):
        space.look(tmp_path / "gone" / "team.vault")


def test_the_reserve_takes_real_room_and_is_given_free(path: Path) -> None:
    assert space.keep_reserve(path) == space.RESERVE_BYTES
    lying = files.beside(path, "reserve")
    assert lying.stat().st_blocks * 512 >= space.RESERVE_BYTES
    assert lying.stat().st_mode & 0o777 == 0o600
    before = lying.stat().st_ino
    assert space.keep_reserve(path) == space.RESERVE_BYTES
    assert lying.stat().st_ino == before
    assert space.look(path).reserve == space.RESERVE_BYTES
    assert space.release_reserve(path) == space.RESERVE_BYTES
    assert (space.reserve(path), space.release_reserve(path)) == (0, 0)


def test_the_reserve_waits_until_there_is_room(path: Path, free: Callable[[int], None]) -> None:
    free(150_000_000)
    assert space.keep_reserve(path) == 0


def test_where_it_cannot_be_laid_aside_there_is_none_and_no_half_of_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(posix, "take_room", full)
    assert space.keep_reserve(path) == 0
    assert list(path.parent.iterdir()) == []


def test_where_the_system_cannot_take_room_it_is_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "posix_fallocate")
    assert space.keep_reserve(path) == space.RESERVE_BYTES


def test_a_flush_is_measured_and_nothing_of_it_stays(tmp_path: Path) -> None:
    found = space.flush_time(tmp_path)
    assert found and 0 < found.middle <= found.longest < 10
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_written_no_flush_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert space.flush_time(tmp_path / "gone") is None
    (tmp_path / f".flush-{os.getpid()}").mkdir()
    assert space.flush_time(tmp_path) is None


# --- whether the disk is encrypted -------------------------------------------------------------------------


def device(root: Path, number: str, uuid: str = "", below: tuple[str, ...] = ()) -> None:
    """A block device as Linux shows it."""
    folder = root / number
    (folder / "slaves").mkdir(parents=True)
    if uuid:
        (folder / "dm").mkdir()
        (folder / "dm" / "uuid").write_text(uuid)
    for each in below:
        (folder / "slaves" / each).symlink_to(root / each)


@pytest.fixture
def mine(tmp_path: Path) -> str:
    """The number of the device that this test runs on."""
    number = tmp_path.stat().st_dev
    return f"{os.major(number)}:{os.minor(number)}"


def test_an_encrypted_disk_is_seen_directly_and_below_volumes(tmp_path: Path, mine: str) -> None:
    direct, below = tmp_path / "direct", tmp_path / "below"
    device(direct, mine, "CRYPT-LUKS2-0123-home")
    device(below, "253:9", "CRYPT-LUKS2-0123-home")
    device(below, "253:8")
    device(below, mine, "LVM-abc", below=("253:8", "253:9"))
    assert posix.disk_encrypted(tmp_path, direct) is True
    assert posix.disk_encrypted(tmp_path, below) is True


def test_a_disk_without_any_is_seen_as_such_and_a_strange_one_is_unknown(tmp_path: Path, mine: str) -> None:
    device(tmp_path / "plain", mine)
    device(tmp_path / "volume", mine, "LVM-abc")
    assert posix.disk_encrypted(tmp_path, tmp_path / "plain") is False
    assert posix.disk_encrypted(tmp_path, tmp_path / "volume") is False
    assert posix.disk_encrypted(tmp_path, tmp_path / "nothing") is None
