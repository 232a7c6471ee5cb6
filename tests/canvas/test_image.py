import numpy as np
import pytest

from piment.canvas import Image, PixelFormat
from piment.canvas.image import drawable, native
from piment.errors import ProtocolError
from piment.geometry import Size
from tests.canvas.boards import blank, board, image
from tests.canvas.scenes import OWN, Store, descriptor

XRGB, ARGB = PixelFormat.XRGB, PixelFormat.ARGB


def one(form: PixelFormat, pixel: int) -> Image:
    return Image(form, np.full((1, 1), pixel, form.dtype))


@pytest.mark.parametrize(
    ("form", "pixel", "surface", "result"),
    [
        (XRGB, 0x55112233, ARGB, 0x55112233),  # no alpha is invented
        (ARGB, 0x80112233, XRGB, 0x80112233),
        (PixelFormat.RGB555, 0x7FFF, XRGB, 0xFFFFFFFF),
        (PixelFormat.A8, 0x80, ARGB, 0x80000000),
        (ARGB, 0x40202020, PixelFormat.RGB565, 0x2104),
    ],
)
def test_images_fit_a_surface(
    form: PixelFormat, pixel: int, surface: PixelFormat, result: int
) -> None:
    assert one(form, pixel).fit_for(surface).words.tolist() == [[result]]


def test_a_surface_of_another_depth_is_refused() -> None:
    store = Store()
    other = image(store, [[1]], PixelFormat.RGB555, is_surface=True)
    with pytest.raises(ProtocolError, match="of 16 bits cannot be copied to one of 32"):
        drawable(blank(1, 1), other, store)
    same = image(store, [[0x40112233]], ARGB, is_surface=True)
    assert drawable(blank(1, 1), same, store).format is ARGB


def test_a_surface_is_a_source_of_its_own_as_it_was() -> None:
    surface, store = board([[1, 2]]), Store()
    store.surface, store.canvas = surface, object()
    own = native(surface, descriptor(OWN, 2, 1), store)
    assert own.is_surface
    surface.words[:] = 0
    assert own.words.tolist() == [[1, 2]]
    assert own.size == Size(2, 1)


def test_no_image_is_an_error() -> None:
    with pytest.raises(ProtocolError, match="needs an image"):
        native(blank(1, 1), None, Store())
