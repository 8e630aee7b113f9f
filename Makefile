# The two commands that matter: `make run` and `make test`. Both set up all that they need.

VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check

.PHONY: run test check bench pictures settings attacks clean
.DEFAULT_GOAL := run

# Start the server on http://127.0.0.1:8000; INPLACE_LAB_PORT=8001 make run takes another port.
run: $(VENV)/.installed
	@$(BIN)/inplace-lab serve

# Install the test extras, a browser, a database, a proxy and Graphviz, then run everything.
test: $(VENV)/.tested
	@scripts/browser
	@scripts/postgres
	@scripts/nginx
	@command -v dot >/dev/null || scripts/apt graphviz
	@$(MAKE) --no-print-directory check

check:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

# Measure this machine: docs/benchmarks.md says what each line means.
bench: $(VENV)/.benched
	@$(BIN)/python -m bench

# Photograph what the READMEs show, from a server that runs.
pictures: $(VENV)/.tested
	@scripts/browser
	@$(BIN)/python -m bench.pictures

# Write docs/settings.md from the settings themselves.
settings: $(VENV)/.installed
	@$(BIN)/inplace-lab settings --markdown > docs/settings.md

# Write docs/attacks.md from the attacks themselves.
attacks: $(VENV)/.tested
	@$(BIN)/python -m tests.attacks.page > docs/attacks.md

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@scripts/venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "Installing Inplace Lab into $(VENV); the first time this takes a few minutes, most of them for torch."
	$(PIP) --editable .
	@touch $@

$(VENV)/.tested: pyproject.toml | $(BIN)/python
	$(PIP) --editable '.[test]'
	@touch $@ $(VENV)/.installed

$(VENV)/.benched: pyproject.toml | $(BIN)/python
	$(PIP) --editable '.[bench]'
	@touch $@ $(VENV)/.installed
