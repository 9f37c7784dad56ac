"""age by the paper: what we seal opens with nothing but its specification (C2SP), and what that seals opens here."""

from __future__ import annotations

import base64
import hmac
import io

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from carer_desktop.sealing import age, keys
from carer_desktop.sealing.keys import SealError

CHUNK, TAG = 64 * 1024, 16
SECRET, EPHEMERAL, FILE_KEY, NONCE = bytes([0x42]) * 32, bytes([0x17]) * 32, bytes(range(16)), bytes(range(16, 32))
LENGTHS = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK]


def expand(material: bytes, salt: bytes, info: str) -> bytes:
    return HKDF(SHA256(), 32, salt, info.encode()).derive(material)


def public(secret: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def shared(secret: bytes, other: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(secret).exchange(X25519PublicKey.from_public_bytes(other))


def text(content: bytes) -> str:
    """Base64 without its filling, as everywhere in the head of an age file."""
    return base64.b64encode(content).decode().rstrip("=")


def content(text_: str) -> bytes:
    return base64.b64decode(text_ + "=" * (-len(text_) % 4))


def chunk_nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def sealed_by_the_paper(plain: bytes, recipient: bytes) -> bytes:
    """One recipient, with everything that is drawn by chance given: the same bytes for ever."""
    share = public(EPHEMERAL)
    wrap = expand(shared(EPHEMERAL, recipient), share + recipient, "age-encryption.org/v1/X25519")
    body = text(ChaCha20Poly1305(wrap).encrypt(bytes(12), FILE_KEY, b""))
    head = f"age-encryption.org/v1\n-> X25519 {text(share)}\n{body}\n---".encode()
    mac = hmac.digest(expand(FILE_KEY, b"", "header"), head, "sha256")
    cipher = ChaCha20Poly1305(expand(FILE_KEY, NONCE, "payload"))
    parts = [plain[at : at + CHUNK] for at in range(0, len(plain), CHUNK)] or [b""]
    chunks = [cipher.encrypt(chunk_nonce(number, part is parts[-1]), part, b"") for number, part in enumerate(parts)]
    return head + f" {text(mac)}\n".encode() + NONCE + b"".join(chunks)


def opened_by_the_paper(sealed: bytes, secret: bytes) -> bytes:
    """Each stanza is tried; those of other kinds are passed by, as the paper says."""
    at = sealed.index(b"\n---") + 4
    head, (mac, _, payload) = sealed[:at], sealed[at + 1 :].partition(b"\n")
    lines = head.decode().split("\n")
    assert lines[0] == "age-encryption.org/v1"
    keys_found = []
    for number, line in enumerate(lines):
        if line.startswith("-> X25519 "):
            share, body = content(line.split()[2]), content(lines[number + 1])
            wrap = expand(shared(secret, share), share + public(secret), "age-encryption.org/v1/X25519")
            keys_found.append(ChaCha20Poly1305(wrap).decrypt(bytes(12), body, b""))
    (file_key,) = keys_found
    assert content(mac.decode()) == hmac.digest(expand(file_key, b"", "header"), head, "sha256")
    cipher = ChaCha20Poly1305(expand(file_key, payload[:16], "payload"))
    rest, plain, number = payload[16:], b"", 0
    while rest:
        part, rest = rest[: CHUNK + TAG], rest[CHUNK + TAG :]
        plain += cipher.decrypt(chunk_nonce(number, not rest), part, b"")
        number += 1
    return plain


@pytest.mark.parametrize("length", LENGTHS)
def test_what_we_seal_is_opened_by_the_paper(length: int) -> None:
    pair, made, plain = keys.receiving_pair(), io.BytesIO(), bytes(length)
    age.seal_to(io.BytesIO(plain), made, [pair.public])
    assert opened_by_the_paper(made.getvalue(), pair.secret) == plain


@pytest.mark.parametrize("length", LENGTHS)
def test_what_the_paper_seals_is_opened_by_us(length: int) -> None:
    made, plain = io.BytesIO(), bytes(length)
    age.open_with(io.BytesIO(sealed_by_the_paper(plain, public(SECRET))), made, [SECRET])
    assert made.getvalue() == plain


def test_control_one_other_label_does_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Known answers that would agree with anything are none."""
    right = expand
    for label in ("header", "payload", "age-encryption.org/v1/X25519"):
        monkeypatch.setattr(f"{__name__}.expand", lambda m, s, i, label=label: right(m, s, i + "x" * (i == label)))
        with pytest.raises(SealError):
            age.open_with(io.BytesIO(sealed_by_the_paper(b"x", public(SECRET))), io.BytesIO(), [SECRET])
