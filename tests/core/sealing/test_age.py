"""age: keys as age writes them, files that only their recipients open, and nothing of a changed one."""

from __future__ import annotations

import errno
import io
import random

import pyrage
import pytest

from carer_desktop.errors import Refused
from carer_desktop.sealing import age, keys

PLAIN = b"what leaves the laptop " * 5_000

# The key of age's own test kit (C2SP, CCTV): 32 times 0x42.
IDENTITY = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
SECRET = bytes([0x42]) * 32


def sealed_to(*recipients: bytes | str, plain: bytes = PLAIN) -> bytes:
    made = io.BytesIO()
    age.seal_to(io.BytesIO(plain), made, recipients)
    return made.getvalue()


def opened_with(sealed: bytes, *identities: bytes | str) -> bytes:
    made = io.BytesIO()
    age.open_with(io.BytesIO(sealed), made, identities)
    return made.getvalue()


def test_keys_are_written_as_age_writes_them() -> None:
    assert age.identity_text(SECRET) == IDENTITY
    assert age.recipient_text(keys.receiving_pair(SECRET).public) == RECIPIENT


def test_keys_agree_with_those_of_the_library() -> None:
    for _ in range(200):
        pair = keys.receiving_pair()
        assert str(pyrage.x25519.Identity.from_str(age.identity_text(pair.secret)).to_public()) == age.recipient_text(
            pair.public
        )


def test_a_key_of_another_length_is_none() -> None:
    with pytest.raises(ValueError, match="31 bytes"):
        age.recipient_text(bytes(31))


def test_each_recipient_opens_it_and_nobody_else() -> None:
    one, two, other = (keys.receiving_pair() for _ in range(3))
    sealed = sealed_to(one.public, age.recipient_text(two.public))
    assert opened_with(sealed, one.secret) == PLAIN
    assert opened_with(sealed, other.secret, f" {age.identity_text(two.secret)}\n") == PLAIN
    with pytest.raises(keys.SealError):
        opened_with(sealed, other.secret)
    assert PLAIN[:20] not in sealed


def test_sealing_twice_gives_different_bytes() -> None:
    one = keys.receiving_pair()
    assert sealed_to(one.public) != sealed_to(one.public)


def test_any_changed_byte_and_any_missing_end_is_refused() -> None:
    one, chance = keys.receiving_pair(), random.Random(1)
    sealed = sealed_to(one.public, plain=PLAIN[:70_000])
    for _ in range(150):
        place = chance.randrange(len(sealed))
        changed = sealed[:place] + bytes([sealed[place] ^ 1 << chance.randrange(8)]) + sealed[place + 1 :]
        with pytest.raises(keys.SealError):
            opened_with(changed, one.secret)
        with pytest.raises(keys.SealError):
            opened_with(sealed[:place], one.secret)


def test_without_a_recipient_or_with_what_is_none_it_is_refused() -> None:
    with pytest.raises(Refused, match="nobody to seal this to"):
        sealed_to()
    with pytest.raises(Refused, match="not a recipient"):
        sealed_to("age1nonsense")
    with pytest.raises(Refused, match="not a rescue key"):
        opened_with(b"", "AGE-SECRET-KEY-1NONSENSE")


class Full:
    """A file on a full disk."""

    def read(self, size: int = -1, /) -> bytes:
        raise OSError(errno.EIO, "input/output error")

    def write(self, data: bytes, /) -> int:
        raise OSError(errno.ENOSPC, "no space left")


def test_what_the_disk_refuses_is_told_as_what_it_is() -> None:
    one = keys.receiving_pair()
    with pytest.raises(OSError, match="no space left"):
        age.seal_to(io.BytesIO(PLAIN), Full(), [one.public])
    with pytest.raises(OSError, match="input/output"):
        age.seal_to(Full(), io.BytesIO(), [one.public])
    with pytest.raises(OSError, match="no space left"):
        age.open_with(io.BytesIO(sealed_to(one.public)), Full(), [one.secret])
    with pytest.raises(OSError, match="input/output"):
        age.open_with(Full(), io.BytesIO(), [one.secret])
