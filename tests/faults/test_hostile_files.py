"""A Word file that somebody hands in, made to do harm or with bytes changed: refused in words, or only read."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from copy import deepcopy as copy_of
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from carer_desktop.documents.word import write
from carer_desktop.paths import TEMPLATES
from tests.core.documents import looking
from tests.core.documents.copies import FORMS, copy
from tests.faults import hostile
from tests.faults.sizes import SEED, Budget, inputs

pytestmark = pytest.mark.faults
MOST_SECONDS, MOST_KIB = 2.0, 200_000
AT_ONCE = 200


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A file of ours as somebody hands it in."""
    folder = tmp_path_factory.mktemp("good")
    return write(copy(FORMS[1], "council"), TEMPLATES / "house.docx", folder / "good.docx").file.read_bytes()


def opened(folder: Path) -> dict[str, Any]:
    """What came of opening every file of a folder, in a process with little memory."""
    before = sorted(folder.parent.rglob("*"))
    command = [sys.executable, "-m", "tests.faults.hostile", str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, env={**os.environ})
    assert ran.returncode == 0, ran.stderr
    assert sorted(folder.parent.rglob("*")) == before, "nothing is written anywhere"
    found: dict[str, Any] = json.loads(ran.stdout)
    assert found["kib"] < MOST_KIB
    assert max(seconds for _, seconds in found["found"].values()) < MOST_SECONDS
    return {name: came for name, (came, _) in found["found"].items()}


def test_every_file_made_to_do_harm_is_refused_for_its_reason(good: bytes, tmp_path: Path) -> None:
    (tmp_path / "good.docx").write_bytes(good)
    made = hostile.all_of(looking.parts(tmp_path / "good.docx"))
    assert len(made) >= 60
    folder = tmp_path / "handed in"
    folder.mkdir()
    (folder / "000 good.docx").write_bytes(good)
    files = {}
    for number, (what, (data, why)) in enumerate(made.items(), 1):
        (folder / f"{number:03}.docx").write_bytes(data)
        files[f"{number:03}.docx"] = (what, why)
    came = opened(folder)
    assert came.pop("000 good.docx") == "opened", "the control: a good one is read"
    wrong = {files[name][0]: said for name, said in came.items() if files[name][1] not in said}
    assert wrong == {}
    print(f"{len(made)} files made by hand, each refused for its reason")


def test_a_good_file_with_bytes_changed_is_refused_or_only_read(good: bytes, tmp_path: Path) -> None:
    chance, budget, tried, refused = random.Random(SEED), Budget.of("changed Word files"), 0, 0
    folder = tmp_path / "changed"
    (tmp_path / "good.docx").write_bytes(good)
    parts = looking.parts(tmp_path / "good.docx")
    while tried < inputs("changed Word files") and budget.left():
        folder.mkdir(exist_ok=True)
        for number in range(min(AT_ONCE, inputs("changed Word files") - tried)):
            (folder / f"{number:03}.docx").write_bytes(changed(good, parts, chance))
        came = opened(folder)
        assert not [said for said in came.values() if said.startswith("FAULT")], f"seed {SEED}"
        tried += len(came)
        refused += sum(said != "opened" for said in came.values())
    assert tried / 4 < refused < tried, "the changes do change something, and not everything"
    print(f"{tried} changed files, {refused} refused, the others only read; seed {SEED}")


def changed(good: bytes, parts: dict[str, bytes], chance: random.Random) -> bytes:
    """The file with a few bytes changed, packed or in the text of one part, or with things of one part moved."""
    name = chance.choice([one for one in parts if one.endswith((".xml", ".rels"))])
    kind = chance.randrange(3)
    if kind == 0:
        return hostile.packed({**parts, name: spoilt(parts[name], 0, chance)})
    if kind == 1:
        return hostile.packed({**parts, name: moved(parts[name], chance)})
    return spoilt(good, good.index(b"PK\x01\x02"), chance)


def moved(part: bytes, chance: random.Random) -> bytes:
    """A part with a few of its elements gone, doubled or elsewhere, or with an attribute gone or otherwise."""
    root = etree.fromstring(part)
    for _ in range(chance.randint(1, 6)):
        one, other = (chance.choice(list(root.iter())) for _ in range(2))
        parent = one.getparent()
        kind = chance.randrange(4)
        if kind == 0 and parent is not None:
            parent.remove(one)
        elif kind == 1:
            other.append(copy_of(one))
        elif kind == 2 and one.attrib:
            del one.attrib[chance.choice(list(one.attrib))]
        elif one.attrib:
            one.set(chance.choice(list(one.attrib)), chance.choice(("", "x", "-1", "9" * 30, "0.5", "true")))
    return etree.tostring(root)


def spoilt(whole: bytes, often: int, chance: random.Random) -> bytes:
    """Bytes flipped, cut out, doubled or filled in; mostly after the place *often*."""
    data = bytearray(whole)
    for _ in range(chance.randint(1, 3)):
        at = (
            chance.randrange(min(often, len(data) - 1), len(data))
            if chance.random() < 0.6
            else chance.randrange(len(data))
        )
        length = chance.randint(1, 40)
        kind = chance.randrange(4)
        if kind == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 1 and len(data) > 100:
            del data[at : at + length]
        elif kind == 2:
            data[at:at] = data[at : at + length]
        else:
            data[at : at + length] = bytes([chance.choice((0, 32, 65, 0xFF))]) * length
    return bytes(data)
