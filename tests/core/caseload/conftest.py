"""An open vault in a folder of its own, for the tests of the caseload."""

import pytest

from carer_desktop.caseload import Caseload
from tests.core.door import CHEAP, PASSPHRASE


@pytest.fixture
def path(tmp_path):
    """Where the vault is."""
    return tmp_path / "team.vault"


@pytest.fixture
def reopen(path, fixed_clock):
    """Opens the vault again; what was open is closed first, and everything at the end."""
    opened: list[Caseload] = []

    def again():
        while opened:
            opened.pop().close()
        opened.append(Caseload.open(path, None, PASSPHRASE, clock=fixed_clock))
        return opened[-1]

    yield again
    while opened:
        opened.pop().close()


@pytest.fixture
def caseload(path, fixed_clock, reopen):
    """A real vault of one practitioner, open."""
    Caseload.create(path, "Sam Example", ["assessor"], PASSPHRASE, kdf=CHEAP, clock=fixed_clock).close()
    return reopen()


@pytest.fixture
def demo(tmp_path, fixed_clock):
    """A demonstration vault, open."""
    made = Caseload.create(
        tmp_path / "demo.vault", "Dana Example", ["assessor"], PASSPHRASE, demo=True, kdf=CHEAP, clock=fixed_clock
    )
    yield made
    made.close()
