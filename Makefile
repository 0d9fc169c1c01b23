# Two commands do all: `make run` and `make test`. Both set the machine up first; the second time that is quick.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
export PATH := $(CURDIR)/tools/node_modules/.bin:$(HOME)/.cargo/bin:$(PATH)
PORT ?= 8080
WASM := --target wasm32-unknown-unknown
heading = @printf '\n== %s\n' "$(1)"

.PHONY: run test setup build sizes fmt lint guards test-core test-browser fuzz e2e torture torture-short bench clean

run: setup
	@tools/build.sh
	@node tools/serve.mjs dist $(PORT)

test: setup fmt lint guards test-core test-browser fuzz build e2e torture-short
	@printf '\nAll steps passed.\n'

setup:
	@tools/setup.sh

build: setup
	$(call heading,release build)
	@tools/build.sh
	@node tools/sizes.mjs dist --check

# Every build prints the sizes; here too much is an error.
sizes:
	$(call heading,size of the first load)
	@node tools/sizes.mjs dist --check

fmt:
	$(call heading,format)
	cargo fmt --all --check

lint:
	$(call heading,clippy on both targets)
	cargo clippy --workspace --all-targets -- -D warnings
	cargo clippy $(WASM) --workspace --all-targets -- -D warnings

# Native tests never compile the framework: the core stays free of it.
guards:
	$(call heading,guards)
	@if cargo tree --prefix none -i leptos 2>/dev/null | grep -q .; then echo 'leptos is a native dependency'; exit 1; fi
	@echo 'no framework natively'

test-core:
	$(call heading,native tests)
	cargo test --release

# A minute of made-up and mangled files for the reader and the plan.
fuzz:
	$(call heading,fuzzing)
	LIANXIN_FUZZ_SECONDS=60 cargo test --release --test fuzz

test-browser:
	$(call heading,tests in the browser)
	WASM_BINDGEN_TEST_WEBDRIVER_JSON=tests/browser/webdriver.json CHROMEDRIVER=$$(command -v chromedriver) CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner \
	  cargo test $(WASM) --test browser -- --nocapture

# The command line is what the native tests have built already.
e2e:
	$(call heading,journeys in Chromium)
	cargo build --release --bin ledger
	cd tools && npx playwright test --config ../tests/e2e/playwright.config.mjs

# The browser killed at each named point of a save, a save with a photo and an import: 48 kills, or one of each.
torture: build
	$(call heading,kills)
	ROUNDS=4 node tests/torture/torture.mjs

torture-short:
	$(call heading,kills)
	ROUNDS=1 node tests/torture/torture.mjs

# Medians of the release build, into docs/performance.md. Wants the machine for itself.
bench: build
	$(call heading,benchmarks)
	cargo build --release --bin ledger
	cd tests/bench/peers && npm install --no-package-lock --omit=optional --ignore-scripts --no-audit --no-fund --silent
	node tests/bench/bench.mjs
	LIANXIN_COSTS=1 cargo test --release --test core hostile_events -- --nocapture

clean:
	rm -rf dist
