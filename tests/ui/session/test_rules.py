"""When a cover or a lock is due, to the second; the PIN; what is kept of the waits; the way a process starts itself."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from ui.session import Session, again
from ui.session.pin import Pin, pin_problem
from ui.session.rules import LISTENING_SECONDS, Listening, Waits, act

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("idle", "due"), [(0, ""), (299, ""), (299.9, ""), (300, "cover"), (899, "cover"), (900, "lock"), (10**6, "lock")]
)
def test_due_to_the_second(idle: float, due: str) -> None:
    assert act(idle, Waits()) == due


@pytest.mark.parametrize(("idle", "due"), [(900, "cover"), (3599, "cover"), (3600, "lock")])
def test_control_other_waits_are_due_at_other_seconds(idle: float, due: str) -> None:
    assert act(idle, Waits(5, 60)) == due


def test_a_lock_before_the_cover_is_a_lock() -> None:
    assert act(60, Waits(10, 1)) == "lock"


def test_listening_lasts_thirty_minutes_and_counts_anew_afterwards() -> None:
    listening = Listening()
    assert listening.idle(500, 1000) == 500
    listening.begin(1000)
    assert listening.goes_on(1000 + LISTENING_SECONDS - 1)
    assert listening.idle(5000, 2000) == 0
    assert not listening.goes_on(1000 + LISTENING_SECONDS)
    assert listening.idle(5000, 1000 + LISTENING_SECONDS + 10) == 10
    listening.begin(9000)
    listening.end(9100)
    listening.end(9500)
    assert listening.idle(5000, 9107) == 7


@pytest.mark.parametrize("typed", ["", "123", "12a4", "1111", "1234", "9876", "١٢٣٤", " 2684"])
def test_no_pin(typed: str) -> None:
    assert pin_problem(typed)


@pytest.mark.parametrize("typed", ["2684", "1235", "90210", "580213746915"])
def test_a_pin(typed: str) -> None:
    assert not pin_problem(typed)


def test_a_pin_is_itself_and_nothing_else() -> None:
    pin = Pin("2684")
    assert pin.is_it("2684")
    assert not any(pin.is_it(typed) for typed in ("", "2685", "26840", "\ud800"))
    assert "2684" not in repr(vars(pin))


def test_waits_are_kept_and_what_makes_no_sense_is_not(tmp_path: Path) -> None:
    session = Session(tmp_path)
    assert session.waits == Waits()
    session.keep_waits(Waits(2, 20))
    assert Session(tmp_path).waits == Waits(2, 20)
    session._settings.setValue("cover_minutes", "soon")
    session._settings.setValue("lock_minutes", "600")
    assert session.waits == Waits(5, 60)


def test_whether_several_people_use_records_is_kept_for_each_file_of_them(tmp_path: Path) -> None:
    session, team, other = Session(tmp_path), tmp_path / "team.vault", tmp_path / "other.vault"
    assert not session.are_several(team)
    session.keep_several(team, True)
    session.keep_several(other, True)
    session.keep_several(team, True)
    session.write()
    again = Session(tmp_path)
    assert again.are_several(team) and again.are_several(other) and not again.are_several(tmp_path / "third.vault")
    again.keep_several(other, False)
    again.write()
    assert Session(tmp_path).are_several(team) and not Session(tmp_path).are_several(other)


def test_what_it_has_set_counts(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    before = Path(QSettings(QSettings.Format.IniFormat, QSettings.Scope.SystemScope, "x", "y").fileName()).parents[1]
    request.addfinalizer(lambda: _put_policies(before))
    _put_policies(tmp_path)
    folder = tmp_path / "carer-desktop"
    folder.mkdir()
    (folder / "policy.ini").write_text("[General]\nlock_minutes=10\n")
    session = Session(tmp_path / "own")
    session.keep_waits(Waits(1, 60))
    assert session.waits == Waits(5, 10, fixed=True)


def _put_policies(folder: Path) -> None:
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.SystemScope, str(folder))


def test_where_to_go_back_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    back = again.GoBack("p1", "check", True)
    monkeypatch.setenv(again.GO_BACK, back.written())
    assert again.taken() == back
    assert again.taken() is None


def python(*words: str) -> list[str]:
    return [sys.executable, "-c", *words]


def test_a_new_process_is_waited_for_until_it_shows_its_window(tmp_path: Path) -> None:
    told = tmp_path / "told"
    work = (
        "import os, pathlib, time; from ui.session.again import taken, tell_shown; back = taken(); tell_shown();"
        f"pathlib.Path({str(told)!r}).write_text(back.page + str(os.getpid())); time.sleep(0.2)"
    )
    before = time.monotonic()
    words = python(f"import sys; sys.path.insert(0, {str(ROOT)!r}); {work}")
    assert again.start_again(again.GoBack("p1", "details"), words)
    assert time.monotonic() - before < 30
    while not told.exists():
        time.sleep(0.01)
    assert told.read_text().startswith("details")


@pytest.mark.parametrize("words", [["/no/such/program"], python("raise SystemExit(3)")])
def test_a_process_that_cannot_start_or_ends_at_once_is_none(words: list[str]) -> None:
    assert not again.start_again(again.GoBack("p1"), words)


def test_the_program_starts_itself_as_it_was_started(monkeypatch: pytest.MonkeyPatch) -> None:
    told = subprocess.run(
        [sys.executable, "-c", "from ui.session.again import command; print(command()[1:])", "one", "two"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert told.strip() == str(["-c", "from ui.session.again import command; print(command()[1:])", "one", "two"])
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "argv", ["carer-desktop", "extra"])
    assert again.command() == [sys.executable, "extra"]


def test_telling_a_process_that_is_gone_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    read, write = os.pipe()
    os.close(read)
    monkeypatch.setenv("CARER_DESKTOP_TELL_SHOWN", str(write))
    again.tell_shown()
    again.tell_shown()


def test_the_program_leaves_no_core_and_lets_nobody_look() -> None:
    look = (
        "import resource, ctypes; from carer_desktop import cli; before = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0);"
        "cli.main(['check-form', '/nowhere']);"
        "print(before, ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE))"
    )
    done = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "1 0 (0, 0)"
