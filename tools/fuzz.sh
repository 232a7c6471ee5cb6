#!/bin/sh
# Feed every target of fuzz/fuzz_targets for FUZZ_SECONDS (60): fuzz.sh [TARGET...]
#
# Corpora begin with the recorded vectors. Ends with the first crash, whose bytes are then in
# fuzz/artifacts: they become a test of the crate.
set -eu
cd "$(dirname "$0")/.."

seconds=${FUZZ_SECONDS:-60}
vectors=tests/vectors
# The sanitizers' flags are not stable yet, and only those.
export RUSTC_BOOTSTRAP=1
PATH=$PWD/target/tools/bin:$PATH

# Larger inputs take long, and show nothing that small ones do not.
most_bytes=16384

# seeds PATTERN: the small vectors of that name.
seeds() {
    find "$vectors" -name "$1" -size "-${most_bytes}c"
}

# seed TARGET: fill its corpus.
seed() {
    corpus=fuzz/corpus/$1
    mkdir -p "$corpus"
    case $1 in
    lz_decode | quic_decode | glz_decode)
        seeds "*.${1%_decode}" | xargs -I{} cp -f {} "$corpus"
        ;;
    lz4_decode)
        # The target wants the image's size in two bytes, where the vectors have two of their own.
        seeds 'lz4_*_w*.lz4' | while read -r vector; do
            name=$(basename "$vector" .lz4)
            form=${name#lz4_}
            size=$(wc -c <"$vectors/${form#*_}_${form%%_*}.raw")
            high=$(printf %03o $((size / 256)))
            low=$(printf %03o $((size % 256)))
            { printf "\\$high\\$low"; tail -c +3 "$vector"; } >"$corpus/$name"
        done
        ;;
    *_round)
        seeds '*.raw' | xargs -I{} cp -f {} "$corpus"
        ;;
    *)
        echo "fuzz.sh: no vectors are named for $1" >&2
        exit 1
        ;;
    esac
    chmod -R u+w "$corpus"
}

command -v cargo-fuzz >/dev/null || cargo install cargo-fuzz --locked --root target/tools

# AddressSanitizer finds more, but not every machine can link it.
sanitizer=address
cargo fuzz build --sanitizer "$sanitizer" || sanitizer=none

[ $# -gt 0 ] || set -- $(basename -s .rs -a fuzz/fuzz_targets/*.rs)
for target; do
    echo "$target: $seconds seconds"
    seed "$target"
    cargo fuzz run --sanitizer "$sanitizer" "$target" -- \
        -max_total_time="$seconds" -max_len="$most_bytes" -timeout=10 -verbosity=0 -print_final_stats=1
done
