"""The forms that come with the program: which there are, and which version to use."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from carer_desktop.errors import FormError
from carer_desktop.forms.load import load
from carer_desktop.forms.question import Form
from carer_desktop.paths import RESOURCES

FORMS = ("carer_conversation", "carer_review")


def shipped(root: Path = RESOURCES / "forms") -> list[Path]:
    """The folders of all form versions below *root*, oldest version of each form first."""
    return sorted((head.parent for head in root.glob("*/*/form.toml")), key=lambda f: (f.parent.name, _order(f.name)))


def folder(name: str, root: Path = RESOURCES / "forms") -> Path:
    """The folder of `FORM@VERSION`, or of the newest active version of `FORM` (else the newest draft)."""
    form_id, _, version = name.partition("@")
    found = [one for one in shipped(root) if one.parent.name == form_id and version in ("", one.name)]
    if not found:
        known = ", ".join(sorted({f"{one.parent.name}@{one.name}" for one in shipped(root)}))
        raise FormError(f"There is no form “{name}”", mend=f"The forms here are {known}.")
    active = [one for one in found if _status(one) == "active"]
    drafts = [one for one in found if _status(one) == "draft"]
    return (active or drafts or found)[-1]


@cache
def find(name: str) -> Form:
    """The shipped form of that name, loaded once."""
    return load(folder(name))


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))


def _status(one: Path) -> str:
    head = tomllib.loads((one / "form.toml").read_text("utf-8"))
    return str(head.get("status", ""))
