# Two commands do everything: `make run` and `make test`. The rest is for those who build the tool.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
READY := $(VENV)/.ready

.PHONY: run test check format clean

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@

# A demonstration and real work never share a database. DATABASE_URL, where it is set, overrules both; it may hold a
# password, so it goes by the environment and is not shown.
DEMO ?= yes
ifeq ($(DEMO),yes)
run: export DATABASE_URL ?= sqlite:///$(CURDIR)/data/demo.db
else
run: export DATABASE_URL ?= sqlite:///$(CURDIR)/data/bangdai.db
endif

run: $(READY)  ## the dashboard on localhost with the fictitious city; `make run DEMO=no`: empty, for real work
	$(BIN)/python -m programme prepare $(if $(filter yes,$(DEMO)),--demo)
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
