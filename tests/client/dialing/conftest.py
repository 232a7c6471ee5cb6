from __future__ import annotations

import pytest

from tests.transport import authority
from tests.transport.authority import Files


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """A server's certificate for 127.0.0.1, and the authority that signed it."""
    return authority.make(tmp_path_factory.mktemp("tls"))
