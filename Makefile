# make run   starts the application on http://localhost:8501
# make test  checks everything: format, lint, types, import contracts, tests
# make bench measures the budget (long)
# make soak  lets visitors come and go for half an hour
# make planted plants the defects that are new or changed one by one and demands that tests notice them; ALL=1 tries all
# make golden compares every page with its picture; KEEP=1 keeps pictures that are missing or no longer alike
# make audit asks the network for known weaknesses of the installed packages
# make accessibility looks at every state of every page, and writes what the declaration of accessibility says
# make pictures makes the pictures of the README and the guides from the running application

PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501

# Where compiled modules may not be kept, each of the many starts of the program would compile it anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test bench soak planted golden audit accessibility pictures clean

run: $(VENV)/installed
	$(BIN)/welfare-map run --port $(PORT)

test: $(VENV)/installed-test
	$(BIN)/python tests/browser/chromium.py --install
	$(BIN)/python tests/browser/nginx.py --install
	$(BIN)/python tests/welfare_map/register/postgresql.py --install
	$(BIN)/python tests/welfare_map/exports/libreoffice.py --install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@start=$$(date +%s); $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --durations 15; status=$$?; \
	took=$$(($$(date +%s) - start)); echo "The tests took $$((took / 60)) min $$((took % 60)) s"; exit $$status

bench: $(VENV)/installed-test
	$(BIN)/python tests/browser/chromium.py --install
	$(BIN)/python bench/run.py

soak: $(VENV)/installed-test
	$(BIN)/python tests/browser/chromium.py --install
	$(BIN)/python bench/soak.py

planted: $(VENV)/installed-test
	$(BIN)/python tests/browser/chromium.py --install
	$(BIN)/python tests/browser/nginx.py --install
	$(BIN)/python tests/planted/plant.py $(if $(ALL),--all)

golden: $(VENV)/installed-test
	$(BIN)/python tests/browser/chromium.py --install
	$(BIN)/python -m pytest tests/browser/test_golden_pictures.py -m golden -n 2 --golden $(if $(KEEP),keep,compare)

$(VENV)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name it with: make run PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/python pyproject.toml constraints.txt
	@echo "Installing the packages, a minute or two the first time"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/installed-test: $(VENV)/python pyproject.toml constraints.txt
	@echo "Installing the packages, a minute or two the first time"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test]'
	@touch $@ $(VENV)/installed

audit: $(VENV)/installed
	$(PYTHON) -m venv $(VENV)-audit
	$(VENV)-audit/bin/python -m pip install --quiet pip-audit
	$(BIN)/python -m pip freeze --exclude-editable > $(VENV)-audit/installed.txt
	$(VENV)-audit/bin/pip-audit --requirement $(VENV)-audit/installed.txt --no-deps --disable-pip

accessibility: $(VENV)/installed-test
	$(BIN)/python tests/browser/chromium.py --install
	$(BIN)/python tests/browser/declaring.py

pictures: $(VENV)/installed-test
	$(BIN)/python docs/make_pictures.py

clean:
	rm -rf $(VENV) $(VENV)-audit
