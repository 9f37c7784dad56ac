"""The recovery key on paper: what is copied right gives the key, and every slip is named by its group."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carer_desktop.errors import Refused
from carer_desktop.sealing import keys
from carer_desktop.sealing.qr import squares
from carer_desktop.sealing.recovery import groups, read, read_public

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET = bytes(range(32))
FIXED = "000GC 40R4Y 0M306 E209R 185GQ R38ED 1W81D 24GKC 2GAH4 C5RRH 34D1G P70XH 3RFN7"
SECRETS = st.binary(min_size=32, max_size=32)


@given(SECRETS)
def test_what_is_printed_is_read_back(secret: bytes) -> None:
    made = groups(secret)
    assert len(made) == 13
    assert all(re.fullmatch(f"[{SYMBOLS}]{{5}}", each) for each in made)
    for text in (" ".join(made), "-".join(made), "".join(made), "\n".join(made).lower(), f"  {' – '.join(made)}. "):
        assert read(text) == secret


def test_letters_that_look_like_figures_are_read_as_them() -> None:
    made = " ".join(groups(bytes(31) + b"\x21"))
    assert "0" in made and "1" in made
    assert read(made.replace("0", "o").replace("1", "l")) == read(made.replace("1", "I")) == bytes(31) + b"\x21"


@given(SECRETS, st.integers(0, 12), st.integers(0, 4), st.integers(1, 31))
def test_any_one_wrong_symbol_is_found_in_its_group(secret: bytes, group: int, place: int, by: int) -> None:
    made = list(groups(secret))
    wrong = SYMBOLS[(SYMBOLS.index(made[group][place]) + by) % 32]
    made[group] = made[group][:place] + wrong + made[group][place + 1 :]
    with pytest.raises(Refused, match=f"^Group {group + 1} has a slip"):
        read(" ".join(made))
    with pytest.raises(Refused, match=f"^Group {group + 1} has a slip"):
        read("".join(made))


@given(SECRETS, st.integers(0, 12), st.integers(0, 3))
def test_two_neighbours_exchanged_are_found(secret: bytes, group: int, place: int) -> None:
    made = list(groups(secret))
    one = made[group]
    made[group] = one[:place] + one[place + 1] + one[place] + one[place + 2 :]
    if made[group] == one:
        assert read(" ".join(made)) == secret
        return
    with pytest.raises(Refused, match=f"^Group {group + 1} has a slip"):
        read(" ".join(made))


@given(SECRETS, st.integers(0, 12), st.integers(0, 12))
def test_two_groups_exchanged_are_both_found(secret: bytes, one: int, other: int) -> None:
    made = list(groups(secret))
    made[one], made[other] = made[other], made[one]
    if one == other:
        assert read(" ".join(made)) == secret
        return
    first, last = sorted((one + 1, other + 1))
    with pytest.raises(Refused, match=f"^Groups {first} and {last} have a slip"):
        read(" ".join(made))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda made: [made[0][:4], *made[1:]], "^Group 1 has a slip"),
        (lambda made: [*made[:6], made[6] + "A", *made[7:]], "^Group 7 has a slip"),
        (lambda made: [*made[:3], "****U", *made[4:]], "^Group 4 has a slip"),
        (lambda made: [*made[:3], "ÄÄÄÄÄ", *made[4:]], "^Group 4 has a slip"),
        (lambda made: made[:12], "65 letters and digits; these are 60"),
        (lambda made: [*made, made[0]], "these are 70"),
        (lambda made: [], "these are 0"),
        (lambda made: ["".join(made)[:-1]], "these are 64"),
        (lambda made: ["A\x00" * 10_000], "these are 20000"),
    ],
)
def test_what_lacks_a_symbol_is_said_so(change, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read(" ".join(change(list(groups(SECRET)))))


def test_a_slip_that_every_group_lets_through_is_found_by_the_four_bits_over_all() -> None:
    found = 0
    for seed in range(64):
        other = list(groups(bytes([seed]) * 32))
        other[5] = groups(SECRET)[5]
        try:
            read(" ".join(other))
        except Refused as error:
            found += "cannot be told which" in str(error)
    assert found > 48


def test_control_a_copy_without_a_slip_is_taken() -> None:
    assert read(" ".join(groups(SECRET))) == SECRET
    assert groups(SECRET) == groups(SECRET)


def test_this_key_is_printed_like_this_for_ever() -> None:
    assert " ".join(groups(SECRET)) == FIXED
    assert read(FIXED) == SECRET


def test_an_organisations_key_is_one_line_of_hexadecimal() -> None:
    public = keys.receiving_pair().public
    assert read_public(f"# London Borough of Example\n\n{public.hex().upper()}\n") == public


@pytest.mark.parametrize("text", ["", "# only words", "00" * 31, f"{'00' * 32}\n{'11' * 32}", "zz" * 32, "00" * 33])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="not an organisation’s rescue key"):
        read_public(text)


def test_the_square_is_a_qr_code_of_one_size() -> None:
    rows = squares("-".join(groups(SECRET)))
    assert len(rows) == 33
    assert all(len(row) == 33 for row in rows)
    finder = [row[:7] for row in rows[:7]]
    assert finder[0] == (True,) * 7 == finder[6]
    assert finder[1] == (True, *(False,) * 5, True)
