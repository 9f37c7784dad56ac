"""The main job on the command line, in one process: a vault, a record, its document, a backup, and every check.

python -m tests.faults.journey FOLDER [wide]   (wide: the control, which looks outside)
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

from carer_desktop.caseload import Caseload
from carer_desktop.cli import main
from carer_desktop.sealing.keys import Kdf
from tests.core.store.given import PASSPHRASE


def journey(folder: Path) -> None:
    """Everything a practitioner does in a day."""
    vault, words, answers = folder / "team.vault", folder / "passphrase", folder / "answers.json"
    words.write_text(f"{PASSPHRASE} staple\n", "utf-8")
    answers.write_text(json.dumps({"carer_first": "Ann", "conv_date": "2026-11-22"}), "utf-8")
    with_it = ["--vault", str(vault), "--passphrase-file", str(words)]
    for command in (
        ["vault", "create", *with_it, "--person", "Sam Example", "--demo"],
        ["fill", *with_it, "--form", "carer_conversation", "--answers", str(answers)],
        ["list", *with_it],
        ["vault", "verify", *with_it],
    ):
        assert main(command, kdf=Kdf(8, 1, 1)) == 0, command
    caseload = Caseload.open(vault, None, f"{PASSPHRASE} staple")
    (card,) = caseload.records.all()
    (folder / "out").mkdir()
    caseload.exports.write(caseload.records.open(card.id), folder / "out")
    caseload.backups.make()
    caseload.close()


if __name__ == "__main__":
    journey(Path(sys.argv[1]))
    if sys.argv[2:] == ["wide"]:
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()
        subprocess.run(["true"], check=True)
