# Two commands do everything: `make render` and `make test`. Both set up first, once.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
PAIRS  := -n auto
JOBS   ?= 1000
PEERS  ?= $(BIN)/python

.DEFAULT_GOAL := help
.PHONY: help setup render test check tools test-real schemas docs goldens bench lock clean

help: ## say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(READY) ## make the virtual environment from requirements.lock

# Installed from the lock with hashes; the checkout itself is installed editable.
$(READY): requirements.lock pyproject.toml
	@echo "setting up $(VENV) (once; a minute or two)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "specgen needs Python 3.11 or newer; say make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

render: $(READY) ## render the example environments into rendered/
	@$(BIN)/specgen render --all

test: $(READY) ## run the tests
	@$(BIN)/pytest $(PAIRS)

check: $(READY) ## format, lint, types, import floors, what is generated, conformance
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/specgen schema --check
	@$(BIN)/python tools/schemas.py --check
	@$(BIN)/python tools/docs.py --check
	@$(BIN)/specgen render --all --check

tools: $(READY) ## build the programs that read the tree, where they are missing (needs Go)
	@$(BIN)/python -m tools.real.build

test-real: $(READY) ## run what those programs say of rendered/
	@$(BIN)/pytest tests/real

schemas: $(READY) ## write schemas/ from the models and the manifest shapes
	@$(BIN)/specgen schema
	@$(BIN)/python tools/schemas.py

docs: $(READY) ## write the generated references in docs/
	@$(BIN)/python tools/docs.py

goldens: $(READY) ## accept what the golden projects render to now
	@$(BIN)/pytest -q tests/test_golden.py --accept

bench: $(READY) ## measure specgen beside other tools; JOBS=10000 takes longer
	@$(BIN)/python -m tools.bench --jobs $(JOBS) --peers $(PEERS)

lock: ## compile requirements.lock anew (needs uv)
	@uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes \
		--no-emit-index-url --no-header --upgrade pyproject.toml -o requirements.lock

clean: ## remove what was set up
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
