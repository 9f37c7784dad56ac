"""Writing a page as a PDF: tagged, with its letters in it, read back before anybody gets it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from carer_desktop.documents.lines import filled
from carer_desktop.documents.pdf.letters import BOLD, not_had
from carer_desktop.documents.pdf.readback import check
from carer_desktop.documents.pdf.setting import (
    BLACK,
    Look,
    Setting,
    Type,
    small,
)
from carer_desktop.documents.pdf.tables import Grid, beginning, columns, table
from carer_desktop.documents.pdf.tagging import About
from carer_desktop.documents.report import (
    BLANKS_HEADER,
    BOX,
    PAPERS,
    TICK_ONE,
    Answers,
    DecisionSheet,
    Heading,
    Paragraph,
    Part,
    Report,
    Table,
)
from carer_desktop.documents.writing import Written, handed_over
from carer_desktop.errors import Refused
from carer_desktop.text import one_line

_LARGER = {0: 11, 1: 6, 2: 3, 3: 1}
"""How many points larger than running text the title and the headings are."""
_TWO = (0.36, 0.64)
_TOGETHER = 2
"""How many lines of running text a heading has below it on its page, at least."""
_NOTE = "#1d4f7a"


def write(report: Report, target: Path, paper: str = "white", password: str = "") -> Written:
    """Writes *report* as the PDF *target*, or as `target (2)` when there is one: nothing is ever written over.

    The file gets its name only when every word was found in it again; Refused, with nothing left behind, when one is
    missing or the folder cannot take it. What the font cannot show stands there by its name, and is told in `named`
    of what comes back. *paper* is the colour of the pages. With a *password* it is locked, and opened again to read it.
    """
    data, signs = drawn(report, paper), not_shown(report)
    if not password:
        return handed_over(data, target, lambda file: check(file, report), signs)
    from carer_desktop.documents import protect  # few files are locked

    return handed_over(
        protect.lock_pdf(data, password),
        target,
        lambda file: check(file, report, protect.unlock_pdf(file, password)),
        signs,
    )


def not_shown(report: Report) -> tuple[str, ...]:
    """The characters of a report that its PDF shows by their names."""
    return tuple(sorted({sign for text in _texts(report) for sign in not_had(text)}))


def drawn(report: Report, paper: str = "white") -> bytes:
    """The bytes of the PDF; the same report on the same paper gives the same bytes."""
    if paper not in PAPERS:
        raise Refused(f"There is no paper “{paper}”", mend=f"Choose one of {', '.join(PAPERS)}.")
    look = Look(report.points, paper, report.plain)
    mark, plain = Type(BOLD, small(look)), Type(size=small(look), colour=look.quiet)
    head = [(one_line(text), mark) for text in report.marks] + [(one_line(report.running), plain)]
    setting = Setting(look, head, one_line(report.footer))
    _document(setting, report)
    held = io.BytesIO()
    keywords = "; ".join(f"{name}: {one_line(value)}" for name, value in report.traces)
    setting.draw(held, About(one_line(report.title), one_line(report.subject), report.day, keywords, report.language))
    return held.getvalue()


def _document(setting: Setting, report: Report) -> None:
    size = setting.look.size
    setting.heading(report.title, 0, Type(BOLD, size + _LARGER[0]))
    setting.gap(size * 0.6)
    table(setting, _grid(setting, Answers("", report.facts, report.facts_header)))
    for number, part in enumerate(report.parts):
        if isinstance(part, Heading):
            _heading(setting, part, report.parts[number + 1 :])
        elif isinstance(part, Paragraph):
            _paragraph(setting, part)
        else:
            grid = _grid(setting, part)
            _caption(setting, _caption_of(part), grid)
            table(setting, grid)


def _heading(setting: Setting, heading: Heading, after: Sequence[Part]) -> None:
    size = setting.look.size
    type = Type(BOLD, size + _LARGER[heading.level])
    if heading.new_page:
        setting.page()
    setting.gap(size * 1.1)
    setting.need(setting.height(heading.text, type) + size * 0.4 + _next(setting, after))
    setting.heading(heading.text, heading.level, type)
    setting.gap(size * 0.4)


def _next(setting: Setting, parts: Sequence[Part]) -> float:
    """How much room below a heading what comes next takes at its beginning: no page ends with a heading."""
    if not parts:
        return 0
    part, size = parts[0], setting.look.size
    if isinstance(part, Paragraph):
        return _TOGETHER * setting.type.leading
    if not isinstance(part, Heading):
        return _height_of_caption(setting, _caption_of(part)) + beginning(setting, _grid(setting, part))
    if part.new_page:
        return 0
    height = setting.height(part.text, Type(BOLD, size + _LARGER[part.level]))
    return size * 1.1 + height + size * 0.4 + _next(setting, parts[1:])


def _paragraph(setting: Setting, part: Paragraph) -> None:
    size = setting.look.size
    if part.kind == "hint":
        setting.paragraphs(part.text, Type(size=size, colour=setting.look.quiet))
    elif part.kind == "note":
        setting.paragraphs(part.text, Type(BOLD, size), indent=14, bar=BLACK if setting.look.plain else _NOTE)
    elif part.kind == "quote":
        setting.paragraphs(part.text, setting.type, indent=14, bar=setting.look.quiet)
    else:
        setting.paragraphs(part.text, setting.type)


def _caption(setting: Setting, caption: str, grid: Grid) -> None:
    if caption:
        setting.need(_height_of_caption(setting, caption) + beginning(setting, grid))
        setting.gap(setting.look.size * 0.3)
        setting.paragraphs(caption, Type(BOLD, setting.look.size))


def _caption_of(part: Answers | Table | DecisionSheet) -> str:
    return "" if isinstance(part, DecisionSheet) else part.caption


def _height_of_caption(setting: Setting, caption: str) -> float:
    size = setting.look.size
    return setting.height(caption, Type(BOLD, size)) + size * 0.8 if caption else 0


def _grid(setting: Setting, part: Answers | Table | DecisionSheet) -> Grid:
    """What stands in the table of a part."""
    if isinstance(part, DecisionSheet):
        ticks = "\n\n".join(f"{BOX} {words}" for words in part.ticks)
        rows = [(TICK_ONE, ticks), *((blank.label, blank.prompt) for blank in part.blanks)]
        return _two_columns(setting, BLANKS_HEADER, rows)
    if isinstance(part, Answers):
        return _two_columns(setting, part.header, [(row.label, row.text) for row in part.rows])
    header = [filled(one) for one in part.header]
    body = [[filled(cell.text) for cell in row] for row in part.rows]
    widths = columns(header, body, setting.type, setting.width)
    return Grid(header, body, widths, named_rows=part.kind == "grid", figures=part.kind == "money")


def _two_columns(setting: Setting, header: tuple[str, str], rows: list[tuple[str, str]]) -> Grid:
    body = [(filled(label), filled(text)) for label, text in rows]
    return Grid([filled(one) for one in header], body, [setting.width * share for share in _TWO], named_rows=True)


def _texts(report: Report) -> Iterator[str]:
    """Every text of a report."""
    yield from (report.title, report.running, report.footer, *report.marks)
    for fact in report.facts:
        yield from (fact.label, fact.text)
    for part in report.parts:
        if isinstance(part, Heading | Paragraph):
            yield part.text
        elif isinstance(part, DecisionSheet):
            yield from (*part.ticks, *(text for blank in part.blanks for text in (blank.label, blank.prompt)))
        else:
            rows = part.rows if isinstance(part, Table) else ((row,) for row in part.rows)
            yield from (
                part.caption,
                *part.header,
                *(text for row in rows for one in row for text in (one.label, one.text)),
            )
