"""kill -9 while a vault is made: it is there whole or not at all, and can be made again under the same name."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

from carer_desktop.store import open_vault
from tests.core.store.given import PASSPHRASE, made_vault
from tests.faults.children import killed
from tests.faults.sizes import SEED, Budget, inputs

KILLS = inputs("kills while a vault is made")


def test_a_vault_is_there_whole_or_not_at_all(tmp_path: Path, ran: Callable[[str, int, int], None]) -> None:
    chance, budget, kills, unfinished = random.Random(SEED), Budget.of("kills while a vault is made"), 0, 0
    while kills < KILLS and budget.left():
        folder = tmp_path / str(kills)
        folder.mkdir()
        said = killed("create", folder / "any.vault", chance)
        for number in (*said, said[-1] + 1):
            path = folder / f"{number}.vault"
            if path.exists():
                open_vault(path, None, PASSPHRASE).close()
            else:
                assert number == said[-1] + 1, f"a vault that was said to be made is gone, seed {SEED}"
                unfinished += bool(list(folder.glob(f"{number}.vault.*")))
                made_vault(path).close()
        shutil.rmtree(folder)
        kills += 1
    ran(f"kills while a vault is made, {unfinished} unfinished", kills, KILLS)
