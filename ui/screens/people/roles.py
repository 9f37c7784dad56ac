"""What somebody does here, as check boxes with what each of them sees."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from carer_desktop.forms.question import Choice, Question
from carer_desktop.records.person import ROLES
from carer_desktop.words import say
from carer_desktop.workflow.seeing import table
from ui.fields import Field, field

ONE_RULE = "On one laptop this is a rule of the program, not of the encryption."


def role_words(roles: Sequence[str]) -> str:
    """Roles as people read them.

    >>> role_words(("assessor", "keeper"))
    'Practitioner, Access lead'
    """
    return ", ".join(say("role", role) for role in roles)


def roles_field(roles: Sequence[str], parent: QWidget) -> Field:
    """A box for each role, ticked for those somebody has."""
    sees = {row.role: row.says for row in table()}
    choices = tuple(Choice(role, f"{say('role', role)}: {_lower(sees[role])}") for role in ROLES)
    made = field(
        Question("roles", "roles", "people", "choices", "What they do, and what they see", choices=choices,
                 required="C", hint=ONE_RULE), parent,
    )  # fmt: skip
    made.show_value(list(roles))
    return made


def picked_roles(made: Field) -> list[str]:
    """The roles that are ticked."""
    return [str(role) for role in made.answer] if isinstance(made.answer, list) else []


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
