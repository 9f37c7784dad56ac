"""What may be wrong with the named controls of a council's own layout; every finding names the tag and the heading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from lxml import etree

from carer_desktop.documents.fixed import LINES, LIST, PAGE, REST, SECTION, SUMMARY, WHOLE_PAGES
from carer_desktop.documents.layout import place_of
from carer_desktop.documents.ooxml import parse, w, w14
from carer_desktop.documents.source import SAID_ELSEWHERE
from carer_desktop.documents.template import DOCUMENT, STYLES, controls, style_ids
from carer_desktop.documents.template_page import Finding
from carer_desktop.forms.question import Form, Question
from carer_desktop.text import one_line

PAGES = (SUMMARY, *(f"{PAGE}{one}" for one in WHOLE_PAGES), REST, *(f"{PAGE}{one}" for one in LINES))
_ONLY_ONE_KIND = {
    "picture": "a picture", "date": "a date", "dropDownList": "a list to choose from",
    "comboBox": "a list to choose from", "citation": "a citation", "equation": "an equation",
}  # fmt: skip
_PLAIN_TEXT = "In Word: Developer, take it out and put a rich text control there."


def form_of(parts: Mapping[str, bytes], forms: Sequence[Form]) -> Form:
    """The form whose questions the controls name, the first where none does."""
    tags = [tag for _, tag in controls(parse(parts[DOCUMENT]))]
    return max(forms, key=lambda form: sum(_is_known(tag, form) for tag in tags))


def _is_known(tag: str, form: Form) -> bool:
    section = tag.startswith(SECTION) and tag.removeprefix(SECTION) in form.section
    listed = tag.startswith(LIST) and tag.removeprefix(LIST) in form.question
    return section or listed or tag in form.by_key


def untagged(parts: Mapping[str, bytes]) -> Iterator[Finding]:
    """Controls without a tag: some programs lose tags when they save a file, and nothing would be put there."""
    document = parse(parts[DOCUMENT])
    headings = _headings(parts)
    for control in document.iter(w("sdt")):
        if not tag_of(control) and control.find(f"{w('sdtPr')}/{w('docPartObj')}") is None:
            alias = control.find(f"{w('sdtPr')}/{w('alias')}")
            name = "A control" if alias is None else f"The control “{alias.get(w('val'))}”"
            mend = "In Word: Developer, Properties, Tag; or take the control out. Other programs may lose tags."
            yield Finding(_near(control, headings), f"{name} has no tag, so nothing would stand there", mend)


def _headings(parts: Mapping[str, bytes]) -> frozenset[str]:
    return frozenset(id for name, id in style_ids(parts[STYLES]).items() if name.startswith("heading"))


def control_findings(parts: Mapping[str, bytes], form: Form) -> Iterator[Finding]:
    """Everything wrong with the controls for this form, in their order on the pages."""
    document, headings = parse(parts[DOCUMENT]), _headings(parts)
    found = [(control, tag, _near(control, headings)) for control, tag in controls(document)]
    often = Counter(tag for _, tag, _ in found)
    for control, tag, where in found:
        yield from _of_tag(tag, where, form)
        yield from _of_control(control, tag, where, form)
        if often[tag] > 1 and "." not in tag and not tag.startswith(PAGE):
            yield Finding(where, f"The tag “{tag}” is there {often[tag]} times", "Keep one: an answer stands once.")
            often[tag] = 0
    yield from _left_out({tag for _, tag, _ in found}, form)
    yield from _of_pages(document, headings)


def _near(control: etree._Element, headings: frozenset[str]) -> str:
    """The tag, and the heading above it, as people find it."""
    tag, heading = tag_of(control), ""
    for one in control.getroottree().getroot().iter(w("p"), w("sdt")):
        if one is control:
            break
        style = one.find(f"{w('pPr')}/{w('pStyle')}")
        if style is not None and style.get(w("val")) in headings:
            heading = one_line("".join(str(text) for text in one.itertext()))
    said = f"Tag “{tag}”" if tag else "Pages"
    return f"{said} under “{heading}”" if heading else said


# --- tags ----------------------------------------------------------------------------------------


def _of_tag(tag: str, where: str, form: Form) -> Iterator[Finding]:
    if tag.startswith(PAGE):
        if tag not in PAGES:
            yield Finding(where, "No part of the document has this name", _nearest(tag, PAGES))
    elif tag.startswith(SECTION):
        section = form.section.get(tag.removeprefix(SECTION))
        if section is None:
            yield Finding(where, "No section has this name", _nearest(tag, [f"{SECTION}{one}" for one in form.section]))
    elif tag.startswith(LIST):
        question = form.question.get(tag.removeprefix(LIST))
        lists = [f"{LIST}{one.id}" for one in form.question.values() if one.type == "list"]
        if question is None or question.type != "list":
            yield Finding(where, "No list has this name", _nearest(tag, lists))
    else:
        yield from _of_question(tag, where, form)


def _of_question(tag: str, where: str, form: Form) -> Iterator[Finding]:
    question = form.by_key.get(tag)
    if question is None:
        yield Finding(where, "No question has this name", _nearest(tag, list(form.by_key)))
    elif form.section[question.section].private:
        yield Finding(where, "The answer is private and stands in no document", "Take the control out.")
    elif question.type == "message" or question.id in SAID_ELSEWHERE:
        yield Finding(where, "This is never printed as an answer", "Take the control out.")


def _nearest(tag: str, known: Sequence[str]) -> str:
    near = get_close_matches(tag, known, 1, 0.5)
    return f"Did you mean “{near[0]}”?" if near else "“carer-desktop questions” lists the names."


# --- controls ------------------------------------------------------------------------------------


def _of_control(control: etree._Element, tag: str, where: str, form: Form) -> Iterator[Finding]:
    properties, place = control.find(w("sdtPr")), place_of(control)
    assert properties is not None
    if properties.find(w14("checkbox")) is not None:
        yield Finding(where, "The control is a box to tick, in which no words fit", _PLAIN_TEXT)
    for kind, words in _ONLY_ONE_KIND.items():
        if properties.find(w(kind)) is not None:
            yield Finding(where, f"The control is for {words}, in which not every answer fits", _PLAIN_TEXT)
    if properties.find(w("dataBinding")) is not None:
        yield Finding(where, "The control takes its words from data in the file", _PLAIN_TEXT)
    if next(control.iterancestors(w("txbxContent")), None) is not None:
        yield Finding(where, "The control stands in a text box, which is not read aloud", "Put it on the page itself.")
    outer = next((tag_of(one) for one in control.iterancestors(w("sdt")) if tag_of(one)), "")
    listed = f"{LIST}{tag.partition('.')[0]}"
    if "." in tag and tag in form.by_key:
        if outer != listed:
            yield Finding(
                where, f"The column stands outside the row of its list, tagged “{listed}”", "Put it in there."
            )
    elif outer:
        yield Finding(where, f"The control stands inside another one, “{outer}”", "Take one of them out.")
    yield from _of_place(control, tag, where, place, form)


def tag_of(control: etree._Element) -> str:
    """The tag of a control; empty where it has none."""
    tag = control.find(f"{w('sdtPr')}/{w('tag')}")
    return "" if tag is None else (tag.get(w("val")) or "").strip()


def _of_place(control: etree._Element, tag: str, where: str, place: str, form: Form) -> Iterator[Finding]:
    if tag.startswith(LIST):
        if place != "row":
            mend = "In Word: mark one row of the table, then Developer, Rich text control, and give it this tag."
            yield Finding(where, "The list is not around one row of a table", mend)
        elif not any("." in inner for _, inner in controls(control)):
            yield Finding(
                where,
                "There is no column in the row of the list",
                f"Put controls in it, such as “{_column(tag, form)}”.",
            )
        return
    whole = tag.startswith(SECTION) or tag in PAGES[: len(WHOLE_PAGES) + 2] or _is_several(form.by_key.get(tag))
    in_a_table = next(control.iterancestors(w("tbl")), None) is not None
    if whole and (place != "paragraphs" or in_a_table):
        mend = "Put the control on a line of its own, outside tables, and mark the whole line with it."
        yield Finding(where, "Whole tables go there, for which it has no room", mend)
    elif whole and (before := control.getprevious()) is not None and before.tag in (w("sdt"), w("tbl")):
        yield Finding(
            where, "Two tables would run together here", "Put a heading or a line of text before the control."
        )
    elif place in ("row", "else"):
        yield Finding(where, "The control is not around words, a paragraph or one cell", _PLAIN_TEXT)


def _column(tag: str, form: Form) -> str:
    question = form.question.get(tag.removeprefix(LIST))
    return question.columns[0].key if question is not None and question.columns else "list.column"


def _is_several(question: Question | None) -> bool:
    return question is not None and question.type in ("list", "grid")


# --- the whole -----------------------------------------------------------------------------------


def _left_out(tags: set[str], form: Form) -> Iterator[Finding]:
    """Without a place for the rest every question needs one of its own."""
    if REST in tags:
        return
    mend = f"Add a control for it, or one tagged “{REST}” for everything without a place."
    for section in form.sections:
        if section.private or f"{SECTION}{section.id}" in tags:
            continue
        for question in section.questions:
            if question.required == "C" and question.answerable and question.id not in tags:
                yield Finding(section.title, f"There is no place for “{question.label}”, which must be answered", mend)
    what = "There is no place for the other answers, for what was not covered, and for what happened to the record"
    yield Finding(f"Tag “{REST}”", what, f"Add a control tagged “{REST}” on a line of its own.")


def _of_pages(document: etree._Element, headings: frozenset[str]) -> Iterator[Finding]:
    levels: list[int] = []
    for paragraph in document.iter(w("p")):
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        name = style.get(w("val"), "") if style is not None else ""
        if name in headings:
            level = int("".join(letter for letter in name if letter.isdecimal()) or 1)
            if level > (levels[-1] if levels else 0) + 1:
                said = one_line("".join(str(text) for text in paragraph.itertext()))
                yield Finding(
                    f"Heading “{said}”", "A level of headings is left out before it", "Use Heading 1, then 2."
                )
            levels.append(level)
    for row in document.iter(w("trHeight")):
        if row.get(w("hRule")) == "exact":
            mend = "In Word: Table properties, Row, untick Specify height or choose At least."
            yield Finding("Tables", "A row has a fixed height, which would cut long answers off", mend)
    if next(document.iter(w("gridSpan"), w("vMerge")), None) is not None:
        mend = "In Word: Layout, Split cells; give each answer a row of its own."
        yield Finding("Tables", "Cells are merged, so that they are read aloud in the wrong order", mend)
    if next(document.iter(w("ins"), w("del"), w("moveFrom")), None) is not None:
        yield Finding("Pages", "There are tracked changes", "In Word: Review, Accept all changes.")
