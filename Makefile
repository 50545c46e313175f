# `make demo` and `make test` do everything on a fresh Debian machine with Swift.

RELEASE_FLAGS = -c release --static-swift-stdlib --product spworker
BINARY = $(shell swift build $(RELEASE_FLAGS) --show-bin-path)/spworker
PREFIX ?= /usr/local

.PHONY: help packages build release test demo bench peers docs lint format install clean

help:            ## Show this list
	@grep -E '^[a-z]+: *.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 12

packages:        ## Install the system packages that are missing
	@bash .ci/packages

build: packages  ## Build for debugging, with the tests
	swift build --build-tests

release: packages ## Build the program as it is shipped
	swift build $(RELEASE_FLAGS)

test: build release ## Run every test; crash and scenario tests use the release build
	# Tests run beside each other and have more files open at once than a shell allows by default. Those that start
	# programs come after the others, which keep the processors busy; so do those in a browser, the long scenarios and
	# those that drive every operation. The server for the tests against PostgreSQL ends with this shell.
	if [ -z "$$SPWORKER_POSTGRES" ]; then \
	    SPWORKER_POSTGRES="$$(bash .ci/postgres)" || exit 1; export SPWORKER_POSTGRES; \
	    trap 'bash .ci/postgres stop "$${SPWORKER_POSTGRES#*host=}"' EXIT; \
	fi; \
	ulimit -n 8192 2>/dev/null || ulimit -n "$$(ulimit -H -n)"; \
	export SPWORKER_MOTO="$$(bash .ci/moto)" SPWORKER_PROMTOOL="$$(bash .ci/promtool)"; \
	export SPWORKER_SCHEMATHESIS="$$(bash .ci/schemathesis)" SPWORKER_BINARY="$(BINARY)"; \
	eval "$$(bash .ci/browser)"; \
	swift test --skip-build --parallel --skip ClientTests --skip EndToEndTests && \
	swift test --skip-build --parallel --filter EndToEndTests --skip ScenarioJourneys --skip BrowserJourneys && \
	swift test --skip-build --filter BrowserJourneys && \
	swift test --skip-build --filter ScenarioJourneys && \
	swift test --skip-build --parallel --filter ClientTests

demo: release    ## Watch the worker at work; needs no account and no network
	"$(BINARY)" demo

bench: release   ## Measure everything but documents on this machine
	"$(BINARY)" bench

peers: release   ## Measure this program beside other queues and clients
	SPWORKER_BINARY="$(BINARY)" Tests/Benchmarks/run

docs: packages   ## Build the pages about the Swift library into .build/docs
	bash .ci/docs

lint:            ## Check formatting, imports and file sizes
	bash .ci/lint

format:          ## Format the sources
	swift format format --in-place --parallel --recursive Package.swift Sources Tests jobs migrations

install: release ## Install to PREFIX (/usr/local)
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 0755 "$(BINARY)" "$(DESTDIR)$(PREFIX)/bin/spworker"

clean:           ## Remove what was built
	swift package clean
