"""What a Linux desktop says over D-Bus: the session is locked, the laptop is going to sleep, nobody touches it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

LOGIN = "org.freedesktop.login1"
LOGIN_PATH = "/org/freedesktop/login1"
SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver", "org.mate.ScreenSaver")
# Who tells how long nobody touched the machine: service, path, interface, method; all in milliseconds.
TELLERS = (
    ("org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core", "org.gnome.Mutter.IdleMonitor",
     "GetIdletime"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver", "org.freedesktop.ScreenSaver", "GetSessionIdleTime"),
)  # fmt: skip
PATIENCE_MS = 200


class Bus(QObject):
    """`locked()` and `suspending()`, from whoever on either bus says so. Sleep waits until we have let go."""

    locked = Signal()
    suspending = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._system = QDBusConnection.sessionBus(), QDBusConnection.systemBus()
        self._hold: object = None
        self._asking: QDBusPendingCallWatcher | None = None
        # An empty sender is anyone: whoever on a person's own bus says so may lock, but nobody may unlock.
        self._system.connect("", LOGIN_PATH, f"{LOGIN}.Manager", "PrepareForSleep", self, slot("_sleeping(bool)"))
        self._system.connect("", "", f"{LOGIN}.Session", "Lock", self, slot("_session_locked(QDBusMessage)"))
        for saver in SAVERS:
            self._session.connect("", "", saver, "ActiveChanged", self, slot("_saver_changed(bool)"))
        self._hold_sleep()

    @property
    def holds_sleep(self) -> bool:
        """Whether the system waits for us before it sleeps."""
        return self._hold is not None

    def let_sleep(self) -> None:
        """Everything is put away: the laptop may sleep."""
        self._hold = None  # the last name of the file descriptor closes it

    def idle(self) -> Callable[[], float] | None:
        """A function that tells the seconds; None where no desktop answers."""
        for service, path, interface, method in TELLERS:
            message = QDBusMessage.createMethodCall(service, path, interface, method)
            if self._asked(message) is not None:
                return lambda message=message: self._asked(message) or 0.0  # type: ignore[misc]
        return None

    def _asked(self, message: QDBusMessage) -> float | None:
        if not self._session.isConnected():
            return None
        said = self._session.call(message, QDBus.CallMode.Block, PATIENCE_MS)
        if said.type() != QDBusMessage.MessageType.ReplyMessage or not said.arguments():
            return None
        return float(said.arguments()[0]) / 1000

    def _hold_sleep(self) -> None:
        if not self._system.isConnected():
            return
        message = QDBusMessage.createMethodCall(LOGIN, LOGIN_PATH, f"{LOGIN}.Manager", "Inhibit")
        message.setArguments(["sleep", "Carer Desktop", "The records are being locked", "delay"])
        self._asking = QDBusPendingCallWatcher(self._system.asyncCall(message), self)
        self._asking.finished.connect(self._held)

    def _held(self) -> None:
        said = self._asking.reply() if self._asking is not None else None
        if said is not None and said.type() == QDBusMessage.MessageType.ReplyMessage and said.arguments():
            self._hold = said.arguments()[0]
        self._asking = None

    @Slot(bool)
    def _sleeping(self, begins: bool) -> None:
        if begins:
            self.suspending.emit()
            self.let_sleep()
        else:
            self._hold_sleep()

    @Slot(QDBusMessage)
    def _session_locked(self, message: QDBusMessage) -> None:
        own = os.environ.get("XDG_SESSION_ID", "")
        if not own or message.path().rpartition("/")[2] == session_label(own):
            self.locked.emit()

    @Slot(bool)
    def _saver_changed(self, active: bool) -> None:
        if active:
            self.locked.emit()


def slot(signature: str) -> Any:
    """A slot by its signature; D-Bus connections take text where the types that come with PySide say bytes."""
    return SLOT(signature)


def session_label(session: str) -> str:
    """The last part of a session's path, as D-Bus writes it.

    >>> session_label("1"), session_label("c2")
    ('_31', 'c2')
    """
    first = session[:1]
    rest = "".join(one if one.isascii() and one.isalnum() else f"_{ord(one):02x}" for one in session[1:])
    return (first if first.isascii() and first.isalpha() else f"_{ord(first):02x}") + rest if session else "_"
