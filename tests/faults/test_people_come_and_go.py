"""People come and go in any order: every right passphrase opens, no other does, and each copy opens as it was then."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from carer_desktop.clock import FixedClock
from carer_desktop.errors import CarerError
from carer_desktop.sealing import keys
from carer_desktop.sealing.keys import Kdf
from carer_desktop.store import Store, access, key_file, open_vault, people, recover_vault, slots
from tests.core.store.given import NOW, made_vault
from tests.faults.sizes import Budget, inputs

RUNS, STEPS = inputs("runs of people coming and going"), inputs("steps of a run")
AT_ONCE = 5
"""The first of every few runs has one step: chance begins with the least."""
MOST_PEOPLE = 25
FAST = Kdf(8, 1, 1)
WORDS = ("pickle", "drum", "anchor", "seventh", "mule", "dynamo", "paperclip", "walnut", "copper", "ladder")
FIRST = "Keeper Example"
PLACES = st.integers(0, MOST_PEOPLE - 1)
CHANCE = random.Random()


def passphrase() -> str:
    """One that nobody has had yet."""
    return " ".join(CHANCE.sample(WORDS, 4)) + f" {CHANCE.randrange(10**9)}"


class Team(RuleBasedStateMachine):
    """A real vault beside a dictionary of who gets in with what."""

    steps: ClassVar[int] = 0

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "team.vault"
        self.clock = FixedClock(NOW)
        self.model = {FIRST: passphrase()}
        self.gone: list[tuple[str, str]] = []
        self.copies: list[tuple[Path, dict[str, str]]] = []
        self.ever, self.number = {FIRST}, 0
        self.pair: keys.KeyPair | None = None
        made_vault(self.path, name=FIRST, passphrase=self.model[FIRST], kdf=FAST, clock=self.clock).close()

    def opened(self, name: str) -> Store:
        return open_vault(self.path, name, self.model[name])

    def as_keeper(self, job: Callable[..., object], *values: object) -> None:
        store = self.opened(FIRST)
        try:
            store.change_keys(job, *values).result()
        finally:
            store.close()

    def id_of(self, name: str) -> str:
        store = self.opened(FIRST)
        here = [each for each in store.read(people.all_).result() if each.ended_at is None]
        store.close()
        return next(each.id for each in here if each.name == name)

    def somebody(self, place: int) -> str | None:
        others = [name for name in self.model if name != FIRST]
        return others[place % len(others)] if others else None

    @precondition(lambda self: len(self.model) < MOST_PEOPLE)
    @rule()
    def add(self) -> None:
        self.number += 1
        name, words = f"Person {self.number} Example", passphrase()
        self.as_keeper(access.add, name, ["assessor"], words, NOW, FAST, False)
        self.model[name] = words
        self.ever.add(name)

    @rule(place=PLACES)
    def remove(self, place: int) -> None:
        name = self.somebody(place)
        if name:
            self.as_keeper(access.remove, self.id_of(name), NOW)
            self.gone.append((name, self.model.pop(name)))

    @rule(place=PLACES)
    def reset(self, place: int) -> None:
        name = self.somebody(place)
        if name:
            words = passphrase()
            self.as_keeper(access.reset, self.id_of(name), words, NOW, FAST, "reset")
            self.gone.append((name, self.model[name]))
            self.model[name] = words

    @rule(place=PLACES)
    def change(self, place: int) -> None:
        name = self.somebody(place) or FIRST
        words, store = passphrase(), self.opened(name)
        store.change_keys(access.change_passphrase, self.model[name], words, NOW, FAST).result()
        store.close()
        self.gone.append((name, self.model[name]))
        self.model[name] = words

    @rule()
    def rotate(self) -> None:
        self.as_keeper(access.rotate, NOW)

    @rule()
    def print_sheet(self) -> None:
        self.pair = keys.receiving_pair()
        self.as_keeper(access.keep_recovery, slots.SHEET, self.pair.public, NOW)

    @precondition(lambda self: self.pair is not None)
    @rule(place=PLACES)
    def recover(self, place: int) -> None:
        assert self.pair
        name, words = self.somebody(place) or FIRST, passphrase()
        recover_vault(self.path, self.pair.secret, name, words, clock=self.clock, kdf=FAST, told="recovered").close()
        self.gone.append((name, self.model[name]))
        self.model[name] = words

    @rule()
    def copy(self) -> None:
        folder = self.folder / f"copy{len(self.copies)}"
        folder.mkdir()
        for each in self.path.parent.glob("team.vault*"):
            shutil.copy(each, folder)
        self.copies.append((folder / "team.vault", dict(self.model)))

    @rule(place=PLACES)
    def open_a_copy(self, place: int) -> None:
        if self.copies:
            path, model = self.copies[place % len(self.copies)]
            name = CHANCE.choice(list(model))
            open_vault(path, name, model[name]).close()

    @invariant()
    def who_gets_in_is_who_should(self) -> None:
        if not hasattr(self, "path"):
            return
        type(self).steps += 1
        file = key_file.read(self.path)
        assert len(file.slots) == len(self.model)
        held = {}
        for name, words in self.model.items():
            opened = slots.attempt(file, name, words)
            assert opened, f"{name} no longer opens"
            held[name] = opened[0]
        assert len({each.vault_key for each in held.values()}) == 1
        assert len({each.signing.secret for each in held.values()}) == len(held)
        for name, words in self.gone:
            for called in (name, CHANCE.choice(list(self.model))):
                assert slots.attempt(file, called, words) is None, f"what {name} had still opens"
        one, other = CHANCE.choice(list(self.model)), CHANCE.choice(list(self.model))
        if one != other:
            assert slots.attempt(file, one, self.model[other]) is None
        store = self.opened(one)
        assert store.person.name == one
        store.close()

    def teardown(self) -> None:
        if not hasattr(self, "path"):
            return
        try:
            store = self.opened(FIRST)
            assert store.verify().result() == ()
            assert not [each for each in store.check_log().result() if each.fault]
            store.close()
        finally:
            shutil.rmtree(self.folder)


class Leaky(Team):
    """The control: who changes a passphrase keeps the old slot as well."""

    @rule(place=PLACES)
    def change(self, place: int) -> None:
        before = key_file.read(self.path)
        name = self.somebody(place) or FIRST
        kept = slots.find(before, name)
        super().change(place)
        unlocked = slots.unlock(key_file.read(self.path), name, self.model[name], "")
        after = key_file.read(self.path)
        assert kept
        doctored = replace(after, slots=(kept, *after.slots[: len(after.slots) - 1]), sequence=after.sequence + 1)
        key_file.write(self.path, doctored, unlocked.vault_key)


def played(machine: type[Team], runs: int, steps: int, *, shrink: bool = True) -> None:
    checks = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
    given = settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=checks,
        phases=[Phase.generate, *([Phase.shrink] if shrink else [])],
        report_multiple_bugs=False,
    )
    run_state_machine_as_test(machine, settings=given)


def test_every_right_passphrase_opens_and_no_other(ran: Callable[[str, int, int], None]) -> None:
    Team.steps = 0
    budget = Budget.of("runs of people coming and going")
    while Team.steps < RUNS * STEPS and budget.left():
        played(Team, AT_ONCE, STEPS)
    ran("steps of people coming and going", Team.steps, RUNS * STEPS)


def test_control_a_slot_that_is_kept_is_found() -> None:
    with pytest.raises((AssertionError, CarerError, ExceptionGroup)):
        played(Leaky, 20, 25, shrink=False)
