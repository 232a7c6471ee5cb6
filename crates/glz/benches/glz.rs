//! GLZ of a recorded desktop and a recorded photo: the first frame, and one more of a full window.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use piment_glz::{Decoder, Encoder};
use piment_lz::{Header, Kind};

/// Pictures of RGB32: name, width, height, pixels.
const PICTURES: [(&str, u32, u32, &[u8]); 2] = [
    ("desk", 640, 480, include_bytes!("../../../tests/vectors/desk640x480_RGB32.raw")),
    ("photo", 320, 240, include_bytes!("../../../tests/vectors/photo320x240_RGB32.raw")),
];

/// Pixels of the window.
const WINDOW: u64 = 1 << 21;
/// Bytes of a pixel.
const PIXEL: usize = 4;

fn encoder() -> Encoder {
    Encoder::new(WINDOW, 0).expect("the window is no larger than the format's")
}

fn bench(criterion: &mut Criterion) {
    for (name, width, height, pixels) in PICTURES {
        let header = Header { kind: Kind::Rgb32, width, height, top_down: true };
        let encode = |encoder: &Encoder| {
            let rows = black_box(pixels).chunks_exact(width as usize * PIXEL);
            encoder.encode(&header, rows).expect("the rows make up the picture")
        };
        let first = encode(&encoder());
        let mut group = criterion.benchmark_group(format!("glz/{name}"));
        group.throughput(Throughput::Elements(header.pixels()));
        group.bench_function("encode first", |bencher| {
            bencher.iter_batched_ref(encoder, |encoder| encode(encoder), BatchSize::LargeInput);
        });
        let later = encoder();
        group.bench_function("encode later", |bencher| bencher.iter(|| encode(&later)));
        group.bench_function("decode first", |bencher| {
            bencher.iter_batched_ref(
                || Decoder::new(WINDOW),
                |decoder| decoder.decode(black_box(&first), Duration::ZERO),
                BatchSize::LargeInput,
            );
        });
        group.finish();
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
