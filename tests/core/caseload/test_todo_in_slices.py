"""What is next is read in slices: whoever works meanwhile does not wait until every record was looked at."""

from carer_desktop.caseload import Caseload
from carer_desktop.store import history
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
