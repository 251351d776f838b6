# make demo: set up and answer real-looking messages.   make test: set up and pass all tests.
# make coverage: which statements of src/ no test runs, in this process or any that tests start; fails under 95 %.
# make bench: the table of figures of the READMEs, then each in detail; BEFORE=revision sets a release beside this one.
# make test-all: the wheel on every Python there is, lowest and newest dependencies.   make release-check: is dist/ fit for PyPI?
PYTHON ?= python3
BIN := .venv/bin
SETUP := .venv/.installed
DEMO := .venv/.installed-demo

.PHONY: demo test coverage test-all lint bench release-check clean

demo: $(DEMO)
	$(BIN)/cs-scripts suggest - --shop data/shop.example.yaml < data/demo.txt
	@echo "打开工作台（放在千牛旁边的网页）：$(BIN)/cs-scripts desk --shop data/shop.example.yaml --goods data/goods.example.csv"

test: $(SETUP)
	$(BIN)/python -m pytest

coverage: $(SETUP)
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run -m pytest
	$(BIN)/python -m coverage combine -q
	$(BIN)/python -m coverage report

lint: $(SETUP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(SETUP)
	$(BIN)/python -m pip install -q -e ".[bench]"
	$(BIN)/python benchmarks/table.py $(if $(BEFORE),--before $(BEFORE))
	$(BIN)/python benchmarks/limits.py
	$(BIN)/python benchmarks/recognition.py
	$(BIN)/python benchmarks/goods.py
	$(BIN)/python benchmarks/speech.py
	$(BIN)/python benchmarks/tagging.py
	$(BIN)/python benchmarks/spark.py
	$(BIN)/python benchmarks/desk.py
	$(BIN)/python benchmarks/desk_kill.py

test-all: $(SETUP)
	$(BIN)/python scripts/test_all.py

release-check: $(SETUP)
	$(BIN)/python -m pip install -q build twine
	rm -rf dist
	$(BIN)/python -m build
	$(BIN)/python -m twine check --strict dist/*
	$(BIN)/python scripts/check_release.py dist

$(DEMO): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q -e ".[desk,fast]"
	touch $(DEMO)

$(SETUP): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --upgrade pip
	$(BIN)/python -m pip install -q -e ".[dev]"
	touch $(SETUP)

clean:
	rm -rf .venv dist build .pytest_cache .coverage* .mypy_cache .ruff_cache .hypothesis
