# `make` prints this list. Two commands set everything up: `make run` and `make test`.
# PYTHON chooses the interpreter (3.11 or newer); without it the newest one found is taken. VENV is where the environment goes.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

PYTHON ?=
VENV ?= .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev
SOURCES := yingsu services migrations tests bench
# Each worker has a PostgreSQL of its own. One test alone: .venv/bin/python -m pytest tests/…
WORKERS := --numprocesses auto --dist worksteal

.PHONY: help run demo test test-pg15 check bench openapi format lock clean

help: ## this list
	@grep -hE '^[a-z0-9-]+:.*?## ' $(firstword $(MAKEFILE_LIST)) | sort | awk -F ':.*?## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run: $(RUN_STAMP) ## everything with one command on 127.0.0.1:8000, data in .yingsu
	@$(BIN)/yingsu run

demo: $(RUN_STAMP) ## play three disputes over HTTP, from mediation to the review of a lost case, in a data folder of its own
	@$(BIN)/yingsu demo

test: $(DEV_STAMP) ## the whole test suite, on the embedded PostgreSQL
	@$(BIN)/python -m pytest $(WORKERS)

test-pg15: $(DEV_STAMP) ## every test that asks for a server, on PostgreSQL 15, the oldest supported
	@YINGSU_TEST_POSTGRES_BIN="$$(scripts/postgres15)" $(BIN)/python -m pytest $(WORKERS)

check: $(DEV_STAMP) ## format, lint, types, import contracts, tests: what CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy yingsu services migrations tests bench
	$(BIN)/lint-imports
	$(BIN)/python -m pytest $(WORKERS)

bench: $(DEV_STAMP) ## measure append, load, reading and rebuild beside raw psycopg and the library's own, the views' lag, and the obligation engine
	@$(BIN)/python -m bench

openapi: $(DEV_STAMP) ## write the OpenAPI files, the event schemas and the AsyncAPI file under openapi/ anew
	@$(BIN)/yingsu openapi
	@$(BIN)/yingsu clauses --generate .

format: $(DEV_STAMP) ## format the code and mend what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(DEV_STAMP) ## choose the newest allowed versions of the dependencies anew
	@scripts/lock $(BIN)/uv

clean: ## remove the virtual environment and caches; never data
	@rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
	@if [ -d .yingsu ]; then echo '数据文件夹 .yingsu 未动；要删除全部数据，请自行执行 rm -rf .yingsu'; fi

$(RUN_STAMP): requirements.lock pyproject.toml scripts/install
	@scripts/install "$(PYTHON)" $(VENV) requirements.lock $@

$(DEV_STAMP): requirements-dev.lock pyproject.toml scripts/install
	@scripts/install "$(PYTHON)" $(VENV) requirements-dev.lock $@
