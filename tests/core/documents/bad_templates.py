"""Templates made by hand with one thing wrong each, and the words that have to be said of it, with the place."""

# ruff: noqa: E501

import re
import zipfile

from carer_desktop.paths import TEMPLATES
from tests.core.documents.wordfile import MC, W14, W, control, p, table

R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LAYOUT = (
    f'<w:sectPr {R}><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" '
    'w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
)
DOCUMENT, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"
HEADER, TYPES, RELATIONS = "word/header1.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"
GRID = '<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="4000"/><w:gridCol w:w="5000"/></w:tblGrid>'


def house():
    """The parts of the template that comes with the program."""
    with zipfile.ZipFile(TEMPLATES / "house.docx") as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def pages(body):
    """The pages of a layout of a council's own."""
    return f"<w:document {W} {W14} {MC}><w:body>{body}{LAYOUT}</w:body></w:document>"


def grid(*rows):
    """A table as Word writes it."""
    return table(*rows).replace("<w:tbl>", f"<w:tbl>{GRID}", 1)


def row_of(name, *columns):
    """A row that stands once for each item of a list."""
    cells = "".join(f"<w:tc><w:p>{control('x', f'{name}.{one}')}</w:p></w:tc>" for one in columns)
    return f'<w:sdt><w:sdtPr><w:tag w:val="list:{name}"/></w:sdtPr><w:sdtContent><w:tr>{cells}</w:tr></w:sdtContent></w:sdt>'


def people():
    """A table of the people cared for: a header row, and one row for each."""
    heads = f"<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>{p('Who')}</w:tc><w:tc>{p('Relation')}</w:tc></w:tr>"
    return f"<w:tbl>{GRID}{heads}{row_of('cf', 'name', 'relation')}</w:tbl>"


GOOD = "".join(
    (
        p("Camden: record of a carer", "Title"),
        p("1. The carer", "Heading1"),
        f"<w:p><w:r><w:t xml:space='preserve'>Name: </w:t></w:r>{control('x', 'carer_first')}{control('x', 'carer_last')}</w:p>",
        grid((p("Date of birth"), control("x", "carer_dob", inline=False)), (p("Told"), p("1|2"))),
        p("2. People", "Heading1"),
        people(),
        p("3. What was agreed", "Heading1"),
        control("x", "section:plan", inline=False),
        p("4. All else", "Heading1"),
        control("x", "page:rest", inline=False),
    )
)  # fmt: skip


def _house(part, old, new):
    parts = house()
    assert old in parts[part]
    return {**parts, part: parts[part].replace(old, new)}


def _style(name, inside):
    parts = house()
    pattern = re.compile(rf'(<w:name w:val="{name}"/>.*?)(<w:rPr>(.*?)</w:rPr>|)(</w:style>)', re.DOTALL)
    made, times = pattern.subn(lambda m: f"{m[1]}<w:rPr>{inside}</w:rPr>{m[4]}", parts[STYLES], count=1)
    assert times
    return {**parts, STYLES: made}


def own_layout(body):
    return {**house(), DOCUMENT: pages(body)}


def _header(inside, **parts):
    return {**house(), HEADER: f"<w:hdr {W} {R} {WP} {MC}>{inside}</w:hdr>", **parts}


def _with(name, data, kind="image/png"):
    types = house()[TYPES].replace("</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/></Types>')
    return {**house(), TYPES: types, name: data}


def _setting(inside):
    return {**house(), SETTINGS: f"<w:settings {W}>{inside}</w:settings>"}


DRAWN = '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="Logo"/></wp:inline></w:drawing></w:r></w:p>'
COMMENTS = f'<w:comments {W}><w:comment w:id="1" w:author="x">{p("Why?")}</w:comment></w:comments>'

BAD = {
    "another language": (_house(STYLES, '<w:lang w:val="en-GB"', '<w:lang w:val="en-US"'), "Language: The template is in another language (en-US)"),
    "no language": (_house(STYLES, '<w:lang w:val="en-GB"', "<w:lang "), "Language: The template does not say in which language"),
    "a style is gone": (_house(STYLES, '<w:name w:val="Quote"/>', '<w:name w:val="Quotation"/>'), "Style “Quote”: The style is not there"),
    "hidden text": (_style("Table Cell", "<w:vanish/>"), "Style “Table Cell”: Text of this style is hidden"),
    "small print": (_style("Hint", '<w:sz w:val="16"/>'), "Style “Hint”: Text of this style is smaller than 12 point (8)"),
    "white on white": (_style("Note", '<w:color w:val="FEFEFE"/>'), "Style “Note”: Its text is hard to read"),
    "a style in French": (_style("Quote", '<w:lang w:val="fr-FR"/>'), "Style “Quote”: Text of this style is in another language"),
    "US Letter": (_house(DOCUMENT, 'w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"'), "Page setup: The page is not A4"),
    "no layout": (_house(DOCUMENT, "w:sectPr", "w:sectPrX"), "Page setup: The template has no page layout"),
    "no margin": (_house(DOCUMENT, 'w:left="1134"', 'w:left="100"'), "Page setup: A margin is narrower than 1 cm"),
    "a narrow text": (_house(DOCUMENT, 'w:left="1134"', 'w:left="5000"'), "Page setup: There is less than 12 cm"),
    "columns": (_house(DOCUMENT, "</w:sectPr>", '<w:cols w:num="2"/></w:sectPr>'), "Page setup: The text stands in columns"),
    "no header": (_house(DOCUMENT, '<w:headerReference w:type="default" r:id="rId4"/>', ""), "Header: There is no header on every page"),
    "none on the first page": (_house(DOCUMENT, "</w:sectPr>", "<w:titlePg/></w:sectPr>"), "Footer: There is no footer on the first page"),
    "none on even pages": (_setting("<w:evenAndOddHeaders/>"), "Header: There is no header on even pages"),
    "a text box": (_header(f"<w:p><w:r><w:txbxContent>{p('Council')}</w:txbxContent></w:r></w:p>"), "Header: There is text in a text box"),
    "a watermark": (_header("<w:p><w:r><w:pict/></w:r></w:p>"), "Header: There is a watermark"),
    "a logo without words": (_header(DRAWN), "Header: A picture has no words for people who cannot see it (Logo)"),
    "a field with a name": (_header('<w:p><w:fldSimple w:instr=" USERNAME "><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'), "Header: There is a field that fills itself in (USERNAME)"),
    "a control in the header": (_header(f"<w:p>{control('x', 'carer_first')}</w:p>"), "Header: There is a control"),
    "tracked changes in it": (_header(f"<w:p><w:ins w:id='1' w:author='x'>{p('x')[5:-6]}</w:ins></w:p>"), "Header: There are tracked changes"),
    "a picture that is none": (_with("word/media/logo.png", "MZ"), "Pictures: “logo.png” is not the kind of picture"),
    "a picture of a bad kind": (_with("word/media/logo.emf", "x", "image/x-emf"), "Pictures: “logo.emf” is of a kind that is not safe"),
    "large pictures": (_with("word/media/a.png", b"\x89PNG" + bytes(range(256)) * 9_000), "Pictures: The pictures come to over 2 MB"),
    "fonts inside": (_with("word/fonts/font1.odttf", "x", "application/x-font"), "Fonts: Fonts are packed into the file"),
    "protected": (_setting('<w:documentProtection w:edit="readOnly" w:enforcement="1"/>'), "Settings: The template is protected"),
    "mail merge": (_setting("<w:mailMerge><w:mainDocumentType w:val='formLetters'/></w:mailMerge>"), "Settings: The template fetches data"),
    "tracking": (_setting("<w:trackRevisions/>"), "Settings: Changes are being tracked"),
    "comments": (_with("word/comments.xml", COMMENTS, "application/xml"), "Comments: There are comments"),
    "a tag that was lost": (own_layout(GOOD.replace('<w:tag w:val="carer_dob"/>', '<w:alias w:val="Born"/>')), "Pages under “1. The carer”: The control “Born” has no tag"),
    "an unknown tag": (own_layout(GOOD.replace("carer_dob", "carer_dobb")), "Tag “carer_dobb” under “1. The carer”: No question has this name. Did you mean “carer_dob”?"),
    "an unknown section": (own_layout(GOOD.replace("section:plan", "section:plans")), "Tag “section:plans” under “3. What was agreed”: No section has this name. Did you mean “section:plan”?"),
    "an unknown list": (own_layout(GOOD.replace("list:cf", "list:cff").replace("cf.", "cf.")), "Tag “list:cff” under “2. People”: No list has this name"),
    "an unknown column": (own_layout(GOOD.replace("cf.relation", "cf.relations")), "Tag “cf.relations” under “2. People”: No question has this name"),
    "an unknown part": (own_layout(GOOD.replace("page:rest", "page:rest") + control("x", "page:summry", inline=False)), "No part of the document has this name. Did you mean “page:summary”?"),
    "the same tag twice": (own_layout(GOOD.replace("carer_last", "carer_first")), "The tag “carer_first” is there 2 times"),
    "no place for the rest": (own_layout(GOOD.replace("page:rest", "section:budget")), "which must be answered"),
    "nor for what happened": (own_layout(GOOD.replace("page:rest", "section:budget")), "Tag “page:rest”: There is no place for the other answers"),
    "a private answer": (own_layout(GOOD.replace("carer_dob", "carer_ethnicity")), "Tag “carer_ethnicity” under “1. The carer”: The answer is private"),
    "a box to tick": (own_layout(GOOD.replace('<w:tag w:val="carer_dob"/>', '<w:tag w:val="carer_dob"/><w14:checkbox/>')), "The control is a box to tick"),
    "a list to choose from": (own_layout(GOOD.replace('<w:tag w:val="carer_dob"/>', '<w:tag w:val="carer_dob"/><w:dropDownList/>')), "The control is for a list to choose from"),
    "bound to data": (own_layout(GOOD.replace('<w:tag w:val="carer_dob"/>', '<w:tag w:val="carer_dob"/><w:dataBinding w:xpath="/x" w:storeItemID="{0}"/>')), "takes its words from data"),
    "one in another": (own_layout(GOOD.replace("page:rest", "page:rest") + f'<w:sdt><w:sdtPr><w:tag w:val="carer_title"/></w:sdtPr><w:sdtContent>{p("x")}<w:p>{control("x", "carer_age")}</w:p></w:sdtContent></w:sdt>'), "The control stands inside another one, “carer_title”"),
    "a column without its row": (own_layout(f"<w:p>{control('x', 'cf.dob')}</w:p>" + GOOD), "The column stands outside the row of its list"),
    "a list in a line": (own_layout(GOOD.replace(people(), f"<w:p>{control('x', 'list:cf')}</w:p>")), "The list is not around one row of a table"),
    "a row without columns": (own_layout(GOOD.replace(row_of("cf", "name", "relation"), row_of("cf"))), "There is no column in the row of the list"),
    "a section in a line": (own_layout(GOOD.replace(control("x", "section:plan", inline=False), f"<w:p>{control('x', 'section:plan')}</w:p>")), "Whole tables go there, for which it has no room"),
    "tables that run together": (own_layout(GOOD.replace(p("4. All else", "Heading1"), "")), "Tag “page:rest” under “3. What was agreed”: Two tables would run together"),
    "a level left out": (own_layout(GOOD.replace("Heading1", "Heading3", 1)), "Heading “1. The carer”: A level of headings is left out"),
    "rows of fixed height": (own_layout(GOOD.replace("<w:tr>", '<w:tr><w:trPr><w:trHeight w:val="300" w:hRule="exact"/></w:trPr>', 1)), "Tables: A row has a fixed height"),
    "merged cells": (own_layout(GOOD.replace("<w:tc>", '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>', 1)), "Tables: Cells are merged"),
    "tracked changes": (own_layout(GOOD + '<w:p><w:ins w:id="9" w:author="x"><w:r><w:t>x</w:t></w:r></w:ins></w:p>'), "Pages: There are tracked changes"),
}  # fmt: skip
"""What is wrong with it -> its parts, and what has to be said."""


def written(target, parts):
    """The parts as a file."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target
