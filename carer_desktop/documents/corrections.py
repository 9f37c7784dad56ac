"""The last page: corrections and comments made after the decision, each with its day and who entered it.

They void nothing: what the manager agreed, and its hash, stand as they are.
"""

from __future__ import annotations

from collections.abc import Mapping

from carer_desktop.documents.report import Answer, Heading, Paragraph, Part, Table
from carer_desktop.documents.source import Source
from carer_desktop.documents.summary import who_did
from carer_desktop.documents.wording import moment
from carer_desktop.words import say

MOVE = "correct"
TITLE = "Corrections and comments"
ON_LAST_PAGE = "On the last page"
_HEADER = ("When, and who entered it", "Correction or comment")


def corrections(source: Source, people: Mapping[str, str]) -> list[Part]:
    """The page with all of them, the oldest first; nothing while there is none.

    One about an earlier version says so: it is there for good, whatever became of it since.
    """
    record = source.assessment
    rows = []
    for number, move in enumerate(record.history, 1):
        if move.move != MOVE:
            continue
        earlier = f"\n(about version {move.revision})" if move.revision not in (0, record.revision) else ""
        when = f"{moment(move.at)}\n{who_did(move, people)}{earlier}"
        rows.append(tuple(Answer(f"correction/{number}", TITLE, cell) for cell in (when, move.note.strip())))
    if not rows:
        return []
    about = Paragraph(say("copy", "corrections" if source.audience == "carer" else "corrections_council"), "hint")
    return [Heading(1, TITLE, new_page=True, about="page:corrections"), about, Table("", _HEADER, tuple(rows))]
