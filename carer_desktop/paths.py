"""Where the data files lie: beside the package in a checkout, inside it in a wheel or frozen build."""

from __future__ import annotations

from pathlib import Path


def _data(name: str) -> Path:
    inside = Path(__file__).resolve().parent / name
    return inside if inside.is_dir() else inside.parents[1] / name


RESOURCES, TEMPLATES = _data("resources"), _data("templates")
