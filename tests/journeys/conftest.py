"""What the journeys share."""

from tests.core.door import door, vault
from tests.ui.conftest import patient

__all__ = ["door", "patient", "vault"]
