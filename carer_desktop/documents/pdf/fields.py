"""Fields of a PDF that can be filled in on a screen: their names are question ids, their tooltips the questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString

from carer_desktop.documents.pdf.setting import A4
from carer_desktop.documents.pdf.tagging import Node, TaggedCanvas

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, width and height, from the top of the page."""
_PRINTED, _SEVERAL_LINES, _RADIO = 4, 1 << 12, 1 << 15
_OFF = "Off"


class Fields:
    """The fields of one form while it is drawn; a name with dots (`tasks.meals`) is a field of a field."""

    def __init__(self) -> None:
        self._tops: list[Any] = []
        self._groups: dict[str, tuple[Any, list[Any]]] = {}
        self._looks: dict[tuple[float, float, str], Any] = {}

    def text(self, canvas: TaggedCanvas, node: Node, name: str, label: str, box: Box, lines: bool) -> None:
        """A field to write in."""
        _, _, wide, high = box
        look = _drawn(canvas, wide, high, "/Tx BMC EMC")  # each its own: whoever fills one in writes into it
        entry = _widget(box, label)
        entry["FT"], entry["T"], entry["TU"] = PDFName("Tx"), PDFString(name), PDFString(label)
        entry["DA"] = PDFString("/Helv 0 Tf 0 g")  # as large as there is room for: nothing is cut off
        entry["V"] = PDFString("")
        if lines:
            entry["Ff"] = _SEVERAL_LINES
        entry["AP"] = PDFDictionary({"N": look})
        self._tops.append(canvas.field(node, entry))

    def tick(self, canvas: TaggedCanvas, node: Node, name: str, label: str, box: Box, says: str) -> None:
        """A box that can be ticked whatever else is; *name* is `question.choice`, *label* the question."""
        entry = self._button(canvas, box, "yes", says)
        question, _, choice = name.rpartition(".")
        group, kids = self._group(canvas, question, label)
        entry["FT"], entry["T"], entry["TU"], entry["Parent"] = (
            PDFName("Btn"),
            PDFString(choice),
            PDFString(says),
            group,
        )
        entry["V"] = PDFName(_OFF)
        kids.append(canvas.field(node, entry))

    def one_of(
        self, canvas: TaggedCanvas, node: Node, name: str, labels: Sequence[str], box: Box, choice: str, says: str
    ) -> None:
        """A box of which one may be ticked; all of one question, or of one row of it, have its name and labels."""
        above, dot, _ = name.rpartition(".")
        if dot:
            self._group(canvas, above, labels[0])
        group, kids = self._group(canvas, name, ": ".join(labels), radio=True)
        entry = self._button(canvas, box, choice, says)
        entry["Parent"] = group
        kids.append(canvas.field(node, entry))

    def finish(self, canvas: TaggedCanvas) -> None:
        """Writes the form of the file."""
        words = {"Type": PDFName("Font"), "Subtype": PDFName("Type1"), "BaseFont": PDFName("Helvetica")}
        signs = {**words, "BaseFont": PDFName("ZapfDingbats")}
        fonts = PDFDictionary({
            "Helv": canvas.object(PDFDictionary({**words, "Encoding": PDFName("WinAnsiEncoding")})),
            "ZaDb": canvas.object(PDFDictionary(signs)),
        })  # fmt: skip
        canvas.catalog("AcroForm", PDFDictionary({
            "Fields": PDFArray(self._tops),
            "DR": PDFDictionary({"Font": fonts}),
            "DA": PDFString("/Helv 12 Tf 0 g"),
        }))  # fmt: skip

    def _group(self, canvas: TaggedCanvas, name: str, label: str, radio: bool = False) -> tuple[Any, list[Any]]:
        if name not in self._groups:
            above, _, own = name.rpartition(".")
            kids: list[Any] = []
            array = PDFArray(())
            array.sequence = kids
            entry = PDFDictionary({"T": PDFString(own), "TU": PDFString(label), "Kids": array})
            if radio:
                entry["FT"], entry["Ff"], entry["V"] = PDFName("Btn"), _RADIO, PDFName(_OFF)
            reference = canvas.object(entry)
            self._groups[name] = reference, kids
            if above:
                parent, siblings = self._group(canvas, above, label)
                entry["Parent"] = parent
                siblings.append(reference)
            else:
                self._tops.append(reference)
        return self._groups[name]

    def _button(self, canvas: TaggedCanvas, box: Box, on: str, says: str) -> PDFDictionary:
        _, _, wide, high = box
        cross = f"1.8 w 3 3 m {wide - 3:.2f} {high - 3:.2f} l 3 {high - 3:.2f} m {wide - 3:.2f} 3 l S"
        entry = _widget(box, says)
        entry["AS"] = PDFName(_OFF)
        states = {on: self._look(canvas, wide, high, cross), _OFF: self._look(canvas, wide, high, "")}
        entry["AP"] = PDFDictionary({"N": PDFDictionary(states)})
        entry["MK"], entry["DA"] = PDFDictionary({"CA": PDFString("8")}), PDFString("/ZaDb 0 Tf 0 g")
        return entry

    def _look(self, canvas: TaggedCanvas, wide: float, high: float, draws: str) -> Any:
        """What a box looks like in one state; boxes of one size share it."""
        key = (wide, high, draws)
        if key not in self._looks:
            self._looks[key] = _drawn(canvas, wide, high, draws)
        return self._looks[key]


def _drawn(canvas: TaggedCanvas, wide: float, high: float, draws: str) -> Any:
    entries = PDFDictionary({
        "Type": PDFName("XObject"), "Subtype": PDFName("Form"), "Resources": PDFDictionary({}),
        "BBox": PDFArray([0, 0, round(wide, 2), round(high, 2)]),
    })  # fmt: skip
    return canvas.object(PDFStream(entries, f"{draws}\n"))


def _widget(box: Box, says: str) -> PDFDictionary:
    left, top, wide, high = box
    bottom = A4[1] - top - high
    return PDFDictionary({
        "Type": PDFName("Annot"), "Subtype": PDFName("Widget"), "F": _PRINTED, "Contents": PDFString(says),
        "Rect": PDFArray([round(one, 2) for one in (left, bottom, left + wide, bottom + high)]),
    })  # fmt: skip
