"""The examples in the core's docstrings run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import carer_desktop

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(carer_desktop.__path__, "carer_desktop.")
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_say(name: str) -> None:
    runner = doctest.DocTestRunner()
    for examples in doctest.DocTestFinder().find(importlib.import_module(name)):
        runner.run(examples)
    assert runner.failures == 0
