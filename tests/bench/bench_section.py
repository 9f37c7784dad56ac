"""The first show of the longest section."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QComboBox, QWidget

from carer_desktop.caseload.opening import Opened
from tests.bench.case import demo_vault
from tests.bench.floors import bare_page
from tests.bench.row import Row
from ui.screens.record import RecordScreen
from ui.theme import Theme

TIMES = {"short": 7, "full": 25}
SIZE = (1180, 860)


def measure(size: str) -> list[Row]:
    """Ours and the floor in turn, each shown for the first time, under the one style sheet."""
    app = QApplication([])
    theme = Theme(app)
    theme.set_look("light")
    with tempfile.TemporaryDirectory() as folder:
        caseload, filled = demo_vault(Path(folder, "demo.vault"))
        shown = filled.findings.shown
        form = caseload.records.form(filled.assessment)
        longest = max(form.sections, key=lambda section: sum(question.id in shown for question in section.questions))
        first = next(section.id for section in form.sections if section.id != longest.id)
        ours, floor = [], []
        for _ in range(TIMES[size] + 1):
            screen = RecordScreen(caseload, Opened(filled.assessment, (), None))
            screen.resize(*SIZE)
            screen.show()
            screen.open_section(first)
            _painted()
            start = time.perf_counter()
            screen.open_section(longest.id)
            _painted()
            ours.append(time.perf_counter() - start)
            page = screen.page
            assert page is not None
            widgets = census(page)
            _drop(screen)
            floor.append(_bare(widgets))
        caseload.close()
    questions = sum(question.id in shown for question in longest.questions)
    note = (
        f"“{longest.title}”, {questions} questions, {len(widgets)} widgets, built and painted for the first time,"
        " against the same Qt classes with the same texts in one scroll area under the same style sheet"
    )
    return [
        Row("longest section", statistics.median(ours[1:]) * 1000, statistics.median(floor[1:]) * 1000, 1.5, "ms", note)
    ]


def census(page: QWidget) -> list[tuple[type[QWidget], str, str]]:
    """The Qt class, text and role of every visible widget of a page that Qt did not make for itself."""
    found = []
    for widget in page.findChildren(QWidget):
        above = widget.parentWidget()
        own = isinstance(above, QAbstractScrollArea | QComboBox) or widget.objectName().startswith("qt_")
        if widget.isVisibleTo(page) and not own:
            kind = next(each for each in type(widget).__mro__ if each.__module__ == "PySide6.QtWidgets")
            text = widget.text() if hasattr(kind, "setText") else ""  # type: ignore[attr-defined]
            found.append((kind, text, str(widget.property("role") or "")))
    return found


def _bare(widgets: list[tuple[type[QWidget], str, str]]) -> float:
    start = time.perf_counter()
    area = bare_page(widgets)
    area.resize(*SIZE)
    area.show()
    _painted()
    spent = time.perf_counter() - start
    _drop(area)
    return spent


def _painted() -> None:
    """Everything that waits is done, painting too."""
    for _ in range(3):
        QApplication.processEvents()


def _drop(widget: QWidget) -> None:
    widget.hide()
    widget.deleteLater()
    QApplication.sendPostedEvents(None, 52)  # DeferredDelete
    QApplication.processEvents()
