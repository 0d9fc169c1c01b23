#!/usr/bin/env bash
# Installs what the build and the tests need, at fixed versions. Safe to run again: what is there is left alone.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$HOME/.cargo/bin:$PATH"

TRUNK=0.21.14
SPLIT=0.2.4
BINDGEN=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock)

say() { printf 'setup: %s\n' "$*"; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

if ! rustup target list --installed | grep -q '^wasm32-unknown-unknown$'; then
  say 'adding the wasm target'
  rustup target add wasm32-unknown-unknown
fi

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v chromedriver >/dev/null || missing+=(chromium-driver)
fc-list 2>/dev/null | grep -q 'Noto Sans CJK' || missing+=(fonts-noto-cjk fontconfig)
if [ ${#missing[@]} -gt 0 ]; then
  say "installing ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

if [ "$(trunk --version 2>/dev/null)" != "trunk $TRUNK" ]; then
  say "building trunk $TRUNK (some ten minutes, once)"
  cargo install trunk --version "$TRUNK" --locked --quiet
fi

if [ "$(wasm-bindgen --version 2>/dev/null)" != "wasm-bindgen $BINDGEN" ]; then
  say "building wasm-bindgen $BINDGEN"
  cargo install wasm-bindgen-cli --version "$BINDGEN" --quiet
fi

if [ "$(cargo install --list | grep '^wasm_split_cli_support v')" != "wasm_split_cli_support v$SPLIT:" ]; then
  say "building wasm-split-cli $SPLIT"
  cargo install wasm_split_cli_support --version "$SPLIT" --features build-binary --locked --quiet
fi

# The build itself asks no network.
if ! cmp -s Cargo.lock target/.fetched; then
  say 'fetching crates'
  cargo fetch --locked --quiet
  mkdir -p target
  cp Cargo.lock target/.fetched
fi

if ! cmp -s tools/package-lock.json tools/node_modules/.installed; then
  say 'installing the npm tools'
  (cd tools && npm ci --no-audit --no-fund --silent)
  cp tools/package-lock.json tools/node_modules/.installed
fi
say 'ready'
