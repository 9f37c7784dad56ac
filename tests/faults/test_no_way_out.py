"""Nothing leaves the laptop: no network, no other program, nothing that runs what it reads; looked for two ways."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.faults.disk import ROOT, events, surroundings
from tests.faults.sizes import inputs

JOURNEYS = inputs("journeys without a network")
SHIPPED = ("carer_desktop", "ui")

NETWORK = {
    "socket",
    "ssl",
    "http",
    "urllib",
    "ftplib",
    "smtplib",
    "imaplib",
    "poplib",
    "xmlrpc",
    "socketserver",
    "asyncio",
    "requests",
    "httpx",
    "aiohttp",
    "PySide6.QtNetwork",
    "PySide6.QtWebEngineCore",
    "PySide6.QtWebSockets",
    "webbrowser",
}
RUNS_WHAT_IT_READS = {"pickle", "shelve", "marshal", "yaml", "code", "codeop", "runpy", "dill", "cloudpickle"}
OTHER_PROGRAMS = {"subprocess", "multiprocessing", "pty", "popen2"}
CALLS = {"eval", "exec", "compile", "__import__"}
OF_THE_SYSTEM = {"system", "popen", "fork", "forkpty", "startfile"}
QT_PROGRAMS = {"QProcess", "startDetached", "openUrl", "QDesktopServices"}
# Each with its reason; there is no other.
ALLOWED = {
    # A lock ends this process and starts a new one in its place.
    ("ui/session/again.py", "subprocess"),
    # A click hands the folder of a file, of many files made in one go, or of files that are still outside, to the
    # desktop; a test holds that it lies on this laptop.
    ("ui/screens/export/done.py", "QDesktopServices"),
    ("ui/screens/export/done.py", "openUrl"),
    ("ui/screens/batch.py", "QDesktopServices"),
    ("ui/screens/batch.py", "openUrl"),
    ("ui/screens/outside.py", "QDesktopServices"),
    ("ui/screens/outside.py", "openUrl"),
    # The e-mail that was just written beside the documents is opened in the mail program, for a person to send.
    ("ui/screens/checklist/screen.py", "QDesktopServices"),
    ("ui/screens/checklist/screen.py", "openUrl"),
}


def found(source: str) -> Iterator[str]:
    """What a file imports or calls that could lead out or run something."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name for each in node.names if (name := _forbidden(each.name)))
        elif isinstance(node, ast.ImportFrom):
            yield from (name for each in node.names if (name := _forbidden(f"{node.module}.{each.name}")))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            yield node.func.id
        elif isinstance(node, ast.Attribute) and _of_os(node):
            yield f"os.{node.attr}"
        elif isinstance(node, ast.Attribute | ast.Name) and _name(node) in QT_PROGRAMS:
            yield _name(node)


def _forbidden(module: str) -> str:
    parts = module.split(".")
    names = {".".join(parts[:end]) for end in range(1, len(parts) + 1)}
    bad = names & (NETWORK | RUNS_WHAT_IT_READS | OTHER_PROGRAMS | {"sqlite3"})
    return min(bad, default="")


def _of_os(node: ast.Attribute) -> bool:
    named = node.attr in OF_THE_SYSTEM or node.attr.startswith(("exec", "spawn", "posix_spawn"))
    return named and isinstance(node.value, ast.Name) and node.value.id == "os"


def _name(node: ast.Attribute | ast.Name) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id


def test_no_file_of_the_program_can_lead_out(ran: Callable[[str, int, int], None]) -> None:
    files = [path for folder in SHIPPED for path in sorted((ROOT / folder).rglob("*.py"))]
    seen = {(str(path.relative_to(ROOT)), what) for path in files for what in found(path.read_text("utf-8"))}
    assert seen == ALLOWED
    ran("files that lead nowhere out", len(files), len(files))


def test_what_is_handed_to_the_desktop_lies_on_this_laptop() -> None:
    handing = sorted({file for file, what in ALLOWED if what == "openUrl"})
    handed = [
        ast.unparse(node.args[0])
        for file in handing
        for node in ast.walk(ast.parse((ROOT / file).read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "openUrl"
    ]
    assert len(handed) == len(handing) and all(each.startswith("QUrl.fromLocalFile(") for each in handed)


def test_control_each_way_out_is_found_when_it_is_planted() -> None:
    planted = {
        "import socket": "socket",
        "from urllib import request": "urllib",
        "import http.client": "http",
        "from PySide6.QtNetwork import QTcpSocket": "PySide6.QtNetwork",
        "from PySide6 import QtNetwork": "PySide6.QtNetwork",
        "import pickle": "pickle",
        "import yaml": "yaml",
        "import sqlite3": "sqlite3",
        "import subprocess": "subprocess",
        "eval('1')": "eval",
        "exec(text)": "exec",
        "__import__('x')": "__import__",
        "os.system('x')": "os.system",
        "os.execv('x', [])": "os.execv",
        "os.posix_spawn('x')": "os.posix_spawn",
        "QProcess.startDetached('x')": "startDetached",
        "QDesktopServices.openUrl(url)": "openUrl",
        "webbrowser = __import__('webbrowser')": "__import__",
    }
    for line, what in planted.items():
        assert what in set(found(line)), line


def done_by(folder: Path, *words: str) -> tuple[list[str], list[str]]:
    """The networks a process asked for and the programs it ran, seen below Python and Qt, in the C library."""
    record = folder / "record"
    (folder / "work").mkdir()
    subprocess.run(
        [sys.executable, *words], check=True, cwd=ROOT, stdout=subprocess.DEVNULL, timeout=200,
        env={**surroundings(folder / "work", record), "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    seen = list(events(record.read_bytes()))
    assert any(each.what == "w" for each in seen) or "tour" in words, "nothing was seen at all"
    networks = [str(each.file) for each in seen if each.what == "n"]
    return networks, [os.fsdecode(each.data) for each in seen if each.what == "x"]


def test_a_day_s_work_asks_for_no_network_and_runs_nothing(
    tmp_path: Path, ran: Callable[[str, int, int], None]
) -> None:
    work = (["tests.faults.journey"], ["carer_desktop", "tour", "--to"])
    for number, words in enumerate(work[:JOURNEYS]):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert done_by(folder, "-m", *words, str(folder / "work")) == ([], []), words
    ran("journeys without a network and without another program", len(work[:JOURNEYS]), JOURNEYS)


def test_control_a_look_outside_is_seen(tmp_path: Path) -> None:
    networks, programs = done_by(tmp_path, "-m", "tests.faults.journey", str(tmp_path / "work"), "wide")
    assert len(networks) == 1
    assert any(program.endswith("/true") for program in programs)
