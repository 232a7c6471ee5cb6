from __future__ import annotations

import pytest

from piment.client.options import Options
from piment.client.session import Session
from piment.client.terms import MouseMode
from piment.client.until import until
from piment.errors import ConnectError, InputError
from piment.frontends.headless import pursuit
from piment.frontends.headless.pursuit import Pursuit
from piment.geometry import Point
from piment.server.scene.actions import PointerMoved
from piment.server.scene.updates import CursorHidden
from tests.client.showing import Showing
from tests.frontends.headless.conftest import SIZE, Show

SERVER = Options(mouse_mode=MouseMode.SERVER)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pursuit, "STEP_SECONDS", 0.1)
    monkeypatch.setattr(pursuit, "STILL_SECONDS", 0.01)


@pytest.fixture
async def showing(show: Show) -> Showing:
    """A desktop whose pointer can only be moved, and is seen."""
    showing, _ = await show(SERVER)
    showing.source.show_pointer()
    session = showing.session
    await until(session, lambda: session.cursors[0].is_visible)
    return showing


def pursue(session: Session) -> Pursuit:
    assert session.inputs is not None
    return Pursuit(session, session.inputs, session.cursors[0])


@pytest.mark.parametrize("gain", [0.4, 0.9, 1, 1.7, 2, 6])
@pytest.mark.parametrize("target", [Point(3, 7), Point(319, 199), Point(161, 100), Point(0, 0)])
async def test_the_pointer_gets_there_however_the_guest_accelerates(
    showing: Showing, gain: float, target: Point
) -> None:
    showing.source.gain = gain
    await pursue(showing.session).reach(target)
    assert showing.source.pointer == target
    assert showing.session.cursors[0].position == target


async def test_no_step_is_longer_than_a_mouse_can_tell(showing: Showing) -> None:
    await pursue(showing.session).reach(Point(0, 0))
    steps = [each for each in showing.source.actions if isinstance(each, PointerMoved)]
    assert all(max(abs(step.dx), abs(step.dy)) <= pursuit.LONGEST for step in steps)
    assert len(steps) < 10


async def test_a_pointer_that_is_there_is_not_moved(showing: Showing) -> None:
    await pursue(showing.session).reach(Point(SIZE.width // 2, SIZE.height // 2))
    assert not showing.source.actions


async def test_a_guest_without_a_pointer_is_told_of(show: Show) -> None:
    showing, _ = await show(SERVER)
    with pytest.raises(InputError, match="shows no pointer"):
        await pursue(showing.session).reach(Point(1, 1))
    assert showing.source.pointer == Point(SIZE.width // 2 - 2, SIZE.height // 2 - 2)


async def test_a_pointer_that_shows_itself_when_it_is_moved_is_followed(showing: Showing) -> None:
    session = showing.session
    showing.source.tell(CursorHidden())
    await until(session, lambda: not session.cursors[0].is_visible)
    move = showing.source._move

    def move_and_show(motion: PointerMoved) -> None:
        move(motion)
        showing.source.show_pointer()

    showing.source._move = move_and_show  # type: ignore[method-assign] # of this one
    await pursue(session).reach(Point(9, 9))
    assert showing.source.pointer == Point(9, 9)


async def test_a_pointer_that_does_not_follow_is_told_of(showing: Showing) -> None:
    showing.source.gain = showing.source.threshold = 0
    with pytest.raises(InputError, match="at 160,100 again and again, and does not get to 1,1"):
        await pursue(showing.session).reach(Point(1, 1))


async def test_a_pointer_that_jumps_over_the_place_is_given_up(showing: Showing) -> None:
    showing.source.gain, showing.source.threshold = 8, 0
    with pytest.raises(InputError, match="does not get to 163,100"):
        await pursue(showing.session).reach(Point(163, 100))


async def test_the_end_of_the_session_ends_it(showing: Showing) -> None:
    await showing.session.close()
    with pytest.raises(ConnectError, match="closed"):
        await pursue(showing.session).reach(Point(1, 1))
