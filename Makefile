# `make demo` and `make test` start from nothing but Python 3.11+, make and git.
PYTHON ?= $(firstword $(foreach name,python3.11 python3 python3.13 python3.12 python,$(shell \
	command -v $(name) >/dev/null && $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
VENV := .venv
BIN := $(VENV)/bin
DEMO := fixtures/shop-notice/policy.md

.PHONY: demo test check lint bench bench-docs accuracy forms docs golden fuzz browser programs cluster clean

$(VENV)/.installed: pyproject.toml
	@test -n "$(PYTHON)" || { echo "gapcheck needs Python 3.11 or later; name one with: make PYTHON=/path/to/python3" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv --upgrade-deps $(VENV)  # newer pips write scripts that start faster
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(VENV)/.installed
	@echo '$$ gapcheck --law gdpr $(DEMO)'
	@$(BIN)/gapcheck --law gdpr $(DEMO) || test $$? -eq 1

# On all processors; some tests only wait, so that even one processor gains.
test: $(VENV)/.installed-dev
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: lint test
	$(BIN)/gapcheck selftest

# BENCH=all for the long ones too; BENCH='engines scaling' for these parts. What it does, and what came out: docs/performance.md
bench: $(VENV)/.installed-dev
	@$(BIN)/python bench/suite.py $(BENCH)

bench-docs: $(VENV)/.installed-dev
	@$(BIN)/python bench/suite.py --docs $(BENCH)

# Where labelled policies lie beside the project (../shared): writes docs/accuracy.md; with SETS="gdpr-dev gt200" it prints their figures.
accuracy: $(VENV)/.installed-dev
	@$(BIN)/python bench/accuracy.py $(SETS)

# Where real policies lie beside the project: whether they get the same verdicts in other forms, which pandoc, lynx and w3m make.
forms: $(VENV)/.installed-dev
	@$(BIN)/python bench/forms.py $(FORMS)

docs: $(VENV)/.installed-dev
	@GAPCHECK_GOLDEN=accept $(BIN)/python -m pytest tests/test_ruledocs.py -k golden

golden: $(VENV)/.installed-dev
	@GAPCHECK_GOLDEN=accept $(BIN)/python -m pytest -k golden

# Each target for FUZZ_SECONDS (60 where nothing is said). There is no atheris for every system: then a sentence says so.
fuzz: $(VENV)/.installed-dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,fuzz]' 2>/dev/null || true
	@$(BIN)/python fuzz/run.py $(FUZZ_TARGETS)

# In a real browser and in LibreOffice, which these do not install: apt-get install chromium libreoffice-calc-nogui nodejs npm
NODE := $(VENV)/node/node_modules
SHOWN_BY = AXE=$(NODE)/axe-core SARIF=$(NODE)/@microsoft/sarif-multitool-linux $(BIN)/python -m pytest

$(VENV)/.installed-programs: $(VENV)/.installed-dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,programs]'
	@npm install --silent --no-audit --no-fund --ignore-scripts --prefix $(VENV)/node axe-core@4 @microsoft/sarif-multitool-linux@5
	@touch $@

browser: $(VENV)/.installed-programs
	@$(SHOWN_BY) tests/programs/test_browser.py

programs: $(VENV)/.installed-programs
	@$(SHOWN_BY) tests/programs

# Processes and Dask workers that are killed midway; takes some minutes, and about 500 MB for Dask.
cluster: $(VENV)/.installed-dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,corpus,dask]'
	@$(BIN)/python -m pytest tests/cluster tests/test_corpus.py

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
