"""Where is the file, or where shall it go: the system's own windows, begun in a folder that is there."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def choose_folder(parent: QWidget | None, title: str, near: Path | str) -> Path | None:
    """A folder that is there, or one made there and then; None for none."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(nearest(near)))
    return Path(chosen) if chosen else None


def choose_file(parent: QWidget | None, title: str, near: Path | str, kinds: str = "") -> Path | None:
    """A file to read; None for none."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(nearest(near)), kinds)
    return Path(chosen) if chosen else None


def choose_new_file(parent: QWidget | None, title: str, near: Path | str, name: str, kinds: str) -> Path | None:
    """Where to write a file, by this name unless another is typed; what writes it never writes over one."""
    option = QFileDialog.Option.DontConfirmOverwrite
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(nearest(near) / name), kinds, options=option)
    return Path(chosen) if chosen else None


def nearest(folder: Path | str) -> Path:
    """The folder, or the one around it that is there: the name of one that is not would be taken for a file's."""
    named = Path(str(folder).strip() or Path.home())
    with suppress(RuntimeError):  # "~" and a name that nobody here has
        named = named.expanduser()
    return next((one for one in (named, *named.parents) if _is_there(one)), Path.home())


def _is_there(folder: Path) -> bool:
    with suppress(OSError):
        return folder.is_dir()
    return False
