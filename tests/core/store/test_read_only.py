"""A vault in a place that can only be read: said at sign-in and not at the first answer. Holds for root as well."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from carer_desktop.errors import StoreError
from carer_desktop.store import open_vault
from tests.core.ordinary import ordinary_user
from tests.core.store.given import PASSPHRASE, made_vault


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a closed vault in it that an ordinary user can reach (pytest's own is root's alone)."""
    with tempfile.TemporaryDirectory(prefix="carer-desktop-read-only-") as made:
        made_vault(Path(made, "team.vault")).close()
        yield Path(made)
        Path(made).chmod(0o700)


@pytest.mark.parametrize("lock_there", [True, False])
def test_a_read_only_folder_is_said_at_sign_in(folder: Path, lock_there: bool) -> None:
    if not lock_there:
        (folder / "team.vault.lock").unlink()
    folder.chmod(0o500)
    with ordinary_user(folder), pytest.raises(StoreError, match="folder can only be read") as told:
        open_vault(folder / "team.vault", None, PASSPHRASE)
    assert told.value.retry


def test_a_read_only_vault_is_said_at_sign_in(folder: Path) -> None:
    (folder / "team.vault").chmod(0o400)
    with ordinary_user(folder), pytest.raises(StoreError, match="The vault can only be read here"):
        open_vault(folder / "team.vault", None, PASSPHRASE)


def test_a_vault_that_may_not_be_read_is_said_so(folder: Path) -> None:
    (folder / "team.vault").chmod(0o000)
    with ordinary_user(folder), pytest.raises(StoreError, match="You may not read this file"):
        open_vault(folder / "team.vault", None, PASSPHRASE)


def test_no_vault_is_made_in_a_read_only_folder(folder: Path) -> None:
    folder.chmod(0o500)
    for path in (folder / "other.vault", folder / "sub" / "other.vault"):
        with ordinary_user(folder), pytest.raises(StoreError, match="can only be read"):
            made_vault(path)
    assert not (folder / "other.vault").exists()
