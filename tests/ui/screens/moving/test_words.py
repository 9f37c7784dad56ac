"""What changed and what happened, in words: escaped, said in full, and never by colour alone."""

from __future__ import annotations

from carer_desktop.assessment import Assessment
from carer_desktop.compare import changed
from carer_desktop.forms.library import shipped
from carer_desktop.forms.load import load
from carer_desktop.workflow import moves
from tests.core.caseload.pathway import MIA, SAM
from tests.ui.screens.moving.conftest import Office
from ui.screens.moving.page import AT_ONCE
from ui.screens.moving.ways import Way, ways
from ui.screens.moving.words import change_html, change_words, place_words

FORM = next(load(folder) for folder in shipped() if folder.parent.name == "carer_conversation")


def test_a_text_is_said_and_shown_word_by_word_and_never_read_as_markup() -> None:
    (change,) = changed({"health_detail": "a <b> bad night"}, {"health_detail": "a <b> long & bad night"})
    assert change_words(FORM, change) == "a <b> [new: long &] bad night"
    assert change_html(FORM, change) == "a &lt;b&gt; <u><b>long &amp;</b></u> bad night"


def test_marks_stand_apart_from_each_other_and_not_from_a_full_stop() -> None:
    (change,) = changed({"health_detail": "She is tired."}, {"health_detail": "She is ill, and cross."})
    assert change_words(FORM, change) == "She is [taken out: tired] [new: ill, and cross]."
    (change,) = changed({"health_detail": "She is tired"}, {"health_detail": "She is tired, often"})
    assert change_html(FORM, change) == "She is tired<u><b>, often</b></u>"


def test_what_is_no_text_is_said_before_and_now() -> None:
    (change,) = changed({"proposed": None}, {"proposed": "300.00"})
    assert change_words(FORM, change) == "Before: Not provided. Now: £300.00."
    rows = changed({"cf": [{"id": "a"}]}, {"cf": [{"id": "a"}, {"id": "b"}]})
    assert change_words(FORM, rows[0]) == "Before: 1 entry. Now: 2 entries."


def test_a_place_in_a_list_names_its_entry() -> None:
    column = FORM.question["cf"].columns[0]
    answers = {"cf": [{"id": "a"}, {"id": "b"}]}
    assert place_words(FORM, f"cf/b/{column.id}", answers).endswith(f"entry 2: {column.label}")
    assert "an entry that is gone" in place_words(FORM, f"cf/z/{column.id}", answers)


def test_every_move_that_asks_first_has_words_for_its_button() -> None:
    asks = {rule.id for rule in moves.rules()} - set(AT_ONCE)
    assert {move for move in asks if moves.dialog(move)[0] == "Go on"} == set()


def test_the_main_thing_to_do_is_a_step_forward(office: Office) -> None:
    def offered(who: str, record: Assessment) -> list[Way]:
        caseload, again = office.team(who), office.team.again(record)
        return ways(caseload, again, caseload.moves.possible(again))

    def main(who: str, record: Assessment) -> list[str]:
        return [way.move for way in offered(who, record) if way.leads]

    draft = office.team.record(role_narrative=None)
    assert main(SAM, draft) == []
    assert main(SAM, office.team.record()) == ["complete"]
    less = office.act(MIA, office.sent(), "authorise", amount="250", reason="Less")
    assert main(SAM, less) == ["tell_carer"]
    told = office.act(SAM, less, "tell_carer")
    assert main(SAM, told) == ["instruct"]
    instructed = office.act(SAM, told, "instruct")
    assert main(SAM, instructed) == ["export"]
    assert "instruct" not in [way.move for way in offered(SAM, instructed)]
    assert main(SAM, office.act(MIA, office.sent(), "decline", reason="No")) == ["tell_carer"]
