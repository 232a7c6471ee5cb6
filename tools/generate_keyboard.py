"""Generate the web client's tables of keys: from `piment.keycodes` and from the layouts of X.

`python -m tools.generate_keyboard` writes src/piment/web/core/input/tables; with `--check` it
changes nothing, prints a line for each file that is not what it would write, and ends with status
1 if there is one. Without libxkbcommon the layouts are not looked at, which it says.
"""

from __future__ import annotations

import sys
from pathlib import Path

from piment.errors import InputError
from tools.generate_web import problems
from tools.webgen.codes import scancodes
from tools.webgen.layouts import layouts_text

TARGET = Path(__file__).parents[1] / "src/piment/web/core/input/tables"

CODES = "codes.js"
LAYOUTS = "layouts.js"

_HEAD = "// Made by tools/generate_keyboard.py: change that, and run it again."


def codes_text() -> str:
    """Return the file of scancodes."""
    rows = [f"  {name}: 0x{code:02x}," for name, code in scancodes().items()]
    return "\n".join(
        [
            _HEAD,
            "",
            "/** PC set 1 make codes, prefix above (wire.md 8.2), by `KeyboardEvent.code`. */",
            "/** @type {{ readonly [code: string]: number }} */",
            "export const CODES = Object.freeze({",
            *rows,
            "});",
            "",
        ]
    )


def generated() -> dict[str, str]:
    """Return the text of each file by its name.

    Raises:
        InputError: the library that knows layouts is not installed.

    """
    return {CODES: codes_text(), LAYOUTS: "\n".join([_HEAD, "", *layouts_text()])}


def main(arguments: list[str]) -> int:
    """Write the files, or compare them; the exit status says whether they differ."""
    if arguments != ["--check"]:
        for name, text in generated().items():
            (TARGET / name).write_text(text)
        return 0
    try:
        files = generated()
    except InputError as error:
        print(f"keyboard: {LAYOUTS} is not compared: {error}")
        files = {CODES: codes_text(), LAYOUTS: (TARGET / LAYOUTS).read_text()}
    found = [line.replace("generate_web", "generate_keyboard") for line in problems(TARGET, files)]
    print(*found, f"keyboard: {len(files)} generated files, {len(found)} problems", sep="\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
