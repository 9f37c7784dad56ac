"""The README says what is there: every command, every dependency, every room, and only files that exist."""

from __future__ import annotations

import argparse
import re
import tomllib
from pathlib import Path

from carer_desktop import cli
from ui.main_window.menus import HELP as PAGES
from ui.main_window.menus import PATHS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
CHANGES = (ROOT / "CHANGELOG.md").read_text("utf-8")
HELP = {file.stem: file.read_text("utf-8") for file in sorted((ROOT / "resources" / "help").glob("*.md"))}


def section(title: str) -> str:
    """What stands under a heading of the second level."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found, f"The README has no section “{title}”"
    return found[1]


def rows(text: str) -> list[list[str]]:
    """The cells of every row of the tables in a text, without headings."""
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    rules = [number for number, cells in enumerate(lines) if set(cells[0]) == {"-"}]
    return [cells for number, cells in enumerate(lines) if number not in rules and number + 1 not in rules]


def verbs(parser: argparse.ArgumentParser, before: str = "") -> dict[str, str]:
    """Every command a parser knows, those of a command too, with its help."""
    found: dict[str, str] = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            said = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, below in action.choices.items():
                found |= verbs(below, f"{before}{name} ") or {f"{before}{name}": said[name]}
    return found


def test_the_commands_are_those_of_the_program_with_their_help():
    told = {cells[0].strip("`"): cells[1] for cells in rows(section("The command line"))}
    assert told == verbs(cli._parser())


def test_the_examples_of_commands_are_understood():
    lines = re.findall(r"^carer-desktop (.+)$", README, re.MULTILINE)
    assert lines
    for line in lines:
        arguments = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)]
        assert cli._parser().parse_args(arguments).run


def test_every_dependency_is_in_the_table_and_no_other():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *(one for more in project["optional-dependencies"].values() for one in more)]
    names = {re.split(r"[\[<>=~! ;]", one)[0] for one in wanted} - {project["name"]}
    table = {cells[0].strip("`"): cells[1:] for cells in rows(section("What it stands on"))}
    assert set(table) == names
    assert all(len(cells) == 3 and all(cells) for cells in table.values())


def test_every_link_and_every_file_named_is_there():
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", README + CHANGES) if "://" not in link]
    named = re.findall(r"`((?:carer_desktop|ui|resources|templates|tests)/[^`<*]*)`", README)
    assert links and named
    headings = {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in re.findall(r"^#+ (.+)$", README, re.M)}
    for link in links:
        assert link[1:] in headings if link.startswith("#") else (ROOT / link).is_file(), link
    for path in named:
        assert (ROOT / path).exists(), path


def test_every_room_is_in_the_table_and_in_the_picture():
    table = " ".join(cells[-1] for cells in rows(section("Which room?")))
    plain = {"paths", "errors", "text", "clock", "words"}
    for house in ("carer_desktop", "ui"):
        for thing in sorted((ROOT / house).iterdir()):
            name = thing.stem
            if name.startswith((".", "__")):
                continue
            assert re.search(rf"\b{name}\b", section("Arrows")), f"{house}/{name} is not in the picture"
            if house == "carer_desktop" and name not in plain:
                assert f"`{house}/{thing.name}" in table, f"{house}/{thing.name} is not in the table of rooms"


def test_the_picture_has_the_layers_of_the_contracts_in_their_order():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    picture = section("Arrows").partition("```text")[2].partition("```")[0]
    for contract in contracts:
        if contract["type"] != "layers":
            continue
        there = [name for layer in contract["layers"] for name in re.findall(r"(?<![\w(])\w+(?!\w*\))", layer)]
        at = [re.search(rf"(?<!\w){name}(?!\w)", picture) for name in there]
        assert all(at), [name for name, found in zip(there, at, strict=True) if not found]
        lines = [picture[: found.start()].count("\n") for found in at if found]
        assert lines == sorted(lines), contract["name"]


def test_nothing_names_a_machine_or_how_the_work_was_done():
    for text in (README, CHANGES, *HELP.values()):
        assert not re.search(r"/(home|work|root|tmp)/|localhost|\bhelpers?\b|\bsessions\b|(?<!\w)#\d", text)


def test_help_uses_only_what_the_help_screen_can_show():
    for name, text in HELP.items():
        lines = [line for line in text.splitlines() if line]
        assert lines[0].startswith("# "), name
        for line in lines[1:]:
            assert line.startswith(("## ", "- ")) or line[0] not in "#*-|`> ", f"{name}: {line}"
            assert not re.search(r"\*\*|\]\(|`", line), f"{name}: {line}"


def test_help_can_be_reached_and_says_words_people_know():
    assert {*PAGES, *PATHS} == set(HELP) and not {*PAGES} & {*PATHS}
    for name, text in HELP.items():
        for word in ("assessor", "authoriser", "determination", "please", "sorry", "invalid", "hash"):
            assert not re.search(rf"\b{word}\b", text, re.IGNORECASE), f"{name} says “{word}”"
