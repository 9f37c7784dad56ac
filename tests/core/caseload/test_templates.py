"""Templates in a vault: who takes them in, what is made with them, and that a file made with one can be checked."""

import json

import pytest

from carer_desktop.caseload import Caseload, How
from carer_desktop.caseload.templates import OWN
from carer_desktop.documents.carried import carried_in
from carer_desktop.documents.checkfile import OWN_PAGES
from carer_desktop.documents.received import received
from carer_desktop.errors import Refused
from tests.core.documents import looking
from tests.core.documents.bad_templates import BAD, GOOD, house, own_layout, written
from tests.core.door import CHEAP, PASSPHRASE

ANSWERS = {"carer_first": "Ann", "carer_last": "Example & Co", "conv_date": "2026-11-18", "contact_safe": "yes"}


@pytest.fixture
def lead(tmp_path, fixed_clock):
    """A vault of somebody who is practitioner and access lead."""
    made = Caseload.create(
        tmp_path / "lead.vault", "Lee Example", ["assessor", "keeper"], PASSPHRASE, kdf=CHEAP, clock=fixed_clock
    )
    yield made
    made.close()


def ours(folder):
    """The house template in the council's own colours, and a layout of its own."""
    parts = house()
    parts["word/styles.xml"] = parts["word/styles.xml"].replace("1D4F7C", "5B1E6B")
    return written(folder / "ours.docx", parts), written(folder / "layout.docx", own_layout(GOOD))


def test_what_is_chosen_is_what_files_are_made_with(lead, tmp_path):
    looks, layout = (lead.templates.load(file) for file in ours(tmp_path))
    assert (looks.about, layout.about, layout.taken_by) == ("house", "carer_conversation", "Lee Example")
    assert [one.used for one in lead.templates.known] == [False, False]
    record = lead.records.fill("carer_conversation", ANSWERS, known=False).assessment

    def made(audience, template=""):
        return looking.parts(tmp_path / lead.exports.write(record, tmp_path, audience, how=How(template=template)).file)

    assert b"5B1E6B" not in made("council")["word/styles.xml"]
    lead.templates.use(looks)
    assert b"5B1E6B" in made("council")["word/styles.xml"] and b"5B1E6B" in made("carer")["word/styles.xml"]
    lead.templates.use(layout)
    assert b"Camden: record of a carer" in made("council")["word/document.xml"]
    assert b"Camden: record of a carer" not in made("carer")["word/document.xml"]
    assert {one.name for one in lead.templates.known if one.used} == {"ours.docx", "layout.docx"}
    assert lead.templates.choices("council", "carer_conversation") == {"house": OWN}
    lead.templates.use_none("carer_conversation")
    assert b"Camden: record of a carer" not in made("council")["word/document.xml"]
    assert b"Camden: record of a carer" in made("council", layout.sha256)["word/document.xml"]
    assert b"5B1E6B" not in made("carer", "house")["word/styles.xml"]
    assert lead.templates.choices("council", "carer_conversation") == {"house": OWN, layout.sha256: "layout.docx"}
    assert lead.templates.choices("carer", "carer_conversation") == {"house": OWN}
    with pytest.raises(Refused, match="for the council’s file alone"):
        made("carer", layout.sha256)
    with pytest.raises(Refused, match="not in the vault"):
        made("council", "0" * 64)
    again = lead.templates.load(tmp_path / "layout.docx")
    assert again.sha256 == layout.sha256 and len(lead.templates.known) == 2
    lead.close()
    reopened = Caseload.open(lead.path, None, PASSPHRASE, clock=lead.clock)
    assert [one.used for one in reopened.templates.known] == [False, True]
    reopened.close()


def test_a_file_in_an_own_layout_can_be_checked_and_comes_back_in(lead, tmp_path):
    layout = lead.templates.load(ours(tmp_path)[1])
    lead.templates.use(layout)
    record = lead.records.fill("carer_conversation", ANSWERS, known=False).assessment
    file = tmp_path / lead.exports.write(record, tmp_path).file
    lead.templates.use_none("carer_conversation")
    assert lead.files.check(file).same, "compared with a file in the same layout, whichever is used now"
    held = carried_in(received(file))
    assert held is not None and json.loads(json.dumps(held.answers))["carer_last"] == "Example & Co"
    assert len(lead.incoming.look(file).rows) == len(held.answers)
    parts = {name: data.decode() for name, data in looking.parts(file).items()}
    parts["word/document.xml"] = parts["word/document.xml"].replace("Example &amp; Co", "Sample")
    checked = lead.files.check(written(tmp_path / "edited.docx", parts))
    assert not checked.same and any("Sample" in one.file for one in checked.differences)
    parts["word/document.xml"] = parts["word/document.xml"].replace("Camden: record", "Brent: record")
    checked = lead.files.check(written(tmp_path / "edited2.docx", parts))
    assert OWN_PAGES in [one.label for one in checked.differences]


def test_one_that_is_wrong_is_refused_and_only_owners_take_them_in(lead, caseload, tmp_path):
    bad = written(tmp_path / "bad.docx", BAD["US Letter"][0])
    assert lead.templates.look(bad).findings == ("Page setup: The page is not A4. In Word: Layout, Size, A4.",)
    with pytest.raises(Refused, match=r"The template cannot be used.*not A4"):
        lead.templates.load(bad)
    assert lead.templates.known == ()
    assert lead.templates.may_change and not caseload.templates.may_change
    with pytest.raises(Refused, match="Only a manager or the access lead"):
        caseload.templates.load(ours(tmp_path)[0])
    with pytest.raises(Refused, match="Only a manager or the access lead"):
        caseload.templates.use_none("house")
