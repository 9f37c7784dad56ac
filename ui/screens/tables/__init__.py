"""Budget tables, for managers and the access lead: look at them, load, approve and try them; never in a record."""

from ui.screens.tables.one import TableScreen
from ui.screens.tables.screen import TablesScreen

__all__ = ["TableScreen", "TablesScreen"]
