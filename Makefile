# Every target sets up what it needs, on a fresh Debian with Python 3.11 or newer.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
TEST_READY := .venv/.ready-for-tests

.PHONY: run test test-slow torture bench check format translations screenshots constraints licences clean

run: $(READY)
	@$(BIN)/svfap

# Dozens of processes import the same modules: they are compiled once.
test: export PYTHONDONTWRITEBYTECODE =
test: $(TEST_READY)
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder --max-worker-restart 0

test-slow: $(TEST_READY)
	@$(BIN)/python -m pytest -m slow --timeout 3600 -o faulthandler_timeout=3600

torture: $(TEST_READY)
	@$(BIN)/python -m pytest tests/faults -m torture --timeout 7200 -o faulthandler_timeout=7200

# On a machine that does nothing else; rewrites the tables of docs/performance.md.
bench: $(TEST_READY)
	@$(BIN)/python -m tests.benchmarks

check: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/basedpyright
	@$(BIN)/lint-imports
	@$(BIN)/codespell
	@$(BIN)/python -m tests.dependencies
	@$(BIN)/python -m tests.licences

format: $(READY)
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

translations: $(READY)
	@$(BIN)/python -m tests.translations

screenshots: $(READY)
	@$(BIN)/python -m tests.screenshots

# The newest versions of all that is needed, pinned.
constraints: $(READY)
	@$(BIN)/python -m pip install -q --disable-pip-version-check -U --upgrade-strategy eager -e '.[dev]'
	@$(BIN)/python -m tests.dependencies --write

licences: $(READY)
	@$(BIN)/python -m tests.licences --write

clean:
	@rm -rf .venv demo

$(READY): pyproject.toml constraints.txt resources/system-packages.txt
	@sh resources/setup.sh $(PYTHON)
	@touch $@

$(TEST_READY): $(READY) resources/test-packages.txt
	@sh resources/packages.sh $$(cat resources/test-packages.txt)
	@touch $@
