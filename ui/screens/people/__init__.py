"""The people of these records, for the access lead: who can sign in, as what, and how they get in again."""

from ui.screens.people.screen import PeopleScreen

__all__ = ["PeopleScreen"]
