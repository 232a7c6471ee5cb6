# `make help` says what there is. Every target sets up what it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUST := Cargo.toml Cargo.lock $(shell find crates -name '*.rs' -o -name Cargo.toml)

# What each of the long ones takes; set another on the command line: make fuzz FUZZ_SECONDS=600
FUZZ_SECONDS ?= 60
SOAK_MINUTES ?= 60

# How many tests run at the same time; 0 is one after the other, in one process.
JOBS ?= 2

# Options for `piment serve demo`: make demo DEMO='--listen 127.0.0.1:5931'
DEMO ?=

# The build of PyO3 asks this Python, not the first one on PATH.
export PYO3_PYTHON := $(CURDIR)/$(BIN)/python

# Where a machine's own node is missing or too old, the one that was put beside Python is found first.
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test test-rust test-python test-web test-peers check check-python check-rust check-web \
	check-house bench fuzz soak packages clean

help: ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 17

demo: $(VENV)/built ## serve the built-in desktop; prints how to connect, Ctrl-C ends it
	@exec $(BIN)/piment serve demo --listen 127.0.0.1:5900 --web 127.0.0.1 $(DEMO)

# What needs no peers goes two at a time, once there is what all of it needs: cargo builds one thing after the other.
test: ## run every test, and check first
	@$(MAKE) --no-print-directory --jobs=2 $(VENV)/built node_modules/installed
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target check test-rust test-web
	@$(MAKE) --no-print-directory test-python

test-peers: $(VENV)/built packages ## run the tests against a whole desktop and newer QEMUs; as root
	$(BIN)/python -m tests.interop.peers.qemu.build tiny desktop bpo trixie sid
	$(BIN)/python -m pytest -m peers --timeout=600

check: check-python check-rust check-web check-house ## format, lint, types, layers, sizes, mirror, stubs, pages

bench: $(VENV)/built packages ## measure; tables here, and as JSON under build/bench
	$(BIN)/python -m benches

fuzz: $(VENV)/built ## feed every decoder with broken bytes; Rust targets for FUZZ_SECONDS each
	$(BIN)/python -m pytest --hypothesis-profile=fuzz -m hypothesis --timeout=0 -q
	FUZZ_SECONDS=$(FUZZ_SECONDS) tools/fuzz.sh

soak: $(VENV)/built packages ## run the server under load for SOAK_MINUTES
	$(BIN)/python -m pytest -m soak --soak-minutes=$(SOAK_MINUTES) --timeout=0

clean: ## remove all that was built
	rm -rf build target fuzz/target node_modules $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find src tests tools benches -name __pycache__ -prune -exec rm -rf {} +
	rm -f src/piment/*.so

check-python: $(VENV)/built
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -p piment -p tools -p benches -p tests.interop

check-rust: $(VENV)/installed
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets --quiet -- -D warnings

check-web: $(VENV)/built node_modules/installed
	$(BIN)/python -m tools.generate_web --check
	$(BIN)/python -m tools.generate_keyboard --check
	node_modules/.bin/tsc
	node_modules/.bin/tsc -p tsconfig.app.json
	node_modules/.bin/eslint src/piment/web tests/web benches/web eslint.config.js

check-house: $(VENV)/built
	$(BIN)/python -m tools.check_layers
	$(BIN)/python -m tools.check_sizes
	$(BIN)/python -m tools.check_mirror
	$(BIN)/python -m tools.check_stubs
	$(BIN)/python -m tools.check_api

test-rust:
	cargo test --locked --workspace --exclude piment-python --quiet

test-web: node_modules/installed
	node --test $$(find tests/web -name '*.test.js')

test-python: $(VENV)/built packages
	-@$(BIN)/python -m tests.interop.peers.qemu.build tiny
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

# The Debian packages of the programs that tests run against; says what to do where it may not install.
packages: $(VENV)/installed
	@$(BIN)/python -m tests.interop.peers.packages

# What checks the web client; when it runs, it needs none of that. Debian's node may be too old for it, or not there.
node_modules/installed: package-lock.json $(VENV)/installed
	@node -e 'process.exit(parseInt(process.versions.node) < 20)' 2>/dev/null && npm --version >/dev/null 2>&1 \
		|| { echo "No node 20 or newer here: taking one from PyPI into $(VENV) ..."; \
			$(BIN)/python -m pip install --quiet --group node; }
	@echo "Installing what checks the web client ..."
	@npm ci --silent
	@touch $@

$(VENV)/built: $(VENV)/installed $(RUST)
	@echo "Building the Rust core ..."
	@$(BIN)/maturin develop --release --locked >$(VENV)/build.log 2>&1 || { cat $(VENV)/build.log; exit 1; }
	@$(BIN)/python -m compileall -q src/piment # also where Python itself writes no bytecode
	@touch $@

$(VENV)/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Piment needs Python 3.11 or newer: make PYTHON=python3.11 ..."; exit 1; }
	@command -v cargo >/dev/null || { echo "Piment needs Rust: see https://rustup.rs"; exit 1; }
	@echo "Setting up $(VENV) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --group dev
	@touch $@
