from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from piment.client.dialing.trust import Trust
from piment.client.target import Target, TargetError
from piment.errors import ConnectError, Stage
from piment.transport import tls
from piment.transport.tls import TlsTransport
from tests.transport.authority import Files
from tests.transport.ends import listening, reach

DESK = Target(host="127.0.0.1", tls_port=1)


def test_the_name_counts_unless_a_subject_does(files: Files) -> None:
    by_name = Trust(replace(DESK, ca=files.authority))
    assert by_name.context.check_hostname
    by_subject = Trust(replace(DESK, ca=files.authority.read_text(), host_subject="CN=127.0.0.1"))
    assert not by_subject.context.check_hostname
    for trust in (by_name, by_subject):
        assert len(trust.context.get_ca_certs()) == 1


@pytest.mark.parametrize(
    ("subject", "is_right"),
    [(None, True), ("CN=127.0.0.1", True), ("CN=127.0.0.2", False), ("O=a,CN=127.0.0.1", False)],
)
async def test_certificates(files: Files, subject: str | None, is_right: bool) -> None:
    trust = Trust(replace(DESK, ca=files.authority, host_subject=subject))
    async with listening(tls.server_context(files.certificate, files.key)) as held:
        far = await reach(held.port, trust.context)
        assert isinstance(far, TlsTransport)
        if is_right:
            trust.check(far)
        else:
            with pytest.raises(ConnectError, match=f"is for CN=127.0.0.1, not for {subject}"):
                trust.check(far)
        await far.close()


@pytest.mark.parametrize(
    ("host", "subject", "name"),
    [
        ("desk.example", None, "desk.example"),
        ("desk.example.", "CN=a", "desk.example."),
        ("127.0.0.1", "CN=a", "127.0.0.1"),
        ("fe80::1%eth0", None, "fe80::1"),
        ("fe80::1%eth0", "CN=a", None),
        ("pvespiceproxy:5f3a:100:node::01", "CN=a", None),
        ("pvespiceproxy:5f3a:100:node::01", None, "pvespiceproxy:5f3a:100:node::01"),
        ("x" * 64, "CN=a", None),
        (".a", "CN=a", None),
        ("a..b", "CN=a", None),
    ],
)
def test_what_a_server_is_called(host: str, subject: str | None, name: str | None) -> None:
    trust = Trust(replace(DESK, host_subject=subject))
    assert trust.server_name(host) == name


def test_ciphers(files: Files) -> None:
    trust = Trust(replace(DESK, tls_ciphers="ECDHE-RSA-AES256-GCM-SHA384"))
    names = {cipher["name"] for cipher in trust.context.get_ciphers()}
    assert "ECDHE-RSA-AES256-GCM-SHA384" in names
    assert "ECDHE-RSA-AES128-GCM-SHA256" not in names
    with pytest.raises(ConnectError, match="no cipher is known by the names 'nonsense'") as caught:
        Trust(replace(DESK, tls_ciphers="nonsense"))
    assert caught.value.stage is Stage.TLS


@pytest.mark.parametrize("ca", ["", "junk", Path("/no/ca.pem")])
def test_authorities_that_are_none(ca: str | Path) -> None:
    with pytest.raises(ConnectError, match=r"TLS: .*: give the authority's certificate whole"):
        Trust(replace(DESK, ca=ca))


def test_a_subject_that_is_none() -> None:
    with pytest.raises(TargetError, match="no KEY=VALUE"):
        Trust(replace(DESK, host_subject="desk"))
