"""Passphrases: four words to offer, one line about one being typed, and whether one is somebody's."""

from __future__ import annotations

from pathlib import Path

from carer_desktop.sealing.passphrase import generated_words, strength
from carer_desktop.store import slots


def new_passphrase() -> str:
    """Four words drawn by chance."""
    return generated_words()


def passphrase_strength(passphrase: str, name: str = "") -> str:
    """How good a passphrase is for whoever is called *name*, in one line."""
    return strength(passphrase, name)


def is_passphrase_of(path: Path, person: str, passphrase: str) -> bool:
    """Whether the passphrase is that person's; only the key file is looked at. Takes as long as signing in."""
    return slots.attempt(slots.read(path), person, passphrase) is not None
