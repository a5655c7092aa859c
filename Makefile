# claimmap: `make help` lists the targets. Needs Python 3.11 or newer, make and a package registry.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
OUT ?= out

PIP_INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check
# Wheels only: building from source would download build tools that no hash pins.
FROM_LOCK := $(PIP_INSTALL) --require-hashes --only-binary :all: --no-deps
LOCK := $(BIN)/uv pip compile pyproject.toml --no-config --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-emit-index-url --no-emit-find-links --upgrade

# Stamps lie in the environment, so they vanish with it.
RUN_LOCKED := $(VENV)/.run-lock
TEST_LOCKED := $(VENV)/.test-lock
PROJECT := $(VENV)/.project

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help install run test quick lint bench lock clean test-python test-oldest test-newest

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

install: $(PROJECT) ## Build .venv from the hashed locks; again when they change

# An environment that this file did not finish, or that an older lock made, is built anew: nothing
# that no lock names stays behind.
$(RUN_LOCKED): requirements/run.lock
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; \
	    v >= (3, 11) or sys.exit("claimmap needs Python 3.11 or newer; set PYTHON=python3.x")'
	@echo "Building $(VENV) from requirements/run.lock; this takes a minute or two"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(FROM_LOCK) -r requirements/run.lock
	@touch $@

$(PROJECT): pyproject.toml $(RUN_LOCKED)
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST_LOCKED): requirements/test.lock $(PROJECT)
	@echo "Adding requirements/test.lock to $(VENV)"
	@$(FROM_LOCK) -r requirements/test.lock
	@touch $@

run: install ## Read seeds/reports, write maps and ledger to out/, start the dashboard
	$(BIN)/claimmap run seeds/reports --out $(OUT)
	$(BIN)/claimmap dashboard --store $(OUT)/ledger.sqlite

test: lint ## Everything CI runs: lint, all tests, browser, coverage and quality floors
	@scripts/chromium
	@scripts/postgres
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --cov

quick: lint ## Lint and the tests that need neither a browser nor the gold set, in under a minute
	$(BIN)/pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "not browser and not quality and not slow"

lint: $(TEST_LOCKED) ## Format, style, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy geo events dashboard app.py
	$(BIN)/lint-imports

test-python: ## The tests on another Python, in an environment of its own: PYTHON=python3.13
	@$(MAKE) --no-print-directory VENV=.venv-$(notdir $(PYTHON)) .venv-$(notdir $(PYTHON))/.test-lock
	.venv-$(notdir $(PYTHON))/bin/pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not browser"

test-oldest: ## test-python on the oldest supported Python
	@$(MAKE) --no-print-directory test-python PYTHON=python3.11

test-newest: ## test-python on the newest supported Python
	@$(MAKE) --no-print-directory test-python PYTHON=python3.13

bench: $(TEST_LOCKED) ## Measure, side by side with peers where they are installed
	@for script in benchmarks/*.py; do [ -e "$$script" ] || continue; $(BIN)/python "$$script" || exit; done

lock: $(TEST_LOCKED) ## Resolve the dependencies anew and rewrite the locks
	$(LOCK) --extra build --output-file requirements/run.lock
	$(LOCK) --extra build --extra dask --extra postgres --extra test --extra lint --constraint requirements/run.lock \
	    --output-file requirements/test.lock

clean: ## Remove what running and testing made; the environments stay
	rm -rf $(OUT) build dist htmlcov .coverage .coverage.* *.egg-info .mypy_cache .ruff_cache \
	    .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './.venv*' -prune -exec rm -rf {} +
