"""Walks any page as keyboard and screen reader do: names, roles, sizes, Tab order; used for every page and state."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QMenuBar,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QWidget,
)

LEAST = 24  # pixels; WCAG 2.2, 2.5.8
ROLES = {
    QPushButton: {QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.ButtonMenu},
    QRadioButton: {QAccessible.Role.RadioButton},
    QCheckBox: {QAccessible.Role.CheckBox},
    QLineEdit: {QAccessible.Role.EditableText},
    QPlainTextEdit: {QAccessible.Role.EditableText},
    QListView: {QAccessible.Role.List},
    QLabel: {QAccessible.Role.StaticText, QAccessible.Role.Heading},
}


def focusable(root: QWidget) -> list[QWidget]:
    """Every visible, enabled widget under *root* that takes the keyboard."""
    found = [root, *root.findChildren(QWidget)]
    return [w for w in found if w.isVisible() and w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not isinstance(w, QScrollArea | QMenuBar)]  # fmt: skip


def name_of(widget: QWidget) -> str:
    """What a screen reader calls it."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def about(widget: QWidget) -> str:
    """Which widget is meant, for a message."""
    return f"{type(widget).__name__} “{name_of(widget)}”"


def shortcomings(root: QWidget) -> list[str]:
    """What is wrong with the names, roles and sizes of a page; empty when nothing is."""
    wrong = []
    for widget in focusable(root):
        interface = QAccessible.queryAccessibleInterface(widget)
        if not name_of(widget).strip():
            parents = " < ".join(type(w).__name__ for w in _up(widget))
            wrong.append(f"{type(widget).__name__} has no accessible name ({parents})")
        if widget.width() < LEAST or widget.height() < LEAST:
            wrong.append(f"{about(widget)} is {widget.width()} x {widget.height()}, less than {LEAST}")
        wanted = next((roles for kind, roles in ROLES.items() if isinstance(widget, kind)), None)
        if wanted is not None and interface.role() not in wanted:
            wrong.append(f"{about(widget)} has the role {interface.role()}")
        if isinstance(widget, QFrame) and type(widget) is QFrame:
            wrong.append(f"{about(widget)} takes the keyboard and is nothing")
    return wrong


def _up(widget: QWidget) -> list[QWidget]:
    above: list[QWidget] = []
    parent = widget.parentWidget()
    while parent is not None and len(above) < 4:
        above.append(parent)
        parent = parent.parentWidget()
    return above


# `nextInFocusChain` makes PySide take each widget for a child of the one before, and Python's letting go of one could
# then delete it under Qt's hands. So none is ever let go.
_walked: list[QWidget] = []


def tab_order(root: QWidget) -> list[QWidget]:
    """The widgets Tab would stop at, in its order; of a group of radio buttons the one Tab reaches."""
    chain: list[QWidget] = []
    widget: QWidget | None = root
    while True:
        widget = widget.nextInFocusChain() if widget is not None else None
        if widget is root or widget is None:
            break
        chain.append(widget)
    _walked.extend([root, *chain])
    stops = set(focusable(root))
    return [w for w in ([root] if root in stops else []) + chain if w in stops and not _passed_over(w)]


def _passed_over(widget: QWidget) -> bool:
    """A radio button that is not the checked one of its group is reached by the arrow keys."""
    if not isinstance(widget, QRadioButton) or widget.group() is None:
        return False
    chosen = widget.group().checkedButton()
    return chosen is not None and chosen is not widget


def out_of_order(root: QWidget) -> list[str]:
    """Where Tab goes back up, or back to the left, instead of on as one reads."""
    wrong = []
    stops = tab_order(root)
    for first, second in pairwise(stops):
        a, b = _seen(first, second, root), _seen(second, first, root)
        up = b.bottom() <= a.top() and b.left() < a.right()
        back = b.right() <= a.left() and b.top() < a.bottom() and b.bottom() > a.top()
        if up or back:
            wrong.append(f"Tab goes from {about(first)} back to {about(second)}")
    return wrong


def _seen(widget: QWidget, other: QWidget, root: QWidget) -> QRect:
    """Where it stands; scrolled out of view beside something that does not scroll with it, at the edge it went over."""
    area = _area(widget, root)
    for above in _parents(widget):
        if isinstance(above, QScrollArea) and not above.isAncestorOf(other) and root.isAncestorOf(above):
            view = _area(above.viewport(), root)
            area.moveTop(max(view.top(), min(area.top(), view.bottom() - area.height())))
    return area


def _parents(widget: QWidget) -> list[QWidget]:
    found: list[QWidget] = []
    while (parent := (found[-1] if found else widget).parentWidget()) is not None:
        found.append(parent)
    return found


def _area(widget: QWidget, root: QWidget) -> QRect:
    return QRect(widget.mapTo(root, QPoint(0, 0)) if widget is not root else QPoint(0, 0), widget.size())


def cut_off(root: QWidget) -> list[str]:
    """Labels and buttons whose words do not fit, and scroll areas that scroll sideways."""
    wrong = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible():
            continue
        if isinstance(widget, QLabel) and widget.text():
            need = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
            if widget.height() < need or (not widget.wordWrap() and widget.width() < widget.sizeHint().width()):
                wrong.append(f"“{widget.text()}” is cut off")
        elif isinstance(widget, QPushButton | QRadioButton | QCheckBox):
            wide = max(widget.fontMetrics().horizontalAdvance(t) for t in widget.text().replace("&&", "&").split("\n"))
            if widget.width() < wide:
                wrong.append(f"“{widget.text()}” is cut off")
        elif isinstance(widget, QAbstractScrollArea) and scrolls_sideways(widget):
            wrong.append(f"{type(widget).__name__} scrolls sideways by {widget.horizontalScrollBar().maximum()}")
    return wrong


def scrolls_sideways(page: QAbstractScrollArea) -> bool:
    """Whether something on it is wider than the page, once all is laid out."""
    QApplication.processEvents()
    return page.horizontalScrollBar().maximum() > 0


def check(root: QWidget) -> None:
    """Fail with every shortcoming of a shown page in words."""
    for _ in range(2):  # what one layout moves, another has to follow
        QApplication.processEvents()
    wrong = shortcomings(root) + out_of_order(root) + cut_off(root)
    assert not wrong, "\n".join(wrong)
