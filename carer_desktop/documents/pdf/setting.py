"""Setting pages: running text, bullets and tables flow from page to page, and nothing is ever cut off.

What goes where is worked out first; only then is it drawn, when the number of pages is known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, TypeAlias

from reportlab.lib.colors import HexColor

from carer_desktop.documents.lines import lines
from carer_desktop.documents.pdf.letters import PLAIN, shown, width, wrap
from carer_desktop.documents.pdf.tagging import About, Node, TaggedCanvas
from carer_desktop.documents.report import ORDINARY, PAPERS, is_large

A4 = (595.28, 841.89)
BLACK, GREY, RULE, HEAD = "#0b0c0c", "#454a4d", "#8a9297", "#e8edf0"
_BULLET = "\u2022"


@dataclass(frozen=True, slots=True)
class Look:
    """How pages look: the size of running text in points, the colour of the paper, and whether all of it is black.

    Plain: nothing is grey or shaded.
    """

    size: int = ORDINARY
    paper: str = "white"
    plain: bool = False

    @property
    def quiet(self) -> str:
        """The colour of what explains, and of what stands around the text."""
        return BLACK if self.plain else GREY

    @property
    def shade(self) -> str:
        """The colour behind the headers of tables."""
        return "" if self.plain else HEAD


@dataclass(frozen=True, slots=True)
class Type:
    """How a piece of text is set."""

    font: str = PLAIN
    size: float = ORDINARY
    colour: str = BLACK

    @property
    def leading(self) -> float:
        """From one line to the next."""
        return self.size * (1.24 if is_large(int(self.size)) else 1.32)


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text that belongs to a node; *y* is its base line, from the top of the page."""

    node: Node | None
    x: float
    y: float
    text: str
    type: Type


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled area or a frame, for the eye alone."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = ""
    thick: float = 0.6


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that stands on the page in its own way, such as a field: it is handed the canvas when it is drawn."""

    draw: Callable[[TaggedCanvas], None]


Piece: TypeAlias = Words | Shape | Mark


@dataclass(frozen=True, slots=True)
class Row:
    """One line inside a cell: its node, its words, and how far it is moved in."""

    node: Node
    text: str
    indent: float = 0
    label: tuple[Node, str] | None = None
    before: float = 0


@dataclass
class Page:
    """One page while it is filled."""

    pieces: list[Piece] = field(default_factory=list)


class Setting:
    """A document being set: the page it is on, and how far down that is full."""

    def __init__(self, look: Look, head: Sequence[tuple[str, Type]] = (), foot: str = "", margin: float = 0) -> None:
        self.look = look
        self.type = Type(size=look.size)
        self.margin = margin or (42 if is_large(look.size) else 54)
        self.width = A4[0] - 2 * self.margin
        self.small = Type(size=small(look), colour=look.quiet)
        self._head = [
            (line, type) for text, type in head for line in wrap(shown(text), type.font, type.size, self.width)
        ]
        self._foot = wrap(shown(foot), PLAIN, self.small.size, self.width * 0.72)
        self.top = 34 + sum(type.leading for _, type in self._head) + (14 if self._head else 6)
        self.bottom = A4[1] - 34 - len(self._foot) * self.small.leading - 12
        self.root = Node("Document")
        self._level = -1
        self.pages: list[Page] = [Page()]
        self.y = self.top

    @property
    def at_top(self) -> bool:
        """Whether nothing stands on this page yet."""
        return self.y <= self.top

    def put(self, piece: Piece) -> None:
        """Puts a piece on this page."""
        self.pages[-1].pieces.append(piece)

    def page(self) -> None:
        """Begins a page, unless this one is empty."""
        if not self.at_top:
            self.pages.append(Page())
            self.y = self.top

    def room(self) -> float:
        """What is left of this page."""
        return self.bottom - self.y

    def need(self, height: float) -> None:
        """Begins a page where less than that is left of this one."""
        if self.room() < min(height, self.bottom - self.top):
            self.page()

    def gap(self, height: float) -> None:
        """Leaves a space, but none at the top of a page."""
        if not self.at_top:
            self.y += height

    # --- running text ------------------------------------------------------------------------------------------

    def height(self, text: str, type: Type) -> float:
        """How high a paragraph is."""
        return len(wrap(shown(text), type.font, type.size, self.width)) * type.leading

    def text(self, node: Node, text: str, type: Type, indent: float = 0, bar: str = "") -> None:
        """One paragraph that belongs to a node; *bar* is the colour of a line beside it."""
        for line in wrap(shown(text), type.font, type.size, self.width - indent):
            self.need(type.leading)
            if bar:
                self.put(Shape(self.margin + indent - 10, self.y, 3, type.leading, fill=bar))
            self.put(Words(node, self.margin + indent, self.y + type.size, line, type))
            self.y += type.leading

    def heading(self, text: str, level: int, type: Type) -> None:
        """A heading, the title being of level 0; it also stands in the contents that programs show beside the pages.

        No level is left out on the way down, so that whoever listens is never lost.
        """
        level = self._level = min(level, self._level + 1)
        top = A4[1] - self.y

        def bookmark(canvas: TaggedCanvas) -> None:
            key = f"{canvas.getPageNumber()}/{top:.0f}/{level}"
            canvas.bookmarkPage(key, fit="XYZ", left=0, top=top, zoom=0)
            canvas.addOutlineEntry(shown(text), key, level, closed=level > 1)

        self.put(Mark(bookmark))
        self.text(self.root.add(f"H{level + 1}"), text, type)

    def paragraphs(self, text: str, type: Type, indent: float = 0, bar: str = "", parent: Node | None = None) -> None:
        """Running text as paragraphs and bullets."""
        parent = parent or self.root
        for row in rows(parent, text, type):
            self.gap(row.before)
            self.need(type.leading)
            if row.label:
                at = self.margin + indent + row.indent - bullet_indent(type)
                self.put(Words(row.label[0], at, self.y + type.size, row.label[1], type))
            self.text(row.node, row.text, type, indent + row.indent, bar)
        self.gap(type.size * 0.5)

    # --- drawing -----------------------------------------------------------------------------------------------

    def draw(self, file: BinaryIO, about: About, last: Callable[[TaggedCanvas], None] | None = None) -> None:
        """Draws every page and writes the file; *last* is done when all of them are drawn."""
        canvas = TaggedCanvas(file, A4, about)
        for number, page in enumerate(self.pages, 1):
            self._around(canvas, number)
            _draw(canvas, page.pieces)
            canvas.showPage()
        if last is not None:
            last(canvas)
        canvas.finish(self.root)

    def _around(self, canvas: TaggedCanvas, number: int) -> None:
        """The colour of the paper, the head and the foot of a page: never read as part of the text."""
        paper = PAPERS[self.look.paper]
        pieces: list[Piece] = [Shape(0, 0, *A4, fill=paper)] if paper else []
        y = 34.0
        for line, type in self._head:
            pieces.append(Words(None, self.margin, y + type.size, line, type))
            y += type.leading
        base = self.bottom + 12
        of = f"Page {number} of {len(self.pages)}"
        right = A4[0] - self.margin - width(of, PLAIN, self.small.size)
        pieces.append(Shape(self.margin, base - 4, self.width, 0, stroke=RULE))
        for count, line in enumerate(self._foot or [""]):
            pieces.append(Words(None, self.margin, base + (count + 1) * self.small.leading - 3, line, self.small))
        pieces.append(Words(None, right, base + self.small.leading - 3, of, self.small))
        _draw(canvas, pieces)


def bullet_indent(type: Type) -> float:
    """How far the text of a bullet is moved in."""
    return type.size * 1.1


def rows(parent: Node, text: str, type: Type, direct: bool = False) -> list[Row]:
    """The paragraphs and bullets of a text with their nodes; *direct*: a single paragraph is the cell's own text."""
    found: list[Row] = []
    said = lines(text)
    listed: Node | None = None
    for number, line in enumerate(said):
        before = type.size * 0.35 if number else 0
        if line.bullet:
            listed = listed or parent.add("L")
            item = listed.add("LI")
            label = item.add("Lbl")
            found.append(Row(item.add("LBody"), line.text, bullet_indent(type), (label, _BULLET), before))
        else:
            listed = None
            node = parent if direct and len(said) == 1 else parent.add("P")
            found.append(Row(node, line.text, before=before))
    return found


def small(look: Look) -> float:
    """The size of what stands at the head and the foot of pages: in large print large as well."""
    return min(look.size, 16) if is_large(look.size) else max(10, look.size * 0.8)


def _draw(canvas: TaggedCanvas, pieces: list[Piece]) -> None:
    """Pieces that follow each other and belong to one node are marked once."""
    number = 0
    while number < len(pieces):
        piece = pieces[number]
        if isinstance(piece, Mark):
            piece.draw(canvas)
            number += 1
            continue
        node = piece.node if isinstance(piece, Words) else None
        with canvas.tagged(node):
            while number < len(pieces):
                piece = pieces[number]
                if isinstance(piece, Mark) or (piece.node if isinstance(piece, Words) else None) is not node:
                    break
                _words(canvas, piece) if isinstance(piece, Words) else _shape(canvas, piece)
                number += 1


def _words(canvas: TaggedCanvas, words: Words) -> None:
    canvas.setFillColor(HexColor(words.type.colour))
    canvas.setFont(words.type.font, words.type.size)
    canvas.drawString(words.x, A4[1] - words.y, words.text)


def _shape(canvas: TaggedCanvas, shape: Shape) -> None:
    if shape.fill:
        canvas.setFillColor(HexColor(shape.fill))
    if shape.stroke:
        canvas.setStrokeColor(HexColor(shape.stroke))
        canvas.setLineWidth(shape.thick)
    canvas.rect(
        shape.x, A4[1] - shape.y - shape.height, shape.width, shape.height,
        stroke=int(bool(shape.stroke)), fill=int(bool(shape.fill)),
    )  # fmt: skip
