"""What practitioner, manager and admin worker find when they sign in, and the admin worker's page of one case."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carer_desktop.assessment import Assessment
from carer_desktop.caseload import Caseload, With
from carer_desktop.clock import FixedClock
from carer_desktop.paths import RESOURCES
from ui.main_window import MainWindow
from ui.parts import Page
from ui.tour.looking_after import WORDS
from ui.tour.pictures import Pictures, settle, until

if TYPE_CHECKING:
    from carer_desktop.sealing.keys import Kdf

CASE = RESOURCES / "forms" / "carer_conversation" / "0.1.0" / "cases" / "ordinary.json"
SAM, MIA, ADA = "Sam Example", "Mia Example", "Ada Example"
ROLES = {SAM: ["assessor", "keeper"], MIA: ["authoriser"], ADA: ["admin"]}
FORM = "carer_conversation"
SENT = ("Bill", "Cora", "Dev", "Edie", "Finn", "Greta", "Hugo")
LEVELS = ("l3", "l4", "l2")


class ByRole:
    """A team's records of its own, opened by its people one after the other."""

    def __init__(
        self, pictures: Pictures, clock: FixedClock, records: Path, kdf: Kdf | None,
        open_window: Callable[[], MainWindow],
    ) -> None:  # fmt: skip
        self._pictures, self._clock, self._records, self._kdf = pictures, clock, records, kdf
        self._open_window = open_window
        self._answers: dict[str, Any] = json.loads(CASE.read_text("utf-8"))["answers"]

    def take(self) -> list[MainWindow]:
        """The windows that were opened, closed again."""
        self._work()
        return [self._arrive(SAM, "05-next-practitioner"), self._arrive(MIA, "05-next-manager"), self._admin()]

    # What the team has done so far ---------------------------------------------------------------

    def _work(self) -> None:
        sam = Caseload.create(self._records, SAM, ROLES[SAM], WORDS, demo=True, kdf=self._kdf, clock=self._clock)
        for name in (MIA, ADA):
            sam.people.add(name, ROLES[name], WORDS, must_change=False)
        today = self._clock.today()
        sam.records.fill(FORM, {"carer_first": "Nell", "carer_last": "Made-Up", "urgent": "yes",
                                "urgent_why": "A fall"}, known=False).saved.result()  # fmt: skip
        sent = [self._sent(sam, first, number) for number, first in enumerate(SENT)]
        sam.queue.take("referral", "Gwen Made-Up", received_on=today - timedelta(days=12), asked_by="Her GP")
        sam.queue.take("self", "Hal Made-Up", received_on=today - timedelta(days=3))
        sam.contacts.note("Ivy Made-Up", who="Ivy", how="Telephone", said="Asks when we come", due_on=today)
        sam.close()
        mia = self._open(MIA)
        for record in sent[:3]:
            mia.moves.make(mia.records.open(record), "authorise")
        mia.moves.make(mia.records.open(sent[3]), "return", With(reason="Since when does she sleep so badly?"))
        mia.close()
        sam = self._open(SAM)
        for record in sent[:2]:
            sam.moves.make(sam.records.open(record), "instruct")
        sam.close()

    def _sent(self, sam: Caseload, first: str, number: int) -> str:
        level = LEVELS[number % len(LEVELS)]
        given = {**self._answers, "carer_first": first, "carer_last": "Made-Up", "caring_level": level}
        if level != LEVELS[0]:
            given["variance_reason"] = "A season ticket costs what it costs"
        begun: Assessment = sam.records.fill(FORM, given, known=False).assessment
        return sam.moves.make(begun, "complete").id

    def _open(self, name: str) -> Caseload:
        self._clock.at += timedelta(minutes=10)
        return Caseload.open(self._records, name, WORDS, clock=self._clock)

    # What each of them finds ---------------------------------------------------------------------

    def _arrive(self, name: str, picture: str) -> MainWindow:
        window = self._signed_in(name)
        self._pictures.take(window, picture)
        self._pictures.look_for(window, picture, ["What is next"])
        window.close()
        return window

    def _signed_in(self, name: str) -> MainWindow:
        window = self._open_window()
        until(lambda: window.entrance.ready, "the sign-in")
        window.entrance.open(name, WORDS)
        until(lambda: window.caseload is not None and not window.work.busy, "the records to open")
        settle()
        return window

    def _admin(self) -> MainWindow:
        window = self._signed_in(ADA)
        self._pictures.take(window, "05-next-admin-worker")
        assert window.home is not None
        window.home.next.list.chosen.emit(window.home.next.list.item(0))
        until(lambda: not window.work.busy, "the checklist")
        self._tall(window, "62-checklist")
        window.close()
        return window

    def _tall(self, window: MainWindow, name: str) -> None:
        """All of a page that is longer than the window."""
        page = window.screens.currentWidget()
        width, height = window.width(), window.height()
        settle()
        if isinstance(page, Page):
            window.resize(width, height + page.verticalScrollBar().maximum())
        self._pictures.take(window, name)
        window.resize(width, height)
