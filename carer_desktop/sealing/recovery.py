"""The recovery key as people copy it: thirteen groups, in each of which a slip of the pen is found and named.

A group is four symbols of Crockford base32 and a fifth that checks them: any one wrong symbol, any two neighbours
exchanged, and a group that stands in another's place are found. Four bits over all groups check the whole.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from carer_desktop.errors import Refused
from carer_desktop.sealing.canonical import crockford
from carer_desktop.sealing.keys import KEY_BYTES

GROUPS = 13
GROUP_SYMBOLS = 5
_DATA_SYMBOLS = GROUP_SYMBOLS - 1
_SPARE_BITS = 5 * _DATA_SYMBOLS * GROUPS - 8 * KEY_BYTES
_VALUES = {symbol: value for value, symbol in enumerate("0123456789ABCDEFGHJKMNPQRSTVWXYZ")}
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = r"[\s\-–—.,·]+"
_PUBLIC = re.compile(r"[0-9a-f]{64}")
_MEND = "Compare it with the sheet and type it again."


def groups(secret: bytes) -> tuple[str, ...]:
    """A 32-byte secret as thirteen groups of five symbols."""
    number = int.from_bytes(secret) << _SPARE_BITS | _over_all(secret)
    data = crockford(number, _DATA_SYMBOLS * GROUPS)
    cut = [data[at : at + _DATA_SYMBOLS] for at in range(0, len(data), _DATA_SYMBOLS)]
    return tuple(part + crockford(_check(part, place), 1) for place, part in enumerate(cut))


def read(text: str) -> bytes:
    """The secret from its groups as somebody typed or scanned them; case, spaces and dashes do not matter.

    Refused, naming the groups that have a slip.
    """
    found = _cut(text)
    wrong = [number for number, group in enumerate(found, 1) if not _is_right(group, number - 1)]
    if wrong:
        raise Refused(f"{_named(wrong)} a slip", "rescue sheet", _MEND)
    number = 0
    for group in found:
        for symbol in group[:_DATA_SYMBOLS]:
            number = number << 5 | _VALUES[symbol]
    secret = (number >> _SPARE_BITS).to_bytes(KEY_BYTES)
    if number & ((1 << _SPARE_BITS) - 1) != _over_all(secret):
        raise Refused("One of the groups has a slip, and it cannot be told which", "rescue sheet", _MEND)
    return secret


def read_public(text: str) -> bytes:
    """An organisation's recovery key, its public half, from the text of its file: 64 hexadecimal digits.

    Lines that begin with # are for people. Refused for anything else.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if len(lines) != 1 or not _PUBLIC.fullmatch(lines[0].lower()):
        raise Refused(
            "This is not an organisation’s rescue key", mend="Its file has one line of 64 hexadecimal digits."
        )
    return bytes.fromhex(lines[0])


def _cut(text: str) -> Sequence[str]:
    """The groups as typed; Refused where it cannot be told which group lacks a symbol."""
    typed = [part for part in re.split(_BETWEEN, text.upper().translate(_READ_AS)) if part]
    if len(typed) == GROUPS:
        return typed
    together = "".join(typed)
    if len(together) != GROUPS * GROUP_SYMBOLS:
        raise Refused(
            f"A rescue sheet has {GROUPS} groups of {GROUP_SYMBOLS}, {GROUPS * GROUP_SYMBOLS} letters and digits; "
            f"these are {len(together)}",
            "rescue sheet",
            "Type the groups with a space between them, so that the one with the slip can be named.",
        )
    return [together[at : at + GROUP_SYMBOLS] for at in range(0, len(together), GROUP_SYMBOLS)]


def _is_right(group: str, place: int) -> bool:
    if len(group) != GROUP_SYMBOLS or not set(group) <= set(_VALUES):
        return False
    return _VALUES[group[-1]] == _check(group[:-1], place)


def _check(data: str, place: int) -> int:
    """A sum over GF(32) with a different weight for every symbol, begun differently in every group."""
    total = _power(place)
    for weight, symbol in enumerate(data, 1):
        total ^= _times(_VALUES[symbol], _power(weight))
    return total


def _power(exponent: int) -> int:
    value = 1
    for _ in range(exponent):
        value = _times(value, 2)
    return value


def _times(one: int, other: int) -> int:
    """The product in GF(32), modulo x^5 + x^2 + 1, in which 2 generates every element but 0."""
    product = 0
    for bit in range(5):
        if other >> bit & 1:
            product ^= one << bit
    for bit in (8, 7, 6, 5):
        if product >> bit & 1:
            product ^= 0b100101 << (bit - 5)
    return product


def _over_all(secret: bytes) -> int:
    return hashlib.sha256(b"cc/v1/recovery" + secret).digest()[0] >> (8 - _SPARE_BITS)


def _named(numbers: Sequence[int]) -> str:
    """Which groups, in words.

    >>> _named([7]), _named([1, 2, 9])
    ('Group 7 has', 'Groups 1, 2 and 9 have')
    """
    if len(numbers) == 1:
        return f"Group {numbers[0]} has"
    return f"Groups {', '.join(map(str, numbers[:-1]))} and {numbers[-1]} have"
