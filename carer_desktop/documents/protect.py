"""Locking a Word or PDF file with a password, as Word itself does, for files that are e-mailed."""

from __future__ import annotations

import io
from pathlib import Path

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, FileFormatError
from msoffcrypto.format.ooxml import OOXMLFile
from pypdf import PdfReader, PdfWriter

from carer_desktop.errors import Refused


def lock(data: bytes, password: str) -> bytes:
    """The Word file under this password (AES-256): nothing of it can be read without."""
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, locked)
    return locked.getvalue()


def unlock(file: Path, password: str) -> bytes:
    """The Word file inside a locked one, byte for byte; Refused for another password and for a changed file."""
    try:
        with file.open("rb") as held:
            opened = io.BytesIO()
            document = msoffcrypto.OfficeFile(held)
            document.load_key(password=password, verify_password=True)
            document.decrypt(opened, verify_integrity=True)
    except (DecryptionError, FileFormatError, ValueError) as error:
        mend = "Type the words as they were told to you."
        raise Refused("The file does not open with these words", file.name, mend) from error
    return opened.getvalue()


def lock_pdf(data: bytes, password: str) -> bytes:
    """The PDF under this password (AES-256); its structure can still be read out by programs for blind people."""
    writer = PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(password, algorithm="AES-256")
    locked = io.BytesIO()
    writer.write(locked)
    return locked.getvalue()


def unlock_pdf(file: Path, password: str) -> bytes:
    """The PDF inside a locked one; Refused for another password."""
    reader = PdfReader(file)
    if not reader.decrypt(password):
        raise Refused("The file does not open with these words", file.name, "Type the words as they were told to you.")
    opened = io.BytesIO()
    PdfWriter(clone_from=reader).write(opened)
    return opened.getvalue()
