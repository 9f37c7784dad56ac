"""The answers of one section as parts of a page: two columns for single answers, real tables for lists and grids."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from carer_desktop.assessment import Plain
from carer_desktop.documents.report import (
    NOT_ANSWERED,
    NOT_ASKED,
    NOT_IN_COPY,
    NOT_RECORDED,
    Answer,
    Answers,
    Paragraph,
    Part,
    Table,
)
from carer_desktop.documents.source import Source
from carer_desktop.documents.wording import not_covered, words
from carer_desktop.findings.result import place
from carer_desktop.forms.question import Question, Section

MOST_COLUMNS = 5
"""A list with more columns than this is printed item by item: at 12 point they cannot be read beside each other."""
MOST_LARGE = 2
"""The same in large print."""

_ASKED = "Yes. The answers are kept in the program and are not in this document."
_PREFERRED_NOT = "Yes. The carer would rather not say."
_NOT_ASKED = "No, or it is not recorded."
_PRIVATE: Mapping[str, str | None] = {NOT_ASKED: None, not_covered(): None, "Prefer not to say": _PREFERRED_NOT}
"""What the answers to a private question come down to, by their words; any other answer means that it was asked."""


def section_parts(
    source: Source, section: Section, working: Mapping[str, tuple[Part, ...]] = MappingProxyType({})
) -> tuple[Part, ...]:
    """Every answer of a section that this reader may see, in the order asked; empty when there is none.

    *working* stands right after the question it explains, by question id.
    """
    parts: list[Part] = []
    rows: list[Answer] = []

    def close() -> None:
        if rows:
            parts.append(Answers(f"{source.title(section)}, continued" if parts else "", tuple(rows)))
            rows.clear()

    for question in section.questions:
        no_table = question.id == "suggested" and source.findings.suggestion is not None and not source.has_table
        if no_table and not source.withheld(question):
            close()
            parts.append(Paragraph(source.guide_figure(), "note", "suggested", source.label(question)))
        if not source.printed(question):
            continue
        if question.type in ("list", "grid") and source.assessment.answers.get(question.id):
            close()
            parts.extend(_list(source, question) if question.type == "list" else _grid(source, question))
        elif (text := source.text(question)) is not None:
            rows.append(Answer(question.id, source.label(question), text))
            if question.id in working:
                close()
                parts.extend(working[question.id])
        elif question.fact and question.required and not section.by_moves and source.audience == "council":
            rows.append(Answer(question.id, source.label(question), NOT_RECORDED))
    close()
    return tuple(parts)


def private_line(source: Source, section: Section) -> tuple[Part, ...]:
    """What a document says of a section whose answers it does not hold: whether the carer was asked, nothing more."""
    asked = [question for question in section.questions if source.printed(question)]
    given = [said for one in asked if (said := _PRIVATE.get(source.words_of(one.id) or NOT_ASKED, _ASKED)) is not None]
    if not asked:
        return ()
    said = _ASKED if _ASKED in given else _PREFERRED_NOT if given else _NOT_ASKED
    return (Answers("", (Answer(section.id, "Was the carer asked?", said),)),)


def _list(source: Source, question: Question) -> list[Part]:
    """A list as one table while its columns fit beside each other, else item by item.

    An item of which this reader may see nothing is not there: not even that there is one.
    """
    items = items_shown(source, question)
    columns = [one for one in question.columns if any(source.cell(question, item, one) is not None for item in items)]
    if not columns and source.audience != "council":
        return []
    if not columns:
        nothing = Answer(question.id, source.label(question), NOT_ANSWERED if items else not_covered())
        return [Answers(source.label(question), (nothing,))]
    long = any(column.type == "long_text" for column in columns)
    if len(columns) > (MOST_LARGE if source.large else 3 if long else MOST_COLUMNS):
        return [_card(source, question, columns, item, number) for number, item in enumerate(items, 1)]
    rows = tuple(tuple(_cell(source, question, item, column) for column in columns) for item in items)
    return [Table(source.label(question), tuple(source.label(column) for column in columns), rows)]


def _is_for(source: Source, question: Question, item: Mapping[str, Plain]) -> bool:
    return source.audience == "council" or any(source.cell(question, item, one) for one in question.columns)


def _cell(source: Source, question: Question, item: Mapping[str, Plain], column: Question) -> Answer:
    where = place(question.id, str(item["id"]), column.id)
    empty = NOT_ANSWERED if where in source.findings.shown else NOT_ASKED
    if source.cell_withheld(question, item, column):
        empty = NOT_IN_COPY
    return Answer(where, source.label(column), source.cell(question, item, column) or empty)


def _card(
    source: Source, question: Question, columns: list[Question], item: Mapping[str, Plain], number: int
) -> Answers:
    cells = [_cell(source, question, item, one) for one in columns if source.cell(question, item, one) is not None]
    title = item_title(source, question, item, number)
    if not cells:
        cells = [Answer(question.id, source.label(question), NOT_ANSWERED)]
    return Answers(f"{source.label(question)} - {title}", tuple(cells))


def items_shown(source: Source, question: Question) -> list[Mapping[str, Plain]]:
    """The items of a list that this reader may see anything of, in their order."""
    return [item for item in source.items(question) if _is_for(source, question, item)]


def item_title(source: Source, question: Question, item: Mapping[str, Plain], number: int) -> str:
    """What one item of a list is called: its number, and its title (or only initials) where it has one."""
    columns = (question.column_by_id.get(name) for name in (question.item_title, "initials"))
    titles = (source.cell(question, item, column) for column in columns if column is not None)
    title = next((one for one in titles if one), None)
    return f"{number}. {title.splitlines()[0]}" if title else f"{number}"


def _grid(source: Source, question: Question) -> list[Part]:
    chosen = source.assessment.answers[question.id]
    if not isinstance(chosen, dict) or "not_covered" in chosen or "typed" in chosen:
        whole = Answer(question.id, source.label(question), source.text(question) or NOT_ANSWERED)
        return [Answers(whole.label, (whole,))]
    rows = tuple(
        (
            Answer(question.id, source.label(question), row.label),
            Answer(question.id, row.label, words(question, chosen[row.id]) if chosen.get(row.id) else NOT_ANSWERED),
        )
        for row in question.rows
    )
    return [Table(source.label(question), ("What", "Answer"), rows, "grid")]
