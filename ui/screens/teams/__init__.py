"""Teams and how people work together, for the access lead."""

from ui.screens.teams.screen import TeamsScreen

__all__ = ["TeamsScreen"]
