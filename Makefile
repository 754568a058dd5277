# make demo, make test and make bench set up all they need; nothing else has to be known.
# The interpreter is python3, or the one that PYTHON names.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
LOCK = $(BIN)/uv pip compile pyproject.toml --generate-hashes --universal --python-version 3.11 \
	--no-header --no-emit-index-url --quiet

# Each stamp is as old as the last set-up of its part.
RUN := $(VENV)/run.stamp
DEV := $(VENV)/dev.stamp

# The articles of the demonstration; the folders below corpus/ are for the evaluation.
ARTICLES := corpus/hormone-clinic-blog.md corpus/sleep-apnea-guide.html \
	corpus/turmeric-and-joint-pain.txt

# The revision that `make diff` compares the rules with; the last commit unless another is named.
BASE ?= HEAD

CHECKS := check-format check-lint check-types check-imports check-rules check-tests

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo setup test diff bench lock clean $(CHECKS)

help: ## say what can be made
	@sed -n 's/^\([a-z]*\): .*## \(.*\)/make \1\t\2/p' Makefile | expand -t 14

demo: $(RUN) ## lint the bundled articles and write their HTML report to build/report/
	$(BIN)/medlint check $(ARTICLES) || test $$? -eq 1 # one is faulty on purpose
	$(BIN)/medlint report $(ARTICLES) --output build/report

setup: $(DEV) ## ready .venv with all that it takes to work on medlint

test: $(CHECKS) ## run every check that a change must pass

diff: $(DEV) ## show which findings of the corpus the rules gain and lose against BASE
	$(BIN)/medlint eval diff $(BASE) rules

bench: $(DEV) ## measure speed, false alarms and recall, and write reports/bench.json
	$(BIN)/python -m tools.bench $(PARTS)

check-format: $(DEV)
	$(BIN)/ruff format --check

check-lint: $(DEV)
	$(BIN)/ruff check

check-types: $(DEV)
	$(BIN)/mypy

check-imports: $(DEV)
	$(BIN)/lint-imports

check-rules: $(DEV)
	$(BIN)/medlint rules test

check-tests: $(DEV)
	$(BIN)/pytest --numprocesses auto

lock: $(BIN)/uv ## write requirements/ anew; newer releases with ARGS=--upgrade
	$(LOCK) --group build --output-file requirements/run.txt $(ARGS)
	$(LOCK) --group dev --constraints requirements/run.txt --output-file requirements/dev.txt $(ARGS)

clean: ## take away the set-up and all that was built
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "medlint needs Python 3.11 or newer, and '$(PYTHON)' is not." \
			"Name another: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(BIN)/uv: | $(BIN)/python
	$(PIP) install uv

# Hashes name every file that is installed; the project itself is built with the locked hatchling.
$(RUN): requirements/run.txt pyproject.toml | $(BIN)/python
	@echo 'Installing what medlint runs on (about 100 MB to fetch) …'
	@$(PIP) install --require-hashes --requirement requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt $(RUN)
	@echo 'Installing what it is checked with …'
	@$(PIP) install --require-hashes --requirement requirements/dev.txt
	@touch $@
