from __future__ import annotations

from pathlib import Path

import pytest

from piment.client.dialing.route import Route, choose
from piment.client.target import Target
from piment.errors import ConnectError, Stage
from piment.protocol import channel as channels
from piment.transport.address import Address

MAIN, DISPLAY = channels.main.number, channels.display.number
PLAIN = Target(host="desk", port=1)
TLS = Target(host="desk", tls_port=2)
BOTH = Target(host="desk", port=1, tls_port=2)
PARTLY = Target(host="desk", port=1, tls_port=2, secure_channels=frozenset({"main"}))
LOCAL = Target(unix_path=Path("/a"), secure_channels=frozenset({"all"}))

ONE, TWO = Route(Address("desk", 1)), Route(Address("desk", 2), tls=True)


@pytest.mark.parametrize(
    ("target", "channel", "secure", "route"),
    [
        (PLAIN, MAIN, None, ONE),
        (PLAIN, MAIN, False, ONE),
        (TLS, MAIN, None, TWO),
        (TLS, MAIN, True, TWO),
        (BOTH, MAIN, None, ONE),
        (BOTH, MAIN, False, ONE),
        (BOTH, MAIN, True, TWO),
        (PARTLY, MAIN, None, TWO),
        (PARTLY, MAIN, False, TWO),
        (PARTLY, DISPLAY, None, ONE),
        (PARTLY, DISPLAY, True, TWO),
        (LOCAL, MAIN, None, Route(Path("/a"))),
        (LOCAL, MAIN, False, Route(Path("/a"))),
    ],
)
def test_ways(target: Target, channel: int, secure: bool | None, route: Route) -> None:
    assert choose(target, channel, secure=secure) == route


def test_a_websocket_is_on_the_way() -> None:
    target = Target(host="desk", port=1, tls_port=2, websocket_path="/a")
    assert choose(target, MAIN) == Route(Address("desk", 1), False, "/a")
    assert choose(target, MAIN, secure=True) == Route(Address("desk", 2), True, "/a")


@pytest.mark.parametrize(
    ("target", "channel", "secure", "why"),
    [
        (PLAIN, MAIN, True, "spice://desk:1: the channel main needs TLS, and the target has no"),
        (TLS, DISPLAY, False, r"spice\+tls://desk:2: the channel display needs a plain port"),
        (PLAIN, 77, True, "the channel of type 77 needs TLS"),
        (LOCAL, MAIN, True, "needs TLS, and there is none over a UNIX socket"),
    ],
)
def test_there_is_no_way(target: Target, channel: int, secure: bool, why: str) -> None:
    with pytest.raises(ConnectError, match=why) as caught:
        choose(target, channel, secure=secure)
    assert caught.value.stage is Stage.TARGET
    assert "name both ports, such as spice://HOST?port=5900&tls-port=5901" in str(caught.value)


def test_a_channel_that_must_be_secure_has_no_plain_way() -> None:
    target = Target(host="desk", port=1, secure_channels=frozenset({"all"}))
    with pytest.raises(ConnectError, match="needs TLS"):
        choose(target, MAIN)
