"""What the web client's workers decode in Chromium is what Python decodes."""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from piment.canvas import PixelFormat
from piment.canvas.load import load, of_picture
from piment.codecs import glz
from piment.geometry import Size
from piment.protocol import image as payloads
from piment.protocol.image import Image as WireImage
from piment.protocol.image import ImageFlags, Palette, Payload
from piment.server.sources.demo import DemoSource
from tests.interop.peers.browser import Chromium
from tests.interop.peers.web_page import WebPage
from tests.interop.serving import Serve

VECTORS = Path(__file__).parents[1] / "vectors"
MANIFEST = json.loads((VECTORS / "manifest.json").read_text())["vectors"]

NO_IMAGE = {"XXXA", "GRAY"}
"""Types of streams that are part of an image, or in none."""

NO_FIELDS = {
    **dict.fromkeys(("isMask", "hasHighBits"), False),
    **dict.fromkeys(("flags", "innerSize", "bitmapFormat", "stride", "columns", "rows"), 0),
    "palette": None,
}
"""Of a job, what most codings do not have."""

DECODE = """async jobs => {
    const [script] = document.querySelectorAll("script[src]");
    const { Pool } = await import(new URL("../core/decoding/pool.js", script.src));
    const pool = Pool.inBrowser();
    const dictionary = pool.dictionary(1 << 20);
    const bytesOf = text => Uint8Array.from(atob(text), byte => byte.charCodeAt(0));
    const found = await Promise.all(jobs.map(async job => {
        const palette = job.palette && Uint32Array.from(job.palette);
        const whole = { ...job, data: bytesOf(job.data), palette };
        const isGlz = ["glz", "zlibGlz"].includes(job.coding);
        const image = await (isGlz ? dictionary.decode(0, whole) : pool.decode(whole));
        const { buffer } = image.pixels;
        let text = "";
        for (let start = 0; start < buffer.byteLength; start += 32768) {
            const size = Math.min(32768, buffer.byteLength - start);
            text += String.fromCharCode(...new Uint8Array(buffer, start, size));
        }
        return [image.format, btoa(text)];
    }));
    pool.close();
    return found;
}"""

Decode = Callable[[list[dict[str, Any]]], Awaitable[list[tuple[int, bytes]]]]


@pytest.fixture
async def decode(serve: Serve[DemoSource], chromium: Chromium) -> Decode:
    """Decode in the page's workers; return formats and pixels."""
    serving = await serve(DemoSource(Size(640, 480)))
    page = WebPage(chromium)
    await page.open(await serving.open_page())
    await page.until_open()

    async def run(jobs: list[dict[str, Any]]) -> list[tuple[int, bytes]]:
        found = await chromium.page.evaluate(DECODE, jobs)
        return [(form, base64.b64decode(text)) for form, text in found]

    return run


def job(coding: str, width: int, height: int, data: bytes, **fields: Any) -> dict[str, Any]:
    """Return a job of `core/decoding/job.js`."""
    kind = {"coding": coding, "width": width, "height": height, "format": PixelFormat.XRGB}
    return {**NO_FIELDS, **kind, "data": base64.b64encode(data).decode(), **fields}


def coded(vector: dict[str, Any], data: bytes) -> tuple[Payload, dict[str, Any]]:
    """Return what would travel for a vector, and the job that decodes it."""
    size = vector["width"], vector["height"]
    palette = vector.get("palette")
    match vector["codec"]:
        case "QUIC":
            return payloads.Quic(data), job("quic", *size, data)
        case "LZ4":
            return payloads.Lz4(data), job("lz4", *size, data)
        case "JPEG":
            return payloads.Jpeg(data), job("jpeg", *size, data)
        case "JPEG_ALPHA":
            flags, inner = payloads.JpegAlphaFlags(vector["top_down"]), vector["jpeg_size"]
            made = job("jpegAlpha", *size, data, flags=int(flags), innerSize=inner)
            return payloads.JpegAlpha(flags, inner, data), made
        case _ if palette is not None:
            plt = payloads.LzPlt(payloads.BitmapFlags(0), None, Palette(0, palette), data)
            return plt, job("lzPlt", *size, data, palette=palette)
    return payloads.LzRgb(data), job("lz", *size, data)


def vectors(*codecs: str) -> Iterator[tuple[dict[str, Any], bytes]]:
    for vector in MANIFEST:
        is_image = vector.get("type") not in NO_IMAGE
        needs_palette = "PLT" in vector.get("type", "") and vector.get("palette") is None
        if vector["codec"] in codecs and is_image and not needs_palette:
            yield vector, (VECTORS / vector["compressed"]).read_bytes()


@pytest.mark.parametrize(
    ("codecs", "count"), [(("QUIC", "LZ", "LZ4"), 300), (("JPEG", "JPEG_ALPHA"), 12)]
)
async def test_images(decode: Decode, codecs: tuple[str, ...], count: int) -> None:
    found = [coded(vector, data) for vector, data in vectors(*codecs)]
    assert len(found) >= count
    decoded = await decode([made for _, made in found])
    for (payload, made), (form, pixels) in zip(found, decoded, strict=True):
        image = WireImage(0, ImageFlags(0), made["width"], made["height"], payload)
        expected = load(image, PixelFormat.XRGB)
        assert form == expected.format
        assert pixels == np.ascontiguousarray(expected.words).tobytes()


def referring(coding: str) -> Iterator[tuple[dict[str, Any], list[bytes], list[dict[str, Any]]]]:
    """Yield vectors of images that refer to others, their streams, and jobs for these."""
    where = {"glz": "compressed", "zlibGlz": "zlib"}[coding]
    for vector, data in vectors("GLZ"):
        if where not in vector:
            continue
        streams, jobs = [], []
        coded = (VECTORS / vector[where]).read_bytes()
        for image in vector["images"]:
            start, size = image["compressed_offset"], image["compressed_size"]
            streams.append(data[start : start + size])
            start, size = image[f"{where}_offset"], image[f"{where}_size"]
            part, inner = coded[start : start + size], len(streams[-1])
            jobs.append(job(coding, image["width"], image["height"], part, innerSize=inner))
        yield vector, streams, jobs


@pytest.mark.parametrize(("coding", "least"), [("glz", 13), ("zlibGlz", 2)])
async def test_images_that_refer_to_others(decode: Decode, coding: str, least: int) -> None:
    found = list(referring(coding))
    assert len(found) >= least
    for vector, streams, jobs in found:
        decoder = glz.Decoder(vector["window_pixels"])
        expected = [of_picture(decoder.decode(each), PixelFormat.XRGB) for each in streams]
        for wanted, (form, pixels) in zip(expected, await decode(jobs), strict=True):
            assert form == wanted.format
            assert pixels == np.ascontiguousarray(wanted.words).tobytes()
