"""A council's own budget table, from finance's workbook to the line in a carer's document, through the door alone."""

from docx import Document
from openpyxl import load_workbook

from carer_desktop.paths import RESOURCES

ILLUSTRATIVE = RESOURCES / "budget" / "illustrative-2026.toml"
ANSWERS = {
    "conv_date": "2026-11-18", "carer_first": "Ann", "carer_last": "Example", "budget_wanted": "yes",
    "caring_level": "l4", "impact_level": "i4", "impact_reason": "Broken nights",
}  # fmt: skip


def words_of(file):
    """Every word of a Word file."""
    document = Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def changed_by_finance(book):
    """What finance people do with the workbook: their own scheme, dearer at the top, with a proof of it."""
    opened = load_workbook(book)
    head = {row[0].value: row[1] for row in opened["Table"].iter_rows(min_row=2)}
    for label, value in (
        ("Id", "our_scheme"),
        ("Title", "Our council"),
        ("Author", "Ola Example"),
        ("Illustrative", "no"),
    ):
        head[label].value = value
    opened["Amounts"]["F5"] = 655
    opened["Examples"].append(["The top", None, 655, "l4", "i4"])
    opened.save(book)


def test_from_a_workbook_to_the_document(vault):
    book, file = vault.folder / "scheme.xlsx", vault.folder / "scheme.toml"
    assert vault.run("table", "export", "--table", ILLUSTRATIVE, "--to", book).code == 0
    changed_by_finance(book)
    assert vault.run("check-table", book, "--form", "carer_conversation").out.startswith(
        "our_scheme@2026.1: Our council"
    )
    assert vault.run("table", "import", "--table", book, "--to", file).code == 0
    said = vault.run("table", "compare", "illustrative", file).out.splitlines()
    assert said == [
        "Title: Illustrative – not Camden's -> Our council",
        "Written by: Carer Desktop -> Ola Example",
        "Very high, More than I can manage: £600.00 -> £655.00",
        "1 amount differs, 19 are the same.",
    ]

    id = vault.filled(ANSWERS)
    assert "no approved table" in vault.show(id)["suggestion"]["why_none"]
    assert vault.at("table", "load", "--table", file).code == 0
    assert "no approved table" in vault.show(id)["suggestion"]["why_none"], "while it waits it counts for nothing"
    assert vault.at("table", "approve", "our_scheme@2026.1").code == 0
    suggestion = vault.show(id)["suggestion"]
    assert (suggestion["amount"], suggestion["table"]["illustrative"]) == ("655.00", False)
    assert [line["running"] for line in suggestion["lines"]] == ["655.00"]

    for audience in ("council", "carer"):
        ran = vault.at("export", id, "--to", vault.out, "--audience", audience, "--json")
        text = words_of(ran.json["written"][0]["file"])
        assert suggestion["lines"][0]["text"] in text and "£655.00" in text and "our_scheme" in text
        assert "llustrative" not in text
