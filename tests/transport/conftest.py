from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from piment.transport.base import Transport
from tests.transport import authority
from tests.transport.authority import Files
from tests.transport.ends import Far, connected


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """A server's certificate and the authority that signed it."""
    return authority.make(tmp_path_factory.mktemp("tls"))


@pytest.fixture
async def ends(
    request: pytest.FixtureRequest, tmp_path: Path, files: Files
) -> AsyncIterator[tuple[Transport, Far]]:
    """Our end and the peer's of a connection of the kind that the test names."""
    async with connected(request.param, tmp_path, files) as both:
        yield both
