"""One channel's way from nothing to linked (wire.md 2)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from piment.client.channels.base import Channel
from piment.client.dialing.dialer import Dialer
from piment.core.dialogue import Dialogue
from piment.core.events import LinkRefused, LinkRequest
from piment.core.handshake import ClientHandshake
from piment.errors import ConnectError, DeniedError, Stage
from piment.protocol.capabilities import Capabilities, CommonCap
from piment.protocol.channel import Side
from piment.protocol.link import LinkErr
from piment.record import Entity
from piment.transport import pump
from piment.transport.pump import Conversation
from piment.transport.sasl import SaslTransport

COMMON = Capabilities(
    [
        CommonCap.PROTOCOL_AUTH_SELECTION,
        CommonCap.AUTH_SPICE,
        CommonCap.AUTH_SASL,
        CommonCap.MINI_HEADER,
    ]
)
"""What we announce on every channel."""

LINK_SECONDS = 15.0
"""How long a server may take from being reached to linking the channel."""


class Link(Entity):
    """A linked channel's connection."""

    conversation: Conversation
    capabilities: Capabilities
    """What the server announced on the channel."""

    @property
    def traffic(self) -> tuple[int, int]:
        """Bytes read and written so far."""
        return self.conversation.bytes_read, self.conversation.bytes_written

    async def close(self) -> None:
        """Send what is unsent and end the connection."""
        await self.conversation.close()


async def link(dialer: Dialer, channel: Channel, connection_id: int) -> Link:
    """Link a channel to the session of that id, 0 for a new one; over TLS if the server insists.

    Raises:
        ConnectError: the server cannot be reached, or does not link the channel.

    """
    request = LinkRequest(
        connection_id, channel.kind.number, channel.id, COMMON, channel.CAPABILITIES
    )
    outcome = await _attempt(dialer, channel, request, secure=None)
    if isinstance(outcome, LinkRefused) and outcome.code is LinkErr.NEED_SECURED:
        outcome = await _attempt(dialer, channel, request, secure=True)
    if isinstance(outcome, LinkRefused):
        expired = dialer.target.has_expired(datetime.now(UTC))
        raise refusal(channel.name, outcome, expired=expired)
    return outcome


async def _attempt(
    dialer: Dialer, channel: Channel, request: LinkRequest, *, secure: bool | None
) -> Link | LinkRefused:
    transport = await dialer.dial(channel.kind.number, secure=secure)
    try:
        handshake = ClientHandshake(request, dialer.credentials, is_secure=transport.is_secure)
        async with asyncio.timeout(LINK_SECONDS):
            event = await pump.link(transport, handshake)
    except TimeoutError:
        await transport.close()
        why = f"the server did not answer within {LINK_SECONDS:.0f} s"
        return LinkRefused(None, why)
    except ConnectionError as error:
        await transport.close()
        return LinkRefused(None, str(error))
    except BaseException:
        await transport.close()
        raise
    if isinstance(event, LinkRefused):
        await transport.close()
        return event
    dialogue = Dialogue(
        channel.kind,
        Side.CLIENT,
        mini_header=event.mini_header,
        shapes=lambda: channel.shapes,
    )
    carrier = transport if handshake.layer is None else SaslTransport(transport, handshake.layer)
    conversation = Conversation(carrier, dialogue, handshake.take_rest())
    return Link(conversation, event.peer_capabilities)


_ADVICE: dict[LinkErr | None, tuple[str, str]] = {
    LinkErr.PERMISSION_DENIED: (
        "the password is wrong, missing or expired",
        "give the one that the server has now",
    ),
    LinkErr.NEED_SECURED: (
        "the server gives it over TLS only",
        "name the server's TLS port, such as spice://HOST?port=5900&tls-port=5901",
    ),
    LinkErr.NEED_UNSECURED: (
        "the server gives it without TLS only",
        "name the server's plain port, such as spice://HOST:5900",
    ),
    LinkErr.VERSION_MISMATCH: (
        "the server speaks another version of SPICE, or wants SASL",
        "give a user name if the server asks for one",
    ),
    LinkErr.BAD_CONNECTION_ID: (
        "the server does not know the session any more",
        "connect again",
    ),
    LinkErr.CHANNEL_NOT_AVAILABLE: ("the server does not have it any more", "connect again"),
}
"""What a refusal means, and what to do about it."""

_LOGIN_ADVICE = "give the user name and the password that the server knows"
_OTHER_ADVICE = "see whether that is a SPICE server, and what its log says"


def refusal(channel: str, refused: LinkRefused, *, expired: bool = False) -> ConnectError:
    """Return what to tell a user whom the server did not give a channel.

    `expired` says that the password is known to be worth nothing any more.
    """
    code = None if refused.code is None else refused.code.name
    usual = _LOGIN_ADVICE if refused.is_denial else _OTHER_ADVICE
    what, advice = _ADVICE.get(refused.code, (refused.why, usual))
    if refused.is_denial and expired:
        what, advice = "the password has expired", "get another file from whoever made this one"
    if refused.is_denial:
        return DeniedError(Stage.AUTHENTICATION, f"{channel}: {what}", advice, code)
    return ConnectError(Stage.LINK, f"{channel}: {what}", advice, code)
