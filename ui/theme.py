"""How every window looks: one palette and one style sheet from tokens; all colour off in high contrast."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache
from string import Template
from typing import Any, Literal, TypeAlias

from PySide6.QtCore import QLocale, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleInterface,
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QGuiApplication,
    QPalette,
)  # fmt: skip
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QLabel, QScrollArea, QWidget
from shiboken6 import isValid

from carer_desktop.paths import RESOURCES

Look: TypeAlias = Literal["system", "light", "dark"]
LOOKS: tuple[Look, ...] = ("system", "light", "dark")
HEADINGS = ("h1", "h2", "h3")
_STYLE = RESOURCES / "style"
_REM = re.compile(r"(\d+(?:\.\d+)?)rem\b")


@cache
def tokens() -> dict[str, Any]:
    """The tokens as they stand in their file: colours of both looks, sizes, pairs that meet on screen."""
    return tomllib.loads((_STYLE / "tokens.toml").read_text(encoding="utf-8"))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2.2 counts it, 1 to 21.

    >>> round(contrast("#ffffff", "#000000"))
    21
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def style_sheet(look: Literal["light", "dark"] | None, rem: int) -> str:
    """The one style sheet of the program; *look* None gives sizes only, *rem* is the text size in pixels."""
    text = (_STYLE / "sizes.qss").read_text(encoding="utf-8")
    if look is not None:
        ring = (round(1.15 * rem) + 4) // 2
        values = {**tokens()[look], "radio": f"{ring}px", "tick": (_STYLE / f"tick-{look}.svg").as_posix()}
        text += Template((_STYLE / "colours.qss").read_text(encoding="utf-8")).substitute(values)
    return _REM.sub(lambda found: f"{max(1, round(float(found[1]) * rem))}px", text)


def palette(look: Literal["light", "dark"]) -> QPalette:
    """Qt's palette from the tokens, for everything the style sheet does not name."""
    colours = tokens()[look]
    made = QPalette()
    role = QPalette.ColorRole
    for name, token in {
        role.Window: "window", role.WindowText: "text", role.Base: "surface", role.AlternateBase: "side",
        role.Text: "text", role.Button: "surface", role.ButtonText: "text", role.BrightText: "error",
        role.Highlight: "primary", role.HighlightedText: "on_primary", role.Link: "link", role.LinkVisited: "link",
        role.ToolTipBase: "surface", role.ToolTipText: "text", role.PlaceholderText: "hint", role.Accent: "primary",
    }.items():  # fmt: skip
        made.setColor(name, QColor(colours[token]))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours["hint"]))
    return made


def em(count: float = 1.0) -> int:
    """So many times the chosen text size, in pixels."""
    return max(1, round(count * (_text_pixels or _measured())))


_FRAME = QSize(16, 48)  # room for the edges and the title, which the system draws once the window is shown


def most_height(dialog: QWidget) -> int:
    """How high a dialog may be on the screen it stands on, in pixels."""
    return screen_room(dialog).height() - em(4)


def screen_room(window: QWidget) -> QRect:
    """The part of the screen a window stands on that windows may cover.

    Never by `window.screen()`: PySide makes what that gives a child of the window, and Qt's only screen goes with it.
    """
    screen = QGuiApplication.screenAt(window.mapToGlobal(window.rect().center())) or QGuiApplication.primaryScreen()
    return screen.availableGeometry()


def keep_within(window: QWidget) -> None:
    """Make the window no larger than the screen has room for, and bring all of it there; what fills it is left."""
    if window.isMaximized() or window.isFullScreen():
        return
    room = screen_room(window)
    window.resize(window.size().boundedTo(room.size() - _FRAME))
    framed = window.frameGeometry()
    most = room.bottomRight() - framed.bottomRight() + framed.topLeft()
    if not room.contains(framed):
        window.move(max(room.left(), min(window.x(), most.x())), max(room.top(), min(window.y(), most.y())))


_text_pixels = 0  # measured at each change of the text size: building a page asks for it hundreds of times


def _measured() -> int:
    """The text size in pixels, as the application's font has it."""
    return QFontInfo(QApplication.font()).pixelSize()


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget its role in the style sheet; for a widget not shown yet this costs nothing more."""
    widget.setProperty("role", role)


def mark(widget: QWidget, name: str, value: object) -> None:
    """Change a property the style sheet looks at, and have the widget drawn again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)


def show_if(wanted: bool, widget: QWidget) -> None:
    """Show or hide a widget; one that is not hidden is left alone: Qt would style it and lay its page out at once."""
    if not wanted or widget.isHidden():
        widget.setVisible(wanted)


def within(percent: int) -> int:
    """A text size there is: between 80 and 250 %."""
    limits = tokens()["type"]
    return int(min(max(percent, limits["least_percent"]), limits["most_percent"]))


def stepped(percent: int, steps: int) -> int:
    """The text size so many steps larger (+) or smaller (-) than this one; 0 is back to 100 %."""
    return within(percent + steps * int(tokens()["type"]["step_percent"])) if steps else 100


class Theme(QObject):
    """The look of the running program: light, dark or as the system; text 80 to 250 %; colour off on request."""

    changed = Signal()

    def __init__(self, app: QApplication, wants_contrast: Callable[[], bool] | None = None) -> None:
        super().__init__(app)
        self._app = app
        self._system_font = QFont(app.font())
        self._wants_contrast = wants_contrast or self._system_wants_contrast
        self._look: Look = "system"
        self._percent = 100
        QLocale.setDefault(QLocale("en_GB"))
        install_headings()
        app.setStyle("Fusion")
        self._hints = app.styleHints()
        self._accessibility = self._hints.accessibility()  # held: PySide drops it with its last Python name
        self._hints.colorSchemeChanged.connect(self._system_changed)
        self._accessibility.contrastPreferenceChanged.connect(self.apply)

    @property
    def look(self) -> Look:
        return self._look

    @property
    def percent(self) -> int:
        return self._percent

    @property
    def high_contrast(self) -> bool:
        """Whether the system asks for high contrast: then no colour of ours is used."""
        return self._wants_contrast()

    @property
    def drawn(self) -> Literal["light", "dark"]:
        """Which of the two sets of colours is in use now."""
        if self._look != "system":
            return self._look
        return "dark" if self._hints.colorScheme() == Qt.ColorScheme.Dark else "light"

    def colour(self, token: str) -> QColor:
        """A colour for what is drawn by hand; from the system's palette in high contrast."""
        if not self.high_contrast:
            return QColor(tokens()[self.drawn][token])
        return colour_of(self._app.palette(), token)

    def set_look(self, look: Look) -> None:
        """Light, dark, or as the system has it."""
        self._look = look
        schemes = {"system": Qt.ColorScheme.Unknown, "light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        self._hints.setColorScheme(schemes[look])
        self.apply()

    def set_percent(self, percent: int) -> None:
        """Text size in percent of the system's, kept between 80 and 250."""
        self._percent = within(percent)
        self.apply()

    def apply(self) -> None:
        """Put font, palette and style sheet on the whole program."""
        global _text_pixels
        self._app.setFont(self._font())
        _text_pixels = _measured()
        contrasting = self.high_contrast
        self._app.setPalette(QPalette() if contrasting else palette(self.drawn))  # an empty one is the system's own
        self._app.setStyleSheet(style_sheet(None if contrasting else self.drawn, em()))
        self.changed.emit()

    def _font(self) -> QFont:
        sizes = tokens()["type"]
        font = QFont(self._system_font)
        if QFontInfo(font).family() in sizes["stand_in_for"] and sizes["stand_in"] in QFontDatabase.families():
            font.setFamily(sizes["stand_in"])
        points = max(font.pointSizeF(), sizes["least_points"])
        font.setPointSizeF(points * self._percent / 100)
        return font

    def _system_changed(self) -> None:
        if self._look == "system":
            self.apply()

    def _system_wants_contrast(self) -> bool:
        return self._accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast


def colour(token: str) -> QColor:
    """A colour of the running program's look by its token; light when no look was chosen."""
    app = QApplication.instance()
    theme = app.findChild(Theme) if app is not None else None
    return theme.colour(token) if theme is not None else QColor(tokens()["light"][token])


def colour_of(from_palette: QPalette, token: str) -> QColor:
    """The system's own colour that stands for a token of ours, for drawing by hand in high contrast."""
    role = QPalette.ColorRole
    roles = {
        "window": role.Window, "side": role.Window, "surface": role.Base, "tint": role.Window,
        "primary": role.Highlight, "on_primary": role.HighlightedText, "link": role.Link,
    }  # fmt: skip
    return from_palette.color(roles.get(token, role.WindowText))


class HeadingInterface(QAccessibleWidget):
    """A label with the role h1, h2 or h3, as screen readers hear it: a heading."""

    def __init__(self, label: QLabel) -> None:
        super().__init__(label, QAccessible.Role.Heading)

    def text(self, which: QAccessible.Text) -> str:
        label = self.object()  # asked each time: a name of our own would keep the label alive
        if which == QAccessible.Text.Name and isinstance(label, QLabel):
            return label.accessibleName() or label.text()
        return str(super().text(which))


# Qt holds bare pointers to what a Python factory makes and deletes it with its label; Python must never be the
# first to let go. So all are held here, and those that Qt has deleted are dropped when there are many.
_headings: list[QAccessibleWidget] = []
_MANY = 200


def _make_interface(_class_name: str, thing: QObject) -> QAccessibleInterface | None:
    made: QAccessibleWidget
    if isinstance(thing, QLabel) and thing.property("role") in HEADINGS:
        made = HeadingInterface(thing)
    elif isinstance(thing, QScrollArea):
        # Qt's own ends the program when a screen reader asks for the scroll bar that has just gone.
        made = QAccessibleWidget(thing, QAccessible.Role.Client)
    else:
        return None
    if len(_headings) >= _MANY:
        _headings[:] = [one for one in _headings if isValid(one)]
    _headings.append(made)
    return made


@cache
def install_headings() -> None:
    """Have every label with a heading role announced as a heading, every page safe to ask; once for the process."""
    QAccessible.installFactory(_make_interface)
