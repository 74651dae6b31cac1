"""Request bytes to response bytes with brief reasons, on one core, beside what people would otherwise use for it."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks import ours
from benchmarks.clock import Rounds, Timing, alternating
from benchmarks.peers.cel import cel
from benchmarks.peers.if_chain import if_chain
from benchmarks.peers.json_rules_engine import NotInstalled, json_rules_engine
from benchmarks.peers.zen_engine import zen_engine
from benchmarks.transactions import facts_stated, variants

Screen = Callable[[bytes], bytes]
OURS = "this service"

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
    bodies = variants()
    engines: dict[str, Screen] = {OURS: ours.screen}
    skipped: dict[str, str] = {}
    for name, make in PEERS.items():
        try:
            engines[name] = make()
        except ImportError as missing:
            skipped[name] = str(missing)
    times = {outcome: _timed(engines, body, outcome, rounds) for outcome, body in bodies.items()}
    try:
        answers, taken = json_rules_engine(bodies, rounds)
    except NotInstalled as missing:
        skipped["json-rules-engine"] = str(missing)
    else:
        for outcome, timing in taken.items():
            _agree("json-rules-engine", outcome, answers[outcome])
            times[outcome]["json-rules-engine"] = timing
    stages = {outcome: alternating(ours.stages(body), rounds) for outcome, body in bodies.items()}
    facts = {outcome: facts_stated(body) for outcome, body in bodies.items()}
    _show(times, stages, facts, skipped)
    return {
        "facts": facts,
        "microseconds": {outcome: _figures(each) for outcome, each in times.items()},
        "stages_microseconds": {outcome: _figures(each) for outcome, each in stages.items()},
        "times_a_peer": {outcome: _ratios(each) for outcome, each in times.items()},
        "skipped": skipped,
    }


def _timed(engines: Mapping[str, Screen], body: bytes, outcome: str, rounds: Rounds) -> dict[str, Timing]:
    for name, screen in engines.items():
        _agree(name, outcome, json.loads(screen(body))["determination"])
    return alternating({name: _call(screen, body) for name, screen in engines.items()}, rounds)


def _call(screen: Screen, body: bytes) -> Callable[[], object]:
    return lambda: screen(body)


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
        print(f"\n{outcome} ({facts[outcome]} facts)")
        print(f"  {'':20}{'best/s':>10}{'median/s':>10}{'µs':>9}{'we are':>12}")
        ratios = _ratios(timings)
        for name, each in timings.items():
            ratio = f"{ratios[name]:.2f} x" if name in ratios else ""
            print(
                f"  {name:20}{each.best_per_second:>10,.0f}{each.median_per_second:>10,.0f}{each.best:>9.1f}{ratio:>12}"
            )
        parts = ", ".join(f"{name} {each.best:.1f}" for name, each in stages[outcome].items())
        print(f"  our stages in µs: {parts}")
    for name, reason in skipped.items():
        print(f"\n{name} is skipped: {reason}")
