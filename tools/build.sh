#!/usr/bin/env bash
# Makes dist/ when anything that it is made of has changed.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/tools/split:$PWD/tools/node_modules/.bin:$PATH"
stamp=dist/.built
if [ -f "$stamp" ] && [ -z "$(find .cargo src style index.html Trunk.toml Cargo.toml Cargo.lock tools/*.mjs tools/*.sh tools/split -newer "$stamp" -print -quit)" ]; then
  exit 0
fi
echo 'build: making dist/'
# For whoever is writing the page: one wasm, not made small, in a fraction of the time.
if [ "${1:-}" = quick ]; then
  LIANXIN_WHOLE=1 TRUNK_SKIP_WASM_OPT=1 trunk build --offline --cargo-profile quick
  node tools/sheets.mjs dist quick
  node tools/service-worker.mjs dist
  exit 0
fi
# Paths of this machine are of no use to a phone, and nobody's business.
std=$(rustc --print sysroot)/lib/rustlib/src/rust/library
crates=$(dirname "$(find "${CARGO_HOME:-$HOME/.cargo}/registry/src" -mindepth 2 -maxdepth 2 -print -quit)")
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--remap-path-prefix=$std=std --remap-path-prefix=$crates=crates"
trunk build --release --offline --features split
read -ra features < <(sed -n 's/.*data-wasm-opt-params="\([^"]*\)".*/\1/p' index.html)
node tools/split.mjs dist target/split "${features[@]}"
node tools/sheets.mjs dist release "${features[@]}"
node tools/service-worker.mjs dist
touch "$stamp"
node tools/sizes.mjs dist
