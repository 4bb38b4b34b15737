# `make run`: everything on this machine, ready to click. `make test`: everything that is checked.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# Built tools and compiled crates live outside the checkout, so that a clean clone doesn't pay for them again.
export CACHE_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/customer-portal
export CARGO_TARGET_DIR ?= $(CACHE_DIR)/target
# tools/split stands before the real wasm-bindgen.
export PATH := $(CURDIR)/tools/split:$(CACHE_DIR)/bin:$(PATH)

# The shipped wasm must not tell where it was built: see "no path of the build" in tools/size.mjs.
CARGO_FOLDER := $(or $(CARGO_HOME),$(HOME)/.cargo)
RUST_FOLDER := $(shell rustc --print sysroot)
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS := --remap-path-prefix=$(CARGO_FOLDER)=/cargo --remap-path-prefix=$(RUST_FOLDER)=/rust --remap-path-prefix=$(CURDIR)=/portal --cfg erase_components

# By relocations, the program is taken apart: see tools/split.
CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS += -Clink-args=--emit-relocs

export PORT ?= 8080
export APP_PORT ?= 8081
export API_PORT ?= 8082
export FORM ?= first

export SANDBOX_BIN := $(CARGO_TARGET_DIR)/release/portal-sandbox
export GATEWAY_BIN := $(CARGO_TARGET_DIR)/release/portal-gateway
export DIST := $(CURDIR)/dist

SAY := printf '\033[1m==>\033[0m %s\n'

.PHONY: help
help:
	@echo 'make run         build all of it, start sandbox, app and gateway, and say what to open'
	@echo 'make dev         the same with live reload of the portal'
	@echo 'make build       what is deployed: the portal in dist/, and the gateway'
	@echo 'make test        everything that is checked: format, lints, tests, licences, browser, size'
	@echo 'make size        what the browser downloads, by file, against the budget'
	@echo 'make lighthouse  Lighthouse on the return screen and the keys page'
	@echo 'make bench       how the page feels with 10,000 keys on a slow computer: keystrokes, scrolling, rows, memory'
	@echo 'make load        the gateway under load for a minute: does everybody get their own, is it quick, does it leak?'
	@echo 'make pictures    the pictures of the README'
	@echo
	@echo 'PORT=$(PORT) APP_PORT=$(APP_PORT) API_PORT=$(API_PORT) FORM=$(FORM) (first, second or third) CACHE_DIR=$(CACHE_DIR)'

.PHONY: tools test-tools
tools:
	@tools/setup build
test-tools:
	@tools/setup test

.PHONY: build servers portal
build: servers portal
	@$(SAY) 'Built: the portal in $(DIST), the gateway at $(GATEWAY_BIN), the sandbox at $(SANDBOX_BIN)'
servers: tools
	@$(SAY) 'Building gateway and sandbox: about 3 minutes the first time'
	@cargo build --quiet --locked --release -p portal-gateway -p portal-sandbox
portal: tools
	@$(SAY) 'Building the portal: about 2 minutes the first time'
	@trunk --quiet build --release

.PHONY: run dev
run: servers portal
	@exec tools/run
dev: servers
	@exec tools/run --live

.PHONY: test check native-tests licences browser-tests
test: check native-tests licences servers portal size browser-tests
check: test-tools
	@$(SAY) 'Checking format and lints: about 2 minutes the first time'
	@cargo fmt --all --check
	@cargo clippy --quiet --locked --all-targets -p portal-api -p portal-core -p portal-upstream -p portal-doctor -p portal-gateway -p portal-sandbox -- -D warnings
	@cargo clippy --quiet --locked -p portal --target wasm32-unknown-unknown -- -D warnings
native-tests: test-tools
	@$(SAY) 'Running the native tests: about 2 minutes the first time'
	@cargo test --quiet --locked -p portal-api -p portal-core -p portal-upstream -p portal-doctor -p portal-gateway -p portal-sandbox
licences: test-tools
	@$(SAY) 'Checking licences, sources and duplicates of crates: seconds'
	@cargo fetch --quiet --locked
	@cargo deny --offline --log-level error check bans licenses sources
browser-tests: servers portal
	@$(SAY) 'Running the browser tests: about 10 minutes'
	@cd end2end && npm run --silent check && npm test --silent

# As many open files as the system lets us have: each connection takes two here and two in the gateway.
.PHONY: load
load: servers
	@$(SAY) 'Putting the gateway under load: about 3 minutes to build the first time, then one'
	@ulimit -n "$$(ulimit -Hn)" && cargo run --quiet --locked --release -p portal-gateway --example load

.PHONY: size bench lighthouse pictures
size: servers portal
	@node tools/size.mjs
bench: servers portal
	@tools/setup test
	@$(SAY) 'Measuring with 10,000 keys: about 2 minutes'
	@cd end2end && npm run --silent bench
lighthouse: servers portal
	@tools/setup lighthouse
	@$(SAY) 'Measuring with Lighthouse: about 2 minutes'
	@node tools/lighthouse.mjs
pictures: servers portal
	@tools/setup pictures
	@$(SAY) 'Taking the pictures of the README: under a minute'
	@cd end2end && npm run --silent pictures
