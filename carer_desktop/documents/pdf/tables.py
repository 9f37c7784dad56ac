"""Tables that flow over pages: rows stay whole where they can, headers come again, and every cell is all there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from carer_desktop.documents.pdf.letters import BOLD, shown, width, wrap
from carer_desktop.documents.pdf.setting import RULE, Row, Setting, Shape, Type, Words, bullet_indent, rows
from carer_desktop.documents.pdf.tagging import Node
from carer_desktop.documents.report import LARGE


class Grid(NamedTuple):
    """What stands in a table. *named_rows*: the first cell of a row says what it is about; *figures* stand right."""

    header: Sequence[str]
    body: Sequence[Sequence[str]]
    widths: Sequence[float]
    named_rows: bool
    figures: bool = False


def table(setting: Setting, grid: Grid) -> None:
    """A table whose header stands again on every page it reaches; a long row runs on over the page."""
    drawn = Table(setting, grid, setting.root.add("Table"))
    for number in range(len(grid.body)):
        drawn.row(number)
    if not grid.body:
        drawn.begin(0)
    setting.gap(setting.look.size)


def beginning(setting: Setting, grid: Grid) -> float:
    """How high the beginning of such a table is, which is never parted: its header, and what stands right below it."""
    drawn = Table(setting, grid._replace(body=grid.body[:2]), Node("Table"))
    return drawn.least(drawn.together(0) if grid.body else 0)


class Table:
    """A table being set: its lines, its columns, and its header for every page."""

    def __init__(self, setting: Setting, grid: Grid, node: Node) -> None:
        self.setting = setting
        self.figures = grid.figures
        self.stacked = setting.look.size > LARGE + 2
        """So large that columns would hold a word or two each: the cells stand below each other."""
        self.widths = [setting.width] if self.stacked else list(grid.widths)
        self.pad = max(4.0, setting.look.size * 0.24)
        self._bold = Type(BOLD, setting.look.size)
        self._again = False
        head_row = node.add("THead").add("TR")
        head = [_cell(head_row.add("TH", Scope="Column"), text, self._bold) for text in grid.header]
        self._head = self._lines(head, [self._bold] * len(head))
        rest = node.add("TBody")
        self._rows = [self._row(rest.add("TR"), cells, grid.named_rows) for cells in grid.body]

    def _row(self, node: Node, cells: Sequence[str], named: bool) -> list[list[_Line]]:
        types = [self._bold if named and number == 0 else self.setting.type for number in range(len(cells))]
        said = []
        for number, (text, type) in enumerate(zip(cells, types, strict=True)):
            cell = node.add("TH", Scope="Row") if named and number == 0 else node.add("TD")
            said.append(_cell(cell, text, type))
        return self._lines(said, types)

    def least(self, room: float) -> float:
        """How high the header is with so much beneath it, of which a long row needs only the first lines."""
        return self._tall(self._head) + min(room, 8 * self.setting.type.leading)

    def together(self, number: int) -> float:
        """How high a row is, with the last one below it: a page never holds that alone where both are short."""
        tall, half = self._tall(self._rows[number]), (self.setting.bottom - self.setting.top) / 2
        both = tall + (self._tall(self._rows[-1]) if number == len(self._rows) - 2 else 0)
        return both if both < half else tall

    def begin(self, room: float) -> None:
        """The header, on a page where it and the row that follows find room; it is read aloud once."""
        height = self._tall(self._head)
        if self._again and (self.stacked or height > (self.setting.bottom - self.setting.top) / 4):
            return
        self.setting.need(self.least(room))
        setting = self.setting
        if setting.look.shade:
            setting.put(Shape(setting.margin, setting.y, setting.width, height, fill=setting.look.shade))
        self._put(self._head, silent=self._again)
        self._again = True

    def row(self, number: int) -> None:
        """One row; it begins on a page where it finds room, and runs on over the next where it is longer than that."""
        setting, left, tall = self.setting, self._rows[number], self.together(number)
        if number == 0:
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

    def _tall(self, cells: list[list[_Line]]) -> float:
        return max((_height(cell) for cell in cells), default=0) + 2 * self.pad

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
        setting.y = top + self._tall(cells)
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
