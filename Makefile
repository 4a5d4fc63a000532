# Everything a person does with a checkout. The first two need nothing but Python 3.11 to 3.13 and make.
SHELL := /bin/sh
.DEFAULT_GOAL := help
# The first interpreter that starts and is of a supported version; override with `make PYTHON=/path/to/python`.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' >/dev/null 2>&1 && { echo $$p; exit; }; done; echo none)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
TESTS ?= tests
WORKERS ?= auto
# Set-up is done by one make at a time: a lock on a file that is there anyway, which ends with whoever holds it.
define ONE_AT_A_TIME
import fcntl, subprocess, sys
with open("pyproject.toml", "a") as lock:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("ipjang: another make is setting up here; waiting for it", file=sys.stderr, flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        sys.exit(subprocess.call(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
endef
export ONE_AT_A_TIME
SAY = @printf 'ipjang: %s\n' >&2

.PHONY: help run chat web test check format train bench soak mutants pictures fonts wheel extras lock clean

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/runtime ## start the bot: Telegram when BOT_TOKEN is set (environment or .env), otherwise the console
	@$(BIN)/ipjang run

chat: $(VENV)/runtime ## the same conversation in the terminal
	@$(BIN)/ipjang chat

web: $(VENV)/runtime ## the public page alone, at http://127.0.0.1:8090 or BOT_WEB_LISTEN
	@$(BIN)/ipjang web

test: $(VENV)/dev ## the whole suite
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(TESTS)

check: $(VENV)/dev ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev ## put every file into the house's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

pictures: $(VENV)/dev ## draw docs/pictures anew from today's replies; the chats need Chromium and a Korean font
	$(BIN)/python -m tests.pictures

fonts: $(VENV)/dev ## cut bot/fonts anew out of Debian's packages; needs apt-get and dpkg-deb
	$(BIN)/python -m tests.fonts

wheel: $(VENV)/runtime ## dist/ipjang-….whl, to install anywhere with pipx or uv
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .

train: $(VENV)/dev ## learn the kinds of questions from tests/knowledge/questions.tsv and rows/; prints what is taken for what
	$(BIN)/python -m tests.knowledge.train

bench: $(VENV)/dev ## speed, beside two other bots and two other matchers; takes some minutes, draws docs/throughput.svg
	$(BIN)/python -m tests.benchmarks

soak: $(VENV)/dev ## kill, fault, flood and starve the bot for a long time; prints what was tried and what was lost
	$(BIN)/python -m tests.soak $(SOAK)

mutants: $(VENV)/dev ## break one line at a time in a copy, and say which break no test notices
	$(BIN)/python -m tests.mutants

extras: $(VENV)/runtime ## what `ipjang mcp` needs beside the rest, pinned in requirements-mcp.lock
	$(SAY) 'installing the libraries that requirements-mcp.lock pins'
	@$(PIP) install --require-hashes -r requirements-mcp.lock

lock: ## pin the newest allowed versions, with hashes and without the name of a registry
	@test "$(PYTHON)" != none
	$(PYTHON) -m venv $(VENV)-lock && $(VENV)-lock/bin/pip --quiet install uv
	$(VENV)-lock/bin/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --group build -o requirements.lock
	$(VENV)-lock/bin/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --group dev -o requirements-dev.lock
	$(VENV)-lock/bin/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --extra mcp --constraint requirements.lock -o requirements-mcp.lock
	rm -rf $(VENV)-lock

clean: ## remove what make made
	rm -rf $(VENV) $(VENV)-lock $(VENV)-bench build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# Stamps, so that a finished set-up costs nothing and an interrupted one is done again.
ifndef SETTING_UP
$(VENV)/runtime: requirements.lock pyproject.toml
$(VENV)/dev: requirements.lock pyproject.toml requirements-dev.lock
$(VENV)/runtime $(VENV)/dev:
	@test "$(PYTHON)" != none || { echo 'ipjang needs Python 3.11, 3.12 or 3.13 with the venv module.' >&2; exit 1; }
	@$(PYTHON) -c "$$ONE_AT_A_TIME" $(MAKE) --silent --no-print-directory SETTING_UP=1 $@
else
$(VENV)/python:
	$(SAY) 'setting up in $(VENV); this happens once and takes about a minute'
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/runtime: $(VENV)/python requirements.lock pyproject.toml
	$(SAY) 'installing the libraries that requirements.lock pins'
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
	$(SAY) 'set up'

$(VENV)/dev: $(VENV)/runtime requirements-dev.lock
	$(SAY) 'installing the tools of tests and checks that requirements-dev.lock pins'
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
endif
