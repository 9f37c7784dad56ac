"""The page of the rescue sheet: what it is for, the sheet itself, and proof that somebody holds it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from carer_desktop.errors import CarerError
from carer_desktop.records.sign_in import RecoverySheet
from carer_desktop.words import say
from ui.background import SlowWork
from ui.fields.line_edit import LineEdit
from ui.parts import Card, Note, announce, button, line, link_button
from ui.parts.flow import Flow
from ui.parts.sheet import side_by_side
from ui.parts.step import Step
from ui.screens.rescue_sheet.drawing import CodePicture, draw_sheet
from ui.screens.rescue_sheet.organisation import OrganisationDialog
from ui.theme import em, mark

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from carer_desktop.caseload import Caseload

TITLE = say("thing", "recovery")
WHY = (
    "If everyone who can sign in forgets their passphrase, or leaves, this sheet opens the records, on this laptop or "
    "from a backup. Nobody else can: not IT, and not whoever made this program."
)
KEEP = "Keep it away from this laptop: in a safe, or with your manager. Whoever has both can read everything."
EARLIER = "The sheet you have opens the records until you have shown that you hold the new one; then it opens nothing."
ONCE = "It is shown only once. It is kept nowhere on this laptop, so print it or write it down."
NOT_YET = f"This sheet opens nothing until you have typed one group of it below. {ONCE}"
BY_HAND = "Write the 13 groups down by hand, with their numbers."
COUNTS = "✓ This sheet counts: it opens the records from now on."
OLD_ONE = "The sheet from before opens nothing now. Put it into the shredder."
NOT_SHOWN = "This sheet is not used. Put the paper into the shredder: it opens nothing."
ORGANISATION = "Use your organisation’s rescue key…"
BOTH = "Your organisation’s rescue key opens these records too."


class RescueSheetScreen(Step):
    """Offers a sheet, shows it, and asks for one group; only then does the sheet open anything.

    *later* is what the way past it says.
    """

    help_page = "people"

    def __init__(
        self, caseload: Caseload, work: SlowWork, later: str = "Not now", parent: QWidget | None = None
    ) -> None:
        super().__init__(TITLE, work, parent)
        self._caseload, self._work = caseload, work
        self.sheet: RecoverySheet | None = None
        self.asked = 0
        self.dialog: QDialog | None = None
        self._printer: QPrinter | None = None
        self._shown: QWidget | None = None
        self._offer = self._make_offer(later)
        self.add(self._offer)
        self.add(self.doing)
        self.on_button = button("Go on", "primary")
        self.on_button.clicked.connect(self.done)
        self.on_button.hide()
        self.add(side_by_side(self.on_button))

    def _make_offer(self, later: str) -> QWidget:
        offer = QWidget(self)
        rows = QVBoxLayout(offer)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.8))
        for words, role in ((WHY, "body"), (KEEP, "body"), (ONCE, "strong")):
            rows.addWidget(line(words, role, offer))
        if self._caseload.people.has_sheet:
            rows.addWidget(Note(EARLIER, offer))
        self.make_button = button("Make the rescue sheet", "primary", offer)
        self.make_button.clicked.connect(self._make)
        self.later_button = button(later, "link", offer)
        self.later_button.clicked.connect(self.left)
        rows.addWidget(side_by_side(self.make_button, self.later_button, parent=offer))
        self._both = line(BOTH, "body", offer)
        self._both.setVisible(self._caseload.people.has_organisation_key)
        rows.addWidget(self._both)
        self.organisation_button = link_button(ORGANISATION, offer)
        self.organisation_button.clicked.connect(self._ask_organisation)
        rows.addWidget(side_by_side(self.organisation_button, parent=offer))
        return offer

    def begin(self) -> None:
        """The keyboard goes to the one thing to do."""
        self.make_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # The organisation's key ----------------------------------------------------------------------

    def _ask_organisation(self) -> None:
        self.dialog = dialog = OrganisationDialog(self._caseload, self._work, self)
        dialog.accepted.connect(self._organisation_set)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _organisation_set(self) -> None:
        self._both.show()
        self.later_button.setText("Go on")
        self.doing.say("✓ Your organisation’s rescue key is set")

    # Making and showing --------------------------------------------------------------------------

    def _make(self) -> None:
        try:
            sheet = self._caseload.people.draw_sheet()
        except CarerError as error:
            self.doing.fail(error)
            return
        self.sheet = sheet
        self.asked = secrets.randbelow(len(sheet.groups)) + 1
        self._offer.hide()
        self._shown = self._make_shown(sheet)
        self.rows.insertWidget(self.rows.indexOf(self._offer) + 1, self._shown)
        self._shown.show()  # a layout does it only later
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"The rescue sheet is made. {NOT_YET}")

    def _make_shown(self, sheet: RecoverySheet) -> QWidget:
        shown = QWidget(self)
        rows = QVBoxLayout(shown)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(0.9))
        rows.addWidget(Note(NOT_YET, shown))
        card = Card("", shown)
        card.add(Flow([self._group(number, group) for number, group in enumerate(sheet.groups, 1)], card))
        card.rows.addWidget(CodePicture(sheet.squares, card), 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addWidget(card)
        self.print_button = button("Print…", "primary", shown)
        self.print_button.clicked.connect(self.ask_printer)
        rows.addWidget(side_by_side(self.print_button, parent=shown))
        rows.addWidget(line(f"No printer? {BY_HAND}", "hint", shown))
        rows.addWidget(self._make_check(shown))
        return shown

    def _group(self, number: int, group: str) -> QWidget:
        cell = QWidget(self)
        row = QHBoxLayout(cell)
        row.setContentsMargins(0, em(0.2), em(1), em(0.2))
        row.setSpacing(em(0.4))
        told = line(f"{number}", "hint", cell)
        told.setFixedWidth(em(1.4))
        told.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        words = line(group, "h3", cell)
        words.setProperty("role", "group")
        font = QFont("monospace")
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setPixelSize(em(1.3))
        words.setFont(font)
        words.setWordWrap(False)
        words.setAccessibleName(f"Group {number}: {' '.join(group)}")
        row.addWidget(told)
        row.addWidget(words)
        return cell

    # Proof ---------------------------------------------------------------------------------------

    def _make_check(self, parent: QWidget) -> QWidget:
        box = QWidget(parent)
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, em(0.6), 0, 0)
        rows.setSpacing(em(0.3))
        words = f"Type group {self.asked} from the paper, to show that you have it"
        label = line(words, "question", box)
        self._error = line("", "error", box)
        self._error.hide()
        self.group = LineEdit(box)
        self.group.setMaximumWidth(em(9))
        self.group.setAccessibleName(words)
        self.group.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )  # fmt: skip
        label.setBuddy(self.group)
        self.group.returnPressed.connect(self._check)
        self.done_button = button("I have the sheet", parent=box)
        self.done_button.clicked.connect(self._check)
        self.without_button = button("Do not use this sheet", "link", box)
        self.without_button.clicked.connect(self._leave)
        for widget in (label, self._error, self.group):
            rows.addWidget(widget)
        rows.addSpacing(em(0.5))
        rows.addWidget(side_by_side(self.done_button, self.without_button, parent=box))
        return box

    def _check(self) -> None:
        if self.sheet is None:
            return
        typed = self.group.text().strip().upper().replace("O", "0").replace("I", "1").replace("L", "1")
        right = typed == self.sheet.groups[self.asked - 1]
        words = "" if right else f"This is not group {self.asked}. Look at the paper and type it again."
        self._error.setText(f"Error: {words}")
        self._error.setVisible(bool(words))
        mark(self.group, "error", bool(words))
        if right:
            sheet, people = self.sheet, self._caseload.people
            self.doing.hold(self.done_button, self.without_button, self.group)
            said = f"{COUNTS} {OLD_ONE}" if people.has_sheet else COUNTS
            self.doing.run("Putting the sheet to use", lambda: people.keep_sheet(sheet), lambda _: self._kept(said))
            return
        self.group.selectAll()
        self.group.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"Error: {words}", urgent=True)

    def _kept(self, said: str) -> None:
        self.forget()
        self.doing.hold()
        self.on_button.show()
        self.on_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.doing.say(said)

    def _leave(self) -> None:
        self.forget()
        announce(self, NOT_SHOWN)
        self.left.emit()

    def forget(self) -> None:
        """Nothing of the sheet is left on the screen."""
        self.sheet = None
        if self._shown is not None:
            self._shown.hide()
            self._shown.deleteLater()
            self._shown = None

    # Paper ---------------------------------------------------------------------------------------

    def ask_printer(self) -> None:
        """Which printer; then the sheet is drawn on it. Where there is none, that is said."""
        from PySide6.QtPrintSupport import QPrinterInfo

        if QPrinterInfo.availablePrinterNames():
            self.show_printers()
        else:
            self.doing.fail(CarerError("This laptop has no printer", "", BY_HAND))

    def show_printers(self) -> None:
        """The system’s own dialog; into a file the sheet does not go, since that would lie on this laptop."""
        from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter

        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)  # held: the dialog has no part in keeping it
        dialog = QPrintDialog(self._printer, self)
        dialog.setWindowTitle("Print the rescue sheet")
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintToFile, False)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.accepted.connect(lambda: self.print_on(dialog.printer()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def print_on(self, printer: QPrinter) -> None:
        """One page of paper with the whole sheet."""
        if self.sheet is None:
            return
        printer.setDocName("Rescue sheet")
        painter = QPainter()
        if not painter.begin(printer):
            announce(self, "The printer did not take it", urgent=True)
            return
        page = printer.pageLayout().paintRectPixels(printer.resolution())
        draw_sheet(painter, self.sheet, QRect(0, 0, page.width(), page.height()))
        painter.end()
        self._caseload.people.sheet_printed()
        self.group.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, "Sent to the printer")
