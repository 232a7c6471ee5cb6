"""The page's links."""

from __future__ import annotations

from piment.web.files import load_files
from piment.web.index import PROGRAM, imported, linked

PROGRAMS = {
    PROGRAM: b'import { a } from "./a.js";\nimport * as c from "../core/c.js";\n"./d.js";\n',
    "/app/a.js": b'import {\n  b,\n  bb,\n} from "../core/b.js";\n',
    "/app/d.js": b"",
    "/core/b.js": b'export * from "./c.js";\nimport { a } from "../app/a.js";\n',
    "/core/c.js": b'import { x } from "./gone.js";\n',
}


def test_all_that_a_program_imports() -> None:
    assert imported(PROGRAM, PROGRAMS) == {"/app/a.js", "/core/b.js", "/core/c.js"}
    assert imported("/core/c.js", PROGRAMS) == set()


def test_links_have_the_version_and_programs_are_asked_for_at_once() -> None:
    index = b'<head><script src="app/main.js"></script></head><p>app/</p>'
    assert linked(index, "v1", {PROGRAM: b'import "./a.js";', "/app/a.js": b""}) == (
        b'<head><script src="v1/app/main.js"></script>'
        b'<link rel="modulepreload" href="v1/app/a.js">\n</head><p>app/</p>'
    )


def test_the_page_begins_with_programs_that_are_there() -> None:
    files = load_files()
    page = files["/"].body.decode()
    named = {line.split('"')[3] for line in page.splitlines() if "modulepreload" in line}
    assert len(named) > 50
    assert all(f"/{path}" in files for path in named)
    assert not any("worker" in path for path in named)
