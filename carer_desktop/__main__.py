"""Starts the program: the window when nothing else is asked for, otherwise what the command line asks."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from carer_desktop import cli


def main() -> int:
    """Gives the exit code of the command line. A windowed program on Windows has no streams: it gets silent ones."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  # open to the end
    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
