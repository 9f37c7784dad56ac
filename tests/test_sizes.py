"""Small files, small functions, and no test that looks away."""

from __future__ import annotations

import ast
import io
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MOST_LINES = {"carer_desktop": 400, "ui": 400, "tests": 600}
MOST_LINES_OF_A_FUNCTION = 40
LONGEST_SLEEP_SECONDS = 0.2
LOOKING_AWAY = {"skip", "skipif", "xfail", "importorskip"}
WAITS_IN_SECONDS = {"sleep"}
WAITS_IN_MILLISECONDS = {"wait", "qWait", "qSleep", "msleep"}

# Files for other systems, which cannot run on the machine that tests them.
SEAMS = frozenset({"carer_desktop/store/windows.py", "ui/session/macos.py", "ui/session/windows.py"})
START = "carer_desktop/__main__.py"


def sources(*folders: str) -> list[Path]:
    """Every Python file of the given folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def long_functions(source: str) -> Iterator[str]:
    """Each function over the limit, with its first line and its length."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            length = node.end_lineno - node.lineno + 1
            if length > MOST_LINES_OF_A_FUNCTION:
                yield f"{node.name}, line {node.lineno}: {length} lines"


def ways_of_looking_away(source: str) -> Iterator[str]:
    """Each skip, expected failure, long sleep and excluded line of a file, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in LOOKING_AWAY and _is_pytest(node.value):
            yield f"line {node.lineno}: {node.attr}"
        elif isinstance(node, ast.Call) and _seconds_slept(node) > LONGEST_SLEEP_SECONDS:
            yield f"line {node.lineno}: sleeps {_seconds_slept(node):g} s"
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and "pragma:" in token.string:
            yield f"line {token.start[0]}: {token.string}"


def _is_pytest(node: ast.expr) -> bool:
    return (isinstance(node, ast.Name) and node.id == "pytest") or (
        isinstance(node, ast.Attribute) and node.attr == "mark"
    )


def _seconds_slept(call: ast.Call) -> float:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if not call.args or not isinstance(call.args[0], ast.Constant) or not isinstance(call.args[0].value, int | float):
        return 0
    if name in WAITS_IN_SECONDS:
        return float(call.args[0].value)
    return call.args[0].value / 1000 if name in WAITS_IN_MILLISECONDS else 0


@pytest.mark.parametrize("folder", MOST_LINES)
def test_no_file_is_too_long(folder: str) -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in sources(folder)}
    assert {path: lines for path, lines in lengths.items() if lines > MOST_LINES[folder]} == {}


def test_no_function_is_too_long() -> None:
    found = {
        str(path.relative_to(ROOT)): list(long_functions(path.read_text("utf-8")))
        for path in sources("carer_desktop", "ui")
    }
    assert {path: functions for path, functions in found.items() if functions} == {}


def test_nothing_looks_away() -> None:
    found = {
        str(path.relative_to(ROOT)): list(ways_of_looking_away(path.read_text("utf-8")))
        for path in sources("carer_desktop", "ui", "tests")
    }
    assert {path: ways for path, ways in found.items() if ways and path not in SEAMS} == {}


def test_coverage_leaves_out_the_seams_and_the_start_alone() -> None:
    coverage = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["coverage"]
    assert set(coverage["run"]["omit"]) == SEAMS | {START}
    assert [path for path in SEAMS if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize(
    "line",
    [
        "pytest.skip('no office here')",
        "pytest.importorskip('gi')",
        "@pytest.mark.xfail\ndef test_a(): assert 0",
        "@pytest.mark.skipif(True, reason='')\ndef test_a(): assert 0",
        "time.sleep(0.3)",
        "sleep(1)",
        "qtbot.wait(250)",
        "x = 1  # " + "pragma: no cover",
    ],
)
def test_looking_away_is_found(line: str) -> None:
    assert list(ways_of_looking_away(line)) != []


@pytest.mark.parametrize(
    "line", ["time.sleep(0.2)", "qtbot.wait(200)", "thread.wait()", "'pytest.skip'", "row.skip(1)"]
)
def test_what_is_allowed_is_not_found(line: str) -> None:
    assert list(ways_of_looking_away(line)) == []


def test_a_function_of_forty_lines_passes_and_one_of_forty_one_is_found() -> None:
    forty = "def work():\n" + "    pass\n" * 39
    assert list(long_functions(forty)) == []
    assert list(long_functions(forty + "    pass\n")) == ["work, line 1: 41 lines"]
