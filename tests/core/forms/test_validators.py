"""The four published shapes, with the vectors of the papers they come from."""

import pytest

from carer_desktop.forms import validators


@pytest.mark.parametrize(
    "number",
    ["9434765919", "4010232137", "4505577104", "9990000018", "9990000026", "9990000034", "9990000042", "9990000050"],
)
@pytest.mark.parametrize("written", ["{}", " {} ", "{0[0]}{0[1]}{0[2]}-{0[3]}{0[4]}{0[5]}-{0[6]}{0[7]}{0[8]}{0[9]}"])
def test_a_right_nhs_number_is_shown_in_three_groups(number, written):
    shown = f"{number[:3]} {number[3:6]} {number[6:]}"
    assert validators.nhs_number(written.format(number)) == shown
    assert validators.nhs_number(shown) == shown


@pytest.mark.parametrize("first_nine", ["999000000", "999123456", "123456789"])
@pytest.mark.parametrize("last", range(10))
def test_nine_digits_whose_check_would_be_ten_have_no_number(first_nine, last):
    assert validators.nhs_number(f"{first_nine}{last}") is None


@pytest.mark.parametrize("digit", "0123456789")
def test_ten_times_the_same_digit_is_refused(digit):
    assert validators.nhs_number(digit * 10) is None


@pytest.mark.parametrize(
    "text", ["", "999 123 4567", "99900000", "99900000181", "999000001X", "٩٩٩٠٠٠٠٠١٨", "999/000/0018"]
)
def test_what_is_no_nhs_number(text):
    assert validators.nhs_number(text) is None


@pytest.mark.parametrize("place", range(10))
def test_one_wrong_digit_is_always_found(place):
    right = "9990000018"
    for other in "0123456789":
        wrong = right[:place] + other + right[place + 1 :]
        assert (validators.nhs_number(wrong) is None) == (other != right[place])


POSTCODES = (
    *("WC1H 9JE", "NW1 8NP", "N1C 4AG", "N6 6AA", "W1T 1AA", "EC1N 2AA", "NW1W 9AA", "SW1A 1AA", "M1 1AE"),
    *("B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 0AX", "GIR 0AA", "N1P 2AA"),
)


@pytest.mark.parametrize("postcode", POSTCODES)
def test_right_postcodes_however_they_are_written(postcode):
    for written in (postcode, postcode.lower(), postcode.replace(" ", ""), f" {postcode.replace(' ', '  ')}"):
        assert validators.postcode(written) == postcode


@pytest.mark.parametrize("text", ["QW1 1AA", "NW1 1CA", "", "NW1", "no fixed abode", "BFPO 801", "NW１ 8NP"])
def test_what_does_not_look_like_a_postcode(text):
    assert validators.postcode(text) is None


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("ann@example.org", True),
        ("ann.o'neill+care@mail.example.co.uk", True),
        ("ann_example@example.london", True),
        ("ann@exämple.org", True),
        ("ann", False),
        ("ann@example", False),
        ("ann@@example.org", False),
        ("ann @example.org", False),
        ("ann@example..org", False),
        (".ann@example.org", False),
        ("ann.@example.org", False),
        ("a..n@example.org", False),
        ("ann@-example.org", False),
        ("ann@example.org, bob@example.org", False),
        ("ann@example.1", False),
        (f"{'a' * 65}@example.org", False),
        (f"ann@{'a.' * 130}org", False),
        ("", False),
    ],
)
def test_email(text, right):
    assert validators.email(text) is right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("020 7946 0000", True),
        ("(020) 7946-0000", True),
        ("07700 900123", True),
        ("+44 7700 900123", True),
        ("+44 (0)20 7946 0000", True),
        ("0044 20 7946 0000", True),
        ("020 7946 0000 ext 12", True),
        ("101", True),
        ("999", True),
        ("+353 1 234 5678", True),
        ("01946 72345", True),
        ("7700 900123", False),
        ("0207946", False),
        ("ask her son", False),
        ("", False),
        ("020 7946 0000 0000", False),
        ("٠٢٠٧٩٤٦٠٠٠٠", False),
    ],
)
def test_phone(text, right):
    assert validators.phone(text) is right
