"""The keys: from a passphrase to a key, from the vault key to its sub-keys, and the pairs that people hold.

Nothing here is of our own invention; every primitive comes from `cryptography`, which is imported when it
is first used, so that the sign-in window does not wait for it. No object here shows a key in its `repr`.
"""

from __future__ import annotations

import secrets
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16

# HKDF labels; a label, once used, is for ever.
DATABASE = "cc/v1/sqlcipher"
AUDIT = "cc/v1/audit"
ANCHOR = "cc/v1/anchor"
INBOX = "cc/v1/inbox"
CHANGE = "cc/v1/change"

# What a real vault is made with at least (RFC 9106, second recommended option).
FLOOR_MEMORY_KIB = 64 * 1024
FLOOR_PASSES = 3
_MOST_MEMORY_KIB = 1024 * 1024
_MOST_PASSES = 16
_MOST_LANES = 16
_LEAST_KIB_A_LANE = 8

# A person waits this long for the key: long enough to make guessing dear, short enough to be borne.
_WANTED_SECONDS = (0.7, 1.0)
_AIM_SECONDS = 0.85
_START_MEMORY_KIB = 128 * 1024
_CALIBRATED_MOST_KIB = 512 * 1024
_STEP_KIB = 16 * 1024


class SealError(Exception):
    """What was sealed was sealed with another key, bound to something else, or changed since."""


@dataclass(frozen=True, slots=True)
class Kdf:
    """How much work Argon2id does: memory in KiB, passes over it, lanes.

    ValueError outside the bounds, so that a doctored slot can neither fill the memory nor run for hours.
    """

    memory_kib: int
    passes: int
    lanes: int

    def __post_init__(self) -> None:
        if not (
            1 <= self.passes <= _MOST_PASSES
            and 1 <= self.lanes <= _MOST_LANES
            and _LEAST_KIB_A_LANE * self.lanes <= self.memory_kib <= _MOST_MEMORY_KIB
        ):
            raise ValueError("Key derivation outside the bounds this program accepts")


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A secret and the public half that belongs to it, 32 bytes each."""

    secret: bytes = field(repr=False)
    public: bytes

    def __reduce__(self) -> str:
        raise TypeError("Keys are not copied out of the program")


def calibrated(seconds: Callable[[Kdf], float] | None = None) -> Kdf:
    """The derivation that takes 0.7 to 1.0 seconds on this machine, never less than 64 MiB and 3 passes.

    *seconds* measures one derivation; left out, it is done and timed here.
    """
    measure = seconds or _timed
    kdf = Kdf(_START_MEMORY_KIB, FLOOR_PASSES, 2)
    for _ in range(3):
        took = measure(kdf)
        if _WANTED_SECONDS[0] <= took <= _WANTED_SECONDS[1]:
            break
        memory = round(kdf.memory_kib * _AIM_SECONDS / took / _STEP_KIB) * _STEP_KIB
        kdf = Kdf(min(max(memory, FLOOR_MEMORY_KIB), _CALIBRATED_MOST_KIB), FLOOR_PASSES, kdf.lanes)
    return kdf


def derive(passphrase: str, salt: bytes, kdf: Kdf) -> bytes:
    """The 32-byte key of a passphrase: Argon2id (RFC 9106) over its NFKC text in UTF-8."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    text = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    return Argon2id(
        salt=salt, length=KEY_BYTES, iterations=kdf.passes, lanes=kdf.lanes, memory_cost=kdf.memory_kib
    ).derive(text)


def seal(key: bytes, plain: bytes, bound: bytes) -> bytes:
    """The plain bytes sealed with AES-256-GCM-SIV (RFC 8452) and tied to *bound*: nonce, then ciphertext and tag."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCMSIV(key).encrypt(nonce, plain, bound)


def unseal(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    """What `seal` was given. Raises SealError for another key, another *bound* or a changed byte."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise SealError("Too short to have been sealed")
    try:
        return AESGCMSIV(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
    except InvalidTag:
        raise SealError("Sealed with another key, or changed since") from None


def sub_key(key: bytes, label: str) -> bytes:
    """The 32-byte key for one purpose (HKDF-SHA256, RFC 5869, without salt): knowing one tells nothing of another."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=label.encode("ascii")).derive(key)


def new_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(KEY_BYTES)


def signing_pair(secret: bytes | None = None) -> KeyPair:
    """An Ed25519 pair (RFC 8032), new unless the 32-byte secret is given."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    chosen = secret or new_key()
    return KeyPair(chosen, Ed25519PrivateKey.from_private_bytes(chosen).public_key().public_bytes_raw())


def receiving_pair(secret: bytes | None = None) -> KeyPair:
    """An X25519 pair (RFC 7748), new unless the 32-byte secret is given."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    chosen = secret or new_key()
    return KeyPair(chosen, X25519PrivateKey.from_private_bytes(chosen).public_key().public_bytes_raw())


def sign(secret: bytes, message: bytes) -> bytes:
    """The 64-byte Ed25519 signature of the message."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(secret).sign(message)


def signed_by(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the signature is that of the message by the holder of *public*."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _timed(kdf: Kdf) -> float:
    began = time.perf_counter()
    derive("a passphrase only to measure by", bytes(16), kdf)
    return time.perf_counter() - began
