"""A process with too few file handles says so at its start, and takes as many connections as it can have."""

import subprocess
import sys

LIMITED = """
import logging, resource
from app.commands.file_handles import connections_possible
logging.basicConfig()
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
print(connections_possible(1000), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


def started(soft, hard):
    run = [sys.executable, "-c", LIMITED.format(soft=soft, hard=hard)]
    return subprocess.run(run, capture_output=True, text=True, check=True)


def test_the_limit_is_raised_as_far_as_the_connections_need():
    run = started(256, 4096)
    assert run.stdout.split() == ["1000", "1200"]
    assert run.stderr == ""


def test_fewer_connections_are_taken_where_it_cannot_be_raised():
    run = started(256, 512)
    assert run.stdout.split() == ["312", "512"]
    assert "takes 312 connections" in run.stderr
    assert "ulimit -n" in run.stderr
