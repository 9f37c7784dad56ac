"""Starts the program: the window when nothing else is asked for, otherwise what the command line asks."""

from __future__ import annotations

import sys

from carer_desktop.cli import main

if __name__ == "__main__":
    sys.exit(main())
