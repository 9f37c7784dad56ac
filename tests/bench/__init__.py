"""Measurements beside their floors: `python -m tests.bench --size short|full`.

Every module `bench_*.py` here has one function `measure(size: str) -> list[Row]`. Each module runs in a process of its
own, one after the other, so that no measurement warms up, or fills the memory of, the next. The run always ends 0: a
missed goal is printed and explained, never a failed build. A module that fails shows its error instead of its rows.
"""
