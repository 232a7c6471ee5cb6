from pathlib import Path

from piment.protocol import display, draw, image
from piment.protocol.channel import Side
from tools.generate_web import TARGET, closed, enumeration, generated, problems, sent_by, structure


def test_the_files_are_up_to_date() -> None:
    assert list(problems(TARGET, generated())) == []


def test_stale_missing_and_strange_files_are_problems(tmp_path: Path) -> None:
    (tmp_path / "old.js").write_text("1")
    (tmp_path / "strange.js").write_text("1")
    found = list(problems(tmp_path, {"old.js": "2", "new.js": "3"}))
    assert [line.partition(":")[0] for line in found] == ["new.js", "old.js", "strange.js"]


def test_messages_bring_what_they_hold() -> None:
    found = closed([draw.DrawFill])
    assert {draw.QMask, image.Image, image.Palette} < set(found)
    assert len(found) == len(set(found))


def test_each_message_comes_once() -> None:
    messages = sent_by(Side.CLIENT)
    assert len(messages) == len(set(messages))
    assert display.Init in messages


def test_classes_and_enumerations() -> None:
    assert enumeration(image.ImageScaleMode) == [
        "export const ImageScaleMode = Object.freeze({",
        "  INTERPOLATE: 0,",
        "  NEAREST: 1,",
        "});",
        "",
    ]
    assert "  constructor(surface_id) {" in structure(image.Surface, "image")
    assert structure(image.FromCache, "image")[-2:] == ["export class FromCache {", "}"]


def test_numbers_that_no_message_has() -> None:
    files = generated()
    assert "export const MOST_LINK_BYTES = 4096;\n" in files["limits.js"]
    assert "  MINI_HEADER: 3,\n" in files["capabilities.js"]
