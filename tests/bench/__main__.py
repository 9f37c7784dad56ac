"""Runs every bench module in a process of its own and prints one table."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

from tests.bench.row import Row

HERE = Path(__file__).parent
LIMIT_SECONDS = {"short": 150, "full": 1800}
MARKER = "rows: "


def modules() -> list[str]:
    """The names of the bench modules, in order."""
    return sorted(path.stem for path in HERE.glob("bench_*.py"))


def run_here(module: str, size: str) -> None:
    """Measures one module in this process and prints its rows as one line of JSON."""
    rows: list[Row] = importlib.import_module(f"tests.bench.{module}").measure(size)
    print(MARKER + json.dumps([asdict(row) for row in rows]))


def run_apart(module: str, size: str) -> list[Row] | str:
    """The rows of one module measured in a process of its own, or the last line of what went wrong."""
    command = [sys.executable, "-m", "tests.bench", "--size", size, "--module", module]
    surroundings = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=LIMIT_SECONDS[size], env=surroundings, cwd=HERE.parents[1]
        )
    except subprocess.TimeoutExpired:
        return f"not finished after {LIMIT_SECONDS[size]} s"
    for line in reversed(done.stdout.splitlines()):
        if line.startswith(MARKER):
            return [Row(**row) for row in json.loads(line.removeprefix(MARKER))]
    said = (done.stderr or done.stdout).strip().splitlines() or ["nothing was said"]
    return f"ended {done.returncode}: {said[-1]}"


def _figure(number: float | None) -> str:
    if number is None:
        return "-"
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.3g}"


def table(rows: list[Row]) -> str:
    """The rows under one heading, in columns as wide as they need; below it what each one means, in a plain line."""
    lines = [("what", "ours", "floor", "unit", "ours/floor", "goal", "")]
    for row in rows:
        ratio = _figure(row.ours / row.floor) if row.floor else "-"
        goal = f"{_figure(row.goal)}{f' {row.unit}' * (not row.floor or row.by_itself)}" if row.goal else "-"
        figures = (_figure(row.ours), _figure(row.floor), row.unit, ratio, goal)
        lines.append((row.name, *figures, row.verdict))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    figures_above = ["  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([*figures_above, "", *(f"{row.name}: {row.note}" for row in rows if row.note)])


def main() -> None:
    """Measures everything and prints the table; a failed module is a line of words."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--size", choices=tuple(LIMIT_SECONDS), default="short")
    parser.add_argument("--module", choices=modules(), help="measure this module only, in this process")
    given = parser.parse_args()
    if given.module:
        run_here(given.module, given.size)
        return
    rows: list[Row] = []
    failed: list[str] = []
    start = time.monotonic()
    for module in modules():
        print(f"measuring {module} ...", file=sys.stderr, flush=True)
        result = run_apart(module, given.size)
        if isinstance(result, str):
            failed.append(f"{module}: {result}")
        else:
            rows += result
    print(table(rows))
    print(*failed, sep="\n", end="\n" if failed else "")
    missed = sum(row.verdict == "MISSED" for row in rows)
    spent = time.monotonic() - start
    print(f"{len(rows)} measured, {missed} missed their goal, {len(failed)} could not be measured, {spent:.0f} s")


if __name__ == "__main__":
    main()
