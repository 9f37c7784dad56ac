"""The primitives give what their papers say; and no key shows itself."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable

import pytest

from carer_desktop.sealing import keys
from carer_desktop.sealing.keys import Kdf, SealError

CHEAP = Kdf(8 * 1024, 1, 1)


def test_argon2id_as_in_its_reference_implementation() -> None:
    made = keys.derive("password", b"somesalt", Kdf(64 * 1024, 2, 1))
    assert made.hex() == "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"


def test_one_passphrase_however_it_was_typed() -> None:
    assert keys.derive("caf\u00e9 ﬁne", b"s" * 16, CHEAP) == keys.derive("cafe\u0301 fine", b"s" * 16, CHEAP)
    assert keys.derive("a\ud83d", b"s" * 16, CHEAP) != keys.derive("a", b"s" * 16, CHEAP)
    assert keys.derive("a\x00b", b"s" * 16, CHEAP) != keys.derive("a", b"s" * 16, CHEAP)


@pytest.mark.parametrize(
    ("plain", "sealed"),
    [
        ("", "07f5f4169bbf55a8400cd47ea6fd400f"),
        ("0100000000000000", "c2ef328e5c71c83b843122130f7364b761e0b97427e3df28"),
    ],
)
def test_aes_256_gcm_siv_as_in_rfc_8452(plain: str, sealed: str) -> None:
    key = bytes([1]) + bytes(31)
    nonce = bytes([3]) + bytes(11)
    assert keys.unseal(key, nonce + bytes.fromhex(sealed), b"").hex() == plain


def test_hkdf_as_in_rfc_5869() -> None:
    made = keys.sub_key(bytes([0x0B]) * 22, "")
    assert made.hex() == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"


def test_ed25519_as_in_rfc_8032() -> None:
    pair = keys.signing_pair(bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    assert pair.public.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    signature = keys.sign(pair.secret, b"")
    assert signature.hex() == (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )
    assert keys.signed_by(pair.public, signature, b"")


@pytest.mark.parametrize(
    ("secret", "public"),
    [
        (
            "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb",
            "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
        ),
        ("09" + "00" * 31, "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"),
    ],
)
def test_x25519_as_in_rfc_7748(secret: str, public: str) -> None:
    assert keys.receiving_pair(bytes.fromhex(secret)).public.hex() == public


def test_a_signature_is_of_one_message_by_one_holder() -> None:
    pair, other = keys.signing_pair(), keys.signing_pair()
    signature = keys.sign(pair.secret, b"authorised")
    assert not keys.signed_by(pair.public, signature, b"declined")
    assert not keys.signed_by(other.public, signature, b"authorised")
    assert not keys.signed_by(pair.public, signature[:-1], b"authorised")
    assert not keys.signed_by(b"short", signature, b"authorised")


def flip_first(sealed: bytes) -> bytes:
    return bytes([sealed[0] ^ 1]) + sealed[1:]


@pytest.mark.parametrize("change", [flip_first, lambda s: s[:-1], lambda s: s + b"x", lambda s: b"", lambda s: s[:27]])
def test_a_changed_seal_does_not_open(change: Callable[[bytes], bytes]) -> None:
    key = keys.new_key()
    sealed = keys.seal(key, b"secret", b"slot 1")
    assert keys.unseal(key, sealed, b"slot 1") == b"secret"
    with pytest.raises(SealError):
        keys.unseal(key, change(sealed), b"slot 1")


def test_a_seal_is_bound_to_its_key_and_place() -> None:
    key = keys.new_key()
    sealed = keys.seal(key, b"secret", b"slot 1")
    for wrong_key, place in ((keys.new_key(), b"slot 1"), (key, b"slot 2")):
        with pytest.raises(SealError):
            keys.unseal(wrong_key, sealed, place)


def test_sealing_never_gives_the_same_twice() -> None:
    key = keys.new_key()
    sealed = {keys.seal(key, b"secret", b"") for _ in range(10_000)}
    assert len({each[:12] for each in sealed}) == 10_000


def test_keys_for_different_purposes_differ() -> None:
    key = keys.new_key()
    labels = (keys.DATABASE, keys.AUDIT, keys.ANCHOR, keys.INBOX, keys.CHANGE)
    assert len({key, *(keys.sub_key(key, label) for label in labels)}) == 6


def test_a_pair_does_not_show_its_secret() -> None:
    pair = keys.signing_pair()
    assert pair.secret.hex() not in repr(pair)
    assert repr(pair.secret) not in repr(pair) + str(pair)
    assert keys.receiving_pair().secret != pair.secret
    with pytest.raises(TypeError, match="not copied"):
        pickle.dumps(pair)


@pytest.mark.parametrize(
    ("memory", "passes", "lanes"),
    [(2**31, 3, 4), (7, 1, 1), (65536, 0, 1), (65536, 17, 1), (65536, 1, 0), (65536, 1, 17), (31, 1, 4), (-1, 1, 1)],
)
def test_a_doctored_derivation_is_refused_before_it_costs_anything(memory: int, passes: int, lanes: int) -> None:
    with pytest.raises(ValueError, match="bounds"):
        Kdf(memory, passes, lanes)


@pytest.mark.parametrize(
    ("seconds_for_128_mib", "least", "most"),
    [(0.28, 380, 400), (0.8, 128, 128), (2.0, 64, 64), (60.0, 64, 64), (0.01, 512, 512), (1.5, 72, 80)],
)
def test_calibration_aims_at_a_second_and_keeps_its_floor(seconds_for_128_mib: float, least: int, most: int) -> None:
    kdf = keys.calibrated(lambda kdf: seconds_for_128_mib * kdf.memory_kib / (128 * 1024))
    assert least <= kdf.memory_kib / 1024 <= most
    assert kdf.passes == 3


def test_calibration_measures_this_machine() -> None:
    kdf = keys.calibrated()
    assert kdf.memory_kib >= keys.FLOOR_MEMORY_KIB
    assert kdf.passes >= keys.FLOOR_PASSES


def test_the_room_does_not_import_cryptography_until_it_is_needed() -> None:
    code = (
        "import sys, carer_desktop.sealing.keys, carer_desktop.sealing.passphrase, carer_desktop.store;"
        "sys.exit(any(name.split('.')[0] in ('cryptography', 'sqlcipher3') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
