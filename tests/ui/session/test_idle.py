"""How long nobody touched the laptop: by our own window, by a desktop on a bus, by the X server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.faults.lock_scene import Bus, Screen
from ui.session.bus import session_label
from ui.session.idle import OwnWindow, find_idle, seconds_passed
from ui.session.machine import Machine
from ui.session.screen_saver import ask_screen_saver

ROOT = Path(__file__).parents[3]


class Clock:
    """Seconds moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def bus() -> Iterator[Bus]:
    made = Bus()
    yield made
    made.close()


def test_seconds_only_grow() -> None:
    assert seconds_passed() <= seconds_passed()


def test_our_own_window_counts_from_the_last_key(qapp: QApplication, qtbot: QtBot) -> None:
    clock = Clock()
    own = OwnWindow(qapp, clock)
    window = QWindow()
    window.show()
    window.requestActivate()
    qtbot.waitUntil(lambda: qapp.focusWindow() is window)
    clock.now += 50
    assert own.idle() == 50
    QTest.keyClick(window, Qt.Key.Key_A)
    assert own.idle() == 0
    clock.now += 7
    assert own.idle() == 7
    window.close()


def test_without_anybody_to_ask_our_own_window_is_asked_and_says_so(qapp: QApplication) -> None:
    found = find_idle(qapp, None, Clock())
    assert found.seconds() == 0
    assert found.words == "Only keys and mouse in this program count: this system does not tell about others."


def test_a_machine_nobody_has_asked_is_not_idle() -> None:
    machine = Machine()
    assert machine.idle_seconds() == 0 and machine.how == ""


@pytest.mark.parametrize(("session", "label"), [("", "_"), ("2", "_32"), ("c1", "c1"), ("a-b", "a_2db")])
def test_the_path_of_a_session(session: str, label: str) -> None:
    assert session_label(session) == label


def test_the_x_server_tells(tmp_path: Path) -> None:
    screen = Screen(tmp_path)
    try:
        told = ask_screen_saver(screen.display.encode())
        assert told is not None and 0 <= told() < 60
    finally:
        screen.close()
    assert ask_screen_saver(b":9999") is None


def listened(bus: Bus, *do: str) -> list[str]:
    """What a process on that bus hears while this is done on it: see listener.py beside this file."""
    environment = {
        **os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_SESSION_ID": "7",
        "DBUS_SESSION_BUS_ADDRESS": bus.address, "DBUS_SYSTEM_BUS_ADDRESS": bus.address,
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-m", "tests.ui.session.listener", *do], cwd=ROOT, env=environment, stdout=subprocess.PIPE,
        text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        heard = []
        for line in process.stdout:
            heard.append(line.strip())
            if line.startswith("ready"):
                bus.tell("/org/freedesktop/login1/session/_38", "org.freedesktop.login1.Session.Lock")
                bus.tell("/org/freedesktop/login1/session/_37", "org.freedesktop.login1.Session.Lock")
                bus.tell("/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged", "boolean:false")
                bus.tell("/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", "boolean:true")
                sleep = "org.freedesktop.login1.Manager.PrepareForSleep"
                bus.tell("/org/freedesktop/login1", sleep, "boolean:true")
                bus.tell("/org/freedesktop/login1", sleep, "boolean:false")
    return heard


def test_a_bus_without_a_desktop_tells_of_lock_and_sleep_only(bus: Bus) -> None:
    heard = listened(bus)
    assert heard == ["ready own held=False", "locked", "locked", "suspending held=False"]


def test_a_desktop_tells_idle_seconds_and_sleep_waits_for_us(bus: Bus) -> None:
    heard = listened(bus, "desktop")
    assert heard[0] == "ready desktop 61 held=True"
    assert heard[1:] == ["locked", "locked", "suspending held=True", "held again"]
