"""The JSON shapes of the headless door: one function for each thing it prints."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from carer_desktop.assessment import Assessment, Move, Plain
from carer_desktop.budget.compare import Calibration, Difference, Neighbour
from carer_desktop.budget.suggestion import Suggestion
from carer_desktop.careact.eligibility import Eligibility
from carer_desktop.careact.route import Route
from carer_desktop.caseload.earlier import EarlierBudget
from carer_desktop.caseload.files import Checked
from carer_desktop.caseload.tables import KnownTable
from carer_desktop.findings.result import Count, Findings, Problem
from carer_desktop.forms.question import Form, Question
from carer_desktop.forms.words import condition_words
from carer_desktop.records.carer import Card
from carer_desktop.records.kept import Exported


def questions(form: Form) -> dict[str, Any]:
    """A form version with its sections first and every question in order."""
    return {
        "form": form.id,
        "version": form.version,
        "sha256": form.sha256,
        "sections": [
            {"id": s.id, "title": s.title, "show_when": condition_words(s.show_when, form) if s.show_when else None}
            for s in form.sections
        ],
        "questions": [question(q, form) for s in form.sections for q in s.questions],
    }


def question(one: Question, form: Form) -> dict[str, Any]:
    """One question or column; the rows of a grid are given beside its choices."""
    shape = {
        "id": one.id,
        "section": one.section,
        "type": one.type,
        "label": one.label,
        "hint": one.hint,
        "choices": [{"id": c.id, "label": c.label, "alone": c.alone} for c in one.choices],
        "columns": [question(column, form) for column in one.columns],
        "partial": one.partial,
        "required": one.required,
        "fact": one.fact,
        "filled": one.filled or None,
        "asked_of": one.asked_of,
        "show_when": condition_words(one.show_when, form) if one.show_when else None,
        "audience": list(one.audience),
    }
    if one.rows:
        shape["rows"] = [{"id": row.id, "label": row.label} for row in one.rows]
    return shape


def filled(assessment: Assessment, findings: Findings) -> dict[str, Any]:
    """What a fill says: which record, what of it is hidden now, how many problems it has."""
    return {
        "id": assessment.id,
        "reference": assessment.reference,
        "hidden": sorted(findings.hidden),
        "problems": len(findings.problems),
    }


def show(assessment: Assessment, findings: Findings) -> dict[str, Any]:
    """Everything of one record."""
    return {
        "id": assessment.id,
        "reference": assessment.reference,
        "carer_id": assessment.carer_id,
        "form": {
            "id": assessment.form_id,
            "version": assessment.form_version,
            "sha256": assessment.form_sha256,
        },
        "stage": assessment.stage,
        "revision": assessment.revision,
        "answers": _asked(assessment.answers, findings),
        "hidden": dict(findings.hidden),
        "problems": [_problem(problem) for problem in findings.problems],
        "progress": {gate: _count(gate, count) for gate, count in findings.progress.items()},
        "path": findings.path,
        "path_why": list(findings.path_why),
        "sections": [{"id": s.id, "shown": s.shown, "status": s.status} for s in findings.sections],
        "eligibility": eligibility(findings.eligibility) if findings.eligibility else None,
        "suggestion": suggestion(findings.suggestion) if findings.suggestion else None,
        "history": [_move(move) for move in assessment.history],
        "saved_at": moment(assessment.saved_at),
        "prompts": [{"id": p.id, "topic": p.topic, "text": p.text, "source": p.source} for p in findings.prompts],
    }


def suggestion(found: Suggestion) -> dict[str, Any]:
    """A guide figure with its working: money as text with two places; no table at all is null."""
    table = {
        "id": found.table_id,
        "version": found.table_version,
        "sha256": found.table_sha256,
        "illustrative": found.illustrative,
    }
    return {
        "amount": None if found.amount is None else f"{found.amount:.2f}",
        "lines": [
            {"rule": one.rule, "text": one.text, "amount": f"{one.amount:.2f}", "running": f"{one.running:.2f}"}
            for one in found.lines
        ],
        "table": table if found.table_id else None,
        "why_none": found.why_none,
    }


def earlier_budget(one: EarlierBudget) -> dict[str, Any]:
    """A budget that was agreed before."""
    return {"on": one.on.isoformat(), "amount": f"{one.amount:.2f}", "where": one.where}


def difference(found: Difference) -> dict[str, Any]:
    """Two tables beside each other."""
    amounts = [
        {
            "words": one.words,
            "before": one.before,
            "after": one.after,
            "difference": None if one.difference is None else f"{one.difference:.2f}",
            "kind": one.kind,
        }
        for one in found.amounts
    ]
    return {
        "amounts": amounts,
        "rules_gone": list(found.rules_gone),
        "rules_new": list(found.rules_new),
        "origin": [{"words": one.words, "before": one.before, "after": one.after} for one in found.origin],
    }


def known_table(one: KnownTable) -> dict[str, Any]:
    """A table of a vault; approved by nobody yet where that is empty."""
    table = one.table
    return {
        "id": table.id,
        "version": table.version,
        "title": table.title,
        "from": table.start.isoformat(),
        "until": table.until.isoformat() if table.until else None,
        "author": table.author,
        "approved_by": one.approved_by,
        "sha256": table.sha256,
    }


def calibration(found: Calibration) -> dict[str, Any]:
    """What a table would have suggested for past cases."""
    return {
        "cases": found.cases,
        "figures": found.figures,
        "total": f"{found.total:.2f}",
        "before": f"{found.before:.2f}",
        "rise": found.rise,
        "fall": found.fall,
        "same": found.same,
        "bars": [{"range": words, "cases": count} for words, count in found.bars],
        "reasons": [{"why": words, "cases": count} for words, count in found.reasons],
    }


def neighbour(one: Neighbour) -> dict[str, Any]:
    """What one level more or less of one rating would give."""
    return {"words": one.words, "step": one.step, "suggestion": suggestion(one.suggestion)}


def eligibility(found: Eligibility) -> dict[str, Any]:
    """What regulation 3 suggests, and what it rests on."""
    return {
        "suggested": found.suggested,
        "conditions": dict(found.conditions),
        "why": found.why,
        "rests_on": list(found.rests_on),
    }


def route(found: Route) -> dict[str, Any]:
    """Who should complete it, with the rules that say so."""
    return {
        "who": found.who,
        "why": [{"rule": line.rule, "text": line.text} for line in found.why],
        "warnings": list(found.warnings),
        "people": [{"item": each.item, "who": each.who} for each in found.people],
    }


def _problem(one: Problem) -> dict[str, Any]:
    return {
        "question": one.question,
        "item": one.item,
        "column": one.column,
        "kind": one.kind,
        "gate": one.gate,
        "text": one.text,
    }


def _move(one: Move) -> dict[str, Any]:
    return {
        "move": one.move,
        "stage": one.stage,
        "at": moment(one.at),
        "by": one.by,
        "role": one.role,
        "note": one.note,
        "amount": pounds(one.amount_pence),
        "content_sha256": one.content_sha256,
        "signed": one.signature is not None,
    }


def card(one: Card, due_on: date | None = None) -> dict[str, Any]:
    """One record in a list; nothing is due before a manager has decided."""
    return {
        "id": one.id,
        "reference": one.reference,
        "form": one.form_id,
        "stage": one.stage,
        "carer": one.carer.name,
        "assessor": one.assessor,
        "created_at": moment(one.created_at),
        "saved_at": moment(one.saved_at),
        "due_on": due_on.isoformat() if due_on else None,
    }


def checked(found: Checked) -> dict[str, Any]:
    """What became of checking a Word file."""
    return {
        "id": found.record,
        "reference": found.reference,
        "version": found.version,
        "audience": found.audience.replace("_", "-"),
        "same": found.same,
        "untouched": found.untouched,
        "says": found.says,
        "differences": [{"label": one.label, "record": one.record, "file": one.file} for one in found.differences],
        "recorded_since": list(found.since),
    }


def written(one: Exported) -> dict[str, Any]:
    """One file that was written."""
    return {
        "id": one.assessment,
        "file": f"{one.folder}/{one.file}",
        "audience": one.audience.replace("_", "-"),
        "format": one.format,
        "sha256": one.sha256,
    }


def pounds(pence: int | None) -> str | None:
    """Money as text with two places.

    >>> pounds(25005)
    '250.05'
    """
    return None if pence is None else f"{pence // 100}.{pence % 100:02d}"


def moment(at: datetime | None) -> str | None:
    """An instant as text, to the second, in UTC."""
    return None if at is None else at.isoformat(timespec="seconds")


def _asked(answers: Mapping[str, Plain], findings: Findings) -> dict[str, Plain]:
    """The answers that are asked for now; a list's rows without the cells that are not."""
    asked: dict[str, Plain] = {}
    for name, plain in answers.items():
        if name in findings.hidden:
            continue
        if isinstance(plain, list) and plain and isinstance(plain[0], dict):
            asked[name] = [
                {c: cell for c, cell in row.items() if f"{name}/{row['id']}/{c}" not in findings.hidden}
                for row in plain
            ]
        else:
            asked[name] = plain
    return asked


def _count(gate: str, count: Count) -> dict[str, int]:
    counted = {"needed": count.needed, "done": count.done}
    return {**counted, "not_covered": count.not_covered} if gate == "E" else counted
