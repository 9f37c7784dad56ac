"""Making a file of a record: whom it is for, what it leaves out, its pages, and where it went."""

from ui.screens.export.dialog import ExportDialog

__all__ = ["ExportDialog"]
