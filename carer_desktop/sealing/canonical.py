"""One way to write a value as bytes, so that its hash means the same for ever and on every machine.

Canonical bytes are UTF-8 JSON: text in NFC, keys sorted by code point, no spaces, no floats, no nulls,
lists in their own order. Only `"`, `\\` and characters below U+0020 are escaped.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Any

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_DEEPEST = 64


def canonical_bytes(value: Any) -> bytes:
    """The one byte form of text, whole numbers, true and false, lists, and mappings with text keys.

    Raises TypeError for anything else (a float, a null, a Decimal: money arrives as text) and ValueError
    for text that is not Unicode, two keys that are one in NFC, and nesting deeper than 64.

    >>> canonical_bytes({"sleep": "often", "hours": 20})
    b'{"hours":20,"sleep":"often"}'
    """
    text = json.dumps(_plain(value, 0), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("Text with half a character (a lone surrogate) has no canonical form") from None


def sha256_hex(data: bytes) -> str:
    """The SHA-256 of the bytes, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def check_code(sha256: str) -> str:
    """The first 60 bits of a SHA-256 (hexadecimal) for people to read to each other, in Crockford base32.

    >>> check_code("00" * 32)
    '0000-0000-0000'
    """
    first = int(sha256[:15], 16)
    symbols = crockford(first, 12)
    return "-".join(symbols[at : at + 4] for at in (0, 4, 8))


def crockford(number: int, length: int) -> str:
    """A number in Crockford base32 (no I, L, O, U), *length* symbols with leading noughts.

    >>> crockford(31, 3)
    '00Z'
    """
    return "".join(_CROCKFORD[number >> 5 * place & 31] for place in reversed(range(length)))


def _plain(value: Any, depth: int) -> Any:
    if depth > _DEEPEST:
        raise ValueError(f"A value nested deeper than {_DEEPEST} has no canonical form")
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, bool | int):
        return value
    if isinstance(value, list | tuple):
        return [_plain(each, depth + 1) for each in value]
    if isinstance(value, Mapping):
        return _plain_mapping(value, depth)
    raise TypeError(f"A {type(value).__name__} has no canonical form")


def _plain_mapping(value: Mapping[Any, Any], depth: int) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key, each in value.items():
        if not isinstance(key, str):
            raise TypeError(f"A {type(key).__name__} as a key has no canonical form")
        name = unicodedata.normalize("NFC", key)
        if name in plain:
            raise ValueError("Two keys that are the same text have no canonical form")
        plain[name] = _plain(each, depth + 1)
    return plain
