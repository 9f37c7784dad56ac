"""Fault tests: each breaks one thing on purpose (a kill, a full disk, a flipped byte) and shows what is left.

They are ordinary pytest files. `make test` runs them at SIZE=quick (together at most 120 seconds), `make faults
SIZE=ci|release` at larger sizes. `sizes.pick` chooses the numbers, `sizes.Budget` ends a loop in time, and the fixture
`ran` notes how much was done, which is printed at the end of the run.
Each has a control beside it: a test that breaks the guard itself and shows that the fault is then found.
"""
