"""The codes people give: NHS number, postcode, e-mail and telephone by their published shapes, and Mosaic's numbers."""

from __future__ import annotations

import re

_POSTCODE = re.compile(
    r"GIR 0AA|(?:[A-PR-UWYZ]\d\d?|[A-PR-UWYZ][A-HK-Y]\d\d?|[A-PR-UWYZ]\d[A-HJKPSTUW]"
    r"|[A-PR-UWYZ][A-HK-Y]\d[ABEHMNPRVWXY]) \d[ABD-HJLNP-UW-Z]{2}",
    re.ASCII,
)
_EMAIL = re.compile(r"[^\s@,;:<>()\"\[\]\\]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}")
_NOT_A_DIGIT = re.compile(r"[\s\-‐-―.]+")
_PHONE_MARKS = re.compile(r"[\s\-‐-―.()]+")
_EXTENSION = re.compile(r"(?:extension|extn|ext|x)\.?\s*\d{1,6}$", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+|00)[1-9]\d{6,14}|0\d{9,10}|999|111|101|119|1\d{4}", re.ASCII)
_WEIGHTS = range(10, 1, -1)


def nhs_number(text: str) -> str | None:
    """The number as it is shown (3-3-4) when its check digit is right, else None.

    Modulus 11 over the first nine digits with weights 10 to 2 (NHS Data Dictionary). A number whose
    digits are all the same is refused although 0000000000 and 1111111111 pass the arithmetic.

    >>> nhs_number("999-000 0018"), nhs_number("999 123 4567"), nhs_number("0000000000")
    ('999 000 0018', None, None)
    """
    digits = _NOT_A_DIGIT.sub("", text)
    if len(digits) != 10 or not (digits.isascii() and digits.isdecimal()) or len(set(digits)) == 1:
        return None
    check = 11 - sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False)) % 11
    # a check of 10 has no digit; 11 stands for 0
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}" if check != 10 and check % 11 == int(digits[9]) else None


def postcode(text: str) -> str | None:
    """The postcode in capitals with its one space when it has the published shape, else None.

    Whoever asks only warns: "no fixed abode" and forces' addresses are true answers too.

    >>> postcode("nw18np"), postcode("NW1 1CA")
    ('NW1 8NP', None)
    """
    letters = "".join(text.upper().split())
    spaced = f"{letters[:-3]} {letters[-3:]}"
    return spaced if _POSTCODE.fullmatch(spaced) else None


def mosaic_id(text: str) -> bool:
    """Whether the text can be a number of Mosaic's: the council has not published its shape, but a name is none.

    >>> mosaic_id("M1234567"), mosaic_id("abc def"), mosaic_id("123 456")
    (True, False, False)
    """
    return any(each.isdecimal() for each in text) and len(text.split()) == 1


def email(text: str) -> bool:
    """Whether the text has the shape of one e-mail address.

    >>> email("ann@example.org"), email("ann at example.org")
    (True, False)
    """
    local = text.partition("@")[0]
    dots = local.startswith(".") or local.endswith(".") or ".." in local
    return not dots and len(text) <= 254 and _EMAIL.fullmatch(text) is not None


def phone(text: str) -> bool:
    """Whether the text has the shape of a telephone number, in the United Kingdom or with a country code.

    >>> phone("020 7946 0000 ext 12"), phone("+44 (0)20 7946 0000"), phone("12 34")
    (True, True, False)
    """
    bare = _EXTENSION.sub("", text.strip())
    digits = _PHONE_MARKS.sub("", bare.replace("(0)", "") if bare.startswith(("+", "00")) else bare)
    return _PHONE.fullmatch(digits) is not None
