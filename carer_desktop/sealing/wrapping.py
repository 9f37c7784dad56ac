"""Wrapping a key to somebody's public key, so that it can be given to those who are not there.

HPKE in base mode (RFC 9180): X25519, HKDF-SHA256, ChaCha20-Poly1305. Whoever has the public key can wrap to it, so a
wrap tells nothing of who made it: what must be believed is sealed under a shared key as well.
"""

from __future__ import annotations

from typing import Any

from carer_desktop.sealing.keys import SealError


def wrap(public: bytes, plain: bytes, bound: bytes) -> bytes:
    """The plain bytes for the holder of *public* alone, tied to *bound*. ValueError for a public key that is none."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    wrapped: bytes = _suite().encrypt(plain, X25519PublicKey.from_public_bytes(public), bound)
    return wrapped


def unwrap(secret: bytes, wrapped: bytes, bound: bytes) -> bytes:
    """What `wrap` was given. Raises SealError for another secret, another *bound* or a changed byte."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    try:
        plain: bytes = _suite().decrypt(wrapped, X25519PrivateKey.from_private_bytes(secret), bound)
    except (InvalidTag, ValueError):
        raise SealError("Wrapped to somebody else, or changed since") from None
    return plain


def _suite() -> Any:
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
