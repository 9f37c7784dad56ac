"""What a copy leaves out and why, what somebody should read through first, and what to take care of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from carer_desktop.assessment import Plain
from carer_desktop.documents.answers import item_title
from carer_desktop.documents.source import Source, asked_points
from carer_desktop.forms.question import Question, Section
from carer_desktop.words import say

_READ_THROUGH = ("long_text",)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One answer that stands in the council's file and not in this copy: its section, its question, and why not."""

    section: str
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class BeforeWriting:
    """What a person should know of a copy before it is written.

    *read_through* are the long answers in it, as (label, text): nobody but a person can see whether they tell of
    somebody else. *take_care* are sentences about how it is handed over. *style* says in which form it is made.
    """

    left_out: tuple[LeftOut, ...]
    read_through: tuple[tuple[str, str], ...]
    take_care: tuple[str, ...]
    style: str


def before_writing(source: Source) -> BeforeWriting:
    """All of it, for the reader of *source*."""
    council = Source(source.form, source.assessment, source.findings)
    return BeforeWriting(
        tuple(each for section in source.form.sections for each in _of_section(source, council, section)),
        tuple(_long(source)) if source.audience in ("carer", "cared_for") else (),
        tuple(_take_care(source)),
        _style(source),
    )


def _style(source: Source) -> str:
    if source.points != asked_points(source.findings, source.audience):
        return f"{source.points} point print{' in plain style' if source.plain_style else ''}"
    print_ = "Large print" if source.large else "Ordinary print"
    plain = " in plain style" if source.plain_style else ""
    return f"{print_}{plain}{', as the carer asked' if source.large or plain else ''}"


def _of_section(source: Source, council: Source, section: Section) -> Iterator[LeftOut]:
    for question in section.questions:
        if not council.printed(question) or not _has_words(council, question):
            continue
        if section.private:
            yield LeftOut(section.title, question.label, say("withheld", "private"))
        elif why := source.withheld(question):
            yield LeftOut(section.title, question.label, say("withheld", why))
        elif question.type == "list":
            yield from _of_list(source, council, section, question)


def _of_list(source: Source, council: Source, section: Section, question: Question) -> Iterator[LeftOut]:
    for number, item in enumerate(council.items(question), 1):
        hidden = _hidden(source, council, question, item)
        if not hidden:
            continue
        whole = all(source.cell(question, item, column) is None for column in question.columns)
        title = f"{question.label} – {item_title(council, question, item, number)}"
        if whole:
            yield LeftOut(section.title, title, say("withheld", next(iter(hidden.values()))))
        else:
            yield from (
                LeftOut(section.title, f"{title}: {label}", say("withheld", why)) for label, why in hidden.items()
            )


def _hidden(source: Source, council: Source, question: Question, item: Mapping[str, Plain]) -> dict[str, str]:
    """The cells of one item that the council reads and this reader does not: label, and why."""
    return {
        column.label: why
        for column in question.columns
        if council.cell(question, item, column) is not None and (why := source.cell_withheld(question, item, column))
    }


def _has_words(source: Source, question: Question) -> bool:
    """Whether somebody answered it; what is worked out or stays empty is not missed."""
    if not question.answerable:
        return False
    several = question.type in ("list", "grid") and bool(source.assessment.answers.get(question.id))
    return several or source.text(question) is not None


def _long(source: Source) -> Iterator[tuple[str, str]]:
    for question in source.form.question.values():
        if question.type in _READ_THROUGH and (said := source.words_of(question.id)):
            yield question.label, said
        elif question.type == "list" and source.printed(question):
            for item in source.items(question):
                for column in question.columns:
                    if column.type in _READ_THROUGH and (said := source.cell(question, item, column)):
                        yield f"{question.label}: {column.label}", said


def _take_care(source: Source) -> Iterator[str]:
    values, council = source.findings.values, Source(source.form, source.assessment, source.findings)
    if source.audience == "carer" and values.get("contact_safe") != "yes":
        how = council.words_of("contact_safe_how")
        yield f"Do not post or e-mail it: give it by hand, or only as the carer said{f': {how}' if how else '.'}"
    copies = values.get("copies") or ()
    if source.audience == "carer" and copies and "carer" not in copies:
        yield "The carer did not ask for a copy."
    for need in values.get("ais_needs") or () if source.audience == "carer" else ():
        if need in ("easyread", "braille", "audio"):
            yield f"The carer asked for {say('elsewhere', need)}: have it made, the program cannot do that."
