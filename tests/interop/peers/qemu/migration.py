"""Moving a running guest from one machine to another, and its viewers with it (migration.md)."""

from __future__ import annotations

from tests.interop.peers.patience import until_true
from tests.interop.peers.process import PeerError
from tests.interop.peers.qemu.machine import Machine

# What the target of a migration is started with; otherwise it has the source's devices.
INCOMING = ("-incoming", "defer")
# A guest of a gigabyte, on a busy machine.
MIGRATED_S = 60.0


async def migrate(source: Machine, target: Machine) -> None:
    """Move the guest, and wait until the source has let its viewers go to the target.

    With `seamless-migration=on` among the options of both displays viewers keep what they have.

    Raises:
        PeerError: a viewer does not connect to the target, or the guest does not arrive.

    """
    await announce(source, target.port)
    viewers = await channels(source)

    async def look() -> bool:
        return await channels(target) >= viewers

    if not await until_true(look):
        raise PeerError(f"{await channels(target)} of {viewers} channels are at the target")
    await move(source, target)


async def announce(source: Machine, port: int) -> None:
    """Tell the source's viewers where they will be served: at a port of 127.0.0.1.

    Those that can connect there now, before the guest has moved; others switch in the end.
    """
    where = {"hostname": "127.0.0.1", "port": port}
    await source.qmp("client_migrate_info", protocol="spice", **where)


async def channels(machine: Machine) -> int:
    """Return how many channels of viewers a machine has."""
    return len((await machine.qmp("query-spice")).get("channels", []))


async def move(source: Machine, target: Machine) -> None:
    """Move the guest, after `announce`, and wait until the source has let its viewers go.

    Raises:
        PeerError: the guest does not arrive.

    """
    socket = f"unix:{target.folder / 'migration.sock'}"
    await target.qmp("migrate-incoming", uri=socket)
    async with source.monitor() as monitor:
        await monitor.execute("migrate", uri=socket)

        async def look() -> bool:
            return await has_arrived(source)

        if not await until_true(look, MIGRATED_S):
            raise PeerError(f"the guest does not arrive: {await source.qmp('query-migrate')}")
        await monitor.event("SPICE_MIGRATE_COMPLETED")


async def has_arrived(source: Machine) -> bool:
    """Whether the source's guest runs at the target.

    Raises:
        PeerError: it never will.

    """
    state = await source.qmp("query-migrate")
    if state["status"] in ("failed", "cancelled"):
        raise PeerError(f"the guest does not arrive: {state}")
    return bool(state["status"] == "completed")
