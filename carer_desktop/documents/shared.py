"""The copy for the person cared for: it starts empty and holds only what was ticked for it with the carer."""

from __future__ import annotations

from carer_desktop.documents.report import Answer, Paragraph, Report
from carer_desktop.documents.sections import sections
from carer_desktop.documents.source import Source
from carer_desktop.documents.summary import carer_name
from carer_desktop.errors import Refused
from carer_desktop.words import say

NOTHING_TICKED = "Nothing is ticked for the copy for the person cared for"


def shared_copy(source: Source) -> Report:
    """The copy; Refused while the carer wants none, and while nothing is ticked for it."""
    if not source.reader.given:
        raise Refused(NOTHING_TICKED, source.form.title, "Ask the carer, and tick it under “Agreement and copies”.")
    name = carer_name(source) or "Name not yet given"
    return Report(
        title=say("copy", "cared_for_title"),
        subject=source.subject,
        day=source.day,
        facts=(Answer("carer", "Shared by", name),),
        parts=(*sections(source, without=("carer",), new_page=False), Paragraph(say("copy", "cared_for"), "hint")),
        running=f"From {name}",
        footer=source.form.title,
        facts_header=("About", "This copy"),
    )
