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
trunk build --release --offline --features split
read -ra features < <(sed -n 's/.*data-wasm-opt-params="\([^"]*\)".*/\1/p' index.html)
node tools/split.mjs dist target/split "${features[@]}"
node tools/service-worker.mjs dist
touch "$stamp"
node tools/sizes.mjs dist
