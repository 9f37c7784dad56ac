"""The templates a council owns: looked over, tried, kept in the vault, and used for every Word file from then on."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from carer_desktop.caseload.audit import Audit
from carer_desktop.caseload.notes import Settings
from carer_desktop.clock import Clock
from carer_desktop.errors import Refused
from carer_desktop.forms import library
from carer_desktop.forms.question import Form
from carer_desktop.paths import TEMPLATES
from carer_desktop.records.audit import Event, Log
from carer_desktop.records.kept import Pack
from carer_desktop.records.person import Person
from carer_desktop.sealing.canonical import sha256_hex
from carer_desktop.store import Connection, Store, packs, settings

if TYPE_CHECKING:
    from carer_desktop.documents.template import Template
    from carer_desktop.documents.template_page import Finding

HOUSE = TEMPLATES / "house.docx"
KIND = "template"
LOOKS = "house"
"""What a template of looks alone is for: every form and every reader."""
OWNERS = ("authoriser", "keeper")
"""Who takes templates in and says which is used: managers and the access lead."""
OWN = "the one that comes with the program"
_READ: dict[str, Template] = {}


@dataclass(frozen=True, slots=True)
class KnownTemplate:
    """A template in a vault: its name, what it is for (`house`, or a form whose own layout it is), who took it in.

    *used*: files are made with it now.
    """

    sha256: str
    name: str
    about: str
    taken_by: str
    taken_on: str
    used: bool


@dataclass(frozen=True, slots=True)
class TemplateLook:
    """A template as it is looked at before it comes in: what is wrong with it, sentence by sentence, and its use."""

    file: str
    findings: tuple[str, ...]
    about: str


class Templates:
    """The templates of one vault, for the person signed in."""

    def __init__(self, store: Store, clock: Clock, audit: Audit, me: Person, settings_: Settings) -> None:
        self._store = store
        self._clock = clock
        self._audit = audit
        self._me = me
        self._settings = settings_

    @property
    def known(self) -> tuple[KnownTemplate, ...]:
        """Every template in the vault, by name."""
        kept, set_ = self._store.read(packs.all_of, KIND).result(), self._store.read(settings.all_).result()
        used = {str(value) for key, value in set_.items() if key.startswith(f"{KIND}.")}
        found = (
            KnownTemplate(one.sha256, one.version, one.id, one.files["by"], one.files["on"], used=one.sha256 in used)
            for one in kept
        )
        return tuple(sorted(found, key=lambda one: (one.about, one.name.casefold(), one.taken_on)))

    def choices(self, audience: str, form: str) -> dict[str, str]:
        """What a file for that reader can be made with instead of what is used, by hash: names."""
        known = [one for one in self.known if not one.used]
        fitting = {
            one.sha256: one.name for one in known if one.about == LOOKS or (one.about, audience) == (form, "council")
        }
        return {LOOKS: OWN} | fitting if self.known else {}

    @property
    def may_change(self) -> bool:
        """Whether this person takes templates in."""
        return bool(set(OWNERS) & set(self._me.roles))

    def look(self, file: Path) -> TemplateLook:
        """What is wrong with a template; nothing where it can be used. Tried with a full and an empty record."""
        findings, about = look_at(file)
        return TemplateLook(file.name, tuple(map(str, findings)), about)

    def load(self, file: Path) -> KnownTemplate:
        """Takes a template in; Refused for one with anything wrong, and where the person may not."""
        from carer_desktop.documents.check_template import look_over
        from carer_desktop.documents.template import pack

        self._owners_only()
        looked = look_over(file, _forms())
        if looked.template is None:
            more = len(looked.findings) - 1
            mend = f"{more} more found: look at it first." if more else ""
            raise Refused("The template cannot be used", file.name, f"{looked.findings[0]} {mend}".strip())
        data = pack(looked.template.parts)
        sha256, about = sha256_hex(data), looked.form.id if looked.form is not None else LOOKS
        if not any(one.sha256 == sha256 for one in self.known):
            held = {
                "docx": base64.b64encode(data).decode(),
                "by": self._me.name,
                "on": self._clock.today().isoformat(),
            }
            event = self._audit.event("template_loaded", sha256=sha256)
            kept = Pack(sha256, KIND, about, file.name, held)
            self._store.save_logged(_keep, kept, event).result()
        return next(one for one in self.known if one.sha256 == sha256)

    def use(self, template: KnownTemplate) -> None:
        """Every Word file it is for is made with it from now on."""
        self._owners_only()
        self._settings.set(f"{KIND}.{template.about}", template.sha256).result()

    def use_none(self, about: str) -> None:
        """Files are made with the template that comes with the program again."""
        self._owners_only()
        self._settings.set(f"{KIND}.{about}", None).result()

    def _owners_only(self) -> None:
        if not self.may_change:
            raise Refused("Only a manager or the access lead may change templates", mend="Ask one of them.")


def look_at(file: Path, form: str = "") -> tuple[Sequence[Finding], str]:
    """What is wrong with a template file, and what it is for: `house`, or the id of a form; needs no vault."""
    from carer_desktop.documents.check_template import look_over  # with it comes lxml

    looked = look_over(file, _forms(), library.find(form) if form else None)
    return looked.findings, looked.form.id if looked.form is not None else LOOKS


def base_for(store: Store, audience: str, form: str, chosen: str = "") -> Template | Path:
    """What a Word file is drawn on: the council's own layout for the council, its looks for everyone, or neither.

    *chosen* is another template than those in use, by its hash, or `house` for the one that comes with the program.
    """
    if chosen:
        return HOUSE if chosen == LOOKS else _fitting(one_of(store, chosen), audience)
    set_ = store.read(settings.all_).result()
    own = set_.get(f"{KIND}.{form}") if audience == "council" else None
    sha256 = own or set_.get(f"{KIND}.{LOOKS}")
    return one_of(store, str(sha256)) if sha256 else HOUSE


def _fitting(template: Template, audience: str) -> Template:
    if template.is_fixed and audience != "council":
        raise Refused("This layout is for the council’s file alone", template.name, "Choose another template.")
    return template


def one_of(store: Store, sha256: str) -> Template:
    """The template with this hash; Refused where it is not in the vault."""
    from carer_desktop.documents.template import unpacked

    if sha256 not in _READ:
        kept = store.read(packs.one, sha256).result()
        if kept is None or kept.kind != KIND:
            raise Refused("The template is not in the vault", mend="Take it in again, or use the one of the program.")
        _READ[sha256] = unpacked(kept.version, base64.b64decode(kept.files["docx"]), sha256)
    return _READ[sha256]


def _forms() -> tuple[Form, ...]:
    return tuple(library.find(name) for name in library.FORMS)


def _keep(connection: Connection, log: Log, pack: Pack, event: Event) -> None:
    packs.keep(connection, pack)
    log(event)
