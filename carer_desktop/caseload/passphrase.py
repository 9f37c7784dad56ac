"""A passphrase for somebody new: four words to offer, and one line about a passphrase while it is being typed."""

from __future__ import annotations

from carer_desktop.sealing.passphrase import generated_words, strength


def new_passphrase() -> str:
    """Four words drawn by chance."""
    return generated_words()


def passphrase_strength(passphrase: str, name: str = "") -> str:
    """How good a passphrase is for whoever is called *name*, in one line."""
    return strength(passphrase, name)
