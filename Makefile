# Every chore of the project; CI calls the same targets.
PYTHON ?= python3
UV := .uv/bin/uv
BIN := .venv/bin
export UV_PROJECT_ENVIRONMENT := .venv

.PHONY: help run test install install-dev system system-dev check lint types layers format bench evaluate screenshots lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: install system ## Install, build the knowledge base if needed, open the chat
	@$(BIN)/rameau up

test: install-dev system-dev check ## Install everything and pass every test
	@$(BIN)/pytest

check: lint types layers ## Lint, types and import layers

install: .venv/.installed ## Install what running needs into .venv
install-dev: .venv/.installed-dev ## Install what developing needs into .venv

system: ## Install what reading scanned pages needs: tesseract and its French
	@tesseract --list-langs 2>/dev/null | grep -qx fra || $(call apt,tesseract-ocr tesseract-ocr-fra) || \
	  echo "Les pages numérisées ne seront pas lues : installez tesseract-ocr et tesseract-ocr-fra."
system-dev: system ## Install what the tests need besides: PostgreSQL and a font
	@{ ls /usr/lib/postgresql/*/bin/initdb && ls /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf; } >/dev/null 2>&1 || \
	  $(call apt,postgresql fonts-dejavu-core) || \
	  echo "Some tests will be skipped: install postgresql and fonts-dejavu-core."

# Debian's package manager, where there is one and it may be used.
apt = { command -v apt-get >/dev/null && { [ "$$(id -u)" = 0 ] || sudo -n true 2>/dev/null; } && \
  echo "Installation de $(1)…" && \
  $$([ "$$(id -u)" = 0 ] || echo sudo) sh -c 'apt-get -qq update && \
  DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends $(1) >/dev/null'; }

$(UV):
	@$(PYTHON) -m venv .uv
	@.uv/bin/python -m pip install --quiet uv

.venv/.installed: requirements.txt pyproject.toml | $(UV)
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) .venv
	@test -f .venv/.installed-dev || { echo "Installation (quelques minutes la première fois)…"; $(UV) pip sync --quiet --python $(BIN)/python requirements.txt; }
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

.venv/.installed-dev: requirements-dev.txt pyproject.toml | $(UV)
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) .venv
	@$(UV) pip sync --quiet --python $(BIN)/python requirements-dev.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@ .venv/.installed

lint: install-dev ## Find mistakes and bad style
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: install-dev ## Check the types
	@$(BIN)/mypy

layers: install-dev ## Check who imports whom
	@$(BIN)/lint-imports

format: install-dev ## Put the code in shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: install-dev ## Measure speed, memory and retrieval; a table, and JSON in reports/
	@$(BIN)/python -m tests.benchmarks $(BENCHMARKS)

evaluate: install-dev ## Answer the reference questions, baselines beside
	@$(BIN)/rameau evaluate --questions tests/quality/dev.jsonl --baseline

screenshots: install-dev ## Take pictures of the running page (Debian's chromium is needed)
	@$(BIN)/python tests/browser/screenshots.py http://127.0.0.1:8501 reports/images

lock: $(UV) ## Resolve the dependencies again
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes pyproject.toml -o requirements.txt
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --group dev pyproject.toml -c requirements.txt -o requirements-dev.txt

clean: ## Forget the installation and everything built
	rm -rf .venv .uv .rameau .mypy_cache .ruff_cache .pytest_cache
