"""An open vault in a temporary folder, closed again whatever the test does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from carer_desktop.store import Store
from tests.core.store.given import Begun, begin, made_vault


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the vault lies."""
    return tmp_path / "team.vault"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """A new vault, open."""
    made = made_vault(path)
    yield made
    made.close()


@pytest.fixture
def begun(store: Store) -> Begun:
    """A new vault, open, with one assessment in it."""
    made = Begun(store)
    store.save(begin, made.assessment).result()
    return made
