"""A front end without a window: for programs that look at machines and drive them."""

from piment.frontends.headless.access import connect
from piment.frontends.headless.audit import Action
from piment.frontends.headless.desktop import Desktop
from piment.frontends.headless.frames import Frame
from piment.frontends.headless.image import Image
from piment.frontends.headless.screen import Monitor
from piment.frontends.headless.waiting import WaitTimeout

__all__ = ["Action", "Desktop", "Frame", "Image", "Monitor", "WaitTimeout", "connect"]
