"""Tables and answers made by chance: most of a table as it should be, now and then something as it should not."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from carer_desktop.budget.inputs import Axis
from carer_desktop.budget.table import Table

QUESTIONS = ("caring_level", "impact_level", "nights", "hours_week", "eligible", "score")
LEVELS = ("low", "some", "high", "l1", "i4")
ODD: tuple[Any, ...] = (
    None,
    "",
    "x",
    -1,
    0,
    3,
    10**12,
    True,
    1.5,
    "1.5",
    "nan",
    "£5",
    [],
    {},
    ["a"],
    {"a": 1},
    "0.00",
    "l1",
    "none",
)
MODES = ("matrix", "bands", "points_bands", "points_rate", "flat", "weekly", "magic")
DAY = date(2026, 11, 22)


class Chance:
    """A source of chance that spoils one value in so many; *spoils* 0 spoils none."""

    def __init__(self, seed: int, spoils: int = 40) -> None:
        self.random = random.Random(seed)
        self._spoils = spoils

    def table(self) -> dict[str, Any]:
        """What stands in a table file."""
        mode = self.random.choice(MODES if self._spoils else MODES[:-1])
        data: dict[str, Any] = {
            "id": "made",
            "version": "1",
            "title": "Made",
            "source": "Chance",
            "from": date(2026, 4, 1),
        }
        data |= {"mode": mode, **getattr(self, f"_{mode}", dict)()}
        for key, made in self._modifiers().items():
            if self.random.random() < 0.3:
                data[key] = made
        return {key: self._spoilt(value) for key, value in data.items() if not self._lost()}

    def answers(self, table: Table | None = None) -> dict[str, Any]:
        """Answers, some of which the table may take."""
        known: dict[str, Any] = {name: self.random.choice((*LEVELS, *ODD[3:8])) for name in QUESTIONS}
        for one in table.inputs if table else ():
            known[one.question] = self.level(one) if isinstance(one, Axis) else self.random.randint(0, 60)
        known["payments"] = [DAY - timedelta(self.random.randint(-30, 1500)) for _ in range(self.random.randint(0, 3))]
        if self.random.random() < 0.3:
            known[self.random.choice(QUESTIONS)] = self.random.choice(ODD)
        return known

    def level(self, axis: Axis) -> str:
        """One level of a rating."""
        return self.random.choice(axis.levels).id

    # --- the parts of a table ----------------------------------------------------------------------

    def _money(self, most: int = 9000) -> str:
        return f"{self.random.randint(0, most)}.{self.random.randint(0, 99):02d}"

    def _axis(self, question: str, points: bool = False) -> dict[str, Any]:
        ids = self.random.sample(LEVELS, self.random.randint(1, 4))
        more = [{"points": self.random.randint(0, 30)} if points else {} for _ in ids]
        levels = [{"id": id, "label": id.title(), **extra} for id, extra in zip(ids, more, strict=True)]
        return {"question": question, "title": question.title(), "levels": levels}

    def _matrix(self) -> dict[str, Any]:
        first, second = (self._axis(name) for name in self.random.sample(QUESTIONS, 2))
        columns = [level["id"] for level in second["levels"]]
        cells = {row["id"]: {column: self._amount() for column in columns} for row in first["levels"]}
        return {"axis": [first, second], "amounts": cells}

    def _bands(self) -> dict[str, Any]:
        axis = self._axis(self.random.choice(QUESTIONS))
        return {"axis": [axis], "amounts": {level["id"]: self._amount() for level in axis["levels"]}}

    def _amount(self) -> str:
        return "none" if self.random.random() < 0.05 else self._money()

    def _counted(self) -> dict[str, Any]:
        first, second, third = self.random.sample(QUESTIONS, 3)
        return {
            "axis": [self._axis(first, True), self._axis(second, True)],
            "number": [{"question": third, "title": "N"}],
        }

    def _points_bands(self) -> dict[str, Any]:
        ends = sorted(self.random.sample(range(1, 130), self.random.randint(1, 5)))
        starts = [0, *(end + 1 for end in ends[:-1])]
        bands = [{"from": a, "to": b, "amount": self._amount()} for a, b in zip(starts, ends, strict=True)]
        return {**self._counted(), "band": bands}

    def _points_rate(self) -> dict[str, Any]:
        return {**self._counted(), "rate": self._money(40)}

    def _flat(self) -> dict[str, Any]:
        return {"amount": self._money()}

    def _weekly(self) -> dict[str, Any]:
        number = {"question": self.random.choice(QUESTIONS), "title": "N", "unit": "%"}
        return {"rate": self._money(99), "weeks": self.random.randint(0, 60), "number": [number]}

    def _modifiers(self) -> dict[str, Any]:
        gate = {"question": "open", "title": "Open", "otherwise": "it is not"}
        levels = [{"id": "low", "label": "Low", "open": True}, {"id": "high", "label": "High"}]
        return {
            "step": self.random.choice(("0.01", "0.50", "5.00", "25.00")),
            "minimum": self._money(100),
            "usually_up_to": self._money(300),
            "up_to": True,
            "rising": self.random.random() < 0.5,
            "uprating": [{"percent": f"{self.random.randint(0, 99)}.{self.random.randint(0, 99)}", "why": "1"}],
            "gate": [{**gate, "levels": levels}],
            "frequency": {"question": "payments", "title": "P", "months": self.random.randint(1, 40)},
            "example": [{"title": "E", "answers": self._plain_answers(), "amount": self._amount(), "on": DAY}],
        }

    def _plain_answers(self) -> dict[str, Any]:
        return {name: self.random.choice(LEVELS) for name in self.random.sample(QUESTIONS, 2)}

    # --- spoiling ----------------------------------------------------------------------------------

    def _spoilt(self, value: Any) -> Any:
        if self._spoils and self.random.randrange(self._spoils) == 0:
            return self.random.choice([one for one in ODD if one is not None])
        if isinstance(value, Mapping):
            kept = {key: self._spoilt(one) for key, one in value.items() if not self._lost()}
            return {**kept, self.random.choice(LEVELS): "1.00"} if self._lost() else kept
        if isinstance(value, list):
            return [self._spoilt(one) for one in value if not self._lost()]
        return value

    def _lost(self) -> bool:
        return bool(self._spoils) and self.random.randrange(self._spoils * 4) == 0
