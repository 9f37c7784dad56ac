"""One practitioner on one laptop, from a referral to finished: manager and admin worker only ever send e-mails."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from docx import Document

from carer_desktop.caseload import Caseload, With
from carer_desktop.clock import FixedClock
from tests.core.caseload.pathway import case
from tests.core.door import CHEAP, PASSPHRASE

MANAGER, ADMIN = "Olga Manager-Example", "Ada Admin-Example"


def text_of(file: Path) -> str:
    """Everything the Word file says, headings and tables too."""
    return " ".join(node.text or "" for node in Document(str(file)).element.body.iter() if node.tag.endswith("}t"))


def next_kinds(caseload: Caseload) -> list[str]:
    """What is to be done next."""
    return [task.kind for task in caseload.todo.mine()]


def test_from_a_referral_to_finished_with_nobody_else_in_the_program(tmp_path: Path, fixed_clock: FixedClock) -> None:
    sam = Caseload.create(
        tmp_path / "alone.vault", "Sam Example", ["assessor"], PASSPHRASE, kdf=CHEAP, clock=fixed_clock
    )
    try:
        the_whole_way(sam, tmp_path, fixed_clock)
    finally:
        sam.close()


def the_whole_way(sam: Caseload, folder: Path, clock: FixedClock) -> None:
    """A request from another team, the queue, the form, the e-mails, the file, Mosaic, the payment, the end."""
    asked = sam.queue.ask("Prevention and Wellbeing", "MH North", "Bill Example", "Will you lead?")
    sam.queue.answer(asked, accepted=True, reply="Yes, we are picking this up")
    waits = sam.queue.take(
        "referral", "Bill Example", received_on=date(2026, 11, 10), asked_by="Prevention", source="asc"
    )
    assert next_kinds(sam) == ["referral"]
    record = sam.queue.begin(waits)
    assert record.answers["carer_first"] == "Bill" and next_kinds(sam) == ["draft"]
    record = sam.records.fill(record.id, case(), known=True).assessment
    sent = sam.moves.make(record, "complete")
    draft = sam.exports.write(sent, folder)
    code = sam.moves.check_code(sent)
    assert "draft" in draft.file and f"Quote check code {code}" in text_of(folder / draft.file)

    clock.at += timedelta(days=2)
    reply = {
        "decision_name": MANAGER, "decision_role": "Team manager", "decision_on": "2026-11-23", "decision_how": "email",
        "decision_ref": "E-mail of 23 November", "decision_reply": f"£250 is enough. {code}", "check_code": code,
    }  # fmt: skip
    given = With(decision="authorise", amount="250", reason="The gym is free for carers", facts=reply)
    decided = sam.moves.make(sent, "record", given)
    assert next_kinds(sam) == ["tell_carer", "instruct", "to_export"]
    told = sam.moves.make(decided, "tell_carer")
    instructed = sam.moves.make(told, "instruct")
    identified = sam.moves.give_facts(instructed, {"carer_mosaic_id": "M1234567"})

    final = sam.exports.write(identified, folder)
    said = text_of(folder / final.file)
    assert "draft" not in final.file and "DRAFT" not in said
    assert f"Decision of {MANAGER}, Team manager, 23 November 2026" in said
    assert "E-mail of 23 November" in said and "recorded by Sam Example" in said
    assert "not signed in this program" in said and "£250.00" in said and code in said
    assert "The gym is free for carers" in said

    clock.at += timedelta(days=1)
    exported = sam.records.open(record.id)
    upload = {
        "upload_by": ADMIN, "upload_date": "2026-11-25", "review_folder": "MH North reviews",
        "upload_doc_ref": sam.checklist.text(exported, "document_title"),
    }  # fmt: skip
    uploaded = sam.moves.make(exported, "upload", With(facts=upload, reason="E-mail from the admin worker"))
    for step in sam.checklist.steps(uploaded):
        if not step.step.move:
            sam.checklist.tick(uploaded, step.step.id)
    assert all(step.done for step in sam.checklist.steps(uploaded))
    paying = sam.records.open(record.id)  # the tick of the e-mail said that the payments team was told
    assert sam.checklist.where_is_the_money(paying) == (
        "Agreed 23 November, sent to the Direct Payments Team 25 November, expected by Wednesday 9 December."
    )
    clock.at += timedelta(days=14)
    paid = sam.moves.make(paying, "payment", With(state="paid"))
    last = {
        "carer_agree": "agree", "carer_sign": {"name": "Bill Example", "mode": "verbal", "on": "2026-11-23"},
        "copies_how": "hand", "copies_date": "2026-11-25", "review_handed_on": "yes",
    }  # fmt: skip
    finished = sam.moves.make(paid, "close", With(facts=last))
    assert finished.stage == "closed" and sam.moves.verify(finished) == ()
    assert [(task.kind, task.due) for task in sam.todo.mine()] == [("review", date(2027, 11, 18))]
    assert [row.move for row in finished.history if row.signature is None] == ["record"]
