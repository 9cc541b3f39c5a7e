# Two commands do everything: `make run` and `make test`. The rest is for those who build the tool.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
READY := $(VENV)/.ready

.PHONY: run empty test check format clean

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@

run: $(READY)  ## the dashboard with the fictitious city, on localhost
	$(BIN)/python -m programme prepare --demo
	$(BIN)/streamlit run app.py --server.port $(PORT)

empty: $(READY)  ## the same for real work: an empty system that asks for its first administrator
	$(BIN)/python -m programme prepare
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: $(READY)  ## every test that this machine can run
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: $(READY)  ## lint, format, types, catalogue
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m texts check

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
