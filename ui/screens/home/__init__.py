"""The person's own records: found by a few letters, opened with Enter, continued where they were left."""

from ui.screens.home.screen import HomeScreen

__all__ = ["HomeScreen"]
