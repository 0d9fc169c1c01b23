#!/usr/bin/env bash
# Makes dist/ when anything that it is made of has changed.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/tools/node_modules/.bin:$PATH"
stamp=dist/.built
if [ -f "$stamp" ] && [ -z "$(find .cargo src style index.html Trunk.toml Cargo.toml Cargo.lock tools/*.mjs tools/*.sh -newer "$stamp" -print -quit)" ]; then
  exit 0
fi
echo 'build: making dist/'
trunk build --release --offline
node tools/service-worker.mjs dist
touch "$stamp"
node tools/sizes.mjs dist
