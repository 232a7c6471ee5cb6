"""Keyboard and mouse, when there is somebody to take what they say."""

from __future__ import annotations

from piment.client.channels.inputs import InputsChannel
from piment.client.session import Session
from piment.client.until import until
from piment.errors import InputError


async def ready_inputs(session: Session) -> InputsChannel:
    """Return the inputs channel once it is linked: a session that was lost may be back soon.

    Raises:
        InputError: the session has none.
        ConnectError: the session is over.

    """
    inputs = session.inputs
    if session.options.view_only:
        raise InputError("the session was opened with view_only: it does not type or point")
    if inputs is None:
        raise InputError("the server offers no keyboard and mouse")
    await until(session, lambda: inputs.is_linked)
    return inputs
