from __future__ import annotations

import asyncio

from piment.client.progress import Progress

DISPLAY, OTHER = (2, 0), (2, 1)


async def _waits(progress: Progress, *wanted: tuple[tuple[int, int], int]) -> asyncio.Task[None]:
    task = asyncio.create_task(progress.reached(wanted))
    await asyncio.sleep(0)
    return task


async def test_who_waits_goes_on_when_all_have_come_that_far() -> None:
    progress = Progress()
    progress.begin(DISPLAY)
    progress.begin(OTHER)
    task = await _waits(progress, (DISPLAY, 3), (OTHER, 1))
    progress.done(DISPLAY, 2)
    progress.done(OTHER, 5)
    await asyncio.sleep(0)
    assert not task.done()
    progress.done(DISPLAY, 3)
    await asyncio.wait_for(task, 1)


async def test_nobody_waits_for_what_has_been() -> None:
    progress = Progress()
    progress.begin(DISPLAY)
    progress.done(DISPLAY, 7)
    await asyncio.wait_for(progress.reached([(DISPLAY, 7)]), 1)


async def test_nobody_waits_for_a_channel_that_is_not_there_or_goes() -> None:
    progress = Progress()
    await asyncio.wait_for(progress.reached([(DISPLAY, 9)]), 1)
    progress.begin(DISPLAY)
    task = await _waits(progress, (DISPLAY, 9))
    assert not task.done()
    progress.end(DISPLAY)
    await asyncio.wait_for(task, 1)


async def test_several_may_wait_at_once() -> None:
    progress = Progress()
    progress.begin(DISPLAY)
    tasks = [await _waits(progress, (DISPLAY, serial)) for serial in (1, 2, 2)]
    progress.done(DISPLAY, 1)
    await asyncio.wait_for(tasks[0], 1)
    assert not tasks[1].done()
    progress.done(DISPLAY, 2)
    await asyncio.wait_for(asyncio.gather(*tasks), 1)
