"""A budget table: amounts somebody published or approved, with the days they hold for; a file, read strictly."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

from carer_desktop.budget import matrix
from carer_desktop.budget.matrix import Matrix
from carer_desktop.budget.money import PENNY
from carer_desktop.budget.rating import Axis
from carer_desktop.budget.reading import Reader
from carer_desktop.errors import FormError

Scheme: TypeAlias = Matrix
"""How the amount is found. A further mode is one more class with `inputs`, `steps` and `odd`, and its row below."""

_MODES: Mapping[str, tuple[tuple[str, ...], Callable[[Reader, Mapping[str, Any]], Scheme | None]]] = {
    "matrix": (matrix.KEYS, matrix.read_matrix),
}
_KEYS = ("id", "version", "title", "source", "from", "until", "illustrative", "approved", "mode", "step")
_VERSION = re.compile(r"[0-9]+(\.[0-9]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Table:
    """One version of a budget table.

    `start` and `until` are the first and the last day it holds for (until None: until a later one starts).
    `source` says where the amounts come from, `approved` who approved them, in the file's own words.
    `step` is what the figure is rounded to, half up. `sha256` is that of the file's bytes.
    """

    id: str
    version: str
    title: str
    source: str
    start: date
    until: date | None
    illustrative: bool
    approved: str
    step: Decimal
    mode: str
    scheme: Scheme
    sha256: str

    @property
    def inputs(self) -> tuple[Axis, ...]:
        """The questions it needs an answer to, each with the levels it knows."""
        return self.scheme.inputs

    def covers(self, day: date) -> bool:
        """Whether it holds for a conversation on that day."""
        return self.start <= day and (self.until is None or day <= self.until)


def load(source: Path | str | bytes, where: str = "") -> Table:
    """The table in a file (Path), or in its text or bytes; FormError names file, key and mend."""
    table, reader = read(source, where)
    if table is None:
        first = next(finding for finding in reader.findings if finding.kind == "error")
        raise FormError(first.what, f"{first.file}, {first.key}" if first.key else first.file, first.mend)
    return table


def read(source: Path | str | bytes, where: str = "") -> tuple[Table | None, Reader]:
    """The table, or None when it cannot be used, and the reader that holds every finding."""
    reader = Reader(where or (str(source) if isinstance(source, Path) else "budget table"))
    try:
        content = _bytes(source)
        data = tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        reader.wrong("", f"The file cannot be read ({error.strerror})", "Choose another file, or ask for access to it.")
    except UnicodeDecodeError:
        reader.wrong("", "The file is not UTF-8 text", "Save it as plain text in UTF-8.")
    except (ValueError, ArithmeticError, RecursionError) as error:
        mend = "Mend the place named; a name may stand only once in its table."
        reader.wrong("", f"The file is not TOML as it should be: {error}", mend)
    else:
        return _table(reader, data, hashlib.sha256(content).hexdigest()), reader
    return None, reader


def _bytes(source: Path | str | bytes) -> bytes:
    if isinstance(source, Path):
        return source.read_bytes()
    return source.encode() if isinstance(source, str) else source


def _table(reader: Reader, data: Mapping[str, Any], sha256: str) -> Table | None:
    mode = reader.text(data, "mode")
    keys, read_scheme = _MODES.get(mode, ((), None))
    if read_scheme is None:
        if mode:
            reader.wrong("mode", f"“{mode}” is not a mode of a table", f"Known are: {', '.join(_MODES)}.")
        return None
    reader.known(data, (*_KEYS, *keys))
    start, until = _days(reader, data)
    illustrative, approved = reader.flag(data, "illustrative"), reader.text(data, "approved", needed=False)
    if illustrative and approved:
        reader.wrong("approved", "An illustrative table cannot be approved", "Take out one of the two.")
    scheme = read_scheme(reader, data)
    table_id, version = reader.name(data, "id"), _version(reader, data)
    title, source = reader.text(data, "title"), reader.text(data, "source")
    step = _step(reader, data)
    if scheme is None or reader.failed:
        return None
    return Table(table_id, version, title, source, start, until, illustrative, approved, step, mode, scheme, sha256)


def _days(reader: Reader, data: Mapping[str, Any]) -> tuple[date, date | None]:
    start, until = reader.day(data, "from"), reader.day(data, "until")
    if "from" not in data:
        reader.wrong("from", "The table does not say from which day it holds", "Write from = 2026-04-01.")
    if start and until and until < start:
        reader.wrong("until", "The last day is before the first", "Correct one of the two days.")
    return start or date.min, until


def _version(reader: Reader, data: Mapping[str, Any]) -> str:
    version = reader.text(data, "version")
    if version and not _VERSION.fullmatch(version):
        reader.wrong("version", f"“{version}” cannot be a version", 'Write numbers with points: "2026.1".')
    return version


def _step(reader: Reader, data: Mapping[str, Any]) -> Decimal:
    if "step" not in data:
        return PENNY
    if data["step"] == "0.00":
        reader.wrong("step", "Nothing can be rounded to £0.00", 'Write "0.01", "1.00" or "5.00".')
    return reader.money(data["step"], "step")
