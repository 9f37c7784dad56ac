"""From a question to its field: the one place that knows which type is answered how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from carer_desktop.clock import Clock
from carer_desktop.forms.question import Choice, Question
from ui.fields.base import Field
from ui.fields.card import Maker
from ui.fields.choice import FEW, ChoiceField, ChoicesField, SearchField
from ui.fields.date import DateField
from ui.fields.grid import GridField
from ui.fields.line import LineField, NumberField
from ui.fields.list import ListField
from ui.fields.long_text import LongTextField
from ui.fields.shown import CalculatedField, MessageField
from ui.fields.signature import SignatureField

_FIELDS: dict[str, type[Field]] = dict.fromkeys(
    ("text", "name", "phone", "email", "postcode", "nhs_number"), LineField
) | {
    "long_text": LongTextField, "date": DateField, "whole": NumberField, "decimal": NumberField,
    "money": NumberField, "choices": ChoicesField, "grid": GridField, "signature": SignatureField,
    "calculated": CalculatedField, "message": MessageField,
}  # fmt: skip


def field(
    question: Question,
    parent: QWidget | None = None,
    place: str = "",
    offered: Mapping[str, Sequence[str]] | None = None,
    clock: Clock | None = None,
) -> Field:
    """The field for a question; *place* is `cf/ITEM/name` for a cell, *offered* the names a setting offers
    for questions whose choices come from one (free text while there are none), *clock* tells what today is."""
    if question.choices_from and not question.choices:
        names = (offered or {}).get(question.choices_from, ())
        question = replace(question, choices=tuple(Choice(name, name) for name in names))
    made = _made(question, parent, place, lambda column, box, at: field(column, box, at, offered, clock))
    if clock is not None:
        made.clock = clock
    return made


def _made(question: Question, parent: QWidget | None, place: str, make: Maker) -> Field:
    if question.type == "list":
        return ListField(question, make, parent, place)
    if question.type == "choice":
        if not question.choices:
            return LineField(question, parent, place)
        return (ChoiceField if len(question.choices) <= FEW else SearchField)(question, parent, place)
    return _FIELDS[question.type](question, parent, place)
