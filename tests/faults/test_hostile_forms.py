"""A filled-in PDF form with bytes changed, cut or put twice: refused in words or only read, never for long."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from carer_desktop.documents.pdf.filled import FilledForm, filled_form
from carer_desktop.errors import Refused
from tests.core.documents.pdf.test_filled import one_answer
from tests.faults.sizes import SEED, Budget, inputs

pytestmark = pytest.mark.faults
Ran = Callable[[str, int, int], None]
FORMS = "changed PDF forms"
MOST_SECONDS = 3.0
WORDS = (
    b"/Kids", b"/Parent", b"/Fields", b"/Prev", b"/XRef", b"/Length 999999999", b"/Size 99999999", b"<<" * 400,
    b"[" * 3000, b"/ObjStm", b"/JavaScript", b"/Encrypt", b"9 0 R", b"1 0 R", b"endobj", b"stream", b"\x00" * 50,
)  # fmt: skip


def changed(good: bytes, chance: random.Random) -> bytes:
    """The same file with a few bytes changed, something put in, cut out or put twice."""
    data = bytearray(good)
    for _ in range(chance.choice((1, 2, 10, 60))):
        at = chance.randrange(5, len(data))
        how = chance.randrange(5)
        if how == 0:
            data[at] = chance.randrange(256)
        elif how == 1:
            data[at:at] = chance.choice(WORDS)
        elif how == 2:
            del data[at : at + chance.choice((1, 20, 2_000))]
        elif how == 3:
            data[at:at] = data[at : at + chance.choice((30, 600))]
        else:
            word = chance.choice(WORDS)
            data[at : at + len(word)] = word
        if len(data) < 100:
            break
    return bytes(data)


def test_a_form_with_bytes_changed_is_refused_or_only_read(ran: Ran, tmp_path: Path) -> None:
    good, chance, budget = one_answer(), random.Random(SEED), Budget.of(FORMS)
    file, tried, refused = tmp_path / "form.pdf", 0, 0
    while tried < inputs(FORMS) and budget.left():
        file.write_bytes(changed(good, chance))
        start = time.monotonic()
        try:
            assert isinstance(filled_form(file), FilledForm)
        except Refused:
            refused += 1
        assert time.monotonic() - start < MOST_SECONDS, f"seed {SEED}, file {tried}"
        tried += 1
    assert 0 < refused <= tried, "the changes do change something"
    assert sorted(tmp_path.iterdir()) == [file], "nothing is written anywhere"
    ran(FORMS, tried, inputs(FORMS))
