"""Eight threads call whatever they like and take back what they no longer want: one thread has the connection."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from carer_desktop.assessment import Assessment
from carer_desktop.caseload import Caseload
from carer_desktop.clock import FixedClock
from carer_desktop.errors import CarerError
from carer_desktop.store import engine
from tests.core.store.given import CHEAP, NOW, PASSPHRASE
from tests.faults.sizes import SEED, Budget, inputs

CALLS = inputs("calls of eight threads")
THREADS = 8
QUESTION = "role_narrative"


class Caller:
    """One thread's calls, with a model of what must be there in the end."""

    def __init__(self, caseload: Caseload, number: int, budget: Budget) -> None:
        self.caseload, self.number, self.budget = caseload, number, budget
        self.chance = random.Random(SEED + number)
        self.record: Assessment = caseload.records.begin("carer_conversation")
        self.model = {"answer": "", "jotting": "", "place": ""}
        self.waiting: list[Future[Any]] = []
        self.done, self.wrong = Counter[str](), list[BaseException]()
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        calls = (self.answer, self.answer, self.jot, self.stay, self.look, self.search, self.take_back, self.list)
        try:
            while self.done.total() < CALLS // THREADS and self.budget.left():
                call = self.chance.choice(calls)
                call(f"{self.number} {self.done.total()}")
                self.done[call.__name__] += 1
            for each in self.waiting:
                self._ended(each)
        except BaseException as error:
            self.wrong.append(error)

    def _ended(self, future: Future[Any]) -> None:
        try:
            future.result()
        except CancelledError:
            self.done["taken back"] += 1

    def answer(self, words: str) -> None:
        answered = self.caseload.records.answer(self.record, QUESTION, words)
        self.record, self.model["answer"] = answered.assessment, words
        self.waiting.append(answered.saved)

    def jot(self, words: str) -> None:
        jotting = self.caseload.jottings.new(self.record.id, words)
        self.waiting.append(self.caseload.jottings.keep(jotting))
        self.model["jotting"] = words

    def stay(self, words: str) -> None:
        self.waiting.append(self.caseload.places.keep(self.record.id, "role", words))
        self.model["place"] = words

    def look(self, _: str) -> None:
        """What this thread has saved is what it reads, whatever the others do."""
        found = self.caseload.records.open(self.record.id).answers.get(QUESTION, "")
        assert found == self.model["answer"]

    def search(self, words: str) -> None:
        self.waiting.append(self.caseload.records.look_in_answers(words, lambda looked: None))

    def take_back(self, _: str) -> None:
        for each in self.waiting[-3:]:
            each.cancel()

    def list(self, _: str) -> None:
        assert self.record.id in {card.id for card in self.caseload.records.all()}


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    made = Caseload.create(
        tmp_path / "team.vault", "Kay Example", ["assessor"], PASSPHRASE, kdf=CHEAP, clock=FixedClock(NOW)
    )
    yield made
    made.close()


def test_whatever_they_call_the_vault_holds_what_they_were_told(
    caseload: Caseload, monkeypatch: pytest.MonkeyPatch, ran: Callable[[str, int, int], None]
) -> None:
    seen, transaction = set[str](), engine.transaction

    @contextmanager
    def watched(connection: engine.Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
        seen.add(threading.current_thread().name)
        with transaction(connection, kind):
            yield

    monkeypatch.setattr(engine, "transaction", watched)
    callers = [Caller(caseload, number, Budget.of("calls of eight threads")) for number in range(THREADS)]
    for each in callers:
        each.thread.start()
    for each in callers:
        each.thread.join()
    # No "locked", no "in use", nothing else: every error a person would have been shown is in here.
    assert [error for each in callers for error in each.wrong] == [], f"seed {SEED}"
    assert seen == {"store"}
    for each in callers:
        assert caseload.records.open(each.record.id).answers.get(QUESTION, "") == each.model["answer"]
        jottings = caseload.jottings.of(each.record.id)
        assert each.model["jotting"] in {"", *(jotting.text for jotting in jottings)}
        place = caseload.places.last(each.record.id)
        assert (place.question if place else "") == each.model["place"]
    assert caseload.records.unsaved() == 0
    assert caseload._store.verify().result() == ()
    done = sum((each.done for each in callers), Counter[str]())
    assert done["taken back"] > 0, "nothing was ever taken back"
    ran(f"calls of eight threads, {done.pop('taken back')} taken back", done.total(), CALLS)


def test_control_the_connection_refuses_every_other_thread(caseload: Caseload) -> None:
    with pytest.raises(engine.driver().ProgrammingError, match="thread"):
        caseload._store.vault.connection.execute("SELECT 1")


def test_control_two_connections_without_the_store_s_thread_are_in_each_other_s_way(
    caseload: Caseload, tmp_path: Path
) -> None:
    """What people would be shown if every thread opened for itself."""
    with pytest.raises(CarerError, match="already open"):
        Caseload.open(tmp_path / "team.vault", None, PASSPHRASE)
