"""What the work of a day leaves in the log, and what the access lead can do with it."""

import csv
import io
import shutil
import tomllib
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from carer_desktop import VERSION
from carer_desktop.caseload import Caseload, Wanted
from carer_desktop.caseload.audit import kind_of_folder
from carer_desktop.caseload.spreadsheet import as_csv
from carer_desktop.errors import Refused, StoreError
from carer_desktop.paths import RESOURCES
from carer_desktop.records.audit import said
from carer_desktop.store import schema, settings
from tests.core.door import CHEAP, PASSPHRASE
from tests.core.store.make_vault import NAME
from tests.core.store.make_vault import PASSPHRASE as OF_MADE_VAULTS

VAULTS = Path(__file__).parents[2] / "data" / "vaults"
# The tick in the vaults that were made for tests: nobody ever signed it, and the check says so.
MADE_UP = "“Find the person on Mosaic"


@pytest.fixture
def keeper(path, fixed_clock):
    """A vault whose one person does everything, open."""
    made = Caseload.create(path, "Kay Example", ["assessor", "keeper"], PASSPHRASE, kdf=CHEAP, clock=fixed_clock)
    yield made
    made.close()


def events(caseload, **wanted):
    """What was written down, the oldest first."""
    return [line.row for line in reversed(caseload.audit.page(Wanted(**wanted)))]


def test_a_day_s_work_is_written_down(keeper, tmp_path, reopen):
    record = keeper.records.begin("carer_conversation")
    for _ in range(3):
        keeper.records.open(record.id)
    answered = keeper.records.answer(record, "carer_first", "Ann")
    keeper.records.answer(answered.assessment, "carer_last", "Example").saved.result()
    exported = keeper.exports.write(keeper.records.open(record.reference), tmp_path)
    keeper.settings.set("teams", ["North"]).result()
    keeper.close()
    found = events(reopen())
    assert [row.event for row in found] == [
        "vault_created", "person_added", "record_begun", "record_viewed", "exported", "setting_changed",
        "record_saved", "signed_out", "signed_in",
    ]  # fmt: skip
    begun, viewed, left, saved = found[2], found[3], found[4], found[6]
    assert begun.says == {"form": "carer_conversation", "version": "0.1.0"}
    assert {row.subject for row in (begun, viewed, left, saved)} == {record.id}
    assert {row.reference for row in (begun, viewed, left, saved)} == {record.reference}
    assert left.says == {"kind": "docx", "audience": "council", "sha256": exported.sha256, "folder": "own"}
    assert left.signed and left.revision == 1
    filled_in = {"assessor_name", "worker_sign_name"}
    assert saved.says == {"answers": 2 + len(filled_in), "by": keeper.me.id}


def test_looking_at_another_record_and_back_is_looking_again(keeper):
    one, two = (keeper.records.begin("carer_conversation").id for _ in range(2))
    for id in (one, one, two, one):
        keeper.records.open(id)
    assert [row.subject for row in events(keeper, event="record_viewed")] == [one, two, one]


def test_nothing_of_what_was_typed_is_in_the_log(keeper, tmp_path):
    words = ("Canarybird", "Feathername", "0207946canary")
    record = keeper.records.begin("carer_conversation")
    for question, word in zip(("carer_first", "carer_last", "carer_phone"), words, strict=True):
        record = keeper.records.answer(record, question, word).assessment
    jotting = keeper.jottings.new(record.id, words[0])
    keeper.jottings.keep(jotting).result()
    keeper.settings.set("teams", list(words)).result()
    folder = tmp_path / words[0]
    folder.mkdir()
    keeper.exports.write(record, folder)
    file = keeper.audit.export(folder)
    assert not [word for word in words if word.casefold() in file.read_text("utf-8").casefold()]


def test_tries_that_failed_are_written_down_at_the_next_sign_in(keeper, path, fixed_clock, reopen):
    keeper.close()
    for _ in range(2):
        with pytest.raises(StoreError):
            Caseload.open(path, None, f"not {PASSPHRASE}", clock=fixed_clock)
    again = reopen()
    (row,) = events(again, event="sign_in_failed")
    assert (row.subject, row.says) == (again.me.id, {"tries": 2, "last": "2026-11-22T10:00+00:00"})
    assert said("last", row.says["last"]).startswith("the last on 22 November 2026, ")
    assert events(reopen(), event="sign_in_failed") == [row]


def test_verifying_looks_at_the_pages_and_at_the_log(keeper):
    assert keeper.audit.verify() == ()
    keeper._store.save(lambda c: c.execute("INSERT INTO signing_keys VALUES (x'00', 'p2', '', NULL)")).result()
    assert len(keeper.audit.verify()) == 1


@pytest.mark.parametrize("folder", sorted(VAULTS.iterdir()), ids=lambda folder: folder.name)
def test_the_log_of_a_vault_of_any_schema_is_begun_or_goes_on(folder, tmp_path, fixed_clock):
    for each in folder.iterdir():
        shutil.copy(each, tmp_path)
    made = Caseload.open(tmp_path / "team.vault", NAME, OF_MADE_VAULTS, clock=fixed_clock)
    found = [row.event for row in events(made)]
    found_wrong = made.audit.verify()
    assert len(found_wrong) == (folder.name >= "schema_4") and all(MADE_UP in line for line in found_wrong)
    made.close()
    begins = ["log_begun", "person_known"] if folder.name == "schema_1" else ["vault_created", "person_added"]
    assert found[:2] == begins
    assert found[-2:] == ["version_changed", "signed_in"]


def test_another_version_is_noted_once_and_the_one_that_made_the_vault_is_none(keeper, reopen):
    keeper.close()
    again = reopen()
    assert events(again, event="version_changed") == []
    again._store.save(partial(settings.put, key=".version", value="0.0.9 1")).result()
    reopen()
    again = reopen()
    (row,) = events(again, event="version_changed")
    assert row.says == {"program": VERSION, "schema": schema.VERSION}
    assert len(events(again, event="signed_in")) == 3


def test_the_program_s_version_is_that_of_the_package():
    project = tomllib.loads((RESOURCES.parent / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == VERSION


def test_the_page_says_who_and_what_in_words(keeper):
    line = keeper.audit.page(most=1)[0]
    assert (line.name, line.words) == ("Kay Example", "Person added")
    key = sha256(keeper.me.signing_public).hexdigest()
    assert line.details.startswith(f"key {key}; as Practitioner, Access lead")
    assert keeper.audit.page(before=line.row.sequence)[0].row.event == "vault_created"


def test_only_the_access_lead_reads_and_exports_the_log(caseload, tmp_path):
    for ask in (caseload.audit.page, lambda: caseload.audit.export(tmp_path)):
        with pytest.raises(Refused, match="Only the access lead"):
            ask()


def test_the_export_is_for_a_spreadsheet_and_is_itself_written_down(keeper, tmp_path):
    first, second = keeper.audit.export(tmp_path), keeper.audit.export(tmp_path, Wanted(event="log_exported"))
    assert (first.name, second.name) == ("log 2026-11-22.csv", "log 2026-11-22 (2).csv")
    rows = list(csv.DictReader(io.StringIO(first.read_bytes().decode("utf-8-sig"))))
    assert [row["Event"] for row in rows] == ["person_added", "vault_created"]
    assert (rows[0]["Name"], rows[0]["Signed"], rows[1]["Signed"]) == ("Kay Example", "yes", "")
    assert rows[0]["Roles"].endswith("Access lead") and "as Practitioner, Access lead" in rows[0]["Details"]
    assert rows[1]["When (UTC)"] == "2026-11-22T10:00:00+00:00"
    assert len(second.read_text("utf-8-sig").splitlines()) == 2
    written = events(keeper, event="log_exported")
    assert [row.says["rows"] for row in written] == [2, 1]
    assert [row.says["sha256"] for row in written] == [sha256(f.read_bytes()).hexdigest() for f in (first, second)]
    assert all(row.signed for row in written)


@pytest.mark.parametrize("name", ["=1+1", "+44", "-2", "@cmd", "\t=1", "\r=1"])
def test_no_cell_of_the_export_is_a_formula(name):
    _, (cell, other) = csv.reader(io.StringIO(as_csv(("a", "b"), [(name, "Ann =1")]).decode("utf-8-sig"), newline=""))
    assert (cell, other) == (f"'{name}", "Ann =1")


def test_a_name_that_would_be_a_formula_is_made_text(path, tmp_path, fixed_clock):
    made = Caseload.create(path, "=HYPERLINK(1)", ["keeper"], PASSPHRASE, kdf=CHEAP, clock=fixed_clock)
    assert "'=HYPERLINK(1)" in made.audit.export(tmp_path).read_text("utf-8")
    made.close()


def test_an_export_that_cannot_be_written_is_refused_and_not_written_down(keeper, tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    # The temporary name is taken by a folder: nothing can be written there.
    (tmp_path / "folder" / "log 2026-11-22.csv.tmp").mkdir()
    with pytest.raises(Refused, match="no such folder"):
        keeper.audit.export(tmp_path / "file")
    with pytest.raises(Refused, match="cannot be written there"):
        keeper.audit.export(tmp_path / "folder")
    assert events(keeper, event="log_exported") == []


def test_a_check_is_written_down_with_what_it_found(keeper):
    assert keeper.audit.check() == ()
    keeper._store.save(lambda c: c.execute("INSERT INTO signing_keys VALUES (x'00', 'p2', '', NULL)")).result()
    assert keeper.audit.check() == ("A person’s signing key is not the one that was written down",)
    assert [(row.event, row.says) for row in events(keeper)[-2:]] == [
        ("checked", {"findings": 0}), ("check_failed", {"findings": 1})
    ]  # fmt: skip


def test_the_log_is_checked_once_a_week_and_at_each_sign_in_while_something_is_found(keeper, fixed_clock):
    assert keeper.audit.check_each_week() == ()
    fixed_clock.at += timedelta(days=6, hours=23)
    keeper._store.save(lambda c: c.execute("INSERT INTO signing_keys VALUES (x'00', 'p2', '', NULL)")).result()
    assert keeper.audit.check_each_week() == ()
    fixed_clock.at += timedelta(hours=1)
    for _ in range(2):
        assert keeper.audit.check_each_week() == ("A person’s signing key is not the one that was written down",)
    assert [row.event for row in events(keeper)[-3:]] == ["checked", "check_failed", "check_failed"]


def refuse_log(caseload, refused=True):
    """The log cannot be written now, as on a full disk; reading goes on."""
    statement = (
        "CREATE TRIGGER no_room BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END"
        if refused
        else "DROP TRIGGER no_room"
    )
    caseload._store.save(lambda c: c.execute(statement)).result()


def test_a_view_that_cannot_be_written_down_waits_with_its_time(keeper, fixed_clock):
    one, two = (keeper.records.begin("carer_conversation").id for _ in range(2))
    refuse_log(keeper)
    assert keeper.records.open(one).id == one
    seen = fixed_clock.at
    refuse_log(keeper, False)
    fixed_clock.at += timedelta(hours=1)
    keeper.records.open(two)
    found = events(keeper, event="record_viewed")
    assert [(row.subject, row.at) for row in found] == [(one, seen), (two, fixed_clock.at)]


def test_a_sign_in_that_cannot_be_written_down_does_not_keep_anybody_out(keeper, reopen):
    refuse_log(keeper)
    keeper.close()
    again = reopen()
    refuse_log(again, False)
    again.audit.note(again.audit.event("covered")).result()
    assert [row.event for row in events(again)][-2:] == ["signed_in", "covered"]


def test_what_is_exported_is_in_the_log_or_not_in_the_register(keeper, tmp_path):
    record = keeper.records.begin("carer_conversation")
    refuse_log(keeper)
    with pytest.raises(StoreError):
        keeper.exports.write(record, tmp_path)
    assert keeper.exports.of(record.id) == ()


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        (PurePosixPath("/home/sam/Documents/a.docx"), "own"),
        (PurePosixPath("/home/sam/OneDrive - Council/a.docx"), "synchronised"),
        (PureWindowsPath(r"C:\Users\sam\Dropbox\a.docx"), "synchronised"),
        (PureWindowsPath(r"C:\Users\sam\Desktop\a.docx"), "own"),
        (PureWindowsPath(r"\\council\share\team\a.docx"), "share"),
        (PurePosixPath("/media/sam/STICK/a.docx"), "stick"),
        (PurePosixPath("/run/media/sam/STICK/a.docx"), "stick"),
        (PurePosixPath("/Volumes/STICK/a.docx"), "stick"),
        (PurePosixPath("/a.docx"), "own"),
    ],
)
def test_of_a_folder_only_its_kind_is_told(file, kind):
    assert kind_of_folder(file) == kind
