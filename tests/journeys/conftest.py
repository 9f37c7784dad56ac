"""What the journeys share."""

from tests.core.door import door, vault

__all__ = ["door", "vault"]
