PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8501
# Some images forbid Python to keep what it compiled: then each of our processes would compile all of us anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: chromium postgresql help run sample test check bench bench-recommend bench-forecast clean aws-limits

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(BIN)/.runs: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(BIN)/.tests: requirements-dev.txt $(BIN)/.runs
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: $(BIN)/.runs ## serve dashboard and /api on 127.0.0.1:8501; an empty store gets the sample season
	@$(BIN)/python -m core sample --if-empty
	@$(BIN)/uvicorn app:app --host $(HOST) --port $(PORT) --no-server-header --log-level warning \
		--ws-per-message-deflate false # as Streamlit's own server: a tenth of the CPU of a rerun, for nothing on this machine

sample: $(BIN)/.runs ## build the made-up season in the store
	@$(BIN)/python -m core sample

chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	  { command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } || \
	  { echo "The browser tests need Chromium: install your system's 'chromium' package, then run make test again."; exit 1; }

postgresql:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || \
	  { command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq postgresql >/dev/null; } || \
	  echo "PostgreSQL is not installed: the desk is tested on SQLite alone."

# Two servers that hold limits of S3 and DynamoDB which the others let pass; without npm their tests are skipped.
aws-limits: $(BIN)/.tests
	@[ -d $(VENV)/node/node_modules/dynalite ] || ! command -v npm >/dev/null || \
	  npm install --silent --no-audit --no-fund --prefix $(VENV)/node s3rver@3.7.1 dynalite@4.0.0 >/dev/null 2>&1 || \
	  echo "npm could not install s3rver and dynalite: their two tests are skipped."

# Files in their order: sorted by how many tests they have, one of a single long test would come last, alone.
test: $(BIN)/.tests chromium postgresql aws-limits ## install what the tests need and run them all
	$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

check: $(BIN)/.tests ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(BIN)/.tests ## print every figure we promise
	$(BIN)/python -m bench

bench-recommend: $(BIN)/.tests ## print the recommender's figures
	$(BIN)/python -m bench.recommend

bench-forecast: $(BIN)/.tests ## print the forecast's figures
	$(BIN)/python -m bench.forecast

clean: ## remove the environment, never the store
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
