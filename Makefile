# make demo   sets up and walks the whole way on a sandbox, with no token and no account
#             (WALL=path: on your own file; MINUTES=5: train longer; YES=1: ask nothing, end by itself;
#             OPEN=0: open no browser; PORT=8077: the page's port; AGAIN=1: the bot and the page once more, no training)
# make test   sets up and runs the tests
# make browser  the console in a real browser: needs Debian's chromium; what it saw lies in .venv/screenshots
# make check  format, lint, types, import contracts
# make docs   the docs as a site, in site/
# make bench  the figures that README and docs quote (BENCH=fortunes: one of them)
#
# PYTHON=python3.12 picks another interpreter; PIP_ARGS="…" goes to pip, for a mirror or a CPU build of torch.
PYTHON ?= python3
PIP_ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check $(PIP_ARGS)

# OpenMP's threads spin while they wait by default: with a busy neighbour that costs most of the speed. A short spin pays.
export OMP_WAIT_POLICY ?= PASSIVE
export GOMP_SPINCOUNT ?= 10000

.PHONY: demo test browser check format docs bench clean

$(VENV)/.demo: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) -c constraints.txt -e .
	# Real short posts for the demo's wall. Its dependencies are for a network of its own (tensorflow) and not needed.
	$(PIP) --no-deps ru-proverbs==1.1.2
	touch $@

$(VENV)/.test: $(VENV)/.demo
	$(PIP) -c constraints.txt -e '.[test]'
	touch $@

$(VENV)/.browser: $(VENV)/.test
	$(PIP) -c constraints.txt -e '.[test,browser]'
	touch $@

$(VENV)/.docs: $(VENV)/.demo
	$(PIP) -c constraints.txt -e '.[docs]'
	touch $@

demo: $(VENV)/.demo
	$(BIN)/wallflower demo $(if $(WALL),--wall '$(WALL)') $(if $(MINUTES),--minutes $(MINUTES)) $(if $(YES),--yes) \
		$(if $(filter 0,$(OPEN)),--no-open) $(if $(PORT),--port $(PORT)) $(if $(AGAIN),--again)

# Two thirds of it wait for processes, sockets and clocks: a worker a core, four at most, halves the time.
test: $(VENV)/.test
	$(BIN)/pytest --numprocesses logical --maxprocesses 4 --dist worksteal

browser: $(VENV)/.browser
	@test -x /usr/bin/chromium || { echo "there is no /usr/bin/chromium: apt-get install chromium" >&2; exit 1; }
	WALLFLOWER_BROWSER=1 WALLFLOWER_SCREENSHOTS=$(VENV)/screenshots \
		$(BIN)/pytest tests/browser --numprocesses logical --maxprocesses 4 --dist worksteal

check: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/.docs
	$(BIN)/zensical build --clean --strict

bench: $(VENV)/.test
	$(BIN)/python -m benchmarks $(BENCH)

clean:
	rm -rf $(VENV) build site .cache *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis demo-home
