"""Passphrases: four words to offer, one line about one being typed, and whether one is somebody's."""

from __future__ import annotations

from pathlib import Path

from carer_desktop.clock import Clock
from carer_desktop.sealing.passphrase import generated_words, strength
from carer_desktop.store import slots, waiting


def new_passphrase() -> str:
    """Four words drawn by chance."""
    return generated_words()


def passphrase_strength(passphrase: str, name: str = "") -> str:
    """How good a passphrase is for whoever is called *name*, in one line."""
    return strength(passphrase, name)


def is_passphrase_of(path: Path, person: str, passphrase: str, clock: Clock) -> tuple[bool, int]:
    """Whether the passphrase is that person's, and how many wrong ones came before. Takes as long as signing in.

    Only the key file is looked at. A wrong one counts as a try; NotOpened says how long to wait after too many.
    """
    file = slots.read(path)
    place = slots.place_of(file, person)
    tried = waiting.check(path, place, clock.now())
    if slots.attempt(file, person, passphrase) is None:
        waiting.count(path, place, clock.now())
        return False, 0
    if tried is not None:
        waiting.forget(path, place)
    return True, tried.count if tried else 0
