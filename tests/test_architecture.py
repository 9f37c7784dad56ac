"""The rooms and their arrows: import-linter's contracts hold, and each is shown to bite on a planted violation."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}

# Contract -> file in a copy of the project, and the line planted there.
VIOLATIONS = {
    "core arrows": ("carer_desktop/utils.py", '"""A room nobody has drawn."""'),
    "window arrows": ("ui/fields/planted.py", "import ui.screens"),
    "screens do not know each other": ("ui/screens/planted_one.py", "import ui.screens.planted_two"),
    "no Qt in the job": ("carer_desktop/forms/planted.py", "import PySide6.QtCore"),
    "windows go through the caseload": ("ui/parts/planted.py", "import carer_desktop.store"),
    "only the store opens SQLCipher": ("carer_desktop/caseload/planted.py", "import sqlcipher3"),
    "only the sealing room has cryptography": ("carer_desktop/store/planted.py", "import cryptography"),
    "only the documents know Word, Excel and PDF": ("carer_desktop/findings/planted.py", "import lxml, pypdf"),
    "only the caseload knocks": ("ui/planted_door.py", "import carer_desktop.documents"),
    "no circles": ("carer_desktop/text.py", "import carer_desktop.clock"),
}
MADE_FOR_THEM = {
    "ui/screens/planted_two.py": "",
    "carer_desktop/clock.py": "import carer_desktop.text",
}


def lint(folder: Path) -> tuple[int, str]:
    """import-linter's exit code and report for the project in a folder."""
    done = subprocess.run([sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


def test_the_arrows_hold() -> None:
    code, report = lint(ROOT)
    assert code == 0, report
    assert f"{len(CONTRACTS)} kept, 0 broken" in report


def test_every_contract_finds_a_planted_violation(tmp_path: Path) -> None:
    assert {contract["name"] for contract in CONTRACTS} == set(VIOLATIONS)
    for name in ("carer_desktop", "ui"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for path, line in [*VIOLATIONS.values(), *MADE_FOR_THEM.items()]:
        with (tmp_path / path).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    code, report = lint(tmp_path)
    assert code == 1, report
    assert [name for name in VIOLATIONS if f"{name} BROKEN" not in report] == [], report
    planted = [path.removesuffix(".py").replace("/", ".") for path, _ in VIOLATIONS.values()]
    assert [module for module in planted if module not in report] == [], report


def test_only_rooms_not_built_yet_are_optional() -> None:
    for contract in CONTRACTS:
        if contract["type"] != "layers":
            continue
        folder = ROOT / contract["containers"][0]
        rooms = [room.strip() for layer in contract["layers"] for room in layer.split("|")]
        built = [room for room in rooms if room.startswith("(") and _is_built(folder / room.strip("()"))]
        assert built == [], f"take the parentheses off in “{contract['name']}”"


def _is_built(room: Path) -> bool:
    return room.with_suffix(".py").exists() or (room / "__init__.py").exists()


@pytest.mark.parametrize("package", ["carer_desktop", "ui"])
def test_no_module_is_a_drawer_for_odds_and_ends(package: str) -> None:
    assert [path for path in (ROOT / package).rglob("*.py") if path.stem in NO_NAMES] == []


def test_a_library_for_files_is_loaded_when_a_file_is_wanted(tmp_path: Path) -> None:
    """Each takes some megabytes and a tenth of a second, which a person who fills in a form does not pay."""
    work = """if True:
        import pathlib, sys
        import carer_desktop.cli
        from carer_desktop.caseload import Caseload
        from carer_desktop.sealing.keys import Kdf

        vault = pathlib.Path(sys.argv[1], "team.vault")
        made = Caseload.create(vault, "Sam Example", ["assessor"], "violin harbour thimble", kdf=Kdf(8, 1, 1))
        record = made.records.fill("carer_conversation", {"carer_first": "Bea"}, known=False).assessment
        made.records.findings(record)
        made.records.open(record.id)
        made.close()
        print(*sorted(set(sys.argv[2:]) & set(sys.modules)))
    """
    libraries = ("docx", "lxml", "msoffcrypto", "openpyxl", "pypdf", "pypdfium2", "pyrage", "reportlab", "segno")
    command = [sys.executable, "-c", work, str(tmp_path), *libraries]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr or done.stdout


def test_the_job_runs_without_loading_qt() -> None:
    check = "import sys, carer_desktop.cli; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr or "PySide6 was loaded"
