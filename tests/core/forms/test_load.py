"""The reader of form packs: what it gives, and that each slip is an error with file, question and mend."""

from decimal import Decimal
from pathlib import Path

import pytest

from carer_desktop.errors import FormError
from carer_desktop.forms import library
from carer_desktop.forms.condition import Comparison, Not
from carer_desktop.forms.load import comparisons, load, pack_files, pack_sha256, read_pack
from tests.core.forms.small import FILES, changed


def test_a_form_is_read_as_written():
    form = read_pack(FILES)
    assert (form.id, form.version, form.title) == ("small", "0.1.0", "Small form")
    assert [section.id for section in form.sections] == ["one", "two"]
    assert form.question["hours"].most == Decimal(168)
    assert form.question["hours"].audience == ("council", "carer")
    assert form.question["some"].audience == ("council",)
    assert form.question["first"].asked_of == "carer"
    assert form.by_key["cf.name"].show_when == Comparison("cf.minimise", "is", "no")
    assert form.question["mosaic"].fact and not form.question["hours"].fact
    assert form.sha256 == pack_sha256(FILES)


def test_the_hash_is_of_every_byte():
    assert pack_sha256(FILES) != pack_sha256(changed("one.toml", "First section", "First  section"))


def test_not_and_all_are_read():
    text = 'show_when = { question = "crisis", is = "weeks" }'
    deep = """show_when = { not = { all = [
        { question = "crisis", is = "no" }, { any = [{ question = "hours", at_least = "1.5" }] }] } }"""
    shown = read_pack(changed("one.toml", text, deep)).question["detail"].show_when
    assert isinstance(shown, Not)
    assert [test.value for test in comparisons(shown)] == ["no", Decimal("1.5")]


SLIPS = [
    ("form.toml", 'title = "Small form"', "", "“title” is missing"),
    ("form.toml", 'status = "draft"', 'status = "new"', "“status” cannot be “new”"),
    ("form.toml", 'sections = ["one", "two"]', 'sections = ["one"]', "two.toml is not among the sections"),
    ("form.toml", 'sections = ["one", "two"]', 'sections = ["one", "two", "three"]', "three.toml is missing"),
    ("form.toml", 'sections = ["one", "two"]', "sections = [1]", "“sections” must be a list of texts"),
    ("form.toml", 'date_question = "day"', 'date_question = "dayy"', "Did you mean “day”?"),
    ("form.toml", 'level = "last_level"', "level = 1", "“prior” must be names with texts"),
    ("form.toml", "[[group]]", "[group]", "“group” must be a list of tables"),
    ("form.toml", 'when = { question = "crisis", is = "weeks" }', "when = 1", "A condition is a table"),
    ("form.toml", 'when = { question = "hours", more_than = 100 }', "when = []", "A condition is a table"),
    ("form.toml", 'question = "hours"', 'question = "ours"', "Did you mean “hours”?"),
    ("choices.toml", '[[YN]]\nid = "no"', '[[YN]]\nid = "yes"', "The choice “yes” is there twice"),
    ("choices.toml", "alone = true", 'alone = "yes"', "“alone” must be true or false"),
    ("choices.toml", "[[SOME]]", "[[SOME", "choices.toml is not TOML"),
    ("one.toml", 'id = "one"', 'id = "eins"', "The section calls itself “eins”"),
    ("one.toml", 'group = "all"', 'group = "al"', "Did you mean “all”?"),
    ("one.toml", 'audience = ["carer"]', 'audience = ["public"]', "“audience” must be a list of carer"),
    ("one.toml", 'type = "date"', 'type = "dates"', "“type” cannot be “dates”"),
    ("one.toml", 'label = "Day we talked"', 'lable = "Day we talked"', "Did you mean “label”?"),
    ("one.toml", 'label = "Day we talked"', "label = 3", "“label” must be text in quotation marks"),
    ("one.toml", 'label = "Day we talked"', 'label = "Day"\nquite_else = 1', "Unknown key “quite_else”"),
    ("one.toml", 'most = "168"', "most = 168", "“most” must be a number in quotation marks"),
    ("one.toml", 'most = "168"', 'most = "lots"', "“most” must be a number in quotation marks"),
    ("one.toml", 'choices = "YN"', 'choices = "NY"', "There is no set of choices “NY”"),
    ("one.toml", 'choices = "YN"', "choices = 5", "Choices must be a list of tables"),
    ("one.toml", 'choices = "YN"', "", "There is nothing to choose from"),
    ("one.toml", 'id = "hours"', 'id = "day"', "The question “day” is there twice"),
    ("one.toml", 'is = "weeks" }', 'is = "week" }', "Did you mean “weeks”?"),
    ("one.toml", 'is = "weeks" }', 'is = "weeks", is_not = "no" }', "needs exactly one operator"),
    ("one.toml", 'is = "weeks" }', "at_least = 1.5 }", "A number with a point is written as text"),
    ("one.toml", 'question = "crisis", is = "weeks"', 'question = "krisis", is = "weeks"', "Did you mean “crisis”?"),
    ("one.toml", 'question = "tasks.moving"', 'question = "tasks.move"', "Did you mean “tasks.moving”?"),
    ("one.toml", 'rows = [{ id = "moving"', 'carer_label = "x"\nhint = "y"\nsource = [{ id = "moving"', "“source” must be text"),  # noqa: E501
    ("one.toml", 'type = "grid"', 'type = "choice"', "A grid needs rows"),
    ("one.toml", 'is = "weeks" }', 'is = "weeks" }\n[[question]]\nid = "x"\ntype = "text"\nlabel = "X"\nshow_when = { question = "hours", more_than = "many" }', "“many” is compared with a decimal"),  # noqa: E501
    ("one.toml", 'is = "weeks" }', 'is = "weeks" }\n[[question]]\nid = "x"\ntype = "text"\nlabel = "X"\nshow_when = { question = "day", more_than = "soon" }', "“soon” is compared with a date"),  # noqa: E501
    ("two.toml", "answered = true", "answered = 1", "`answered` is true or false"),
    ("two.toml", "least_items = 1", "least_items = true", "“least_items” must be a whole number"),
    ("two.toml", 'type = "list"', 'type = "text"', "A list needs columns"),
    ("two.toml", 'calculation = "cf_count"', "", "A calculated question names its calculation"),
    ("two.toml", '[[question.column]]\nid = "consent"', '[[question.column]]\nid = "known_asc"', "The column “known_asc” is there twice"),  # noqa: E501
    ("two.toml", 'is = "yes" }', 'is_any_of = ["yes", "perhaps"] }', "“last_level” has no choice “perhaps”"),
    ("two.toml", 'required = "E"', 'required = "Z"', "“required” cannot be “Z”"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "words"), SLIPS, ids=range(len(SLIPS)))
def test_each_slip_is_named(file, old, new, words):
    with pytest.raises(FormError) as error:
        read_pack(changed(file, old, new))
    assert words in str(error.value)
    assert error.value.where, "the place is named"


def test_a_table_where_a_table_belongs():
    with pytest.raises(FormError, match="Here a table was expected"):
        read_pack(changed("one.toml", '[{ id = "no", label = "No" }, { id = "weeks", label = "Within weeks" }]', "[1]"))


def test_a_folder_without_a_form(tmp_path: Path):
    with pytest.raises(FormError, match=r"form\.toml is missing"):
        load(tmp_path)


def test_a_file_that_is_not_text(tmp_path: Path):
    (tmp_path / "form.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(FormError, match="cannot be read"):
        pack_files(tmp_path)


def _written(root: Path, version: str, status: str) -> None:
    folder = root / "small" / version
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text.replace('"draft"', f'"{status}"').replace('"0.1.0"', f'"{version}"'), "utf-8")


def test_the_newest_active_version_is_used_else_the_newest_draft(tmp_path: Path):
    _written(tmp_path, "0.9.0", "draft")
    _written(tmp_path, "0.10.0", "draft")
    assert library.folder("small", tmp_path).name == "0.10.0"
    _written(tmp_path, "0.2.0", "active")
    assert library.folder("small", tmp_path).name == "0.2.0"
    assert library.folder("small@0.9.0", tmp_path).name == "0.9.0"
    with pytest.raises(FormError, match=r"There is no form “smal”\. The forms here are small@0\.10\.0"):
        library.folder("smal", tmp_path)


def test_a_version_that_is_no_number_sorts_first(tmp_path: Path):
    _written(tmp_path, "x", "retired")
    assert library.folder("small", tmp_path).name == "x"
