"""What lies at a path from outside: yes, no, or in words what bars the way."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from carer_desktop import there
from carer_desktop.errors import StoreError

TOO_LONG = "a" * 300


def test_a_file_a_folder_and_nothing_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for path, found in ((file, (True, True, False)), (tmp_path, (True, False, True))):
        assert (there.is_there(path), there.is_file(path), there.is_folder(path)) == found
    for nothing in (tmp_path / "none", file / "below", tmp_path / "a\0b"):
        assert not (there.is_there(nothing) or there.is_file(nothing) or there.is_folder(nothing))


def test_a_name_that_is_too_long_is_said_and_not_shown_whole(tmp_path: Path) -> None:
    for ask in (there.is_there, there.is_file, there.is_folder):
        with pytest.raises(StoreError, match=r"^This name is too long \(a{40}…\)\. Choose a shorter one\.$") as told:
            ask(tmp_path / TOO_LONG)
        assert not told.value.retry


def test_a_folder_that_may_not_be_entered_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoever runs the tests may be somebody whom nothing bars: the refusal comes from the system's own calls.
    closed = tmp_path / "closed"
    monkeypatch.setattr("os.stat", _refused(PermissionError(errno.EACCES, "Permission denied")))
    monkeypatch.setattr("os.access", lambda folder, _: Path(folder) not in (closed, closed / "in"))
    with pytest.raises(StoreError, match=r"^You may not go into this folder \(closed\)") as told:
        there.is_there(closed / "in" / "a.vault")
    assert told.value.retry


def test_a_share_that_has_gone_is_not_taken_for_an_empty_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.stat", _refused(OSError(errno.EHOSTDOWN, "Host is down")))
    with pytest.raises(StoreError, match=r"^This place cannot be reached \(a\.vault\)") as told:
        there.is_file(tmp_path / "a.vault")
    assert told.value.retry


def _refused(error: OSError) -> Callable[..., None]:
    def stat(*_args: object, **_named: object) -> None:
        raise error

    return stat
