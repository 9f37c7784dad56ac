"""What people install: a wheel that works away from the checkout, and locks that fit the project file."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = {"requirements.lock": ("build",), "requirements-dev.lock": ("build", "dev")}
PINNED = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)


def run(*command: str | Path, **surroundings: str) -> str:
    """Runs a command from the file system's root and gives what it printed; fails with its words."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd="/",
        capture_output=True,
        text=True,
        timeout=180,
        env={name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_"))}
        | surroundings,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    run(*pip, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


def data_files(name: str) -> set[str]:
    """The files of resources/ or templates/ as the wheel should hold them."""
    return {f"carer_desktop/{path.relative_to(ROOT)}" for path in (ROOT / name).rglob("*") if path.is_file()}


@pytest.mark.journey
def test_the_wheel_holds_the_program_and_its_data_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as file:
        names = {name for name in file.namelist() if ".dist-info/" not in name}
    code = {str(path.relative_to(ROOT)) for room in ("carer_desktop", "ui") for path in (ROOT / room).rglob("*.py")}
    assert names == code | data_files("resources") | data_files("templates")


@pytest.mark.journey
def test_the_installed_program_tests_itself(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", home)
    python = home / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel)
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    where = run(python, "-c", "import carer_desktop.paths as p; print(p.__file__, p.RESOURCES, p.TEMPLATES, sep='\\n')")
    assert all(line.startswith(str(site)) for line in where.splitlines()), where
    run(home / "bin" / "carer-desktop", "self-test", HOME=str(tmp_path))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_direct_package_within_its_range(lock: str) -> None:
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    pinned = {canonicalize_name(name): version for name, version in PINNED.findall((ROOT / lock).read_text("utf-8"))}
    extras = PROJECT["optional-dependencies"]
    wanted = [*PROJECT["dependencies"], *(line for extra in LOCKS[lock] for line in extras[extra])]
    for requirement in map(Requirement, wanted):
        if requirement.name != PROJECT["name"]:
            assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_hashes_every_package(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    blocks = re.split(r"\n(?=\w)", "\n" + text)[1:]
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert len(blocks) == len(PINNED.findall(text))


def test_both_locks_agree() -> None:
    run_lock, dev_lock = (dict(PINNED.findall((ROOT / lock).read_text("utf-8"))) for lock in LOCKS)
    assert {name: dev_lock.get(name) for name in run_lock} == run_lock
