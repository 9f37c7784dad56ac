"""Looking after backups: when one is made, what goes, the trial, the second place; in words where something fails."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta

import pytest

from carer_desktop.caseload import Caseload, RestoreTest, SecondCopy, Upkeep
from carer_desktop.errors import Refused, StoreError
from carer_desktop.sealing import age, keys
from carer_desktop.store import backup, files, manifest, restore
from tests.core.door import PASSPHRASE

ORGANISATION = keys.receiving_pair()


@pytest.fixture
def keeper(path, fixed_clock, request):
    """A vault of one practitioner who is the access lead as well, open."""
    from tests.core.door import CHEAP

    made = Caseload.create(path, "Sam Example", ["assessor", "keeper"], PASSPHRASE, kdf=CHEAP, clock=fixed_clock)
    made.backups.begin()
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path):
    """A second place."""
    made = tmp_path / "stick"
    made.mkdir()
    return made


def work(caseload):
    """Change something."""
    caseload.settings.set("team", os.urandom(4).hex()).result()


def later(caseload, **time):
    caseload.clock.at += timedelta(**time)


def events(caseload):
    return [line.row.event for line in caseload.audit.page()]


def test_a_session_without_work_makes_one_backup_and_no_more(keeper):
    assert keeper.backups.all() == ()
    first = keeper.backups.keep("sign_in")
    assert first.made and first.made.why == "sign_in"
    assert first.faults == ()
    for occasion in ("interval", "close"):
        later(keeper, minutes=40)
        assert keeper.backups.keep(occasion).made is None
    assert len(keeper.backups.all()) == 1


def test_work_is_a_reason_after_half_an_hour_and_at_closing(keeper):
    keeper.backups.keep("sign_in")
    work(keeper)
    assert keeper.backups.changed()
    assert not keeper.backups.due("interval")
    later(keeper, minutes=31)
    assert keeper.backups.keep("interval").made
    assert not keeper.backups.due("close")
    work(keeper)
    assert keeper.backups.keep("close").made.why == "close"


def test_looking_is_no_work(keeper, path, fixed_clock):
    record = keeper.records.begin("carer_conversation").id
    keeper.backups.keep("sign_in")
    later(keeper, minutes=40)
    keeper.records.open_whole(record)
    keeper.places.keep(record, "caring", "hours_week").result()
    assert keeper.places.last(record).question == "hours_week"
    assert not keeper.health.look(with_flush=False).changed
    assert [keeper.backups.keep(occasion).made for occasion in ("interval", "close")] == [None, None]
    keeper.close()
    again = Caseload.open(path, None, PASSPHRASE, clock=fixed_clock)
    assert again.backups.keep("sign_in").made is None
    work(again)
    assert again.health.look(with_flush=False).changed
    assert again.backups.keep("close").made
    again.close()


@pytest.mark.parametrize("spoil", [os.remove, lambda file: os.truncate(file, 4096), "of another vault"])
def test_a_backup_that_has_gone_or_is_not_as_it_was_is_not_relied_on(keeper, path, spoil):
    work(keeper)
    keeper.backups.make()
    later(keeper, minutes=40)
    work(keeper)
    made = keeper.backups.make()
    assert not keeper.backups.due("close")
    file = manifest.folder_of(path) / made.file
    if callable(spoil):
        spoil(file)
    else:
        manifest.write(file, replace(made, vault_id="f" * 32))
    assert keeper.backups.due("close")
    assert keeper.backups.keep("close").made.why == "close"
    assert not keeper.backups.due("close")


def test_the_next_session_begins_with_what_the_last_one_left(keeper, path, fixed_clock):
    def again():
        return Caseload.open(path, None, PASSPHRASE, clock=fixed_clock)

    work(keeper)
    keeper.backups.keep("close")
    keeper.close()
    fixed_clock.at += timedelta(hours=1)
    second = again()
    assert not second.backups.due("sign_in")
    assert not second.backups.due("close")
    work(second)
    second.close()
    third = again()
    # The second session ended without its backup.
    assert third.backups.due("sign_in")
    third.backups.keep("sign_in")
    third.close()
    fixed_clock.at += timedelta(hours=21)
    fourth = again()
    assert fourth.backups.due("sign_in")
    fourth.close()


def test_a_vault_that_was_cut_off_is_backed_up_at_sign_in(keeper, path, fixed_clock):
    keeper.backups.keep("sign_in")
    keeper.close()
    files.beside(path, "lock").write_bytes(b"4711\n")
    again = Caseload.open(path, None, PASSPHRASE, clock=fixed_clock)
    assert again.backups.due("sign_in")
    again.close()


def test_it_is_written_down(keeper):
    keeper.backups.make()
    keeper.backups.restore_test()
    keeper.backups.rebuild()
    said = [line.row for line in keeper.audit.page() if line.row.event.startswith("backup")]
    assert [(row.event, dict(row.says)) for row in reversed(said)] == [
        ("backup_made", {"number": 1, "why": "asked"}),
        ("backup_tested", {"number": 1, "findings": 0}),
        ("backup_made", {"number": 2, "why": "removal"}),
        ("backups_rebuilt", {"removed": 1}),
    ]


def test_a_copy_goes_where_it_is_asked_for(keeper, tmp_path):
    made = keeper.backups.make()
    assert keeper.backups.hand_out(made, tmp_path / "elsewhere") == tmp_path / "elsewhere" / made.file
    assert manifest.all_(tmp_path / "elsewhere") == (made,) == keeper.backups.all()


def test_what_cannot_be_made_is_said_and_written_down(keeper, monkeypatch):
    monkeypatch.setattr(backup, "_SPARE_BYTES", 10**15)
    with pytest.raises(StoreError, match="no room for a backup"):
        keeper.backups.make()
    assert "backup_failed" in events(keeper)
    done = keeper.backups.keep("sign_in")
    assert done.made is None
    assert "no room for a backup" in done.faults[0]


def test_old_ones_go_and_after_putting_back_none_does_until_confirmed(keeper, path):
    for _ in range(4):
        keeper.backups.make()
        later(keeper, minutes=10)
    later(keeper, days=3)
    keeper.backups.make()
    restore.suspend(manifest.folder_of(path), keeper.clock.now(), {"what": "backup_restored", "number": "2"})
    assert keeper.backups.suspended
    assert keeper.backups.turn_over() == ()
    keeper.backups.confirm()
    assert not keeper.backups.suspended
    assert len(keeper.backups.turn_over()) == 3
    assert [each.number for each in keeper.backups.all()] == [5, 4]
    assert events(keeper).count("backup_restored") == 1


def test_what_was_put_back_is_written_down_once(keeper, path):
    restore.suspend(manifest.folder_of(path), keeper.clock.now(), {"what": "vault_salvaged", "rows": "70", "lost": "2"})
    keeper.backups.keep("sign_in")
    keeper.backups.keep("interval")
    (row,) = [line.row for line in keeper.audit.page() if line.row.event == "vault_salvaged"]
    assert (dict(row.says), row.signed) == ({"rows": 70, "lost": 2}, True)


def test_one_that_cannot_be_removed_is_said_so(keeper, path):
    for _ in range(3):
        last = keeper.backups.make()
        later(keeper, days=3)
    stuck = keeper.backups.all()[1]
    assert stuck.number == last.number - 1
    keeper.backups.make()
    manifest.remove(manifest.folder_of(path), keeper.backups.all()[-1].file)
    # Somebody has put a folder where its key file was.
    later(keeper, days=40)
    keeper.backups.make()
    later(keeper, days=1)
    keeper.backups.make()
    lying = files.beside(manifest.folder_of(path) / stuck.file, "keys")
    lying.unlink()
    lying.mkdir()
    with pytest.raises(StoreError, match="could not be removed"):
        keeper.backups.turn_over()


def test_rebuilt_backups_hold_nothing_from_before(keeper):
    for _ in range(3):
        keeper.backups.make()
    assert len(keeper.backups.rebuild()) == 3
    (left,) = keeper.backups.all()
    assert (left.number, left.why, left.proven) == (4, "removal", True)


def test_nothing_is_rebuilt_while_what_was_put_back_is_not_confirmed(keeper, path):
    made = keeper.backups.make()
    restore.suspend(manifest.folder_of(path), keeper.clock.now(), {"what": "backup_restored", "number": "1"})
    for ask in (keeper.backups.check_rebuild, keeper.backups.rebuild):
        with pytest.raises(Refused, match="Nobody has said yet that what was put back is right"):
            ask()
    assert keeper.backups.all() == (made,)
    keeper.backups.confirm()
    keeper.backups.check_rebuild()
    assert keeper.backups.rebuild() == (made.file,)


def test_one_that_was_worked_in_is_kept_with_its_work_and_can_be_opened(keeper, path, fixed_clock):
    old = keeper.backups.make()
    made = manifest.folder_of(path) / old.file
    # As a program would that does not know it for a backup: in its place, with a record begun in it.
    there = path.with_name("elsewhere.vault")
    restore.to_new_file(made, there)
    other = Caseload.open(there, None, PASSPHRASE, clock=fixed_clock)
    record = other.records.begin("carer_conversation")
    other.close()
    for ending in ("", ".keys", ".keys2", ".anchor", ".lock"):
        there.with_name(f"{there.name}{ending}").rename(made.with_name(f"{made.name}{ending}"))
    later(keeper, days=3)
    keeper.backups.make()
    for days in (40, 1):
        later(keeper, days=days)
        keeper.backups.make()
    done = keeper.backups.keep("interval")
    (folder,) = path.parent.glob(f"{path.name}.kept-*")
    assert f"it is not as it was made, so somebody may have worked in it ({folder.name})" in done.faults[0]
    assert events(keeper).count("backup_kept") == 1
    assert old not in keeper.backups.all() and not list(made.parent.glob(f"{made.name}*"))
    assert keeper.backups.keep("interval").faults == ()
    kept = Caseload.open(folder / made.name, None, PASSPHRASE, clock=fixed_clock)
    assert [card.id for card in kept.records.all()] == [record.id]
    kept.close()


def test_of_several_that_were_changed_each_is_kept_and_the_rest_goes(keeper, path):
    for _ in range(3):
        keeper.backups.make()
    folder = manifest.folder_of(path)
    for each in keeper.backups.all()[1:]:
        (folder / each.file).write_bytes(b"cut short")
    with pytest.raises(StoreError, match=r"and 1 more was not removed"):
        keeper.backups.rebuild()
    assert [each.why for each in keeper.backups.all()] == ["removal"]
    assert {each.read_bytes() for each in path.parent.glob(f"{path.name}.kept-*/*.vault")} == {b"cut short"}


def test_the_newest_is_tried_out_once_a_month(keeper):
    assert not keeper.backups.restore_test_due()
    assert keeper.backups.restore_test() is None
    done = keeper.backups.keep("sign_in")
    assert isinstance(done.tested, RestoreTest)
    assert keeper.backups.last_test == done.tested
    assert keeper.backups.keep("interval").tested is None
    later(keeper, days=31)
    assert keeper.backups.keep("close").tested is None
    assert keeper.backups.keep("interval").tested


def test_the_second_place_takes_one_a_day(keeper, stick, path):
    assert keeper.backups.send() is None
    assert keeper.backups.second_place is None
    assert keeper.backups.only_here()
    keeper.backups.set_second_place(stick, [age.recipient_text(ORGANISATION.public)])
    assert keeper.backups.second_place == stick
    assert keeper.backups.send() is None
    done = keeper.backups.keep("sign_in")
    assert isinstance(done.second, SecondCopy)
    assert keeper.backups.second_copy == done.second
    assert not keeper.backups.only_here()
    work(keeper)
    later(keeper, hours=1)
    assert keeper.backups.keep("close").second is None
    later(keeper, hours=21)
    assert keeper.backups.keep("interval").second
    assert len(list(stick.iterdir())) == 2
    keeper.backups.set_second_place(None)
    assert keeper.backups.second_place is None


def test_a_stick_that_is_not_in_is_no_fault_until_it_is_late(keeper, stick):
    keeper.backups.set_second_place(stick / "gone", [age.recipient_text(ORGANISATION.public)])
    assert keeper.backups.keep("sign_in").faults == ()
    # Nor is one of which nobody can tell.
    keeper.backups.set_second_place(stick / ("a" * 300), [age.recipient_text(ORGANISATION.public)])
    assert keeper.backups.keep("interval").faults == ()
    with pytest.raises(StoreError, match="This name is too long"):
        keeper.backups.send()
    later(keeper, days=8)
    assert keeper.backups.only_here()


def test_without_a_rescue_key_nothing_is_sent(keeper, stick):
    keeper.backups.set_second_place(stick)
    assert "Nobody could open" in keeper.backups.keep("sign_in").faults[0]
    assert list(stick.iterdir()) == []


def test_with_a_rescue_sheet_it_is_sent_to_its_holder(keeper, stick):
    keeper.people.make_recovery()
    keeper.backups.set_second_place(stick)
    assert keeper.backups.keep("sign_in").second


def test_only_the_access_lead_sets_the_second_place(caseload, stick):
    assert "keeper" not in caseload.me.roles or caseload.backups.set_second_place(stick) is None
    made = caseload.backups
    if "keeper" not in caseload.me.roles:
        with pytest.raises(Refused, match="Only the access lead"):
            made.set_second_place(stick)


def test_nothing_done_is_nothing_said():
    assert Upkeep() == Upkeep(None, (), None, None, ())
