"""The look: every pair of colours can be read, text grows, and all colour goes when high contrast is asked for."""

from __future__ import annotations

import re
from string import Template

import pytest
from PySide6.QtCore import QEvent, QLocale
from PySide6.QtGui import QAccessible, QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QRadioButton

from carer_desktop.paths import RESOURCES
from tests.ui.look import build
from ui import theme as looks
from ui.fields.line_edit import LineEdit
from ui.parts import Heading, button
from ui.theme import Look, Theme, colour, contrast, em, mark, palette, stepped, style_sheet, tokens

STYLE = RESOURCES / "style"
COLOURS = (STYLE / "colours.qss").read_text(encoding="utf-8")
PAIRS = [(fore, back, pair["least"]) for fore, pair in tokens()["pairs"].items() for back in pair["on"]]


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize(("fore", "back", "least"), PAIRS)
def test_every_pair_of_colours_has_enough_contrast(look, fore, back, least):
    colours = tokens()[look]
    assert contrast(colours[fore], colours[back]) >= least


def test_contrast_is_counted_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#ffffff", "#ffffff") == pytest.approx(1)


def test_every_colour_the_style_sheet_uses_is_known_in_both_looks_and_measured():
    used = set(Template(COLOURS).get_identifiers()) - {"radio", "tick"}
    assert used <= tokens()["light"].keys() == tokens()["dark"].keys()
    measured = {fore for fore, _, _ in PAIRS} | {back for _, back, _ in PAIRS}
    assert used - measured <= {"rule"}, "rule is decoration and never the edge of anything"


def test_no_colour_stands_in_the_style_sheet_by_hand():
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", COLOURS + (STYLE / "sizes.qss").read_text(encoding="utf-8"))


def test_sizes_follow_the_text():
    assert not re.search(r"\drem", style_sheet("light", 14))
    assert "font-size: 28px" in style_sheet(None, 16) and "font-size: 56px" in style_sheet(None, 32)


def test_high_contrast_leaves_sizes_and_no_colour():
    sheet = re.sub(r"/\*.*?\*/", "", style_sheet(None, 16), flags=re.DOTALL)
    assert not re.search(r"color|background|border(?!: 0)|gradient|image", sheet)
    assert "min-height" in sheet


def test_high_contrast_uses_the_systems_palette(qapp: QApplication, theme: Theme):
    asked = [True]
    other = Theme(qapp, wants_contrast=lambda: asked[0])
    try:
        other.apply()
        assert other.high_contrast
        assert "color" not in qapp.styleSheet()
        assert other.colour("text") == qapp.palette().color(QPalette.ColorRole.WindowText)
        assert other.colour("primary") == qapp.palette().color(QPalette.ColorRole.Highlight)
        asked[0] = False
        other.apply()
        assert other.colour("text") == QColor(tokens()["light"]["text"])
    finally:
        other.setParent(None)
        other.deleteLater()
        theme.apply()


def test_light_dark_and_system(qapp: QApplication, theme: Theme):
    with_text = []
    theme.changed.connect(lambda: with_text.append(theme.drawn))
    theme.set_look("dark")
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(tokens()["dark"]["window"])
    assert colour("text") == QColor(tokens()["dark"]["text"])
    theme.set_look("system")
    assert theme.drawn in ("light", "dark") and theme.look == "system"
    theme.set_look("light")
    assert theme.drawn == "light" and "light" in with_text


def test_the_palette_covers_what_the_style_sheet_does_not_name():
    made = palette("dark")
    for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Highlight, QPalette.ColorRole.PlaceholderText):
        assert made.color(role) != QPalette().color(role)


def test_text_size_has_limits_and_steps(qapp: QApplication, theme: Theme):
    start = QFontInfo(qapp.font()).pixelSize()
    assert qapp.font().pointSizeF() >= 10.5
    theme.set_percent(200)
    assert QFontInfo(qapp.font()).pixelSize() == pytest.approx(2 * start, abs=1)
    assert em(2) == pytest.approx(4 * start, abs=2)
    theme.set_percent(900)
    assert theme.percent == 250
    theme.set_percent(10)
    assert theme.percent == 80
    assert (stepped(80, 1), stepped(80, -1), stepped(90, 0), stepped(240, 3)) == (90, 80, 100, 250)


def test_dates_and_money_are_british(theme: Theme):
    assert QLocale().name() == "en_GB"


def test_headings_are_headings_to_a_screen_reader(qtbot):
    heading = Heading("What matters to you", 2)
    qtbot.addWidget(heading)
    interface = QAccessible.queryAccessibleInterface(heading)
    assert interface.role() == QAccessible.Role.Heading
    assert interface.text(QAccessible.Text.Name) == "What matters to you"
    assert interface.text(QAccessible.Text.Description) == ""
    plain = QLabel("text")
    qtbot.addWidget(plain)
    assert QAccessible.queryAccessibleInterface(plain).role() == QAccessible.Role.StaticText


@pytest.mark.parametrize("later", [False, True])
def test_headings_come_and_go_without_a_trace(qapp, later):
    for number in range(looks._MANY * 3):
        heading = Heading(str(number))
        assert QAccessible.queryAccessibleInterface(heading).text(QAccessible.Text.Name) == str(number)
        if later:
            heading.deleteLater()
            QApplication.sendPostedEvents(heading, QEvent.Type.DeferredDelete)
        del heading
    assert len(looks._headings) <= looks._MANY


def test_marking_a_widget_draws_it_again(qtbot, theme: Theme):
    button = QPushButton("Go")
    qtbot.addWidget(button)
    button.show()
    before = button.grab().toImage()
    mark(button, "role", "primary")
    assert button.grab().toImage() != before
    mark(button, "role", "primary")


@pytest.mark.parametrize(
    ("look", "percent", "size"),
    [
        ("light", 100, (1024, 768)),
        ("dark", 200, (1366, 768)),
        ("light", 250, (1366, 768)),
        ("light", 80, (800, 600)),
    ],
)
def test_a_whole_page_can_be_read_without_scrolling_sideways(qtbot, theme: Theme, look, percent, size):
    from PySide6.QtWidgets import QMainWindow

    from tests.ui import walk

    theme.set_percent(percent)
    theme.set_look(look)
    window = QMainWindow()
    qtbot.addWidget(window)
    page, _ = build(window)
    window.resize(*size)
    window.show()
    qtbot.waitExposed(window)
    assert page.horizontalScrollBar().maximum() == 0
    walk.check(window)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_what_cannot_be_used_looks_so(qtbot, theme: Theme, look: Look) -> None:
    theme.set_look(look)
    for made in (
        *(button("Back", role) for role in ("", "primary", "link", "quiet")), QRadioButton("Back"), QCheckBox("Back"),
        LineEdit(),
    ):  # fmt: skip
        qtbot.addWidget(made)
        can = made.grab().toImage()
        made.setEnabled(False)
        assert made.grab().toImage() != can, made


def test_no_widget_sets_a_style_sheet_of_its_own():
    sources = [path for path in (RESOURCES.parent / "ui").rglob("*.py") if path.name != "theme.py"]
    assert len(sources) > 20
    assert not [path for path in sources if "setStyleSheet" in path.read_text(encoding="utf-8")]
