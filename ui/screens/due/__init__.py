"""How long records stay: what is due to go, removing it with open eyes, and what stays behind."""

from ui.screens.due.screen import DueScreen

__all__ = ["DueScreen"]
