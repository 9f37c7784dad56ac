"""What makes a passphrase good enough, in words; and four words drawn by chance, which is what we offer."""

from __future__ import annotations

from carer_desktop.errors import Refused

LEAST_CHARACTERS = 15


def check_passphrase(passphrase: str, name: str = "") -> None:
    """Refused, in words, for a passphrase that is too easy to guess."""
    if len(passphrase) < LEAST_CHARACTERS:
        raise Refused(f"A passphrase needs at least {LEAST_CHARACTERS} characters")
