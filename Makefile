# Everything a person does here, by name. `make run` and `make test` set the machine up by themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Most tests wait for a server or a disk: more of them at once than there are processors.
TOGETHER := -n 4 --dist worksteal
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help run test check format bench bench-check bench-laws requirements clean

help:
	@echo "make run           serve the example rules/ on http://127.0.0.1:8080, in dev mode"
	@echo "make test          run the tests"
	@echo "make check         format, lint, types, rules, docs, and the units' tests with coverage"
	@echo "make bench         measure the server against its peers on this machine (needs wrk); writes docs/performance.md"
	@echo "make bench-laws    try for minutes whether the index ever leaves a rule out; LAWS_EXAMPLES=100000 for longer"
	@echo "make bench-check   measure what checking 10,000 rules costs, phase by phase"
	@echo "make soak          edit a folder at random while it is served and texted; MINUTES=5 for longer"
	@echo "make format        let ruff rewrite the code"
	@echo "make requirements  resolve pyproject.toml anew into requirements/*.txt"
	@echo "make binary        dist/sms-router: one file that runs on Debian 12 without Python"
	@echo "make deb           the Debian package, with a systemd unit"
	@echo "make test-artefacts test both in bare roots (as root; needs debootstrap, lintian, systemd-container)"
	@echo "make release       everything: check, test, binary, deb, their tests, SHA256SUMS"
	@echo "make clean         remove the virtual environment and everything generated"

run: $(VENV)/.runtime
	@$(BIN)/sms-router serve --dev

test: $(VENV)/.dev
	@$(BIN)/python -m pytest $(TOGETHER)

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/coverage erase
	HYPOTHESIS_PROFILE=reach $(BIN)/coverage run -m pytest $(TOGETHER) -m "not exhaustive" tests/unit tests/contracts tests/test_docs.py
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report
	$(BIN)/coverage report --include 'router/core/*,router/engine/*,router/plivo/*,router/language/*,router/render/*' --fail-under 100
	$(BIN)/sms-router check rules --strict

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.bench
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.reloads

bench-check: $(VENV)/.dev
	$(BIN)/python -m tests.bench.check

bench-laws: $(VENV)/.dev
	HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest tests/unit/engine/index/test_rule_index.py \
		tests/unit/engine/index/test_letters.py tests/unit/engine/index/test_real_texts.py

soak: $(VENV)/.dev
	$(BIN)/python -m tests.soak $(MINUTES)

requirements: $(VENV)/.dev
	$(BIN)/pip-compile $(COMPILE) --output-file requirements/runtime.txt pyproject.toml
	$(BIN)/pip-compile $(COMPILE) --extra dev --output-file requirements/dev.txt pyproject.toml
	$(BIN)/pip-compile $(COMPILE) --extra bench --constraint requirements/dev.txt --output-file requirements/bench.txt \
		pyproject.toml
	$(BIN)/pip-compile $(COMPILE) --extra packaging --output-file requirements/packaging.txt pyproject.toml
COMPILE := --quiet --upgrade --strip-extras --generate-hashes --allow-unsafe --all-build-deps --no-annotate \
	--no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

clean:
	rm -rf $(VENV) build dist *.egg-info .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.python:
	@sh requirements/python-is-ready.sh $(PYTHON)
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.python requirements/runtime.txt pyproject.toml
	@echo "Setting up $(VENV) (once) …"
	@$(PIP) install --require-hashes --requirement requirements/runtime.txt
	@PYTHONWARNINGS=ignore $(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.python requirements/dev.txt pyproject.toml
	@echo "Setting up $(VENV) for development (once) …"
	@$(PIP) install --require-hashes --requirement requirements/dev.txt
	@PYTHONWARNINGS=ignore $(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.runtime

$(VENV)/.bench: $(VENV)/.dev requirements/bench.txt
	@$(PIP) install --require-hashes --requirement requirements/bench.txt
	@touch $@

include packaging/packaging.mk
