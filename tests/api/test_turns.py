"""However many screenings arrive at once, what else the event loop has to do comes between them."""

import asyncio
from itertools import pairwise
from time import perf_counter

import pytest

from app.api.turns import Turns

LONG = 0.01


def spend(done, name):
    until = perf_counter() + LONG
    while perf_counter() < until:
        pass
    done.append(name)


def test_of_screenings_that_take_long_one_is_done_in_a_round_and_all_in_their_order():
    async def scenario():
        turns, done = Turns(), []
        works = [asyncio.create_task(turns.run(lambda number=number: spend(done, number))) for number in range(4)]
        while not all(each.done() for each in works):
            await asyncio.sleep(0)
            done.append("else")
        return done

    done = asyncio.run(scenario())
    assert [each for each in done if each != "else"] == [0, 1, 2, 3]
    assert all("else" in (one, two) for one, two in pairwise(done[1:]))


def test_screenings_that_take_no_time_are_all_done_in_one_round():
    async def scenario():
        turns, done = Turns(), []
        works = [asyncio.create_task(turns.run(lambda number=number: done.append(number))) for number in range(9)]
        await asyncio.sleep(0)
        assert done == [*range(9)]
        await asyncio.gather(*works)

    asyncio.run(scenario())


def test_what_fails_or_is_given_up_keeps_nobody_waiting():
    async def scenario():
        turns, done = Turns(), []
        first = asyncio.create_task(turns.run(lambda: spend(done, 1)))
        fails = asyncio.create_task(turns.run(lambda: 1 / 0))
        given_up = asyncio.create_task(turns.run(lambda: done.append(2)))
        last = asyncio.create_task(turns.run(lambda: done.append(3)))
        await asyncio.sleep(0)
        given_up.cancel()
        with pytest.raises(ZeroDivisionError):
            await fails
        await asyncio.gather(first, last)
        assert done == [1, 3]

    asyncio.run(scenario())
