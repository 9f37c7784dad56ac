"""The budgets a carer was given before: shown beside a new one, never taken off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from carer_desktop.assessment import Assessment
from carer_desktop.caseload.records import Records
from carer_desktop.findings.given import full_day
from carer_desktop.findings.times import year_after
from carer_desktop.store import Store, assessments, retention

MOSAIC_ID = "carer_mosaic_id"


@dataclass(frozen=True, slots=True)
class EarlierBudget:
    """One budget: when it was agreed, how much it was, and where that is known from."""

    on: date
    amount: Decimal
    where: str


class EarlierBudgets:
    """What was agreed for the same carer, as far as this vault knows."""

    def __init__(self, store: Store, records: Records) -> None:
        self._store = store
        self._records = records

    def of(self, record: Assessment) -> tuple[EarlierBudget, ...]:
        """The budgets of the twelve months before the conversation, newest first.

        From other records of the carer, or with the same Mosaic ID, that the person may see, and from the notes that
        stay of removed ones with that ID.
        """
        date_question = self._records.form(record).date_question
        day = full_day(self._records.findings(record).values.get(date_question)) or record.created_at.date()
        found = [*self._in_other_records(record), *self._in_notes(record)]
        return tuple(sorted((one for one in found if one.on <= day <= year_after(one.on)), key=_newest_first))

    def _in_other_records(self, record: Assessment) -> Iterator[EarlierBudget]:
        mosaic_id = record.answers.get(MOSAIC_ID)
        ids = dict.fromkeys(self._store.read(assessments.of_carer, record.carer_id).result())
        if isinstance(mosaic_id, str):
            ids |= dict.fromkeys(self._store.read(assessments.agreed_for, mosaic_id).result())
        for id in ids:
            if id == record.id or not self._records.seeing.may(id):
                continue
            other = self._store.read(assessments.one, id).result()
            if other is None or (other.carer_id != record.carer_id and other.answers.get(MOSAIC_ID) != mosaic_id):
                continue
            for move in other.history:
                if move.amount_pence is not None and move.stage == "authorised":
                    yield EarlierBudget(move.at.astimezone().date(), _pounds(move.amount_pence), other.reference)

    def _in_notes(self, record: Assessment) -> Iterator[EarlierBudget]:
        mosaic_id = record.answers.get(MOSAIC_ID)
        for note in self._store.read(retention.stubs).result() if mosaic_id else ():
            for on, pence in note.budgets if note.mosaic_id == mosaic_id else ():
                yield EarlierBudget(on, _pounds(pence), note.document_title)


def _newest_first(one: EarlierBudget) -> tuple[int, Decimal]:
    return -one.on.toordinal(), -one.amount


def _pounds(pence: int) -> Decimal:
    return Decimal(pence).scaleb(-2)
