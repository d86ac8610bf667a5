# Every target makes what it needs first: the environment from requirements.lock, the book from its sources.
# Relative paths only, so that a checkout may lie under a path with spaces.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

PY := .venv/bin/python
ENV := .venv/.ready
BOOK := _build/html/.built
# What the book is made from, and the commit that it names; a change in any of these builds it again.
SOURCES := _config.yml _toc.yml CITATION.cff $(wildcard .git/logs/HEAD) $(shell find book notebooks data src -type f \
	-not -path '*/.ipynb_checkpoints/*' -not -path '*/__pycache__/*' -not -name '* *')

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' Makefile

$(ENV): requirements.lock pyproject.toml
	@echo "== Making the environment in .venv (a few hundred MB, once)"
	@for python in "$(PYTHON)" python3.13 python3.12 python3.11 python3 python; do \
		if [ -n "$$python" ] && "$$python" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; \
		then echo "   with $$python, $$("$$python" --version)"; "$$python" -m venv --clear .venv && exit 0 || exit 1; fi; done; \
	echo "No Python 3.11, 3.12 or 3.13 with the venv module was found. Install one (on Debian: apt install python3 python3-venv) or name it: make PYTHON=/path/to/python3.12" >&2; exit 1
	@awk '/^[^ #]/ {wanted = /^uv==/} wanted' requirements.lock > .venv/uv.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r .venv/uv.lock
	$(PY) -m uv pip sync --compile-bytecode --python $(PY) --require-hashes --strict requirements.lock
	$(PY) -m uv pip install --python $(PY) --quiet --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(ENV) ## make the environment in .venv

$(BOOK): $(ENV) $(SOURCES)
	$(PY) -m analysis.run.command build
	@touch $@

book: $(BOOK) ## build the book: _build/html/index.html
	@echo "The book: _build/html/index.html"

test: $(BOOK) ## run all tests but the slow ones
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m pytest -m "not slow" -n 2 --dist loadfile --no-loadscope-reorder

test-all: test ## run all tests
	$(PY) -m pytest -m slow -n 2 --dist loadfile --no-loadscope-reorder

figures: $(BOOK) ## write each figure's files, data and citations: _build/html/figures/
	$(PY) -m analysis.run.command figures

notebooks: $(ENV) ## run all notebooks and store their outputs
	$(PY) -m analysis.run.command notebooks

lab: $(ENV) ## open the notebooks in JupyterLab
	$(PY) -m jupyterlab notebooks

serve: $(ENV) ## show the book in a browser; it is built again when something changes
	$(PY) -m analysis.run.command serve --open

archive: $(BOOK) ## pack the book and all it was made from into one zip
	@$(PY) -m analysis.run.command archive

pdf: $(BOOK) ## print the whole book into one PDF (needs Pango)
	@$(PY) -m analysis.run.command pdf

lock: ## resolve the dependencies of pyproject.toml anew (for maintainers)
	$(PY) -m uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --fork-strategy fewest \
		--generate-hashes --no-header --upgrade --output-file requirements.lock

clean: ## remove the environment and everything built
	rm -rf .venv _build

.PHONY: help setup book figures test test-all notebooks lab serve archive pdf lock clean
