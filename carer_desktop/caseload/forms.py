"""The forms and budget tables a vault works with: each kept in it once, so a record opens anywhere as asked."""

from __future__ import annotations

from pathlib import Path

from carer_desktop.budget.table import Table
from carer_desktop.budget.table import load as load_table
from carer_desktop.caseload.audit import Audit
from carer_desktop.clock import Clock
from carer_desktop.errors import FormError, Refused
from carer_desktop.forms import library
from carer_desktop.forms.load import pack_files, read_pack
from carer_desktop.forms.question import Form
from carer_desktop.paths import RESOURCES
from carer_desktop.records.audit import Event, Log
from carer_desktop.records.kept import KeptTable, Pack
from carer_desktop.store import Connection, Store, packs, tables

ILLUSTRATIVE = RESOURCES / "budget" / "illustrative-2026.toml"

# By the hash of their text, which never changes: read once, whichever vault they came from.
_READ: dict[str, Form] = {}


class Forms:
    """Forms by version and tables by day, for one open vault."""

    def __init__(self, store: Store, clock: Clock, demo: bool, audit: Audit) -> None:
        self._store = store
        self._clock = clock
        self._demo = demo
        self._audit = audit
        self._kept: set[str] = set()
        self._tables: tuple[Table, ...] | None = None

    def newest(self, name: str) -> Form:
        """The shipped form of that name (`carer_review`, `carer_review@0.1.0`), put into the vault."""
        form = library.find(name)
        if form.sha256 not in self._kept:
            files = pack_files(library.folder(name))
            self._store.save(packs.keep, Pack(form.sha256, "form", form.id, form.version, files)).result()
            self._kept.add(form.sha256)
            _READ[form.sha256] = form
        return form

    def of(self, sha256: str) -> Form:
        """The very form a record was begun with, from the vault."""
        if sha256 not in _READ:
            pack = self._store.read(packs.one, sha256).result()
            if pack is None:
                raise FormError("The form this record was begun with is not in the vault")
            _READ[sha256] = read_pack(pack.files)
        return _READ[sha256]

    @property
    def tables(self) -> tuple[Table, ...]:
        """The budget tables this vault may use. A demo vault has the illustrative one, a real one never."""
        if self._tables is None:
            kept = self._store.read(tables.all_).result()
            self._tables = tuple(load_table(one.text, f"{one.id}, in this vault") for one in kept)
            if self._demo and not self._tables:
                self._tables = (load_table(ILLUSTRATIVE),)
        return self._tables

    def add_table(self, file: Path, approved_by: str) -> Table:
        """Puts a table into the vault under the name of who approved it. An illustrative one is refused."""
        try:
            text = file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            why = "it is not UTF-8 text" if isinstance(error, ValueError) else error.strerror
            raise Refused(f"The table cannot be read: {why}", str(file), "Check its name and place.") from error
        table = load_table(text, file.name)
        if table.illustrative:
            raise Refused(
                "This table is marked illustrative and cannot be approved",
                file.name,
                "Load a table your council approved.",
            )
        if not approved_by.strip():
            raise Refused("A table needs the name of who approved it", file.name)
        kept = KeptTable(
            table.sha256, table.id, table.version, text, approved_by.strip(), self._clock.now(), table.illustrative
        )
        self._store.save_logged(_keep_table, kept, self._audit.event("table_loaded", sha256=table.sha256)).result()
        self._tables = None
        return table


def _keep_table(connection: Connection, log: Log, table: KeptTable, event: Event) -> None:
    tables.keep(connection, table)
    log(event)
