"""What lies beside the answers: jottings, places, settings, forms and tables, exports, checks and passphrases."""

from dataclasses import replace

import pytest

from carer_desktop.caseload import Caseload, shapes
from carer_desktop.caseload import forms as forms_of_caseload
from carer_desktop.caseload.checking import form_findings
from carer_desktop.caseload.passphrase import new_passphrase, passphrase_strength
from carer_desktop.caseload.selftest import self_test
from carer_desktop.errors import FormError, Refused, StoreError
from carer_desktop.forms import library
from carer_desktop.paths import RESOURCES
from tests.core.door import CHEAP, PASSPHRASE
from tests.core.packs.packs import CASES, case_of

FORM = "carer_conversation"
ORDINARY = next(case_of(file)[1]["answers"] for file in CASES if file.stem == "ordinary")


def test_jottings_are_kept_as_typed_and_are_in_no_answer(caseload, reopen, fixed_clock):
    record = caseload.records.begin(FORM)
    first = caseload.jottings.new(record.id, "the funeral,\x00 then money")
    assert caseload.jottings.of(record.id) == (), "nothing is kept until something is typed"
    caseload.jottings.keep(first).result()
    caseload.jottings.keep(replace(first, text="the funeral, then sleep")).result()
    again = reopen()
    (jotting,) = again.jottings.of(record.id)
    assert jotting.text == "the funeral, then sleep" and jotting.at == fixed_clock.at
    assert "funeral" not in repr(again.records.open(record.id))


def test_places_say_where_somebody_was(caseload, reopen):
    assert caseload.places.last() is None
    one, two = (caseload.records.begin(FORM).id for _ in range(2))
    caseload.places.keep(one, "role", "hours_week").result()
    caseload.places.keep(two, "start", None).result()
    again = reopen()
    assert again.places.last().assessment in (one, two)
    assert (again.places.last(one).section, again.places.last(one).question) == ("role", "hours_week")
    assert again.places.last(two).question is None


def test_settings_and_the_details_of_a_person(caseload, reopen):
    assert caseload.settings.get("teams", []) == [] and caseload.settings.get("teams") is None
    assert caseload.settings.my_details == {}
    caseload.settings.set("teams", ["North", "South"]).result()
    caseload.settings.set_my_details({"assessor_role": "Social worker"}).result()
    again = reopen()
    assert again.settings.get("teams") == ["North", "South"]
    assert again.settings.my_details == {"assessor_role": "Social worker"}


def test_what_may_be_known_before_signing_in(demo, caseload, path, tmp_path):
    assert (Caseload.sign_in(path).people, Caseload.sign_in(path).demo) == (1, False)
    assert Caseload.sign_in(tmp_path / "demo.vault").demo is True
    with pytest.raises(StoreError):
        Caseload.sign_in(tmp_path / "none.vault")
    assert demo.vault.demo and not caseload.vault.demo
    assert caseload.me.name == "Sam Example" and caseload.path == path


def test_a_calibrated_vault_takes_its_time(tmp_path):
    made = Caseload.create(tmp_path / "real.vault", "Sam Example", ["assessor"], PASSPHRASE, kdf=CHEAP)
    made.close()
    assert made.clock.now().tzinfo is not None, "the machine's own clock where none is handed in"


# --- forms and tables ------------------------------------------------------------------------------


def test_a_record_is_read_with_the_very_form_it_was_begun_with(caseload, reopen):
    record = caseload.records.begin(FORM)
    form = caseload.records.form(record)
    forms_of_caseload._READ.clear()
    again = reopen()
    assert again.forms.of(form.sha256) == form, "read from the vault, not from the program"
    with pytest.raises(FormError, match="not in the vault"):
        again.forms.of("0" * 64)


def test_an_approved_table_is_there_for_every_record_from_now_on(path, fixed_clock, reopen, tmp_path):
    Caseload.create(path, "Sam Example", ["authoriser"], PASSPHRASE, kdf=CHEAP, clock=fixed_clock).close()
    caseload = reopen()
    assert caseload.forms.tables == ()
    text = (RESOURCES / "budget" / "illustrative-2026.toml").read_text("utf-8")
    file = tmp_path / "t.toml"
    file.write_text(text.replace("illustrative = true\n", ""), "utf-8")
    caseload.tables.load(file, " Dana Example ")
    known = [table.sha256 for table in caseload.forms.tables]
    assert len(known) == 1
    assert [table.sha256 for table in reopen().forms.tables] == known


def test_a_demonstration_vault_prefers_its_own_table(path, fixed_clock, reopen, tmp_path):
    Caseload.create(path, "Sam Example", ["authoriser"], PASSPHRASE, demo=True, kdf=CHEAP, clock=fixed_clock).close()
    demo = reopen()
    assert [table.illustrative for table in demo.forms.tables] == [True]
    file = tmp_path / "t.toml"
    text = (RESOURCES / "budget" / "illustrative-2026.toml").read_text("utf-8")
    file.write_text(text.replace("illustrative = true\n", ""), "utf-8")
    demo.tables.load(file, "Dana")
    assert [table.illustrative for table in demo.forms.tables] == [False]


# --- handing over ----------------------------------------------------------------------------------


def test_a_document_is_written_and_registered(demo, tmp_path):
    record = demo.records.fill(FORM, ORDINARY, known=False).assessment
    record = demo.records.answer(record, "carer_mosaic_id", "M1234567").assessment
    assert demo.exports.name(record) == "M1234567 Carer Conversation 2026-11-18 v1 draft.docx"
    (tmp_path / "out").mkdir()
    exported = demo.exports.write(record, tmp_path / "out")
    assert demo.exports.of(record.id) == (replace(exported, number=1),)
    assert (tmp_path / "out" / exported.file).is_file()
    marks = demo.exports.report(record).marks
    assert any("Demonstration" in mark for mark in marks) and any("DRAFT" in mark for mark in marks)


def test_a_document_never_says_more_than_the_record(caseload, tmp_path):
    record = caseload.records.begin(FORM)
    caseload.close()
    (tmp_path / "out").mkdir()
    with pytest.raises(StoreError, match="closed"):
        caseload.exports.write(record, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_record_without_a_day_is_named_by_today(caseload):
    record = caseload.records.begin(FORM)
    assert caseload.exports.name(record) == f"{record.reference} Carer Conversation 2026-11-22 v1 draft.docx"
    assert not any("Demonstration" in mark for mark in caseload.exports.report(record).marks)


def test_what_the_document_will_say_can_be_looked_through(demo):
    given = {**ORDINARY, "tasks": {"meals": "daily"}, "more_dates": [{"date": "2026-11-20", "who": "Bill"}]}
    record = demo.records.fill(FORM, given, known=False).assessment
    said = {
        one.label: one
        for section in demo.records.form(record).sections
        for one in demo.exports.printed(record, section.id)
    }
    assert (
        said["In your own words: what you do, and what a typical day and week look like"].text
        == ORDINARY["role_narrative"]
    )
    assert said["Cooking and meals"].text == "Every day" and said["Cooking and meals"].under
    assert said["Who was there"].text == "Bill"
    findings = demo.records.findings(record)
    question = demo.records.form(record).question["suggested"]
    assert demo.exports.words(question, findings.values["suggested"]) == "£300.00"


def test_without_a_table_the_page_says_so_instead_of_a_figure(caseload):
    record = caseload.records.fill(FORM, ORDINARY, known=False).assessment
    said = [one.text for one in caseload.exports.printed(record, "budget")]
    assert any("No guide figure" in text for text in said)


# --- the rest --------------------------------------------------------------------------------------


def test_a_passphrase_can_be_drawn_and_judged():
    drawn = new_passphrase()
    assert len(drawn.split()) == 4 and drawn != new_passphrase()
    assert passphrase_strength(drawn, "Sam Example") != passphrase_strength("short")


def test_the_self_test_says_each_thing_that_works():
    lines = list(self_test())
    assert lines[-1] == "Everything loads and works."
    assert sum("saved" in line for line in lines) == len(library.FORMS) and "template house.docx: ok" in lines


def test_the_self_test_names_a_form_with_findings(tmp_path):
    bad = tmp_path / "bad_form" / "0.1.0"
    bad.mkdir(parents=True)
    (bad / "form.toml").write_text("id = 1", "utf-8")
    assert form_findings(bad)
    with pytest.raises(FormError, match=r"bad_form 0\.1\.0 has findings"):
        list(self_test(tmp_path))


def test_a_table_that_does_not_keep_its_examples_fails_the_self_test(tmp_path):
    text = (RESOURCES / "budget" / "illustrative-2026.toml").read_text("utf-8")
    (tmp_path / "t.toml").write_text(text.replace('amount = "300.00"', 'amount = "301.00"'), "utf-8")
    with pytest.raises(FormError, match=r"Table illustrative@2026\.1 has findings: .* should give £301\.00"):
        list(self_test(budget=tmp_path))


def test_money_and_moments_in_the_doors_shapes():
    assert shapes.pounds(5) == "0.05" and shapes.pounds(None) is None and shapes.moment(None) is None


def test_an_answer_of_a_stage_that_is_closed_is_refused(caseload):
    from carer_desktop.assessment import Move

    record = caseload.records.begin(FORM)
    sent = replace(record, history=(Move("complete", "completed", record.created_at, record.created_by, "assessor"),))
    with pytest.raises(Refused, match="has been sent"):
        caseload.records.answer(sent, "carer_first", "Ann")
