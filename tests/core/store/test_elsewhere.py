"""The second place: one sealed file, read back where it was written, opened with a rescue key and nothing else."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from carer_desktop.errors import Refused, StoreError
from carer_desktop.records.backup import SecondCopy
from carer_desktop.sealing import age, keys
from carer_desktop.sealing.keys import KeyPair
from carer_desktop.store import backup, elsewhere, files, manifest, open_vault, slots
from carer_desktop.store.key_file import RecoverySlot
from tests.core.store.given import LATER, NOW, PASSPHRASE
from tests.core.store.spoilt import BEFORE, Lost, answers_in, spoil_pages, with_backup


@pytest.fixture
def lost(path: Path) -> Lost:
    """A closed vault with a backup."""
    return with_backup(path)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """The second place."""
    made = tmp_path / "stick"
    made.mkdir()
    return made


@pytest.fixture
def rescue_key() -> KeyPair:
    """Whose secret half is printed on a sheet."""
    return keys.receiving_pair()


def test_on_another_laptop_the_file_and_the_key_give_the_records_back(
    lost: Lost, stick: Path, rescue_key: KeyPair, tmp_path: Path
) -> None:
    sent = elsewhere.send(lost.database, stick, [rescue_key.public], "records-1", LATER)
    assert sent == SecondCopy(LATER, f"records-1 {Path(lost.backup.file).stem}.age", 1)
    assert [each.name for each in stick.iterdir()] == [sent.file]
    assert elsewhere.last(manifest.folder_of(lost.path)) == sent
    target = tmp_path / "new laptop" / "team.vault"
    found = elsewhere.fetch(stick / sent.file, [age.identity_text(rescue_key.secret)], target)
    assert (found.counts, found.sha256) == (lost.backup.counts, lost.backup.sha256)
    store = open_vault(target, None, PASSPHRASE)
    assert len(answers_in(store, lost.assessment)) == BEFORE
    store.close()
    assert not files.beside(target, "fetching").exists()


def test_any_age_program_and_tar_open_it_too(lost: Lost, stick: Path, rescue_key: KeyPair) -> None:
    sent = elsewhere.send(lost.database, stick, [rescue_key.public], "records", NOW)
    plain = io.BytesIO()
    age.open_with(io.BytesIO((stick / sent.file).read_bytes()), plain, [rescue_key.secret])
    plain.seek(0)
    with tarfile.open(fileobj=plain) as tar:
        assert {member.name: member.size for member in tar} == {
            f"records.vault{ending}": lost.database.with_name(f"{lost.database.name}{ending}").stat().st_size
            for ending in ("", ".keys", ".keys2", ".anchor", ".manifest")
        }


def test_only_a_few_of_a_vault_stay_there_and_what_is_others_is_left(
    lost: Lost, stick: Path, rescue_key: KeyPair
) -> None:
    (stick / "records-1 000000-20200101T000000Z.age").write_bytes(b"old")
    (stick / "records-2 000000-20200101T000000Z.age").write_bytes(b"another vault's")
    (stick / "holiday.jpg").write_bytes(b"")
    store = open_vault(lost.path, None, PASSPHRASE)
    for _ in range(6):
        made = store.back_up(NOW, "asked")
        elsewhere.send(lost.database.with_name(made.file), stick, [rescue_key.public], "records-1", NOW)
    store.close()
    names = {each.name for each in stick.iterdir()}
    assert sum(name.startswith("records-1") for name in names) == 5
    assert {"holiday.jpg", "records-2 000000-20200101T000000Z.age"} <= names
    assert "records-1 000000-20200101T000000Z.age" not in names


def test_a_place_that_is_not_there_is_said_so(lost: Lost, tmp_path: Path, rescue_key: KeyPair) -> None:
    with pytest.raises(StoreError, match="second place for backups is not there") as told:
        elsewhere.send(lost.database, tmp_path / "unplugged", [rescue_key.public], "records", NOW)
    assert told.value.retry
    assert not (tmp_path / "unplugged").exists()
    assert elsewhere.last(manifest.folder_of(lost.path)) is None


def test_a_stick_pulled_out_in_the_middle_leaves_no_note(
    lost: Lost, stick: Path, rescue_key: KeyPair, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise OSError(5, os.strerror(5))

    monkeypatch.setattr(os, "fsync", gone)
    with pytest.raises(StoreError, match="could not be written: the disk could not be read or written"):
        elsewhere.send(lost.database, stick, [rescue_key.public], "records", NOW)
    assert elsewhere.last(manifest.folder_of(lost.path)) is None
    assert list(stick.iterdir()) == []


def test_a_stick_that_refuses_even_to_remove_is_left_as_it_is(
    lost: Lost, stick: Path, rescue_key: KeyPair, monkeypatch: pytest.MonkeyPatch
) -> None:
    (stick / f"records {Path(lost.backup.file).stem}.age.tmp").mkdir()
    with pytest.raises(StoreError, match="could not be written"):
        elsewhere.send(lost.database, stick, [rescue_key.public], "records", NOW)


def test_what_lies_there_is_not_what_was_written(
    lost: Lost, stick: Path, rescue_key: KeyPair, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = backup.sha256_of
    monkeypatch.setattr(backup, "sha256_of", lambda path: real(path) if path.suffix == ".vault" else "other")
    with pytest.raises(StoreError, match="not what lies there"):
        elsewhere.send(lost.database, stick, [rescue_key.public], "records", NOW)
    assert list(stick.iterdir()) == []


def test_a_backup_that_changed_is_not_sent(lost: Lost, stick: Path, rescue_key: KeyPair) -> None:
    spoil_pages(lost.database, [2])
    with pytest.raises(StoreError, match="not what it was"):
        elsewhere.send(lost.database, stick, [rescue_key.public], "records", NOW)


def test_recipients_are_the_rescue_keys_and_the_organisation_and_never_nobody(lost: Lost) -> None:
    file = slots.read(lost.path)
    with pytest.raises(Refused, match="Nobody could open"):
        elsewhere.recipients(file, [])
    assert elsewhere.recipients(file, ["age1x"]) == ["age1x"]
    slot = RecoverySlot("r", slots.SHEET, b"p" * 32, (b"w",))
    known: Any = type(file)(**{**{name: getattr(file, name) for name in file.__slots__}, "recovery": (slot,)})
    assert elsewhere.recipients(known, []) == [b"p" * 32]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"at":"x","file":"y","number":1}'])
def test_a_note_that_cannot_be_read_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "second-place.json").write_bytes(content)
    assert elsewhere.last(tmp_path) is None


# --- what cannot be opened -------------------------------------------------------------------------------


def test_another_key_a_changed_byte_or_another_file_is_refused_and_leaves_nothing(
    lost: Lost, stick: Path, rescue_key: KeyPair, tmp_path: Path
) -> None:
    sent = stick / elsewhere.send(lost.database, stick, [rescue_key.public], "records", NOW).file
    whole = sent.read_bytes()
    target = tmp_path / "new.vault"
    other = keys.receiving_pair().secret
    for content, secret in ((whole, other), (whole[:-1], rescue_key.secret), (b"hello", rescue_key.secret)):
        sent.write_bytes(content)
        with pytest.raises(StoreError, match="not sealed to this rescue sheet or key"):
            elsewhere.fetch(sent, [secret], target)
        assert not [each for each in tmp_path.iterdir() if each.name.startswith("new.vault")]


def test_a_file_is_never_fetched_over_another(lost: Lost, stick: Path, rescue_key: KeyPair) -> None:
    sent = elsewhere.send(lost.database, stick, [rescue_key.public], "records", NOW)
    before = lost.path.read_bytes()
    with pytest.raises(StoreError, match="a file of this name already"):
        elsewhere.fetch(stick / sent.file, [rescue_key.secret], lost.path)
    assert lost.path.read_bytes() == before


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path, rescue_key: KeyPair) -> None:
    with pytest.raises(StoreError):
        elsewhere.fetch(tmp_path / "none.age", [rescue_key.secret], tmp_path / "new.vault")


def member(name: str, content: bytes = b"x", kind: bytes = tarfile.REGTYPE, link: str = "") -> tuple[Any, bytes]:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = len(content), kind, link
    return info, content


GOOD = [member(f"records.vault{ending}") for ending in ("", ".keys", ".keys2", ".anchor", ".manifest")]
HOSTILE: list[list[tuple[Any, bytes]]] = [
    [],
    GOOD[:4],
    [*GOOD, member("../escaped")],
    [*GOOD, member("/tmp/escaped")],
    [*GOOD, GOOD[0]],
    [*GOOD[1:], member("records.vault", b"", tarfile.SYMTYPE, "/etc/passwd")],
    [*GOOD[1:], member("records.vault", b"", tarfile.LNKTYPE, "../other")],
    [*GOOD[1:], member("records.vault", b"", tarfile.DIRTYPE)],
    [*GOOD[1:], member("records.vault", b"", tarfile.FIFOTYPE)],
    [*GOOD, member("records.vault.exe")],
]


@pytest.mark.parametrize("members", HOSTILE, ids=range(len(HOSTILE)))
def test_an_archive_with_anything_else_in_it_is_refused(
    members: list[tuple[Any, bytes]], tmp_path: Path, rescue_key: KeyPair
) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tar:
        for info, content in members:
            tar.addfile(info, io.BytesIO(content))
    refused(made.getvalue(), tmp_path, rescue_key)


@pytest.mark.parametrize(
    "spoil", [lambda content: content[:700], lambda content: b"\xff" * 2_000, lambda content: b""], ids=range(3)
)
def test_what_is_no_archive_is_refused(spoil: Callable[[bytes], bytes], tmp_path: Path, rescue_key: KeyPair) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tar:
        for info, content in GOOD:
            tar.addfile(info, io.BytesIO(content))
    refused(spoil(made.getvalue()), tmp_path, rescue_key)


def refused(archive: bytes, tmp_path: Path, rescue_key: KeyPair) -> None:
    sealed = tmp_path / "in" / "hostile.age"
    sealed.parent.mkdir()
    with sealed.open("wb") as file:
        age.seal_to(io.BytesIO(archive), file, [rescue_key.public])
    with pytest.raises(StoreError):
        elsewhere.fetch(sealed, [rescue_key.secret], tmp_path / "out" / "new.vault")
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == [sealed]
