"""Canonical bytes, hashes, signatures and encryption: the only room that imports `cryptography`."""
