"""A process of its own that listens to the buses in its environment, and says what it hears: `listener [desktop]`.

With *desktop* it first puts a desktop on the bus that tells idle time and holds sleep back for whoever asks.
"""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusUnixFileDescriptor, QDBusVirtualObject
from PySide6.QtWidgets import QApplication

from ui.session.bus import Bus
from ui.session.machine import Machine


class Desktop(QDBusVirtualObject):
    """Answers as logind and GNOME do."""

    def introspect(self, _path: str) -> str:
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        if message.member() == "GetIdletime":
            return connection.send(message.createReply(61_000))
        if message.member() == "Inhibit":
            handle = os.open(os.devnull, os.O_RDONLY)
            held = QDBusUnixFileDescriptor(handle)
            os.close(handle)
            return connection.send(message.createReply(held))
        return False


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def put_desktop() -> Desktop:
    """A connection of its own: nobody can ask over the one that answers."""
    connection = QDBusConnection.connectToBus(os.environ["DBUS_SESSION_BUS_ADDRESS"], "desktop")
    desktop = Desktop()
    connection.registerVirtualObject("/org", desktop, QDBusConnection.VirtualObjectRegisterOption.SubPath)
    for name in ("org.gnome.Mutter.IdleMonitor", "org.freedesktop.login1"):
        connection.registerService(name)
    return desktop


def main(has_desktop: bool) -> None:
    if has_desktop:
        # A call that waits would wait for ever for an answer from its own thread.
        pid = os.fork()
        if pid == 0:
            app = QApplication([])
            desktop = put_desktop()
            QTimer.singleShot(5_000, app.quit)
            app.exec()
            del desktop
            os._exit(0)
    app = QApplication([])
    machine = Machine()
    wait = QTimer()

    def begin() -> None:
        machine.begin(0)
        listening = machine.findChild(Bus)
        assert listening is not None
        machine.locked.connect(lambda: say("locked"))
        machine.suspending.connect(lambda: say(f"suspending held={listening.holds_sleep}"))
        machine.suspending.connect(lambda: QTimer.singleShot(300, end))

        def end() -> None:
            if listening.holds_sleep:
                say("held again")
            app.quit()

        def ready() -> None:
            idle = f"desktop {machine.idle_seconds():.0f}" if "desktop" in machine.how else "own"
            say(f"ready {idle} held={listening.holds_sleep}")

        QTimer.singleShot(200, ready)

    wait.singleShot(700 if has_desktop else 0, begin)
    app.exec()


if __name__ == "__main__":
    main("desktop" in sys.argv)
