"""A budget table: amounts somebody published or approved, with the days they hold for; a file, read strictly.

A table is its inputs, the mode that finds an amount from them, and the modifiers of that amount.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from carer_desktop.budget import bands, matrix, rates
from carer_desktop.budget.conditions import Frequency, Gate, read_frequency, read_gates
from carer_desktop.budget.examples import Example, read_examples
from carer_desktop.budget.inputs import Axis, Input, Number
from carer_desktop.budget.modifiers import KEYS as MODIFIER_KEYS
from carer_desktop.budget.modifiers import Modifier, Uprating, read_modifiers
from carer_desktop.budget.reading import Reader
from carer_desktop.budget.scheme import Scheme
from carer_desktop.errors import FormError
from carer_desktop.there import content_of, unread

_Read = Callable[[Reader, Mapping[str, Any]], Scheme | None]
_MODES: Mapping[str, tuple[tuple[str, ...], _Read]] = {
    "matrix": (matrix.KEYS, matrix.read_matrix),
    "bands": (bands.LEVEL_KEYS, bands.read_level_bands),
    "points_bands": (bands.POINT_KEYS, bands.read_point_bands),
    "points_rate": (rates.POINT_KEYS, rates.read_point_rate),
    "flat": (rates.FLAT_KEYS, rates.read_flat),
    "weekly": (rates.WEEKLY_KEYS, rates.read_weekly),
}
_KEYS = (
    "id", "version", "title", "source", "from", "until", "author", "illustrative", "approved", "mode", "rising",
    "gate", "frequency", "example", *MODIFIER_KEYS,
)  # fmt: skip
_VERSION = re.compile(r"[0-9]+(\.[0-9]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Table:
    """One version of a budget table.

    `start` and `until` are the first and the last day it holds for (until None: until a later one starts).
    `source` says where the amounts come from, `author` who wrote the table, `approved` who approved it, in the
    file's own words. `rising` says that a higher level never gives less. `sha256` is that of the file's bytes.
    `loaded` is when a vault took it in, None for a file.
    """

    id: str
    version: str
    title: str
    source: str
    start: date
    until: date | None
    author: str
    illustrative: bool
    approved: str
    mode: str
    rising: bool
    gates: tuple[Gate, ...]
    frequency: Frequency | None
    scheme: Scheme
    modifiers: tuple[Modifier, ...]
    examples: tuple[Example, ...]
    sha256: str
    loaded: datetime | None = None

    @property
    def name(self) -> str:
        """Its id and version, by which it is asked for."""
        return f"{self.id}@{self.version}"

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The ratings and numbers it needs an answer to, whom it is for first."""
        return (*(gate.axis for gate in self.gates), *self.scheme.inputs)

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The ratings among what its amount depends on."""
        return tuple(one for one in self.scheme.inputs if isinstance(one, Axis))

    @property
    def uprated(self) -> bool:
        """Whether its amounts are raised before they are figures."""
        return any(isinstance(one, Uprating) for one in self.modifiers)

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
        data = parse(content)
    except OSError as error:
        said = unread(error, Path(reader.file))
        reader.wrong("", said.what, said.mend)
    except UnicodeDecodeError:
        reader.wrong("", "The file is not UTF-8 text", "Save it as plain text in UTF-8.")
    except (ValueError, ArithmeticError, RecursionError) as error:
        mend = "Mend the place named; a name may stand only once in its table."
        reader.wrong("", f"The file is not TOML as it should be: {error}", mend)
    else:
        return _table(reader, data, hashlib.sha256(content).hexdigest()), reader
    return None, reader


def parse(content: bytes) -> dict[str, Any]:
    """What stands in a table file, before it is read: every number with a point is a Decimal."""
    return tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)


def _bytes(source: Path | str | bytes) -> bytes:
    if isinstance(source, Path):
        return content_of(source)
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
    gates, frequency = read_gates(reader, data), read_frequency(reader, data)
    scheme = read_scheme(reader, data)
    modifiers, examples = read_modifiers(reader, data), read_examples(reader, data)
    table_id, version = reader.name(data, "id"), _version(reader, data)
    title, source = reader.text(data, "title"), reader.text(data, "source")
    author, rising = reader.text(data, "author", needed=False), reader.flag(data, "rising")
    if scheme is None:
        return None
    _each_once(reader, gates, scheme)
    if reader.failed:
        return None
    return Table(
        table_id, version, title, source, start, until, author, illustrative, approved, mode, rising,
        gates, frequency, scheme, modifiers, examples, sha256,
    )  # fmt: skip


def _each_once(reader: Reader, gates: Sequence[Gate], scheme: Scheme) -> None:
    """No question stands twice: what is asked once is looked at once."""
    places: list[tuple[str, Input]] = [(f"gate {number}", gate.axis) for number, gate in enumerate(gates, 1)]
    for kind, name in ((Axis, "axis"), (Number, "number")):
        same = [one for one in scheme.inputs if isinstance(one, kind)]
        places += [(f"{name} {number}", one) for number, one in enumerate(same, 1)]
    seen: set[str] = set()
    for at, one in places:
        if one.question and one.question in seen:
            mend = "Name another question for one of the two."
            reader.wrong(f"{at}.question", f"The question “{one.question}” stands twice", mend)
        seen.add(one.question)


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
