"""Questions answered in the person's own words: a box that grows, counts words quietly and keeps undo."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QWidget

from carer_desktop.assessment import Plain
from carer_desktop.text import clean_text
from ui.fields.base import Field
from ui.fields.keys import is_command
from ui.fields.label import plain_label

LEAST_LINES = 3
MOST_LINES = 16


class TextBox(QPlainTextEdit):
    """Plain text of several lines: Tab leaves it, a paste is cleaned, it grows with what is written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lines = LEAST_LINES
        self.document().documentLayout().documentSizeChanged.connect(self._grow)

    def words(self) -> str:
        """What stands in the box, clean; unlike `toPlainText` it keeps no-break spaces."""
        return clean_text(self.document().toRawText())

    def put(self, text: str) -> None:
        """Show another text. Undo stays, but for the very first text put into an empty box."""
        if text == self.words():
            return
        if self.document().isEmpty() and not self.document().isUndoAvailable():
            self.setPlainText(text)
            return
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """A paste or a drop brings its words only, without control characters."""
        if source.hasText():
            self.insertPlainText(clean_text(source.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not is_command(self, event, self.document().isUndoAvailable()):
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel belongs to the page unless the person writes here and there is more to see."""
        bar = self.verticalScrollBar()
        up = event.angleDelta().y() > 0
        at_end = bar.value() == (bar.minimum() if up else bar.maximum())
        if self.hasFocus() and not at_end:
            super().wheelEvent(event)
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        frame, margin = self.contentsMargins(), round(2 * self.document().documentMargin())
        around = frame.top() + frame.bottom() + margin
        return QSize(super().sizeHint().width(), self._lines * self.fontMetrics().lineSpacing() + around)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """At another width the words take more lines or fewer, which the document does not say by itself."""
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        lines = min(max(round(self.document().size().height()) + 1, LEAST_LINES), MOST_LINES)
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()


class LongTextField(Field):
    """An answer of any length in plain words."""

    tall = True

    def _make_body(self) -> QWidget:
        self._box = TextBox(self)
        self._count: QLabel | None = None
        self._box.textChanged.connect(self._changed)
        return self._box

    def focus_first(self) -> None:
        """Move the keyboard behind the last word; whoever types here already types on where they are."""
        if not self.is_typed_in:
            self._box.moveCursor(QTextCursor.MoveOperation.End)
        super().focus_first()

    def write(self, words: str) -> None:
        """Put words behind what is there, as if the person had typed them: undo takes them back."""
        cursor = QTextCursor(self._box.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(f"\n{words}" if self._box.words().strip() else words)
        self._box.setTextCursor(cursor)
        self.flush()

    def _changed(self) -> None:
        if not self._showing:
            self._typed()
            self._count_words()

    def _set(self, plain: Plain | None) -> None:
        self._box.put("" if plain is None else str(plain))
        self._count_words()

    def _read(self) -> Plain | None:
        words = self._box.words()
        return words if words.strip() else None

    def _editors(self) -> list[QWidget]:
        return [self._box]

    def _count_words(self) -> None:
        number = len(self._box.words().split())
        if self._count is None:
            if not number:
                return
            self._count = plain_label("", "small", self)
            self._count.setWordWrap(False)
            self._foot_row().insertWidget(0, self._count)
        self._count.setText("" if not number else "1 word" if number == 1 else f"{number:,} words")
