//! QUIC of a recorded desktop and a recorded photo, in both directions.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use piment_quic::{Header, Kind, decode, encode};

/// Pictures of RGB32: name, width, height, pixels.
const PICTURES: [(&str, u32, u32, &[u8]); 2] = [
    ("desk", 640, 480, include_bytes!("../../../tests/vectors/desk640x480_RGB32.raw")),
    ("photo", 320, 240, include_bytes!("../../../tests/vectors/photo320x240_RGB32.raw")),
];

fn bench(criterion: &mut Criterion) {
    for (name, width, height, pixels) in PICTURES {
        let header = Header { kind: Kind::Rgb32, width, height };
        let rows: Vec<&[u8]> = pixels.chunks_exact(header.stride() as usize).collect();
        let stream = encode(&header, &rows).expect("the rows make up the picture");
        let mut group = criterion.benchmark_group(format!("quic/{name}"));
        group.throughput(Throughput::Elements(header.pixels()));
        group.bench_function("encode", |bencher| {
            bencher.iter(|| encode(&header, black_box(&rows)));
        });
        group.bench_function("decode", |bencher| {
            bencher.iter(|| decode(black_box(&stream), header.pixels()));
        });
        group.finish();
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
