"""``python -m benchmarks [name …]``: the benchmarks named, or all of them, one after the other."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import batch, growth, limits, many_lines, mixed_load, outage, over_http, ownership, screening
from benchmarks.clock import Rounds, calibration

CALIBRATION = Rounds(calls=2000, rounds=25)

BENCHMARKS: dict[str, Callable[[], dict[str, Any]]] = {
    "screening": screening.run,
    "http": over_http.run,
    "batch": batch.run,
    "lines": many_lines.run,
    "mixed": mixed_load.run,
    "outage": outage.run,
    "growth": growth.run,
    "ownership": ownership.run,
    "limits": limits.run,
}
QUICK: dict[str, Callable[[], dict[str, Any]]] = {
    "screening": partial(screening.run, Rounds.quick()),
    "http": partial(over_http.run, rounds=1, requests=32),
    "batch": partial(batch.run, rounds=1, lines=64, processes=(1,), commands=()),
    "lines": partial(many_lines.run, [200]),
    "mixed": partial(mixed_load.run, 300),
    "outage": partial(outage.run, 3.0),
    "growth": partial(growth.run, Rounds(1, 1)),
    "ownership": partial(ownership.run, 2, ownership.SMALL),
    "limits": partial(limits.run, 0.3, ("nothing", "full answers")),
}


def main(arguments: list[str]) -> int:
    """The figures are printed, and written as JSON where a file is named."""
    options = _options(arguments)
    pace = calibration(Rounds.quick() if options.quick else CALIBRATION)
    print(f"Python {platform.python_version()} on {platform.machine()}, {os.cpu_count()} processors")
    print(f"calibration: {pace.best:.2f} µs best, {pace.median:.2f} µs median for a fixed piece of plain Python")
    found: dict[str, Any] = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "calibration_microseconds": {"best": pace.best, "median": pace.median},
    }
    for name in options.names or BENCHMARKS:
        print(f"\n== {name}")
        found[name] = (QUICK if options.quick else BENCHMARKS)[name]()
    if options.json is not None:
        options.json.write_text(json.dumps(found, indent=2) + "\n")
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], metavar="name", help=", ".join(BENCHMARKS))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.add_argument("--quick", action="store_true", help="only see that everything works; the figures mean nothing")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
