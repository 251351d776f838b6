# make demo: set up and answer real-looking messages.   make test: set up and pass all tests.
PYTHON ?= python3
BIN := .venv/bin
SETUP := .venv/.installed

.PHONY: demo test lint bench clean

demo: $(SETUP)
	$(BIN)/cs-scripts suggest - --shop data/shop.example.yaml < data/demo.txt
	@echo "打开工作台（放在千牛旁边的网页）：$(BIN)/cs-scripts desk --shop data/shop.example.yaml --goods data/goods.example.csv"

test: $(SETUP)
	$(BIN)/python -m pytest

lint: $(SETUP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(SETUP)
	$(BIN)/python -m pip install -q -e ".[bench]"
	$(BIN)/python benchmarks/recognition.py
	$(BIN)/python benchmarks/speech.py
	$(BIN)/python benchmarks/tagging.py
	$(BIN)/python benchmarks/desk.py
	$(BIN)/python benchmarks/desk_kill.py

$(SETUP): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --upgrade pip
	$(BIN)/python -m pip install -q -e ".[dev]"
	touch $(SETUP)

clean:
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
