"""One measured value beside the bound that it is held against."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and its bound: at most `target`, or at least.

    `value` is None where nothing can be measured yet, `target` where no bound is set. `data`
    names the texts and says how many there are.
    """

    name: str
    value: float | None
    target: float | None
    data: str
    at_least: bool = field(default=False, kw_only=True)

    @property
    def met(self) -> bool | None:
        """Whether the value keeps its bound; None where one of them is missing."""
        if self.value is None or self.target is None:
            return None
        return self.value >= self.target if self.at_least else self.value <= self.target

    def row(self) -> dict[str, object]:
        """The figure for programs."""
        value = None if self.value is None else round(self.value, 3)
        return asdict(self) | {"value": value, "met": self.met}

    def line(self) -> str:
        """The figure for people."""
        value = "not measured" if self.value is None else f"{self.value:.2f}"
        bound = "no bound"
        if self.target is not None:
            bound = f"{'at least' if self.at_least else 'at most'} {self.target:g}"
        verdict = {None: "", True: ": met", False: ": MISSED"}[self.met]
        return f"{self.name}: {value} ({bound}{verdict}; {self.data})"


def share(part: int, whole: int) -> float | None:
    """The part as a share of the whole; None of nothing."""
    return part / whole if whole else None


def per_thousand(part: int, whole: int) -> float | None:
    """The part in each thousand of the whole; None of nothing."""
    return part * 1_000 / whole if whole else None
