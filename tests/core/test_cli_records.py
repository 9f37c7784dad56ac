"""The headless door on records: fill, show and list, what they refuse, and that a refusal leaves nothing behind."""

import json

import pytest

from carer_desktop.caseload import Caseload
from tests.core.door import PASSPHRASE, SECOND
from tests.core.packs.packs import CASES, case_of
from tests.core.test_cli import refused

ORDINARY = next(case_of(file)[1]["answers"] for file in CASES if file.stem == "ordinary")
FORM = "carer_conversation"
HARD_TEXTS = {
    "markup": "Tom & Jerry <b>bold</b> {{ name }} {% for x in y %} ${HOME} `id` \\n",
    "emoji": "Fine 👩‍👩‍👧‍👦 today 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "right to left": "أمي تعبانة اليوم",
    "many lines": "one\n\ntwo\tthree\n",
    "quotes": '“curly” ‘single’ "straight" it\'s',
    "a sum": "=cmd|'/c calc'!A1",
    "separators": "one\u2028two\u2029three",
    "long": "x" * 100_000,
}


# --- what is taken ---------------------------------------------------------------------------------


def test_fill_prints_the_id_and_show_gives_back_what_was_given(vault):
    ran = vault.fill(ORDINARY)
    assert ran.code == 0 and ran.err == "" and ran.out.count("\n") == 1
    shape = vault.show(ran.out.strip())
    for name, given in ORDINARY.items():
        assert without_ids(shape["answers"][name]) == given, name
    assert shape["answers"]["assessor_name"] == "Sam Example", "filled in from the sign-in"


def without_ids(plain):
    if isinstance(plain, list) and plain and isinstance(plain[0], dict):
        return [{key: cell for key, cell in row.items() if key != "id"} for row in plain]
    return plain


def test_fill_with_json_says_reference_hidden_and_problems(vault):
    ran = vault.fill({"carer_first": "Ann", "declined_detail": "x", "hours_week": "190"}, "--json")
    assert set(ran.json) == {"id", "reference", "hidden", "problems"}
    assert ran.json["hidden"] == ["declined_detail"]
    assert ran.json["problems"] == len(vault.show(ran.json["id"])["problems"])
    assert vault.show(ran.json["reference"])["id"] == ran.json["id"], "the reference is accepted too"


def test_keys_given_are_set_keys_absent_stay_and_null_clears(vault):
    id = vault.filled({"carer_first": "Ann", "carer_last": "Example", "more_dates": [{"who": "Bo"}]})
    assert vault.filled({"carer_last": "Sample", "more_dates": None}, id=id) == id
    answers = vault.show(id)["answers"]
    assert (answers["carer_first"], answers["carer_last"]) == ("Ann", "Sample")
    assert "more_dates" not in answers
    assert "carer_first" not in vault.show(vault.filled({"carer_first": None}, id=id))["answers"]


def test_a_list_is_replaced_by_the_list_given_and_items_keep_their_ids(vault):
    id = vault.filled({"more_dates": [{"who": "Ann", "date": "2026-11-01"}, {"who": "Bo"}]})
    first, second = vault.show(id)["answers"]["more_dates"]
    assert first["id"] != second["id"]
    vault.filled({"more_dates": [{"who": "Cy"}, {"id": first["id"], "who": "Ann Example"}]}, id=id)
    new, kept = vault.show(id)["answers"]["more_dates"]
    assert kept == {"id": first["id"], "who": "Ann Example"}, "a cell that is not given is gone"
    assert new["who"] == "Cy" and new["id"] not in (first["id"], second["id"])


def test_not_covered_marks_an_expected_row(vault):
    id = vault.filled({"strengths": {"not_covered": True}})
    shape = vault.show(id)
    assert shape["answers"]["strengths"] == {"not_covered": True}
    assert shape["progress"]["E"]["not_covered"] == 1


def test_a_value_that_breaks_a_rule_is_kept_and_becomes_a_problem(vault):
    wrong = {
        "hours_week": "190",
        "conv_date": "2999-01-01",
        "carer_nhs": "9990000019",
        "carer_email": "nobody",
        "diff_any": ["none", "retain"],
        "nights_per_week": 9,
        "times": ["night_wake"],
        "prior_payments": [{"amount": "-5.00"}],
        "budget_wanted": "yes",
    }
    shape = vault.show(vault.filled(wrong))
    hard = {one["question"]: one for one in shape["problems"] if one["kind"] == "hard"}
    assert set(hard) == {
        "hours_week", "conv_date", "carer_nhs", "carer_email", "diff_any", "nights_per_week", "prior_payments",
    }  # fmt: skip
    assert hard["prior_payments"]["column"] == "amount" and hard["prior_payments"]["item"]
    assert shape["answers"]["hours_week"] == "190"


@pytest.mark.parametrize("number", ["9990000018", "999 000 0018", "0000000000", "1111111111", "999123456", "abc"])
def test_an_nhs_number_is_taken_as_typed_and_checked(vault, number):
    shape = vault.show(vault.filled({"carer_nhs": number}))
    wrong = [one for one in shape["problems"] if one["question"] == "carer_nhs" and one["kind"] == "hard"]
    assert bool(wrong) is (number.replace(" ", "") != "9990000018")
    assert shape["answers"]["carer_nhs"] == number


@pytest.mark.parametrize("text", HARD_TEXTS.values(), ids=HARD_TEXTS)
def test_hard_texts_come_back_as_they_went_in(vault, text):
    id = vault.filled({"role_narrative": text, "cf": [{"services": text}]})
    shape = vault.show(id)
    kept = text.replace("\u2028", "\n").replace("\u2029", "\n")
    assert shape["answers"]["role_narrative"] == kept
    assert shape["hidden"][f"cf/{shape['answers']['cf'][0]['id']}/services"] == kept


def test_control_characters_are_dropped_and_line_breaks_kept(vault):
    given = "a\x00b\x07c\x1bd\r\ne\x0bf\x7fg\u202eh\ud800i\ufffej"
    shape = vault.show(vault.filled(json.loads(json.dumps({"role_narrative": given}))))
    assert shape["answers"]["role_narrative"] == "abcd\ne\nfghij"


def test_partial_dates_where_the_form_says_so(vault):
    answers = vault.show(vault.filled({"referral_date": "2026-10", "prior_payments": [{"date": "2025"}]}))
    assert answers["answers"]["referral_date"] == "2026-10"


def test_a_hidden_answer_is_kept_and_comes_back(vault):
    id = vault.filled({"plan_have": "no", "plan_where": "In the drawer"})
    assert vault.show(id)["hidden"] == {"plan_where": "In the drawer"}
    assert "plan_where" not in vault.show(id)["answers"]
    vault.filled({"plan_have": "yes"}, id=id)
    assert vault.show(id)["answers"]["plan_where"] == "In the drawer" and vault.show(id)["hidden"] == {}


# --- what is refused -------------------------------------------------------------------------------

REFUSED: dict[str, tuple] = {
    "unknown question": ({"carer_frist": "Ann"}, "carer_frist", "Did you mean “carer_first”"),
    "nothing like it": ({"zzz": "Ann"}, "The form has no question “zzz”"),
    "half a character": ({"caf\ud800": "Ann"}, "The form has no question"),
    "unknown choice": ({"method": "hoem"}, "hoem", "home"),
    "unknown ticks": ({"told_start": ["info", "nothing"]}, "nothing"),
    "a tick twice": ({"told_start": ["info", "info"]}, "“info” is there more than once in “told_start”"),
    "no text at all": ({"carer_last": "\ud800"}, "Nothing in the answer to “carer_last” is text that can be kept"),
    "unknown column": ({"cf": [{"nmae": "Ann"}]}, "nmae", "name"),
    "unknown item": ({"cf": [{"id": "abc", "adult": "yes"}]}, "abc"),
    "two items alike": ({"cf": [{"id": "a"}, {"id": "a"}]}, "“cf”"),
    "an item that is none": ({"cf": ["Ann"]}, "wrong type"),
    "unknown row": ({"tasks": {"flying": "daily"}}, "flying"),
    "number for text": ({"carer_first": 5}, "carer_first", "wrong type"),
    "text for ticks": ({"told_start": "info"}, "told_start", "wrong type"),
    "tick for choice": ({"method": ["home"]}, "method", "wrong type"),
    "text for whole": ({"stress_now": "5"}, "stress_now", "wrong type"),
    "true for whole": ({"stress_now": True}, "stress_now", "wrong type"),
    "part of a whole": ({"stress_now": 5.5}, "stress_now", "wrong type"),
    "number for decimal": ({"hours_week": 30}, "hours_week", "wrong type"),
    "no number": ({"hours_week": "lots"}, "hours_week", "cannot be read"),
    "comma for point": ({"hours_week": "7,5"}, "hours_week", "cannot be read"),
    "money with one place": ({"proposed": "12.5"}, "proposed", "cannot be read"),
    "money with a sign": ({"proposed": "£12.50"}, "proposed", "cannot be read"),
    "no such day": ({"conv_date": "2026-02-30"}, "conv_date", "cannot be read"),
    "a day as typed": ({"conv_date": "18/11/2026"}, "conv_date", "cannot be read"),
    "part of a day": ({"conv_date": "2026-11"}, "conv_date", "cannot be read"),
    "text for a list": ({"cf": "Ann"}, "cf", "wrong type"),
    "a list for a grid": ({"tasks": []}, "tasks", "wrong type"),
    "half a signature": ({"carer_sign": {"name": "Ann"}}, "carer_sign", "cannot be read"),
    "calculated": ({"carer_age": "50"}, "carer_age", "worked out"),
    "calculated column": ({"cf": [{"minimise": "no"}]}, "cf.minimise", "worked out"),
    "a message": ({"no_bank": "12345678"}, "no_bank", "worked out"),
    "a move's own": ({"decision": "authorise"}, "manager"),
    "not covered but core": ({"conv_date": {"not_covered": True}}, "conv_date", "not covered"),
    "an object for a text": ({"carer_first": {"typed": "x"}}, "carer_first", "wrong type"),
    "not JSON": ("{'a': 1}", "not JSON", "answers.json"),
    "no object": ("[]", "JSON object"),
    "not a number": ('{"stress_now": NaN}', "stress_now", "wrong type"),
}


@pytest.mark.parametrize(("answers", "words"), [(a, w) for a, *w in REFUSED.values()], ids=REFUSED)
def test_a_refusal_names_what_is_wrong_and_saves_nothing(vault, answers, words):
    id = vault.filled({"carer_first": "Ann", "conv_date": "2026-11-18"})
    before = vault.show(id)
    for known in ({"id": id}, {}):
        content = answers
        if isinstance(answers, dict):
            content = json.dumps({"carer_last": "Example", **answers})
        refused(vault.fill(content, "--json", **known), *words)
    assert vault.show(id) == before, "not even the answers that were right"
    assert vault.ids() == [id], "and no empty record"


def test_an_unknown_record_and_an_unknown_form(vault):
    refused(vault.fill({}, "--json", id="abc"), "There is no record “abc”")
    refused(vault.at("show", "abc", "--json"), "There is no record “abc”")
    refused(vault.fill({}, form="carer_talk"), "There is no form “carer_talk”")
    assert vault.ids() == []


def test_a_record_that_was_sent_is_closed_to_answers(vault):
    from datetime import UTC, datetime

    from carer_desktop.assessment import Move
    from carer_desktop.store import history
    from tests.core.test_cli import opened

    id = vault.filled({"carer_first": "Ann"})
    store = opened(vault)
    sent = Move("complete", "completed", datetime(2026, 11, 22, tzinfo=UTC), store.person.id, "assessor")
    store.save(history.append, id, sent).result()
    store.close()
    refused(vault.fill({"carer_first": "Bo"}, "--json", id=id), "has been sent")
    shape = vault.show(id)
    assert shape["answers"]["carer_first"] == "Ann" and shape["stage"] == "completed"
    (move,) = shape["history"]
    assert set(move) == {"move", "stage", "at", "by", "role", "note", "amount", "content_sha256", "signed"}
    assert move["signed"] is False and move["amount"] is None


def test_what_is_refused_names_the_file_and_how_to_mend_it(vault):
    for answers, mend in (
        ({"zzz": 1}, "carer-desktop questions"),
        ({"urgent": "maybe"}, "Use one of"),
        ([], "Write {"),
    ):
        ran = vault.at(
            "fill", "--form", "carer_conversation", "--answers", vault.file("mine.json", json.dumps(answers))
        )
        assert ran.code == 1 and "(mine.json)" in ran.err and mend in ran.err, ran.err
    ran = vault.at("fill", "--form", "carer_conversation", "--answers", vault.file("mine.json", '{"urgent": "no"'))
    assert ran.code == 1 and "(mine.json)" in ran.err and "commas" in ran.err
    deep = vault.file("mine.json", '{"urgent": ' + "[" * 100_000 + "]" * 100_000 + "}")
    ran = vault.at("fill", "--form", "carer_conversation", "--answers", deep)
    assert ran.code == 1 and "(mine.json)" in ran.err and "brackets" in ran.err and "recursion" not in ran.err


@pytest.mark.parametrize(
    "text",
    ['{"carer_first": "Ann", "carer_first": "Bea"}', '{"cf": [{"carer_first": "A", "carer_first": "B"}]}'],
)
def test_a_key_that_is_there_twice_is_refused_by_name(vault, text):
    ran = vault.at("fill", "--form", "carer_conversation", "--answers", vault.file("twice.json", text))
    assert ran.code == 1 and "“carer_first” is there more than once (twice.json)" in ran.err
    assert vault.ids() == []


def test_a_name_of_absurd_length_is_kept_as_a_problem(vault):
    id = vault.filled({"carer_first": "A" * 100_000})
    (problem,) = (one for one in vault.show(id)["problems"] if one["question"] == "carer_first")
    assert problem["kind"] == "hard" and problem["text"] == "Your first name must be 100 characters or fewer"


# --- several at once -------------------------------------------------------------------------------


def test_a_batch_goes_on_after_a_line_that_is_refused(vault):
    lines = [
        {"form": "carer_conversation", "answers": {"carer_first": "Ann\u2028Mary", "carer_last": "Example"}},
        {"form": "carer_conversation", "answers": {"carer_frist": "Bo"}},
        {"form": "carer_review", "answers": {"carer_first": "Cy"}},
        {"answers": {}},
        {"form": "carer_review", "id": "x", "answers": {}},
        {"form": "carer_review"},
        {"form": 3, "answers": {}},
        {"form": "carer_review", "answers": {}, "note": "x"},
        [],
    ]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n\nnot json\n"
    ran = vault.at("fill", "--batch", vault.file("b.jsonl", text))
    assert ran.code == 1
    assert ran.out.split() == list(reversed(vault.ids())) and len(ran.out.split()) == 2
    said = ran.err.splitlines()
    assert [line.split(":")[0] for line in said] == [f"Line {n}" for n in (2, 4, 5, 6, 7, 8, 9, 11)]
    assert "carer_frist" in said[0] and "b.jsonl, line 2" in said[0] and "Did you mean" in said[0]
    assert "b.jsonl, line 4" in said[1] and "Write {" in said[1]


def test_a_batch_into_known_records(vault):
    id = vault.filled({"carer_first": "Ann"})
    lines = json.dumps({"id": id, "answers": {"carer_last": "Example"}})
    ran = vault.at("fill", "--batch", vault.file("b.jsonl", lines), "--json")
    assert ran.code == 0 and [one["id"] for one in ran.json] == [id]
    assert vault.show(id)["answers"]["carer_last"] == "Example"


def test_a_batch_with_json_is_one_value_with_what_was_refused(vault):
    ran = vault.at("fill", "--batch", vault.file("b.jsonl", '{"form": "carer_review", "answers": {}}\n{}'), "--json")
    assert ran.code == 1
    done, failed = ran.json
    assert set(done) == {"id", "reference", "hidden", "problems"}
    assert failed["line"] == 2 and "needs" in failed["error"]


# --- what is shown ---------------------------------------------------------------------------------


def test_show_says_what_the_answers_call_for(vault):
    (first, *_) = vault.show(vault.filled({"sg_concern": "yes", "sg_who": ["carer"]}))["prompts"]
    assert set(first) == {"id", "topic", "text", "source"}
    assert (first["id"], first["topic"], first["source"]) == ("sg_act", "Safeguarding", "Care Act 2014 s.42")
    assert "ring 999 first" in first["text"]


def test_show_has_the_shape_it_promises(vault):
    shape = vault.show(vault.filled(ORDINARY))
    assert list(shape) == [
        "id", "reference", "carer_id", "form", "stage", "revision", "answers", "hidden", "problems", "progress",
        "path", "path_why", "sections", "eligibility", "suggestion", "history", "saved_at",
        "prompts",
    ]  # fmt: skip
    assert set(shape["form"]) == {"id", "version", "sha256"}
    assert (shape["stage"], shape["revision"], shape["path"], shape["history"]) == ("draft", 1, "short", [])
    assert set(shape["progress"]) == {"C", "E", "A", "X", "U", "K"}
    assert set(shape["progress"]["E"]) == {"needed", "done", "not_covered"}
    assert set(shape["progress"]["C"]) == {"needed", "done"}
    assert shape["progress"]["C"]["needed"] == shape["progress"]["C"]["done"]
    assert all(set(one) == {"id", "shown", "status"} for one in shape["sections"])
    assert shape["eligibility"]["suggested"] == "yes"
    assert shape["suggestion"]["amount"] is None, "no table in a real vault"
    assert shape["saved_at"].endswith("+00:00")
    empty = vault.show(vault.filled({}))
    for one in empty["problems"]:
        assert set(one) == {"question", "item", "column", "kind", "gate", "text"}
    words = vault.at("show", empty["id"])
    assert json.loads(words.out) == empty, "without --json the same, for people"


def test_list_has_the_shape_it_promises_and_the_last_saved_first(vault):
    one = vault.filled({"carer_first": "Ann", "carer_last": "Example"})
    two = vault.filled({"carer_first": "Bo", "carer_last": "Example"}, form="carer_review")
    cards = vault.at("list", "--json").json
    assert {card["id"] for card in cards} == {one, two}
    for card in cards:
        assert list(card) == [
            "id", "reference", "form", "stage", "carer", "assessor", "created_at", "saved_at", "due_on",
        ]  # fmt: skip
        assert (card["stage"], card["assessor"], card["due_on"]) == ("draft", "Sam Example", None)
    assert {card["carer"] for card in cards} == {"Ann Example", "Bo Example"}
    words = vault.at("list")
    assert words.code == 0 and "Ann Example" in words.out and words.out.count("\n") == 2
    assert vault.at("list", "--json").out.count("\n") == 1


def test_a_name_of_any_length_takes_one_line_of_the_list_and_stands_whole_in_json(vault):
    vault.filled({"carer_first": "Wilhelmina" * 12})
    assert vault.at("list").out.endswith(" WilhelminaWilhelminaWilhelminaWilhelminaWilhelminaWilhelmin…\n")
    assert vault.at("list", "--json").json[0]["carer"] == "Wilhelmina" * 12


def test_an_empty_list(vault):
    assert vault.at("list", "--json").json == []
    assert vault.at("list").out == ""


def as_somebody(vault, name, words, do):
    caseload = Caseload.open(vault.vault, name, words)
    try:
        caseload.settings.set_my_details({"assessor_team": "North"}).result()
        return do(caseload)
    finally:
        caseload.close()


def test_a_colleagues_record_takes_a_reason(vault):
    second, bo = vault.second_person(), ("--as", "Bo Example")
    as_somebody(vault, "Bo Example", SECOND, lambda caseload: caseload.records.all())
    record = as_somebody(vault, "Sam Example", PASSPHRASE, lambda caseload: caseload.records.begin(FORM).id)
    refused = vault.at("show", record, *bo, passphrase=second)
    assert refused.code == 1 and "This is Sam Example’s record" in refused.err and "covering" in refused.err
    answers = vault.file("a.json", {"carer_first": "Ann"})
    for command in (
        ("show", record),
        ("fill", "--id", record, "--answers", answers),
        ("export", record, "--to", vault.folder),
    ):
        assert vault.at(*command, *bo, passphrase=second).code == 1
        assert vault.at(*command, "--why", "covering", *bo, passphrase=second).code == 0


def test_the_help_of_fill_says_how_id_and_reference_belong_together(vault):
    said = " ".join(vault.run("fill", "--help").out.split())
    assert "Prints the ID of the record. Its reference, which `list` shows, does as well" in said
    id = vault.filled({"carer_first": "Ann"})
    reference = vault.at("list").out.split()[0]
    assert vault.show(reference)["id"] == id


def test_the_help_of_fill_shows_a_line_of_a_batch_that_can_be_filled(vault):
    said = " ".join(vault.run("fill", "--help").out.split())
    line = said[said.index('{"form"') : said.index("}}") + 2]
    assert '"id" and not "form" for a record that is there' in said
    id = vault.at("fill", "--batch", vault.file("b.jsonl", line)).out.strip()
    assert vault.show(id)["answers"]["carer_first"] == "Ann"
