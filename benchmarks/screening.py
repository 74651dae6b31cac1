"""Request bytes to response bytes with brief reasons, on one core, beside what people would otherwise use for it."""

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import cycle
from typing import Any

from benchmarks import ours
from benchmarks.clock import Rounds, Timing, alternating
from benchmarks.peers.cel import cel
from benchmarks.peers.if_chain import if_chain
from benchmarks.peers.json_rules_engine import NotInstalled, json_rules_engine
from benchmarks.peers.zen_engine import zen_engine
from benchmarks.transactions import OUTCOMES, deals, facts_stated

Screen = Callable[[bytes], bytes]
OURS = "this service"
ANEW = "  worked out anew"
"""The same without answers remembered, as for the first deal of its kind."""
DEALS = 200
MIXED = "one after the other"
"""All outcomes in turn, so that no deal is of the kind of the one before it."""

PEERS: dict[str, Callable[[], Screen]] = {
    "zen-engine": zen_engine,
    "if chain": if_chain,
    "cel-expr-python": cel,
}
ROUNDS = Rounds(calls=200, rounds=25)


class Disagreement(AssertionError):
    """An engine does not give the determination that the variant is named after."""


def run(rounds: Rounds = ROUNDS) -> dict[str, Any]:
    """The figures of every engine that is installed, all for the same request bytes; prints them."""
    bodies = {outcome: deals(outcome, DEALS) for outcome in OUTCOMES}
    engines: dict[str, Screen] = {OURS: ours.screen, ANEW: ours.screen_anew}
    skipped: dict[str, str] = {}
    for name, make in PEERS.items():
        try:
            engines[name] = make()
        except ImportError as missing:
            skipped[name] = str(missing)
    times = {outcome: _timed(engines, each, outcome, rounds) for outcome, each in bodies.items()}
    times[MIXED] = alternating({name: _call(each, _in_turn(bodies)) for name, each in engines.items()}, rounds)
    first = {outcome: each[0] for outcome, each in bodies.items()}
    try:
        answers, taken = json_rules_engine(first, rounds)
    except NotInstalled as missing:
        skipped["json-rules-engine"] = str(missing)
    else:
        for outcome, timing in taken.items():
            _agree("json-rules-engine", outcome, answers[outcome])
            times[outcome]["json-rules-engine"] = timing
    stages = {outcome: alternating(ours.stages(body), rounds) for outcome, body in first.items()}
    facts = {outcome: facts_stated(body) for outcome, body in first.items()}
    _show(times, stages, facts, skipped)
    return {
        "facts": facts,
        "microseconds": {outcome: _figures(each) for outcome, each in times.items()},
        "stages_microseconds": {outcome: _figures(each) for outcome, each in stages.items()},
        "times_a_peer": {outcome: _ratios(each) for outcome, each in times.items()},
        "skipped": skipped,
    }


def _timed(engines: Mapping[str, Screen], bodies: Sequence[bytes], outcome: str, rounds: Rounds) -> dict[str, Timing]:
    for name, screen in engines.items():
        for body in bodies:
            _agree(name, outcome, json.loads(screen(body))["determination"])
    return alternating({name: _call(screen, bodies) for name, screen in engines.items()}, rounds)


def _in_turn(bodies: Mapping[str, Sequence[bytes]]) -> list[bytes]:
    return [body for together in zip(*bodies.values(), strict=True) for body in together]


def _call(screen: Screen, bodies: Sequence[bytes]) -> Callable[[], object]:
    another = cycle(bodies)
    return lambda: screen(next(another))


def _agree(engine: str, outcome: str, answer: str) -> None:
    if answer != outcome:
        raise Disagreement(f"{engine} says {answer} where the answer is {outcome}")


def _figures(timings: Mapping[str, Timing]) -> dict[str, dict[str, float]]:
    return {name: {"best": each.best, "median": each.median} for name, each in timings.items()}


def _ratios(timings: Mapping[str, Timing]) -> dict[str, float]:
    mine = timings[OURS].median
    return {name: each.median / mine for name, each in timings.items() if name != OURS}


def _show(
    times: Mapping[str, Mapping[str, Timing]],
    stages: Mapping[str, Mapping[str, Timing]],
    facts: Mapping[str, int],
    skipped: Mapping[str, str],
) -> None:
    for outcome, timings in times.items():
        print(f"\n{outcome} ({facts.get(outcome, 30)} facts)")
        print(f"  {'':20}{'best/s':>10}{'median/s':>10}{'µs':>9}{'we are':>12}")
        ratios = _ratios(timings)
        for name, each in timings.items():
            ratio = f"{ratios[name]:.2f} x" if name in ratios else ""
            print(
                f"  {name:20}{each.best_per_second:>10,.0f}{each.median_per_second:>10,.0f}{each.best:>9.1f}{ratio:>12}"
            )
        if outcome not in stages:
            continue
        parts = ", ".join(f"{name} {each.best:.1f}" for name, each in stages[outcome].items())
        print(f"  our stages in µs: {parts}")
    for name, reason in skipped.items():
        print(f"\n{name} is skipped: {reason}")
