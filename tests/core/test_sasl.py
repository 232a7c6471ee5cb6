"""The SASL dialogue byte by byte, alone and within the link stage."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scramp import ScramMechanism

from piment.core.credentials import Credentials
from piment.core.events import Linked, LinkEvent, LinkRefused, LinkRequest
from piment.core.handshake import ClientHandshake, State
from piment.core.sasl import TABLE, SaslClient, SaslState
from piment.errors import AuthError
from piment.limits import MOST_SASL_LIST_BYTES, MOST_SASL_REASON_BYTES, MOST_SASL_STEP_BYTES
from piment.protocol.capabilities import Capabilities, CommonCap
from piment.protocol.link import MAGIC, LinkErr, LinkReply
from tests.conversations.sasl import DIGEST, LOGIN

ME = Credentials("secret", "me", "host")
PLAIN = b"\x05\0\0\0PLAIN\x0b\0\0\0\0me\0secret\0"
"""The name with its length; what it says with its length and a zero byte."""

OURS = Capabilities([CommonCap.PROTOCOL_AUTH_SELECTION, CommonCap.AUTH_SASL, CommonCap.MINI_HEADER])
REQUEST = LinkRequest(0, 1, 0, OURS, Capabilities())
SASL, TICKET = 2, 1


def sized(data: bytes) -> bytes:
    return struct.pack("<I", len(data)) + data


def step(data: bytes | None, *, complete: bool) -> bytes:
    """Return what a server answers to a mechanism."""
    return (bytes(4) if data is None else sized(data + b"\0")) + bytes([complete])


def feed(client: SaslClient, data: bytes) -> bytes:
    """Let a client take all of `data`; return what it says."""
    said = b""
    while data or client.needed == 0:
        if client.state is SaslState.DONE:
            break
        taken, data = data[: client.needed], data[client.needed :]
        said += client.take(taken)
    return said


# --- the dialogue alone --------------------------------------------------------------------------


def test_plain_says_all_at_once() -> None:
    client = SaslClient(ME, is_secure=True)
    assert not client.has_answered
    assert feed(client, sized(b",PLAIN,ANONYMOUS,")) == PLAIN
    assert client.has_answered
    assert feed(client, step(None, complete=True) + bytes(4)) == b""
    assert client.state is SaslState.DONE
    assert client.layer is None


def test_scram_takes_three_turns() -> None:
    known = ScramMechanism("SCRAM-SHA-256")
    server = known.make_server(lambda _: known.make_auth_info("secret"))
    client = SaslClient(ME, is_secure=True)
    first = feed(client, sized(b",SCRAM-SHA-256,"))
    assert first.startswith(sized(b"SCRAM-SHA-256"))
    server.set_client_first(first[4 + 13 + 4 : -1].decode())
    proof = feed(client, step(server.get_server_first().encode(), complete=False))
    assert proof[:4] == struct.pack("<I", len(proof) - 4)
    assert proof.endswith(b"\0")
    server.set_client_final(proof[4:-1].decode())
    last = step(server.get_server_final().encode(), complete=True)
    assert feed(client, last + bytes(4)) == b""
    assert client.state is SaslState.DONE


def test_a_server_may_want_an_answer_to_its_proof() -> None:
    client = SaslClient(LOGIN, is_secure=False)
    assert feed(client, sized(b",DIGEST-MD5,")) == sized(b"DIGEST-MD5") + bytes(4)
    feed(client, step(DIGEST.challenge, complete=False))
    client._chosen._expected = DIGEST.server_proof.partition(b"=")[2].decode()  # type: ignore[attr-defined]
    assert feed(client, step(DIGEST.server_proof, complete=False)) == bytes(4)
    assert feed(client, step(None, complete=True) + bytes(4)) == b""
    assert client.layer is not None


def test_a_server_that_proves_nothing() -> None:
    client = SaslClient(ME, is_secure=True)
    feed(client, sized(b",SCRAM-SHA-1,"))
    with pytest.raises(AuthError, match="SCRAM-SHA-1"):
        feed(client, step(None, complete=True))


def test_a_server_that_is_content_too_early() -> None:
    client = SaslClient(LOGIN, is_secure=True)
    feed(client, sized(b",DIGEST-MD5,"))
    challenge = b'nonce="a",qop="auth",algorithm=md5-sess'
    with pytest.raises(AuthError, match="has not proven that it knows us"):
        feed(client, step(challenge, complete=True))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (MAGIC, "refuses to talk about SASL"),
        (struct.pack("<I", MOST_SASL_LIST_BYTES + 1), "list of mechanisms has 301 bytes"),
        (sized(b""), "offers no SASL mechanism"),
        (sized(b"\xff\0,,"), "offers"),
        (sized(b",PLAIN,") + MAGIC, "refuses PLAIN, which it has offered"),
        (
            sized(b",PLAIN,") + struct.pack("<I", MOST_SASL_STEP_BYTES + 1),
            "answer has 65537 bytes, allowed are 65536",
        ),
        (
            sized(b",PLAIN,")
            + step(None, complete=True)
            + struct.pack("<II", 1, MOST_SASL_REASON_BYTES + 1),
            "reason has 1025 bytes",
        ),
        (
            sized(b",PLAIN,")
            + step(None, complete=True)
            + struct.pack("<I", 1)
            + sized(b"Authentication failed\0"),
            "the server says: Authentication failed$",
        ),
    ],
)
def test_servers_that_refuse_or_talk_nonsense(said: bytes, why: str) -> None:
    client = SaslClient(ME, is_secure=True)
    with pytest.raises(AuthError, match=why):
        feed(client, said)


def test_every_state_can_be_reached_and_left() -> None:
    assert SaslState.DONE not in TABLE
    reached = {SaslState.LIST_SIZE}
    while new := {to for state in reached & TABLE.keys() for to in TABLE[state].leads_to} - reached:
        reached |= new
    assert reached == set(SaslState)
    for state, each in TABLE.items():
        assert state not in each.leads_to
        assert callable(getattr(SaslClient, each.method))


# --- within the link stage -----------------------------------------------------------------------


def reply(*capabilities: int) -> bytes:
    """Return the link reply of a server with SASL: its key is zeros."""
    common = Capabilities([CommonCap.PROTOCOL_AUTH_SELECTION, *capabilities])
    body = LinkReply(LinkErr.OK, bytes(162), common.words, []).pack()
    return MAGIC + struct.pack("<III", 2, 2, len(body)) + body


def linking(credentials: Credentials, *, is_secure: bool = True) -> ClientHandshake:
    handshake = ClientHandshake(REQUEST, credentials, is_secure=is_secure)
    handshake.take_output()
    return handshake


ACCEPTED = sized(b",PLAIN,") + step(None, complete=True) + bytes(4)


@pytest.mark.parametrize("piece", [1, 5, 1000])
def test_a_link_with_sasl(piece: int) -> None:
    handshake = linking(ME)
    said = reply(CommonCap.AUTH_SASL, CommonCap.MINI_HEADER) + ACCEPTED + bytes(4) + b"message"
    event: LinkEvent | None = None
    for at in range(0, len(said), piece):
        event = handshake.receive(said[at : at + piece])
    assert event == Linked(REQUEST, True, Capabilities())
    assert handshake.take_output() == struct.pack("<I", SASL) + PLAIN
    assert handshake.take_rest() == b"message"
    assert handshake.layer is None


@pytest.mark.parametrize(
    ("offered", "username", "selected"),
    [
        ([CommonCap.AUTH_SASL, CommonCap.AUTH_SPICE], "me", SASL),
        ([CommonCap.AUTH_SASL, CommonCap.AUTH_SPICE], None, TICKET),
        ([CommonCap.AUTH_SASL], None, SASL),
        ([CommonCap.AUTH_SPICE], "me", TICKET),
        ([], "me", TICKET),
    ],
)
def test_sasl_is_for_who_has_a_name_or_no_other_way(
    offered: list[int], username: str | None, selected: int
) -> None:
    handshake = linking(Credentials("secret", username))
    handshake.receive(reply(*offered))
    if selected == SASL:
        assert handshake.take_output() == struct.pack("<I", SASL)
        assert handshake.state is State.SASL
    else:  # and the zeros of this reply are no key
        assert isinstance(handshake.event, LinkRefused)
        assert "public key" in handshake.event.why


@pytest.mark.parametrize("without", [CommonCap.PROTOCOL_AUTH_SELECTION, CommonCap.AUTH_SASL])
def test_sasl_is_not_selected_by_who_does_not_announce_it(without: int) -> None:
    common = Capabilities(set(OURS) - {without})
    request = LinkRequest(0, 1, 0, common, Capabilities())
    handshake = ClientHandshake(request, ME, is_secure=True)
    handshake.receive(reply(CommonCap.AUTH_SASL))
    assert handshake.state is State.REFUSED


def test_who_is_refused_is_denied() -> None:
    handshake = linking(Credentials())
    event = handshake.receive(reply(CommonCap.AUTH_SASL) + sized(b",PLAIN,"))
    assert event == LinkRefused(None, "the server asks for a user name", is_denial=True)


def test_a_server_that_leaves_has_judged() -> None:
    handshake = linking(ME)
    handshake.receive(reply(CommonCap.AUTH_SASL))
    assert handshake.peer_left() is None
    handshake.receive(sized(b",PLAIN,"))
    event = handshake.peer_left()
    assert isinstance(event, LinkRefused)
    assert event.is_denial
    assert "user name or password" in event.why
    assert handshake.state is State.REFUSED


@pytest.mark.parametrize("piece", [1, 11, 10_000])
def test_a_layer_wraps_the_link_result_and_what_follows(piece: int) -> None:
    handshake = linking(LOGIN, is_secure=False)
    handshake.receive(DIGEST.reply + sized(DIGEST.names))
    said = handshake.take_output()
    assert said == struct.pack("<I", SASL) + sized(b"DIGEST-MD5") + bytes(4)
    mechanism = handshake._sasl._chosen
    mechanism._nonce = _nonce()  # type: ignore[attr-defined]
    handshake.receive(step(DIGEST.challenge, complete=False))
    rest = step(DIGEST.server_proof, complete=True) + bytes(4) + DIGEST.sealed_by_server
    text = b""
    for at in range(0, len(rest), piece):
        if handshake.event is None:
            handshake.receive(rest[at : at + piece])
            text += handshake.take_rest() if handshake.event else b""
        else:
            assert handshake.layer is not None
            text += handshake.layer.unwrap(rest[at : at + piece])
    assert isinstance(handshake.event, Linked)
    assert text[:8] == bytes.fromhex("6500 02000000 0000")  # INPUTS_INIT
    assert text[-8:] == bytes.fromhex("6600 02000000 0000")  # KEY_MODIFIERS


def _nonce() -> str:
    return DIGEST.proof.partition(b'cnonce="')[2].partition(b'"')[0].decode()


def test_a_broken_layer_ends_the_link() -> None:
    for tail in (b"", b"split"):
        handshake = linking(LOGIN, is_secure=False)
        handshake.receive(DIGEST.reply + sized(DIGEST.names))
        handshake._sasl._chosen._nonce = _nonce()  # type: ignore[attr-defined]
        handshake.receive(step(DIGEST.challenge, complete=False))
        before = step(DIGEST.server_proof, complete=True) + bytes(4)
        sealed = bytearray(DIGEST.sealed_by_server)
        sealed[6] ^= 1
        if tail:
            handshake.receive(before)
            event = handshake.receive(bytes(sealed))
        else:
            event = handshake.receive(before + bytes(sealed))
        assert event == LinkRefused(None, "a sealed buffer was changed on its way")


@given(
    said=st.lists(
        st.one_of(
            st.binary(max_size=30),
            st.sampled_from([sized(b",PLAIN,SCRAM-SHA-1,"), sized(b",DIGEST-MD5,"), ACCEPTED]),
            st.builds(step, st.binary(max_size=40), complete=st.booleans()),
        ),
        max_size=6,
    ),
    is_secure=st.booleans(),
)
def test_no_bytes_and_no_cutting_surprise_a_client(said: list[bytes], is_secure: bool) -> None:
    data = reply(CommonCap.AUTH_SASL) + b"".join(said)
    whole, bytewise = (linking(LOGIN, is_secure=is_secure) for _ in range(2))
    whole.receive(data)
    for at in range(len(data)):
        bytewise.receive(data[at : at + 1])
    assert (whole.event, whole.state) == (bytewise.event, bytewise.state)
