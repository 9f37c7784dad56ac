"""Draws the sample section in every look for a person to see: python tests/ui/look.py DIR (not a test)."""

from __future__ import annotations

import os
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from carer_desktop.budget.suggestion import Line, Suggestion
from carer_desktop.careact.eligibility import Eligibility
from tests.ui.sample import FORM, QUESTIONS, STATES
from ui.fields import Field, ListField, field
from ui.parts import (
    Beside,
    ErrorSummary,
    Heading,
    Identity,
    IdentityStrip,
    Page,
    SaveLine,
    TaskList,
    WorkingPanel,
    button,
    line,
)
from ui.theme import Theme

ANSWERS: dict[str, Any] = {
    "live_with": "yes", "hours": "190", "since": "2019-03", "sleep": "pain", "times": ["daytime", "none"],
    "wellbeing": "She is overwhelmed and gets no respite. Sleep is broken most nights; she hasn’t had a break "
    "since February.", "tasks": {"personal": "daily"}, "source": "c5", "cost": "1200.00",
    "people": [{"id": "a", "name": "Bob Example", "born": "1950-02-01", "adult": "yes"}, {"id": "b"}],
    "nhs": "999 000 0018", "assessor": "Sam Example", "sign": {"name": "Ann Example", "mode": "verbal"},
}  # fmt: skip
PROBLEM = "Hours of care a week must be between 0 and 168"


def build(window: QMainWindow) -> tuple[Page, dict[str, Field]]:
    """One section page with everything around it."""
    page = Page()
    summary = ErrorSummary()
    page.add(summary)
    top = QWidget()
    rows = QVBoxLayout(top)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.addWidget(line("Section 3 of 5", "hint"))
    rows.addWidget(Heading("What matters to you"))
    page.add(top)
    fields: dict[str, Field] = {}
    for question in QUESTIONS:
        made = field(question)
        made.show_value(ANSWERS.get(question.id), question.filled)
        page.add(made)
        fields[question.id] = made
    fields["hours"].show_problem(PROBLEM)
    fields["times"].show_problem("“None of these” stands beside another answer", soft=True)
    people = fields["people"]
    assert isinstance(people, ListField)
    people.reveal("people/b/name")
    people.show_cells({f"people/{i}/{c}" for i in "ab" for c in ("name", "born", "adult")},
                      {"people/a/born": ("Date of birth must be a real date", False)})  # fmt: skip
    summary.show_problems([("hours", PROBLEM)], take_focus=False)
    foot = QWidget()
    row = QHBoxLayout(foot)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(button("Mark section as complete", "primary"))
    row.addWidget(button("Next section"))
    row.addStretch(1)
    page.add(foot)
    tasks = TaskList()
    tasks.show_sections(FORM, STATES)
    tasks.set_open("matters")
    strip = IdentityStrip()
    strip.show_identity(Identity("Ann Example", "14 March 1961", "M1234567", "CC-0042", "Carer Conversation", "Draft",
                                 "as noted"))  # fmt: skip
    middle = QWidget()
    column = QVBoxLayout(middle)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(strip)
    column.addWidget(Beside(tasks, page, "Sections"), 1)
    window.setCentralWidget(middle)
    for name in ("&File", "&Edit", "&View", "&Help"):
        window.menuBar().addMenu(name)
    saved = SaveLine()
    saved.setText("Saved on this laptop 10:42")
    window.statusBar().addWidget(saved)
    return page, fields


def working() -> WorkingPanel:
    """The working with every line filled."""
    panel = WorkingPanel()
    panel.show_working(
        Eligibility("yes", {"necessary_care": "yes", "effect": "yes", "significant_impact": "undetermined"},
                    "Sleep: manages, but it causes pain, distress or worry.", ("sleep",)),
        Suggestion(Decimal("300.00"), (
            Line("a", "High level of care", Decimal("200.00"), Decimal("200.00")),
            Line("b", "Substantial impact", Decimal("100.00"), Decimal("300.00")),
        ), "camden_example", "2026-1", "0" * 64, True),
    )  # fmt: skip
    return panel


def main(folder: Path) -> None:
    """Write the pictures."""
    app = QApplication([])
    theme = Theme(app)
    for look, percent, size in (("light", 100, (1180, 860)), ("dark", 100, (1180, 860)), ("light", 200, (1366, 768))):
        theme.set_look(look)  # type: ignore[arg-type]
        theme.set_percent(percent)
        window = QMainWindow()
        page, fields = build(window)
        window.resize(*size)
        window.show()
        window.activateWindow()
        app.processEvents()
        for number in range(6):
            bar = page.verticalScrollBar()
            if number == 0:
                fields["live_with" if look == "dark" else "wellbeing"].focus_first()
                app.processEvents()
                bar.setValue(0)
            else:
                bar.setValue(number * page.viewport().height() - 40)
            app.processEvents()
            window.grab().save(str(folder / f"{look}-{percent}-{number}.png"))
        print(
            look,
            percent,
            "sideways:",
            page.horizontalScrollBar().maximum(),
            "height:",
            page.verticalScrollBar().maximum(),
        )
        panel = working()
        panel.resize(panel.sizeHint().expandedTo(panel.minimumSize()))
        panel.setFixedWidth(380 * percent // 100)
        panel.show()
        panel.grab().save(str(folder / f"working-{look}-{percent}.png"))
        panel.close()
        window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
