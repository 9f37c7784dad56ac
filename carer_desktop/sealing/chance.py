"""What is drawn by chance: ids that nobody can guess or make twice, and references people can read out."""

from __future__ import annotations

import secrets

from carer_desktop.sealing.canonical import crockford

_MISHEARD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": ""})


def random_id() -> str:
    """A new id of 128 random bits, 32 hexadecimal digits."""
    return secrets.token_hex(16)


def reference() -> str:
    """A new reference of 8 characters of Crockford base32 (40 bits: the store still refuses a second of the same)."""
    return crockford(secrets.randbits(40), 8)


def read_reference(text: str) -> str:
    """A reference as somebody typed or heard it, as it is kept: O is nought, I and L are one, case does not matter.

    >>> read_reference(" abcd-io0l")
    'ABCD1001'
    """
    return "".join(text.upper().translate(_MISHEARD).split())
