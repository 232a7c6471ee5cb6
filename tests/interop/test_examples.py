"""The programs of the folder examples, as users run them."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np

from piment.frontends.headless.image import Image
from piment.geometry import Rect
from piment.server.scene.actions import ButtonChanged, PointerPlaced
from tests.client.showing import Driven, Showing
from tests.interop.peers.packages import need
from tests.interop.peers.qemu.guest import Guest
from tests.interop.peers.qemu.machine import Machine
from tests.interop.serving import Command

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
TUTORIAL = ROOT / "docs/tutorial/drive-a-machine.md"

SPOT = Rect(100, 50, 140, 70)


async def example(name: str, *arguments: str, folder: Path) -> tuple[int, str]:
    """Run an example in a folder; return its exit code, and all that it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(EXAMPLES / f"{name}.py"), *arguments),
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode()


async def test_screenshot(piment_serve: Callable[..., Awaitable[Command]], tmp_path: Path) -> None:
    served = await piment_serve("demo", "--listen", "127.0.0.1:0", "--size", "640x480")
    code, said = await example("screenshot", served.uri, "shot.png", folder=tmp_path)
    assert (code, said.split(",")[0]) == (0, "Piment demo: 640x480")
    assert Image.load(tmp_path / "shot.png").size == (640, 480)


async def test_wait_for_image_finds_a_button_and_clicks_on_it(tmp_path: Path) -> None:
    async with Showing() as showing:
        showing.source.resize(Rect(0, 0, 320, 200).size)
        showing.source.noise(SPOT)
        button = Image.of_bgrx(showing.source.frame[SPOT.rows, SPOT.columns])
        button.save(tmp_path / "button.png")
        code, said = await example("wait_for_image", showing.uri, "button.png", folder=tmp_path)
        assert (code, said) == (0, "clicked on 40x20+100+50\n")
        done = await showing.source.did(lambda actions: len(actions) >= 3)
    assert isinstance(done[0], PointerPlaced)
    assert done[0].position == (120, 60)
    assert all(isinstance(each, ButtonChanged) for each in done[1:])


async def test_two_sessions_tell_what_differs(tmp_path: Path) -> None:
    def answer(source: Driven, value: int) -> Callable[[object], None]:
        return lambda _: source.paint(Rect(0, 0, 10, 10), value)

    async with Showing() as first, Showing() as second:
        for showing, value in ((first, 50), (second, 60)):
            answering = answer(showing.source, value)
            task = asyncio.create_task(showing.source.did(lambda actions: len(actions) >= 4))
            task.add_done_callback(answering)
        code, said = await example("two_sessions", first.uri, second.uri, r"a\n", folder=tmp_path)
    assert (code, said) == (0, "they differ in 100 pixels\n")


async def test_watch_frames_tells_every_change(tmp_path: Path) -> None:
    async with Showing() as showing:
        running = asyncio.create_task(example("watch_frames", showing.uri, "2", folder=tmp_path))
        value = 0
        while not running.done():
            value = (value + 1) % 250
            showing.source.paint(Rect(5, 6, 15, 16), value)
            await asyncio.wait([running], timeout=0.01)
        code, said = await running
    assert code == 0
    first, *changes, last = said.splitlines()
    assert first.endswith("3072 pixels at 64x48+0+0")
    assert changes
    assert all(line.endswith("100 pixels at 10x10+5+6") for line in changes)
    assert last == "that was all"


async def test_drive_bios_logs_in_and_switches_the_machine_off(
    machine: Callable[..., Machine], tiny_guest: Guest, tmp_path: Path
) -> None:
    need("busybox-static")
    build = ["sh", str(EXAMPLES / "login_guest.sh"), str(tmp_path)]
    await asyncio.to_thread(subprocess.check_call, build)
    guest = Guest(
        kernel=tiny_guest.kernel,
        initramfs=tmp_path / "initramfs.gz",
        append="console=tty0 quiet",
        ready="",
        ready_s=0,
        memory_mb=256,
    )
    vm = machine(guest, vga="std", options=("-boot", "menu=on,splash-time=60000"))
    code, said = await example("drive_bios", vm.uri, folder=tmp_path)
    assert code == 0, said
    shell = Image.load(tmp_path / "shell.png")
    assert shell.find(EXAMPLES / "pictures/prompt.png") is not None
    assert np.count_nonzero(shell.pixels.any(axis=2)) > 2000
    assert await asyncio.to_thread(vm.process.wait) == 0


def test_the_tutorial_shows_the_example_as_it_is() -> None:
    code = (EXAMPLES / "drive_bios.py").read_text()
    body = code.partition('"""\n\n')[2].rpartition("\n\nasyncio.run")[0]
    assert body in TUTORIAL.read_text()


def test_each_example_is_run_here() -> None:
    tested = Path(__file__).read_text()
    for program in EXAMPLES.glob("*.py"):
        assert f'example("{program.stem}"' in tested
