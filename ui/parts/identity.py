"""Whose record is open, always in view: the wrong person's record is the worst mistake there is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from carer_desktop.text import shortened
from ui.fields.breaks import tip
from ui.parts.words import line
from ui.theme import em, set_role


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells one person's record from another's, as words for the screen; empty is left out."""

    name: str
    born: str = ""
    mosaic_id: str = ""
    reference: str = ""
    form: str = ""
    stage: str = ""
    contact: str = ""


_MOST = 80  # letters of a name, and of a number, for which the strip has room


class IdentityStrip(QFrame):
    """The strip above a record: name, birth date and numbers; form, stage and how to get in touch."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "strip")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(em(1.2), em(0.5), em(1.2), em(0.5))
        rows.setSpacing(em(0.1))
        self._who = line("", "h3", self)
        self._what = line("", "small", self)
        rows.addWidget(self._who)
        rows.addWidget(self._what)

    def show_identity(self, identity: Identity) -> None:
        """Show whose record this is."""
        born = f"born {identity.born}" if identity.born else ""
        mosaic = f"Mosaic ID {shortened(identity.mosaic_id, _MOST)}" if identity.mosaic_id else "no Mosaic ID yet"
        name = identity.name or "Carer not named yet"
        self._who.setText("  ·  ".join(part for part in (shortened(name, _MOST), born, mosaic) if part))
        self._who.setToolTip(tip(name, _MOST))
        contact = f"Contact: {identity.contact}" if identity.contact else ""
        parts = (identity.form, identity.stage, identity.reference, contact)
        self._what.setText("  ·  ".join(part for part in parts if part))
        self.setAccessibleName(f"Whose record this is: {name}")
