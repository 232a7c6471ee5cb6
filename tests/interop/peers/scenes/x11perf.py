"""What X servers draw, kind by kind, by the program that measures them."""

from __future__ import annotations

from collections.abc import AsyncIterator

from tests.interop.peers.process import Process
from tests.interop.peers.scenes.stage import Stage

# Tests that leave a picture and take less than a second, by kind.
TESTS = {
    "rectangles": (
        "dot rect10 rect100 rect500 srect10 srect100 osrect100 tilerect10 tilerect100"
        " oddsrect100 oddosrect10 oddtilerect100 bigsrect100 bigosrect500 bigtilerect100"
        " eschertilerect100 eschertilerect500 orect10 orect100 worect100 worect500"
    ),
    "lines": (
        "seg1 seg100 seg500 seg100c1 seg100c2 seg100c3 dseg10 dseg100 ddseg100 hseg100 vseg500"
        " whseg100 wvseg500 line10 line100 line500 dline10 dline100 ddline100 wline10 wdline100"
        " wddline100"
    ),
    "arcs": (
        "circle10 pcircle10 wpcircle10 fcircle10 fcircle100 fcircle500 fcpcircle100 fspcircle100"
        " ellipse10 dellipse100 ddellipse100 wellipse10 wellipse100 pellipse10 wpellipse10"
        " fellipse100 fellipse500 fcpellipse100 fspellipse100"
    ),
    "polygons": (
        "triangle10 triangle100 trap100 trap300 strap100 ostrap100 tiletrap100 oddstrap300"
        " oddostrap100 oddtiletrap300 bigstrap100 bigostrap300 bigtiletrap100 eschertiletrap300"
        " aatrap100 aatrap300 aatrap2x100 aatrapezoid10 aatrapezoid100 addaatrapezoid100"
        " 64poly10convex 64poly100convex 64poly10complex 64poly100complex"
    ),
    "text": (
        "ftext f8text f9text f14text16 f24text16 tr10text tr24text polytext polytext16 fitext"
        " f8itext f9itext f14itext16 f24itext16 tr10itext tr24itext aa10text aa24text aaftext"
        " a10text a24text aftext rgb10text rgb24text rgbftext caa10text ca24text crgbftext"
    ),
    "copies": (
        "scroll10 scroll100 scroll500 copywinwin10 copywinwin100 copywinwin500 copypixwin10"
        " copypixwin100 copypixwin500 copywinpix100 copypixpix100 copyplane10 copyplane100"
        " deepcopyplane10 deepcopyplane100 putimage10 putimage100 putimage500 putimagexy100"
        " shmput10 shmput100 shmput500 shmputxy100"
    ),
    "composites": (
        "compwinwin10 compwinwin100 compwinwin500 comppixwin10 comppixwin100 comppixwin500"
        " magpixwin10 magpixwin100 magpixwin500 minpixwin10 minpixwin100 minpixwin500"
    ),
    "subwindows": "create map unmap popup move movetree resize circulate",
}
# How the drawn is combined with what is there: some tests are done with another one than copy.
MODES = ("GXxor", "GXinvert", "GXand", "GXorInverted", "GXequiv", "GXnand")
MODE_SHARE = 0.2
COLOURS = ("black", "white", "red", "SeaGreen", "navy", "gold", "#808080", "#123456")
# It stays after its first run, as if it paused before a second: its window stays, too.
ONCE_AND_STAY = ("-repeat", "2", "-reps", "1", "-pause", "1000")
DONE = "reps @"


async def x11perf(stage: Stage) -> AsyncIterator[str]:
    """Do one test after the other; the window of one goes when the next comes."""
    running: Process | None = None
    for kind, tests in TESTS.items():
        for test in tests.split():
            options = (*in_colours(stage), f"-{test}")
            if running:
                await stage.end(running)
            # It writes what it has done at once, not at its end.
            running = stage.start("stdbuf", "-oL", "x11perf", *ONCE_AND_STAY, *options)
            await stage.told(running, DONE)
            yield f"{kind}: {' '.join(options)}"
    if running:
        await stage.end(running)
        yield "gone"


def in_colours(stage: Stage) -> list[str]:
    """Return options for random colours, and now and then a mode."""
    foreground, background = stage.random.sample(COLOURS, 2)
    options = ["-fg", foreground, "-bg", background]
    if stage.random.random() < MODE_SHARE:
        options += ["-rop", stage.random.choice(MODES)]
    return options
