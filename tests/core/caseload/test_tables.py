"""Budget tables in a vault: taken in, approved by somebody else, tried over the cases there have been."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from carer_desktop.assessment import Move
from carer_desktop.budget.table import load
from carer_desktop.caseload import Caseload
from carer_desktop.caseload.tables import check_table, table_of, write_table, write_workbook
from carer_desktop.errors import FormError, Refused
from carer_desktop.paths import RESOURCES
from carer_desktop.records.audit import Wanted
from carer_desktop.records.retention import CountRow
from carer_desktop.store import audit, history, retention
from tests.core.door import CHEAP, PASSPHRASE

ILLUSTRATIVE = RESOURCES / "budget" / "illustrative-2026.toml"
TEXT = ILLUSTRATIVE.read_text("utf-8")
REAL = (
    TEXT.replace("illustrative = true\n", "")
    .replace('"illustrative"', '"scheme"')
    .replace('"Carer Desktop"', '"Ola Example"')
)
FORM = "carer_conversation"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A table somebody may approve."""
    path = tmp_path / "scheme.toml"
    path.write_text(REAL, "utf-8")
    return path


@pytest.fixture
def manager(tmp_path: Path, fixed_clock):
    """The vault of a manager, open."""
    path = tmp_path / "manager.vault"
    made = Caseload.create(
        path, "Mo Example", ["authoriser", "assessor", "keeper"], PASSPHRASE, kdf=CHEAP, clock=fixed_clock
    )
    yield made
    made.close()


def given(caseload: Caseload, caring: str, impact: str, day: str = "2026-11-01", sent: bool = True) -> str:
    """A record with both ratings, sent to a manager."""
    answers = {
        "conv_date": day, "budget_wanted": "yes", "caring_level": caring, "impact_level": impact,
        "impact_reason": "Nights",
    }  # fmt: skip
    record = caseload.records.fill(FORM, answers, known=False).assessment
    if sent:
        move = Move("complete", "completed", caseload.clock.now(), caseload.me.id, "assessor")
        caseload._store.save(history.append, record.id, move).result()
    return record.id


# --- into a vault ----------------------------------------------------------------------------------


def test_a_table_waits_until_somebody_else_approves_it(manager: Caseload, file: Path) -> None:
    manager.tables.load(file)
    assert [(one.table.name, one.approved_by) for one in manager.tables.known] == [("scheme@2026.1", "")]
    assert list(manager.forms.tables) == []
    assert manager.tables.approve("scheme@2026.1").name == "scheme@2026.1"
    assert [one.approved_by for one in manager.tables.known] == ["Mo Example"]
    assert [table.loaded for table in manager.forms.tables] == [manager.clock.now()]


def test_of_two_that_wait_under_one_name_the_last_is_approved(manager: Caseload, file: Path, fixed_clock) -> None:
    for amount in ("610.00", "620.00", "630.00"):
        file.write_text(REAL.replace('i4 = "600.00"', f'i4 = "{amount}"'), "utf-8")
        manager.tables.load(file)
        fixed_clock.at += timedelta(minutes=1)
    manager.tables.approve("scheme@2026.1")
    assert [str(table.scheme.cells()[-1].amount) for table in manager.tables.usable] == ["630.00"]


def test_what_waits_is_taken_out_with_a_reason_in_the_log_and_loaded_again(manager: Caseload, file: Path) -> None:
    for amount in ("600.00", "620.00"):
        file.write_text(REAL.replace('i4 = "600.00"', f'i4 = "{amount}"'), "utf-8")
        manager.tables.load(file)
    with pytest.raises(Refused, match="no reason “”"):
        manager.tables.take_out("scheme@2026.1", "")
    manager.tables.take_out("scheme@2026.1", "by_mistake")
    assert manager.tables.known == (), "the one before it does not come up again"
    logged = manager._store.scan(audit.each, Wanted(event="table_taken_out")).result()
    assert [row.says["reason"] for row in logged] == ["by_mistake"] * 2
    with pytest.raises(Refused, match=r"No table “scheme@2026\.1” waits to be approved"):
        manager.tables.take_out("scheme@2026.1", "by_mistake")
    manager.tables.load(file)
    assert manager.tables.approve("scheme@2026.1").name == "scheme@2026.1"
    assert manager.health.verify() == ()


def test_what_was_approved_is_not_taken_out(manager: Caseload, file: Path) -> None:
    manager.tables.load(file)
    manager.tables.approve("scheme@2026.1")
    with pytest.raises(Refused, match="These wait: none"):
        manager.tables.take_out("scheme@2026.1", "by_mistake")
    assert [one.table.name for one in manager.tables.known] == ["scheme@2026.1"]


def test_a_practitioner_takes_no_table_out(caseload: Caseload, file: Path) -> None:
    caseload.tables.load(file)
    with pytest.raises(Refused, match="Only a manager or the access lead may take a table out"):
        caseload.tables.take_out("scheme@2026.1", "by_mistake")
    assert [one.table.name for one in caseload.tables.known] == ["scheme@2026.1"]


def test_what_waits_is_approved_under_a_name_when_it_is_loaded_again(manager: Caseload, file: Path) -> None:
    manager.tables.load(file)
    manager.tables.load(file, " Dana  Example ")
    on_paper = ["on paper by Dana Example, entered by Mo Example"]
    assert [one.approved_by for one in manager.tables.known] == on_paper
    manager.tables.load(file, "Ed Example")
    assert [one.approved_by for one in manager.tables.known] == on_paper, "who approved it first stays"
    logged = manager._store.scan(audit.each, Wanted(event="table_approved")).result()
    assert [row.person for row in logged] == [manager.me.id], "who entered it stands in the log, once"


def test_ones_own_name_is_ones_own_approval(manager: Caseload, file: Path) -> None:
    manager.tables.load(file, "mo example, Head of Service")
    assert [one.approved_by for one in manager.tables.known] == ["Mo Example"]


def test_nobody_enters_the_approval_of_a_colleague_or_of_their_own_table(
    manager: Caseload, caseload: Caseload, file: Path
) -> None:
    manager.people.add("Mia Example", ["authoriser"], PASSPHRASE)
    with pytest.raises(Refused, match="Mia Example signs in here, and nobody else can enter their approval"):
        manager.tables.load(file, "Mia  example, Finance")
    with pytest.raises(Refused, match="Only a manager or the access lead may approve a table"):
        caseload.tables.load(file, "Dana Example")
    file.write_text(REAL.replace("Ola Example", "Mo Example, Finance"), "utf-8")
    with pytest.raises(Refused, match="Mo Example, Finance wrote this table and cannot approve it"):
        manager.tables.load(file, "Nobody At All")
    assert manager.tables.known == caseload.tables.known == ()


def test_a_table_that_fails_its_example_does_not_come_in_even_to_wait(manager: Caseload, file: Path) -> None:
    file.write_text(REAL.replace('amount = "300.00"', 'amount = "299.00"'), "utf-8")
    seen = manager.tables.preview(file)
    assert seen.unfit is not None and "should give £299.00" in seen.unfit.what
    for come_in in (lambda: manager.tables.load(file), lambda: manager.tables.take_in(seen)):
        with pytest.raises(Refused, match=r"should give £299\.00"):
            come_in()
    assert manager.tables.known == ()


def test_what_was_approved_is_changed_only_as_a_new_version(manager: Caseload, file: Path) -> None:
    manager.tables.load(file, "Dana Example")
    changed = REAL.replace('i4 = "600.00"', 'i4 = "650.00"')
    file.write_text(changed, "utf-8")
    for by in (None, "Dana Example"):
        with pytest.raises(Refused, match=r"There is an approved table scheme@2026\.1 already"):
            manager.tables.load(file, by)
    file.write_text(changed.replace("2026.1", "2026.2"), "utf-8")
    manager.tables.load(file, "Dana Example")
    assert [one.table.version for one in manager.tables.known] == ["2026.1", "2026.2"]


def test_an_author_a_practitioner_and_a_name_that_does_not_wait_are_refused(
    manager: Caseload, caseload: Caseload, file: Path
) -> None:
    file.write_text(REAL.replace("Ola Example", "Mo Example"), "utf-8")
    manager.tables.load(file)
    with pytest.raises(Refused, match="Mo Example wrote this table and cannot approve it"):
        manager.tables.approve("scheme@2026.1")
    with pytest.raises(Refused, match=r"No table “scheme” waits to be approved. These wait: scheme@2026.1."):
        manager.tables.approve("scheme")
    caseload.tables.load(file)
    with pytest.raises(Refused, match="Only a manager or the access lead may approve a table"):
        caseload.tables.approve("scheme@2026.1")
    assert caseload.tables.usable == ()


@pytest.mark.parametrize("approved_by", [None, "Dana Example"])
def test_a_made_up_table_never_comes_in(manager: Caseload, approved_by: str | None) -> None:
    with pytest.raises(Refused, match="This table is marked illustrative and cannot be approved"):
        manager.tables.load(ILLUSTRATIVE, approved_by)
    assert manager.tables.known == ()


def test_a_table_without_a_proof_waits_and_cannot_be_approved(manager: Caseload, file: Path) -> None:
    file.write_text(REAL[: REAL.index("[[example]]")], "utf-8")
    manager.tables.load(file)
    with pytest.raises(Refused, match=r"The table has no worked example to prove it \(scheme@2026.1\)"):
        manager.tables.approve("scheme@2026.1")


def test_a_demonstration_keeps_its_table_while_another_waits(demo: Caseload, file: Path) -> None:
    demo.tables.load(file)
    assert [table.illustrative for table in demo.tables.usable] == [True]
    assert len(demo.tables.known) == 1


def test_next_years_table_is_loaded_before_its_day_and_an_old_record_keeps_its_own(
    manager: Caseload, file: Path, fixed_clock
) -> None:
    manager.tables.load(file, "Dana Example")
    record = manager.records.open(given(manager, "l4", "i4"))
    fixed_clock.at += timedelta(days=1)
    for version, start, amount in (("2027.1", "2027-04-01", "700.00"), ("2026.2", "2020-01-01", "650.00")):
        changed = (
            REAL.replace("2026.1", version).replace("2020-01-01", start).replace('i4 = "600.00"', f'i4 = "{amount}"')
        )
        file.write_text(changed, "utf-8")
        manager.tables.load(file, "Dana Example")

    def figure(id: str) -> Decimal | None:
        suggestion = manager.records.findings(manager.records.open(id)).suggestion
        return suggestion.amount if suggestion else None

    assert figure(record.id) == Decimal("600.00"), "sent with the first table"
    assert figure(given(manager, "l4", "i4", sent=False)) == Decimal("650.00")
    fixed_clock.at += timedelta(days=200)
    assert figure(given(manager, "l4", "i4", "2027-04-01", sent=False)) == Decimal("700.00")


# --- before it comes in -------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".toml", ".xlsx"])
def test_a_table_is_looked_at_before_it_comes_in(manager: Caseload, file: Path, tmp_path: Path, suffix: str) -> None:
    source = file
    if suffix == ".xlsx":
        source = tmp_path / "scheme.xlsx"
        write_workbook(file, source)
    first = manager.tables.preview(source)
    assert first.table is not None and first.grid is not None
    assert (first.table.name, first.findings, first.against) == ("scheme@2026.1", (), None)
    assert first.grid.rows[3][-1] == "£600.00"
    assert [(one.example.amount, one.kept) for one in first.examples] == [
        (Decimal("300.00"), True), (Decimal("0.00"), True), (None, True),
    ]  # fmt: skip
    manager.tables.load(source, "Dana Example")
    changed = REAL.replace("2026.1", "2027.1").replace("2020-01-01", "2027-04-01").replace('"600.00"', '"650.00"')
    file.write_text(changed.replace('amount = "300.00"', 'amount = "299.00"'), "utf-8")
    again = manager.tables.preview(file)
    assert again.against is not None
    assert [(one.words, one.before, one.after) for one in again.against.changes] == [
        ("Very high, More than I can manage", "£600.00", "£650.00")
    ]
    assert [one.kept for one in again.examples] == [False, True, True]
    assert ["should give £299.00" in str(one) for one in again.findings] == [True]


def test_a_table_that_cannot_be_read_is_only_its_findings(manager: Caseload, file: Path) -> None:
    file.write_text(REAL.replace('"600.00"', '"600"'), "utf-8")
    looked_at = manager.tables.preview(file)
    assert (looked_at.table, looked_at.grid, looked_at.examples) == (None, None, ())
    assert [one.key for one in looked_at.findings] == ["amounts.l4.i4"]


def test_what_was_looked_at_is_what_comes_in(manager: Caseload, file: Path) -> None:
    seen = manager.tables.preview(file)
    file.write_text(REAL.replace('"600.00"', '"900.00"'), "utf-8")
    manager.tables.take_in(seen)
    (known,) = manager.tables.listed()
    assert (known.text, known.approved_by, known.loaded_by) == (REAL, "", "Mo Example")
    assert known.loaded_on == manager.clock.now()
    looked_at = manager.tables.look(known.table.sha256)
    assert looked_at.kept == known and looked_at.refused is None and looked_at.present is None
    manager.tables.approve("scheme@2026.1")
    with pytest.raises(Refused, match="There is no such table here"):
        manager.tables.look("0" * 64)
    file.write_text("id = 1", "utf-8")
    with pytest.raises(Refused, match="The table cannot be read"):
        manager.tables.take_in(manager.tables.preview(file))


def test_a_table_is_never_compared_with_itself(manager: Caseload, file: Path) -> None:
    first = manager.tables.load(file, "Dana Example")
    assert manager.tables.look(first.sha256).against is None
    file.write_text(REAL.replace("2026.1", "2027.1").replace('"600.00"', '"650.00"'), "utf-8")
    second = manager.tables.load(file, "Dana Example")
    looked_at = manager.tables.look(second.sha256)
    assert looked_at.present is not None and looked_at.present.version == "2026.1"
    assert looked_at.against is not None and len(looked_at.against.changes) == 1


def test_who_looks_at_a_table_is_told_why_they_may_not_approve_it(
    manager: Caseload, caseload: Caseload, demo: Caseload, file: Path
) -> None:
    def why(who: Caseload) -> str:
        refused = who.tables.preview(file).refused
        return refused.what if refused else ""

    assert why(manager) == ""
    assert why(caseload) == "Only a manager or the access lead may approve a table"
    file.write_text(REAL.replace("Ola Example", "Mo Example"), "utf-8")
    assert why(manager) == "Mo Example wrote this table and cannot approve it"
    file.write_text(REAL.replace('amount = "300.00"', 'amount = "299.00"'), "utf-8")
    assert "should give £299.00" in why(manager)
    file.write_text(TEXT, "utf-8")
    assert why(manager) == "This table is marked illustrative and cannot be approved"
    assert [one.table.illustrative for one in demo.tables.listed()] == [True] and manager.tables.listed() == ()


def test_of_those_waiting_under_one_name_the_list_has_the_last(manager: Caseload, file: Path, fixed_clock) -> None:
    for amount in ("610.00", "620.00"):
        file.write_text(REAL.replace('i4 = "600.00"', f'i4 = "{amount}"'), "utf-8")
        manager.tables.load(file)
        fixed_clock.at += timedelta(minutes=1)
    file.write_text(REAL.replace("2026.1", "2027.1").replace("2020-01-01", "2027-04-01"), "utf-8")
    manager.tables.load(file)
    assert [str(one.table.scheme.cells()[-1].amount) for one in manager.tables.listed()] == ["600.00", "620.00"]


# --- workbooks and files ---------------------------------------------------------------------------


def test_a_workbook_is_checked_loaded_and_written_like_a_file(manager: Caseload, file: Path, tmp_path: Path) -> None:
    book, back = tmp_path / "scheme.xlsx", tmp_path / "back.toml"
    write_workbook(file, book)
    assert check_table(book) == [] == check_table(book, FORM)
    assert write_table(book, back) == load(back.read_text("utf-8")) == table_of(book)
    with pytest.raises(Refused, match="There is a file or folder of this name already"):
        write_table(book, back)
    manager.tables.load(book, "Dana Example")
    (table,) = manager.tables.usable
    assert table.scheme == load(REAL).scheme
    assert manager.tables.known[0].table.sha256 == table_of(back).sha256


def test_a_hand_broken_workbook_is_refused_at_its_cell(manager: Caseload, file: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    book = tmp_path / "scheme.xlsx"
    write_workbook(file, book)
    opened = load_workbook(book)
    opened["Amounts"]["C3"] = "about 150"
    opened.save(book)
    words = "“about 150” is not an amount of money"
    assert [f"{one.key}: {one.what}" for one in check_table(book, FORM)] == [
        f"sheet “Amounts”, row 3, column C: {words}"
    ]
    with pytest.raises(FormError, match=rf"{words} \(scheme.xlsx, sheet “Amounts”, row 3, column C\)"):
        manager.tables.load(book, "Dana Example")


def test_a_table_is_checked_against_a_form(file: Path) -> None:
    file.write_text(REAL.replace("caring_level", "caring_levels"), "utf-8")
    assert check_table(file) == []
    (one,) = check_table(file, FORM)
    assert "has no question “caring_levels”. Did you mean “caring_level”?" in str(one)
    book = file.with_suffix(".xlsx")
    write_workbook(file, book)
    assert [each.key for each in check_table(book, FORM)] == ["sheet “Ratings”, row 2, column A"]
    file.write_text("id = 1", "utf-8")
    assert check_table(file, FORM) == check_table(file)
    assert table_of("illustrative").illustrative


# --- what it would have cost -----------------------------------------------------------------------


def test_what_a_table_would_have_suggested_for_the_cases_of_a_time(manager: Caseload, file: Path) -> None:
    manager.tables.load(file, "Dana Example")
    for caring, impact in (("l1", "i1"), ("l2", "i2"), ("l3", "i3"), ("l4", "i4"), ("l4", "i0")):
        given(manager, caring, impact)
    given(manager, "l4", "i4", "2024-01-01")
    given(manager, "l4", "i4", sent=False)
    new = load(REAL.replace('i4 = "600.00"', 'i4 = "500.00"').replace('i1 = "50.00"', 'i1 = "75.00"'))
    found = manager.tables.would_give(new, date(2026, 4, 1), date(2027, 3, 31))
    assert (found.cases, found.figures) == (5, 5)
    assert (found.before, found.total) == (Decimal("1100.00"), Decimal("1025.00"))
    assert (found.rise, found.fall, found.same) == (1, 1, 3)
    assert sum(count for _, count in found.bars) == 5
    with pytest.raises(Refused, match="There are 0 cases in this time"):
        manager.tables.would_give(new, date(2026, 4, 1), date(2026, 10, 31))


def test_how_far_it_is_is_told_and_whoever_hears_it_can_end_it(manager: Caseload) -> None:
    for _ in range(6):
        given(manager, "l3", "i3")
    heard: list[tuple[int, int]] = []
    year = (date(2026, 4, 1), date(2027, 3, 31))
    manager.tables.would_give(load(REAL), *year, lambda number, of: heard.append((number, of)))
    assert heard == [(number, 6) for number in range(6)]

    def stop(number: int, of: int) -> None:
        if number == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        manager.tables.would_give(load(REAL), *year, stop)


def test_a_table_that_looks_at_a_name_is_not_tried_on_cases(manager: Caseload) -> None:
    for _ in range(6):
        given(manager, "l3", "i3")
    nosy = load(REAL.replace('question = "caring_level"', 'question = "impact_reason"'))
    with pytest.raises(Refused, match="is not answered with one choice") as refused:
        manager.tables.would_give(nosy, date(2026, 4, 1), date(2027, 3, 31))
    assert "Nights" not in str(refused.value)


def test_cases_whose_records_have_gone_count_with_what_stays_of_them(manager: Caseload) -> None:
    for month in ("2026-05", "2026-06", "2026-07", "2026-08", "2025-01"):
        bands = {"stage": "uploaded", "caring_level": "l3", "impact_level": "i3"}
        manager._store.save(retention.add_count, CountRow(month, month, "", FORM, bands)).result()
    manager._store.save(retention.add_count, CountRow("old", "2026-05", "", FORM, {"stage": "uploaded"})).result()
    given(manager, "l1", "i1")
    found = manager.tables.would_give(load(REAL), date(2026, 4, 1), date(2027, 3, 31))
    assert (found.cases, found.total, found.before) == (5, Decimal("1250.00"), Decimal("0.00"))


def test_both_ratings_stay_when_a_record_goes(manager: Caseload) -> None:
    bands = manager.retention.look(given(manager, "l3", "i3", sent=False)).count.bands
    assert (bands["caring_level"], bands["impact_level"]) == ("l3", "i3")


def test_few_cases_are_not_shown_and_a_practitioner_sees_none(manager: Caseload, caseload: Caseload) -> None:
    for _ in range(4):
        given(manager, "l1", "i1")
    year = (date(2026, 4, 1), date(2027, 3, 31))
    with pytest.raises(Refused, match="There are 4 cases in this time, too few"):
        manager.tables.would_give(load(REAL), *year)
    with pytest.raises(Refused, match="Only a manager or the access lead may see what a table would cost"):
        caseload.tables.would_give(load(REAL), *year)
