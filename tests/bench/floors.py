"""The least that the same work can cost: bare versions, none over 20 lines, none of them asleep."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QScrollArea, QWidget


def plain_loop(answers: Mapping[str, Any]) -> int:
    """One loop over the same answers that only looks at each: how many values there are."""
    seen = 0
    for answer in answers.values():
        cells = answer if isinstance(answer, list) else [answer]
        for cell in cells:
            seen += len(cell) if isinstance(cell, dict) else 1
    return seen


def bare_vault(file: Path, pragmas: Sequence[tuple[str, str]], tables: Sequence[str]) -> Any:
    """A bare SQLCipher connection under a raw key, with these pragmas and tables, ours alone."""
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(file), isolation_level=None)
    connection.execute("PRAGMA cipher_memory_security = ON")
    connection.set_key("x'" + "5a" * 48 + "'")
    for name, value in pragmas:
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
    for statement in tables:
        connection.execute(statement)
    return connection


def bare_commit(connection: Any, statements: Sequence[tuple[str, Sequence[Any]]]) -> None:
    """These statements in one transaction, committed."""
    connection.execute("BEGIN IMMEDIATE")
    for statement, values in statements:
        connection.execute(statement, values)
    connection.execute("COMMIT")


def bare_open(file: Path, key: str, statements: Sequence[str]) -> Any:
    """A bare SQLCipher connection to a vault under its raw key, with what these statements give read."""
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(file), isolation_level=None)
    connection.execute("PRAGMA cipher_memory_security = ON")
    connection.set_key(key)
    bare_read(connection, statements)
    return connection


def bare_read(connection: Any, statements: Sequence[str]) -> None:
    """Every row that these statements give, looked at no further."""
    for statement in statements:
        connection.execute(statement).fetchall()


def bare_search(connection: Any, word: str) -> int:
    """In how many answers the word stands: every row that has one read, and looked into once."""
    rows = connection.execute("SELECT value FROM entries WHERE value IS NOT NULL")
    return sum(word in value.casefold() for (value,) in rows)


def bare_backup(connection: Any, key: str, file: Path) -> None:
    """A copy of all pages under the same key, neither read back nor flushed."""
    from sqlcipher3 import dbapi2

    target = dbapi2.connect(str(file))
    target.set_key(key)
    connection.backup(target)
    target.close()


def bare_window(painted: Callable[[], None]) -> None:
    """A bare application with one QLineEdit; *painted* is called once its first frame has been painted."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QLineEdit

    class Line(QLineEdit):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, self, self.done)

        def done(self) -> None:
            painted()
            app.quit()

    app = QApplication([])
    line = Line()
    line.show()
    app.exec()


def bare_page(widgets: Sequence[tuple[type[QWidget], str, str]]) -> QScrollArea:
    """Widgets of these Qt classes with these texts and roles in one scroll area, shown; no logic at all."""
    from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

    area = QScrollArea()
    area.setWidgetResizable(True)
    inside = QWidget()
    rows = QVBoxLayout(inside)
    for kind, text, role in widgets:
        made = kind(inside)
        made.setProperty("role", role)
        if text:
            made.setText(text)  # type: ignore[attr-defined]
        if isinstance(made, QLabel):
            made.setWordWrap(True)
        rows.addWidget(made)
    area.setWidget(inside)
    return area
