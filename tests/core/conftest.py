"""What the tests of the core share."""

from tests.core.door import door, vault

__all__ = ["door", "vault"]
