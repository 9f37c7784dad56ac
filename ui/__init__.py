"""The windows: Python widgets only, no job of their own."""
