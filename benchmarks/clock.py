"""Time taken by one thread of this process, in rounds, so that the best round is one that nothing disturbed."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Rounds:
    """How often something is done: the calls in a round, and the rounds."""

    calls: int
    rounds: int

    @classmethod
    def quick(cls) -> "Rounds":
        """Just enough to see that it works."""
        return cls(2, 2)


@dataclass(frozen=True, slots=True)
class Timing:
    """Microseconds a call, in the best round and in the one in the middle."""

    best: float
    median: float

    @property
    def best_per_second(self) -> float:
        """Calls a second in the best round."""
        return 1e6 / self.best

    @property
    def median_per_second(self) -> float:
        """Calls a second in the round in the middle."""
        return 1e6 / self.median


def timed(work: Work, rounds: Rounds) -> Timing:
    """The time of one call of ``work``, in processor time of this process."""
    return alternating({"": work}, rounds)[""]


def alternating(works: Mapping[str, Work], rounds: Rounds) -> dict[str, Timing]:
    """The times of several, each in turn in every round, so that a change of the machine's pace meets all of them."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds.rounds):
        for name, work in works.items():
            taken[name].append(_one_round(work, rounds.calls))
    return {name: Timing(min(times), median(times)) for name, times in taken.items()}


def calibration(rounds: Rounds) -> Timing:
    """The time of a fixed piece of plain Python, to compare figures of different machines and hours by."""
    return timed(_plain_python, rounds)


def _one_round(work: Work, calls: int) -> float:
    repeats = range(calls)
    began = time.process_time()
    for _ in repeats:
        work()
    return (time.process_time() - began) / calls * 1e6


def _plain_python() -> int:
    table = {number: str(number) for number in range(100)}
    return sum(len(text) for text in table.values() if text.startswith("1"))
