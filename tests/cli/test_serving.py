"""Where to listen, whom to let in, how it ends."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pty
import signal
import socket
import stat
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from piment.cli import serving as serving_module
from piment.core.credentials import Credentials
from piment.core.events import Linked, LinkRefused, LinkRequest
from piment.core.handshake import ClientHandshake
from piment.protocol import channel
from piment.protocol.capabilities import Capabilities, CommonCap
from piment.protocol.link import LinkErr
from piment.server.agent.filters import Filters
from piment.server.server import Server, Settings
from piment.server.sources.base import Source, SourceError
from piment.transport import pump, tcp
from piment.transport.address import Address
from tests.cli.invoke import invoke, serving, words

COMMON = Capabilities([CommonCap.PROTOCOL_AUTH_SELECTION, CommonCap.MINI_HEADER])
FREE = "127.0.0.1:0"


async def knock(uri: str, password: str = "") -> LinkErr | None:
    """Try to link main; return why not."""
    transport = await tcp.connect(Address.parse(uri.removeprefix("spice://")))
    request = LinkRequest(0, channel.main.number, 0, COMMON, Capabilities())
    try:
        event = await pump.link(transport, ClientHandshake(request, Credentials(password)))
    finally:
        await transport.close()
    match event:
        case LinkRefused(code, _):
            return code
        case Linked():
            return None


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_the_banner_says_how_to_look_and_a_signal_ends_it(by: signal.Signals) -> None:
    with serving("demo", "--listen", FREE, "--name", "My [best] desktop") as running:
        assert running.banner[0] == "My [best] desktop is served by Piment"
        (uri,) = running.uris
        assert any(f"remote-viewer {uri}" in line for line in running.banner)
        assert asyncio.run(knock(uri)) is None
        code, told = running.end(by)
    assert code == 0
    assert "Traceback" not in told


def test_the_banner_names_the_machine_where_it_listens_everywhere() -> None:
    with serving("demo", "--listen", "0.0.0.0:0", "--no-password") as running:
        (uri,) = running.uris
        assert uri.startswith(f"spice://{socket.gethostname()}:")
        assert running.end(signal.SIGINT)[0] == 0


def test_it_ends_in_order_while_viewers_look() -> None:
    with serving("demo", "--listen", FREE) as running:
        port = Address.parse(running.uris[0].removeprefix("spice://")).port
        with socket.create_connection(("127.0.0.1", port)):
            code, told = running.end(signal.SIGINT)
    assert code == 0
    assert "Traceback" not in told


def test_a_port_in_use_says_which_option_chooses_another() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        result = invoke("serve", "demo", "--listen", address)
    assert result.exit_code == 1
    told = f"cannot listen at {address}: Address already in use; choose with --listen"
    assert told in words(result.output)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--listen", "5900"], "write HOST:PORT"),
        (["--listen", "127.0.0.1:99999"], "no number from 0 to 65535"),
        (["--listen", "::1:5900"], "brackets"),
        (["--tls-listen", FREE], "needs --tls-cert FILE and --tls-key FILE"),
        (["--listen", FREE, "--tls-cert", "/no/c", "--tls-key", "/no/k"], "are for --tls-listen"),
        (["--web", FREE, "--tls-cert", "/no/c"], "--web needs --tls-cert FILE and --tls-key FILE"),
        (["--web", FREE, "--tls-cert", "/no/c", "--tls-key", "/no/k"], "/no/c"),
        (["--web", "0.0.0.0:0"], "add --password-file FILE, or --no-password"),
        (["--web", "0.0.0.0"], "add --password-file FILE, or --no-password"),
        (["--web", "127.0.0.1:x"], "no number from 0 to 65535"),
        (["--listen", FREE, "--web-origin", "https://a"], "is for --web"),
        (["--web", FREE, "--web-origin", "a"], "'a' is no origin of a page"),
        (["--tls-listen", FREE, "--tls-cert", "/no/c", "--tls-key", "/no/k"], "/no/c"),
        (["--secure-channel", "inputs"], "needs --tls-listen"),
        (
            ["--password-file", "/no/password"],
            "cannot read the password in /no/password: No such file or directory",
        ),
        (["--password-file", "/"], "cannot read the password in /: Is a directory"),
        (["--password-expires", "8h"], "needs --password-file or --ask-password"),
        (["--listen", "0.0.0.0:0"], "add --password-file FILE, or --no-password"),
        (["--no-password", "--password-file", "/no/password"], "choose one of"),
        (["--password-file", "/no/password", "--ask-password"], "choose one of"),
    ],
)
def test_what_cannot_be_served_is_one_line_that_helps(arguments: list[str], told: str) -> None:
    result = invoke("serve", "demo", *arguments)
    assert result.exit_code == 1
    assert told in words(result.output)
    assert result.output.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "told"), [("", "no password"), ("\nsecond", "no password"), ("x" * 61, "longer")]
)
def test_password_files_that_hold_none(tmp_path: Path, content: str, told: str) -> None:
    file = tmp_path / "password"
    file.write_text(content)
    result = invoke("serve", "demo", "--listen", FREE, "--password-file", str(file))
    assert result.exit_code == 1
    assert told in words(result.output)


def test_a_length_of_time_that_is_none(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("secret\n")
    asked = ["--password-file", str(file), "--password-expires", "soon"]
    result = invoke("serve", "demo", "--listen", FREE, *asked)
    assert result.exit_code == 1
    assert "write 90s, 15m, 8h or 2d" in words(result.output)


def test_the_password_is_read_for_each_viewer(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("first\n")
    with serving("demo", "--listen", FREE, "--password-file", str(file)) as running:
        (uri,) = running.uris
        assert any("with the password" in line for line in running.banner)
        assert asyncio.run(knock(uri, "first")) is None
        file.write_text("second\n")
        assert asyncio.run(knock(uri, "first")) is LinkErr.PERMISSION_DENIED
        assert asyncio.run(knock(uri, "second")) is None
        file.unlink()
        assert asyncio.run(knock(uri, "second")) is LinkErr.PERMISSION_DENIED
        _, told = running.end(signal.SIGINT)
    assert "nobody can connect" in told


def test_an_expired_password(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("secret\n")
    expired = ["--password-file", str(file), "--password-expires", "0s"]
    with serving("demo", "--listen", FREE, *expired) as running:
        assert asyncio.run(knock(running.uris[0], "secret")) is LinkErr.PERMISSION_DENIED
        _, told = running.end(signal.SIGINT)
    assert "expired" in told


def test_a_socket_is_only_for_its_owner_and_gone_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "desktop.sock"
    with serving("demo", "--unix", str(path)) as running:
        assert running.uris == [f"spice+unix://{path}"]
        mode = path.stat().st_mode
        assert stat.S_ISSOCK(mode)
        assert stat.S_IMODE(mode) == 0o600
        assert running.end(signal.SIGINT)[0] == 0
    assert not path.exists()


def test_a_file_is_not_replaced_by_a_socket(tmp_path: Path) -> None:
    path = tmp_path / "precious"
    path.write_text("data")
    result = invoke("serve", "demo", "--unix", str(path))
    assert result.exit_code == 1
    assert "no socket" in words(result.output)
    assert path.read_text() == "data"


def at_the_prompt(typed: bytes) -> tuple[int, str]:
    """Type at the prompt for a password; return the exit code and what the terminal showed."""
    child, terminal = pty.fork()
    if child == 0:
        arguments = ["serve", "demo", "--listen", FREE, "--ask-password"]
        os.execv(sys.executable, [sys.executable, "-m", "piment", *arguments])  # noqa: S606
    shown = b""
    while b"Password for viewers: " not in shown:
        shown += os.read(terminal, 4096)
    while termios.tcgetattr(terminal)[3] & termios.ECHO:  # until then Ctrl-C is not the prompt's
        time.sleep(0.001)
    os.write(terminal, typed)
    with contextlib.suppress(OSError):  # how a terminal ends whose program has ended
        while data := os.read(terminal, 4096):
            shown += data
            if b"Stop with" in shown:
                os.kill(child, signal.SIGINT)
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), shown.decode()


def test_a_password_can_be_typed() -> None:
    code, shown = at_the_prompt(b"secret\n")
    assert code == 0
    assert "with the password" in shown
    assert "secret" not in shown


@pytest.mark.parametrize("key", [b"\x03", b"\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_the_prompt_can_be_left(key: bytes) -> None:
    code, shown = at_the_prompt(key)
    assert code not in (0, 2)
    assert "Traceback" not in shown


@pytest.mark.parametrize("length", [0, 61])
def test_passwords_that_cannot_be(length: int) -> None:
    code, shown = at_the_prompt(b"x" * length + b"\n")
    assert code == 1
    assert "a password has 1 to 60 bytes" in shown


def test_without_a_terminal_there_is_no_prompt() -> None:
    asked = [sys.executable, "-m", "piment", "serve", "demo", "--listen", FREE, "--ask-password"]
    ended = subprocess.run(
        asked,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "use --password-file FILE" in ended.stdout
    assert ended.stdout.count("\n") == 1


@pytest.mark.parametrize("clipboard", [True, False])
@pytest.mark.parametrize("file_transfer", [True, False])
def test_what_is_let_through(
    monkeypatch: pytest.MonkeyPatch, clipboard: bool, file_transfer: bool
) -> None:
    given: list[Filters] = []

    def note(_source: Source, settings: Settings) -> Server:
        given.append(settings.filters)
        raise SourceError("that is all")

    monkeypatch.setattr(serving_module, "Server", note)
    words = {"--no-clipboard": clipboard, "--no-file-transfer": file_transfer}
    arguments = [word for word, is_let_through in words.items() if not is_let_through]
    invoke("serve", "demo", "--listen", FREE, *arguments)
    assert given == [Filters(clipboard=clipboard, file_transfer=file_transfer)]
