# Rung: plain SQL migrations. 'make' lists what can be made.

SWIFT  ?= swift
PREFIX ?= /usr/local
RUNG   := .build/release/rung

# What is installed, as it stands below PREFIX; the executable that also runs where its C libraries are missing; and
# what is given away.
TREE     := .build/tree
PORTABLE := .build/portable/rung
DIST     := .build/dist

# Imports that Package.swift does not declare are errors. The runtimes of Swift and C++ go into the executable: to load
# libstdc++ would take a third of its start. The linker finds it in a folder that has nothing else. No library needs
# the names of Rung's functions.
RUNTIME       := .build/runtime
DEBUG_FLAGS   := --explicit-target-dependency-import-check error
RELEASE_FLAGS := $(DEBUG_FLAGS) -c release --static-swift-stdlib -Xlinker -s -Xlinker --no-export-dynamic \
	-Xswiftc -L$(CURDIR)/$(RUNTIME)

SOURCES := Package.swift $(shell find -L Sources sql templates bin -type f)
PAGES   := README.md CHANGELOG.md LICENSE $(shell find docs packaging -type f)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help migrate migrate-dry-run migrate-status migrate-down build release test torture matrix pages golden bench lint format \
	install uninstall deb dist wheel packages-test clean

export SWIFT

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

migrate: $(RUNG) ## apply the example migrations to examples/app.db, building Rung first where needed
	@$(RUNG) upgrade --config examples/rung.toml

migrate-dry-run: $(RUNG) ## print the SQL that 'make migrate' would run
	@$(RUNG) upgrade --dry-run --config examples/rung.toml

migrate-status: $(RUNG) ## show what of the examples is applied
	@$(RUNG) status --config examples/rung.toml

migrate-down: $(RUNG) ## revert the last example migration
	@$(RUNG) downgrade --config examples/rung.toml

build: ## compile for debugging
	@bin/install-packages build
	$(SWIFT) build $(DEBUG_FLAGS)

release: $(RUNG) ## compile the one executable, .build/release/rung

$(RUNG): $(SOURCES)
	@bin/install-packages build
	@rm -rf $(RUNTIME) && mkdir -p $(RUNTIME)
	@for compiler in "$$(dirname "$$(command -v $(SWIFT))")/clang" cc; do \
		archive=$$("$$compiler" -print-file-name=libstdc++.a 2>/dev/null) && [ -f "$$archive" ] && \
			ln -s "$$archive" $(RUNTIME) && break; \
	done || :
	@# Where a type has another layout, SwiftPM compiles its room and the one above again, but not those that copy it.
	@for room in Projects RungKit Authoring rung; do \
		[ ! -d .build/release/$$room.build ] || find .build/release/$$room.build/ -name '*.o' -delete; \
	done
	$(SWIFT) build $(RELEASE_FLAGS) --product rung
	@touch $@

test: $(RUNG) ## install what the tests need, start throw-away servers, run every test, stop them
	@bin/install-packages build test
	Tests/run

torture: $(RUNG) ## the tests that take long: schemas brought back, sequences of commands, scripts split, runs killed
	@bin/install-packages build test
	RUNG_TEST_SCHEMAS=200 RUNG_TEST_SEQUENCES=2000 RUNG_TEST_SCRIPTS=100000 RUNG_TEST_EVERY=yes \
		Tests/run --filter "Dumps|SequenceTests|OtherParsersTests|MatrixTests"
	Tests/Torture/run $(TORTURE)

matrix: $(RUNG) ## show the list of behaviours on other releases of the databases, in bare Debian roots; as root
	@bin/install-packages build test
	Tests/Releases/run $(if $(MATRIX),$(MATRIX),--write)

pages: $(RUNG) ## look at the page of 'rung review' in a browser; PAGES=FOLDER keeps the pictures
	@bin/install-packages browser
	python3 Tests/Pages/browser.py --rung $(RUNG) $(if $(PAGES),--keep $(PAGES))

golden: $(RUNG) ## record what the golden transcripts print; read the difference before you commit it
	@bin/install-packages build test
	UPDATE_GOLDEN=1 Tests/run --filter Golden

bench: $(RUNG) ## compare Rung with sqlite3, psql and other migration tools, as ratios; takes a quarter of an hour
	@bin/install-packages build test
	Tests/Bench/bench.py $(BENCH)

lint: ## check format, shell scripts and structure, and build with warnings as errors
	@bin/install-packages build test
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests examples/server
	shellcheck bin/* $(shell grep -ls '^.!/bin/sh' packaging/*) .ci/run Tests/run Tests/fresh Tests/Packages/run \
		Tests/Fuzz/run Tests/Releases/run Tests/Torture/run Tests/Torture/sanitizers Tests/Support/server \
		Tests/Support/make-certificates Tests/Support/prepare-python Tests/RealInput/fetch Tests/RealInput/convert \
		Tests/ClientSuites/run examples/drivers/firebird/bin/* Tests/DriverScripts/broken/*
	bin/forbid
	python3 Tests/House/structure.py
	$(SWIFT) build $(DEBUG_FLAGS) --build-tests

format: ## put the Swift sources into the house's format
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests examples/server

$(TREE)/bin/rung: $(RUNG) $(PAGES)
	packaging/make-tree $(RUNG) $(TREE)

install: $(TREE)/bin/rung ## install below PREFIX (default /usr/local), under DESTDIR
	packaging/install-tree install $(TREE) "$(DESTDIR)$(PREFIX)"

uninstall: ## remove what 'make install' installed
	packaging/install-tree uninstall "$(DESTDIR)$(PREFIX)"

deb: $(TREE)/bin/rung ## make a Debian package in .build/dist
	@bin/install-packages build package
	packaging/make-deb $(TREE) $(DIST)

$(PORTABLE): $(RUNG) packaging/link-portable
	@bin/install-packages build package
	packaging/link-portable $@

dist: $(PORTABLE) $(PAGES) ## make a tarball for Linux with glibc 2.34 or newer, in .build/dist
	packaging/make-archive $(PORTABLE) $(DIST)

wheel: $(PORTABLE) $(PAGES) ## make a wheel for 'pip install rung-migrate', in .build/dist
	@bin/install-packages build package
	packaging/make-wheel $(PORTABLE) $(DIST)

packages-test: deb dist wheel ## try what was made in bare Debian roots and a fresh virtual environment; as root
	@bin/install-packages try
	Tests/Packages/run $(PACKAGES)

clean: ## remove what was built, and the examples' database
	rm -rf .build .build-server .cache examples/app.db
