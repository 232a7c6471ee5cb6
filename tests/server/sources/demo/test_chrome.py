import numpy as np
import pytest

from piment.geometry import Rect, Size
from piment.server.sources.demo import chrome, theme

CONTENT = Size(200, 120)


@pytest.mark.parametrize("content", [CONTENT, Size(60, 20)])
def test_the_parts_lie_within_each_other(content: Size) -> None:
    outline = Rect.of_size(chrome.outline_size(content))
    frame = chrome.frame_rect(content)
    assert outline.covers(frame)
    for part in (chrome.content_rect(content), chrome.title_rect(content)):
        assert frame.covers(part)
    assert frame.covers(chrome.opaque_rect(content))
    assert chrome.title_rect(content).covers(chrome.close_rect(content))
    assert chrome.opaque_rect(content).covers(chrome.content_rect(content))
    assert chrome.content_rect(content).size == content
    assert not chrome.content_rect(content).overlaps(chrome.title_rect(content))


@pytest.mark.parametrize("active", [False, True])
def test_pixels_are_premultiplied_and_opaque_where_they_say(active: bool) -> None:
    pixels = chrome.window_pixels(CONTENT, "Title", active=active)
    size = chrome.outline_size(CONTENT)
    assert pixels.shape == (size.height, size.width, 4)
    assert (pixels[..., :3] <= pixels[..., 3:]).all()
    opaque = chrome.opaque_rect(CONTENT)
    assert (pixels[opaque.rows, opaque.columns, 3] == 255).all()


def test_the_shadow_fades_to_nothing_and_falls_down() -> None:
    alpha = chrome.window_pixels(CONTENT, "Title", active=True)[..., 3].astype(int)
    edges = np.concatenate((alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]))
    assert edges.max() <= 2
    frame, middle = chrome.frame_rect(CONTENT), alpha.shape[1] // 2
    below = alpha[frame.bottom :, middle]
    assert below[0] > 30
    assert (np.diff(below) <= 0).all()
    assert below[5] > alpha[frame.top - 6, middle]


def test_an_active_window_looks_different_in_its_title_bar_only() -> None:
    asleep, active = (
        chrome.window_pixels(CONTENT, "Title", active=active) for active in (False, True)
    )
    differs = (asleep != active).any(axis=2)
    bar = chrome.title_rect(CONTENT)
    assert differs[bar.rows, bar.columns].any()
    differs[bar.rows, bar.columns] = False
    assert not differs.any()


def test_the_title_is_written() -> None:
    plain, titled = (chrome.window_pixels(CONTENT, title, active=True) for title in ("", "Title"))
    written = np.argwhere((plain != titled).any(axis=2))
    bar = chrome.title_rect(CONTENT)
    middle = (written[:, 1].min() + written[:, 1].max()) / 2
    assert abs(middle - (bar.left + bar.right) / 2) < 4
    assert written[:, 0].min() >= bar.top
    assert written[:, 0].max() < bar.bottom
    assert bar.height == theme.TITLE_HEIGHT
