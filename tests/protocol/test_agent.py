from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.protocol import agent
from piment.protocol.agent import (
    AgentCap,
    AgentMessage,
    ClipboardSelection,
    ClipboardType,
    Dialect,
    FileXferResult,
    MessageType,
    MonConfig,
    MonitorMM,
    MonitorsConfigFlags,
)
from piment.protocol.capabilities import Capabilities
from piment.wire import Struct, WireError
from tests.protocol.constants import AGENT, CONSTANTS, members, specified_name, without_ends
from tests.wire.checks import check_bytes, check_reading, check_round_trip, check_truncations
from tests.wire.strategies import damaged, fewer, values

DIALECTS = [Dialect(selection, serial) for selection in (False, True) for serial in (False, True)]
FORMS = sorted(
    {form for dialect in DIALECTS for form in dialect.messages().values()},
    key=lambda form: form.__name__,
)
HEADERS: list[type[Struct]] = [agent.VDIChunkHeader, agent.VDAgentMessage]
DETAILS: list[type[Struct]] = [agent.FileXferErrorDetail, agent.FileXferSpaceDetail]
PRIMARY = ClipboardSelection.PRIMARY
TEXT = ClipboardType.UTF8_TEXT


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (agent.VDIChunkHeader(agent.ChunkPort.SERVER_PORT, 33), "02000000 21000000"),
        (
            agent.VDAgentMessage(agent.PROTOCOL, MessageType.REPLY, 0, 8),
            "01000000 03000000 0000000000000000 08000000",
        ),
        (
            agent.MouseState(300, 200, agent.ButtonMask.LBUTTON_MASK, 1),
            "2c010000 c8000000 02000000 01",
        ),
        (
            agent.MonitorsConfig(MonitorsConfigFlags.USE_POS, [MonConfig(864, 1152, 32, 0, -1)]),
            "01000000 01000000 60030000 80040000 20000000 00000000 ffffffff",
        ),
        (
            agent.MonitorsConfig(
                MonitorsConfigFlags.PHYSICAL_SIZE,
                [MonConfig(1, 2, 32, 0, 0)],
                [MonitorMM(170, 300)],
            ),
            "01000000 02000000 01000000 02000000 20000000 00000000 00000000 aa00 2c01",
        ),
        (
            agent.Reply(MessageType.MONITORS_CONFIG, agent.ReplyError.SUCCESS),
            "02000000 01000000",
        ),
        (
            agent.DisplayConfig(agent.DisplayConfigFlags.DISABLE_ANIMATION, 0),
            "04000000 00000000",
        ),
        (agent.AnnounceCapabilities(1, [0x00038DE7]), "01000000 e78d0300"),
        (agent.Clipboard(None, TEXT, b"hi"), "01000000 6869"),
        (agent.SelectionClipboard(PRIMARY, TEXT, b"hi"), "01 000000 01000000 6869"),
        (agent.ClipboardGrab(None, None, [1, 99]), "01000000 63000000"),
        (agent.SelectionClipboardGrab(PRIMARY, None, [1]), "01 000000 01000000"),
        (agent.SerialClipboardGrab(None, 7, [1]), "07000000 01000000"),
        # agent.md 4.9, step 6
        (
            agent.SelectionSerialClipboardGrab(ClipboardSelection.CLIPBOARD, 1, [TEXT]),
            "00 000000 01000000 01000000",
        ),
        (agent.ClipboardRequest(None, TEXT), "01000000"),
        (agent.SelectionClipboardRequest(PRIMARY, TEXT), "01 000000 01000000"),
        (agent.ClipboardRelease(None), ""),
        (agent.SelectionClipboardRelease(PRIMARY), "01 000000"),
        (agent.FileXferStart(1, b"[x]\n"), "01000000 5b785d0a00"),
        (agent.FileXferStatus(1, FileXferResult.CAN_SEND_DATA), "01000000 00000000"),
        (
            agent.FileXferStatus(
                1,
                FileXferResult.ERROR,
                agent.FileXferErrorDetail(agent.FileXferErrorType.GLIB_IO, 31).pack(),
            ),
            "01000000 02000000 00 1f000000",
        ),
        (agent.FileXferSpaceDetail(1 << 33), "0000000002000000"),
        (agent.FileXferData(1, b"ab"), "01000000 0200000000000000 6162"),
        (agent.ClientDisconnected(), ""),
        (agent.MaxClipboard(-1), "ffffffff"),
        (agent.AudioVolumeSync(1, 0, [0xFFFF]), "01 00 01 ffff"),
        (
            agent.GraphicsDeviceInfo([agent.DeviceDisplayInfo(0, 1, 2, b"pci/0000/02.0")]),
            "01000000 00000000 01000000 02000000 0e000000 7063692f303030302f30322e3000",
        ),
    ],
)
def test_values_and_their_bytes(value: Struct, text: str) -> None:
    check_bytes(value, text)


@pytest.mark.parametrize("cls", [*FORMS, *HEADERS, *DETAILS])
@fewer
@given(st.data())
def test_every_message_comes_back(cls: type[Struct], data: st.DataObject) -> None:
    value = data.draw(values(cls))
    check_round_trip(value)
    check_truncations(value)
    check_reading(cls, data.draw(damaged(value.pack())))


# --- dialects ------------------------------------------------------------------------------------


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_dialect_has_one_form_of_every_message(dialect: Dialect) -> None:
    messages = dialect.messages()
    assert messages.keys() == {int(number) for number in MessageType}
    for number, form in messages.items():
        assert form.number == number
        assert issubclass(form, agent.MESSAGES[number])
        assert dialect.form(agent.MESSAGES[number]) is form


@pytest.mark.parametrize("dialect", DIALECTS)
def test_forms_have_the_fields_that_were_agreed_on(dialect: Dialect) -> None:
    form = dialect.form(agent.ClipboardGrab)
    grab = form(PRIMARY if dialect.selection else None, 9 if dialect.serial else None, [1])
    assert isinstance(grab, agent.ClipboardGrab)
    assert len(grab.pack()) == 4 + 4 * dialect.selection + 4 * dialect.serial
    check_round_trip(grab)


def test_a_form_takes_no_field_that_it_lacks() -> None:
    with pytest.raises(WireError, match=r"ClipboardGrab\.selection: must be None"):
        agent.ClipboardGrab(PRIMARY, None, [1]).pack()
    with pytest.raises(WireError, match=r"SerialClipboardGrab\.serial: is None although"):
        agent.SerialClipboardGrab(None, None, [1]).pack()


@pytest.mark.parametrize(
    ("ours", "theirs", "dialect"),
    [
        ([], [], Dialect()),
        ([AgentCap.CLIPBOARD_SELECTION], [], Dialect()),
        (list(AgentCap), [AgentCap.CLIPBOARD_SELECTION], Dialect(selection=True)),
        ([AgentCap.CLIPBOARD_GRAB_SERIAL], list(AgentCap), Dialect(serial=True)),
        (list(AgentCap), list(AgentCap), Dialect(selection=True, serial=True)),
    ],
)
def test_a_dialect_is_what_both_announce(
    ours: list[int], theirs: list[int], dialect: Dialect
) -> None:
    assert Dialect.between(Capabilities(ours), Capabilities(theirs)) == dialect


# --- what peers do -------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_a_release_may_lack_its_reserved_bytes(size: int) -> None:
    release = agent.SelectionClipboardRelease.unpack((b"\x01" + bytes(3))[:size])
    assert release.selection is PRIMARY


@pytest.mark.parametrize("size", [0, 5])
def test_a_release_has_a_selection_and_no_more(size: int) -> None:
    with pytest.raises(WireError):
        agent.SelectionClipboardRelease.unpack(bytes(size))


def test_reserved_bytes_mean_nothing() -> None:
    request = agent.SelectionClipboardRequest.unpack(bytes.fromhex("01 ffffff 01000000"))
    assert request == agent.SelectionClipboardRequest(PRIMARY, 1)


def test_both_lists_of_monitors_have_one_length() -> None:
    flags = MonitorsConfigFlags.PHYSICAL_SIZE
    with pytest.raises(WireError, match="monitors_mm: holds 0, num_of_monitors announces 1"):
        agent.MonitorsConfig(flags, [MonConfig(1, 2, 32, 0, 0)], []).pack()


def test_a_message_is_framed_by_its_header() -> None:
    assert agent.MaxClipboard(5).framed() == bytes.fromhex(
        "01000000 0e000000 0000000000000000 04000000 05000000"
    )
    form = Dialect(selection=True).form(agent.ClipboardRelease)
    assert form(PRIMARY).framed()[4] == MessageType.CLIPBOARD_RELEASE


# --- numbers of the specification ----------------------------------------------------------------


def test_every_enumeration_has_its_members() -> None:
    declared = {name: members(cls) for name, (cls, _) in AGENT.items()}
    specified = {
        name: without_ends(CONSTANTS["vdagent"][name], prefix)
        for name, (_, prefix) in AGENT.items()
    }
    assert declared == specified
    assert CONSTANTS["vdagent"].keys() - AGENT.keys() == {"constants"}


def test_messages_have_the_names_of_their_types() -> None:
    assert {specified_name(cls).upper(): n for n, cls in agent.MESSAGES.items()} == members(
        MessageType
    )


def test_sizes_are_those_of_the_specification() -> None:
    sizes = CONSTANTS["structure_sizes"]
    assert agent.VDAgentMessage.fixed_size == agent.HEADER_SIZE == sizes["VDAgentMessage"]
    assert agent.VDIChunkHeader.fixed_size == agent.CHUNK_HEADER_SIZE == sizes["VDIChunkHeader"]
    assert CONSTANTS["vdagent"]["constants"]["VD_AGENT_PROTOCOL"] == agent.PROTOCOL


def test_bases_are_no_messages() -> None:
    assert AgentMessage not in agent.MESSAGES.values()
