"""What may stand in the log: the closed list, and nothing a person typed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.records.audit import EVENTS, MILESTONES, Event
from carer_desktop.words import words

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
GOOD: dict[str, Any] = {
    "last": "2026-11-22T10:00+00:00",
    "roles": "assessor keeper", "folder": "stick", "kind": "docx", "audience": "council", "by": "p1", "key": "0" * 64,
    "sha256": "0" * 64, "content": "0" * 64, "program": "0.1.0", "version": "0.1.0", "setting": "retention.assessment",
    "form": "carer_conversation", "move": "complete", "stage": "completed", "reason": "complaint", "how": "handed_on",
    "why": "asked", "step": "export", "what": "referral", "state": "waiting",
}  # fmt: skip


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_can_be_said_whole(name: str) -> None:
    says = {each: GOOD.get(each, 3) for each in EVENTS[name]}
    assert Event(name, NOW, "0" * 32, "ABCD1234", 2, says).says == says


def test_every_event_has_words_and_every_milestone_is_an_event() -> None:
    assert set(words()["event"]) == set(EVENTS)
    assert set(EVENTS) >= MILESTONES


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"name": "anything"}, "no such event"),
        ({"name": "signed_in", "says": {"name": "Ann Example"}}, "does not say that"),
        ({"says": {"kind": "Ann Example"}}, "cannot say this"),
        ({"says": {"sha256": "0" * 63}}, "cannot say this"),
        ({"says": {"kind": 3}}, "cannot say this"),
        ({"name": "record_saved", "says": {"answers": "often"}}, "cannot say this"),
        ({"name": "record_saved", "says": {"answers": -1}}, "cannot say this"),
        ({"name": "record_saved", "says": {"answers": 2**53}}, "cannot say this"),
        ({"subject": "Ann Example"}, "no id"),
        ({"reference": "a b"}, "no id"),
        ({"revision": -1}, "no id"),
    ],
)
def test_what_is_not_on_the_list_is_refused_and_not_repeated(more: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says) as told:
        Event(**{"name": "exported", "at": NOW, **more})
    assert "Ann" not in str(told.value)


@given(st.sampled_from(sorted(EVENTS)), st.text(), st.data())
def test_no_sentence_gets_in(name: str, text: str, data: st.DataObject) -> None:
    """Whatever is typed, with a space, a capital or a sign in it, is refused everywhere but in an id."""
    says = sorted(EVENTS[name])
    typed = f"{text} Ann O’Brien"
    if says:
        with pytest.raises(ValueError):
            Event(name, NOW, says={data.draw(st.sampled_from(says)): typed})
    with pytest.raises(ValueError):
        Event(name, NOW, subject=typed)
    with pytest.raises(ValueError):
        Event(name, NOW, reference=typed)
