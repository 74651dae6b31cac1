"""An answer has the same bytes wherever it is made, and a law that is new is known there as soon as here."""

import asyncio
import json
from dataclasses import replace

import pytest

from app.api.batch.line_reader import LineOptions
from app.domain.errors import TooMuchWork, VersionNotFound
from app.domain.screening import Explain
from app.main import WorkProcesses, compiled_law, screener
from app.service.law_cache import LawCache
from app.service.told_law import name_of
from app.service.working import Task, Use, WorkFailed, done, in_threads
from app.settings import Settings
from app.shipped_files import RULES
from app.use_cases import tools
from tests import at_hand

EXAMPLE = RULES / "us-oisp/2025-01-02/examples/ai-developer.json"
SETTINGS = Settings(remembered_bytes=0, work_processes=1)


def open_deal(parties):
    """A deal of which nothing is stated but who holds whom."""
    names = [f"p{number}" for number in range(parties)]
    pairs = [(one, other) for one in names for other in names if one < other]
    return json.dumps(
        {
            "parties": [{"id": name} for name in names],
            "interests": [{"holder": one, "subject": other} for one, other in pairs],
            "acquirer": names[0],
            "deal": {"target": names[-1]},
        }
    ).encode()


def test_answers_refusals_and_failures_are_those_of_this_process():
    async def scenario():
        async with WorkProcesses(SETTINGS) as processes:
            cache = LawCache(at_hand.archive(), compiled_law, tell=processes.tell)
            await asyncio.to_thread(cache.refresh)
            law, here = cache.snapshot, tools(cache.snapshot, SETTINGS)
            body = EXAMPLE.read_bytes()
            brief, full = {"explain": Explain.BRIEF}, {"explain": Explain.FULL}

            async def there(task):
                return await processes.work(task, law=law, here=in_threads(here))

            for task in (
                Task(Use.SCREEN, (body,), brief),
                Task(Use.SCREEN, (body,), full),
                Task(Use.SCREEN, (open_deal(4),), brief),
                Task(Use.FIND_TURNING_POINTS, (body,)),
                Task(Use.COMPARE, (b'{"transaction":%b}' % body,)),
                Task(Use.DRAFT_NOTIFICATION, (body,)),
            ):
                assert await there(task) == done(here, task)
            assert (await there(Task(Use.SCREEN, (body,), brief))).body == screener(law, SETTINGS).screen(body).body

            with pytest.raises(TooMuchWork) as refused:
                await there(Task(Use.SCREEN, (open_deal(60),), brief))
            assert [each.code for each in refused.value.problems] == ["too_much_work"]
            with pytest.raises(VersionNotFound, match="no version"):
                await there(Task(Use.SCREEN, (body,), {"version": "none"}))
            with pytest.raises(WorkFailed):
                await there(Task(Use.SCREEN, (None,)))

            line = 7, body, LineOptions()
            of_batch = Task(Use.SCREEN_LINE, (name_of(law()), *line))
            assert (await there(of_batch)).body == (await there(Task(Use.SCREEN, (body,), brief))).body
            assert await there(Task(Use.SCREEN_LINE, ("another law", *line))) is None

    asyncio.run(scenario())


def test_law_is_told_apart_by_how_it_stands_and_by_what_can_be_applied():
    cache = LawCache(at_hand.archive(), compiled_law)
    cache.refresh()
    snapshot = cache.snapshot()
    cache.refresh()
    assert name_of(cache.snapshot()) == name_of(snapshot)
    assert name_of(replace(snapshot, compiled={})) != name_of(snapshot)
    assert name_of(replace(snapshot, rule_sets={})) != name_of(snapshot)
