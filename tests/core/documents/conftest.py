"""The base template, and LibreOffice with a profile of its own for each test."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from carer_desktop.documents.template import Template, read_template
from carer_desktop.paths import TEMPLATES

HOUSE = TEMPLATES / "house.docx"
FILTERS = {"pdf": "pdf", "docx": "docx", "txt": "txt:Text (encoded):UTF8"}
LIMIT_SECONDS = 120


@pytest.fixture
def house() -> Template:
    """The template that comes with the program, read."""
    return read_template(HOUSE)


@pytest.fixture
def convert(tmp_path: Path) -> Callable[[Path, str], Path]:
    """Turns a Word file into `pdf` or `txt`, or saves it again as `docx`, by LibreOffice."""

    def converted(file: Path, kind: str) -> Path:
        profile = (tmp_path / "profile").as_uri()
        command = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", FILTERS[kind]]
        subprocess.run(
            [*command, "--outdir", str(tmp_path), str(file)], check=True, capture_output=True, timeout=LIMIT_SECONDS
        )
        return tmp_path / f"{file.stem}.{kind}"

    return converted
