"""The forms a vault works with: each kept in it once, so that a record opens anywhere as it was asked."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from carer_desktop.budget.table import Table
from carer_desktop.errors import CarerError, FormError
from carer_desktop.findings.find import read_rules
from carer_desktop.forms import library
from carer_desktop.forms.load import pack_files, read_pack
from carer_desktop.forms.question import Form
from carer_desktop.records.kept import Pack
from carer_desktop.store import Store, assessments, packs
from carer_desktop.workflow import retention

if TYPE_CHECKING:
    from carer_desktop.caseload.tables import Tables

# By the hash of their text, which never changes: read once, whichever vault they came from.
_READ: dict[str, Form] = {}


def form_of(store: Store, sha256: str) -> Form:
    """The very form a record was begun with, from the vault."""
    if sha256 not in _READ:
        pack = store.read(packs.one, sha256).result()
        if pack is None:
            raise FormError("The form this record was begun with is not in the vault")
        _READ[sha256] = read_pack(pack.files)
    return _READ[sha256]


class Forms:
    """Forms by version, for one open vault, and the tables beside them."""

    def __init__(self, store: Store, tables: Tables) -> None:
        self._store = store
        self._tables = tables
        self._kept: set[str] = set()

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
        return form_of(self._store, sha256)

    def read_all(self) -> None:
        """Read the forms of all records here and those that can be begun, the tables and the rules.

        Nobody waits for that once a record is opened or begun.
        """
        _ = self.tables
        read_rules()
        retention.shipped()
        for name in library.FORMS:
            form = library.find(name)
            _READ[form.sha256] = form
        for sha256 in set(self._store.read(assessments.forms).result().values()):
            with suppress(CarerError):  # said when the record is opened
                self.of(sha256)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The budget tables records of this vault may use."""
        return self._tables.usable
