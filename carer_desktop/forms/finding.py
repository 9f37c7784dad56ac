"""One fault in a form: where it stands, what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: the file it stands in (`start.toml`), the question's key (empty for a section or the form
    itself), what is wrong and how to mend it."""

    where: str
    question: str
    what: str
    mend: str

    def __str__(self) -> str:
        """One line for the command line.

        >>> str(Finding("start.toml", "sleep", "There are no choices", "Give it `choices`."))
        'start.toml, sleep: There are no choices. Give it `choices`.'
        """
        place = f"{self.where}, {self.question}" if self.question else self.where
        return f"{place}: {self.what.rstrip('.')}. {self.mend}"


def did_you_mean(name: object, known: Iterable[str], otherwise: str) -> str:
    """The mend for a wrong name: the nearest right one, else what else to do.

    >>> did_you_mean("slep", ["sleep", "hours"], "Take it out."), did_you_mean("x", ["sleep"], "Take it out.")
    ('Did you mean “sleep”?', 'Take it out.')
    """
    near = get_close_matches(str(name), list(known), 1)
    return f"Did you mean “{near[0]}”?" if near else otherwise
