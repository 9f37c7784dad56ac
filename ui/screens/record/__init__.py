"""One record on the screen: its sections, its questions, what follows from the answers."""

from ui.screens.record.screen import RecordScreen

__all__ = ["RecordScreen"]
