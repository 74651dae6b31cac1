"""Worker processes answer one message after the other; one that is lost costs one message, and is replaced."""

import asyncio
import os
import signal
from contextlib import asynccontextmanager

import pytest

from app.service.working import Busy, WorkLost, WorkOverran
from app.workers.pool import WorkerPool


def begin():
    told = []

    def work(message):
        match message:
            case ("tell", news):
                told.append(news)
            case ("wait until", path):
                while not os.path.exists(path):  # noqa: PTH110 (a process of few imports)
                    pass
            case "end":
                os._exit(1)
        return (os.getpid(), signal.getsignal(signal.SIGTERM) is signal.SIG_IGN, tuple(told))

    return work


@asynccontextmanager
async def pool(**bounds):
    made = WorkerPool(begin, **{"size": 1, "waiting": 1, "work_seconds": 60, "patience_seconds": 60, **bounds})
    try:
        yield made
    finally:
        await made.close()


def run(scenario, **bounds):
    async def within():
        async with pool(**bounds) as made:
            await scenario(made)

    asyncio.run(within())


def test_a_worker_that_ends_costs_its_message_and_is_replaced():
    async def scenario(workers):
        first, unharmed_by_signals, _ = await workers.answer("anything")
        assert unharmed_by_signals
        assert workers.pids == [first]
        with pytest.raises(WorkLost):
            await workers.answer("end")
        second, _, _ = await workers.answer("anything")
        assert second not in (first, os.getpid())

    run(scenario)


def test_the_first_message_waits_for_the_first_worker_to_begin_however_little_patience_there_is():
    async def scenario(workers):
        assert await workers.answer("anything")

    run(scenario, patience_seconds=0.01)


def test_a_worker_that_is_killed_in_the_middle_gives_no_answer(tmp_path):
    async def scenario(workers):
        pid, _, _ = await workers.answer("anything")
        at_work = asyncio.create_task(workers.answer(("wait until", tmp_path / "never")))
        await asyncio.sleep(0)
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(WorkLost):
            await at_work

    run(scenario)


def test_a_worker_that_takes_too_long_is_ended(tmp_path):
    async def scenario(workers):
        await workers.answer("anything")
        with pytest.raises(WorkOverran):
            await workers.answer(("wait until", tmp_path / "never"))
        await workers.answer("anything")

    run(scenario, work_seconds=0.5)


def test_only_so_many_messages_wait_and_those_are_answered(tmp_path):
    async def scenario(workers):
        await workers.answer("anything")
        goes_on = tmp_path / "go on"
        at_work = asyncio.create_task(workers.answer(("wait until", goes_on)))
        await asyncio.sleep(0)
        waiting = asyncio.create_task(workers.answer("anything"))
        in_turn = asyncio.create_task(workers.answer_in_turn("anything"))
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await workers.answer("anything")
        goes_on.touch()
        assert await at_work == await waiting == await in_turn

    run(scenario)


def test_a_caller_that_leaves_takes_no_worker_along(tmp_path):
    async def scenario(workers):
        await workers.answer("anything")
        goes_on = tmp_path / "go on"
        at_work = asyncio.create_task(workers.answer(("wait until", goes_on)))
        await asyncio.sleep(0)
        waiting = asyncio.create_task(workers.answer("anything"))
        await asyncio.sleep(0)
        at_work.cancel()
        waiting.cancel()
        await asyncio.sleep(0)
        goes_on.touch()
        assert await workers.answer("anything")

    run(scenario)


def test_no_message_is_answered_by_a_worker_that_does_not_know_the_news():
    async def scenario(workers):
        await workers.tell("first", ("tell", 1))
        assert (await workers.answer("anything"))[2] == (1,)
        await workers.tell("second", ("tell", 2))
        await workers.tell("second", ("tell", 2))
        assert (await workers.answer("anything"))[2] == (1, 2)
        with pytest.raises(WorkLost):
            await workers.answer("end")
        assert (await workers.answer("anything"))[2] == (2,)

    run(scenario)


def test_after_the_end_nobody_is_answered_and_no_process_is_left(tmp_path):
    async def scenario():
        async with pool() as workers:
            pid, _, _ = await workers.answer("anything")
            at_work = asyncio.create_task(workers.answer(("wait until", tmp_path / "never")))
            await asyncio.sleep(0)
            waiting = asyncio.create_task(workers.answer("anything"))
            await asyncio.sleep(0)
        with pytest.raises(WorkLost):
            await at_work
        with pytest.raises(Busy):
            await waiting
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)

    asyncio.run(scenario())


def test_a_worker_that_had_nothing_to_do_is_gone_after_the_end():
    async def scenario():
        async with pool() as workers:
            pid, _, _ = await workers.answer("anything")
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)

    asyncio.run(scenario())
