"""The real program over the real accessibility bus: everything found by role and name, nothing by place or key."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SYSTEM_PYTHON = "/usr/bin/python3"
GI = Path("/usr/lib/python3/dist-packages/gi")
LONGEST = 120


def python_with_gi():
    """Debian's gi is compiled for one Python: ours when it is the same, else Debian's own."""
    ours = f"cpython-{sys.version_info.major}{sys.version_info.minor}-"
    return sys.executable if any(ours in file.name for file in GI.glob("_gi.*.so")) else SYSTEM_PYTHON


def surroundings(folder):
    """A laptop on which the program was never started, with somebody listening."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "DBUS_", "QT_", "COV_"))}
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "AT_SPI_BUS_ADDRESS"):
        kept.pop(name, None)
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    return {
        **kept,
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(runtime),
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }


def test_a_conversation_from_set_up_to_the_word_file_by_role_and_name_alone(tmp_path):
    # Without Xvfb, D-Bus or gi this fails, and is meant to: `make test` installs them.
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1280x900x24", "dbus-run-session", "--"]
    journey = [python_with_gi(), "-m", "tests.journeys.reader.journey"]
    program = [sys.executable, "-m", "carer_desktop"]
    ran = subprocess.run(
        [*screen, *journey, *program, "--", str(tmp_path)],
        cwd=ROOT,
        env=surroundings(tmp_path),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONGEST,
    )
    assert ran.returncode == 0 and ran.stdout.endswith("heard to the end\n"), f"{ran.stdout}\n{ran.stderr}"
    assert "Traceback" not in ran.stderr and "Error in" not in ran.stderr, ran.stderr
