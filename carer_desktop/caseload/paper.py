"""Paper without a record: the self-assessment to write on or to fill in on a screen, and the questions in advance."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from carer_desktop.documents.naming import paper_name
from carer_desktop.errors import Refused
from carer_desktop.forms import library

FORM = "carer_conversation"
KINDS = {
    "print": "To print and write on",
    "fill": "To fill in on a screen",
    "ahead": "The questions, to send in advance",
}
"""What paper there is, by its code word."""
STYLES = {"ordinary": "Ordinary (14 point)", "large": "Large print (20 point)", "easy_read": "Easy Read"}
_POINTS = {"ordinary": 14, "large": 20, "easy_read": 16}
_NAMES = {"print": "to write on", "fill": "to fill in", "ahead": "questions in advance"}
_STYLE_NAMES = {"ordinary": "", "large": "large print", "easy_read": "Easy Read"}


def write_paper(kind: str, style: str, folder: Path, day: date, form: str = FORM) -> Path:
    """Writes one kind of paper into a folder and says where; it holds nothing of anybody, so it is in no register.

    Refused in words for a kind or style there is not, and when the folder cannot take it.
    """
    for word, known in ((kind, KINDS), (style, STYLES)):
        if word not in known:
            raise Refused(f"There is no paper “{word}”", mend=f"Choose one of {', '.join(known)}.")
    asked = library.find(form)
    target = folder / paper_name(asked.title, _NAMES[kind], _STYLE_NAMES[style])
    from carer_desktop.documents.ahead import questions_ahead  # with what follows comes reportlab
    from carer_desktop.documents.pdf import paper, writer

    if kind == "ahead":
        page = questions_ahead(asked, day, _POINTS[style], one_by_one=style == "easy_read")
        return writer.write(page, target).file
    return paper.write(asked, style, day, target, fillable=kind == "fill").file
