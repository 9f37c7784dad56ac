"""Paper for the event table: the self-assessment to print and write on, or to fill in on a screen, in three styles."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from carer_desktop.documents.pdf.fields import Box, Fields
from carer_desktop.documents.pdf.letters import BOLD, PLAIN, shown, width, wrap
from carer_desktop.documents.pdf.readback import folded, lost, marked
from carer_desktop.documents.pdf.setting import BLACK, GREY, HEAD, RULE, Look, Mark, Setting, Shape, Type, Words
from carer_desktop.documents.pdf.tagging import About, Node, TaggedCanvas
from carer_desktop.documents.writing import Written, handed_over
from carer_desktop.errors import Refused
from carer_desktop.forms.question import Choice, Form, OnPaper, Question
from carer_desktop.words import say


@dataclass(frozen=True, slots=True)
class Style:
    """How a paper form is set: its size in points, the room for a written line, and whether it goes one by one.

    One by one is the easy-read style: choices stand below each other and every question has space around it.
    """

    size: int
    line: float
    one_by_one: bool = False


_FEW = ("date", "whole", "decimal", "money", "postcode")
"""What needs little room to write."""
_APART = 14
"""What lies between two choices on a line, in points."""
STYLES = {"ordinary": Style(14, 24), "large": Style(20, 38), "easy_read": Style(16, 34, one_by_one=True)}


def paper_form(form: Form, style: str, day: date, fillable: bool = False) -> bytes:
    """The bytes of the self-assessment of a form; Refused where the form marks none, and for an unknown style."""
    if style not in STYLES:
        raise Refused(f"There is no style “{style}”", mend=f"Choose one of {', '.join(STYLES)}.")
    if not form.paper:
        raise Refused("This form has no part that a carer fills in alone", form.title, "Choose another form.")
    made = _Form(form, STYLES[style], fillable)
    held = io.BytesIO()
    made.draw(held, About(say("paper", "title"), form.title, day, f"Form: {form.id}@{form.version}; Paper: {style}"))
    return held.getvalue()


def write(form: Form, style: str, day: date, target: Path, fillable: bool = False) -> Written:
    """Writes it as *target*, or as `target (2)`; the file gets its name when every question was found in it again."""
    return handed_over(paper_form(form, style, day, fillable), target, lambda file: _check(file, form))


def _check(file: Path, form: Form) -> None:
    _, texts = marked(file.read_bytes())
    said = folded("".join(text for _, text in sorted(texts.items())))
    for part in form.paper:
        for one in part.questions:
            wanted = (part.title, one.label, *(choice.label for choice in one.choices if len(one.choices) > 1))
            if not all(folded(text) in said for text in wanted):
                raise lost(one.label, file)


@dataclass(frozen=True, slots=True)
class _Tick:
    """One box: the name of its question or row, what these are called, its choice, and whether others may be ticked."""

    name: str
    labels: tuple[str, ...]
    choice: Choice
    several: bool

    @property
    def says(self) -> str:
        """What it says of itself when somebody comes to it."""
        return ": ".join((*self.labels, self.choice.label))


class _Form:
    """One paper form being set."""

    def __init__(self, form: Form, style: Style, fillable: bool) -> None:
        self._form = form
        self._style = style
        self._fields = Fields() if fillable else None
        self._setting = Setting(Look(style.size), foot=f"{form.title}, form {form.version}", margin=38)
        self._type = Type(size=style.size)
        self._bold = Type(BOLD, style.size)
        self._box = style.size * 0.95
        self._number = 0
        self._begin()
        for part in form.paper:
            self._heading(part.title)
            for one in part.questions:
                self._question(one, form.question[one.question])

    def draw(self, file: io.BytesIO, about: About) -> None:
        """Draws it, with its fields."""
        self._setting.draw(file, about, self._fields.finish if self._fields is not None else None)

    def _begin(self) -> None:
        setting = self._setting
        setting.heading(say("paper", "title"), 0, Type(BOLD, self._style.size + 8))
        setting.gap(4)
        hints = ("skip", "tick", "talk", "help", "safe", "screen" if self._fields is not None else "write")
        said = [say("paper", hint) for hint in hints]
        setting.paragraphs(
            "\n".join(f"- {one}" for one in said) if self._style.one_by_one else " ".join(said), self._type
        )

    def _heading(self, title: str) -> None:
        setting = self._setting
        type = Type(BOLD, self._style.size + 3)
        setting.gap(self._style.size * 0.7)
        setting.need(type.leading + 4 * self._type.leading + self._style.line)
        setting.put(Shape(setting.margin - 6, setting.y - 2, setting.width + 12, type.leading + 5, fill=HEAD))
        setting.heading(title, 1, type)
        setting.gap(self._style.size * 0.45)

    # --- questions ---------------------------------------------------------------------------------------------

    def _question(self, one: OnPaper, question: Question) -> None:
        self._number += 1
        label = f"{self._number}. {one.label}"
        if question.type == "grid":
            self._grid(label, one, question)
        elif question.type in ("choice", "choices"):
            self._choose(label, question.id, (one.label,), one.choices, question.type == "choices")
        elif one.lines > 1:
            self._write(label, question.id, one.label, one.lines)
        else:
            self._line(label, question.id, one.label, 0.15 if question.type in _FEW else 0.4)
        self._setting.gap(self._style.size * (1.1 if self._style.one_by_one else 0.34))

    def _label(self, label: str) -> None:
        self._setting.text(self._setting.root.add("P"), label, self._bold)

    def _line(self, label: str, name: str, tooltip: str, share: float) -> None:
        """A question with its line to write on beside it, or below where less than that share of the line is left."""
        setting = self._setting
        wide = width(shown(label), BOLD, self._style.size) + 8
        if self._style.one_by_one or setting.width - wide < setting.width * share:
            self._write(label, name, tooltip, 1)
            return
        setting.need(self._style.line)
        base = setting.y + self._style.line - 6
        setting.put(Words(setting.root.add("P"), setting.margin, base, shown(label), self._bold))
        box = (setting.margin + wide, setting.y + 2, setting.width - wide, self._style.line - 4)
        self._to_write_on(name, tooltip, box, 1)
        setting.y += self._style.line

    def _write(self, label: str, name: str, tooltip: str, lines: int) -> None:
        """A question with lines to write on below it, together on one page."""
        setting = self._setting
        said = len(wrap(shown(label), BOLD, self._style.size, setting.width))
        setting.need(said * self._bold.leading + lines * self._style.line)
        self._label(label)
        high = lines * self._style.line
        self._to_write_on(name, tooltip, (setting.margin, setting.y + 3, setting.width, high - 4), lines)
        setting.y += high

    def _to_write_on(self, name: str, tooltip: str, box: Box, lines: int) -> None:
        left, top, wide, high = box
        fields = self._fields
        if fields is None:
            for number in range(1, lines + 1):
                self._setting.put(Shape(left, top + high * number / lines, wide, 0, stroke=RULE, thick=0.8))
            return
        self._setting.put(Shape(left, top, wide, high, stroke=GREY, thick=0.8))
        node = self._setting.root.add("Form", Alt=tooltip)
        self._setting.put(Mark(lambda canvas: fields.text(canvas, node, name, tooltip, box, lines > 1)))

    def _choose(self, label: str, name: str, labels: tuple[str, ...], choices: Sequence[Choice], several: bool) -> None:
        """A question with boxes to tick; a single box stands beside its question."""
        setting = self._setting
        ticks = [_Tick(name, labels, choice, several) for choice in choices]
        if several and len(ticks) == 1:
            setting.need(self._style.line)
            self._option(setting.root.add("P"), ticks[0], setting.margin, label, self._bold)
            setting.y += self._bold.leading + 2
            return
        said = f"{label} {say('paper', 'tick_all')}" if several else label
        beside = self._beside(said, choices)
        rows = [beside] if beside else self._rows_of(choices)
        setting.need((len(rows) + 2) * (self._type.leading + 4))
        self._label(said)
        if beside:
            setting.y -= self._bold.leading
        else:
            setting.y += 7 if self._style.one_by_one else 2
        listed = setting.root.add("L")
        left = iter(ticks)
        for row in rows:
            for at in row:
                tick = next(left)
                self._option(listed.add("LI").add("LBody"), tick, at, tick.choice.label, self._type)
            setting.y += self._type.leading + (8 if self._style.one_by_one else 4)

    def _beside(self, label: str, choices: Sequence[Choice]) -> list[float]:
        """The places of the choices on the line of their question, where all of them fit there."""
        setting = self._setting
        at = setting.margin + width(shown(label), BOLD, self._style.size) + 14
        row = []
        for choice in choices:
            row.append(at)
            at += self._wide(choice)
        return [] if self._style.one_by_one or at - _APART > setting.margin + setting.width else row

    def _wide(self, choice: Choice) -> float:
        return self._box + 6 + width(shown(choice.label), PLAIN, self._style.size) + _APART

    def _rows_of(self, choices: Sequence[Choice]) -> list[list[float]]:
        """The places of the choices in rows: as many beside each other as there is room for."""
        setting = self._setting
        rows: list[list[float]] = []
        at, right = setting.margin, setting.margin + setting.width
        for choice in choices:
            wide = self._wide(choice)
            if not rows or self._style.one_by_one or at + wide - _APART > right:
                rows.append([])
                at = setting.margin + 8
            rows[-1].append(at)
            at += wide
        return rows

    def _option(self, node: Node, tick: _Tick, at: float, words: str, type: Type) -> None:
        """A box and its words, at a place of this line."""
        setting = self._setting
        self._tick(node, (at, setting.y + 1, self._box, self._box), tick)
        setting.put(Words(node, at + self._box + 6, setting.y + self._style.size - 0.5, shown(words), type))

    def _tick(self, parent: Node, box: Box, tick: _Tick) -> None:
        self._setting.put(Shape(*box, fill="#ffffff", stroke=BLACK, thick=1))
        fields = self._fields
        if fields is None:
            return
        node = parent.add("Form", Alt=tick.says)

        def draw(canvas: TaggedCanvas) -> None:
            if tick.several:
                fields.tick(canvas, node, f"{tick.name}.{tick.choice.id}", tick.labels[0], box, tick.says)
            else:
                fields.one_of(canvas, node, tick.name, tick.labels, box, tick.choice.id, tick.says)

        self._setting.put(Mark(draw))

    def _grid(self, label: str, one: OnPaper, question: Question) -> None:
        """Rows to tick once each: as a table where it fits, else row by row."""
        setting = self._setting
        if self._style.size > STYLES["ordinary"].size:
            setting.need(self._bold.leading * 6)
            self._label(f"{label} {say('paper', 'tick_each')}")
            setting.y += self._style.size * 0.4
            for row in question.rows:
                self._choose(row.label, f"{question.id}.{row.id}", (one.label, row.label), one.choices, False)
                setting.gap(self._style.size * 0.3)
            return
        first = setting.width * 0.42
        each = (setting.width - first) / len(one.choices)
        middles = [setting.margin + first + (number + 0.5) * each for number in range(len(one.choices))]
        setting.need(self._bold.leading * (len(question.rows) + 6))
        self._label(f"{label} {say('paper', 'tick_row')}")
        table = setting.root.add("Table")
        self._grid_head(table.add("THead").add("TR"), one, middles, each)
        body = table.add("TBody")
        for row in question.rows:
            node = body.add("TR")
            lines = wrap(shown(row.label), PLAIN, self._style.size, first - 10)
            name = node.add("TH", Scope="Row")
            for count, line in enumerate(lines):
                base = setting.y + self._style.size + 1 + count * self._type.leading
                setting.put(Words(name, setting.margin + 4, base, line, self._type))
            high = len(lines) * self._type.leading + 4
            for choice, middle in zip(one.choices, middles, strict=True):
                box = (middle - self._box / 2, setting.y + (high - self._box) / 2, self._box, self._box)
                tick = _Tick(f"{question.id}.{row.id}", (one.label, row.label), choice, False)
                self._grid_box(node.add("TD"), box, tick)
            setting.y += high
            setting.put(Shape(setting.margin, setting.y, setting.width, 0, stroke=RULE, thick=0.4))

    def _grid_head(self, row: Node, one: OnPaper, middles: list[float], each: float) -> None:
        setting, small = self._setting, Type(BOLD, 12)
        heads = [wrap(shown(choice.label), BOLD, 12, each - 4) for choice in one.choices]
        high = max(map(len, heads)) * small.leading + 4
        setting.put(Shape(setting.margin, setting.y, setting.width, high, fill=HEAD))
        setting.put(
            Words(row.add("TH", Scope="Column"), setting.margin + 4, setting.y + 12, say("paper", "what"), small)
        )
        for lines, middle in zip(heads, middles, strict=True):
            node = row.add("TH", Scope="Column")
            for count, line in enumerate(lines):
                left = middle - width(line.rstrip(" "), BOLD, 12) / 2
                setting.put(Words(node, left, setting.y + 12 + count * small.leading, line, small))
        setting.y += high

    def _grid_box(self, cell: Node, box: Box, tick: _Tick) -> None:
        """A box of a table: on paper as a sign, so that no cell is empty for who listens."""
        if self._fields is not None:
            self._tick(cell, box, tick)
            return
        left, top, wide, high = box
        type = Type(size=self._style.size * 1.5)
        at = left + wide / 2 - width("\u25a1", PLAIN, type.size) / 2
        self._setting.put(Words(cell, at, top + high, "\u25a1", type))
