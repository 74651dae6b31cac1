"""No answer changes unless somebody means it to: see ``frozen.py``."""

import pytest

from tests.golden.frozen import BATCHES, cases, frozen, taken

EVERY = 4
"""The bodies of every fourth case are tried; ``python -m tests.golden.frozen`` tries those of all."""


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_answer_and_refusal_is_that_on_file(batch):
    known, found = frozen(), taken(batch, every=EVERY)
    changed = [name for name in found if found[name] != known.get(name, [])[: len(found[name])]]
    assert not changed, "\n".join([f"{len(changed)} cases are answered otherwise, such as", *changed[:10]])


def test_nothing_is_on_file_but_what_there_is():
    assert sorted(frozen()) == sorted(f"{folder.version}: {case.case}" for folder, case in cases())
