"""Generate the messages of the web client from their declarations in `piment.protocol`.

`python -m tools.generate_web` writes src/piment/web/core/protocol; with `--check` it changes
nothing, prints a line for each file that is not what it would write, and ends with status 1 if
there is one.

Each module of `piment.protocol` becomes a file: its enumerations, its structs as classes, a reader
for what a server sends and a writer for what a client sends. `channels.js` finds them by channel
and number; `capabilities.js` and `limits.js` have the numbers that a client needs besides.
"""

from __future__ import annotations

import enum
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from piment import limits, protocol
from piment.protocol import agent, capabilities, framing, link
from piment.protocol.channel import CHANNELS, Channel, Side
from piment.wire import Struct
from piment.wire.rules import is_value
from tools.webgen.reading import Choosers, reader
from tools.webgen.types import kinds_in, module_of, structs_in, type_of
from tools.webgen.writing import writer

TARGET = Path(__file__).parents[1] / "src/piment/web/core/protocol"

HEAD = "// Made by tools/generate_web.py from src/piment/protocol: change that, and run it again."

# What travels beside messages; a client reads the first and writes the second.
READ_TOO = (framing.DataHeader, framing.MiniDataHeader, framing.SubMessageList)
READ_TOO_LINK = (link.LinkHeader, link.LinkReplyHead)
WRITTEN_TOO = (framing.DataHeader, framing.MiniDataHeader, link.LinkHeader, link.LinkMessHead)

# Of the agent's messages, which travel inside others.
READ_OF_AGENT = (agent.VDAgentMessage, agent.AnnounceCapabilities, agent.Reply)
WRITTEN_OF_AGENT = (agent.VDAgentMessage, agent.AnnounceCapabilities, agent.MonitorsConfig)

CAPABILITIES = (
    *(capabilities.CommonCap, capabilities.MainCap, capabilities.DisplayCap),
    *(capabilities.InputsCap, capabilities.PlaybackCap, capabilities.RecordCap),
)
LIMITS = (
    *("MOST_LINK_BYTES", "MOST_CAPABILITY_WORDS", "MOST_PASSWORD_BYTES"),
    *("MOST_LINKED_CHANNELS", "MOST_AGENT_PIECE_BYTES", "MOST_AGENT_MESSAGE_BYTES"),
    *("MOST_CACHED_SHAPES", "MOST_CACHED_SHAPE_PIXELS", "MOST_SURFACES", "MOST_SURFACE_PIXELS"),
    *("MOST_CACHED_PALETTES", "PIXMAP_CACHE_SLACK", "MOST_MONITORS", "MOST_MONITOR_SIDE"),
    *("MOST_FRAME_PIXELS", "MOST_STREAM_ID"),
)
"""What generated readers do not check by themselves."""

RUNTIME = {
    "error": ("WireError",),
    "reader": ("limited", "member", "withoutZero"),
    "writer": ("announced",),
}
"""Names of `core/wire` that generated code may call, by file."""


def closed(structs: Iterable[type[Struct]]) -> list[type[Struct]]:
    """Return `structs` and all that they hold."""
    found: dict[type[Struct], None] = {}
    waiting = list(structs)
    while waiting:
        struct = waiting.pop(0)
        if struct not in found:
            found[struct] = None
            waiting += [inner for _, rule in struct.layout for inner in structs_in(rule)]
    return list(found)


def sent_by(side: Side) -> list[type[Struct]]:
    """Return all messages of one side, each once."""
    messages = [CHANNELS[number].sent_by(side) for number in CHANNELS]
    return list(dict.fromkeys(message for table in messages for message in table.values()))


def generated() -> dict[str, str]:
    """Return the text of each file by its name."""
    read = closed([*sent_by(Side.SERVER), *READ_TOO, *READ_TOO_LINK, *READ_OF_AGENT])
    written = closed([*sent_by(Side.CLIENT), *WRITTEN_TOO, *WRITTEN_OF_AGENT])
    files = {
        f"{name}.js": module_text(name, read, written)
        for name in protocol.__all__
        if any(module_of(struct) == name for struct in (*read, *written))
    }
    return files | {
        "channels.js": channels_text(),
        "capabilities.js": capabilities_text(),
        "limits.js": limits_text(),
    }


def module_text(name: str, read: Iterable[type[Struct]], written: Iterable[type[Struct]]) -> str:
    """Return the file of one module."""
    readers = [struct for struct in read if module_of(struct) == name]
    writers = [struct for struct in written if module_of(struct) == name]
    structs = sorted({*readers, *writers}, key=order)
    lines = [line for kind in enumerations(name) for line in enumeration(kind)]
    choosers = Choosers()
    for struct in structs:
        lines += structure(struct, name)
        lines += reader(struct, choosers) if struct in readers else []
        lines += writer(struct) if struct in writers else []
    return "\n".join([HEAD, *imports(name, readers, writers, "\n".join(lines)), *lines, ""])


def order(cls: type[Any]) -> int:
    """Return where a class stands in its module."""
    return list(vars(sys.modules[cls.__module__]).values()).index(cls)


def enumerations(module: str) -> Iterator[type[enum.IntEnum] | type[enum.IntFlag]]:
    """Yield the enumerations that a module declares."""
    declared = vars(getattr(protocol, module))
    for value in declared.values():
        is_enum = isinstance(value, type) and issubclass(value, enum.IntEnum | enum.IntFlag)
        if is_enum and value.__module__ == f"{protocol.__name__}.{module}":
            yield value


def enumeration(kind: type[enum.IntEnum] | type[enum.IntFlag]) -> list[str]:
    """Return the lines of an enumeration."""
    members = [f"  {member.name}: {int(member)}," for member in kind]
    return [f"export const {kind.__name__} = Object.freeze({{", *members, "});", ""]


def structure(cls: type[Struct], module: str) -> list[str]:
    """Return the lines of a struct's class."""
    fields = [(name, type_of(rule, module)) for name, rule in cls.layout if is_value(rule)]
    summary = (cls.__doc__ or "").partition("\n")[0]
    head = ["", f"/** {summary} */", f"export class {cls.__name__} {{"]
    if not fields:
        return [*head, "}"]
    return [
        *head,
        "  /**",
        *(f"   * @param {{{kind}}} {name}" for name, kind in fields),
        "   */",
        f"  constructor({', '.join(name for name, _ in fields)}) {{",
        *(f"    this.{name} = {name};" for name, _ in fields),
        "  }",
        "}",
    ]


def imports(
    module: str, readers: list[type[Struct]], writers: list[type[Struct]], text: str
) -> Iterator[str]:
    """Yield the lines that import what `text` names."""
    for file, names in RUNTIME.items():
        if used := [name for name in names if f"{name}(" in text]:
            yield f'import {{ {", ".join(used)} }} from "../wire/{file}.js";'
    needed: dict[str, dict[str, None]] = {}
    for structs, verb in ((readers, "read"), (writers, "write")):
        for cls in structs:
            for _, rule in cls.layout:
                for inner in structs_in(rule):
                    add = needed.setdefault(module_of(inner), {})
                    names = (inner.__name__, f"{verb}{inner.__name__}", f"at{inner.__name__}")
                    add.update(dict.fromkeys(names))
                    # A struct that is read as part of another brings its own parts along.
                    for deeper in closed([inner]):
                        names = (deeper.__name__, f"read{deeper.__name__}", f"at{deeper.__name__}")
                        needed.setdefault(module_of(deeper), {}).update(dict.fromkeys(names))
                for kind in (*kinds_in(rule), *kinds_of_flat(rule)):
                    needed.setdefault(module_of(kind), {})[kind.__name__] = None
    needed.pop(module, None)
    for owner, known in sorted(needed.items()):
        if used := sorted(name for name in known if mentions(text, name)):
            yield f'import {{ {", ".join(used)} }} from "./{owner}.js";'
    for name, file in (("Reader", "reader"), ("Writer", "writer")):
        if f"{{{name}}}" in text:
            yield f'/** @typedef {{import("../wire/{file}.js").{name}}} {name} */'


def kinds_of_flat(rule: Any) -> Iterator[type[enum.Enum]]:
    """Yield the enumerations of the structs in a rule, which may be read in line."""
    for struct in closed(structs_in(rule)):
        for _, inner in struct.layout:
            yield from kinds_in(inner)


def mentions(text: str, name: str) -> bool:
    """Whether code uses a name: calls it, makes one, or hands it on."""
    return re.search(rf"(?<!function )\b{name}\(|[(] ?{name},|, {name},", text) is not None


def channels_text() -> str:
    """Return the file that finds messages by channel and number."""
    channels = [CHANNELS[key] for key in CHANNELS]
    used = [channel for channel in channels if channel.server]
    common = [
        [row for row in rows(used[0]) if all(row in rows(channel) for channel in used)]
        for rows in (rows_of_server, rows_of_client)
    ]
    lines = [HEAD]
    lines += [f'import * as {name} from "./{name}.js";' for name in sorted(modules_of_messages())]
    lines += ["", TABLES]
    for (name, kind), rows in zip(COMMON.items(), common, strict=True):
        lines += [f"/** @type {{{kind}[]}} */", f"const {name} = [", *indented(rows, 1), "];", ""]
    lines += ["/** The channels by name: what each side sends. */"]
    lines += ["export const CHANNELS = Object.freeze({"]
    for channel in channels:
        server, client = rows_of_server(channel), rows_of_client(channel)
        lines += [f"  {channel.name}: {{", f"    number: {channel.number},"]
        lines += ["    /** Name and reader by number. */"]
        lines += table("server", "readers", server, common[0])
        lines += ["    /** Number and writer by class. */"]
        lines += [*table("client", "writers", client, common[1]), "  },"]
    return "\n".join([*lines, "});", ""])


COMMON = {"FROM_SERVERS": "[number, Read]", "FROM_CLIENTS": "[Function, number, Write]"}
"""Names and types of the rows that all channels have."""


def rows_of_server(channel: Channel) -> list[str]:
    """Return what reads the messages of a server, by number."""
    server = sorted(channel.server.items())
    return [f"[{number}, {module_of(it)}.read{it.__name__}]" for number, it in server]


def rows_of_client(channel: Channel) -> list[str]:
    """Return what writes the messages of a client."""
    client = ((number, f"{module_of(it)}.", it) for number, it in sorted(channel.client.items()))
    return [
        f"[{owner}{it.__name__}, {number}, {owner}write{it.__name__}]"
        for number, owner, it in client
    ]


def table(side: str, maker: str, rows: list[str], common: list[str]) -> list[str]:
    """Return the lines of what one side of a channel sends; `common` is what all channels have."""
    if not rows:
        return [f"    {side}: new Map(),"]
    own = [row for row in rows if row not in common]
    return [f"    {side}: {maker}([", *indented(own, 3), "    ]),"]


def indented(rows: list[str], depth: int) -> list[str]:
    """Return the lines of a list in JavaScript."""
    return [f"{'  ' * depth}{row}," for row in rows]


def capabilities_text() -> str:
    """Return the file of what peers say they can do."""
    lines = [line for kind in CAPABILITIES for line in enumeration(kind)]
    return "\n".join([HEAD, *lines])


def limits_text() -> str:
    """Return the file of what a server may ask for; `limits.py` has the reasons."""
    lines = [f"export const {name} = {getattr(limits, name)};" for name in LIMITS]
    by_type = ", ".join(f"[{key}, {most}]" for key, most in limits.MOST_BODY_FROM_SERVER.items())
    return "\n".join(
        [
            *(HEAD, *lines),
            "/** Bytes of a server's message by channel type. @type {Map<number, number>} */",
            f"export const MOST_BODY = new Map([{by_type}]);",
            f"export const MOST_OTHER_BODY = {limits.MOST_OTHER_BODY_FROM_SERVER};",
            "",
        ]
    )


TABLES = """\
/** @typedef {(input: import("../wire/reader.js").Reader) => object} Read */
/** @typedef {(output: import("../wire/writer.js").Writer, value: any) => void} Write */

/** @param {[number, Read][]} rows @returns {Map<number, [string, Read]>} */
function readers(rows) {
  const every = [...FROM_SERVERS, ...rows];
  return new Map(every.map(([number, read]) => [number, [read.name.slice("read".length), read]]));
}

/** @param {[Function, number, Write][]} rows @returns {Map<Function, [number, Write]>} */
function writers(rows) {
  const every = [...FROM_CLIENTS, ...rows];
  return new Map(every.map(([kind, number, write]) => [kind, [number, write]]));
}
"""


def modules_of_messages() -> set[str]:
    """Return the modules that declare messages."""
    return {module_of(cls) for side in Side for cls in sent_by(side)}


def problems(folder: Path, files: dict[str, str]) -> Iterator[str]:
    """Yield a line for each file of `folder` that is not what it should be."""
    there = {path.name for path in folder.glob("*")} if folder.is_dir() else set()
    for name in sorted(there | set(files)):
        if name not in files:
            yield f"{name}: nothing makes it"
        elif name not in there or (folder / name).read_text() != files[name]:
            yield f"{name}: is stale, run python -m tools.generate_web"


def main(arguments: list[str]) -> int:
    """Write the files, or compare them; the exit status says whether they differ."""
    files = generated()
    if arguments == ["--check"]:
        found = list(problems(TARGET, files))
        print(*found, f"web: {len(files)} generated files, {len(found)} problems", sep="\n")
        return bool(found)
    TARGET.mkdir(parents=True, exist_ok=True)
    for path in TARGET.iterdir():
        path.unlink()
    for name, text in files.items():
        (TARGET / name).write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
