"""A table as the text of its file: what was put together elsewhere becomes a file like any other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any


def file_text(data: Mapping[str, Any]) -> str:
    """The TOML of a table: plain values first, then its tables and lists of tables, each in the order given.

    >>> print(file_text({"id": "t", "amounts": {"low": "1.00"}, "band": [{"from": 0, "amount": "2.00"}]}), end="")
    id = "t"
    <BLANKLINE>
    [amounts]
    low = "1.00"
    <BLANKLINE>
    [[band]]
    from = 0
    amount = "2.00"
    """
    plain = [(key, value) for key, value in data.items() if not _is_block(value)]
    lines = [f"{_key(key)} = {_value(value)}" for key, value in plain]
    for key, value in data.items():
        for block in value if _is_block(value) and isinstance(value, list) else [value] if _is_block(value) else []:
            lines += ["", f"[[{_key(key)}]]" if isinstance(value, list) else f"[{_key(key)}]", *_block(block)]
    return "\n".join(lines) + "\n"


def _is_block(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and value != [] and all(isinstance(one, dict) for one in value)
    )


def _block(block: Mapping[str, Any]) -> Iterator[str]:
    for key, value in block.items():
        yield f"{_key(key)} = {_value(value)}"


def _key(key: str) -> str:
    return key if key.replace("_", "a").isalnum() and key.isascii() else _text(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list | tuple):
        if value and all(isinstance(one, Mapping) for one in value):
            return "[\n" + "".join(f"  {_value(one)},\n" for one in value) + "]"
        return f"[{', '.join(_value(one) for one in value)}]"
    return _text(value) if isinstance(value, str) else str(value)


def _text(text: str) -> str:
    """Text between quotation marks, with what TOML does not allow there as escapes."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
