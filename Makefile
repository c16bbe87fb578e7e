# `make run` shows 结对, `make test` proves it. Paths are relative on purpose: make cannot quote
# a folder whose name has a space.

PYTHON ?= python3
ARGS ?=
VENV := .venv/bin/python
SOUND := $(shell $(VENV) -c 'import pip' 2>/dev/null && echo yes)
PIP := $(VENV) -m pip --disable-pip-version-check --quiet
LINT := $(VENV) -m ruff check . && $(VENV) -m ruff format --check --quiet .
TYPES := $(VENV) -m mypy
BROWSER := $(VENV) -m tests.journeys.providing
TESTS := $(VENV) -m pytest

.PHONY: help run test lint types unit journeys fuzz races bench bench-pipeline bench-nation prove lock clean
.DELETE_ON_ERROR:

help: ## this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 16

run: .venv/ready ## the example programme on this machine, address printed (ARGS="--port 8080")
	@$(VENV) -m matcher demo $(ARGS)

test: .venv/ready-for-tests ## lint, types and all tests; stops at the first that fails
	$(LINT)
	$(TYPES)
	@$(BROWSER)
	$(if $(ARGS),$(TESTS),$(VENV) -m tests.halves) --exitfirst $(ARGS)

lint: .venv/ready-for-tests ## style and format
	$(LINT)

types: .venv/ready-for-tests ## strict types of the core
	$(TYPES)

unit: .venv/ready-for-tests ## all tests that need neither browser nor PostgreSQL
	$(TESTS) -m 'not browser and not postgres' $(ARGS)

journeys: .venv/ready-for-tests ## the tests in a real browser
	@$(BROWSER)
	$(TESTS) -m browser $(ARGS)

fuzz: .venv/ready-for-tests ## 500 generated posts for every form, on both databases (ARGS=50 for fewer); half an hour or more
	@$(VENV) -m tests.faults.fuzzing $(ARGS)
	@$(VENV) -m tests.faults.fuzzing --postgresql $(ARGS)

races: .venv/ready-for-tests ## 100 rounds of 16 browsers that want one place, over HTTP, on both databases (ARGS=10)
	@$(VENV) -m tests.faults.racing $(ARGS)

bench: .venv/ready-for-tests ## the engine beside its peers (ARGS="--large" also at national size)
	@$(VENV) -m tests.benchmarks.engine $(ARGS)

bench-pipeline: .venv/ready-for-tests ## the whole way to a written, proven plan, stage by stage, 100 to 10,000; the text part beside its peers
	@$(VENV) -m tests.benchmarks.pipeline
	@$(VENV) -m tests.benchmarks.texts

bench-nation: .venv/ready-for-tests ## the same to 127,000 × 139,000 (ARGS="--everybody": over all 17.6 billion pairs, hours)
	@$(VENV) -m tests.benchmarks.pipeline $(ARGS) 100x100 1000x1100 10000x11000 nation

prove: .venv/ready-for-tests ## what is too slow for the tests: plans from few candidates beside all pairs
	@$(VENV) -m tests.benchmarks.proofs

lock: .venv/ready ## newest allowed versions into both lock files
	$(PIP) install pip-tools
	$(VENV) -m tests.locking

clean: ## take away all that these commands made
	rm -rf .venv var build jiedui.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find matcher web seeds tests -name __pycache__ -prune -exec rm -rf {} +

# A virtual environment whose Python was replaced, or that was interrupted, is made anew.
ifneq ($(SOUND),yes)
.PHONY: .venv/made
endif

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	@test -n '$(SOUND)' || $(PYTHON) -m venv --clear .venv
	@touch $@

.venv/ready: .venv/made requirements.lock pyproject.toml
	@echo 'Installing the locked packages into .venv (once, a minute or two)'
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-index --no-build-isolation --no-deps --editable .
	@touch $@

.venv/ready-for-tests: .venv/ready requirements-dev.lock
	@echo 'Installing what the tests need (once)'
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@touch $@
