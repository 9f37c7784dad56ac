"""Whoever has left since a backup was made stays out once it is put back, or is told to be let in again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from carer_desktop.errors import CarerError
from carer_desktop.records.damage import PutBack
from carer_desktop.store import access, files, manifest, open_vault, people, rescue, restore, slots
from carer_desktop.store.entering import Signed
from tests.core.store.given import CHEAP, LATER, NAME, NOW, PASSPHRASE, made_vault
from tests.core.store.test_access import BEN, BEN_SAYS, NEW, Team, events, sound


class Left(Team):
    """Two people, a backup of both, and then one of them has left."""

    def __init__(self, path: Path, *roles: str) -> None:
        super().__init__(path)
        self.ben = self.add(BEN, BEN_SAYS, *(roles or ("assessor", "keeper")))
        self.database = manifest.folder_of(path) / self.store.back_up(NOW, "asked").file

    def leave(self, rotate: bool = True) -> None:
        self.do(access.remove, self.ben.id, LATER)
        if rotate:
            self.do(access.rotate, LATER)

    def signed(self, passphrase: str = PASSPHRASE, name: str = NAME) -> Signed:
        self.store.close()
        return Signed.of(self.path, name, passphrase)

    def put_back(self, signed: Signed | None) -> PutBack:
        self.store.close()
        today = rescue.people_today(signed) if signed else {}
        return restore.put_back(self.path, self.database, LATER, signed, today)

    def people(self) -> dict[str, bool]:
        """Everybody by name, and whether they are here."""
        return {each.name: each.ended_at is None for each in self.store.read(people.all_).result()}

    def stays_out(self) -> None:
        with pytest.raises(CarerError):
            self.open(BEN, BEN_SAYS)


@pytest.fixture
def left(path: Path) -> Iterator[Left]:
    made = Left(path)
    yield made
    made.store.close()


@pytest.mark.parametrize("rotate", [True, False])
@pytest.mark.parametrize("readable", [True, False])
def test_who_has_left_stays_out_and_is_shown_to_have_left(left: Left, rotate: bool, readable: bool) -> None:
    left.leave(rotate)
    signed = left.signed()
    if not readable:
        left.path.unlink()
    done = left.put_back(signed)
    assert done.keys_kept and done.left == (BEN,)
    assert done.told[1] == f"1 person who has left since stays out: {BEN}."
    left.stays_out()
    left.open()
    assert left.people() == {NAME: True, BEN: False}
    assert events(left.store).count("person_removed") == 1 and sound(left.store)
    left.open()
    assert sound(left.store)


def test_a_key_file_of_an_earlier_day_lets_nobody_in_who_had_left(left: Left) -> None:
    kept = {ending: files.beside(left.path, ending).read_bytes() for ending in ("keys", "keys2")}
    left.leave(rotate=False)
    left.put_back(left.signed())
    for ending, content in kept.items():
        files.beside(left.path, ending).write_bytes(content)
    left.stays_out()


def test_a_person_without_a_slot_in_an_older_key_file_has_not_left(left: Left, tmp_path: Path) -> None:
    cara = left.add("Cara Example", "third horse bicycle moon")
    older = {ending: files.beside(left.database, ending).read_bytes() for ending in ("keys", "keys2")}
    left.database = manifest.folder_of(left.path) / left.store.back_up(LATER, "asked").file
    left.store.close()
    for ending, content in older.items():
        files.beside(left.path, ending).write_bytes(content)
    done = left.put_back(left.signed())
    assert done.keys_kept and done.left == ()
    left.open()
    assert left.people()[cara.name]


def test_who_can_sign_in_again_is_told_where_the_passphrase_was_changed_too(left: Left) -> None:
    left.leave()
    left.do(access.change_passphrase, PASSPHRASE, NEW, LATER, CHEAP)
    done = left.put_back(left.signed(NEW))
    assert (done.keys_kept, done.again) == (False, (BEN,))
    assert done.told[1] == "Everyone signs in with the passphrase they had on that day."
    assert done.told[2].startswith(f"1 person who had left can sign in again: {BEN}. Remove them")
    left.open(BEN, BEN_SAYS)
    left.open()
    assert left.people() == {NAME: True, BEN: True}


def test_without_names_they_are_counted(left: Left) -> None:
    left.leave()
    left.do(access.change_passphrase, PASSPHRASE, NEW, LATER, CHEAP)
    signed = left.signed(NEW)
    left.path.unlink()
    done = left.put_back(signed)
    assert done.again == ("",)
    assert done.told[2].startswith("1 person who had left can sign in again. Remove them")


def test_where_nobody_has_left_and_the_old_passphrases_come_back_nothing_more_is_told(left: Left) -> None:
    left.do(access.rotate, LATER)
    left.do(access.change_passphrase, PASSPHRASE, NEW, LATER, CHEAP)
    done = left.put_back(left.signed(NEW))
    assert done.again == () and len(done.told) == 3


def test_where_nobody_signed_in_it_is_told_that_leavers_may_come_back(left: Left) -> None:
    left.leave()
    done = left.put_back(None)
    assert done.again is None and "Whoever has left since can sign in again." in done.told[2]


def test_nobody_is_left_without_an_access_lead(path: Path) -> None:
    """The only access lead of that day has left: their key file comes back, and that they can sign in is told."""
    left = Left(path)
    left.do(access.set_roles, left.store.person.id, ["assessor", "keeper"], LATER)
    left.open(BEN, BEN_SAYS)
    me = next(each for each in left.store.read(people.all_).result() if each.name == NAME)
    left.do(access.set_roles, me.id, ["assessor"], LATER)
    left.database = manifest.folder_of(path) / left.store.back_up(LATER, "asked").file
    left.do(access.set_roles, me.id, ["assessor", "keeper"], LATER)
    left.open()
    left.leave()
    done = left.put_back(left.signed())
    assert (done.keys_kept, done.again) == (False, (BEN,))
    left.open(BEN, BEN_SAYS)
    left.store.close()


def test_who_was_reset_since_signs_what_is_written_down_with_the_key_of_today(left: Left) -> None:
    me = left.store.person
    left.open(BEN, BEN_SAYS)
    left.do(access.reset, me.id, NEW, LATER, CHEAP, "Ben gave you new words.")
    left.open(NAME, NEW)
    left.leave(rotate=False)
    assert left.put_back(left.signed(NEW)).left == (BEN,)
    left.open(NAME, NEW)
    assert sound(left.store)


def test_a_key_file_of_another_vault_tells_of_nobody(left: Left, tmp_path: Path) -> None:
    left.leave()
    made_vault(tmp_path / "other.vault").close()
    done = left.put_back(Signed.of(tmp_path / "other.vault", None, PASSPHRASE))
    assert (done.keys_kept, done.again) == (False, None)
    left.open(BEN, BEN_SAYS)


def test_a_backup_that_nobody_could_open_is_not_put_back(left: Left) -> None:
    left.leave()
    signed = left.signed()
    for ending in ("keys", "keys2"):
        files.beside(left.database, ending).unlink()
    with pytest.raises(CarerError, match="no key file that can be read"):
        left.put_back(signed)
    assert slots.read(left.path).sequence == signed.file.sequence
    left.open()
    assert left.people()[BEN] is False


def test_what_was_put_back_under_the_key_of_today_can_be_backed_up_and_put_back_again(left: Left) -> None:
    left.leave()
    left.put_back(left.signed())
    left.open()
    left.database = manifest.folder_of(left.path) / left.store.back_up(LATER, "asked").file
    assert left.put_back(left.signed()).left == ()
    left.open()
    assert sound(left.store)


def test_with_the_key_files_alone_who_has_left_stays_out_and_nobody_is_told_otherwise(left: Left) -> None:
    left.leave(rotate=False)
    left.store.close()
    done = restore.keys_back(left.path, left.database, LATER)
    assert not any("sign in again" in each for each in done.told)
    left.stays_out()
    left.open()


def test_who_has_left_is_not_brought_back_by_what_the_backup_adds(left: Left) -> None:
    left.leave(rotate=False)
    signed = left.signed()
    left.path.write_bytes(bytes(left.path.stat().st_size))
    rescue.rebuild(signed, LATER, left.database)
    left.open()
    assert left.people() == {NAME: True, BEN: False}


def test_a_backup_of_an_older_schema_is_brought_up_to_date_under_the_key_of_today(tmp_path: Path) -> None:
    for each in (Path(__file__).parents[2] / "data" / "vaults" / "schema_1").iterdir():
        (tmp_path / each.name).write_bytes(each.read_bytes())
    path = tmp_path / "team.vault"
    store = open_vault(path, None, PASSPHRASE)
    store.change_keys(access.rotate, LATER).result()
    store.close()
    (made,) = manifest.all_(manifest.folder_of(path))
    signed = Signed.of(path, None, PASSPHRASE)
    database = manifest.folder_of(path) / made.file
    assert restore.put_back(path, database, LATER, signed, rescue.people_today(signed)).keys_kept
    store = open_vault(path, None, PASSPHRASE)
    assert sound(store)
    store.close()
