"""Wrapping gives what RFC 9180 says, opens for one holder alone, and shows every change."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from carer_desktop.sealing import keys
from carer_desktop.sealing.keys import SealError
from carer_desktop.sealing.wrapping import unwrap, wrap

# RFC 9180, A.2.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305, base mode.
INFO = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
SECRET = bytes.fromhex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb")
SENT = bytes.fromhex("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a")
SHARED = "0bbe78490412b4bbea4812666f7916932b828bba79942424abb65244930d69a7"
KEY = "ad2744de8e17f4ebba575b3f5f5a8fa1f69c2a07f6e7500bc60ca6e3e3ec1c91"
NONCE = "5c4d98150661b848853b547f"
SEALED = bytes.fromhex("1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28")


def extract(salt: bytes, suite: bytes, label: bytes, material: bytes) -> bytes:
    return hmac.digest(salt, b"HPKE-v1" + suite + label + material, "sha256")


def expand(key: bytes, suite: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labelled = length.to_bytes(2) + b"HPKE-v1" + suite + label + info
    return hmac.digest(key, labelled + b"\x01", "sha256")[:length]


def opened_by_the_paper(secret: bytes, sent: bytes, info: bytes) -> tuple[bytes, bytes, bytes]:
    """Shared secret, key and nonce, written down from the RFC with nothing of the program."""
    mine = X25519PrivateKey.from_private_bytes(secret)
    kem = b"KEM" + (0x20).to_bytes(2)
    both = sent + mine.public_key().public_bytes_raw()
    agreed = extract(b"", kem, b"eae_prk", mine.exchange(X25519PublicKey.from_public_bytes(sent)))
    shared = expand(agreed, kem, b"shared_secret", both, 32)
    suite = b"HPKE" + (0x20).to_bytes(2) + (1).to_bytes(2) + (3).to_bytes(2)
    context = b"\x00" + extract(b"", suite, b"psk_id_hash", b"") + extract(b"", suite, b"info_hash", info)
    secret = extract(shared, suite, b"secret", b"")
    return shared, expand(secret, suite, b"key", context, 32), expand(secret, suite, b"base_nonce", context, 12)


def test_the_paper_as_written_down_here_is_rfc_9180() -> None:
    shared, key, nonce = opened_by_the_paper(SECRET, SENT, INFO)
    assert (shared.hex(), key.hex(), nonce.hex()) == (SHARED, KEY, NONCE)
    assert ChaCha20Poly1305(key).decrypt(nonce, SEALED, b"Count-0") == b"Beauty is truth, truth beauty"


def test_what_we_wrap_is_opened_by_the_paper() -> None:
    pair = keys.receiving_pair()
    wrapped = wrap(pair.public, b"the vault key", INFO)
    _, key, nonce = opened_by_the_paper(pair.secret, wrapped[:32], INFO)
    assert ChaCha20Poly1305(key).decrypt(nonce, wrapped[32:], b"") == b"the vault key"


def test_what_the_paper_wraps_is_opened_by_us() -> None:
    _, key, nonce = opened_by_the_paper(SECRET, SENT, INFO)
    assert unwrap(SECRET, SENT + ChaCha20Poly1305(key).encrypt(nonce, b"the vault key", b""), INFO) == b"the vault key"


def test_control_another_sequence_of_the_paper_does_not_open() -> None:
    """The same with one label changed: known answers that would agree with anything are none."""
    pair = keys.receiving_pair()
    wrapped = wrap(pair.public, b"the vault key", INFO)
    _, key, nonce = opened_by_the_paper(pair.secret, wrapped[:32], INFO + b"x")
    with pytest.raises(InvalidTag):
        ChaCha20Poly1305(key).decrypt(nonce, wrapped[32:], b"")


def test_every_changed_bit_is_seen() -> None:
    pair = keys.receiving_pair()
    wrapped = wrap(pair.public, bytes(32), b"slot")
    for place in range(len(wrapped)):
        for bit in range(8):
            changed = bytearray(wrapped)
            changed[place] ^= 1 << bit
            # The top bit of a public key does not count (RFC 7748): the key is the same, and so is what it opens.
            if (place, bit) != (31, 7):
                with pytest.raises(SealError):
                    unwrap(pair.secret, bytes(changed), b"slot")


@pytest.mark.parametrize("cut", [0, 1, 31, 32, 47, 79])
def test_what_is_cut_short_does_not_open(cut: int) -> None:
    pair = keys.receiving_pair()
    with pytest.raises(SealError):
        unwrap(pair.secret, wrap(pair.public, bytes(32), b"slot")[:cut], b"slot")


def test_a_wrap_is_for_one_holder_and_one_place() -> None:
    pair, other = keys.receiving_pair(), keys.receiving_pair()
    wrapped = wrap(pair.public, b"key", b"slot 1")
    for secret, place in ((other.secret, b"slot 1"), (pair.secret, b"slot 2")):
        with pytest.raises(SealError):
            unwrap(secret, wrapped, place)


@pytest.mark.parametrize("public", [bytes(32), b"", b"short", bytes(31) + b"\x80"])
def test_a_public_key_that_is_none_is_refused(public: bytes) -> None:
    with pytest.raises(ValueError):
        wrap(public, b"key", b"")


def test_ten_thousand_wraps_never_repeat() -> None:
    pair = keys.receiving_pair()
    made = [wrap(pair.public, b"key", b"") for _ in range(10_000)]
    assert len({each[:32] for each in made}) == 10_000
    assert len({hashlib.sha256(each[32:]).digest() for each in made}) == 10_000
