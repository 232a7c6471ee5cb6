"""The link stage without a socket: both sides against each other, and against what others said."""

from __future__ import annotations

import itertools
import struct
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.core.credentials import Credentials
from piment.core.events import Linked, LinkRefused, LinkRequest
from piment.core.handshake import (
    TABLE,
    ClientHandshake,
    Offer,
    ServerHandshake,
    State,
    diagram,
)
from piment.core.ticket import TICKET_BYTES, TicketKey
from piment.protocol.capabilities import Capabilities, CommonCap, DisplayCap, MainCap
from piment.protocol.channel import Side
from piment.protocol.link import LinkErr
from tests.conversations import FOLDER, recorded, said

AUTH = CommonCap.PROTOCOL_AUTH_SELECTION
MINI = CommonCap.MINI_HEADER
COMMON = Capabilities([AUTH, CommonCap.AUTH_SPICE, MINI])
ERROR_REPLY = 16 + 178
PASSWORD = "swordfish"


@cache
def key() -> TicketKey:
    return TicketKey()


@dataclass
class Policy:
    """Admits those who know the password, or all if there is none."""

    common: Capabilities = COMMON
    password: bytes | None = PASSWORD.encode()
    offered: LinkErr = LinkErr.OK
    admitted: LinkErr = LinkErr.OK
    tried: list[bytes | None] = field(default_factory=list)
    requests: list[LinkRequest] = field(default_factory=list)

    def offer(self, request: LinkRequest) -> Offer | LinkErr:
        self.requests.append(request)
        if self.offered is not LinkErr.OK:
            return self.offered
        return Offer(self.common, Capabilities([DisplayCap.MONITORS_CONFIG]))

    def admit(self, request: LinkRequest, password: bytes | None) -> LinkErr:
        assert request == self.requests[-1]
        self.tried.append(password)
        if self.password is not None and password != self.password:
            return LinkErr.PERMISSION_DENIED
        return self.admitted


def request(common: Capabilities = COMMON) -> LinkRequest:
    return LinkRequest(0x11223344, 2, 1, common, Capabilities([DisplayCap.SIZED_STREAM, 40]))


def server(policy: Policy | None = None) -> ServerHandshake:
    return ServerHandshake(policy or Policy(), key())


def client(common: Capabilities = COMMON, password: str = PASSWORD) -> ClientHandshake:
    return ClientHandshake(request(common), Credentials(password))


def deliver(data: bytes, to: ServerHandshake | ClientHandshake, piece: int) -> None:
    for at in range(0, len(data), piece):
        to.receive(data[at : at + piece])


def converse(one: ServerHandshake, other: ClientHandshake, piece: int = 1 << 16) -> tuple:
    """Let the two talk until neither has anything to say; return what each said."""
    server_said, client_said = b"", b""
    while True:
        to_server, to_client = other.take_output(), one.take_output()
        if not to_server and not to_client:
            return server_said, client_said
        server_said += to_client
        client_said += to_server
        deliver(to_server, one, piece)
        deliver(to_client, other, piece)


def mess(
    words: tuple[int, ...] = (0x0B,),
    *,
    num_common: int | None = None,
    num_channel: int = 0,
    offset: int = 18,
    gap: bytes = b"",
) -> bytes:
    """Return the link message of a main channel, as wrong as wanted."""
    count = len(words) if num_common is None else num_common
    fixed = struct.pack("<IBBIII", 0, 1, 0, count, num_channel, offset)
    return fixed + gap + struct.pack(f"<{len(words)}I", *words)


def header(size: int, *, major: int = 2, minor: int = 2, magic: bytes = b"REDQ") -> bytes:
    return magic + struct.pack("<III", major, minor, size)


def linking(body: bytes) -> bytes:
    return header(len(body)) + body


def refusal(code: LinkErr) -> bytes:
    """An error reply is all zero but for the error (wire.md 2.3)."""
    return header(178) + struct.pack("<I", code) + bytes(174)


# --- both sides against each other ---------------------------------------------------------------


@pytest.mark.parametrize("piece", [1, 7, 1 << 16])
@pytest.mark.parametrize("ours", [[], [AUTH], [MINI], [AUTH, MINI]])
@pytest.mark.parametrize("theirs", [[], [AUTH], [MINI], [AUTH, MINI]])
def test_all_capabilities_link(piece: int, ours: list[int], theirs: list[int]) -> None:
    policy = Policy(Capabilities(ours))
    one, other = server(policy), client(Capabilities(theirs))
    _, client_said = converse(one, other, piece)
    mini = MINI in ours and MINI in theirs
    selects = AUTH in ours and AUTH in theirs
    assert one.event == Linked(request(Capabilities(theirs)), mini, request().capabilities)
    assert isinstance(other.event, Linked)
    assert other.event.mini_header == mini
    assert other.event.peer_capabilities == Capabilities([DisplayCap.MONITORS_CONFIG])
    assert one.state is other.state is State.LINKED
    assert policy.tried == [PASSWORD.encode()]
    words = len(Capabilities(theirs).words) + len(request().capabilities.words)
    assert len(client_said) == 16 + 18 + 4 * words + 4 * selects + TICKET_BYTES


def test_the_bytes_of_both_sides() -> None:
    server_said, client_said = converse(server(), client())
    assert client_said[:50] == bytes.fromhex(
        "52454451 02000000 02000000 1e000000"  # REDQ, 2, 2, 30 bytes
        "44332211 02 01 01000000 02000000 12000000"  # session, display 1, one word, two words, 18
        "0b000000 01000000 00010000"  # 0, 1 and 3; 0 and 40
        "01000000"  # the ticket follows
    )
    reply = bytes.fromhex("52454451 02000000 02000000 ba000000 00000000") + key().public_bytes
    words = bytes.fromhex("01000000 01000000 b2000000 0b000000 02000000")
    assert server_said == reply + words + bytes(4)


@pytest.mark.parametrize("code", [LinkErr.ERROR, LinkErr.NEED_SECURED, LinkErr.NEED_UNSECURED])
def test_a_channel_that_cannot_be_had_this_way(code: LinkErr) -> None:
    one, other = server(Policy(offered=code)), client()
    server_said, _ = converse(one, other)
    assert server_said == refusal(code)
    assert isinstance(one.event, LinkRefused)
    assert isinstance(other.event, LinkRefused)
    assert one.event.code is other.event.code is code
    assert one.state is other.state is State.REFUSED


@pytest.mark.parametrize(
    "code",
    [
        LinkErr.ERROR,
        LinkErr.PERMISSION_DENIED,
        LinkErr.BAD_CONNECTION_ID,
        LinkErr.CHANNEL_NOT_AVAILABLE,
    ],
)
def test_who_is_not_admitted_gets_a_link_result(code: LinkErr) -> None:
    one, other = server(Policy(admitted=code)), client()
    server_said, _ = converse(one, other)
    assert server_said[16 + 178 + 8 :] == struct.pack("<I", code)
    assert isinstance(one.event, LinkRefused)
    assert isinstance(other.event, LinkRefused)
    assert one.event.code is other.event.code is code


def test_a_wrong_password() -> None:
    policy = Policy()
    one, other = server(policy), client(password="sword")
    server_said, _ = converse(one, other)
    assert policy.tried == [b"sword"]
    assert server_said.endswith(struct.pack("<I", 7))
    assert isinstance(other.event, LinkRefused)
    assert other.event.code is LinkErr.PERMISSION_DENIED


# --- the server's side ---------------------------------------------------------------------------

REFUSED = {
    "magic": (b"RFB ", LinkErr.INVALID_MAGIC),
    "magic_of_others": (b"REDX" + header(22)[4:], LinkErr.INVALID_MAGIC),
    "major_1": (header(18, major=1), LinkErr.VERSION_MISMATCH),
    "major_3": (header(18, major=3), LinkErr.VERSION_MISMATCH),
    "major_huge": (header(18, major=0xFFFF_FFFF), LinkErr.VERSION_MISMATCH),
    "version_before_size": (header(17, major=1), LinkErr.VERSION_MISMATCH),
    "size_0": (header(0), LinkErr.INVALID_DATA),
    "size_17": (header(17), LinkErr.INVALID_DATA),
    "size_4097": (header(4097), LinkErr.INVALID_DATA),
    "size_huge": (header(0xFFFF_FFFF), LinkErr.INVALID_DATA),
    "1025_common_words": (linking(mess(num_common=1025)), LinkErr.INVALID_DATA),
    "1025_channel_words": (linking(mess(num_channel=1025)), LinkErr.INVALID_DATA),
    "words_that_wrap": (linking(mess(num_common=0x4000_0000)), LinkErr.INVALID_DATA),
    "words_behind_the_end": (linking(mess(num_channel=1)), LinkErr.INVALID_DATA),
    "offset_17": (linking(mess(offset=17)), LinkErr.INVALID_DATA),
    "offset_0": (linking(mess(offset=0)), LinkErr.INVALID_DATA),
    "offset_behind_the_end": (linking(mess((), offset=19)), LinkErr.INVALID_DATA),
    "offset_huge": (linking(mess(offset=0xFFFF_FFFC)), LinkErr.INVALID_DATA),
    "offset_cuts_a_word": (linking(mess(offset=19)), LinkErr.INVALID_DATA),
}


@pytest.mark.parametrize("piece", [1, 1 << 16])
@pytest.mark.parametrize("name", REFUSED)
def test_broken_requests(name: str, piece: int) -> None:
    said, code = REFUSED[name]
    policy = Policy()
    one = server(policy)
    deliver(said, one, piece)
    output = one.take_output()
    assert len(output) == ERROR_REPLY
    assert output == refusal(code)
    assert isinstance(one.event, LinkRefused)
    assert one.event.code is code
    assert one.state is State.REFUSED
    assert not policy.requests


def test_major_version_0_closes_without_a_word() -> None:
    one = server()
    event = one.receive(header(18, major=0))
    assert event == LinkRefused(None, "the major version is 0")
    assert one.take_output() == b""


@pytest.mark.parametrize("minor", [0, 1, 3, 0xFFFF_FFFF])
def test_the_minor_version_is_not_compared(minor: int) -> None:
    one = server()
    one.receive(header(18, minor=minor) + mess(()))
    assert one.state is State.TICKET


@pytest.mark.parametrize(
    "body",
    [
        mess((), offset=18),
        mess(gap=bytes(4074), offset=18 + 4074),
        mess((0x0B,) * 1019, gap=b"\xff\xff", offset=20),
        mess((0x0B, 0, 0, 1), num_common=1, num_channel=3),
    ],
)
def test_requests_at_the_edge_of_what_is_allowed(body: bytes) -> None:
    policy = Policy()
    one = server(policy)
    assert len(body) <= 4096
    assert one.receive(linking(body)) is None
    assert one.state in (State.MECHANISM, State.TICKET)
    assert len(policy.requests) == 1


def test_unknown_capabilities_are_kept_and_ignored() -> None:
    policy = Policy()
    one = server(policy)
    one.receive(linking(mess((0xFFFF_FFFF, 0x8000_0000))))
    assert set(policy.requests[0].common) == {*range(32), 63}
    assert one.state is State.MECHANISM


@pytest.mark.parametrize("number", [0, 2, 3, 0x0100_0000, 0xFFFF_FFFF])
def test_unknown_mechanisms_get_a_whole_link_reply(number: int) -> None:
    policy = Policy()
    one = server(policy)
    one.receive(linking(mess()))
    one.take_output()
    event = one.receive(struct.pack("<I", number))
    assert isinstance(event, LinkRefused)
    assert event.code is LinkErr.INVALID_DATA
    assert one.take_output() == refusal(LinkErr.INVALID_DATA)
    assert not policy.tried


@pytest.mark.parametrize("ticket", [bytes(128), b"\xff" * 128, bytes(range(128))])
def test_a_ticket_that_cannot_be_opened(ticket: bytes) -> None:
    policy = Policy()
    one = server(policy)
    one.receive(linking(mess(())))
    one.take_output()
    event = one.receive(ticket)
    assert policy.tried == [None]
    assert isinstance(event, LinkRefused)
    assert event.code is LinkErr.PERMISSION_DENIED
    assert one.take_output() == bytes.fromhex("07000000")


def test_what_follows_the_link_stage_is_kept() -> None:
    one, other = server(), client()
    one.receive(other.take_output())
    other.receive(one.take_output())
    one.receive(other.take_output() + b"first ")
    one.receive(b"message")
    other.receive(one.take_output() + b"greeting")
    assert one.take_rest() == b"first message"
    assert other.take_rest() == b"greeting"
    assert one.take_rest() == other.take_rest() == b""


@given(
    data=st.one_of(
        st.binary(max_size=200),
        st.sampled_from([said for said, _ in REFUSED.values()]),
        st.builds(
            lambda words, at, byte, tail: _mutated(linking(mess(tuple(words))) + tail, at, byte),
            st.lists(st.integers(0, 0xFFFF_FFFF), max_size=3),
            st.integers(0, 40),
            st.integers(0, 255),
            st.binary(max_size=150),
        ),
    ),
    cuts=st.lists(st.integers(0, 200), max_size=8),
)
def test_no_bytes_and_no_cutting_surprise_a_server(data: bytes, cuts: list[int]) -> None:
    whole, cut = server(Policy(password=None)), server(Policy(password=None))
    whole.receive(data)
    edges = [0, *sorted(cuts), len(data)]
    for start, end in itertools.pairwise(edges):
        cut.receive(data[start:end])
    assert (cut.event, cut.state) == (whole.event, whole.state)
    assert cut.take_output() == whole.take_output()
    assert cut.take_rest() == whole.take_rest()


def _mutated(data: bytes, at: int, byte: int) -> bytes:
    return data[:at] + bytes([byte]) + data[at + 1 :]


# --- the client's side ---------------------------------------------------------------------------


def reply(error: int = 0, public: bytes | None = None, words: tuple[int, ...] = (0x0B,)) -> bytes:
    public = key().public_bytes if public is None else public
    body = struct.pack("<I", error) + public + struct.pack("<III", len(words), 0, 178)
    return linking(body + struct.pack(f"<{len(words)}I", *words))


@pytest.mark.parametrize(
    ("answer", "code", "why"),
    [
        (b"SSH-2.0-OpenSSH_9.2p1", None, "the peer speaks no SPICE: b'SSH-'"),
        (header(178, major=1), LinkErr.VERSION_MISMATCH, "speaks version 1, not 2"),
        (header(178, major=0), LinkErr.VERSION_MISMATCH, "speaks version 0, not 2"),
        (header(177), None, "the link reply has 177 bytes"),
        (header(4097), None, "the link reply has 4097 bytes"),
        (header(0xFFFF_FFFF), None, "the link reply has 4294967295 bytes"),
        (refusal(LinkErr.INVALID_DATA), LinkErr.INVALID_DATA, "refuses the channel: INVALID_DATA"),
        (refusal(LinkErr.NEED_SECURED), LinkErr.NEED_SECURED, "NEED_SECURED"),
        (reply(99), None, "99"),
        (reply(public=bytes(162)), None, "public key is no RSA key of 1024 bits"),
        (reply(words=())[:-4] + b"\xff" * 4, None, "caps_offset"),
        (reply() + struct.pack("<I", 7), LinkErr.PERMISSION_DENIED, "not admit us"),
        (reply() + struct.pack("<I", 8), LinkErr.BAD_CONNECTION_ID, "BAD_CONNECTION_ID"),
        (reply() + struct.pack("<I", 99), LinkErr.ERROR, "ERROR"),
    ],
)
@pytest.mark.parametrize("piece", [1, 1 << 16])
def test_servers_that_refuse_or_are_none(
    answer: bytes, code: LinkErr | None, why: str, piece: int
) -> None:
    other = client()
    deliver(answer, other, piece)
    assert isinstance(other.event, LinkRefused)
    assert other.event.code is code
    assert why in other.event.why
    assert other.state is State.REFUSED


def test_a_password_that_is_too_long_is_not_sent() -> None:
    other = client(password="x" * 61)
    other.take_output()
    assert other.receive(reply()) == LinkRefused(None, "the password has 61 bytes, SPICE allows 60")
    assert other.take_output() == b""


@given(data=st.one_of(st.binary(max_size=300), st.binary(max_size=220).map(linking)))
def test_no_bytes_surprise_a_client(data: bytes) -> None:
    whole, bytewise = client(), client()
    whole.receive(data)
    deliver(data, bytewise, 1)
    assert (whole.event, whole.state) == (bytewise.event, bytewise.state)
    assert whole.take_rest() == bytewise.take_rest()


# --- what real peers say -------------------------------------------------------------------------

SPICE_GTK = {
    "main": (1, [0, 1, 2, 3]),
    "display": (2, [0, 1, 2, 3, 4, 5, 7, 8, 9]),
    "inputs": (3, []),
    "cursor": (4, []),
}


@pytest.mark.parametrize("channel", SPICE_GTK)
def test_spice_gtk_links(channel: str) -> None:
    number, capabilities = SPICE_GTK[channel]
    policy = Policy(password=None)
    one = server(policy)
    for turn in recorded(f"spice_gtk/{channel}"):
        if turn.side is Side.CLIENT:
            one.receive(turn.data)
    assert isinstance(one.event, Linked)
    assert one.event.mini_header
    asked = one.event.request
    assert (asked.connection_id == 0) == (channel == "main")
    assert (asked.channel_type, asked.channel_id) == (number, 0)
    assert list(asked.common) == [AUTH, CommonCap.AUTH_SASL, MINI]
    assert list(asked.capabilities) == capabilities
    assert policy.tried == [None]  # its ticket was for the key of the server that it spoke to


@pytest.mark.parametrize(
    ("channel", "capabilities"),
    [
        ("main", list(MainCap)),
        ("display", [DisplayCap.MONITORS_CONFIG, 4, 6, 12]),
        ("inputs", [0]),
        ("cursor", []),
    ],
)
def test_spice_server_links(channel: str, capabilities: list[int]) -> None:
    other = client()
    other.receive(said(recorded(f"spice_gtk/{channel}"), Side.SERVER))
    assert isinstance(other.event, Linked)
    assert other.event.mini_header
    assert list(other.event.peer_capabilities) == capabilities


@pytest.mark.parametrize(
    "name", sorted(path.stem for path in (FOLDER / "spice_server").glob("*.txt"))
)
def test_we_answer_as_spice_server_does(name: str) -> None:
    """The same words of a client get the same answer; only the keys and results differ."""
    turns = recorded(f"spice_server/{name}")
    theirs = said(turns, Side.SERVER)
    accepted = theirs[16:20] == bytes(4)
    policy = Policy(
        Capabilities([AUTH, CommonCap.AUTH_SPICE, MINI]),
        password=None if name in ("full_header", "right_password_no_selection") else b"secret123",
        offered=LinkErr.NEED_SECURED if name == "need_secured" else LinkErr.OK,
        admitted=LinkErr.OK,
    )
    if name == "unknown_session":
        policy.password, policy.admitted = None, LinkErr.BAD_CONNECTION_ID
    one = server(policy)
    one.receive(said(turns, Side.CLIENT))
    ours = one.take_output()
    if not accepted:
        assert ours == theirs
        return
    reply_bytes = 16 + struct.unpack_from("<I", theirs, 12)[0]
    behind = ours[16 + struct.unpack_from("<I", ours, 12)[0] :]
    assert behind
    assert theirs[reply_bytes:].startswith(behind)


# --- the table -----------------------------------------------------------------------------------


def test_every_state_can_be_reached_and_left() -> None:
    assert not {State.LINKED, State.REFUSED} & TABLE.keys()
    reached = {State.REQUEST_MAGIC, State.REPLY_HEADER}
    while new := {to for state in reached & TABLE.keys() for to in TABLE[state].leads_to} - reached:
        reached |= new
    assert reached == set(State)
    for state, step in TABLE.items():
        assert state not in step.leads_to or state is State.SASL
        owner = ServerHandshake if state in list(State)[:5] else ClientHandshake
        assert callable(getattr(owner, step.method))


def test_the_map_of_the_house_shows_the_table() -> None:
    text = (Path(__file__).parents[2] / "ARCHITECTURE.md").read_text()
    assert f"```mermaid\n{diagram()}\n```" in text
