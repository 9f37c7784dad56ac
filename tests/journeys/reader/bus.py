"""What a screen reader knows of a program: roles, names, relations and events from the accessibility bus (AT-SPI)."""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TypeVar

sys.path.append("/usr/lib/python3/dist-packages")  # Debian keeps gi outside every virtual environment
warnings.simplefilter("ignore", DeprecationWarning)  # of gi about itself: older systems lack the newer names

import gi  # noqa: E402

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

from tests.journeys.reader.front import FrontWindow  # noqa: E402

T = TypeVar("T")
PATIENCE = 12.0
PAUSE = 0.02
HEARD = ("object:announcement", "object:state-changed:focused", "object:state-changed:checked")

ROWS = ("list item", "menu item")
WITH_ROWS = ("list", "menu bar")


class Thing:
    """One accessible thing; asked anew each time, for a screen reader trusts no memory of its own either."""

    def __init__(self, node: Atspi.Accessible, within: Thing | None = None) -> None:
        self.node = node
        self._within = within

    def __str__(self) -> str:
        return f"{self.role} “{self.name}”"

    @cached_property
    def role(self) -> str:
        """Of all there is to know this alone never changes."""
        return str(self.node.get_role_name())

    @property
    def name(self) -> str:
        return str(self.node.get_name() or "")

    @property
    def description(self) -> str:
        return str(self.node.get_description() or "")

    @property
    def children(self) -> list[Thing]:
        return list(self.one_by_one())

    def one_by_one(self) -> Iterator[Thing]:
        """Its children, each asked for when it is wanted."""
        for number in range(self.node.get_child_count()):
            child = self.node.get_child_at_index(number)
            if child is not None:
                yield Thing(child, self)

    def has(self, *states: str) -> bool:
        """Whether it is in all of these states, "showing", "focusable" and so on."""
        now = self.node.get_state_set()
        return all(now.contains(getattr(Atspi.StateType, state.upper())) for state in states)

    @property
    def labels(self) -> list[str]:
        """The names of what it is labelled by."""
        return [
            str(relation.get_target(number).get_name())
            for relation in self.node.get_relation_set()
            if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY
            for number in range(relation.get_n_targets())
        ]

    @property
    def text(self) -> str:
        """What stands in a box of text."""
        return str(Atspi.Text.get_text(self.node, 0, Atspi.Text.get_character_count(self.node)))

    def write(self, words: str) -> None:
        """Put words into a box of text, as dictation does: no key is pressed."""
        assert Atspi.EditableText.set_text_contents(self.node, words), f"{self} cannot be written in"

    def do(self, action: str) -> None:
        """Press or toggle it, as voice control does."""
        offered = [Atspi.Action.get_action_name(self.node, n) for n in range(Atspi.Action.get_n_actions(self.node))]
        assert action in offered, f"{self} offers {offered}, not {action}"
        assert Atspi.Action.do_action(self.node, offered.index(action)), f"{self} did not {action}"

    def above(self) -> Iterator[Thing]:
        """What it stands in, innermost first, as far as it was looked through."""
        up = self._within
        while up is not None and up.role not in ("frame", "dialog", "application"):
            yield up
            up = up._within


class Bus:
    """One running program as it is heard; `said` are its announcements, `focused` the names focus went to."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._front = FrontWindow()
        self.said: list[str] = []
        self.focused: list[tuple[str, str]] = []
        self.checked: list[tuple[str, bool]] = []
        self._app: Atspi.Accessible | None = None
        self._listener = Atspi.EventListener.new(self._hear)
        for kind in HEARD:
            self._listener.register(kind)

    def _hear(self, event: Atspi.Event) -> None:
        try:
            if event.type.startswith("object:announcement"):
                self.said.append(str(event.any_data))
            elif event.type.startswith("object:state-changed:focused") and event.detail1:
                self.focused.append((event.source.get_role_name(), event.source.get_name()))
            elif event.type.startswith("object:state-changed:checked"):
                self.checked.append((event.source.get_name(), bool(event.detail1)))
        except GLib.Error:
            return  # what spoke is gone already

    # Waiting -------------------------------------------------------------------------------------

    def listen(self) -> None:
        """Take in every event that has arrived; meanwhile the window in front has the keyboard."""
        self._front.give_keyboard()
        while GLib.MainContext.default().iteration(False):
            continue

    def until(self, find: Callable[[], T | None], what: str) -> T:
        """Ask again and again until there is something; say what was heard meanwhile when there never is."""
        late = time.monotonic() + PATIENCE
        while time.monotonic() < late:
            self.listen()
            try:
                found = find()
            except GLib.Error:
                found = None  # it went away while it was asked
            if found:
                return found
            time.sleep(PAUSE)
        raise AssertionError(f"waited in vain for {what}; heard last: {self.said[-5:]}; focus: {self.focused[-3:]}")

    def hear(self, words: str) -> str:
        """Wait for an announcement that holds these words; what was said before it is forgotten."""

        def found() -> str | None:
            return next((said for said in self.said if words in said), None)

        said = self.until(found, f"“{words}” to be announced")
        del self.said[: self.said.index(said) + 1]
        return said

    def key(self, symbol: int) -> None:
        """Press a key in the window in front."""
        self.listen()
        assert Atspi.generate_keyboard_event(symbol, None, Atspi.KeySynthType.SYM), "the key was not taken"

    # Finding -------------------------------------------------------------------------------------

    def start(self) -> None:
        """Wait until the program is on the bus."""
        self._app = self.until(self._find_program, f"{self._program} on the accessibility bus")
        self._app.set_cache_mask(Atspi.Cache.NONE)

    def is_there(self) -> bool:
        """Whether the program is on the bus."""
        return self._find_program() is not None

    def _find_program(self) -> Atspi.Accessible | None:
        desktop = Atspi.get_desktop(0)
        programs = (desktop.get_child_at_index(number) for number in range(desktop.get_child_count()))
        return next((one for one in programs if one is not None and one.get_name() == self._program), None)

    def everything(self, root: Thing | None = None, hidden: bool = False, rows: bool = True) -> Iterator[Thing]:
        """All that can be perceived now, in order; *hidden*: also closed menus; not *rows*: lists and menus as one."""
        if root is None:
            root = self.front()
            yield root
        for child in root.one_by_one():
            if hidden or child.role == "list item" or child.has("showing"):
                yield child
                if rows or child.role not in WITH_ROWS:
                    yield from self.everything(child, hidden, rows)

    def find(self, role: str, name: str, root: Thing | None = None, starts: bool = False, ends: bool = False) -> Thing:
        """The thing of this role and name (or beginning or end of a name); waits until it is there."""

        def fits(said: str) -> bool:
            return said == name or (starts and said.startswith(name)) or (ends and said.endswith(name))

        def found() -> Thing | None:
            some = self.everything(root, rows=role in ROWS)
            return next((thing for thing in some if thing.role == role and fits(thing.name)), None)

        return self.until(found, f"{role} “{name}”")

    def front(self) -> Thing:
        """The window in front: a dialog when one is open."""
        return [window for window in self.windows() if window.has("showing")][-1]

    def windows(self) -> list[Thing]:
        """All windows the program has, shown or not."""
        assert self._app is not None
        return Thing(self._app).children

    def shows(self, role: str, name: str) -> bool:
        """Whether such a thing can be perceived now."""
        return any(thing.role == role and thing.name == name for thing in self.everything(rows=role in ROWS))

    def menu(self, *path: str) -> Thing:
        """A command of the menus, by the names that lead to it."""
        *above, last = path
        here: Thing | None = None
        for name in above:
            here = self.find("menu item", name, here)
        found = [one for one in self.everything(here, hidden=True) if one.role == "menu item" and one.name == last]
        assert found, f"there is no command {path}"
        return found[0]
