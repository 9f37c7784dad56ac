"""The one window of the program: what is in it, its commands, and how it opens and closes."""

from ui.main_window.window import MainWindow

__all__ = ["MainWindow"]
