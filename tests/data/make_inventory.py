"""Reads every table of the question paper (questions.md) into inventory.toml; run by hand when the paper changes.

    python tests/data/make_inventory.py PATH_OF_QUESTIONS_MD

The inventory is what the shipped forms are held against: each id of it stands in the form or, with a reason,
in left_out.toml.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
FORMS = {"3": "carer_conversation", "4": "carer_review"}
INLINE = re.compile(r"(\w+): ((?:(?!, \w+: ).)+)(?:, |$)")
COLUMN = re.compile(r"^(?P<id>\w+)(?: in (?P<rest>[\w ]+))?(?:\((?P<set>\w+)\))?$")


def quoted(text: str) -> str:
    """The text as a TOML basic string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def cells(line: str) -> list[str]:
    """The cells of one table line."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def label_id(label: str) -> str:
    """The id of a choice that has a label only."""
    return re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")


def shared_choices(text: str) -> list[tuple[str, str]]:
    """The choices of one line of the shared option sets: `code: label`, code alone, or label alone."""
    found = []
    for part in text.removeprefix("CLD: ").split(" · "):
        coded = re.match(r"(\w+): (.+)", part.strip())
        if coded:
            found.append((coded[1], coded[2]))
        elif re.fullmatch(r"[a-z_]+", part.strip()):
            found.append((part.strip(), part.strip().replace("_", " ").capitalize()))
        else:
            found.append((label_id(part), part.strip()))
    return found


def choices_toml(choices: list[tuple[str, str]]) -> str:
    """Choices as an inline TOML list."""
    return "[" + ", ".join(f"{{ id = {quoted(one)}, label = {quoted(label)} }}" for one, label in choices) + "]"


def set_lines(name: str, text: str) -> Iterator[str]:
    """One shared option set; one that only points elsewhere keeps the pointer as its note."""
    yield f"[sets.{name}]"
    if "·" in text:
        yield f"choices = {choices_toml(shared_choices(text))}"
    else:
        yield f"note = {quoted(text)}"
    yield ""


def options_lines(kind: str, text: str, sets: set[str]) -> Iterator[str]:
    """What the options cell says: a set by name, choices written out, a single tick, or a note."""
    if not text:
        return
    if text in sets:
        yield f'choices = "{text}"'
    elif kind == "checkbox" and text == "yes":
        yield 'choices = [{ id = "yes", label = "Yes" }]'
    elif kind in ("radio", "checkbox", "select") and INLINE.match(text):
        yield f"choices = {choices_toml(INLINE.findall(text))}"
    else:
        yield f"note = {quoted(text)}"


def row_lines(form: str, section: str, row: list[str], sets: set[str]) -> Iterator[str]:
    """One row of a question table, and the columns a table row names in its options cell."""
    name, label, kind, options, gate, condition, source = row
    name = name.strip("`")
    yield f"[[{form}]]"
    yield f'id = "{name}"'
    yield f"section = {quoted(section)}"
    yield f"label = {quoted(label)}"
    yield f'type = "{kind}"'
    yield from options_lines(kind, options, sets)
    yield f'gate = "{"" if gate == "–" else gate}"'
    yield f"condition = {quoted(condition.strip('`'))}"
    yield f'source = "{source}"'
    yield ""
    if options.startswith("columns: "):
        for column in options.removeprefix("columns: ").split(", "):
            match = COLUMN.match(column)
            if match is None:
                raise SystemExit(f"cannot read the column {column!r} of {name}")
            yield f"[[{form}]]"
            yield f'id = "{name}.{match["id"]}"'
            yield f'part_of = "{name}"'
            yield f"section = {quoted(section)}"
            yield f"label = {quoted(column)}"
            if match["set"]:
                yield f'choices = "{match["set"]}"'
            yield f'source = "{source}"'
            yield ""


def inventory(text: str) -> Iterator[str]:
    """Every line of inventory.toml."""
    yield "# Made by make_inventory.py from the question paper; do not edit by hand."
    yield ""
    chapter = section = ""
    sets: set[str] = set()
    section_conditions: list[tuple[str, str, str]] = []
    for line in text.splitlines():
        if heading := re.match(r"(#{2,3}) (\S+?)\.? (.+)", line):
            if heading[1] == "##":
                chapter = heading[2]
            else:
                section = f"{heading[2]}. {heading[3]}"
        elif condition := re.match(r"\*Section shown when:\* `(.+)`", line):
            section_conditions.append((FORMS[chapter], section, condition[1]))
        elif chapter == "2" and re.match(r"\| [A-Z][A-Z_]+ \| ", line):
            name, choices = cells(line)
            sets.add(name)
            yield from set_lines(name, choices)
        elif chapter in FORMS and line.startswith("| `"):
            yield from row_lines(FORMS[chapter], section, cells(line), sets)
    for form, section, condition_text in section_conditions:
        yield f"[[section]]\nform = {quoted(form)}\nsection = {quoted(section)}\ncondition = {quoted(condition_text)}\n"


def main() -> None:
    """Write inventory.toml beside this file."""
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    (HERE / "inventory.toml").write_text("\n".join(inventory(text)).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
