# Carer Desktop. `make run` and `make test` set up everything they need; `make help` lists the rest.
PYTHON ?=
SIZE ?=
SHARD ?=
OUT ?= out
WORKERS ?= 3
FAULTS = tests/faults tests/journeys/test_kill_typing.py
# No single fault test takes longer: the longest may spend its budget at release and a little more.
FAULT_SECONDS = $(if $(filter release,$(SIZE)),4000,300)
# `make test` makes hundreds of vaults: in memory, where there is room, so that none waits for the disk. `make faults` and
# whatever measures keep to the disk.
IN_MEMORY := $(shell [ -w /dev/shm ] && [ "$$(df -Pm /dev/shm | awk 'NR==2 {print $$4}')" -gt 6000 ] && echo TMPDIR=/dev/shm)
# SQLCipher locks each piece of memory it takes, thousands in every test, which costs a third of the run. Here the system
# is told to refuse that, as it does for somebody over their limit; `make faults` and whatever measures keep it.
REFUSING := prlimit --memlock=0 $(if $(filter 0,$(shell id -u)),setpriv --bounding-set=-ipc_lock --inh-caps=-ipc_lock)
UNLOCKED := $(shell $(REFUSING) true 2>/dev/null && echo $(REFUSING))
# Coverage gates, lines and branches together, in per cent.
CORE_COVERAGE ?= 90
UI_COVERAGE ?= 80

export PYTHON
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
RUN_SETUP = @.ci/setup run
TEST_SETUP = @.ci/setup test

.DEFAULT_GOAL := help
.PHONY: help run test test-fast lint faults bench frozen ci lock format clean

help: ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

run: ## open the program; without a display, take the tour into out/
	$(RUN_SETUP)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname -s)" != Linux ]; then \
		exec $(BIN)/carer-desktop; \
	else \
		echo "No display here: taking the tour into $(OUT)/"; \
		QT_QPA_PLATFORM=offscreen exec $(BIN)/carer-desktop tour --to "$(OUT)"; \
	fi

test: ## everything: style, types, all tests with coverage gates (under 8 minutes)
	$(TEST_SETUP)
	@$(MAKE) --no-print-directory lint
	$(IN_MEMORY) CARER_FAULTS_SIZE=quick HYPOTHESIS_PROFILE=full $(UNLOCKED) $(PYTEST) -n $(WORKERS) --cov --cov-report= $(ARGS)
	@echo "Coverage of the core (gate $(CORE_COVERAGE) %)"
	@$(BIN)/coverage report --include='carer_desktop/*' --fail-under=$(CORE_COVERAGE)
	@echo "Coverage of the windows (gate $(UI_COVERAGE) %)"
	@$(BIN)/coverage report --include='ui/*' --fail-under=$(UI_COVERAGE)

test-fast: ## style, types and the tests of the rules: forms, law, budget, moves, seals (under a minute)
	$(TEST_SETUP)
	@$(MAKE) --no-print-directory lint
	HYPOTHESIS_PROFILE=fast $(UNLOCKED) $(PYTEST) -n $(WORKERS) -m "not (journey or office or faults or window or vault)" $(ARGS)

lint:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

faults: ## fault tests; SIZE=quick, ci or release (SHARD=1/12 to 12/12, under an hour each); sizes: tests/faults/sizes.py
	$(TEST_SETUP)
	CARER_FAULTS_SIZE=$(or $(SIZE),quick) CARER_FAULTS_SHARD=$(SHARD) HYPOTHESIS_PROFILE=full \
		$(PYTEST) -n $(WORKERS) -o faulthandler_timeout=$(FAULT_SECONDS) $(FAULTS) $(ARGS)

bench: ## measurements beside their floors; SIZE=short or full; always ends 0
	$(TEST_SETUP)
	-@$(BIN)/python -m tests.bench --size $(or $(SIZE),short)

frozen: ## build the program for people without Python, and let it test itself
	$(TEST_SETUP)
	$(BIN)/pyinstaller --noconfirm --clean --log-level WARN build.spec
	QT_QPA_PLATFORM=offscreen dist/carer-desktop/carer-desktop self-test
	@! find dist -iname '*Qt6Network*' -o -iname '*libqvnc*' -o -iname '*qtuiotouch*' | grep . || exit 1

ci: ## what must pass before a merge
	@.ci/run

format: ## rewrite the code in the house style
	$(TEST_SETUP)
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format

lock: ## renew both lock files (needs uv)
	$(call lock_with,--extra build) --output-file requirements.lock
	$(call lock_with,--extra dev) --constraints requirements.lock --output-file requirements-dev.lock

lock_with = uv pip compile pyproject.toml $(1) --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-package carer-desktop --custom-compile-command "make lock"

clean: ## remove what was built and measured, and the environment
	rm -rf .venv build dist $(OUT) .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
