"""Health: everything the page shows, and a sentence for each thing that is wrong."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from carer_desktop.caseload import Caseload, Flush, SecondCopy, health
from carer_desktop.clock import FixedClock
from carer_desktop.errors import StoreError
from carer_desktop.records.backup import RestoreTest
from carer_desktop.records.health import Health
from carer_desktop.store import files
from tests.core.door import CHEAP, PASSPHRASE


@pytest.fixture
def well(caseload: Caseload) -> Health:
    """A vault in which nothing is wrong."""
    caseload.backups.keep("sign_in")
    found = caseload.health.look()
    return replace(
        found,
        disk_encrypted=True,
        flush=Flush(0.001, 0.002),
        second_copy=SecondCopy(found.at, "a", 1),
        space=replace(found.space, reserve=1),
    )


def warnings(found: Health, anchored: bool = True, second_place: bool = True) -> tuple[str, ...]:
    return health._with_warnings(found, anchored, second_place).warnings


def test_it_shows_what_there_is(caseload: Caseload, path: Path) -> None:
    made = caseload.backups.keep("sign_in").made
    found = caseload.health.look()
    assert found.last_backup == made
    assert (found.backups, found.rotation_suspended, found.clock_went_back) == (1, False, False)
    assert found.restore_test and found.restore_test.fault == ""
    assert found.versions.sqlcipher.startswith("4.")
    assert tuple(map(int, found.versions.sqlite.split("."))) >= (3, 51, 3)
    assert found.versions.openssl.startswith("OpenSSL 3.")
    assert found.versions == health.versions()
    assert found.flush and found.flush.middle > 0
    assert found.space.room == "enough"
    assert caseload.health.space().reserve == found.space.reserve > 0
    assert caseload.health.look(with_flush=False).flush is None


def test_where_all_is_well_nothing_is_said(well: Health) -> None:
    assert warnings(well) == ()


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"disk_encrypted": False}, "does not look encrypted"),
    ({"flush": Flush(0.05, 0.2)}, "slow to write: 50 ms"),
    ({"last_backup": None}, "no proven backup yet"),
    ({"rotation_suspended": True}, "mended or put back"),
    ({"second_copy": None}, "into the second place yet"),
    ({"restore_test": None}, "not been tried out within 30 days: not yet proven"),
]


@pytest.mark.parametrize(("changes", "says"), WRONG)
def test_each_thing_that_is_wrong_has_its_sentence(well: Health, changes: dict[str, Any], says: str) -> None:
    (said,) = warnings(replace(well, **changes))
    assert says in said


def test_what_is_late_says_since_when(well: Health) -> None:
    late = replace(well, at=well.at + timedelta(days=9))
    said = warnings(late)
    assert any("The last proven backup is of 22 November 2026" in each for each in said)
    assert any("second place since 22 November 2026" in each for each in said)


def test_a_trial_that_failed_says_why(well: Health) -> None:
    failed = replace(well, restore_test=RestoreTest(well.at, "1.vault", well.at, "The disk is full"))
    assert warnings(failed) == ("The newest backup could not be put back for trial: The disk is full.",)


def test_room_and_reserve(well: Health) -> None:
    little = replace(well, space=replace(well.space, free=150_000_000, room="little", reserve=0))
    none = replace(well, space=replace(well.space, free=20_000_000, room="none"))
    assert [each[:15] for each in warnings(little)] == ["Only 150 MB are", "There is no res"]
    assert "no new record can be begun" in warnings(none)[0]


def test_without_a_second_place_or_an_anchor_it_says_so(well: Health) -> None:
    assert "exists only on this laptop" in warnings(well, second_place=False)[0]
    assert "note of how far the records had come" in warnings(well, anchored=False)[0]


def test_a_second_place_whose_folder_is_gone_is_not_good(path: Path, fixed_clock: FixedClock, tmp_path: Path) -> None:
    caseload = Caseload.create(path, "Sam Example", ["keeper"], PASSPHRASE, kdf=CHEAP, clock=fixed_clock)
    assert caseload.health.look(with_flush=False).second_place_reached is None
    stick = tmp_path / "stick"
    stick.mkdir()
    caseload.backups.set_second_place(stick)
    assert caseload.health.look(with_flush=False).second_place_reached is True
    stick.rmdir()
    found = caseload.health.look(with_flush=False)
    assert found.second_place_reached is False
    assert "The folder of the second place cannot be reached: no new backup goes there." in found.warnings
    caseload.backups.set_second_place(tmp_path / ("x" * 300))
    assert caseload.health.look(with_flush=False).second_place_reached is False
    caseload.close()


def test_a_clock_that_went_back_is_seen_after_signing_in_again(
    caseload: Caseload, path: Path, fixed_clock: FixedClock
) -> None:
    caseload.close()
    fixed_clock.at -= timedelta(hours=2)
    again = Caseload.open(path, None, PASSPHRASE, clock=fixed_clock)
    found = again.health.look(with_flush=False)
    again.close()
    assert found.clock_went_back
    assert any("clock of this laptop has gone back: it was used on 22 November 2026" in each for each in found.warnings)


def test_a_lost_anchor_is_seen(caseload: Caseload, path: Path, fixed_clock: Any) -> None:
    caseload.close()
    files.beside(path, "anchor").unlink()
    again = Caseload.open(path, None, PASSPHRASE, clock=fixed_clock)
    assert any("note of how far" in each for each in again.health.look(with_flush=False).warnings)
    assert "note of how far" in again.health.verify()[0]
    again.close()


def test_the_whole_vault_is_checked_on_request(caseload: Caseload) -> None:
    assert caseload.health.verify() == ()


def test_the_reserve_is_given_free_and_laid_aside_again(caseload: Caseload) -> None:
    caseload.backups.keep("sign_in")
    assert caseload.health.release_reserve() == 16_000_000
    assert caseload.health.space().reserve == 0
    caseload.backups.keep("interval")
    assert caseload.health.space().reserve == 16_000_000


def test_no_record_is_begun_without_room(caseload: Caseload, monkeypatch: pytest.MonkeyPatch) -> None:
    usage: Any = shutil._ntuple_diskusage(10**9, 10**9 - 40_000_000, 40_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(StoreError, match="too little room on this disk to begin another record"):
        caseload.records.begin("carer_conversation")
