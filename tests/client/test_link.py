from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from piment.client import link as linking
from piment.client.channels.inputs import InputsChannel
from piment.client.dialing.dialer import Dialer
from piment.client.link import link, refusal
from piment.client.shared import Shared
from piment.core.events import LinkRefused
from piment.errors import ConnectError, DeniedError, Stage
from piment.protocol import inputs
from piment.protocol.capabilities import InputsCap
from piment.protocol.inputs import KeyboardModifierFlags
from piment.protocol.link import LinkErr
from tests.client.channels.wire import NoMover
from tests.client.host import Host


@pytest.fixture
def channel() -> InputsChannel:
    return InputsChannel(Shared(ThreadPoolExecutor(1)), 0, NoMover())


async def test_a_linked_channel_can_talk(channel: InputsChannel) -> None:
    async with Host() as host:
        made = await link(Dialer(host.target), channel, 5)
        assert InputsCap.KEY_SCANCODE in made.capabilities
        assert host.lines[3, 0].request.connection_id == 5
        made.conversation.send(inputs.KeyDown(code=1))
        await host.lines[3, 0].next(inputs.KeyDown)
        host.lines[3, 0].send(inputs.Init(keyboard_modifiers=KeyboardModifierFlags(0)))
        await anext(aiter(made.conversation.events()))
        assert made.traffic == (8, 10)
        await made.close()
        await host.lines[3, 0].ended()


async def test_a_server_that_insists_on_tls_is_asked_again(channel: InputsChannel) -> None:
    async with Host() as host:
        host.refuses[3, 0] = LinkErr.NEED_SECURED
        with pytest.raises(ConnectError, match="needs TLS") as caught:
            await link(Dialer(host.target), channel, 1)
        assert caught.value.stage is Stage.TARGET


async def test_a_server_that_never_answers(
    channel: InputsChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linking, "LINK_SECONDS", 0.05)
    gone = asyncio.Event()

    async def mute(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        gone.set()

    async with await asyncio.start_server(mute, "127.0.0.1", 0) as server:
        host = Host()
        host._port = server.sockets[0].getsockname()[1]
        with pytest.raises(ConnectError, match="did not answer within 0 s"):
            await link(Dialer(host.target), channel, 1)
        await asyncio.wait_for(gone.wait(), 2)


@pytest.mark.parametrize("is_denial", [False, True])
@pytest.mark.parametrize("code", [None, *LinkErr])
def test_every_refusal_says_what_to_do(code: LinkErr | None, is_denial: bool) -> None:
    error = refusal("main:0", LinkRefused(code, "the server left", is_denial))
    assert error.code == (None if code is None else code.name)
    stage, where, what, advice = str(error).split(": ", 3)
    assert stage == ("authentication" if is_denial else "link")
    assert where == "main:0"
    assert what
    assert advice
    assert isinstance(error, DeniedError) == is_denial


def test_a_password_that_has_expired_is_called_so() -> None:
    refused = LinkRefused(LinkErr.PERMISSION_DENIED, "no", is_denial=True)
    error = refusal("main:0", refused, expired=True)
    assert isinstance(error, DeniedError)
    assert "main:0: the password has expired: get another file" in str(error)
    other = refusal("main:0", LinkRefused(LinkErr.NEED_SECURED, "no"), expired=True)
    assert "expired" not in str(other)
