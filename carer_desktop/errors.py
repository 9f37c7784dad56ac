"""What can go wrong, in words: every error says what, where and how to mend it."""

from __future__ import annotations


class CarerError(Exception):
    """An error a person can read: *what* is wrong, *where*, and how to *mend* it."""

    def __init__(self, what: str, where: str = "", mend: str = "") -> None:
        super().__init__(what, where, mend)
        self.what = what
        self.where = where
        self.mend = mend

    def __str__(self) -> str:
        """One line: what is wrong first, then where, then how to mend it.

        >>> str(CarerError("Unknown question “slep”", "answers.json", "Did you mean “sleep”?"))
        'Unknown question “slep” (answers.json). Did you mean “sleep”?'
        """
        place = f" ({self.where})" if self.where else ""
        if not self.mend:
            return f"{self.what}{place}"
        return f"{self.what.rstrip('.')}{place}. {self.mend}"


class FormError(CarerError):
    """A form or table file that cannot be used as it is."""


class StoreError(CarerError):
    """The vault could not be read or written; *retry* tells whether trying again may help."""

    def __init__(self, what: str, where: str = "", mend: str = "", retry: bool = False) -> None:
        super().__init__(what, where, mend)
        self.retry = retry


class Refused(CarerError):
    """Something asked for that the rules do not allow, or that cannot be understood."""


class AnswerRefused(Refused):
    """An answer that the form does not take as it is given; names the question."""


class StillToGive(Refused):
    """A move for which answers are wanting: to these *questions*, by id, before it or *with_it*."""

    def __init__(self, what: str, mend: str, questions: tuple[str, ...], with_it: bool) -> None:
        super().__init__(what, mend=mend)
        self.questions = questions
        self.with_it = with_it


class TooLate(Refused):
    """A record whose time is long over: it is looked at to be removed or kept, and not opened any more."""


class ReasonNeeded(Refused):
    """A colleague's record is opened with a reason, and none was given."""
