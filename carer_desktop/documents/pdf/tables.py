"""Tables that flow over pages: rows stay whole where they can, headers come again, and every cell is all there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from carer_desktop.documents.pdf.letters import BOLD, shown, width, wrap
from carer_desktop.documents.pdf.setting import RULE, Row, Setting, Shape, Type, Words, bullet_indent, rows
from carer_desktop.documents.pdf.tagging import Node
from carer_desktop.documents.report import LARGE


def table(
    setting: Setting,
    header: Sequence[str],
    body: Sequence[Sequence[str]],
    widths: Sequence[float],
    named_rows: bool,
    figures: bool = False,
) -> None:
    """A table whose header stands again on every page it reaches; a long row runs on over the page.

    *named_rows*: the first cell of a row says what the row is about. *figures* stand to the right.
    """
    drawn = Table(setting, widths, figures)
    node = setting.root.add("Table")
    head_row = node.add("THead").add("TR")
    drawn.head = [_cell(head_row.add("TH", Scope="Column"), text, drawn.bold) for text in header]
    rest = node.add("TBody")
    for number, cells in enumerate(body):
        row = rest.add("TR")
        said = []
        for column, text in enumerate(cells):
            is_name = named_rows and column == 0
            cell = row.add("TH", Scope="Row") if is_name else row.add("TD")
            said.append(_cell(cell, text, drawn.bold if is_name else setting.type))
        drawn.row(said, named_rows, first=number == 0)
    if not body:
        drawn.begin(0)
    setting.gap(setting.look.size)


class Table:
    """A table being set: its columns, and its header for every page."""

    def __init__(self, setting: Setting, widths: Sequence[float], figures: bool) -> None:
        self.setting = setting
        self.figures = figures
        self.stacked = setting.look.size > LARGE + 2
        """So large that columns would hold a word or two each: the cells stand below each other."""
        self.widths = [setting.width] if self.stacked else list(widths)
        self.pad = max(4.0, setting.look.size * 0.24)
        self.bold = Type(BOLD, setting.look.size)
        self.head: list[list[Row]] = []
        self._again = False

    def begin(self, room: float) -> None:
        """The header, on a page where it and the row that follows find room; it is read aloud once."""
        lines = self._lines(self.head, [self.bold] * len(self.head))
        height = max((_height(cell) for cell in lines), default=0) + 2 * self.pad
        if self._again and (self.stacked or height > (self.setting.bottom - self.setting.top) / 4):
            return
        self.setting.need(height + min(room, 8 * self.setting.type.leading))
        setting = self.setting
        if setting.look.shade:
            setting.put(Shape(setting.margin, setting.y, setting.width, height, fill=setting.look.shade))
        self._put(lines, silent=self._again)
        self._again = True

    def row(self, cells: list[list[Row]], named: bool, first: bool) -> None:
        """One row; it begins on a page where it finds room, and runs on over the next where it is longer than that."""
        setting = self.setting
        types = [self.bold if named and number == 0 else setting.type for number in range(len(cells))]
        left = self._lines(cells, types)
        tall = max(_height(cell) for cell in left) + 2 * self.pad
        if first:
            self.begin(tall)
        elif setting.room() < tall and (tall < (setting.bottom - setting.top) / 2 or setting.room() < 60):
            setting.page()
            self.begin(0)
        while any(left):
            now, left = self._that_fit(left)
            self._put(now)
            if any(left):
                setting.page()
                self.begin(0)

    def _lines(self, cells: list[list[Row]], types: list[Type]) -> list[list[_Line]]:
        widths = self.widths * len(cells) if self.stacked else self.widths
        found = [
            [line for row in cell for line in _lines_of(row, type, wide - 2 * self.pad)]
            for cell, type, wide in zip(cells, types, widths, strict=True)
        ]
        return [[line for cell in found for line in cell]] if self.stacked else found

    def _that_fit(self, cells: list[list[_Line]]) -> tuple[list[list[_Line]], list[list[_Line]]]:
        """What of each cell stands on this page, at least one line where a page begins, and what is left."""
        room = self.setting.room() - 2 * self.pad
        now, left = [], []
        for cell in cells:
            used, count = 0.0, 0
            while count < len(cell) and used + cell[count].height <= room:
                used += cell[count].height
                count += 1
            now.append(cell[:count])
            left.append(cell[count:])
        if not any(now):
            now, left = [cell[:1] for cell in cells], [cell[1:] for cell in cells]
        return now, left

    def _put(self, cells: list[list[_Line]], silent: bool = False) -> None:
        setting = self.setting
        x, top = setting.margin, setting.y
        for number, (cell, wide) in enumerate(zip(cells, self.widths, strict=True)):
            y = top + self.pad
            for line in cell:
                y += line.before
                at = x + self.pad + line.indent
                if self.figures and number and not self.stacked:
                    at = x + wide - self.pad - width(line.text.rstrip(" "), line.type.font, line.type.size)
                if line.label:
                    setting.put(
                        Words(
                            line.label[0], at - bullet_indent(line.type), y + line.type.size, line.label[1], line.type
                        )
                    )
                setting.put(Words(None if silent else line.node, at, y + line.type.size, line.text, line.type))
                y += line.type.leading
            x += wide
        setting.y = top + max((_height(cell) for cell in cells), default=0) + 2 * self.pad
        setting.put(Shape(setting.margin, setting.y, setting.width, 0, stroke=RULE))


@dataclass(frozen=True, slots=True)
class _Line:
    node: Node
    text: str
    type: Type
    indent: float = 0
    label: tuple[Node, str] | None = None
    before: float = 0

    @property
    def height(self) -> float:
        return self.before + self.type.leading


def _height(cell: list[_Line]) -> float:
    return sum(line.height for line in cell)


def _lines_of(row: Row, type: Type, most: float) -> list[_Line]:
    found = wrap(shown(row.text), type.font, type.size, most - row.indent)
    first = _Line(row.node, found[0], type, row.indent, row.label, row.before)
    return [first, *(_Line(row.node, line, type, row.indent) for line in found[1:])]


def _cell(cell: Node, text: str, type: Type) -> list[Row]:
    return rows(cell, text, type, direct=True)


def columns(header: Sequence[str], body: Sequence[Sequence[str]], type: Type, most: float) -> list[float]:
    """How wide columns are: their longest words stay whole where that can be, the rest goes by how much they say."""
    pad = 2 * max(4.0, type.size * 0.24) + 1
    least, wish = [], []
    for number, title in enumerate(header):
        texts = [title, *(row[number] for row in body)]
        words = [word for text in texts for word in shown(text).split()] or [""]
        least.append(min(max(width(word, BOLD, type.size) for word in words), most * 0.4) + pad)
        wish.append(min(max(width(line, BOLD, type.size) for text in texts for line in shown(text).split("\n")), most))
    if sum(least) >= most:
        return [one * most / sum(least) for one in least]
    more = [max(wanted + pad - one, 1) for wanted, one in zip(wish, least, strict=True)]
    left = most - sum(least)
    return [one + left * wanted / sum(more) for one, wanted in zip(least, more, strict=True)]
