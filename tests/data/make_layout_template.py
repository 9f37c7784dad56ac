"""Makes templates/layout_example.docx: an own layout for the Carer Conversation, for a council to begin with in Word.

Run by hand when the form or the look changes: `python tests/data/make_layout_template.py`. The bytes are the same each
time.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from carer_desktop.documents.template import pack
from carer_desktop.forms import library
from tests.data.make_house_template import R, W
from tests.data.make_house_template import parts as house

TARGET = Path(__file__).parents[2] / "templates" / "layout_example.docx"
FORM = library.find("carer_conversation")
WIDE, HALF = (3470, 6168), (4819, 4819)
ABOUT = ("carer_first", "carer_last", "carer_dob", "carer_mosaic_id", "carer_address", "carer_phone", "contact_safe")
CARE = ("hours_week", "duration", "caring_level", "impact_level")
MONEY = ("elig_determination", "elig_why", "proposed")
WHOLE = {
    "4. How it is": ("section:role", "section:wellbeing", "section:outcomes"),
    "5. Plan": ("section:plan",),
    "7. The decision": ("page:decision",),
    "8. Everything else": ("page:rest",),
}


def paragraph(inside: str, style: str) -> str:
    """A paragraph of a style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inside}</w:p>'


def run(words: str) -> str:
    """A run of words."""
    return f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


class Layout:
    """The pages: each control has a number of its own."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def control(self, tag: str, words: str, inside: str) -> str:
        """A control named by its tag; *words* are what Word calls it."""
        properties = f"<w:alias w:val={quoteattr(words)}/><w:tag w:val={quoteattr(tag)}/>"
        number = f'<w:id w:val="{next(self._numbers)}"/>'
        return f"<w:sdt><w:sdtPr>{properties}{number}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    def cell(self, inside: str, width: int) -> str:
        """A cell of a table."""
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'

    def table(self, widths: tuple[int, ...], heads: tuple[str, ...], rows: list[str]) -> str:
        """A table with a header row that is read out as one."""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        cells = (self.cell(paragraph(run(head), "TableHeader"), at) for head, at in zip(heads, widths, strict=True))
        header = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="CarerTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            '<w:tblLayout w:type="fixed"/><w:tblLook w:val="06A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" '
            f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
            f"{header}{''.join(rows)}</w:tbl>"
        )

    def questions(self, names: tuple[str, ...]) -> str:
        """A row for each question: its words, and a control for the answer."""
        rows = []
        for name in names:
            label = FORM.question[name].label
            answer = self.control(name, label[:60], paragraph(run("Answer"), "TableCell"))
            cells = (self.cell(paragraph(run(label), "TableCell"), WIDE[0]), self.cell(answer, WIDE[1]))
            rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
        return self.table(WIDE, ("Question", "Answer"), rows)

    def people(self) -> str:
        """A row that is there once for each person who is cared for."""
        columns = ("name", "relation")
        labels = tuple(FORM.by_key[f"cf.{column}"].label for column in columns)
        cells = (
            self.cell(paragraph(self.control(f"cf.{column}", label, run("Answer")), "TableCell"), HALF[0])
            for column, label in zip(columns, labels, strict=True)
        )
        row = self.control("list:cf", "One row for each person", f"<w:tr>{''.join(cells)}</w:tr>")
        return self.table(HALF, labels, [row])

    def whole(self, heading: str) -> str:
        """A heading and controls for whole parts beneath it."""
        held = [self.control(tag, tag, paragraph(run("This part stands here"), "Normal")) for tag in WHOLE[heading]]
        titles = [FORM.section[tag.partition(":")[2]].title for tag in WHOLE[heading] if tag.startswith("section:")]
        if len(held) > 1:
            held = [paragraph(run(title), "Heading2") + one for title, one in zip(titles, held, strict=True)]
        return paragraph(run(heading), "Heading1") + "".join(held)

    def body(self) -> str:
        """All pages."""
        title = self.control("page:title", "Title", run("Title"))
        return "".join(
            (
                paragraph(title, "Title"),
                self.control("page:summary", "Summary", paragraph(run("The summary stands here"), "Normal")),
                paragraph(run("1. About the carer"), "Heading1"),
                self.questions(ABOUT),
                paragraph(run("2. Who they care for"), "Heading1"),
                self.people(),
                paragraph(run("3. What they do"), "Heading1"),
                self.questions(CARE),
                self.whole("4. How it is"),
                self.whole("5. Plan"),
                paragraph(run("6. Eligibility and money"), "Heading1"),
                self.questions(MONEY),
                self.whole("7. The decision"),
                self.whole("8. Everything else"),
            )
        )


def parts() -> dict[str, bytes]:
    """Every part of the example, by name."""
    made = house()
    old = made["word/document.xml"].decode()
    layout = old[old.index("<w:sectPr>") : old.index("</w:body>")]
    body = Layout().body()
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    made["word/document.xml"] = f"{head}<w:document {W} {R}><w:body>{body}{layout}</w:body></w:document>".encode()
    return made


if __name__ == "__main__":
    TARGET.write_bytes(pack(parts()))
