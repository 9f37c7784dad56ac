"""The strict reader of table files: one row for every way a file can be wrong."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.budget.check import check
from carer_desktop.budget.modifiers import Rounding
from carer_desktop.budget.table import load
from carer_desktop.errors import FormError
from carer_desktop.paths import RESOURCES

SMALL = """\
id = "small"
version = "1.0"
title = "A small table"
source = "Made up for this test"
from = 2026-04-01
until = 2027-03-31
mode = "matrix"

[[axis]]
question = "caring_level"
title = "Level of caring"
levels = [{ id = "low", label = "Low" }, { id = "high", label = "High" }]

[[axis]]
question = "impact_level"
title = "Impact"
levels = [{ id = "little", label = "A little" }, { id = "lot", label = "A lot" }]

[amounts]
low = { little = "0.00", lot = "100.00" }
high = { little = "50.00", lot = "250.00" }
"""

LEVELS = '[{ id = "low", label = "Low" }, { id = "high", label = "High" }]'

# name, what to replace, with what, the key named, words of the finding, words of the mend
FAULTS = [
    ("unknown key", 'version = "1.0"', 'version = "1.0"\nform = 1', "form", "“form” is not known here", "“from”?"),
    ("unlike any key", 'version = "1.0"', 'version = "1.0"\nzzz = 1', "zzz",
     "“zzz” is not known here", "Known here: id,"),
    ("no id", 'id = "small"\n', "", "id", "Some text is needed here", 'Write id = "…"'),
    ("empty title", "A small table", " ", "title", "Some text is needed here", "Write title"),
    ("number as text", '"A small table"', "7", "title", "Some text is needed here", "Write title"),
    ("id with capitals", '"small"', '"Small"', "id", "“Small” cannot be an id", "small letters"),
    ("no version", 'version = "1.0"\n', "", "version", "Some text is needed here", "Write version"),
    ("version in words", '"1.0"', '"first"', "version", "“first” cannot be a version", "2026.1"),
    ("no source", 'source = "Made up for this test"\n', "", "source", "Some text is needed here", "Write source"),
    ("no first day", "from = 2026-04-01\n", "", "from", "does not say from which day", "from = 2026-04-01"),
    ("day as text", "from = 2026-04-01", 'from = "2026-04-01"', "from", "A date is needed", "without quotes"),
    ("day with a time", "from = 2026-04-01", "from = 2026-04-01T09:00:00", "from",
     "A date is needed", "without a time"),
    ("ends before it starts", "until = 2027-03-31", "until = 2026-03-31", "until", "before the first", "Correct one"),
    ("flag as text", 'mode = "matrix"', 'mode = "matrix"\nillustrative = "yes"', "illustrative",
     "Only yes or no", "= true"),
    ("approved fiction", 'mode = "matrix"', 'mode = "matrix"\nillustrative = true\napproved = "Ann Example"',
     "approved",
     "An illustrative table cannot be approved", "Take out one"),
    ("unknown mode", '"matrix"', '"magic"', "mode", "“magic” is not a mode", "Known are: matrix"),
    ("no mode", 'mode = "matrix"\n', "", "mode", "Some text is needed here", "Write mode"),
    ("step of nothing", 'mode = "matrix"', 'mode = "matrix"\nstep = "0.00"', "step", "rounded to £0.00", '"5.00"'),
    ("step as a number", 'mode = "matrix"', 'mode = "matrix"\nstep = 5', "step", "5 is not an amount", "in quotes"),
    ("key of an axis", 'title = "Impact"', 'title = "Impact"\nhint = ""', "axis 2.hint",
     "“hint” is not known", "question,"),
    ("key of a level", 'label = "Low" }', 'label = "Low", money = 1 }', "axis 1.levels 1.money",
     "not known", "id, label"),
    ("level without label", ', label = "Low" }', " }", "axis 1.levels 1.label", "Some text is needed", "Write label"),
    ("level without id", 'id = "low", ', "", "axis 1.levels 1.id", "Some text is needed", "Write id"),
    ("level twice", 'id = "high"', 'id = "low"', "axis 1.levels 2", "The level “low” stands twice", "id of its own"),
    ("no levels", LEVELS, "[]", "axis 1.levels", "A rating needs levels", "Write levels"),
    ("levels left out", f"levels = {LEVELS}\n", "", "axis 1.levels", "A rating needs levels", "Write levels"),
    ("levels of text", LEVELS, '["low", "high"]', "axis 1.levels", "A list of tables is needed", "as in the table"),
    ("question twice", '"impact_level"', '"caring_level"', "axis 2.question", "“caring_level” stands twice", "another"),
    ("question not an id", '"impact_level"', '"Impact level"', "axis 2.question", "cannot be an id", "small letters"),
    ("no amounts", "[amounts]", "[amount]", "amounts", "A table of amounts is needed", "a name for every level"),
    ("row missing", 'low = { little = "0.00", lot = "100.00" }\n', "", "amounts.low",
     "table of amounts is needed", "Write low"),
    ("row too many", "[amounts]\n", '[amounts]\nmid = { lot = "1.00" }\n', "amounts.mid",
     "“mid” is not known", "low, high"),
    ("row not a table", 'low = { little = "0.00", lot = "100.00" }', 'low = "1.00"', "amounts.low",
     "is needed", "Write low"),
    ("cell missing", 'little = "50.00", ', "", "amounts.high.little", "no amount for this pair", '"0.00" where'),
    ("cell too many", 'little = "50.00"', 'little = "50.00", much = "1.00"', "amounts.high.much",
     "“much”", "Known here: little"),
    ("level misspelt", 'lot = "250.00"', 'lots = "250.00"', "amounts.high.lots", "“lots” is not known", "“lot”?"),
    ("amount as a number", '"250.00"', "250.00", "amounts.high.lot", "250.00 is not an amount of money", "in quotes"),
    ("amount as a whole number", '"250.00"', "250", "amounts.high.lot", "250 is not an amount", "in quotes"),
    ("amount without pence", '"250.00"', '"250"', "amounts.high.lot", "“250” is not an amount", '"150.00"'),
    ("amount with three places", '"250.00"', '"250.000"', "amounts.high.lot", "“250.000” is not", '"150.00"'),
    ("amount with a sign", '"250.00"', '"-250.00"', "amounts.high.lot", "“-250.00” is not", '"150.00"'),
    ("amount with a comma", '"250.00"', '"1,250.00"', "amounts.high.lot", "“1,250.00” is not", "no comma"),
    ("amount with a £", '"250.00"', '"£250.00"', "amounts.high.lot", "“£250.00” is not", "no comma or £"),
    ("amount with other digits", '"250.00"', '"٢٥٠.٠٠"', "amounts.high.lot", "is not an amount", '"150.00"'),
    ("amount with a nought before", '"250.00"', '"0250.00"', "amounts.high.lot", "“0250.00” is not", '"150.00"'),
    ("amount in words", '"250.00"', '"lots"', "amounts.high.lot", "“lots” is not an amount", '"150.00"'),
    ("amount not a number", '"250.00"', "nan", "amounts.high.lot", "NaN is not an amount", '"150.00"'),
    ("key twice", 'version = "1.0"', 'version = "1.0"\nversion = "2.0"', "", "not TOML as it should be", "only once"),
    ("cell twice", 'little = "50.00"', 'little = "50.00", little = "60.00"', "", "not TOML", "only once"),
    ("day there is not", "2026-04-01", "2026-02-30", "", "not TOML as it should be", "the place named"),
    ("number past all bounds", '"250.00"', "1e9999999999999999999", "", "not TOML as it should be", "the place named"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "key", "what", "mend"), [pytest.param(*row[1:], id=row[0]) for row in FAULTS]
)  # fmt: skip
def test_every_fault_names_file_key_and_mend(old: str, new: str, key: str, what: str, mend: str) -> None:
    assert SMALL.count(old) >= 1
    text = SMALL.replace(old, new, 1)
    found = check(text, "small.toml")
    named = [one for one in found if one.key == key and what in one.what and mend in one.mend]
    assert len(named) == 1, [str(one) for one in found]
    assert named[0].file == "small.toml"
    assert named[0].kind == "error"
    assert "\n" not in str(named[0])
    with pytest.raises(FormError) as refused:
        load(text, "small.toml")
    assert refused.value.where == (f"small.toml, {found[0].key}" if found[0].key else "small.toml")
    assert refused.value.mend == found[0].mend


def test_one_wrong_file_gives_all_its_findings() -> None:
    text = SMALL.replace('"1.0"', '"one"').replace('"100.00"', '"100"').replace('title = "Impact"\n', "")
    assert [one.key for one in check(text)] == ["axis 2.title", "amounts.low.lot", "version"]
    assert check(text)[0].file == "budget table"


@pytest.mark.parametrize("axes", [0, 1, 3])
def test_a_matrix_has_two_ratings(axes: int) -> None:
    head, first, rest = SMALL.split("[[axis]]")
    second, amounts = rest.split("[amounts]")
    text = head + "".join(f"[[axis]]{axis}" for axis in (first, second, first)[:axes]) + "[amounts]" + amounts
    assert f"A matrix has two ratings, not {axes}" in [one.what for one in check(text)]


def test_ratings_are_a_list() -> None:
    head, _, rest = SMALL.split("[[axis]]")
    found = check(f'{head}axis = "two"\n[amounts]{rest.split("[amounts]")[1]}')
    assert [(one.key, one.what) for one in found] == [
        ("axis", "A list of tables is needed here"),
        ("axis", "A matrix has two ratings, not 0"),
    ]


def test_a_table_in_order_is_read_as_it_stands() -> None:
    table = load(SMALL)
    assert check(SMALL) == []
    assert (table.id, table.version, table.title, table.mode) == ("small", "1.0", "A small table", "matrix")
    assert (table.start, table.until) == (date(2026, 4, 1), date(2027, 3, 31))
    assert (table.illustrative, table.approved, table.author) == (False, "", "")
    assert table.modifiers == (Rounding(Decimal("0.01")),)
    assert ("amounts.high.lot", "High, A lot", Decimal("250.00")) in table.scheme.cells()
    assert [axis.question for axis in table.inputs] == ["caring_level", "impact_level"]
    assert table.sha256 == hashlib.sha256(SMALL.encode()).hexdigest()
    assert load(SMALL.encode()) == table


def test_who_approved_it_and_the_step_are_kept() -> None:
    table = load(SMALL.replace('mode = "matrix"', 'mode = "matrix"\napproved = "Ann Example, director"\nstep = "5.00"'))
    assert table.approved == "Ann Example, director"
    assert table.modifiers == (Rounding(Decimal("5.00")),)


def test_the_hash_is_of_the_bytes_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert load(path).scheme == load(SMALL).scheme
    assert load(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest() != load(SMALL).sha256


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(FormError, match=r"There is no such file \(.*none.toml\)"):
        load(tmp_path / "none.toml")
    with pytest.raises(FormError, match="not UTF-8 text"):
        load(b"\xff\xfe")


def test_a_number_too_long_to_be_written_is_refused_in_words() -> None:
    (one,) = check(SMALL.replace('"250.00"', f"0x{'f' * 9000}"), "t.toml")
    assert str(one).startswith("t.toml, amounts.high.lot: A number of thousands of digits is not an amount of money.")
    (one,) = check(SMALL.replace('"250.00"', f'"{"x" * 9000}"'), "t.toml")
    assert len(str(one)) < 250


def test_the_days_it_covers_include_both_ends() -> None:
    table = load(SMALL)
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2027, 3, 31), date(2027, 4, 1)]
    assert [table.covers(day) for day in days] == [False, True, True, False]
    assert load(SMALL.replace("until = 2027-03-31\n", "")).covers(date(2040, 1, 1))


def test_what_was_published_stays_as_it_was() -> None:
    """A published table is never changed: a change is a new version in a new file."""
    published = {"illustrative-2026.toml": "bf7b67f167ef00ecbd96eb3fcce2bd65be89ca41c590757e2f2cfe7f03f046a5"}
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (RESOURCES / "budget").glob("*.toml")}
    assert files == published


@given(st.text() | st.binary())
def test_whatever_is_in_a_file_it_is_read_or_refused_in_words(content: str | bytes) -> None:
    found = check(content, "any.toml")
    assert found
    assert all(one.what and one.mend for one in found)
