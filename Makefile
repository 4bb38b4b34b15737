# `make help` lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# Tools and compiled crates are outside the checkout, so that another clone can use them.
export CACHE_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/customer-portal
export CARGO_TARGET_DIR ?= $(CACHE_DIR)/target
# tools/split has a wrapper for wasm-bindgen.
export PATH := $(CURDIR)/tools/split:$(CACHE_DIR)/bin:$(PATH)

# No path of this machine in the shipped wasm: tools/size.mjs checks it.
CARGO_FOLDER := $(or $(CARGO_HOME),$(HOME)/.cargo)
RUST_FOLDER := $(shell rustc --print sysroot)
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS := --remap-path-prefix=$(CARGO_FOLDER)=/cargo --remap-path-prefix=$(RUST_FOLDER)=/rust --cfg erase_components

# tools/split needs relocations.
CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS += -Clink-args=--emit-relocs

export PORT ?= 8080
export APP_PORT ?= 8081
export API_PORT ?= 8082
# FORM is the former name.
export API_VERSION ?= $(or $(FORM),session)

export SANDBOX_BIN := $(CARGO_TARGET_DIR)/release/portal-sandbox
export GATEWAY_BIN := $(CARGO_TARGET_DIR)/release/portal-gateway
export DIST := $(CURDIR)/dist

SAY := printf '\033[1m==>\033[0m %s\n'

.PHONY: help
help:
	@echo 'make run         build everything, start sandbox, app and gateway, and print what to open'
	@echo 'make dev         as make run, with live reload of the portal'
	@echo 'make build       what you deploy: the portal in dist/, and the gateway'
	@echo 'make test        all checks: lints, native and wasm tests, size, browser tests, licences (about 12 minutes)'
	@echo 'make check       format, lints, types, unused dependencies (under a minute once all is built)'
	@echo 'make view-format formats the code, view! included'
	@echo 'make size        size of what the browser downloads, by file, against the budgets'
	@echo 'make lighthouse  Lighthouse on the return screen and the keys page'
	@echo 'make bench       the page with 10,000 keys on a slow computer: keystrokes, sorting, scrolling, memory'
	@echo 'make startup     from the navigation to the rows, on a slow computer and network: first and later visit, by step'
	@echo 'make contract    compares the types of the API with the newest official SDK (needs the network)'
	@echo 'make audit       known vulnerabilities of the crates; needs the network'
	@echo 'make load        the gateway under load for two minutes: correctness, processor time, latency, memory'
	@echo 'make pictures    the screenshots of the README'
	@echo
	@echo 'Times are for two cores once tools and crates are built; the first `make test` on a machine takes about 15 minutes more.'
	@echo 'PORT=$(PORT) APP_PORT=$(APP_PORT) API_PORT=$(API_PORT) API_VERSION=$(API_VERSION) (session, code, code-v2 or code-v3) CACHE_DIR=$(CACHE_DIR)'

.PHONY: build servers portal
build: servers portal
	@$(SAY) 'Built: the portal in $(DIST), the gateway at $(GATEWAY_BIN), the sandbox at $(SANDBOX_BIN)'
servers:
	@tools/setup servers
	@$(SAY) 'Building gateway and sandbox: about 3 minutes the first time'
	@cargo build --quiet --locked --release -p portal-gateway -p portal-sandbox
portal: target/portal-built

# Trunk takes half a minute even where nothing has changed. Folders are listed too: a file that is gone changes its folder.
PORTAL_SOURCES := $(shell find src crates/api crates/core style public tools/split tools/*.mjs -not -name '*.test.mjs') \
	index.html Cargo.toml Cargo.lock Trunk.toml Makefile
# The build in dist/ is this one as long as nothing has written there since.
target/portal-built: $(PORTAL_SOURCES) $(or $(wildcard $(DIST)/index.html),always)
	@tools/setup portal
	@$(SAY) 'Building the portal: about 2 minutes the first time'
	@trunk --quiet build --release
	@touch $@
.PHONY: always

# For trying it out and for working on it, without optimisations: built in half the time, and in seconds after a change.
.PHONY: run dev run-servers
run dev: export SANDBOX_BIN := $(CARGO_TARGET_DIR)/debug/portal-sandbox
run dev: export GATEWAY_BIN := $(CARGO_TARGET_DIR)/debug/portal-gateway
run: export DIST := $(CURDIR)/target/run
run: run-servers target/run/index.html
	@exec tools/run
dev: run-servers
	@tools/setup portal
	@exec tools/run --live
run-servers:
	@tools/setup servers
	@$(SAY) 'Building gateway and sandbox: about 2 minutes the first time'
	@cargo build --quiet --locked -p portal-gateway -p portal-sandbox
target/run/index.html: $(PORTAL_SOURCES)
	@tools/setup portal
	@$(SAY) 'Building the portal: about a minute the first time'
	@trunk --quiet build --cargo-profile dev --dist target/run
	@touch $@

# The fastest checks first. All tools come before, so that downloads run during builds; only cargo-deny, which takes five
# minutes to build and which nothing else needs, comes last.
.PHONY: test test-tools
test: test-tools check native-tests wasm-tests servers sdk-tests backend-tests portal size browser-tests licences
test-tools:
	@tools/setup portal check native wasm sdk backend browser

# Clippy and the native tests use debug builds. The servers are built with optimisations, once, for the browser tests.
RUST_CRATES := --workspace --exclude portal

.PHONY: check check-tools check-rust check-styles check-end2end check-dependencies check-imports check-docs
check: check-imports check-docs check-tools check-styles check-dependencies check-view-format check-end2end check-rust
check-rust:
	@tools/setup check
	@$(SAY) 'Checking format and lints of the Rust code: about 2 minutes the first time'
	@cargo fmt --all --check
	@cargo clippy --quiet --locked --all-targets $(RUST_CRATES) -- -D warnings
	@cargo clippy --quiet --locked -p portal --target wasm32-unknown-unknown --all-targets -- -D warnings
TOOL_TESTS := tools/audit/ tools/contract/ tools/docs/ tools/imports/ tools/split/ tools/start/ tools/styles/
check-tools:
	@tools/setup tools
	@$(SAY) 'Running the tests of tools/: seconds'
	@node --test $(TOOL_TESTS) >/dev/null || node --test $(TOOL_TESTS)
check-styles:
	@tools/setup check
	@$(SAY) 'Checking the stylesheets: seconds'
	@stylelint --config tools/stylelint.config.mjs --config-basedir "$(CACHE_DIR)/npm" 'style/*.css' 'crates/sandbox/src/**/*.css'
	@node tools/check-classes.mjs
check-end2end:
	@tools/setup check
	@$(SAY) 'Checking types and lints of the browser tests: about 15 seconds'
	@cd end2end && npm run --silent check
# Architecture rules: tools/imports/rules.mjs.
check-imports:
	@tools/setup check
	@$(SAY) 'Checking the import rules: seconds'
	@node tools/check-imports.mjs
# Paths, names, cited tests and tables in the documents: tools/docs/.
check-docs:
	@tools/setup check
	@$(SAY) 'Checking what the documents say of the code: seconds'
	@node tools/check-docs.mjs
check-dependencies:
	@tools/setup check
	@$(SAY) 'Looking for unused dependencies: seconds'
	@cargo machete --with-metadata

# leptosfmt formats `view!`, rustfmt the closures around it. leptosfmt 0.1.33 deletes comments inside closures of attributes.
.PHONY: view-format check-view-format
view-format:
	@tools/setup check
	@leptosfmt --quiet src
	@cargo fmt --all
check-view-format:
	@tools/setup check
	@$(SAY) 'Checking the format of view!: seconds (make view-format applies it)'
	@leptosfmt --quiet --check src >/dev/null || { leptosfmt --quiet --check src; exit 1; }

.PHONY: native-tests wasm-tests sdk-tests backend-tests browser-tests licences
native-tests:
	@tools/setup native
	@$(SAY) 'Running the native tests: about 2 minutes the first time'
	@cargo test --quiet --locked $(RUST_CRATES)
# What parts of the portal do alone, in a headless Chromium (webdriver.json). Not split, so no relocations. The runner has no
# --quiet, and would prefer another browser's driver that it finds.
WASM_LOG := $(CARGO_TARGET_DIR)/wasm-tests.log
wasm-tests: export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS := --cfg erase_components
wasm-tests: export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER := wasm-bindgen-test-runner
wasm-tests: export WASM_BINDGEN_TEST_TIMEOUT ?= 120
wasm-tests:
	@tools/setup wasm
	@$(SAY) 'Running the tests of the portal'\''s parts: about 2 minutes the first time'
	@mkdir -p "$(CARGO_TARGET_DIR)"
	@CHROMEDRIVER="$${CHROMEDRIVER:-$$(command -v chromedriver)}" cargo test --locked -p portal --target wasm32-unknown-unknown \
		>"$(WASM_LOG)" 2>&1 || { cat "$(WASM_LOG)"; exit 1; }
	@grep '^test result' "$(WASM_LOG)"
sdk-tests: servers
	@tools/setup sdk
	@$(SAY) 'Running the official SDKs against the sandbox: seconds'
	@node --test tools/sdk/ >/dev/null || node --test tools/sdk/
# The README's example of a backend, in Express, and `portal-gateway check`: against the sandbox.
backend-tests: servers
	@tools/setup backend
	@$(SAY) 'Running the example of a backend against the sandbox: seconds'
	@node --test tools/backend/ >/dev/null || node --test tools/backend/
browser-tests: servers portal
	@tools/setup browser
	@$(SAY) 'Running the browser tests: about 7 minutes'
	@cd end2end && npm test --silent
licences:
	@tools/setup licences
	@$(SAY) 'Checking licences and sources of crates: seconds'
	@cargo fetch --quiet --locked
	@cargo deny --offline --log-level error check bans licenses sources

# Not part of `test`: a new release of the SDK can make it fail without a change here.
.PHONY: contract
contract:
	@tools/setup contract
	@$(SAY) 'Comparing crates/api with the newest Python SDK of Unkey: seconds, where the crate'\''s tests are built'
	@cargo test --quiet --locked -p portal-api --lib schema_tests
	@python3 -B tools/contract/read_sdk_test.py
	@node tools/contract/contract.mjs
# Not part of `make test`, which needs no network and whose result depends on the checkout alone. AUDIT=--if-available: for CI.
.PHONY: audit
audit:
	@tools/setup licences
	@$(SAY) 'Looking up the crates in the database of advisories: seconds'
	@tools/audit/audit $(AUDIT)

# As many open files as allowed: each connection has two here and two in the gateway.
.PHONY: load
load: servers
	@$(SAY) 'Putting the gateway under load: about 3 minutes to build the first time, then two'
	@ulimit -n "$$(ulimit -Hn)" && cargo run --quiet --locked --release -p portal-gateway --example load

.PHONY: size bench startup lighthouse pictures
size: servers portal
	@node tools/size.mjs
bench: servers portal
	@tools/setup browser
	@$(SAY) 'Measuring with 10,000 keys: about 3 minutes'
	@cd end2end && npm run --silent bench
startup: servers portal
	@tools/setup browser
	@$(SAY) 'Measuring the start of the portal: about 2 minutes'
	@cd end2end && npm run --silent startup
lighthouse: servers portal
	@tools/setup lighthouse
	@$(SAY) 'Measuring with Lighthouse: about 2 minutes'
	@node tools/lighthouse.mjs
pictures: servers portal
	@tools/setup pictures
	@$(SAY) 'Taking the screenshots of the README: under a minute'
	@cd end2end && npm run --silent pictures
