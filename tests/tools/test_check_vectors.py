import json
from pathlib import Path

import pytest

from tools.check_vectors import main

VECTORS = Path(__file__).parents[1] / "vectors"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of three vectors, two of which are of a codec nobody has."""
    entries = json.loads((VECTORS / "manifest.json").read_text())["vectors"]
    entry = next(entry for entry in entries if entry["name"] == "lz_RGB32_w19")
    for name in (entry["raw"], entry["compressed"]):
        (tmp_path / name).write_bytes((VECTORS / name).read_bytes())
    others = [{"name": name, "codec": "MAGIC"} for name in ("one", "two")]
    (tmp_path / "manifest.json").write_text(json.dumps({"vectors": [entry, *others]}))
    return tmp_path


def test_good_vectors_pass_and_unknown_codecs_fail(folder: Path, capsys) -> None:
    assert main([str(folder)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "one: no codec MAGIC",
        "two: no codec MAGIC",
        "1 passed, 2 failed",
    ]


@pytest.mark.parametrize(
    ("pattern", "place", "message"),
    [
        ("*.lz", -1, "decoded picture differs"),
        ("*.lz", 27, "decoded as"),
        ("*.lz", 0, "LZ: magic is"),
    ],
)
def test_a_wrong_byte_fails(folder: Path, capsys, pattern, place, message) -> None:
    [path] = folder.glob(pattern)
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    assert main([str(folder)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"lz_RGB32_w19: {message}")
    assert lines[-1] == "0 passed, 3 failed"
