"""Plain records beside the answers: each kind comes back as it was kept, and what is final stays so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carer_desktop.errors import StoreError
from carer_desktop.records.pathway import Contact, Referral
from carer_desktop.store import rows
from tests.core.store.given import Begun
from tests.core.store.make_vault import NOW, beside


def test_every_kind_comes_back_as_it_was_kept(begun: Begun) -> None:
    kept = beside(begun.assessment.id, "p1")
    assert {type(one) for one in kept} == set(rows.TABLES)
    for one in kept:
        begun.store.save(rows.add, one).result()
        assert begun.store.read(rows.all_, type(one)).result() == (one,)
        if hasattr(one, "id"):
            assert begun.store.read(rows.one, type(one), one.id).result() == one
    assert begun.store.read(rows.one, Contact, "nobody").result() is None


def test_what_becomes_of_one_is_kept(begun: Begun) -> None:
    contact = next(one for one in beside(begun.assessment.id, "p1") if isinstance(one, Contact))
    begun.store.save(rows.add, contact).result()
    done = replace(contact, done_on=NOW.date(), done_note="Rang back")
    begun.store.save(rows.change, done, "done_on", "done_note").result()
    assert begun.store.read(rows.all_, Contact, carer_name="Ann Example").result() == (done,)
    assert begun.store.read(rows.all_, Contact, carer_name="Cal Example").result() == ()


def test_a_conversation_is_begun_from_a_referral_once(begun: Begun) -> None:
    referral = next(one for one in beside(begun.assessment.id, "p1") if isinstance(one, Referral))
    begun.store.save(rows.add, referral).result()
    first = replace(referral, state="begun", assessment="one")
    begun.store.save(rows.change, first, "state", "assessment").result()
    again = begun.store.save(rows.change, replace(first, assessment="two"), "assessment")
    assert isinstance(again.exception(), StoreError)
    begun.store.save(rows.change, replace(first, state="closed"), "state", "assessment").result()


@pytest.mark.parametrize("table", ["comments", "ticks"])
@pytest.mark.parametrize("what", ["UPDATE {} SET by_who = ''", "DELETE FROM {}"])
def test_comments_and_ticks_are_only_added_to(begun: Begun, table: str, what: str) -> None:
    for one in beside(begun.assessment.id, "p1"):
        begun.store.save(rows.add, one).result()
    column = "person" if table == "comments" else "by"
    statement = what.format(table).replace("by_who", column)
    error = begun.store.save(lambda connection: connection.execute(statement)).exception()
    assert isinstance(error, StoreError)
