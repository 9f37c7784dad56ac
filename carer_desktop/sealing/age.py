"""Files that leave this laptop, sealed to named recipients with age (age-encryption.org/v1, X25519).

Anybody who holds one of the recipients' secrets opens such a file with any age program, without ours. A recipient is
a public key of 32 bytes or its `age1…` text; an identity a secret of 32 bytes or its `AGE-SECRET-KEY-1…` text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from carer_desktop.errors import Refused
from carer_desktop.sealing.keys import KEY_BYTES, SealError

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_RECIPIENT, _IDENTITY = "age", "age-secret-key-"


class Reader(Protocol):
    """Something bytes come from."""

    def read(self, size: int = -1, /) -> bytes: ...


class Writer(Protocol):
    """Something bytes go to."""

    def write(self, data: bytes, /) -> int | None: ...


def recipient_text(public: bytes) -> str:
    """An X25519 public key as age writes it.

    >>> recipient_text(bytes(32))
    'age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z'
    """
    return _bech32(_RECIPIENT, public)


def identity_text(secret: bytes) -> str:
    """An X25519 secret as age writes it."""
    return _bech32(_IDENTITY, secret).upper()


def seal_to(plain: Reader, sealed: Writer, recipients: Sequence[bytes | str]) -> None:
    """Write what *plain* gives, sealed to every recipient. Refused for none at all or for what is no recipient."""
    import pyrage

    if not recipients:
        raise Refused("There is nobody to seal this to", mend="Set the rescue key of the organisation first.")
    try:
        known = [pyrage.x25519.Recipient.from_str(_as_text(each, recipient_text)) for each in recipients]
    except pyrage.RecipientError as error:
        raise Refused("This is not a recipient’s key", mend="It begins with age1; copy it again, whole.") from error
    reader, writer = _Heard(plain), _Heard(sealed)
    try:
        pyrage.encrypt_io(reader, writer, known)
    except pyrage.EncryptError as error:
        raise reader.failed or writer.failed or error from None


def open_with(sealed: Reader, plain: Writer, identities: Iterable[bytes | str]) -> None:
    """Write what was sealed to one of the identities; SealError for any other, or where a byte was changed or lost.

    What has been written before a SealError is not to be used. Refused for what is no identity.
    """
    import pyrage

    try:
        known = [pyrage.x25519.Identity.from_str(_as_text(each, identity_text)) for each in identities]
    except pyrage.IdentityError as error:
        raise Refused("This is not a rescue key", mend="It begins with AGE-SECRET-KEY-1; copy it whole.") from error
    reader, writer = _Heard(sealed), _Heard(plain)
    try:
        pyrage.decrypt_io(reader, writer, known)
    except (pyrage.DecryptError, OSError):
        raise reader.failed or writer.failed or SealError("Sealed to somebody else, or changed since") from None


class _Heard:
    """A file that remembers why the disk refused, which age would tell as if the seal were wrong."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.failed: OSError | None = None

    def read(self, size: int = -1, /) -> Any:
        return self._done(self._file.read, size)

    def write(self, data: bytes, /) -> Any:
        return self._done(self._file.write, data)

    def _done(self, work: Callable[[Any], Any], given: Any) -> Any:
        try:
            return work(given)
        except OSError as error:
            self.failed = error
            raise


def _as_text(key: bytes | str, text: Callable[[bytes], str]) -> str:
    return key.strip() if isinstance(key, str) else text(key)


def _bech32(prefix: str, key: bytes) -> str:
    """The key in Bech32 (BIP 173), as age writes keys."""
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key of {len(key)} bytes")
    number = int.from_bytes(key, "big") << 4  # 256 bits and 4 of padding are 52 groups of five
    data = [number >> 5 * place & 31 for place in reversed(range(52))]
    spelled = [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]
    check = _polymod([*spelled, *data, *([0] * 6)]) ^ 1
    checked = [check >> 5 * place & 31 for place in reversed(range(6))]
    return f"{prefix}1" + "".join(_LETTERS[each] for each in (*data, *checked))


def _polymod(values: Iterable[int]) -> int:
    found = 1
    for value in values:
        top = found >> 25
        found = (found & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATOR):
            found ^= generator if top >> place & 1 else 0
    return found
