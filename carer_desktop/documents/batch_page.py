"""Many files made in one go, as a list to tick while they are put on Mosaic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from carer_desktop.documents.report import BOX, Answer, Heading, Paragraph, Part, Report, Table
from carer_desktop.documents.wording import day

_HEADER = ("Done", "Mosaic ID or record", "File")
_NOT_HEADER = ("Mosaic ID or record", "Why not")


@dataclass(frozen=True, slots=True)
class Listed:
    """One record of the list: what it is known by, and its file, or why there is none."""

    known_by: str
    file: str
    why_not: str = ""


def batch_report(listed: Sequence[Listed], on: date, whom: str, marking: str) -> Report:
    """The list: first what is there, to be ticked, then what is not, and why."""
    there, missing = [one for one in listed if one.file], [one for one in listed if not one.file]
    parts: list[Part] = [Heading(1, "To put on Mosaic")]
    if there:
        rows = tuple(_row(("done", f"{BOX} Done"), ("who", one.known_by), ("file", one.file)) for one in there)
        parts.append(Table("", _HEADER, rows))
    else:
        parts.append(Paragraph("No file was made.", "note"))
    if missing:
        rows = tuple(_row(("who", one.known_by), ("why", one.why_not)) for one in missing)
        parts += [Heading(1, "Not made"), Table("", _NOT_HEADER, rows)]
    return Report(
        title="Files made in one go",
        subject=f"Files made on {day(on)}",
        facts=(
            Answer("on", "Made on", day(on)),
            Answer("whom", "Made for", whom),
            Answer("files", "Files", f"{len(there)} made, {len(missing)} not made"),
        ),
        parts=tuple(parts),
        running="Files made in one go",
        footer=" - ".join(words for words in ("List to tick", marking) if words),
        day=on,
        marks=(marking,) if marking else (),
        facts_header=("What", "These files"),
    )


def _row(*cells: tuple[str, str]) -> tuple[Answer, ...]:
    return tuple(Answer(name, name, text) for name, text in cells)
