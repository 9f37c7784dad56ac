"""What an exported file is called: findable on Mosaic, accepted by it, and never a person's name."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

LONGEST = 74
"""Mosaic cuts names at 80 characters, extension included; six are left for the " (2)" to " (999)" of a further file."""
_MOSAIC_ID = re.compile(r"[A-Z]{0,4}[0-9]{3,12}")

_READER = {
    "council": "",
    "carer": "carer copy",
    "carer_asked": "carer copy",
    "cared_for": "cared-for person copy",
    "purchase": "purchase",
    "safeguarding": "safeguarding annex",
}


def file_name(
    who: str,
    form_title: str,
    day: date,
    version: int,
    draft: bool,
    audience: str = "council",
    ending: str = "docx",
) -> str:
    """The name of one export: Mosaic ID (else the reference), form, day of the conversation, version.

    At most `LONGEST` characters of `A-Za-z0-9 _-.`; a long title gives way, the rest stays.

    >>> file_name("M1234567", "Carer Conversation", date(2026, 11, 22), 1, draft=True)
    'M1234567 Carer Conversation 2026-11-22 v1 draft.docx'
    """
    last = [day.isoformat(), f"v{version}", _READER.get(audience, audience), "draft" if draft else ""]
    tail = " ".join(_plain(part) for part in last if part) + f".{_plain(ending)}"
    head = _plain(who)[:20].strip() or "record"
    room = LONGEST - len(head) - len(tail) - 2
    return " ".join(part for part in (head, _plain(form_title)[:room].strip(), tail) if part)


def paper_name(*words: str) -> str:
    """What paper without a record is called.

    >>> paper_name("Carer Conversation", "to write on", "")
    'Carer Conversation to write on.pdf'
    """
    return f"{' '.join(_plain(word) for word in words if word)[: LONGEST - 4].strip()}.pdf"


def identifier(mosaic_id: object, reference: str) -> str:
    """The Mosaic ID where it is one, else the reference: whatever was typed there by mistake is never in a name.

    >>> identifier(" m1234567 ", "K7Q2M4XR"), identifier("Ann Example", "K7Q2M4XR"), identifier(None, "K7Q2M4XR")
    ('M1234567', 'K7Q2M4XR', 'K7Q2M4XR')
    """
    found = mosaic_id.strip().upper() if isinstance(mosaic_id, str) else ""
    return found if _MOSAIC_ID.fullmatch(found) else reference


def _plain(text: str) -> str:
    letters = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return " ".join(re.sub(r"[^A-Za-z0-9 _.-]+|\.{2,}", " ", letters).split()).strip(". ")
