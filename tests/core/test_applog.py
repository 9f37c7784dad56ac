"""The log outside the vault: codes, classes and places, and nothing that anybody typed."""

from __future__ import annotations

import logging
import stat
import sys
import threading
import warnings
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from carer_desktop import applog
from carer_desktop.applog import FILES, NAME, AppLog
from carer_desktop.errors import StoreError
from carer_desktop.forms import library

CANARY = "Canary O’Feather"


def now() -> datetime:
    return datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture
def log(tmp_path: Path) -> AppLog:
    """A log in a folder that is not there yet."""
    return AppLog(tmp_path / "state" / "log", now)


def text(log: AppLog) -> str:
    return "".join(each.read_text("ascii") for each in log.files())


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as caught:
        return caught


def test_an_event_is_its_code_and_numbers(log: AppLog) -> None:
    assert log.files() == ()
    log.note("opened", records=3)
    log.note("closed")
    assert text(log) == "2026-11-22T10:00:00+00:00 opened records=3\n2026-11-22T10:00:00+00:00 closed\n"
    (file,) = log.files()
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(file.parent.stat().st_mode)) == (0o600, 0o700)


def test_a_code_that_is_none_is_not_written(log: AppLog) -> None:
    log.note(f"saved {CANARY}\nsaved")
    log.error(CANARY, raised(ValueError(CANARY)))
    log.note("saved", **{f"{CANARY}\n": 1})
    lines = text(log).splitlines()
    assert [line.split(" ", 1)[1] for line in lines] == [
        "unknown", "unknown ValueError at elsewhere", "saved Canary_O_Feather_=1"
    ]  # fmt: skip


def test_an_error_is_its_classes_numbers_and_places(log: AppLog) -> None:
    try:
        library.find(CANARY)
    except Exception as error:
        line = log.error("asked", error)
    assert line.split(" ", 1)[1].startswith("asked FormError at carer_desktop.forms.library:")
    disk = raised(OSError(28, CANARY, CANARY))
    wrapped = StoreError(CANARY)
    wrapped.__cause__ = disk
    wrapped.errno = 28  # type: ignore[attr-defined]
    assert log.error("saving", wrapped).endswith("saving StoreError(28) OSError(28) at elsewhere")
    assert "anary" not in text(log)


def test_a_chain_of_errors_ends(log: AppLog) -> None:
    error: BaseException = ValueError(CANARY)
    for _ in range(9):
        following = KeyError(CANARY)
        following.__context__ = error
        error = following
    assert log.error("deep", error).split("deep ")[1] == "KeyError KeyError KeyError KeyError at elsewhere"


def test_a_class_with_a_strange_name_is_made_plain(log: AppLog) -> None:
    strange = type(f"{CANARY}\nError", (Exception,), {})
    assert "\n" not in log.error("odd", strange(CANARY))


def test_five_files_of_a_megabyte_and_no_more(log: AppLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applog, "MOST_BYTES", 1_000)
    for number in range(300):
        log.note("turn", number=number)
    assert [each.name for each in log.files()] == [NAME, *(f"{NAME}.{number}" for number in range(1, FILES))]
    assert all(each.stat().st_size <= 1_000 for each in log.files())
    assert log.files()[0].read_text().splitlines()[-1].endswith("number=299")
    log.remove()
    assert log.files() == ()
    log.remove()


def test_writing_never_fails(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    log = AppLog(tmp_path / "taken" / "log", now)
    assert log.note("opened").endswith("opened")
    log.remove()


def test_what_nobody_caught_comes_here_without_its_words(log: AppLog, capfd: pytest.CaptureFixture[str]) -> None:
    before = sys.excepthook, threading.excepthook, sys.unraisablehook

    def fail() -> None:
        raise ValueError(CANARY)

    class Broken:
        def __del__(self) -> None:
            raise KeyError(CANARY)

    end = log.listen()
    try:
        error = raised(RuntimeError(CANARY))
        sys.excepthook(type(error), error, error.__traceback__)
        thread = threading.Thread(target=fail, name=CANARY)
        thread.start()
        thread.join()
        Broken()
        logging.getLogger("concurrent.futures").error("said %s", CANARY)
        try:
            fail()
        except ValueError:
            logging.getLogger(CANARY).exception("said %s", CANARY)
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn(CANARY, stacklevel=1)
        log.qt_message(2, 77)
    finally:
        end()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before
    said = [line.split(" ", 1)[1] for line in text(log).splitlines()]
    assert said == [
        "unhandled RuntimeError at elsewhere",
        "unhandled_in_thread ValueError at elsewhere",
        "unraisable KeyError at elsewhere",
        "library of_concurrent_futures=40",
        "library ValueError at elsewhere",
        "library of_unknown=40",
        "library of_unknown=30",
        "qt_message level=2 line=77",
    ]
    assert CANARY not in capfd.readouterr().err


def test_an_error_without_a_value_is_nothing_to_write(log: AppLog, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing: Any = SimpleNamespace(exc_value=None)
    log.in_thread(nothing)
    log.unraisable(nothing)
    assert log.files() == ()
    monkeypatch.setattr(sys, "stderr", None)
    log.qt_message(1)
    assert text(log).endswith("qt_message level=1 line=0\n")
