"""What lies at a path from outside: yes, no, or in words what bars the way."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from carer_desktop import there
from carer_desktop.errors import Refused, StoreError

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


def test_why_a_file_is_not_read_is_said_in_our_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    denied = PermissionError(errno.EACCES, "Permission denied")
    said = {
        "There is no such file (none). Check its name and place.": (FileNotFoundError(errno.ENOENT, "x"), "none"),
        "This is a folder and not a file (in). Choose a file.": (denied, "in"),
        "You may not read this file (a). Close it in other programs, ask for access to it, or choose another.": (
            denied, "a",
        ),
        f"This name is too long ({'a' * 40}…). Choose a shorter one.": (
            OSError(errno.ENAMETOOLONG, "File name too long"), TOO_LONG,
        ),
        "This file cannot be read (a). Check its name, and the disk, stick or network it is on.": (
            OSError(errno.EIO, "Input/output error"), "a",
        ),
    }  # fmt: skip
    (tmp_path / "in").mkdir()
    for words, (error, name) in said.items():
        assert str(there.unread(error, tmp_path / name)) == words
    monkeypatch.setattr("os.access", lambda folder, _: Path(folder) != tmp_path)
    assert there.unread(denied, tmp_path / "a").what == "You may not go into this folder"


def test_why_a_file_is_not_written_is_said_in_our_words(tmp_path: Path) -> None:
    def said(number: int, file: Path) -> str:
        return there.unwritten(OSError(number, "No such words"), file).what

    file = tmp_path / "folder" / "a.docx"
    assert said(errno.ENOENT, file) == "The folder “folder” is not there"
    file.parent.mkdir()
    for number in (errno.EACCES, errno.EROFS, errno.ENOENT):
        assert said(number, file) == "The folder “folder” cannot be written to"
    assert said(errno.EEXIST, file) == "There is a file or folder of this name already"
    assert said(errno.ENOTDIR, file) == "“folder” is a file, not a folder"
    assert said(errno.ENOSPC, file) == "The folder “folder” has no room left"
    assert said(errno.ENAMETOOLONG, file) == "The names of the folder and the file are too long together"
    assert said(errno.EIO, file) == "This file could not be written"


def test_a_file_that_may_be_read_passes_and_one_that_is_none_does_not(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    there.check_readable(tmp_path / "a")
    with pytest.raises(Refused, match="There is no such file"):
        there.check_readable(tmp_path / "b")


def _refused(error: OSError) -> Callable[..., None]:
    def stat(*_args: object, **_named: object) -> None:
        raise error

    return stat
