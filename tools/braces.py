"""A light scan of Rust and JavaScript sources for their functions.

It knows strings, comments and brackets, not the grammar: enough to measure sizes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# What may hold brackets that mean nothing: comments, strings, characters, regular expressions.
RUST_QUIET = re.compile(
    r"""//[^\n]*|/\*.*?\*/|\bb?r(?P<hashes>\#*)".*?"(?P=hashes)"""
    r"""|b?"(?:\\.|[^"\\])*"|b?'(?:\\[^'\n]*(?:'(?='))?|[^'\\\n])'""",
    re.DOTALL,
)
JS_QUIET = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"""
    r"""|(?<=[=(,:\[!&|?{};])\s*/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+/""",
    re.DOTALL,
)
RUST_FUNCTION = re.compile(r"\bfn\s+(\w+)")
JS_BODY = re.compile(r"(?:\)|(?P<lone>\b\w+))\s*=>\s*\{|\)\s*\{")
JS_NAME = re.compile(r"([#$\w]+)\s*(?:[=:]\s*(?:async\s*)?)?$")
JS_CONTROL = {"if", "for", "while", "switch", "catch", "with", "await"}
PAIRS = {"(": ")", "[": "]", "{": "}"}


class Function(NamedTuple):
    """A function in a source file: where its name stands, and its sizes."""

    name: str
    line: int
    lines: int
    parameters: int


def rust_functions(text: str) -> Iterator[Function]:
    """Yield the functions with a body of a Rust file, methods and nested ones too."""
    quiet = silenced(text, RUST_QUIET)
    for match in RUST_FUNCTION.finditer(quiet):
        opening = quiet.find("(", after_generics(quiet, match.end()))
        if opening < 0:
            continue
        closing = closing_of(quiet, opening)
        body = re.compile(r"[{;]").search(quiet, after_return_type(quiet, closing + 1))
        if body and body.group() == "{":
            inside = quiet[opening + 1 : closing]
            names = [name for name in split(inside) if not re.search(r"\bself\b\s*$", name)]
            yield function(quiet, match.group(1), match.start(), body.start(), len(names))


def js_functions(text: str) -> Iterator[Function]:
    """Yield the functions with a body in braces of a JavaScript file, methods and arrows too."""
    quiet = silenced(text, JS_QUIET)
    for match in JS_BODY.finditer(quiet):
        body = match.end() - 1
        if match.group("lone"):
            start, parameters = match.start(), 1
        else:
            start = opening_of(quiet, match.start())
            parameters = len(split(quiet[start + 1 : match.start()]))
        before = JS_NAME.search(quiet[max(0, start - 200) : start].rstrip())
        name = before.group(1) if before else "(anonymous)"
        if name not in JS_CONTROL:
            yield function(quiet, name, start, body, parameters)


def function(quiet: str, name: str, start: int, body: int, parameters: int) -> Function:
    """Return the measures of a function whose body opens with the brace at `body`."""
    inside = quiet[body + 1 : closing_of(quiet, body)]
    return Function(
        name, 1 + quiet.count("\n", 0, start), max(1, inside.count("\n") - 1), parameters
    )


def silenced(text: str, quiet: re.Pattern[str]) -> str:
    """Return `text` with all that `quiet` matches blanked; positions and lines stay."""
    return quiet.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def closing_of(text: str, opening: int) -> int:
    """Return where the bracket at `opening` closes; the end of the text if it does not."""
    own, depth = text[opening], 0
    for place in range(opening, len(text)):
        if text[place] == own:
            depth += 1
        elif text[place] == PAIRS[own]:
            depth -= 1
            if not depth:
                return place
    return len(text)


def opening_of(text: str, closing: int) -> int:
    """Return where the parenthesis that closes at `closing` opens; 0 if it does not."""
    depth = 0
    for place in range(closing, -1, -1):
        depth += (text[place] == ")") - (text[place] == "(")
        if not depth:
            return place
    return 0


def after_generics(text: str, place: int) -> int:
    """Return where the angle brackets that may follow `place` end."""
    if text[place : place + 1] != "<":
        return place
    depth = 0
    for end in range(place, len(text)):
        depth += (text[end] == "<") - (text[end] == ">" and text[end - 1] != "-")
        if not depth:
            return end + 1
    return len(text)


def after_return_type(text: str, place: int) -> int:
    """Return a place behind the array types, whose `;` is no end of a declaration."""
    for match in re.compile(r"[\[{;]").finditer(text, place):
        if match.start() < place:
            continue
        if match.group() != "[":
            return match.start()
        place = closing_of(text, match.start())
    return place


def split(parameters: str) -> list[str]:
    """Return the parts between commas that stand in no bracket; empty parts are left out."""
    parts, depth = [""], 0
    for before, char in zip(" " + parameters, parameters, strict=False):
        depth += (char in "([{<") - (char in ")]}" or (char == ">" and before not in "-="))
        if char == "," and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return [part for part in parts if part.strip()]
