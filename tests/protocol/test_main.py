from __future__ import annotations

import pytest

from piment.limits import MOST_AGENT_PIECE_BYTES
from piment.protocol import main
from piment.protocol.link import LinkErr
from piment.protocol.main import ChannelId, DstInfo, MouseModeFlags
from piment.wire import Struct, WireError
from tests.wire.checks import check_bytes


@pytest.mark.parametrize(
    ("value", "text"),
    [
        # wire.md 21.7
        (
            main.Init(
                session_id=0x11223344,
                display_channels_hint=1,
                supported_mouse_modes=MouseModeFlags.SERVER | MouseModeFlags.CLIENT,
                current_mouse_mode=MouseModeFlags.SERVER,
                agent_connected=1,
                agent_tokens=10,
                multi_media_time=5000000,
                ram_hint=16777216,
            ),
            """44 33 22 11 01 00 00 00 03 00 00 00 01 00 00 00
               01 00 00 00 0a 00 00 00 40 4b 4c 00 00 00 00 01""",
        ),
        (
            main.MigrateBegin(DstInfo(5900, 5901, b"dst", b"CN=x")),
            "0c17 0d17 04000000 14000000 05000000 18000000 64737400 434e3d7800",
        ),
        (
            main.MigrateBegin(DstInfo(5900, 0xFFFF, b"dst", None)),
            "0c17 ffff 04000000 14000000 00000000 00000000 64737400",
        ),
        (
            main.MigrateBeginSeamless(DstInfo(1, 2, b"d", None), 1),
            "0100 0200 02000000 18000000 00000000 00000000 01000000 6400",
        ),
        (
            main.MigrateSwitchHost(1, 2, b"d", b""),
            "0100 0200 02000000 14000000 01000000 16000000 6400 00",
        ),
        (main.MigrateSwitchHost(1, 2, None, None), "0100 0200" + "00000000" * 4),
        (main.MigrateCancel(), ""),
        (main.ChannelsList([ChannelId(2, 0), ChannelId(3, 1)]), "02000000 0200 0301"),
        (main.MouseMode(MouseModeFlags(3), MouseModeFlags.CLIENT), "0300 0200"),
        (main.MultiMediaTime(7), "07000000"),
        (main.AgentConnected(), ""),
        (main.AgentDisconnected(LinkErr.OK), "00000000"),
        (main.AgentData(b"abc"), "616263"),
        (main.AgentToken(5), "05000000"),
        (main.MigrateEnd(), ""),
        (main.Name(b"vm"), "03000000 766d00"),
        (main.Uuid(bytes(range(16))), "000102030405060708090a0b0c0d0e0f"),
        (main.AgentConnectedTokens(10), "0a000000"),
        (main.MigrateDstSeamlessAck(), ""),
        (main.MigrateDstSeamlessNack(), ""),
        (main.ClientInfo(1), "0100000000000000"),
        (main.MigrateConnected(), ""),
        (main.MigrateConnectError(), ""),
        (main.AttachChannels(), ""),
        (main.MouseModeRequest(MouseModeFlags.CLIENT), "0200"),
        (main.AgentStart(0xFFFFFFFF), "ffffffff"),
        (main.MigrateDstDoSeamless(1), "01000000"),
        (main.MigrateConnectedSeamless(), ""),
        (main.QualityIndicator(b"\x01"), "01"),
    ],
)
def test_values_and_their_bytes(value: Struct, text: str) -> None:
    check_bytes(value, text)


def test_a_destination_must_have_a_name() -> None:
    data = bytes.fromhex("0c17 ffff 04000000 00000000 00000000 00000000")
    with pytest.raises(WireError, match=r"MigrateBegin\.dst_info\.host_data: the offset must not"):
        main.MigrateBegin.unpack(data)


def test_a_piece_of_agent_data_is_limited() -> None:
    piece = main.AgentData(bytes(MOST_AGENT_PIECE_BYTES))
    assert main.AgentData.unpack(piece.pack()) == piece
    with pytest.raises(WireError, match=r"AgentData\.data: 2049 is over the limit 2048"):
        main.AgentData.unpack(bytes(2049))
