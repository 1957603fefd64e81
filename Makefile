# `make crawl` and `make test` set up what they need: only Python 3.11+, make and a package index are asked for.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SITE ?= demo
ARGS ?=

.PHONY: crawl check test lint types floors test-lowest docs benchmarks clean help

help:  ## what there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

crawl: $(VENV)/.crawl  ## crawl a site: the embedded demo, or SITE=name (more with ARGS="-a pages=5")
	@$(BIN)/newscrawl crawl $(SITE) --summary $(ARGS)

# The contract of the fields on pages of all kinds, datelines, whole crawls of the demo, a feed killed at any call.
TELLING := tests/article tests/dateline tests/demo tests/gold tests/store tests/test_schema.py tests/test_readme.py

check: $(VENV)/.test lint types floors  ## style, types and the most telling tests: about a minute
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -q -m "not slow" $(TELLING) $(ARGS)

test: $(VENV)/.test lint types floors  ## every check and every test
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

lint: $(VENV)/.test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .

types: $(VENV)/.test
	@$(BIN)/mypy

floors: $(VENV)/.test
	@$(BIN)/lint-imports --no-logo >/dev/null || $(BIN)/lint-imports

test-lowest: $(VENV)-lowest/.test  ## the tests with the lowest versions that pyproject.toml states
	@$(VENV)-lowest/bin/python -m pytest -n 2 --dist loadgroup $(ARGS)

docs: $(VENV)/.test  ## write the generated pages again
	@$(BIN)/python -m newscrawl.schema --write
	@$(BIN)/python -m newscrawl.options docs/settings.md
	@$(BIN)/python tools/statuses_page.py
	@$(BIN)/scrapy sites --markdown > docs/sites.md.new && mv docs/sites.md.new docs/sites.md

benchmarks: $(VENV)/.test  ## quality and speed, beside peers and floors
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

$(VENV)/.crawl: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.crawl pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group lint --group test
	@touch $@

$(VENV)-lowest/.test: pyproject.toml
	@test -x $(VENV)-lowest/bin/python || $(PYTHON) -m venv $(VENV)-lowest
	@$(VENV)-lowest/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'
	@$(VENV)-lowest/bin/uv pip install --quiet --python $(VENV)-lowest/bin/python --resolution lowest-direct --editable . --group test
	@touch $@

clean:  ## remove what was set up; crawled data stays
	rm -rf $(VENV) $(VENV)-lowest .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
