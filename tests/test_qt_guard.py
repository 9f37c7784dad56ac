"""The pinned Qt for Python must not lose references to True at signals of our own (6.12.0 on Python 3.11 aborts)."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

EMITTER = """
import sys
from PySide6.QtCore import QObject, Signal

class Emitter(QObject):
    answered = Signal(str, str)

heard = []
def listen(question, value):
    heard.append(question)

emitter = Emitter()
emitter.answered.connect(listen)
before = sys.getrefcount(True)
for _ in range(1_000):
    emitter.answered.emit("sleep", "often")
lost = before - sys.getrefcount(True)
assert abs(lost) < 100, f"1,000 emits lost {lost} references to True"
for _ in range(19_000):
    emitter.answered.emit("sleep", "often")
emitter.answered.disconnect(listen)
for _ in range(2_000):
    emitter.answered.connect(listen)
    emitter.answered.disconnect(listen)
assert len(heard) == 20_000
print("survived")
"""


@pytest.mark.window
def test_twenty_thousand_emits_and_two_thousand_disconnects_survive() -> None:
    done = subprocess.run(
        [sys.executable, "-c", EMITTER],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    assert (done.returncode, done.stdout.strip()) == (0, "survived"), done.stderr
