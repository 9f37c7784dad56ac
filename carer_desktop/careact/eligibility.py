"""What the law suggests about a carer's eligibility: Care Act 2014 s.13, SI 2015/313 regulation 3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Answer: TypeAlias = Literal["yes", "no", "undetermined"]


@dataclass(frozen=True, slots=True)
class Eligibility:
    """What the answers suggest; the practitioner determines (Care Act 2014 s.13).

    `conditions` holds `necessary_care`, `effect` and `significant_impact`; `why` is the explanation in
    words; `rests_on` are the question ids the suggestion looked at.
    """

    suggested: Answer
    conditions: Mapping[str, Answer]
    why: str
    rests_on: tuple[str, ...]
