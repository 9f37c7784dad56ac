"""After the decision: the admin worker's page of one case, step by step, and on to the next case."""

from ui.screens.checklist.screen import ChecklistScreen

__all__ = ["ChecklistScreen"]
