"""Collects what the fault tests did and prints it at the end, with the time they took together; keeps to its shard."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.faults import sizes

NOTED = "fault"


@pytest.fixture
def ran(record_property: Callable[[str, object], None]) -> Callable[[str, int, int], None]:
    """A function that notes what was done: ran("kills while saving", done, planned)."""

    def note(what: str, done: int, planned: int) -> None:
        assert done > 0, f"{what}: none was done"
        record_property(NOTED, f"{what}: {done} of {planned}, seed {sizes.SEED}")

    return note


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves the fault tests of other shards out; those without a size run in the first."""
    number, of = sizes.shard()
    dealt = sizes.shards(of)
    place = {file: at for at, files in enumerate(dealt, 1) for file in files}
    others = [
        each
        for each in items
        if each.get_closest_marker("faults") and place.get(each.path.stem.removeprefix("test_"), 1) != number
    ]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = [each for each in items if each not in set(others)]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints a line for each kind of fault and the seconds they took, all workers added up."""
    reports = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if isinstance(report, pytest.TestReport) and "/faults/" in report.nodeid and report.when == "call"
    ]
    if not reports:
        return
    number, of = sizes.shard()
    terminalreporter.section(f"faults, size {sizes.size()}" + (f", shard {number} of {of}" if of > 1 else ""))
    for report in sorted(reports, key=lambda report: report.nodeid):
        verdict = "FAILED" if report.failed else "0 failed"
        for name, value in report.user_properties:
            if name == NOTED:
                terminalreporter.write_line(f"{value}, {verdict}  ({report.duration:.1f} s)")
        if report.failed:
            terminalreporter.write_line(f"{report.nodeid}: FAILED  ({report.duration:.1f} s)")
    terminalreporter.write_line(f"{len(reports)} tests, {sum(report.duration for report in reports):.1f} s together")
