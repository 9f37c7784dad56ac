"""What the answers call for, said and never in the way: a topic, what to think of, where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtWidgets import QVBoxLayout, QWidget

from carer_desktop.careact.prompts import Prompt
from ui.parts.heading import Heading
from ui.parts.words import line, link_button
from ui.theme import em

TITLE = "To think of"
ABOUT = "None of this stands in the way. You decide."


def prompt_list(
    prompts: Sequence[Prompt],
    parent: QWidget,
    follow: Callable[[Prompt], None] | None = None,
    level: Literal[1, 2, 3] = 2,
) -> QWidget:
    """All of them below a heading; each with a link to where it is written down, where *follow* can lead there."""
    box = QWidget(parent)
    rows = QVBoxLayout(box)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(em(0.35))
    rows.addWidget(Heading(TITLE, level, box))
    rows.addWidget(line(ABOUT, "hint", box))
    for prompt in prompts:
        rows.addSpacing(em(0.3))
        rows.addWidget(line(prompt.topic, "strong", box))
        rows.addWidget(line(prompt.text, "body", box))
        rows.addWidget(line(prompt.source, "small", box))
        if follow is not None:
            link = link_button("Go to it", box, f"Go to it: {prompt.topic}, {prompt.text}")
            link.clicked.connect(lambda _=False, one=prompt: follow(one))
            rows.addWidget(link)
    return box
