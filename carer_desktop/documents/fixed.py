"""A council's own layout: answers put into its named controls, everything that has no place of its own at the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from carer_desktop.documents.report import (
    NOT_ANSWERED,
    Answer,
    Answers,
    DecisionSheet,
    Heading,
    Paragraph,
    Part,
    Report,
    Table,
)

SECTION, LIST, PAGE = "section:", "list:", "page:"
REST, SUMMARY = f"{PAGE}rest", f"{PAGE}summary"
WHOLE_PAGES = ("decision", "not_covered", "still_to_answer", "history")
LINES = ("title", "carer", "carer_mosaic_id", "record", "stage", "check_code")
"""What `page:` may name: whole parts of the document besides summary and rest, and single lines of the summary."""


@dataclass(frozen=True, slots=True)
class Block:
    """What stands beneath one heading that says what it is about; *above* is the heading of its group."""

    about: str
    parts: tuple[Part, ...]
    above: Heading | None = None

    @property
    def heads(self) -> int:
        """How many of the parts are headings at its beginning."""
        return next((n for n, part in enumerate(self.parts) if not isinstance(part, Heading)), len(self.parts))


def blocks(report: Report) -> tuple[Block, ...]:
    """The parts of a page by what they are about, in order; what comes before the first is about nothing."""
    found: list[Block] = []
    group: Heading | None = None
    for part in report.parts:
        if isinstance(part, Heading) and part.about:
            found.append(Block(part.about, (part,), group if part.level > 1 else None))
            group = None if part.level == 1 else group
        elif isinstance(part, Heading) and part.level == 1:
            group = part
        elif found:
            found[-1] = replace(found[-1], parts=(*found[-1].parts, part))
        else:
            found.append(Block("", (part,)))
    return tuple(found)


class Placed:
    """What of a page goes into which control, and what is left for the rest; *tags* are those of the layout."""

    def __init__(self, report: Report, tags: Collection[str] = ()) -> None:
        self._report = report
        self._tags = frozenset(tags)
        self._blocks = blocks(report)

    @cached_property
    def _answers(self) -> Mapping[str, tuple[Answer, ...]]:
        """The answers of the sections by question."""
        found: dict[str, tuple[Answer, ...]] = {}
        for block in self._blocks:
            for answer in _answers_in(block.parts) if block.about.startswith(SECTION) else ():
                name = answer.place.partition("/")[0]
                found[name] = (*found.get(name, ()), answer)
        return found

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that have an answer on the page."""
        return tuple(self._answers)

    def text_of(self, tag: str) -> str:
        """What a control of one question or one line of the summary says."""
        if tag == f"{PAGE}title":
            return self._report.title
        if tag.startswith(PAGE):
            name = tag.removeprefix(PAGE)
            return next((fact.text for fact in self._report.facts if fact.place == name), NOT_ANSWERED)
        return "\n\n".join(answer.text for answer in self._answers.get(tag, ())) or NOT_ANSWERED

    def items_of(self, name: str) -> tuple[Mapping[str, str], ...]:
        """The items of a list, each by column."""
        items: dict[str, dict[str, str]] = {}
        for answer in self._answers.get(name, ()):
            item, _, column = answer.place.partition("/")[2].partition("/")
            if column:
                items.setdefault(item, {})[column] = answer.text
        return tuple(items.values())

    def parts_of(self, tag: str) -> tuple[Part, ...] | None:
        """The parts that go into a control around whole paragraphs; None where it is a single answer or line."""
        if tag == REST:
            return tuple(self._rest())
        if tag == SUMMARY:
            return (Answers(self._report.title, self._report.facts, self._report.facts_header),)
        if tag.startswith(SECTION) or (tag.startswith(PAGE) and tag.removeprefix(PAGE) in WHOLE_PAGES):
            held = next((block for block in self._blocks if block.about == tag), None)
            return held.parts[held.heads :] if held else (Paragraph(NOT_ANSWERED),)
        tables = tuple(self._tables_of(tag))
        return tables or None

    def _tables_of(self, name: str) -> Iterator[Part]:
        """A list or a grid as it stands on the page: more than one line."""
        for block in self._blocks if not name.startswith(PAGE) else ():
            for part in block.parts if block.about.startswith(SECTION) else ():
                several = isinstance(part, Table) or (isinstance(part, Answers) and "/" in part.rows[0].place)
                if several and {answer.place.partition("/")[0] for answer in _answers_in((part,))} == {name}:
                    yield part

    def _rest(self) -> Iterator[Part]:
        if SUMMARY not in self._tags:
            yield Answers(self._report.title, self._report.facts, self._report.facts_header)
        above: Heading | None = None
        for block in self._blocks:
            if block.about in self._tags:
                continue
            left = tuple(self._left_of(block))
            if len(left) > block.heads or not block.about:
                if block.above is not None and block.above is not above:
                    yield replace(block.above, new_page=False)
                    above = block.above
                yield from left

    def _left_of(self, block: Block) -> Iterator[Part]:
        """What of a block has no place of its own."""
        if not block.about.startswith(SECTION):
            yield from (replace(part, new_page=False) if isinstance(part, Heading) else part for part in block.parts)
            return
        for part in block.parts:
            if isinstance(part, Answers):
                rows = tuple(row for row in part.rows if not self._is_placed(row.place))
                if rows:
                    yield replace(part, rows=rows)
            elif isinstance(part, Table):
                if not all(self._is_placed(cell.place) for cell in _answers_in((part,))):
                    yield part
            elif isinstance(part, Heading):
                yield replace(part, new_page=False)
            else:
                yield part

    def _is_placed(self, where: str) -> bool:
        question, _, cell = where.partition("/")
        column = cell.rpartition("/")[2]
        in_a_row = f"{LIST}{question}" in self._tags and f"{question}.{column}" in self._tags
        return question in self._tags or (bool(column) and in_a_row)


def _answers_in(parts: tuple[Part, ...]) -> Iterator[Answer]:
    for part in parts:
        if isinstance(part, Answers):
            yield from part.rows
        elif isinstance(part, Table):
            for row in part.rows:
                yield from row


def words_of(report: Report) -> Iterator[tuple[str, str]]:
    """Every answer and every sentence of a page with its question: what may not be lost, in whatever order."""
    for fact in report.facts:
        yield fact.label, fact.text
    for part in report.parts:
        if isinstance(part, Paragraph):
            yield part.label or part.text, part.text
        elif isinstance(part, DecisionSheet):
            yield from (("Decision", words) for words in (*part.ticks, *(blank.prompt for blank in part.blanks)))
        else:
            yield from ((answer.label, answer.text) for answer in _answers_in((part,)))


def said_in(report: Report) -> Mapping[str, str]:
    """What controls say in one go, by their tags: every answer on the page, and the lines of the summary."""
    placed = Placed(report)
    tags = (*placed.questions, *(f"{PAGE}{line}" for line in LINES))
    return {tag: placed.text_of(tag) for tag in tags if placed.parts_of(tag) is None}
