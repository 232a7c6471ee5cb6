"""`piment info`."""

from __future__ import annotations

import json

from tests.cli.invoke import invoke
from tests.cli.machine import Machine


def test_people_read_lines(vm: Machine) -> None:
    result = invoke("info", vm.uri)
    assert result.exit_code == 0
    lines = dict(line.split(":", 1) for line in result.output.splitlines()[:5])
    assert {name: text.strip() for name, text in lines.items()} == {
        "server": vm.uri,
        "name": "My machine",
        "uuid": "not told",
        "mouse": "client, can be server or client",
        "agent": "none",
    }
    for line in (
        "channel:     inputs:0: KEY_SCANCODE",
        "channel:     cursor:0: no capabilities",
        "display:     0: 320x200 XRGB",
        "monitor:     0: 320x200+0+0",
    ):
        assert line in result.output.splitlines()


def test_programs_read_json(vm: Machine) -> None:
    result = invoke("info", vm.uri, "--json")
    assert result.exit_code == 0
    told = json.loads(result.output)
    assert told["name"] == "My machine"
    assert told["displays"][0]["width"] == 320
    assert {each["name"] for each in told["channels"]} == {
        "main:0", "display:0", "inputs:0", "cursor:0",
    }  # fmt: skip
