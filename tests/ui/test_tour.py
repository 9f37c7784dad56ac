"""The tour: pictures that are looked at, and the Word file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from carer_desktop.sealing.keys import Kdf
from ui import tour
from ui.theme import Theme
from ui.tour.pictures import is_one_colour


@pytest.mark.journey
def test_the_tour_leaves_every_page_and_the_word_file(
    tmp_path: Path, qtbot: QtBot, theme: Theme, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tour, "Theme", lambda _app: theme)
    monkeypatch.chdir(tmp_path.parent)
    assert tour.run(Path(tmp_path.name), Kdf(8 * 1024, 1, 1)) == 0  # as `make run` names it: from where one stands
    said = capsys.readouterr().out
    pictures = {file.stem for file in tmp_path.glob("*.png")}
    assert {"00-unlock", "01-set-up", "03-your-records", "40-working", "50-check-answers", "60-export"} <= pictures
    assert {"43-details-of-the-record", "80-people", "81-rescue-sheet", "84-health", "86-due-to-go"} <= pictures
    assert {"93-cover-asks-for-the-pin", "94-too-many-wrong-tries", "95-a-colleague-s-record"} <= pictures
    assert {"96-forgotten", "97-records-do-not-open", "98-a-way-out", "99-put-back"} <= pictures
    assert {"63-where-it-stands", "64-sent-back", "65-for-your-decision", "66-decision-made-outside"} <= pictures
    assert {"80-teams", "91-plan-a-visit", "91-ask-another-team"} <= pictures
    assert {"87-budget-tables", "88-a-budget-table", "89-approve-a-budget-table"} <= pictures
    assert {"05-next-practitioner", "05-next-manager", "05-next-admin-worker", "62-checklist"} <= pictures
    assert len(pictures) > 55 and len(list(tmp_path.glob("*.docx"))) == len(list(tmp_path.glob("*.pdf"))) == 1
    assert all(f"{name}.png" in said for name in pictures)


def test_a_picture_of_one_colour_is_known() -> None:
    image = QImage(100, 80, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    assert is_one_colour(image)
    image.setPixelColor(0, 0, QColor("#000000"))
    assert not is_one_colour(image)
