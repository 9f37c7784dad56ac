"""Fields in a window of their own, and everything they tell, for the tests."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from carer_desktop.forms.question import Question
from ui.fields import field


def stand(qtbot, *questions: Question) -> tuple[QWidget, list[Any], list[tuple[str, Any]]]:
    """The fields in a window, and everything they tell."""
    window = QWidget()
    qtbot.addWidget(window)
    rows = QVBoxLayout(window)
    told: list[tuple[str, Any]] = []
    fields: list[Any] = []
    for question in questions:
        made = field(question)
        made.answered.connect(lambda place, plain: told.append((place, plain)))
        rows.addWidget(made)
        fields.append(made)
    window.resize(760, 600)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window, fields, told
