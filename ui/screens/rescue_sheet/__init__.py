"""The rescue sheet: made, shown once, printed, and checked by one of its groups."""

from ui.screens.rescue_sheet.screen import RescueSheetScreen

__all__ = ["RescueSheetScreen"]
