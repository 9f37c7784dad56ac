"""What is drawn by chance: ids that nobody can guess or make twice, and references people can read out."""

from __future__ import annotations

import secrets

from carer_desktop.sealing.canonical import crockford


def random_id() -> str:
    """A new id of 128 random bits, 32 hexadecimal digits."""
    return secrets.token_hex(16)


def reference() -> str:
    """A new reference of 8 characters of Crockford base32 (40 bits: the store still refuses a second of the same)."""
    return crockford(secrets.randbits(40), 8)
