"""Every button, menu and field that the help names is there, under that name; and the paths are told from the data."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from carer_desktop.workflow.checklist import PATH, ways
from ui.main_window.menus import HELP, PATHS
from ui.screens.help import whole

ROOT = Path(__file__).parents[2]
# What somebody is told to choose or press, up to where the sentence goes on; keys are not names.
NAMED = re.compile(r"(?:\b[Cc]hoose|\b[Pp]ress|, then) (?=[“A-Z])([^.:;]+)")
KEY = re.compile(r"(?:F\d+|Ctrl|Alt|Shift|Enter|Escape|Tab)\b")
GOES_ON = re.compile(
    r"”?(?:[,.:;!]|$| (?:to|from|beside|beneath|under|when|in|on|and|with|if|for|again|or|then|there|at|where|as)\b)"
)


def in_words(text: str) -> str:
    """A name as people read it: without the sign for its key, and dots that lead on."""
    return text.replace("&", "").replace("…", "").replace("'", "’").strip("‹› ")


def texts_in(data: Any) -> Iterator[str]:
    """Every text in a table file."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for each in data.values() if isinstance(data, dict) else data:
            yield from texts_in(each)


@dataclass(frozen=True)
class Names:
    """What the program says in one piece, and what it says with something put in."""

    whole: set[str]
    open_: list[re.Pattern[str]]

    def know(self, said: str) -> bool:
        """Whether this begins with a name, and goes on as a sentence does."""
        ends = {len(name) for name in self.whole if said.startswith(name)}
        ends |= {found.end() for name in self.open_ if (found := name.match(said))}
        return any(GOES_ON.match(said, end) for end in ends)


@pytest.fixture(scope="module")
def names() -> Names:
    """Everything the windows and their words say in one piece; what is put into it may be anything."""
    whole: set[str] = set()
    open_: set[str] = set()
    for file in (ROOT / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(in_words(node.value))
            elif isinstance(node, ast.JoinedStr) and len(fixed := [*_fixed(node)]) > 1 and len("".join(fixed)) > 8:
                open_.add(".+?".join(re.escape(in_words(part)) for part in fixed))
    for table in ("moves", "words"):
        file = ROOT / "resources" / f"{table}.toml"
        whole |= {in_words(text) for text in texts_in(tomllib.loads(file.read_text("utf-8")))}
    return Names({name for name in whole if len(name) > 2}, [re.compile(name) for name in open_])


def _fixed(node: ast.JoinedStr) -> Iterator[str]:
    return (str(part.value) for part in node.values if isinstance(part, ast.Constant))


def unknown(text: str, names: Names) -> list[str]:
    """What is named in a page of help and is nowhere in the program."""
    missing = []
    for line in text.splitlines():
        for match in NAMED.finditer(line):
            for said in re.split(r", then (?=[“A-Z])", match[1]):
                said = in_words(said.lstrip("“"))
                if not KEY.match(said) and not names.know(said):
                    missing.append(said)
    return missing


@pytest.mark.parametrize("page", [*HELP, *PATHS])
def test_what_it_says_to_choose_is_there(page: str, names: Names) -> None:
    assert unknown(whole(page), names) == []


def test_a_name_that_is_not_there_is_found(names: Names) -> None:
    assert unknown("Choose Manage, then What is due to leave.", names) == ["What is due to leave"]
    assert unknown("- When it is done choose “Send it by post” again.", names) == ["Send it by post” again"]
    assert unknown("Press Ctrl+L, then choose File.", names) == []


def test_the_whole_way_is_told_from_the_data() -> None:
    page = whole("paths")
    assert all(step.words in page for way in ways() for step in way.steps)
    assert all(f"## After the decision: {way.title}" in page for way in ways())
    assert all(re.search(rf"- (?:\w+ ?\w*: )?{title}$", page, re.M) for title, _, _ in PATH) and "{" not in page


@pytest.mark.parametrize("page", PATHS)
def test_each_path_names_the_stations_of_its_way(page: str) -> None:
    text = whole(page)
    wanted = {
        "path-alone": ("Enter a decision made outside", "Make the Word file for the manager", "Finish"),
        "path-three": ("Add a person", "Agree another amount or use", "I am doing this one"),
        "path-outreach": ("Offered today", "Conversations this month", "Duty call or message"),
        "path-admin": ("Next case", "Many files in one go", "The upload went wrong"),
        "paths": ("Practitioner: Conversation", "- Manager", "Admin worker: "),
    }
    assert all(words in text for words in wanted[page])
