"""Which answers the council's file carries: exactly those its pages show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from carer_desktop.assessment import Plain
from carer_desktop.documents.source import Source
from carer_desktop.findings.result import place
from carer_desktop.forms.question import Question
from carer_desktop.sealing.canonical import canonical_bytes


def carried(source: Source) -> bytes:
    """The answers that the council's page of *source* shows, and what they are of, as canonical bytes."""
    record = source.assessment
    return canonical_bytes(
        {
            "form": record.form_id,
            "form_version": record.form_version,
            "form_sha256": record.form_sha256,
            "record": record.reference,
            "version": record.revision,
            "answers": dict(_shown(source)),
        }
    )


def _shown(source: Source) -> Iterator[tuple[str, Plain]]:
    for section in source.form.sections:
        if section.private or (section.by_moves and not source.assessment.history):
            continue
        for question in section.questions:
            kept = source.assessment.answers.get(question.id)
            if kept is None or not source.printed(question):
                continue
            rows = question.type == "list" and isinstance(kept, list)
            yield question.id, [_item(source, question, one) for one in source.items(question)] if rows else kept


def _item(source: Source, question: Question, item: Mapping[str, Plain]) -> dict[str, Plain]:
    asked = (one for one in question.columns if place(question.id, str(item["id"]), one.id) in source.findings.shown)
    return {"id": item["id"]} | {one.id: item[one.id] for one in asked if item.get(one.id) is not None}
