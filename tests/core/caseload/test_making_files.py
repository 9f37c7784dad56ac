"""Files out of the ordinary: another size of print, a password, a marking, the annex, pages that are only seen."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from carer_desktop.caseload import Caseload, How
from carer_desktop.caseload.exports import LONGEST_MARKING
from carer_desktop.documents import protect
from carer_desktop.errors import Refused, StoreError
from carer_desktop.records.audit import Wanted
from carer_desktop.sealing.passphrase import words as known_words
from tests.core.documents import looking
from tests.core.door import CHEAP, PASSPHRASE
from tests.core.packs.packs import CASES, case_of

ORDINARY = next(case_of(file)[1]["answers"] for file in CASES if file.stem == "ordinary")
LARGE = {"ais_any": "yes", "ais_needs": ["large"]}
SAID = "What nobody but the manager reads of the household"
ANSWERS = {**ORDINARY, "sg_concern": "yes", "sg_who": ["carer"], "treatment_concern": SAID}


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """A vault of one practitioner who is access lead too, and a record in it."""
    from datetime import UTC, datetime

    from carer_desktop.clock import FixedClock

    folder = tmp_path_factory.mktemp("files")
    clock = FixedClock(datetime(2026, 11, 22, 10, 0, tzinfo=UTC))
    made = Caseload.create(
        folder / "a.vault", "Sam Example", ["assessor", "keeper"], PASSPHRASE, kdf=CHEAP, clock=clock
    )
    made.record = made.records.fill("carer_conversation", ANSWERS, known=False).assessment  # type: ignore[attr-defined]
    yield made
    made.close()


@pytest.fixture
def as_it_was(here):
    """The marking and the annex are put back after the test."""
    yield here
    here.exports.set_up("OFFICIAL-SENSITIVE: PERSONAL", False)


def words_in(file):
    return "".join(looking.text(one) + "\n" for one in looking.body(file))


def sizes_in(file):
    from lxml import etree

    styles = etree.fromstring(looking.parts(file)["word/styles.xml"])
    return {int(looking.value(one)) // 2 for one in looking.found(styles, ".sz")}


@pytest.mark.parametrize("points", [14, 24, 28])
def test_another_size_of_print_is_made_with_a_reason_and_kept_in_the_register(here, tmp_path, points):
    made = here.exports.write(here.record, tmp_path, "carer", how=How(points, "asked"))
    assert (made.points, made.reason) == (points, "asked")
    assert here.exports.of(here.record.id)[-1].points == points
    assert min(sizes_in(tmp_path / made.file)) == min(points, 18), "what stands around it stays small"
    assert "as you asked" not in here.exports.report(here.record, "carer", points).running
    checked = here.files.check(tmp_path / made.file)
    assert checked.same and checked.audience == "carer", checked.differences


def test_another_size_without_a_reason_is_refused(here, tmp_path):
    for how in (How(24), How(24, "because I say so")):
        with pytest.raises(Refused, match="needs a reason"):
            here.exports.write(here.record, tmp_path, "carer", how=how)
    with pytest.raises(Refused, match="in 99 point cannot be made"):
        here.exports.write(here.record, tmp_path, "carer", how=How(99, "asked"))
    assert list(tmp_path.iterdir()) == []


def test_the_size_that_was_asked_for_needs_no_reason(here, tmp_path):
    record = here.records.fill("carer_conversation", {**ORDINARY, **LARGE}, known=False).assessment
    assert here.exports.before(record, "carer").style == "Large print, as the carer asked"
    made = here.exports.write(record, tmp_path, "carer", how=How(18))
    assert min(sizes_in(tmp_path / made.file)) == 18
    assert here.exports.before(record, "carer", 12).style.startswith("12 point print")


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_a_locked_file_opens_with_its_words_and_with_no_others(here, tmp_path, kind):
    password = here.exports.new_password()
    assert len(password.split()) == 5 and set(password.split()) <= known_words()
    made = here.exports.write(here.record, tmp_path, "carer", kind, How(password=password))
    file = tmp_path / made.file
    data = file.read_bytes()
    assert made.protected and made.sha256 == hashlib.sha256(data).hexdigest()
    assert ORDINARY["role_narrative"].encode() not in data and not zipfile.is_zipfile(file)
    unlock = protect.unlock if kind == "docx" else protect.unlock_pdf
    assert unlock(file, password)
    for wrong in ("", "not these words at all", password.upper()):
        with pytest.raises(Refused, match="does not open with these words"):
            unlock(file, wrong)


def test_a_text_file_cannot_be_locked_and_a_pdf_may_have_coloured_pages(here, tmp_path):
    with pytest.raises(Refused, match="text file cannot be locked"):
        here.exports.write(here.record, tmp_path, "carer", "txt", How(password="able bird coat"))
    with pytest.raises(Refused, match="There is no paper “gold”"):
        here.exports.write(here.record, tmp_path, "carer", "pdf", How(paper="gold"))
    assert list(tmp_path.iterdir()) == []
    white, cream = (
        here.exports.write(here.record, tmp_path, "carer", "pdf", How(paper=paper)) for paper in ("white", "cream")
    )
    assert white.sha256 != cream.sha256 and "cream" in here.exports.papers


def test_what_is_locked_is_the_very_file(here, tmp_path):
    plain = here.exports.write(here.record, tmp_path, "carer")
    locked = here.exports.write(here.record, tmp_path, "carer", how=How(password="one two three four five"))
    held = protect.unlock(tmp_path / locked.file, "one two three four five")
    assert held == (tmp_path / plain.file).read_bytes()
    with pytest.raises(Refused, match="locked with a password"):
        here.files.check(tmp_path / locked.file)


def test_a_locked_file_that_was_changed_does_not_open(here, tmp_path):
    made = here.exports.write(here.record, tmp_path, "carer", how=How(password="one two three four five"))
    file = tmp_path / made.file
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(bytes(data))
    with pytest.raises(Refused, match="does not open"):
        protect.unlock(file, "one two three four five")


def test_the_password_is_kept_nowhere(here, tmp_path):
    password = "violin harbour thimble meadow kettle"
    here.exports.write(here.record, tmp_path, "carer", how=How(password=password))
    kept = [repr(here.exports.of(here.record.id)), repr(here.audit.page(Wanted())), repr(How(password=password))]
    kept += [file.read_bytes().decode("latin-1") for file in tmp_path.iterdir()]
    assert not [one for one in kept for word in password.split() if word in one]


def test_the_marking_stands_at_head_and_foot_of_every_page_and_can_be_another(as_it_was, tmp_path):
    for marking in ("OFFICIAL-SENSITIVE: PERSONAL", "CONFIDENTIAL & <ours>", ""):
        as_it_was.exports.set_up(marking, False)
        for audience in ("council", "carer", "purchase"):
            report = as_it_was.exports.report(as_it_was.record, audience)
            assert any(marking in mark for mark in report.marks) if marking else "OFFICIAL" not in repr(report.marks)
            assert report.footer.endswith(marking) and not report.footer.endswith("- ")
        made = as_it_was.exports.write(as_it_was.record, tmp_path)
        parts = looking.parts(tmp_path / made.file)
        pages = [parts[name].decode() for name in parts if name.startswith(("word/header", "word/footer"))]
        said = marking.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert all((said in page) if marking else ("OFFICIAL" not in page) for page in pages)
        assert as_it_was.files.check(tmp_path / made.file).same


def test_a_marking_is_one_line_that_fits_and_is_set_by_the_access_lead(as_it_was):
    as_it_was.exports.set_up("  OFFICIAL\n\n", False)
    assert as_it_was.exports.marking == "OFFICIAL"
    with pytest.raises(Refused, match=f"has {LONGEST_MARKING + 1} characters"):
        as_it_was.exports.set_up("x" * (LONGEST_MARKING + 1), False)
    said = [
        line for line in as_it_was.audit.page(Wanted(event="setting_changed")) if line.row.says["setting"] == "marking"
    ]
    assert said


def test_only_the_access_lead_sets_them(caseload):
    with pytest.raises(Refused, match="Only the access lead"):
        caseload.exports.set_up("OFFICIAL", True)


def test_safeguarding_stands_in_the_annex_alone_where_it_is_kept_apart(as_it_was, tmp_path):
    exports, record = as_it_was.exports, as_it_was.record
    assert "safeguarding" not in exports.readers() and SAID in repr(exports.report(record))
    exports.set_up(exports.marking, True)
    assert exports.readers()[-1] == "safeguarding"
    left = exports.before(record, "council").left_out
    assert {one.why for one in left if "others treat them" in one.label} == {
        "In the safeguarding annex, a document of its own"
    }
    made = {one: exports.write(record, tmp_path, one) for one in ("council", "purchase", "carer", "safeguarding")}
    assert made["safeguarding"].file.endswith("safeguarding annex draft.docx")
    holding = {one for one, file in made.items() if SAID in words_in(tmp_path / file.file)}
    assert holding == {"safeguarding"}
    assert "stands in a document of its own" in words_in(tmp_path / made["council"].file)
    annex = words_in(tmp_path / made["safeguarding"].file)
    assert ORDINARY["role_narrative"] not in annex and ORDINARY["carer_first"] in annex
    for file in made.values():
        assert as_it_was.files.check(tmp_path / file.file).same, file.audience
    exports.set_up(exports.marking, False)
    assert as_it_was.files.check(tmp_path / made["council"].file).same, "as it was made, whatever is set since"


def test_nothing_said_is_no_annex(as_it_was, tmp_path):
    record = as_it_was.records.begin("carer_conversation")
    with pytest.raises(Refused, match="Nothing has been said of safeguarding"):
        as_it_was.exports.write(record, tmp_path, "safeguarding")


def test_pages_are_looked_at_without_a_file_and_printing_is_logged(here, tmp_path):
    before = sorted(tmp_path.iterdir())
    pages = here.exports.pages(here.record, "purchase")
    assert pages.number == 1 and sorted(tmp_path.iterdir()) == before
    drawn = pages.picture(0, 300)
    assert (drawn.width, drawn.height) == (300, 425) and len(drawn.data) == drawn.stride * drawn.height
    assert len(set(drawn.data)) > 50, "there is something on the page"
    here.exports.sent_to_printer(pages)
    line = here.audit.page(Wanted(event="printed"))[0]
    assert line.row.subject == here.record.id and line.row.signed
    assert line.row.says == {"kind": "pdf", "audience": "purchase", "sha256": hashlib.sha256(pages.pdf).hexdigest()}


def test_a_file_is_handed_over_or_deleted_once_and_the_log_says_so(here, tmp_path):
    first, second = (here.exports.write(here.record, tmp_path, one) for one in ("council", "purchase"))
    waiting = here.files.waiting()
    newest, older = here.files.outside()[:2]
    assert (newest.file.file, older.file.file) == (second.file, first.file)
    here.files.hand_over(newest)
    here.files.delete(older)
    assert here.files.waiting() == waiting - 2 and not (tmp_path / first.file).exists()
    newest, older = here.files.outside()[:2]
    assert (newest.file.settled, newest.there) == ("handed_over", "yes")
    assert (older.file.settled, older.there) == ("deleted", "gone") and older.file.settled_at == here.clock.now()
    said = {line.row.event: line.row for line in here.audit.page(Wanted(subject=here.record.id), most=4)}
    assert said["file_handed_over"].says["sha256"] == second.sha256
    assert said["file_deleted"].says["sha256"] == first.sha256
    here.files.delete(newest)
    assert here.files.outside()[0].file.settled == "deleted", "what was handed over can still be deleted"


def test_a_file_that_is_held_elsewhere_is_said_and_the_next_try_works(here, tmp_path, monkeypatch):
    replace = Path.replace

    def held(self, target):
        if Path(target).suffix == ".docx":
            raise PermissionError(13, "The process cannot access the file")
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", held)
        with pytest.raises(Refused, match=r"cannot be written to.*close the file"):
            here.exports.write(here.record, tmp_path)
        before = len(here.exports.of(here.record.id))
    assert list(tmp_path.iterdir()) == []
    assert (tmp_path / here.exports.write(here.record, tmp_path).file).is_file()
    assert len(here.exports.of(here.record.id)) == before + 1, "only what was written is in the register"


def test_a_folder_of_the_same_name_is_left_alone(here, tmp_path):
    (tmp_path / here.exports.name(here.record)).mkdir()
    made = here.exports.write(here.record, tmp_path)
    assert made.file.endswith(" (2).docx") and (tmp_path / made.file).is_file()


@pytest.mark.parametrize("folder", ["x" * 300, "/".join("y" * 100 for _ in range(50))])
def test_a_path_no_system_takes_is_refused_in_words(here, tmp_path, folder):
    with pytest.raises(StoreError, match="too long"):
        here.exports.write(here.record, tmp_path / folder)
    assert list(tmp_path.iterdir()) == []


def test_a_file_whose_name_does_not_fit_any_more_is_refused_with_nothing_left(here, tmp_path):
    folder = tmp_path
    while len(str(folder)) < 3_900:
        folder = folder / ("z" * 100)
    folder = folder / ("z" * (4_079 - len(str(folder))))
    folder.mkdir(parents=True)
    with pytest.raises(Refused, match="too long"):
        here.exports.write(here.record, folder)
    assert list(folder.iterdir()) == []
