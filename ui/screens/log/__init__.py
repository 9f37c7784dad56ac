"""Who did what and when, for the access lead: read, narrowed, checked and exported."""

from ui.screens.log.screen import LogScreen

__all__ = ["LogScreen"]
