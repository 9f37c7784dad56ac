"""The content of a record: what a manager agrees to, what the content hash covers, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carer_desktop.assessment import Assessment, Plain
from carer_desktop.findings.result import Findings, place
from carer_desktop.forms.question import Form, Question


def content(form: Form, assessment: Assessment, findings: Findings, parent_sha256: str = "") -> dict[str, Any]:
    """The content as plain values, ready for `sealing.canonical.canonical_bytes`.

    In it: form id, version and pack hash; revision number and its parent's hash; every shown content
    answer, *not covered* and values that stand in included; the determination; the suggestion with its
    lines and its table's id, version and hash, or its reason. Not in it: stage, history, facts, template,
    file name. Money is text with two places, a list keeps its order and its items their ids.
    """
    return {
        "form": {"id": form.id, "version": form.version, "sha256": form.sha256},
        "revision": {"number": assessment.revision, "parent": parent_sha256},
        "answers": _answers(form, assessment.answers, findings),
        "suggestion": _suggestion(findings),
    }


def _answers(form: Form, answers: Mapping[str, Plain], findings: Findings) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for question in form.question.values():
        if question.id not in findings.shown or question.fact or not question.answerable:
            continue
        given = answers.get(question.id)
        if question.type == "list" and isinstance(given, list):
            found[question.id] = [_row(question, row, findings) for row in given]
        elif given is not None:
            found[question.id] = given
        elif question.id in findings.defaults:
            found[question.id] = _standing_in(findings.values[question.id])
    return found


def _row(question: Question, row: Mapping[str, Plain], findings: Findings) -> dict[str, Any]:
    shown = {
        column.id: row[column.id]
        for column in question.columns
        if column.id in row and not column.fact and place(question.id, str(row["id"]), column.id) in findings.shown
    }
    return {"id": row["id"], **shown}


def _standing_in(value: Any) -> Any:
    """A value that stands in, as an answer would be kept."""
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, str | int) else str(value)


def _suggestion(findings: Findings) -> dict[str, Any]:
    suggestion = findings.suggestion
    if suggestion is None:
        return {}
    if suggestion.amount is None:
        return {"none": suggestion.why_none or ""}
    return {
        "amount": f"{suggestion.amount:.2f}",
        "lines": [
            {"rule": line.rule, "text": line.text, "amount": f"{line.amount:.2f}", "running": f"{line.running:.2f}"}
            for line in suggestion.lines
        ],
        "table": {
            "id": suggestion.table_id,
            "version": suggestion.table_version,
            "sha256": suggestion.table_sha256,
        },
    }
