"""LibreOffice opens what we write, and what is locked only with its own words; a macro of its own asks it."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from carer_desktop.documents.report import Report
from carer_desktop.documents.word import write
from carer_desktop.paths import TEMPLATES
from tests.core.documents.copies import FORMS, copy
from tests.faults.sizes import SEED, Budget, inputs
from tests.faults.test_copies_by_chance import LIMIT_SECONDS, answers_of, folded

Ran = Callable[[str, int, int], None]
OPENED = "files that LibreOffice opens"
HOUSE = TEMPLATES / "house.docx"
WORDS = "violin harbour thimble meadow kettle"
NOT_OPENED = "NOT OPENED"
READERS = ("council", "carer", "purchase", "cared_for")
MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Opening" script:language="StarBasic">
Sub All(list As String)
  Dim handle As Integer, where As String, secret As String
  handle = FreeFile
  Open list For Input As #handle
  Do While Not Eof(handle)
    Line Input #handle, where
    Line Input #handle, secret
    One(where, secret)
  Loop
  Close #handle
End Sub
Sub One(where As String, secret As String)
  Dim args(1) As New com.sun.star.beans.PropertyValue
  Dim plain(1) As New com.sun.star.beans.PropertyValue
  Dim found As Object
  args(0).Name = "Hidden" : args(0).Value = True
  args(1).Name = "Password" : args(1).Value = secret
  plain(0).Name = "FilterName" : plain(0).Value = "Text (encoded)"
  plain(1).Name = "FilterOptions" : plain(1).Value = "UTF8"
  On Error Resume Next
  found = StarDesktop.loadComponentFromURL(ConvertToURL(where), "_blank", 0, args())
  If Not IsNull(found) Then
    found.storeToURL(ConvertToURL(where &amp; ".txt"), plain())
    found.close(True)
  End If
End Sub
</script:module>
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false">{}</library:library>
"""
LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
<library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/{}.xlb/" xlink:type="simple"
 library:link="false"/></library:libraries>
"""


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[list[tuple[Path, str]]], list[str]]:
    """Has LibreOffice open each of these files with these words: its text, or that it did not open."""
    office = ["soffice", "--headless", "--norestore", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    # The first start puts its own macros there: ours go in after it.
    subprocess.run([*office, "--terminate_after_init"], check=True, capture_output=True, timeout=LIMIT_SECONDS)
    basic = tmp_path / "profile" / "user" / "basic"
    (basic / "Standard").mkdir(parents=True, exist_ok=True)
    (basic / "Standard" / "Opening.xba").write_text(MACRO)
    for kind, inside in (("script", '<library:element library:name="Opening"/>'), ("dialog", "")):
        (basic / "Standard" / f"{kind}.xlb").write_text(LIBRARY.format(inside))
        (basic / f"{kind}.xlc").write_text(LIBRARIES.format(kind))

    def ask(files: list[tuple[Path, str]]) -> list[str]:
        asked = tmp_path / "asked"
        asked.write_text("".join(f"{file}\n{words}\n" for file, words in files))
        macro = f'macro:///Standard.Opening.All("{asked}")'
        subprocess.run([*office, macro], check=True, capture_output=True, timeout=LIMIT_SECONDS)
        texts = [Path(f"{file}.txt") for file, _ in files]
        return [each.read_text("utf-8-sig") if each.exists() else NOT_OPENED for each in texts]

    return ask


def test_every_file_opens_and_a_locked_one_with_its_words_alone(
    ran: Ran, opened: Callable[[list[tuple[Path, str]]], list[str]], tmp_path: Path
) -> None:
    chance, budget, done = random.Random(SEED), Budget.of(OPENED), 0
    while done < inputs(OPENED) and budget.left():
        folder = tmp_path / str(done)
        folder.mkdir()
        some = min(10, inputs(OPENED) - done)
        made = [
            (copy(chance.choice(FORMS), chance.choice(READERS), chance.random() < 0.5), number)
            for number in range(some)
        ]
        asked: list[tuple[Path, str]] = []
        wanted: list[Report | None] = []
        for report, number in made:
            plain = write(report, HOUSE, folder / f"{number}.docx").file
            asked.append((plain, ""))
            wanted.append(report)
            locked = write(report, HOUSE, folder / f"{number} locked.docx", password=WORDS).file
            for way, words in (("right", WORDS), ("wrong", "not these words"), ("none", ""), ("changed", WORDS)):
                data = bytearray(locked.read_bytes())
                if way == "changed":
                    data[-len(data) // 3] ^= 1
                asked.append((folder / f"{number} {way}.docx", words))
                asked[-1][0].write_bytes(bytes(data))
                wanted.append(report if way == "right" else None)
        for (file, _), wrote, text in zip(asked, wanted, opened(asked), strict=True):
            if wrote is None:
                assert text == NOT_OPENED, file.name
            else:
                lost = [answer for answer in answers_of(wrote) if folded(answer) not in folded(text)]
                assert not lost, (file.name, lost, text)
        done += some
    ran(OPENED, done, inputs(OPENED))
