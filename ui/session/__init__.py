"""The laptop around the windows: what it remembers between two starts, when nobody is at it, when it is locked."""

from ui.session.kept import PRACTICE, RECORDS, Session

__all__ = ["PRACTICE", "RECORDS", "Session"]
