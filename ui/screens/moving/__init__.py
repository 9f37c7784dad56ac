"""The way of a record from hand to hand: where it stands, sending, deciding, and what comes after."""

from ui.screens.moving.page import MovingPage

__all__ = ["MovingPage"]
