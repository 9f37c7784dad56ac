"""Several people on one vault: added, removed, reset, recovered, and a new key for everybody."""

from __future__ import annotations

import pickle
import resource
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from carer_desktop.clock import FixedClock
from carer_desktop.errors import Refused, StoreError
from carer_desktop.records.damage import VaultFault
from carer_desktop.records.person import Person
from carer_desktop.records.sign_in import NotOpened
from carer_desktop.sealing import keys, wrapping
from carer_desktop.store import (
    Connection,
    Store,
    access,
    engine,
    files,
    key_file,
    open_vault,
    people,
    recover_vault,
    sign_in,
    slots,
)
from carer_desktop.store.key_file import RecoverySlot
from tests.core.store.given import CHEAP, LATER, NAME, NOW, PASSPHRASE, made_vault

BEN, BEN_SAYS = "Ben Example", "wrong mule dynamo paperclip"
NEW = "seventh anchor pickle drum"


class Team:
    """A vault that is opened by one person after the other."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = FixedClock(NOW)
        self.store = made_vault(path, clock=self.clock)

    def open(self, name: str = NAME, passphrase: str = PASSPHRASE) -> Store:
        """Who is there leaves, and this person comes."""
        self.store.close()
        self.store = open_vault(self.path, name, passphrase, clock=self.clock)
        return self.store

    def do(self, job: Callable[..., Any], *values: Any) -> Any:
        """One change, done."""
        return self.store.change_keys(job, *values).result()

    def add(self, name: str = BEN, passphrase: str = BEN_SAYS, *roles: str, must_change: bool = False) -> Person:
        added: Person = self.do(access.add, name, roles or ("assessor",), passphrase, LATER, None, must_change)
        return added

    def cannot_open(self, name: str, passphrase: str) -> None:
        self.store.close()
        with pytest.raises(NotOpened):
            open_vault(self.path, name, passphrase)


@pytest.fixture
def team(path: Path) -> Iterator[Team]:
    """A vault of one person, who is assessor and keeper."""
    made = Team(path)
    yield made
    made.store.close()


def rows(connection: Connection, statement: str) -> list[tuple[Any, ...]]:
    return connection.execute(statement).fetchall()


def events(store: Store) -> list[str]:
    return [row[0] for row in store.read(rows, "SELECT event FROM audit ORDER BY sequence").result()]


def sound(store: Store) -> bool:
    return store.verify().result() == () and not any(each.fault for each in store.check_log().result())


# --- add -------------------------------------------------------------------------------------------


def test_two_people_open_one_vault_each_with_their_own_passphrase_and_keys(team: Team) -> None:
    ben = team.add()
    ann = team.store.person
    assert team.open(BEN, BEN_SAYS).person == ben
    assert team.open().person == ann
    held = [slots.attempt(team.store.vault.keys, *each) for each in ((NAME, PASSPHRASE), (BEN, BEN_SAYS))]
    first, second = (each[0] for each in held if each)
    assert first.vault_key == second.vault_key
    assert first.signing.secret != second.signing.secret
    assert first.receiving.secret != second.receiving.secret
    team.cannot_open(NAME, BEN_SAYS)
    team.cannot_open(BEN, PASSPHRASE)


def test_who_was_given_words_must_change_them_and_others_need_not(team: Team) -> None:
    team.add(must_change=True)
    store = team.open(BEN, BEN_SAYS)
    assert store.vault.unlocked.must_change
    team.do(access.change_passphrase, BEN_SAYS, NEW, LATER, None)
    assert not store.vault.unlocked.must_change
    assert not team.open(BEN, NEW).vault.unlocked.must_change
    assert not team.open().vault.unlocked.must_change


@pytest.mark.parametrize("name", [NAME, NAME.upper(), "  priya   EXAMPLE "])
def test_a_name_is_given_once(team: Team, name: str) -> None:
    with pytest.raises(Refused, match="is here already"):
        team.add(name)


def test_a_weak_passphrase_an_unknown_role_and_no_name_are_refused(team: Team) -> None:
    for values in ((BEN, "short"), ("Priya", "priya priya priya priya"), (" ", BEN_SAYS), (BEN, BEN_SAYS, "boss")):
        with pytest.raises(Refused):
            team.add(*values)
    assert len(team.store.vault.keys.slots) == 1
    assert events(team.store) == ["vault_created", "person_added"]


def test_what_cannot_be_written_is_not_half_done(team: Team) -> None:
    blocked = files.beside(team.path, "keys").with_name(f"{team.path.name}.keys.tmp")
    blocked.mkdir()
    with pytest.raises(StoreError):
        team.add()
    blocked.rmdir()
    assert [each.name for each in team.store.read(people.all_).result()] == [NAME]
    team.add()
    assert team.open(BEN, BEN_SAYS).person.name == BEN


# --- remove ----------------------------------------------------------------------------------------


def test_a_leaver_opens_nothing_and_stays_provable(team: Team) -> None:
    ben = team.add()
    team.do(access.remove, ben.id, LATER)
    gone = team.store.read(people.one, ben.id).result()
    assert gone == replace(ben, ended_at=LATER)
    assert team.store.read(people.ended_keys, ben.id).result() == {ben.signing_public: LATER}
    assert len(team.store.vault.keys.slots) == 1
    assert events(team.store)[-1] == "person_removed"
    assert sound(team.store)
    team.cannot_open(BEN, BEN_SAYS)
    team.open()
    assert team.add().id != ben.id


def test_an_older_key_file_does_not_let_a_leaver_back_in(team: Team) -> None:
    ben = team.add()
    kept = {each: files.beside(team.path, each).read_bytes() for each in ("keys", "keys2")}
    team.do(access.remove, ben.id, LATER)
    team.store.close()
    for ending, content in kept.items():
        files.beside(team.path, ending).write_bytes(content)
    with pytest.raises(VaultFault, match="no longer in the vault"):
        open_vault(team.path, BEN, BEN_SAYS)
    assert team.open().vault.keys_older


def test_nobody_removes_themselves_or_a_stranger(team: Team) -> None:
    with pytest.raises(Refused, match="cannot remove yourself"):
        team.do(access.remove, team.store.person.id, LATER)
    with pytest.raises(Refused, match="nobody of this name"):
        team.do(access.remove, "somebody", LATER)
    ben = team.add()
    team.do(access.remove, ben.id, LATER)
    with pytest.raises(Refused, match="nobody of this name"):
        team.do(access.remove, ben.id, LATER)


def test_a_removal_whose_key_file_could_not_be_written_is_finished_later(team: Team) -> None:
    ben = team.add()
    blocked = files.beside(team.path, "keys").with_name(f"{team.path.name}.keys.tmp")
    blocked.mkdir()
    with pytest.raises(StoreError):
        team.do(access.remove, ben.id, LATER)
    team.store.close()
    with pytest.raises(VaultFault, match="no longer"):
        open_vault(team.path, BEN, BEN_SAYS)
    blocked.rmdir()
    team.open()
    team.do(access.remove, ben.id, LATER)
    assert len(team.store.vault.keys.slots) == 1


# --- roles -----------------------------------------------------------------------------------------


def test_roles_hold_from_the_next_sign_in_whatever_the_slot_says(team: Team) -> None:
    ben = team.add()
    changed = team.do(access.set_roles, ben.id, ["keeper", "authoriser"], LATER)
    assert changed.roles == ("authoriser", "keeper")
    assert team.open(BEN, BEN_SAYS).person.roles == ("authoriser", "keeper")


def test_somebody_always_looks_after_who_signs_in(team: Team) -> None:
    with pytest.raises(Refused, match="Somebody must look after"):
        team.do(access.set_roles, team.store.person.id, ["assessor"], LATER)
    ben = team.add(BEN, BEN_SAYS, "keeper")
    team.do(access.set_roles, team.store.person.id, ["assessor"], LATER)
    assert team.store.person.roles == ("assessor",)
    assert events(team.store)[-1] == "roles_changed"
    assert ben.roles == ("keeper",)
    with pytest.raises(Refused, match="no role “boss”"):
        team.do(access.set_roles, ben.id, ["boss"], LATER)
    with pytest.raises(Refused, match="nobody of this name"):
        team.do(access.set_roles, "somebody", ["keeper"], LATER)


# --- reset and change ------------------------------------------------------------------------------


def test_a_reset_gives_new_keys_and_ends_the_old_ones(team: Team) -> None:
    ben = team.add()
    held = slots.attempt(team.store.vault.keys, BEN, BEN_SAYS)
    assert held is not None
    after = team.do(access.reset, ben.id, NEW, LATER, None, "Ann reset it")
    assert (after.id, after.name, after.roles) == (ben.id, ben.name, ben.roles)
    assert after.signing_public != ben.signing_public
    assert team.store.read(people.ended_keys, ben.id).result() == {ben.signing_public: LATER}
    assert events(team.store)[-1] == "access_reset"
    assert sound(team.store)
    team.cannot_open(BEN, BEN_SAYS)
    store = team.open(BEN, NEW)
    assert store.vault.unlocked.must_change
    assert [each.text for each in store.read(people.told, ben.id).result()] == ["Ann reset it"]
    # Nothing that can be reached from here, by whomever, is the old signing key.
    reachable = {slots.attempt(store.vault.keys, *each)[0].signing.secret for each in ((NAME, PASSPHRASE), (BEN, NEW))}  # type: ignore[index]
    assert held[0].signing.secret not in reachable


def test_an_older_key_file_does_not_bring_a_reset_slot_back(team: Team) -> None:
    ben = team.add()
    kept = {each: files.beside(team.path, each).read_bytes() for each in ("keys", "keys2")}
    team.do(access.reset, ben.id, NEW, LATER, None, "Ann reset it")
    team.store.close()
    for ending, content in kept.items():
        files.beside(team.path, ending).write_bytes(content)
    with pytest.raises(VaultFault, match="replaced on 22 November 2026"):
        open_vault(team.path, BEN, BEN_SAYS)


def test_a_slot_that_came_further_than_the_database_is_entered_at_the_sign_in(team: Team) -> None:
    """As after a cut-off between the key file and the commit of a reset."""
    ben = team.add()
    team.store.close()
    database = team.path.read_bytes()
    team.open()
    after = team.do(access.reset, ben.id, NEW, LATER, None, "Ann reset it")
    team.store.close()
    team.path.write_bytes(database)
    files.beside(team.path, "anchor").unlink()
    store = team.open(BEN, NEW)
    assert store.person.signing_public == after.signing_public
    assert store.read(people.ended_keys, ben.id).result() == {ben.signing_public: NOW}
    assert store.read(people.one, ben.id).result() == store.person


def test_one_cannot_reset_oneself_or_a_stranger(team: Team) -> None:
    with pytest.raises(Refused, match="cannot reset yourself"):
        team.do(access.reset, team.store.person.id, NEW, LATER, None, "")
    with pytest.raises(Refused, match="nobody of this name"):
        team.do(access.reset, "somebody", NEW, LATER, None, "")
    ben = team.add()
    with pytest.raises(Refused, match="Too short"):
        team.do(access.reset, ben.id, "short", LATER, None, "")


def test_a_changed_passphrase_only_wraps_anew(team: Team) -> None:
    before = team.store.vault.unlocked
    database = team.path.stat().st_mtime_ns
    team.do(access.change_passphrase, PASSPHRASE, NEW, LATER, None)
    assert team.path.stat().st_mtime_ns >= database
    assert team.store.vault.unlocked == before
    team.cannot_open(NAME, PASSPHRASE)
    after = team.open(NAME, NEW).vault.unlocked
    assert (after.vault_key, after.signing, after.person) == (before.vault_key, before.signing, before.person)
    assert events(team.store)[-1] == "passphrase_changed"


def test_the_old_passphrase_is_asked_and_wrong_ones_wait_as_at_the_sign_in(team: Team) -> None:
    for wait in (0, 0, 0, 2):
        with pytest.raises(NotOpened, match="do not open") as wrong:
            team.do(access.change_passphrase, BEN_SAYS, NEW, NOW, None)
        assert wrong.value.seconds == wait
    with pytest.raises(NotOpened, match="too many"):
        team.do(access.change_passphrase, PASSPHRASE, NEW, NOW, None)
    team.do(access.change_passphrase, PASSPHRASE, NEW, NOW + timedelta(seconds=2), None)


def test_a_new_passphrase_is_new_and_good(team: Team) -> None:
    with pytest.raises(Refused, match="the passphrase you have"):
        team.do(access.change_passphrase, PASSPHRASE, PASSPHRASE, LATER, None)
    with pytest.raises(Refused, match="Too short"):
        team.do(access.change_passphrase, PASSPHRASE, "short", LATER, None)


# --- recovery --------------------------------------------------------------------------------------


def recovered(team: Team, pair: keys.KeyPair, name: str, passphrase: str = NEW) -> Store:
    team.store.close()
    team.store = recover_vault(
        team.path, pair.secret, name, passphrase, clock=team.clock, kdf=CHEAP, told=f"{name} came in"
    )
    return team.store


def test_the_recovery_key_lets_somebody_in_with_new_keys(team: Team) -> None:
    pair, before = keys.receiving_pair(), team.store.person
    team.do(access.keep_recovery, slots.SHEET, pair.public, LATER)
    store = recovered(team, pair, NAME)
    assert (store.person.id, store.person.roles) == (before.id, before.roles)
    assert store.person.signing_public != before.signing_public
    assert list(store.read(people.ended_keys, before.id).result()) == [before.signing_public]
    assert events(store)[-1] == "access_recovered"
    assert sound(store)
    team.cannot_open(NAME, PASSPHRASE)
    assert team.open(NAME, NEW).person == store.person


def test_somebody_new_comes_in_as_access_lead_and_the_others_are_told(team: Team) -> None:
    pair, ben = keys.receiving_pair(), team.add()
    team.do(access.keep_recovery, slots.ORGANISATION, pair.public, LATER)
    carl = recovered(team, pair, "Carl Example").person
    assert carl.roles == ("keeper",)
    store = team.open(BEN, BEN_SAYS)
    assert [each.text for each in store.read(people.told, ben.id).result()] == ["Carl Example came in"]
    assert team.open("Carl Example", NEW).person == carl


def test_somebody_who_had_left_comes_back_under_the_same_id(team: Team) -> None:
    pair, ben = keys.receiving_pair(), team.add()
    team.do(access.keep_recovery, slots.SHEET, pair.public, LATER)
    team.do(access.remove, ben.id, LATER)
    back = recovered(team, pair, BEN).person
    assert (back.id, back.ended_at, back.roles) == (ben.id, None, ("assessor", "keeper"))


def test_only_the_newest_key_of_a_kind_opens(team: Team) -> None:
    first, second, other = keys.receiving_pair(), keys.receiving_pair(), keys.receiving_pair()
    team.do(access.keep_recovery, slots.SHEET, first.public, LATER)
    team.do(access.keep_recovery, slots.ORGANISATION, other.public, LATER)
    team.do(access.keep_recovery, slots.SHEET, second.public, LATER)
    team.store.close()
    for pair in (first, keys.receiving_pair()):
        with pytest.raises(Refused, match="does not open these records"):
            recovered(team, pair, NAME)
    recovered(team, other, NAME)
    recovered(team, second, NAME, "eighth anchor pickle drum")


def test_a_public_key_that_is_none_is_refused(team: Team) -> None:
    with pytest.raises(Refused, match="not a rescue key"):
        team.do(access.keep_recovery, slots.SHEET, bytes(32), LATER)
    assert team.store.vault.keys.recovery == ()


def test_a_doctored_recovery_slot_is_told_from_a_wrong_key(team: Team) -> None:
    pair = keys.receiving_pair()
    team.do(access.keep_recovery, slots.SHEET, pair.public, LATER)
    team.store.close()
    file = key_file.read(team.path)
    doctored = replace(file, recovery=(RecoverySlot("x", slots.SHEET, pair.public, file.recovery[0].wraps),))
    key_file.write(team.path, doctored, bytes(32))
    with pytest.raises(StoreError, match="changed by something that is not this program"):
        recovered(team, pair, NAME)


def test_a_recovery_that_fails_lets_the_vault_go(team: Team) -> None:
    pair = keys.receiving_pair()
    team.do(access.keep_recovery, slots.SHEET, pair.public, LATER)
    team.store.close()
    blocked = files.beside(team.path, "keys").with_name(f"{team.path.name}.keys.tmp")
    blocked.mkdir()
    with pytest.raises(StoreError, match="disk"):
        recovered(team, pair, NAME)
    blocked.rmdir()
    with pytest.raises(Refused, match="Too short"):
        recovered(team, pair, NAME, "short")
    with pytest.raises(Refused, match="needs a name"):
        recovered(team, pair, " ")
    assert team.open().person.name == NAME


# --- a new vault key -------------------------------------------------------------------------------


def test_everybody_comes_in_with_their_own_passphrase_after_a_new_key(team: Team) -> None:
    pair, ben = keys.receiving_pair(), team.add()
    team.do(access.keep_recovery, slots.SHEET, pair.public, LATER)
    before = team.store.vault.unlocked.vault_key
    salts = {team.store.vault.keys.database_salt}
    for _ in range(3):
        assert team.do(access.rotate, LATER) == 2
        salts.add(team.store.vault.keys.database_salt)
    assert len(salts) == 4
    assert events(team.store)[-1] == "key_rotated"
    assert sound(team.store)
    store = team.open(BEN, BEN_SAYS)
    after = store.vault.unlocked.vault_key
    assert after != before
    assert store.person == ben
    # The slot was sealed anew at the sign-in, and leads straight to the key of today.
    assert {each.person: len(each.wraps) for each in store.vault.keys.slots} == {ben.id: 0, _id(store, NAME): 3}
    assert team.open().vault.unlocked.vault_key == after
    assert all(each.wraps == () for each in team.store.vault.keys.slots)
    assert sound(team.store)
    assert recovered(team, pair, NAME).vault.unlocked.vault_key == after


def _id(store: Store, name: str) -> str:
    return next(each.id for each in store.read(people.all_).result() if each.name == name)


def test_the_old_key_and_a_leavers_slot_open_nothing_after_a_new_key(team: Team, tmp_path: Path) -> None:
    ben = team.add()
    kept = {each: files.beside(team.path, each).read_bytes() for each in ("keys", "keys2")}
    old = team.store.vault.unlocked.database_key
    salt = team.store.vault.keys.database_salt
    team.do(access.remove, ben.id, LATER)
    team.do(access.rotate, LATER)
    team.store.close()
    for each_salt in (salt, key_file.read(team.path).database_salt):
        with pytest.raises(engine.driver().DatabaseError):
            engine.connect(team.path, old, each_salt)
    # What the leaver kept: the key file of then, and their passphrase; then also a slot smuggled back in.
    for ending, content in kept.items():
        files.beside(team.path, ending).write_bytes(content)
    with pytest.raises(VaultFault):
        open_vault(team.path, BEN, BEN_SAYS)


def test_a_leaver_with_the_old_key_cannot_open_what_was_wrapped_to_another(team: Team) -> None:
    team.add()
    leaver = team.store.vault.unlocked
    team.do(access.rotate, LATER)
    (others,) = [each for each in team.store.vault.keys.slots if each.person != leaver.person.id]
    bound = slots._bound_wrap(team.store.facts.id, others, 0)
    with pytest.raises(keys.SealError):
        wrapping.unwrap(leaver.receiving.secret, others.wraps[0], bound)


def test_a_stranger_cannot_put_another_vault_key_in_its_place(team: Team) -> None:
    """Whoever has the file can wrap to a person; without the old vault key what is wrapped is not believed."""
    team.store.close()
    file = key_file.read(team.path)
    strange = keys.new_key()
    doctored = slots.changed(slots.changing(file, keys.new_key(), strange, bytes(16)), strange)
    key_file.write(team.path, doctored, strange)
    with pytest.raises(StoreError, match="changed by something that is not this program"):
        open_vault(team.path, NAME, PASSPHRASE)


@pytest.mark.parametrize("rekeyed", [False, True])
def test_a_change_of_key_that_was_cut_off_is_finished_or_undone(team: Team, rekeyed: bool) -> None:
    pair, ben = keys.receiving_pair(), team.add()
    team.do(access.keep_recovery, slots.SHEET, pair.public, LATER)
    before, after, salt = team.store.vault.unlocked.vault_key, keys.new_key(), bytes(range(16))

    def cut_off(vault: Any) -> None:
        with vault.writing():
            vault.keep_keys(slots.changing(vault.keys, before, after, salt))
        if rekeyed:
            engine.change_key(vault.connection, keys.sub_key(after, keys.DATABASE), salt)

    team.do(cut_off)
    team.store.close()
    folder = team.path.parent
    shutil.copytree(folder, folder / "aside")
    in_force = after if rekeyed else before
    store = team.open(BEN, BEN_SAYS)
    assert store.vault.unlocked.vault_key == in_force
    assert store.person == ben
    assert key_file.read(team.path).next_salt == b""
    assert team.open().vault.unlocked.vault_key == in_force
    team.store.close()
    # The same by the recovery key, and by the older of the two copies alone.
    aside = Team.__new__(Team)
    aside.path, aside.clock, aside.store = folder / "aside" / team.path.name, team.clock, team.store
    files.beside(aside.path, "keys").unlink()
    assert recovered(aside, pair, NAME).vault.unlocked.vault_key == in_force
    assert key_file.read(aside.path).next_salt == b""
    aside.store.close()


def test_a_new_key_after_one_that_was_cut_off_in_the_same_session(team: Team) -> None:
    vault = team.store.vault

    def half(_: Any) -> None:
        with vault.writing():
            vault.keep_keys(slots.changing(vault.keys, vault.unlocked.vault_key, keys.new_key(), bytes(16)))

    team.do(half)
    team.do(access.rotate, LATER)
    assert sound(team.open())


def test_a_change_of_key_for_which_there_is_no_room_leaves_the_old_key(team: Team) -> None:
    team.store.save(lambda c: c.execute("CREATE TABLE big AS SELECT randomblob(2000000) AS b").fetchall()).result()
    before = team.store.vault.unlocked.vault_key
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, limits[1]))
    try:
        with pytest.raises(StoreError):
            team.do(access.rotate, LATER)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    # The connection is closed at once, since it would write with a key that is not the file's.
    with pytest.raises(StoreError):
        team.store.save(lambda c: c.execute("DELETE FROM big").fetchall()).result()
    store = team.open()
    assert store.vault.unlocked.vault_key == before
    assert sound(store)
    assert store.vault.keys.next_salt == b""


def test_a_damaged_database_is_damaged_under_both_keys(team: Team) -> None:
    vault = team.store.vault

    def half(_: Any) -> None:
        with vault.writing():
            vault.keep_keys(slots.changing(vault.keys, vault.unlocked.vault_key, keys.new_key(), bytes(16)))

    team.do(half)
    team.store.close()
    content = bytearray(team.path.read_bytes())
    content[100] ^= 1
    team.path.write_bytes(content)
    with pytest.raises(VaultFault, match="damaged"):
        open_vault(team.path, NAME, PASSPHRASE)


# --- what lies about -------------------------------------------------------------------------------


def test_names_stand_at_the_sign_in_only_by_setting(team: Team) -> None:
    team.add()
    assert sign_in(team.path).names == ()
    assert NAME.encode() not in files.beside(team.path, "keys").read_bytes()
    team.do(access.show_names, True, LATER)
    assert set(sign_in(team.path).names) == {NAME, BEN}
    team.do(access.remove, _id(team.store, BEN), LATER)
    assert sign_in(team.path).names == (NAME,)
    team.do(access.show_names, False, LATER)
    assert sign_in(team.path).names == ()


def test_no_key_shows_itself_in_anything_that_is_open(team: Team) -> None:
    team.add()
    team.do(access.rotate, LATER)
    vault = team.store.vault
    held = vault.unlocked
    secrets = [held.vault_key, held.database_key, held.signing.secret, held.receiving.secret, vault.pen.key]
    for each in (vault, held, held.signing, vault.keys, vault.keys.slots[0], vault.pen, team.store, held.person):
        said = f"{each!r} {each!s}"
        assert not any(key.hex() in said or repr(key)[2:-1] in said for key in secrets)
        try:
            content = pickle.dumps(each)
        except TypeError:
            continue
        assert not any(key in content for key in secrets)
    for each in (held, held.signing, vault):
        with pytest.raises(TypeError):
            pickle.dumps(each)


def test_control_a_plain_value_with_a_key_in_it_is_found(team: Team) -> None:
    key = team.store.vault.unlocked.vault_key
    assert key in pickle.dumps({"key": key})
    assert repr(key)[2:-1] in repr({"key": key})
