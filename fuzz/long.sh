#!/bin/sh
# The fuzzers' checks without a fuzzer: generated programs run every way, then random texts parsed, for so many seconds
# each (600 unless told). Needs no nightly Rust.
set -eu
seconds=${1:-600}
cd "$(dirname "$0")/.."
BATOS_SEED=$(date +%s) BATOS_SECONDS=$seconds cargo test --release -- agree::generated_programs_mean --nocapture
end=$(($(date +%s) + seconds))
while [ "$(date +%s)" -lt "$end" ]; do
    PROPTEST_CASES=20000 cargo test --release -- syntax::any_ syntax::printed_
done
