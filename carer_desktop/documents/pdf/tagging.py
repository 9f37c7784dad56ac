"""The structure of a PDF: what is a heading, a list, a table and what only decorates, so that it can be read aloud.

reportlab draws and does not tag. A tree of nodes is made while the pages are laid out; what is drawn for a node is
marked with a number on its page, and at the end the tree is written with these numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFObjectReference,
    PDFStream,
    PDFString,
)
from reportlab.pdfgen.canvas import Canvas

from carer_desktop.documents.pdf import letters

CREATOR = "Carer Desktop"


@dataclass(eq=False)
class Node:
    """One element of the structure: its role (`P`, `TH`, …), its attributes, and what it holds in reading order.

    It holds other nodes, places where it was drawn (page, number on that page), and fields to fill in.
    """

    role: str
    attributes: dict[str, str] = field(default_factory=dict)
    holds: list[Node | tuple[int, int] | Widget] = field(default_factory=list)

    def add(self, role: str, **attributes: str) -> Node:
        """A new node at the end of this one."""
        node = Node(role, attributes)
        self.holds.append(node)
        return node


@dataclass(frozen=True, slots=True)
class Widget:
    """A field on a page: the reference of its annotation, and its number in the table of parents."""

    page: int
    reference: PDFObjectReference
    number: int


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself: nothing of the machine or the account it was made with."""

    title: str
    subject: str
    day: date
    keywords: str = ""
    language: str = "en-GB"


class TaggedCanvas(Canvas):
    """A canvas that knows for every stroke what it belongs to."""

    _doc: Any
    _code: list[str]
    _pageNumber: int
    _annotationrefs: list[PDFObjectReference]

    def __init__(self, file: BinaryIO, size: tuple[float, float], about: About) -> None:
        letters.ready()
        more: Any = {"initialFontName": letters.PLAIN, "lang": about.language}
        super().__init__(file, pagesize=size, pageCompression=1, invariant=1, pdfVersion=(1, 7), **more)
        self.about = about
        self._drawn: list[list[Node]] = []
        self._widgets: list[tuple[Node, Widget]] = []

    @contextmanager
    def tagged(self, node: Node | None) -> Iterator[None]:
        """What is drawn inside belongs to *node*; to nothing that is read aloud when there is none."""
        if node is None:
            self._code.append("/Artifact BMC")
        else:
            page = self._pageNumber - 1
            self._drawn.extend([] for _ in range(page + 1 - len(self._drawn)))
            node.holds.append((page, len(self._drawn[page])))
            self._code.append(f"/{node.role} <</MCID {len(self._drawn[page])}>> BDC")
            self._drawn[page].append(node)
        yield
        self._code.append("EMC")

    def field(self, node: Node, annotation: PDFDictionary) -> Any:
        """Puts a field on this page as what *node* holds."""
        number = 100_000 + len(self._widgets)
        annotation["StructParent"] = number
        annotation["P"] = self._doc.thisPageRef()
        reference = self._doc.Reference(annotation)
        widget = Widget(self._pageNumber - 1, reference, number)
        node.holds.append(widget)
        self._widgets.append((node, widget))
        self._annotationrefs.append(reference)
        return reference

    def object(self, what: Any) -> Any:
        """An object of its own in the file."""
        return self._doc.Reference(what)

    def catalog(self, name: str, what: Any) -> None:
        """An entry of the file's catalogue."""
        setattr(self._doc.Catalog, name, what)

    def showPage(self) -> None:
        """Ends the page, which then knows its numbers and that fields are reached in reading order."""
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = len(self._doc.Pages.pages) - 1
        page.Tabs = PDFName("S")

    def finish(self, root: Node) -> None:
        """Writes the structure, what the file says of itself, and the file."""
        document, catalog = self._doc, self._doc.Catalog
        tree = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        tree_reference = document.Reference(tree)
        made: dict[Node, PDFDictionary] = {}
        self._element(root, tree_reference, made)
        tree["K"] = document.Reference(made[root])
        numbers: list[Any] = []
        for page, nodes in enumerate(self._drawn):
            numbers += [page, PDFArray([document.Reference(made[node]) for node in nodes])]
        for node, widget in self._widgets:
            numbers += [widget.number, document.Reference(made[node])]
        tree["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}))
        catalog.StructTreeRoot = tree_reference
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true"})
        catalog.Metadata = PDFStream(
            PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")}), _xmp(self.about).encode()
        )
        self._say(self.about)
        self.save()

    def _element(self, node: Node, parent: Any, made: dict[Node, PDFDictionary]) -> Any:
        entry = made[node] = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName(node.role), "P": parent})
        reference = self._doc.Reference(entry)
        kids: list[Any] = []
        for held in node.holds:
            if isinstance(held, Node):
                kids.append(self._element(held, reference, made))
            elif isinstance(held, Widget):
                kids.append(PDFDictionary({
                    "Type": PDFName("OBJR"), "Obj": held.reference, "Pg": self._page(held.page),
                }))  # fmt: skip
            else:
                kids.append(PDFDictionary({
                    "Type": PDFName("MCR"), "Pg": self._page(held[0]), "MCID": held[1],
                }))  # fmt: skip
        entry["K"] = PDFArray(kids)
        if "Scope" in node.attributes:
            entry["A"] = PDFDictionary({"O": PDFName("Table"), "Scope": PDFName(node.attributes["Scope"])})
        if node.role == "L":
            entry["A"] = PDFDictionary({"O": PDFName("List"), "ListNumbering": PDFName("Disc")})
        if "Alt" in node.attributes:
            entry["Alt"] = PDFString(node.attributes["Alt"])
        return reference

    def _page(self, number: int) -> PDFObjectReference:
        return PDFObjectReference(f"Page{number + 1}")

    def _say(self, about: About) -> None:
        info = self._doc.info
        info.title, info.subject, info.author = about.title, about.subject, CREATOR
        info.creator, info.producer, info.keywords = CREATOR, CREATOR, about.keywords
        info._dateFormatter = lambda *_: f"D:{about.day:%Y%m%d}000000Z"


def _xmp(about: About) -> str:
    day = f"{about.day.isoformat()}T00:00:00Z"
    title, subject, keywords = (escape(text) for text in (about.title, about.subject, about.keywords))
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>'
        f"<dc:creator><rdf:Seq><rdf:li>{CREATOR}</rdf:li></rdf:Seq></dc:creator>"
        f"<dc:language><rdf:Bag><rdf:li>{about.language}</rdf:li></rdf:Bag></dc:language>"
        "<pdfuaid:part>1</pdfuaid:part>"
        f"<xmp:CreateDate>{day}</xmp:CreateDate><xmp:ModifyDate>{day}</xmp:ModifyDate>"
        f"<xmp:CreatorTool>{CREATOR}</xmp:CreatorTool>"
        f"<pdf:Producer>{CREATOR}</pdf:Producer><pdf:Keywords>{keywords}</pdf:Keywords>"
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>\n'
    )
