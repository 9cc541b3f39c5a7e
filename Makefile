# Two commands do everything: `make run` and `make test`. The rest is for those who build the tool.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
READY := $(VENV)/.ready

# Tests in a browser mostly wait for it: one worker more than there are cores.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(1 + (os.cpu_count() or 1))')

.PHONY: install run test test-full check format clean

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -c constraints.txt -e '.[test]'
	# On all cores, where pip takes one; a file that no Python can read is none that anybody imports.
	-$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib
	@touch $@

install: $(READY)  ## the environment, made anew when its list of packages changed

# A demonstration and real work never share a database. DATABASE_URL, where it is set, overrules both; it may hold a
# password, so it goes by the environment and is not shown.
DEMO ?= yes
ifeq ($(DEMO),yes)
run: export DATABASE_URL ?= sqlite:///$(CURDIR)/data/demo.db
else
run: export DATABASE_URL ?= sqlite:///$(CURDIR)/data/bangdai.db
endif

# The sums of a page are small: threads of the linear algebra cost them more processor time than they save.
run test: export OPENBLAS_NUM_THREADS ?= 1
run: $(READY)  ## the dashboard on localhost with the fictitious city; `make run DEMO=no`: empty, for real work
	$(BIN)/python -m programme prepare $(if $(filter yes,$(DEMO)),--demo)
	$(BIN)/streamlit run app.py --server.port $(PORT)

# Servers, workers and commands that tests start read compiled modules, also where the shell forbids to write them.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(READY)  ## every test that this machine can run
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

test-full: export BANGDAI_WORLDS = 2000
test-full: test  ## the same with twenty times as many random worlds against integer programming

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
