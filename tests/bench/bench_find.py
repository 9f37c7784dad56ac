"""What follows from all answers, worked out at every keystroke."""

from __future__ import annotations

from carer_desktop.findings.find import find
from tests.bench.case import DAY, demo_record
from tests.bench.floors import plain_loop
from tests.bench.row import Row, median_ms


def measure(size: str) -> list[Row]:
    """One `find` over the whole demo case; beside it one plain loop over the same answers."""
    form, tables, record = demo_record()
    times = 200
    ours = median_ms(lambda: find(form, tables, record, DAY), times)
    loop = median_ms(lambda: plain_loop(record.answers), times)
    shown = len(find(form, tables, record, DAY).shown)
    note = (
        f"after every answer all {shown} questions shown by the demo case are looked at again, from nothing;"
        f" a plain loop over the {plain_loop(record.answers)} answers takes {loop:.3f} ms"
    )
    return [Row("what follows from the answers", ours, None, 5.0, "ms", note)]
