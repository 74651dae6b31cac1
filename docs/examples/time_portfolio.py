"""Times the lines of a portfolio in one process, and says what more of such lines need.

``PYTHONPATH=. python docs/examples/time_portfolio.py deals.ndjson --rules rules``
"""

import argparse
import os
import sys
import time
from pathlib import Path

import pyarrow as pa

from app.engines.batches import batch_screener

SIZES = (100_000, 1_000_000, 10_000_000, 100_000_000)


def main(arguments: list[str]) -> None:
    """Every line is timed as the first of its kind, and as the lines come, when like ones are remembered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("deals", type=Path, help="a file with one transaction a line")
    parser.add_argument("--rules", help="the folder of the law; by default the database of the environment has it")
    options = parser.parse_args(arguments)

    lines = [line for line in options.deals.read_text("utf-8").split("\n") if line.strip()]
    batch = pa.RecordBatch.from_pydict({"transaction": lines})
    print(f"{'':18} {'ms a line':>10} {'lines/s':>8}", *(f"{size:>12,}" for size in SIZES), " lines need")
    for name, remembered in (("first of its kind", "0"), ("as they come", "")):
        os.environ["SCREENING_REMEMBERED_BYTES"] = remembered
        screen = batch_screener(rules=options.rules)
        screen.law.screener()  # the law is made ready once for each process, and is not what is timed
        began = time.process_time()
        for _ in screen([batch]):
            pass
        each = (time.process_time() - began) / len(lines)
        needs = (f"{each * size / 3600:>10.2f} h" for size in SIZES)
        print(f"{name:18} {each * 1000:>10.3f} {1 / each:>8,.0f}", *needs, " of a processor")


if __name__ == "__main__":
    main(sys.argv[1:])
