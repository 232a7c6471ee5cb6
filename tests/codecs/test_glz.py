from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piment.codecs import glz
from piment.codecs.image import ImageType, Picture
from piment.errors import CodecError
from tests.codecs.pictures import pictures
from tests.reference import glz as reference
from tools.check_vectors import Vector, carried, check_glz, read

TYPES = [ImageType.RGB16, ImageType.RGB24, ImageType.RGB32, ImageType.RGBA]
VECTORS = [
    vector for vector in read(Path(__file__).parents[1] / "vectors") if vector.codec == "GLZ"
]


def in_stream_order(picture: Picture) -> bytes:
    return picture.pixels[:: 1 if picture.top_down else -1].tobytes()


@pytest.mark.parametrize("vector", VECTORS, ids=[vector.name for vector in VECTORS])
def test_vectors_pass_in_both_directions(vector: Vector) -> None:
    check_glz(vector)


def test_there_are_vectors_of_every_type() -> None:
    images = [image for vector in VECTORS for image in vector.entry["images"]]
    assert {image["type"] for image in images} == {kind.name for kind in TYPES}


@given(
    window=st.sampled_from([2501, 6000, glz.MOST_WINDOW]),
    sequence=st.lists(
        st.tuples(pictures(TYPES, side=50), st.booleans(), st.integers(0, 5)), max_size=12
    ),
)
@settings(max_examples=150, deadline=None)
def test_sequences_decode(window, sequence) -> None:
    encoder, decoder, slow = glz.Encoder(window), glz.Decoder(window), reference.Decoder()
    seen = []
    for (kind, pixels, _), top_down, again in sequence:
        # Every now and then an earlier picture comes again, a bit changed.
        if again < len(seen):
            kind, pixels = seen[again][0], seen[again][1].copy()
            pixels[:1] ^= 5
        seen.append((kind, pixels))
        stream = encoder.encode(pixels, kind, top_down=top_down)
        decoded = decoder.decode(stream)
        assert (decoded.type, decoded.top_down) == (kind, top_down)
        np.testing.assert_array_equal(carried(decoded.pixels, kind), carried(pixels, kind))
        height, width = pixels.shape[:2]
        expected = (kind, width, height, top_down, in_stream_order(decoded))
        assert slow.decode(stream) == expected
        assert decoder.ids == sorted(slow.images)


def noise(height: int, width: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)


def test_what_scrolled_costs_next_to_nothing() -> None:
    whole = noise(300, 100)
    encoder, decoder = glz.Encoder(1 << 20), glz.Decoder(1 << 20)
    first = encoder.encode(whole[:200], ImageType.RGB24)
    second = encoder.encode(whole[5:205], ImageType.RGB24)
    assert len(first) > 60000
    assert len(second) < 2000
    decoder.decode(first)
    np.testing.assert_array_equal(decoder.decode(second).pixels, whole[5:205])


def test_pixels_may_change_after_encoding() -> None:
    pixels = noise(20, 20)
    kept = pixels.copy()
    encoder, decoder = glz.Encoder(1000), glz.Decoder(1000)
    decoder.decode(encoder.encode(pixels, ImageType.RGB24))
    pixels[:] = 0
    stream = encoder.encode(kept, ImageType.RGB24)
    np.testing.assert_array_equal(decoder.decode(stream).pixels, kept)


def test_decoded_pixels_stay_and_cannot_be_written() -> None:
    pixels = noise(20, 20)
    encoder, decoder = glz.Encoder(401), glz.Decoder(401)
    picture = decoder.decode(encoder.encode(pixels, ImageType.RGB24))
    for seed in range(5):
        decoder.decode(encoder.encode(noise(20, 20, seed), ImageType.RGB24))
    assert decoder.ids == [5]
    del decoder
    np.testing.assert_array_equal(picture.pixels, pixels)
    with pytest.raises(ValueError, match="read-only"):
        picture.pixels[0, 0] = 1


def test_a_stream_waits_for_the_image_of_another_channel() -> None:
    encoder, decoder = glz.Encoder(1000), glz.Decoder(1000)
    streams = [encoder.encode(noise(20, 20), ImageType.RGB24) for _ in range(2)]
    with pytest.raises(CodecError, match="GLZ: match in image 0, which is not here"):
        decoder.decode(streams[1])
    with ThreadPoolExecutor(1) as channel:
        waiting = channel.submit(decoder.decode, streams[1], patience=60)
        decoder.decode(streams[0])
        np.testing.assert_array_equal(waiting.result().pixels, noise(20, 20))
        closed = glz.Decoder()
        waiting = channel.submit(closed.decode, streams[1], patience=60)
        closed.close()
        with pytest.raises(CodecError, match="GLZ: the decoder was closed"):
            waiting.result()


def test_threads_share_a_dictionary() -> None:
    encoder, decoder = glz.Encoder(3000), glz.Decoder(3000)

    def channel(seed: int) -> None:
        random = np.random.default_rng(seed)
        for _ in range(300):
            height, width = random.integers(1, 30, 2)
            pixels = noise(30, 30)[:height, :width]
            stream = encoder.encode(pixels, ImageType.RGB24)
            decoded = decoder.decode(stream, patience=60)
            np.testing.assert_array_equal(decoded.pixels, pixels)

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(channel, seed) for seed in (1, 2)]:
            done.result()


def test_ids_go_on_after_a_migration() -> None:
    encoder, decoder = glz.Encoder(1000, first_id=1 << 40), glz.Decoder(1000)
    decoder.decode(encoder.encode(noise(3, 3), ImageType.RGB24))
    assert decoder.ids == [1 << 40]


def test_what_does_not_fit_is_refused() -> None:
    encoder = glz.Encoder(100)
    assert encoder.fits(33, 3)
    assert not encoder.fits(10, 10)
    with pytest.raises(CodecError, match="GLZ: window of 100 pixels, at most 100 allowed"):
        encoder.encode(noise(10, 10), ImageType.RGB24)
    with pytest.raises(CodecError, match="GLZ: image type 11 cannot be coded"):
        encoder.encode(np.zeros((3, 3), np.uint8), ImageType.A8)
    with pytest.raises(CodecError, match="at most 33554432 allowed"):
        glz.Encoder(glz.MOST_WINDOW + 1)


@given(
    vector=st.sampled_from([vector for vector in VECTORS if len(vector.entry["images"]) < 20]),
    image=st.integers(0, 6),
    changes=st.lists(st.tuples(st.integers(0, 2999), st.integers(0, 255)), max_size=4),
    cut=st.integers(0, 3000),
)
@settings(max_examples=300, deadline=None)
def test_broken_streams_give_a_picture_or_a_codec_error(vector, image, changes, cut) -> None:
    decoder = glz.Decoder(1 << 20)
    for entry in vector.entry["images"][: image + 1]:
        start = entry["compressed_offset"]
        stream = bytearray(vector.stream[start : start + entry["compressed_size"]])
        if entry["id"] < image:
            decoder.decode(stream)
    for place, value in changes:
        stream[place % len(stream)] = value
    try:
        decoded = decoder.decode(stream[: cut or None])
    except CodecError:
        return
    assert decoded.pixels.shape[:2] == (decoded.height, decoded.width)
