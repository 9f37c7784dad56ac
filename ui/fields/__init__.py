"""One field for each type of question: it shows an answer and says when it was changed, nothing more."""

from ui.fields.announce import announce
from ui.fields.field import PAUSE_MS, Field, Voice
from ui.fields.list import ListField
from ui.fields.make import field

__all__ = ["PAUSE_MS", "Field", "ListField", "Voice", "announce", "field"]
