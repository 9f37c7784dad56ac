"""The way of a record from hand to hand: where it stands for each, what a move asks, the decision."""

from __future__ import annotations

from collections.abc import Callable

from ui.main_window import MainWindow
from ui.tour.by_role import MIA, SAM
from ui.tour.looking_after import WORDS
from ui.tour.pictures import Pictures, settle, until

ASKED = ("What is asked of you", "Guide figure", "Amount asked for", "Agreed in the year before")


class HandingOn:
    """Looks at records of a team at each stage, as practitioner and as manager; nothing is moved."""

    def __init__(self, pictures: Pictures, open_window: Callable[[], MainWindow]) -> None:
        self._pictures, self._open_window = pictures, open_window

    def take(self) -> list[MainWindow]:
        """The windows that were opened, closed again."""
        return [self._practitioner(), self._manager()]

    def _signed_in(self, name: str) -> MainWindow:
        window = self._open_window()
        until(lambda: window.entrance.ready, "the sign-in")
        window.entrance.open(name, WORDS)
        until(lambda: window.caseload is not None and not window.work.busy, "the records to open")
        settle()
        return window

    def _open(self, window: MainWindow, stage: str, picture: str) -> None:
        """Where a record at this stage stands."""
        assert window.caseload is not None
        card = next(card for card in window.caseload.records.all() if card.stage == stage)
        window.open_record(card.id)
        window.in_record("open_standing")
        self._pictures.take(window, picture)

    def _dialog(self, window: MainWindow, words: str, picture: str) -> None:
        if self._pictures.press(window, words):
            self._pictures.dialog(picture)

    def _practitioner(self) -> MainWindow:
        window = self._signed_in(SAM)
        self._open(window, "draft", "63-where-it-stands")
        self._open(window, "returned", "64-sent-back")
        self._dialog(window, "Send to the manager", "63-send")
        window.in_record("open_section", "wellbeing")
        self._pictures.take(window, "64-asked-beside-the-question")
        self._open(window, "completed", "66-sent")
        self._dialog(window, "Enter a decision made outside", "66-decision-made-outside")
        self._dialog(window, "Take it back", "66-take-it-back")
        window.in_record("open_section", "role")
        self._pictures.take(window, "66-only-to-read")
        self._open(window, "authorised", "67-agreed")
        self._dialog(window, "Make a new version", "67-new-version")
        self._dialog(window, "Add a correction", "67-correction")
        window.close()
        return window

    def _manager(self) -> MainWindow:
        window = self._signed_in(MIA)
        self._open(window, "completed", "65-for-your-decision")
        self._pictures.look_for(window, "65-for-your-decision", list(ASKED))
        for words, picture in (
            ("Agree another", "65-another-amount"), ("Send back", "65-send-back"), ("Do not agree", "65-not-agreed"),
            ("Comment on", "65-comment"),
        ):  # fmt: skip
            self._dialog(window, words, picture)
        window.close()
        return window
