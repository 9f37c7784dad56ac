"""The recovery drill: a new machine, one sealed copy and the printed key; everything is there, old keys are ended."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from carer_desktop.caseload import Caseload
from carer_desktop.clock import FixedClock
from carer_desktop.errors import CarerError
from carer_desktop.store import people
from tests.core.store.given import CHEAP, NOW
from tests.faults.sizes import Budget, inputs

DRILLS = inputs("recovery drills")
CASES = inputs("records in a drill")
SAM, SAM_SAYS = "Sam Example", "correct horse battery staple"
BO, BO_SAYS, NEW = "Bo Example", "wrong mule dynamo paperclip", "seventh anchor pickle drum"


def lost_laptop(folder: Path, clock: FixedClock) -> tuple[Path, str, dict[str, dict[str, Any]], bytes]:
    """A year of work, then the laptop is gone: the sealed copy, the sheet, what was there, Sam's public key."""
    stick = folder / "stick"
    stick.mkdir()
    caseload = Caseload.create(
        folder / "laptop" / "team.vault", SAM, ["assessor", "keeper"], SAM_SAYS, kdf=CHEAP, clock=clock
    )
    caseload.people.add(BO, ["assessor"], BO_SAYS, must_change=False)
    sheet = caseload.people.make_recovery()
    kept = {}
    for number in range(CASES):
        answers = {"carer_first": f"Ann {number}", "conv_date": "2026-11-22"}
        record = caseload.records.fill("carer_conversation", answers, known=False)
        record.saved.result()
        kept[record.assessment.id] = dict(record.assessment.answers)
        if number == CASES // 2:
            caseload.people.rotate()
    caseload.backups.set_second_place(stick)
    caseload.backups.make()
    assert caseload.backups.send()
    public = caseload.me.signing_public
    caseload.close()
    shutil.rmtree(folder / "laptop")
    (sealed,) = stick.glob("*.age")
    return sealed, " ".join(sheet.groups), kept, public


def test_all_is_there_again(tmp_path: Path, ran: Callable[[str, int, int], None]) -> None:
    budget, number = Budget.of("recovery drills"), 0
    while number < DRILLS and budget.left():
        folder, clock = tmp_path / str(number), FixedClock(NOW)
        folder.mkdir()
        sealed, sheet, kept, public = lost_laptop(folder, clock)
        clock.at += timedelta(days=1)
        path = folder / "new laptop" / "team.vault"
        made = Caseload.recover(path, sheet, SAM, NEW, sealed=sealed, kdf=CHEAP, clock=clock)
        found = {card.id: dict(made.records.open(card.id).answers) for card in made.records.all()}
        assert found == kept
        assert made.me.roles == ("assessor", "keeper")
        assert made.me.signing_public != public
        ended = made._store.read(people.ended_keys, made.me.id).result()
        assert ended == {public: clock.now()}
        assert made._store.verify().result() == ()
        made.close()
        for name, passphrase in ((SAM, NEW), (BO, BO_SAYS)):
            Caseload.open(path, name, passphrase, clock=clock).close()
        with pytest.raises(CarerError, match="do not open"):
            Caseload.open(path, SAM, SAM_SAYS, clock=clock)
        number += 1
    ran("recovery drills", number, DRILLS)


def test_control_another_sheet_brings_nothing_back(tmp_path: Path) -> None:
    clock = FixedClock(NOW)
    for each in ("one", "other"):
        (tmp_path / each).mkdir()
    sealed, *_ = lost_laptop(tmp_path / "one", clock)
    _, sheet, *_ = lost_laptop(tmp_path / "other", clock)
    path = tmp_path / "new laptop" / "team.vault"
    with pytest.raises(CarerError, match="not sealed to this rescue sheet or key"):
        Caseload.recover(path, sheet, SAM, NEW, sealed=sealed, kdf=CHEAP, clock=clock)
    assert not path.exists()
