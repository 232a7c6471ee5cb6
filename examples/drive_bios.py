"""Drive a machine from its BIOS to a shell.

    python examples/drive_bios.py spice://127.0.0.1:5900

The machine is that of docs/tutorial/drive-a-machine.md.
"""

import asyncio
import sys
from pathlib import Path

import piment

PICTURES = Path(__file__).with_name("pictures")
MENU = (20, 64, 720, 112)  # where the BIOS lists what it can boot, beside its cursor


async def main(uri: str) -> None:
    """Choose what to boot, log in, look around, and switch the machine off."""
    async with piment.connect(uri) as machine:
        bios = await machine.wait_until_stable()
        await machine.key("esc")  # "Press ESC for boot menu."
        await machine.wait_for_change(MENU, since=bios)
        await machine.key("1")
        await machine.wait_for_image(PICTURES / "login.png", timeout=100)
        await machine.type("root\n")
        await machine.wait_for_image(PICTURES / "password.png")
        await machine.type("secret\n", secret=True)
        await machine.wait_for_image(PICTURES / "prompt.png")
        await machine.type("uname -a\n")
        shell = await machine.wait_until_stable(quiet_ms=1000)
        shell.save("shell.png")
        await machine.type("poweroff -f\n")
        print(await machine.session.over())


asyncio.run(main(*sys.argv[1:]))
