"""What may stand in an answer: one cleaning rule for the screen, the store and the documents; and in a JSON file."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from typing import Any

from carer_desktop.errors import Refused

# Word's own soft line break is VT; pasted text brings CR, NEL, LS and PS. All mean "new line".
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# C0 and C1 controls but tab and newline; lone surrogates; noncharacters; bidirectional overrides,
# which could make a line read as something else than it says (plain right-to-left text needs none).
_NOT_TEXT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
    + "|["
    + "".join(chr(plane * 0x10000 + end) for plane in range(1, 17) for end in (0xFFFE, 0xFFFF))
    + "]"
)


def clean_text(text: str) -> str:
    """The text as it is kept: NFC, line breaks as newline, tabs kept, control characters dropped.

    >>> clean_text("one\\x0btwo\\x00\\r\\nthree")
    'one\\ntwo\\nthree'
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _NOT_TEXT.sub("", _LINE_BREAKS.sub("\n", text)))


def one_line(text: str) -> str:
    """The text on one line: clean, every run of white space folded to one space, ends trimmed.

    >>> one_line("  Ann\\r\\n Example ")
    'Ann Example'
    """
    return " ".join(clean_text(text).split())


def shortened(text: str, most: int = 60) -> str:
    """The beginning of a text that is longer than a line of a list can be; every other text as it is.

    >>> shortened("Ann Example"), shortened("Wilhelmina" * 12, 20)
    ('Ann Example', 'WilhelminaWilhelmin…')
    """
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def clean_value(value: Any) -> Any:
    """The same answer with every text in it clean, however deep; what is not text stays as it is.

    >>> clean_value([{"id": "a", "name": "Ann\\x00"}])
    [{'id': 'a', 'name': 'Ann'}]
    """
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [clean_value(each) for each in value]
    if isinstance(value, dict):
        return {key: clean_value(each) for key, each in value.items()}
    return value


def json_of(text: str, where: str) -> dict[str, Any]:
    """One JSON object in which no key is there twice; Refused, naming *where*, for anything else."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
            raise Refused(f"“{twice}” is there more than once", where, "Keep one of them.")
        return found

    try:
        value = json.loads(text, object_pairs_hook=once)
    except RecursionError:
        raise Refused(
            "Its brackets lie too deep in each other", where, "Write one question and its answer a line."
        ) from None
    except json.JSONDecodeError as error:
        what = f"This is not JSON: look at line {error.lineno}, sign {error.colno}"
        raise Refused(what, where, "Check the quotation marks, commas and brackets.") from None
    except ValueError:
        raise Refused("This is not JSON: a number in it is too long", where, "Check the figures.") from None
    if not isinstance(value, dict):
        raise Refused("A JSON object was expected", where, 'Write { "question": answer, … }.')
    return value
