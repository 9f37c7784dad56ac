"""Word files written by hand for the tests: a body in WordprocessingML, packed over the house template's styles."""

import zipfile

from carer_desktop.paths import TEMPLATES

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def word_file(target, body):
    """A Word file with this body, at *target*."""
    with zipfile.ZipFile(TEMPLATES / "house.docx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = f"<w:document {W} {W14} {MC}><w:body>{body}</w:body></w:document>".encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target


def p(text, style=""):
    """A paragraph of one run, of two where there is a bar in it: Word splits words anywhere."""
    mark = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    runs = "".join(f'<w:r><w:t xml:space="preserve">{piece}</w:t></w:r>' for piece in text.split("|"))
    return f"<w:p>{mark}{runs}</w:p>"


def table(*rows):
    """A table without a header row."""
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{one}</w:tr>' for one in cells)}</w:tbl>"


def control(text, tag="", alias="", inline=True, hint=False):
    """A content control with this text in it."""
    properties = "".join(f'<w:{name} w:val="{value}"/>' for name, value in (("alias", alias), ("tag", tag)) if value)
    properties += "<w:showingPlcHdr/>" if hint else ""
    inside = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if inline else p(text)
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def tick(on):
    """A box of Word's own."""
    sign = "\u2612" if on else "\u2610"
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{int(on)}"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent><w:r><w:t>{sign}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def old_field(text):
    """A form field of Word 97."""
    runs = (
        '<w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Text1"/></w:ffData></w:fldChar>',
        "<w:instrText> FORMTEXT </w:instrText>", '<w:fldChar w:fldCharType="separate"/>', f"<w:t>{text}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )  # fmt: skip
    return "".join(f"<w:r>{one}</w:r>" for one in runs)


def old_box(on):
    """A box of Word 97."""
    state = '<w:checked w:val="1"/>' if on else "<w:checked w:val='0'/>"
    box = f'<w:ffData><w:checkBox><w:default w:val="0"/>{state}</w:checkBox></w:ffData>'
    return f'<w:r><w:fldChar w:fldCharType="begin">{box}</w:fldChar></w:r>'


def form_of_somebody_else():
    """A council's old form, as they are: tables, controls, fields and boxes side by side."""
    return "".join(
        (
            p("Carer’s assessment", "Title"),
            table(
                (p("1. First name:"), p("A|nn")),
                (p("Last name"), p("Example")),
                (p("Date of birth"), f"<w:p>{old_field('1/5/1970')}</w:p>"),
                (p("Favourite colour"), p("Green")),
                (p("Phone number"), "<w:p/>"),
            ),
            p("How does caring affect you?"),
            p("She said: I cannot sleep."),
            p("And more."),
            p("Do you want a copy of this form?"),
            f"<w:p>{tick(True)}{_run(' Yes  ')}{tick(False)}{_run(' No')}</w:p>",
            f"<w:p>{_run('Main language: ')}{control('Welsh')}{_run(' Other: ')}{control('Click', hint=True)}</w:p>",
            p("Remarks: Ring after six"),
        )
    )


def _run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
