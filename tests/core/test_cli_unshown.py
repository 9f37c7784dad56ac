"""What was done is never called failed: where the backup, the place for the words or the person gives up, it is said.

And a command that is stopped, or given a file without an end, ends in one line.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from carer_desktop.caseload import Caseload
from carer_desktop.caseload.records import Records
from carer_desktop.store import manifest
from tests.core.door import PASSPHRASE, SECOND, Door
from tests.core.ordinary import ordinary_user
from tests.core.test_cli import refused

ROOT = Path(__file__).parents[2]
NOT_IN_ORDER = "Done, but the backup is not in order: "


@pytest.fixture
def barred(capsys, request):
    """A door whose folder of backups cannot be read: rights bar it, or a file stands in its place."""
    with tempfile.TemporaryDirectory(prefix="carer-desktop-door-") as made:
        door = Door(Path(made), capsys)
        assert door.create().code == 0
        folder = manifest.folder_of(door.vault)
        if request.param:
            shutil.rmtree(folder)
            folder.write_text("a file")
            yield door
            return
        with ordinary_user(door.folder):
            folder.chmod(0o000)
            yield door
            folder.chmod(0o700)


@pytest.mark.parametrize("barred", [False, True], indirect=True, ids=["rights", "a file"])
def test_what_was_done_is_shown_although_the_folder_of_the_backups_cannot_be_read(barred):
    id = told(barred.fill({"carer_first": "Ann"}))
    assert told(barred.at("list")).startswith(barred.show(id)["reference"])
    assert told(barred.at("export", id, "--format", "txt", "--to", barred.out)).endswith(".txt")
    words = told(barred.at("vault", "people", "add", "--person", "Bo Example", "--role", "assessor"))
    sam = ("--as", "Sam Example")
    assert len(words.split()) == 4 and "Bo Example" in told(barred.at("vault", "people", "list", *sam))
    assert "signs in no more" in told(barred.at("vault", "people", "remove", "--person", "Bo Example", *sam))
    new = barred.file("new", SECOND)
    ran = barred.at("vault", "people", "passphrase", "--new-passphrase-file", new)
    copies, order = ran.err.splitlines()
    assert (ran.code, ran.out) == (0, "Sam Example\n") and order.startswith(NOT_IN_ORDER)
    assert copies == "Copies and backups made before today’s change still open with the passphrase before."
    assert "nothing wrong" in told(barred.at("vault", "verify", passphrase=new))
    refused(barred.at("vault", "backup", passphrase=new), "t")


def told(ran):
    """What a command gave that was done, while the backup is not in order."""
    assert ran.code == 0 and ran.err.startswith(NOT_IN_ORDER) and ran.err.count("\n") == 1, ran
    return ran.out.strip()


@pytest.mark.parametrize("barred", [False, True], indirect=True, ids=["rights", "a file"])
def test_the_routine_of_the_backups_never_raises(barred):
    caseload = Caseload.open(barred.vault, None, PASSPHRASE)
    try:
        for occasion in ("sign_in", "interval", "close"):
            assert caseload.backups.due(occasion)
            done = caseload.backups.keep(occasion)
            assert done.made is None and len(set(done.faults)) == len(done.faults) > 0
    finally:
        caseload.close()


# --- output that cannot be written -----------------------------------------------------------------


@pytest.fixture
def full(vault, monkeypatch):
    """Runs a command whose output goes to a disk without room."""

    def run(*argv):
        with Path("/dev/full").open("w") as out, monkeypatch.context() as here:
            here.setattr(sys, "stdout", out)
            return vault.at(*argv)

    return run


def test_output_without_room_is_said_in_one_line_and_what_was_done_stays(vault, full):
    answers = vault.file("answers.json", {"carer_first": "Ann"})
    refused(full("fill", "--form", "carer_review", "--answers", answers), "no room", "The answers are saved; `list`")
    assert len(vault.ids()) == 1
    refused(full("list"), "Not everything could be shown: where it goes to, there is no room")
    refused(full("list", "--json"), "no room")
    lost = full("vault", "people", "add", "--person", "Bo Example", "--role", "assessor")
    refused(lost, "Bo Example is added.", "vault people reset --person “Bo Example”")
    sam = ("--as", "Sam Example")
    assert "Bo Example" in vault.at("vault", "people", "list", *sam).out
    refused(full("vault", "people", "reset", "--person", "Bo Example", *sam), "is changed", "vault people reset")


def test_a_rescue_sheet_stays_although_nobody_is_shown_that_the_vault_is_made(door, monkeypatch):
    sheet = door.folder / "sheet"
    with Path("/dev/full").open("w") as out, monkeypatch.context() as here:
        here.setattr(sys, "stdout", out)
        refused(door.create("--recovery-file", sheet), "no room", "The vault is made.")
    own = ("--vault", door.vault, "--person", "Sam Example", "--new-passphrase-file", door.file("new", SECOND))
    assert door.run("vault", "recover", "--recovery-file", sheet, *own).code == 0


def test_complaints_that_nobody_can_be_told_end_nothing(vault, monkeypatch):
    with Path("/dev/full").open("w") as nowhere, Path(os.devnull).open("w") as nothing, monkeypatch.context() as here:
        here.setattr(sys, "stderr", nowhere)
        ran = vault.at("list", "--as", "Nobody Example")
        os.dup2(nothing.fileno(), nowhere.fileno())
    assert (ran.code, ran.out) == (1, "")


def test_a_batch_says_where_to_go_on_when_nobody_reads_its_output_any_more(vault):
    lines = '{"form": "carer_review", "answers": {"carer_first": "Ann"}}\n' * 5
    batch = vault.file("batch.jsonl", f"\n{lines}")
    command = [sys.executable, "-m", "carer_desktop", "fill", "--batch", batch, "--vault", vault.vault]
    read, write = os.pipe()
    os.close(read)
    ran = subprocess.run(
        [*map(str, command), "--passphrase-file", str(vault.passphrase)],
        stdout=write, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    os.close(write)
    said = "nobody reads it any more. 1 line is saved; `list` shows the records. The next line is 3.\n"
    assert (ran.returncode, ran.stderr) == (1, f"Not everything could be shown: {said}")
    assert len(vault.ids()) == 1


# --- stopped, and without an end -------------------------------------------------------------------


def test_a_command_that_is_stopped_ends_130_in_one_line(vault, monkeypatch):
    fill = Records.fill
    done: list[object] = []

    def stopped_at_the_third(*args, **more):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(fill(*args, **more))
        return done[-1]

    batch = vault.file("batch.jsonl", '{"form": "carer_review", "answers": {"carer_first": "Ann"}}\n' * 5)
    with monkeypatch.context() as here:
        here.setattr(Records, "fill", stopped_at_the_third)
        ran = vault.at("fill", "--batch", batch)
    saved = "Stopped. 2 lines are saved; `list` shows the records. Line 3 may be saved, too: look before you go on "
    assert (ran.code, ran.err) == (130, f"{saved}with it.\n") and ran.out.split() == vault.ids()[::-1]

    def stopped(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr("carer_desktop.caseload.audit.Audit.verify", stopped)
    ran = vault.at("vault", "verify")
    assert (ran.code, ran.out, ran.err) == (130, "", "Stopped. What was saved stays.\n")
    assert len(vault.ids()) == 2, "and the vault is given back"


def test_files_without_an_end_are_refused_in_words(vault):
    refused(vault.at("list", passphrase="/dev/zero"), "more than 10,000 bytes (zero)")
    own = ("--person", "Sam Example", "--new-passphrase-file", vault.passphrase, "--vault", vault.vault)
    refused(vault.run("vault", "recover", "--recovery-file", "/dev/zero", *own), "more than 10,000 bytes")
    refused(vault.at("fill", "--batch", "/dev/zero"), "more than 50,000,000 bytes (zero)")
    refused(vault.run("check-table", "/dev/zero"), "more than 50,000,000 bytes (zero)")
    endless = vault.folder / "endless.toml"
    endless.symlink_to("/dev/zero")
    refused(vault.at("table", "load", "--table", endless), "more than 50,000,000 bytes (endless.toml)")


def test_a_passphrase_may_come_out_of_a_pipe(vault):
    read, write = os.pipe()
    os.write(write, f"{PASSPHRASE}\r\n".encode())
    os.close(write)
    assert vault.at("list", passphrase=f"/dev/fd/{read}").code == 0
    os.close(read)
