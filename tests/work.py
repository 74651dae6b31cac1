"""How much work something is, counted in calls and not in time, so that no verdict hangs on the machine."""

import sys


def calls(work):
    """The number of calls, of functions and of builtins, that ``work`` makes."""
    count = 0

    def called(_frame, event, _argument):
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count
