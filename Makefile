# make demo   sets up and runs the whole way on a sandbox, with no token and no account (WALL=path for your own file)
# make test   sets up and runs the tests
# make check  format, lint, types, import contracts (the tests hold the contracts too)
# make bench  the figures that README and docs quote; BENCH=name for one of them
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What is heard of OpenMP's waiting: with a busy neighbour its default (spinning) costs most of the speed.
export OMP_WAIT_POLICY ?= PASSIVE

.PHONY: demo test check format bench clean

$(VENV)/.demo: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[demo]'
	touch $@

$(VENV)/.test: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[demo,test]'
	touch $@ $(VENV)/.demo

demo: $(VENV)/.demo
	$(BIN)/wallflower demo $(if $(WALL),--wall '$(WALL)') $(if $(YES),--yes)

test: $(VENV)/.test
	$(BIN)/pytest

check: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.test
	$(BIN)/python -m benchmarks $(BENCH)

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis demo-home
