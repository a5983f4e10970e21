# The few commands of the project. `make report` and `make test` need only Python, pip, make and git.
# On Windows without make: the README has the same commands for PowerShell.

PYTHON ?= python3
PARAMS ?= params/cumbria-2021.yaml
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
READY := $(VENV)/.ready

.PHONY: report test check lab clean install pins

report: $(READY)  ## build the default edition and print where its index page is
	@$(BIN)/python -m jsna build $(PARAMS)

test: $(READY)  ## everything: units, every notebook, headline cells, pages in a browser
	@$(BIN)/python tools/bring_browser.py
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

check: $(READY)  ## format, lint, types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

lab: $(READY)  ## JupyterLab, with the notebooks ready to run on their default parameters
	@test -f reports/cumbria-2021/public/tables/datapackage.json || $(BIN)/python -m jsna build params/cumbria-2021.yaml
	@$(BIN)/jupyter lab notebooks

clean:  ## take away reports and caches; released editions and the environment stay
	rm -rf reports/* reports/.work .pytest_cache .mypy_cache .ruff_cache .hypothesis
	git checkout --quiet -- reports

install: $(READY)  ## the environment alone

$(READY): requirements.txt pyproject.toml
	@echo "making the environment in $(VENV); this takes a few minutes, once"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q jsna inspection
	@touch $(READY)

pins: $(READY)  ## write requirements.txt anew from requirements.in
	@$(BIN)/python tools/pin.py
