"""Paper without a record: each kind in each style under a name of its own, and refusals in words."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from carer_desktop.caseload import Caseload
from carer_desktop.caseload.paper import KINDS, STYLES, write_paper
from carer_desktop.errors import Refused
from tests.core.documents.pdf.test_filled import FOUND, WRITTEN, fill

DAY = date(2026, 11, 22)


def test_each_kind_in_each_style_has_a_name_of_its_own(tmp_path: Path) -> None:
    files = [write_paper(kind, style, tmp_path, DAY) for kind in KINDS for style in STYLES]
    assert len({file.name for file in files}) == 9 and all(len(file.name) <= 80 for file in files)
    assert files[0].name == "Carer Conversation to write on.pdf"
    assert write_paper("print", "ordinary", tmp_path, DAY).name == "Carer Conversation to write on (2).pdf"


def test_what_there_is_not_and_where_it_cannot_be_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"There is no paper “poster”.*print, fill, ahead"):
        write_paper("poster", "ordinary", tmp_path, DAY)
    with pytest.raises(Refused, match=r"There is no paper “gold”.*ordinary, large, easy_read"):
        write_paper("print", "gold", tmp_path, DAY)
    with pytest.raises(Refused, match="is not there"):
        write_paper("ahead", "ordinary", tmp_path / "gone", DAY)
    with pytest.raises(Refused, match="has no part that a carer fills in alone"):
        write_paper("fill", "ordinary", tmp_path, DAY, "carer_review")
    assert list(tmp_path.iterdir()) == []


def test_what_draws_is_loaded_when_it_is_wanted() -> None:
    """The windows name the kinds and styles; what draws costs a quarter of a second, and is not for starting."""
    code = (
        "import sys, carer_desktop.caseload, carer_desktop.caseload.paper, carer_desktop.cli\n"
        "sys.exit(', '.join(one for one in ('reportlab', 'pypdf', 'pypdfium2') if one in sys.modules) or None)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_form_that_was_filled_in_becomes_a_record(caseload: Caseload, tmp_path: Path) -> None:
    """The whole way: written by the program, filled in by another, shown, and taken as it was said."""
    blank = write_paper("fill", "easy_read", tmp_path, DAY)
    file = tmp_path / "filled.pdf"
    file.write_bytes(fill(blank.read_bytes(), WRITTEN))
    incoming = caseload.incoming.look(file)
    assert (
        incoming.kind == "form" and len(incoming.rows) == len(FOUND) and not any(row.offered for row in incoming.rows)
    )
    answers = caseload.incoming.take(incoming, set(range(len(incoming.rows)))).assessment.answers
    assert {one.question: one.text if one.value is None else one.value for one in FOUND}.items() <= answers.items()
