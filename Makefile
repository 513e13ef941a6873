# `make run` starts the service on this machine, `make test` runs every check. The README says more.

PORT ?= 5000
TEST_PROCESSES ?= 2
# without a database or a mail server of one's own this is a demonstration: an invented forum, and no mail leaves
DEMONSTRATION ?= $(if $(DATABASE_URL)$(SMTP_URL),0,1)
UV ?= uv
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
OPERATOR_EMAILS ?= $(if $(filter 1,$(DEMONSTRATION)),operator@demo.example)

.PHONY: run test bench locks clean

run: export PORT := $(PORT)
run: export DEMONSTRATION := $(DEMONSTRATION)
run: export OPERATOR_EMAILS := $(OPERATOR_EMAILS)
run:
	@PYTHON="$(PYTHON)" scripts/prepare product
	@exec .venv/bin/python -m audit_app.cli run

test:
	@PYTHON="$(PYTHON)" scripts/prepare tests
	@.venv/bin/python scripts/fetch_browser.py
	@exec .venv/bin/python -m pytest --numprocesses $(TEST_PROCESSES)

bench:
	@PYTHON="$(PYTHON)" scripts/prepare tests
	@exec .venv/bin/python -m pytest tests/benchmarks --override-ini python_files='bench_*.py' --capture no --quiet

locks:
	$(COMPILE) --extra build pyproject.toml --output-file locks/product.txt
	$(COMPILE) locks/tests.in --output-file locks/tests.txt
	$(COMPILE) locks/npm.in --output-file locks/npm.txt

# never touches instance/, where the data are
clean:
	rm -rf .venv .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	rm -rf build dist test-artefacts audit_app/web/static/vendor audit_app/reports/papers/fonts
	find audit_app tests scripts migrations -name __pycache__ -type d -prune -exec rm -rf {} +
