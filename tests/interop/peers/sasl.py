"""Accounts for servers that ask for SASL: Cyrus SASL's configuration and its file of passwords."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.interop.peers.packages import need

APPLICATION = "qemu"  # what QEMU calls itself to Cyrus SASL, which looks for APPLICATION.conf


@dataclass(frozen=True)
class SaslAccounts:
    """A folder with who may come in, and by which mechanisms."""

    folder: Path

    @property
    def env(self) -> Mapping[str, str]:
        """What the environment of a server needs."""
        return {"SASL_CONF_PATH": str(self.folder)}


def make_sasl_accounts(folder: Path, mechanisms: str, passwords: Mapping[str, str]) -> SaslAccounts:
    """Write into `folder` who may come in; the names of mechanisms have spaces between them."""
    need("libsasl2-modules", "sasl2-bin")
    accounts = folder / "sasldb2"
    settings = {
        "mech_list": mechanisms,
        "pwcheck_method": "auxprop",
        "auxprop_plugin": "sasldb",
        "sasldb_path": accounts,
    }
    lines = [f"{key}: {value}\n" for key, value in settings.items()]
    (folder / f"{APPLICATION}.conf").write_text("".join(lines))
    for name, password in passwords.items():
        subprocess.run(
            ["saslpasswd2", "-p", "-c", "-f", accounts, "-a", APPLICATION, name],
            input=password.encode(),
            check=True,
        )
    return SaslAccounts(folder)
