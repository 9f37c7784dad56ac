"""Collects what the fault tests did and prints it at the end, with the time they took together."""

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
        record_property(NOTED, f"{what}: {done} of {planned}")

    return note


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
    terminalreporter.section(f"faults, size {sizes.size()}")
    for report in sorted(reports, key=lambda report: report.nodeid):
        for name, value in report.user_properties:
            if name == NOTED:
                terminalreporter.write_line(f"{value}  ({report.duration:.1f} s)")
    terminalreporter.write_line(f"{len(reports)} tests, {sum(report.duration for report in reports):.1f} s together")
