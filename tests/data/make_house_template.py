"""Makes templates/house.docx from nothing but the XML below: A4, British English, no trace of any machine.

Run by hand when the look changes: `python tests/data/make_house_template.py`. The bytes are the same each time.
"""

from __future__ import annotations

from pathlib import Path

from carer_desktop.documents.template import pack

TARGET = Path(__file__).parents[2] / "templates" / "house.docx"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
INK, GREY, LINE, PALE, BLUE = "0B0C0C", "484949", "B1B4B6", "F3F2F1", "1D4F7C"

CONTENT_TYPES = f"""<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{WML}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{WML}.styles+xml"/>
<Override PartName="/word/numbering.xml" ContentType="{WML}.numbering+xml"/>
<Override PartName="/word/settings.xml" ContentType="{WML}.settings+xml"/>
<Override PartName="/word/fontTable.xml" ContentType="{WML}.fontTable+xml"/>
<Override PartName="/word/theme/theme1.xml" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>
<Override PartName="/word/header1.xml" ContentType="{WML}.header+xml"/>
<Override PartName="/word/footer1.xml" ContentType="{WML}.footer+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
<Override PartName="/docProps/custom.xml"
 ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>
</Types>"""

RELATIONS = f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>
<Relationship Id="rId3" Type="{OFFICE}/custom-properties" Target="docProps/custom.xml"/>
</Relationships>"""

DOCUMENT_RELATIONS = f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{OFFICE}/numbering" Target="numbering.xml"/>
<Relationship Id="rId3" Type="{OFFICE}/settings" Target="settings.xml"/>
<Relationship Id="rId4" Type="{OFFICE}/header" Target="header1.xml"/>
<Relationship Id="rId5" Type="{OFFICE}/footer" Target="footer1.xml"/>
<Relationship Id="rId6" Type="{OFFICE}/fontTable" Target="fontTable.xml"/>
<Relationship Id="rId7" Type="{OFFICE}/theme" Target="theme/theme1.xml"/>
</Relationships>"""

DOCUMENT = f"""<w:document {W} {R}><w:body>
<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>The document stands here</w:t></w:r></w:p>
<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>
<w:pgSz w:w="11906" w:h="16838"/>
<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>
</w:sectPr></w:body></w:document>"""

SETTINGS = f"""<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>
<w:characterSpacingControl w:val="doNotCompress"/>
<w:compat>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>"""

NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/>
<w:lvlText w:val="&#8226;"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="340" w:hanging="340"/></w:pPr>
<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/></w:rPr></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


FONTS = f"""<w:fonts {W}><w:font w:name="Arial"><w:panose1 w:val="020B0604020202020204"/><w:charset w:val="00"/>
<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>"""


def theme() -> str:
    """The least theme Word expects: our own colours, one font, plain fills and lines."""
    colours = {"dk1": INK, "lt1": "FFFFFF", "dk2": BLUE, "lt2": PALE, "hlink": BLUE, "folHlink": GREY}
    colours |= {f"accent{number}": BLUE for number in range(1, 7)}
    names = ("dk1", "lt1", "dk2", "lt2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
    scheme = "".join(f'<a:{name}><a:srgbClr val="{colours[name]}"/></a:{name}>' for name in names)
    font = '<a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="House"><a:themeElements>'
        f'<a:clrScheme name="House">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="House"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="House"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


def style(name: str, style_id: str, paragraph: str, letters: str = "", based: str = "Normal", after: str = "") -> str:
    """One paragraph style; *after* is the style of the paragraph that follows it when somebody types."""
    follows = f'<w:next w:val="{after}"/>' if after else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based}"/>{follows}'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def letters(size: int, colour: str = INK, bold: bool = True) -> str:
    """Run properties: *size* in points."""
    weight = "<w:b/><w:bCs/>" if bold else ""
    return f'{weight}<w:color w:val="{colour}"/><w:sz w:val="{size * 2}"/><w:szCs w:val="{size * 2}"/>'


def heading(level: int, size: int, before: int, after: int, colour: str, border: str = "") -> str:
    """A heading style that stays with what follows it."""
    paragraph = (
        f"<w:keepNext/><w:keepLines/>{border}"
        f'<w:spacing w:before="{before}" w:after="{after}" w:line="240" w:lineRule="auto"/>'
        f'<w:outlineLvl w:val="{level - 1}"/>'
    )
    return style(f"heading {level}", f"Heading{level}", paragraph, letters(size, colour), after="Normal")


def styles() -> str:
    """All styles: sans serif, nothing under 12 point, left aligned, calm greys, one blue."""
    fonts = "".join(f' w:{script}="Arial"' for script in ("ascii", "hAnsi", "cs", "eastAsia"))
    rule = f'<w:pBdr><w:top w:val="single" w:sz="12" w:space="8" w:color="{BLUE}"/></w:pBdr>'
    bar = f'<w:pBdr><w:left w:val="single" w:sz="48" w:space="10" w:color="{BLUE}"/></w:pBdr>'
    thin = f'<w:pBdr><w:left w:val="single" w:sz="24" w:space="10" w:color="{LINE}"/></w:pBdr>'
    tight = '<w:spacing w:before="0" w:after="0" w:line="264" w:lineRule="auto"/>'
    under = '<w:spacing w:before="0" w:after="240" w:line="264" w:lineRule="auto"/>'
    cell = '<w:spacing w:before="0" w:after="40" w:line="252" w:lineRule="auto"/>'
    return "".join((
        f'<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{fonts}/><w:color w:val="{INK}"/>'
        '<w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr>'
        '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>",
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:spacing w:before="80"/></w:pPr></w:style>',
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
        style("Title", "Title", '<w:keepNext/><w:spacing w:before="0" w:after="120" w:line="240" w:lineRule="auto"/>',
              letters(24, BLUE), after="Normal"),
        heading(1, 18, 320, 120, BLUE, rule),
        heading(2, 15, 280, 100, INK),
        heading(3, 13, 200, 80, INK),
        style("List Bullet", "ListBullet", '<w:numPr><w:numId w:val="1"/></w:numPr>'
              '<w:spacing w:before="0" w:after="40"/><w:ind w:left="340" w:hanging="340"/>'),
        style("Quote", "Quote", f'{thin}<w:ind w:left="284"/>'),
        style("Hint", "Hint", '<w:spacing w:before="100"/>', letters(12, GREY, bold=False)),
        style("Note", "Note", f'<w:keepLines/>{bar}<w:spacing w:before="120" w:after="120"/><w:ind w:left="340"/>',
              "<w:b/><w:bCs/>"),
        style("caption", "Caption", '<w:keepNext/><w:spacing w:before="200" w:after="60"/>', "<w:b/><w:bCs/>"),
        style("Table Cell", "TableCell", cell),
        style("Table Header", "TableHeader", f"<w:keepNext/>{cell}", letters(12, GREY), based="TableCell"),
        style("header", "Header", under, letters(12, GREY, bold=False)),
        style("Page Mark", "PageMark", tight, letters(12, INK)),
        style("footer", "Footer", tight, letters(12, GREY, bold=False)),
        table_styles(),
        "</w:styles>",
    ))  # fmt: skip


def table_styles() -> str:
    """Thin lines between rows, no upright ones; the header row a shade darker than the page."""
    sides = f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
    inside = f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 50), ("left", 85), ("bottom", 30), ("right", 85))
    )
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="CarerTable"><w:name w:val="Carer Table"/>'
        '<w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{sides}{inside}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
        f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{GREY}"/>'
        f'</w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/></w:tcPr></w:tblStylePr>'
        '<w:tblStylePr w:type="firstCol"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr></w:style>'
    )


CORE = (
    f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>House template</dc:title><dc:creator>Carer Desktop</dc:creator><dc:language>en-GB</dc:language>"
    "</cp:coreProperties>"
)
CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Template">'
    "<vt:lpwstr>house</vt:lpwstr></property>"
    "</Properties>"
)


def parts() -> dict[str, bytes]:
    """Every part of the template, by name."""
    empty = '<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr></w:p>'
    texts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONS,
        "word/_rels/document.xml.rels": DOCUMENT_RELATIONS,
        "word/document.xml": DOCUMENT,
        "word/styles.xml": styles(),
        "word/numbering.xml": NUMBERING,
        "word/settings.xml": SETTINGS,
        "word/fontTable.xml": FONTS,
        "word/theme/theme1.xml": theme(),
        "word/header1.xml": f"<w:hdr {W}>{empty.format('Header')}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {W}>{empty.format('Footer')}</w:ftr>",
        "docProps/core.xml": CORE,
        "docProps/custom.xml": CUSTOM,
    }
    return {name: f"{HEAD}{text}".encode() for name, text in texts.items()}


if __name__ == "__main__":
    TARGET.write_bytes(pack(parts()))
