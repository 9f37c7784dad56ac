"""A council's own layout on the page: its named controls are filled where they stand and look as they did."""

from __future__ import annotations

import copy

from lxml import etree

from carer_desktop.documents.drawing import Drawing, run
from carer_desktop.documents.fixed import LIST, Placed
from carer_desktop.documents.lines import filled, lines
from carer_desktop.documents.ooxml import parse, w
from carer_desktop.documents.report import NOT_ANSWERED, Part, Report
from carer_desktop.documents.template import DOCUMENT, Template, controls

_KINDS = ("text", "richText", "comboBox", "dropDownList", "date", "docPartObj", "docPartList", "group", "bibliography")


def fill(template: Template, report: Report, width: int) -> etree._Element:
    """The council's pages with the answers of *report* in their controls."""
    return _Filling(template, report, width).done()


class _Filling:
    """One document being filled."""

    def __init__(self, template: Template, report: Report, width: int) -> None:
        self._drawing = Drawing(template.style_id, width)
        self._root = parse(template.parts[DOCUMENT])
        self._placed = Placed(report, {tag for _, tag in controls(self._root)})
        self._numbers = 0

    def done(self) -> etree._Element:
        """Rows of lists first: they make more controls."""
        for control, tag in list(controls(self._root)):
            if tag.startswith(LIST):
                self._rows(control, tag.removeprefix(LIST))
        for control, tag in list(controls(self._root)):
            if tag.startswith(LIST) or "." in tag:
                continue
            held = self._placed.parts_of(tag)
            self._put(control, held) if held is not None else self._say(control, self._placed.text_of(tag))
        return self._root

    def _rows(self, control: etree._Element, name: str) -> None:
        """One row of the layout for each item of a list; one that says so where there is none."""
        content = _content(control)
        pattern = list(content)
        for one in pattern:
            content.remove(one)
        for cells in self._placed.items_of(name) or ({},):
            for row in copy.deepcopy(pattern):
                content.append(row)
                for inner, tag in list(controls(row)):
                    self._say(inner, cells.get(tag.partition(".")[2], NOT_ANSWERED))
        self._named_anew(control)

    def _say(self, control: etree._Element, text: str) -> None:
        """Words into a control, inside a line, around paragraphs or around a cell, looking as its own words did."""
        content = _content(control)
        looks = next((copy.deepcopy(one) for one in content.iter(w("rPr"))), None)
        place = _place_of(content)
        if place is content and _is_inline(control):
            _empty(content)
            self._runs(content, text, looks)
        else:
            style = next((one.get(w("val")) for one in place.iter(w("pStyle"))), None)
            first = next((copy.deepcopy(one) for one in place.iter(w("pPr"))), None)
            _empty(place)
            # Line by line: some programs lose the order of breaks in a control around paragraphs.
            self._drawing.text(place, filled(text).replace("\n", "\n\n"), "Normal")
            for paragraph in place.findall(w("p")):
                _as_before(paragraph, first, style, looks)
        self._named_anew(control)

    def _runs(self, content: etree._Element, text: str, looks: etree._Element | None) -> None:
        made = run(content, "\n".join(line.text for line in lines(text)) or NOT_ANSWERED)
        if looks is not None and made.find(w("rPr")) is None:
            made.insert(0, looks)

    def _put(self, control: etree._Element, parts: tuple[Part, ...]) -> None:
        """Whole parts into a control around paragraphs."""
        place = _place_of(_content(control))
        _empty(place)
        body, self._drawing.body = self._drawing.body, place
        for part in parts:
            self._drawing.part(part)
        self._drawing.body = body
        if not len(place):
            self._drawing.text(place, NOT_ANSWERED, "Normal")
        self._named_anew(control)

    def _named_anew(self, control: etree._Element) -> None:
        """The control can hold any words now, shows no hint, and has a number of its own."""
        properties = control.find(w("sdtPr"))
        assert properties is not None
        for name in (*_KINDS, "showingPlcHdr", "placeholder", "id", "lock", "temporary"):
            for one in properties.findall(w(name)):
                properties.remove(one)
        self._numbers += 1
        number = etree.Element(w("id"))
        number.set(w("val"), str(100_000 + self._numbers))
        tag = properties.find(w("tag"))
        assert tag is not None
        tag.addnext(number)


# --- the layout ------------------------------------------------------------------------------------


def place_of(control: etree._Element) -> str:
    """Where a control stands: in a `line`, around whole `paragraphs`, a `cell`, a `row` or something `else`."""
    content = _content(control)
    kinds = {one.tag for one in content}
    if kinds == {w("tr")}:
        return "row"
    if kinds == {w("tc")}:
        return "cell"
    if _is_inline(control):
        return "line"
    return "paragraphs" if kinds and kinds <= {w("p"), w("tbl"), w("sdt")} else "else"


def _is_inline(control: etree._Element) -> bool:
    parent = control.getparent()
    while parent is not None and parent.tag in (w("sdtContent"), w("sdt"), w("hyperlink"), w("smartTag")):
        parent = parent.getparent()
    return parent is not None and parent.tag == w("p")


def _content(control: etree._Element) -> etree._Element:
    content = control.find(w("sdtContent"))
    return content if content is not None else etree.SubElement(control, w("sdtContent"))


def _place_of(content: etree._Element) -> etree._Element:
    """Where its words go: the cell a control is around, else itself."""
    cell = content.find(w("tc"))
    return content if cell is None else cell


def _empty(place: etree._Element) -> None:
    for one in list(place):
        if one.tag != w("tcPr"):
            place.remove(one)


def _as_before(
    paragraph: etree._Element, first: etree._Element | None, style: str | None, looks: etree._Element | None
) -> None:
    """A paragraph with the looks of those that stood there; a bullet stays one."""
    properties = paragraph.find(w("pPr"))
    bullet = properties is not None and properties.find(w("bidi")) is None and _is_bullet(properties)
    if first is not None and properties is not None and not bullet:
        kept = copy.deepcopy(first)
        for one in properties.findall(w("bidi")):
            kept.append(copy.deepcopy(one))
        for name in ("sectPr", "rPr", "pPrChange", "pageBreakBefore"):
            for one in kept.findall(w(name)):
                kept.remove(one)
        paragraph.replace(properties, _in_order(kept))
    if looks is not None:
        for made in paragraph.findall(w("r")):
            if made.find(w("rPr")) is None:
                made.insert(0, copy.deepcopy(looks))


def _is_bullet(properties: etree._Element) -> bool:
    style = properties.find(w("pStyle"))
    return style is not None and "bullet" in str(style.get(w("val"))).casefold()


_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
    "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
    "suppressOverlap", "jc",
)  # fmt: skip


def _in_order(properties: etree._Element) -> etree._Element:
    names = {w(name): number for number, name in enumerate(_ORDER)}
    properties[:] = sorted(properties, key=lambda one: names.get(str(one.tag), len(names)))
    return properties
