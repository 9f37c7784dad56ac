"""What is next is read in slices: whoever works meanwhile does not wait until every record was looked at."""

import threading

from carer_desktop.caseload import Caseload
from carer_desktop.store import Store, assessments, history
from tests.core.door import CHEAP, PASSPHRASE


def test_others_go_between_two_records(path, fixed_clock, monkeypatch):
    caseload = Caseload.create(path, "Sam Example", ["assessor"], PASSPHRASE, kdf=CHEAP, clock=fixed_clock)
    for name in ("Ann", "Ben"):
        caseload.records.fill("carer_conversation", {"carer_first": name}, known=False).saved.result()
    order: list[str] = []
    of = history.of

    def noted(connection, assessment):
        order.append("record")
        caseload._store.read(lambda _: order.append("read"))
        return of(connection, assessment)

    monkeypatch.setattr("carer_desktop.store.thread._SLICE_SECONDS", 0)
    monkeypatch.setattr(history, "of", noted)
    tasks = caseload.todo.mine()
    assert [task.kind for task in tasks] == ["draft", "draft"]
    assert order[:3] == ["record", "read", "record"]
    caseload.close()


def test_others_go_between_two_records_of_the_list_until_it_is_given_up(path, fixed_clock, monkeypatch):
    caseload = Caseload.create(path, "Sam Example", ["assessor"], PASSPHRASE, kdf=CHEAP, clock=fixed_clock)
    made = [caseload.records.begin("carer_conversation").id for _ in range(3)]
    order: list[str] = []
    given_up, in_turn = threading.Event(), assessments.in_turn

    def noted(connection):
        for card in in_turn(connection):
            order.append("record")
            caseload._store.read(lambda _: order.append("read"))
            yield card
            if len(order) == 4:
                given_up.set()

    monkeypatch.setattr("carer_desktop.store.thread._SLICE_SECONDS", 0)
    monkeypatch.setattr(assessments, "in_turn", noted)
    assert [card.id for card in caseload.records.all(given_up)] == made[:2]
    assert order[:4] == ["record", "read", "record", "read"]
    caseload.close()


def test_nothing_more_is_read_for_somebody_who_has_given_up(path, fixed_clock, monkeypatch):
    caseload = Caseload.create(path, "Sam Example", ["assessor"], PASSPHRASE, kdf=CHEAP, clock=fixed_clock)
    for name in ("Ann", "Ben", "Cora"):
        caseload.records.fill("carer_conversation", {"carer_first": name}, known=False).saved.result()
    read, given_up, of = [], threading.Event(), history.of

    def noted(connection, assessment):
        read.append(assessment)
        given_up.set()
        return of(connection, assessment)

    monkeypatch.setattr(history, "of", noted)
    caseload.todo.mine(given_up)
    assert len(read) == 1
    caseload.close()


def test_to_open_a_record_few_things_are_waited_for(path, fixed_clock, monkeypatch):
    caseload = Caseload.create(path, "Sam Example", ["assessor"], PASSPHRASE, kdf=CHEAP, clock=fixed_clock)
    id = caseload.records.fill("carer_conversation", {"carer_first": "Ann"}, known=False).assessment.id
    reads, read = [], Store.read

    def noted(store, job, *given):
        reads.append(job)
        return read(store, job, *given)

    monkeypatch.setattr(Store, "read", noted)
    caseload.records.open_whole(id)
    assert len(reads) == 1
    caseload.close()
