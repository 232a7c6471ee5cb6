from __future__ import annotations

from piment.geometry import Point
from piment.protocol.agent import MouseState
from piment.server.agent.mouse import MOST_PENDING, AgentMouse
from piment.server.scene.actions import Button

Sent = list[tuple[int, int, int, int]]


def mouse() -> tuple[AgentMouse, Sent]:
    """Return a mouse, and what it sends: x, y, buttons, display."""
    sent: Sent = []

    def send(state: MouseState) -> None:
        sent.append((state.x, state.y, int(state.buttons), state.display_id))

    return AgentMouse(send), sent


def test_states_as_they_travel() -> None:
    """agent.md 3.2: the masks of the inputs channel, shifted left by one."""
    agent, sent = mouse()
    agent.place(Point(300, 200), 1)
    for button in Button:
        agent.taken()
        agent.button(button, pressed=True)
        agent.taken()
        agent.button(button, pressed=False)
    assert sent[0] == (300, 200, 0, 1)
    assert [buttons for *_, buttons, _ in sent[1::2]] == [2, 4, 8, 0x10, 0x20, 0x40, 0x80]
    assert {buttons for *_, buttons, _ in sent[2::2]} == {0}
    assert {(x, y, display) for x, y, _, display in sent} == {(300, 200, 1)}


def test_motion_is_replaced_by_later_motion() -> None:
    agent, sent = mouse()
    for x in range(100):
        agent.place(Point(x, 0), 0)
    assert sent == [(0, 0, 0, 0)]
    agent.taken()
    agent.taken()
    assert sent == [(0, 0, 0, 0), (99, 0, 0, 0)]
    agent.place(Point(5, 5), 0)
    assert sent[2:] == [(5, 5, 0, 0)]


def test_no_press_is_lost_while_one_state_is_under_way() -> None:
    agent, sent = mouse()
    agent.place(Point(1, 1), 0)
    agent.place(Point(2, 2), 0)
    for _ in range(3):
        agent.button(Button.UP, pressed=True)
        agent.button(Button.UP, pressed=False)
    agent.place(Point(3, 3), 0)
    for _ in range(9):
        agent.taken()
    assert [state[2] for state in sent] == [0, 0, 0x10, 0, 0x10, 0, 0x10, 0]
    assert sent[1][:2] == (2, 2)
    assert sent[-1] == (3, 3, 0, 0)


def test_what_piles_up_is_bounded_and_the_last_state_arrives() -> None:
    agent, sent = mouse()
    agent.place(Point(1, 1), 0)
    for _ in range(1000):
        agent.button(Button.LEFT, pressed=True)
        agent.button(Button.LEFT, pressed=False)
    agent.button(Button.RIGHT, pressed=True)
    for _ in range(2000):
        agent.taken()
    assert len(sent) == 1 + MOST_PENDING
    assert sent[-1] == (1, 1, 8, 0)


def test_which_buttons_are_held() -> None:
    agent, _ = mouse()
    agent.button(Button.LEFT, pressed=True)
    assert agent.holds(Button.LEFT)
    assert not agent.holds(Button.RIGHT)
    agent.button(Button.LEFT, pressed=False)
    assert not agent.holds(Button.LEFT)
