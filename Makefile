# make run   installs what is missing, builds, loads the demonstration market into a new file, serves it;
#            PORT and DATA say where: make run PORT=9000 DATA=/srv/demo
# make test  installs what is missing, builds, runs every test
SHELL := /bin/bash
PORT ?= 8080
DATA ?= var/demo
KILLS ?= 20
BUILD := .build/release/labelmarket

# make bench measures pages, transfers, start, memory, a large upload, the rules of programmes, and a match run
# make fault kills the server twenty times under load, and proves that nothing acknowledged is lost
.PHONY: run test bench fault bench-matching tidy record build install browser clean

run: install build
	@$(BUILD) demo --replace --data $(DATA)
	@exec $(BUILD) serve --data $(DATA) --port $(PORT) --log $(DATA)/server.log

build:
	swift build -c release --product labelmarket --explicit-target-dependency-import-check error

test: install browser
	swift build --build-tests --explicit-target-dependency-import-check error
	swift test --skip-build --skip StoryTests
	swift test --skip-build --filter StoryTests

# The rules of the house alone: imports, floors, banned words, sizes, texts.
tidy:
	swift test --filter TidyTests

# Writes the snapshots anew that tests compare with: look at the difference before committing it.
record:
	LABELMARKET_RECORD=1 swift test --filter Snapshot

bench: install build
	bash Benchmarks/http.sh
	bash Benchmarks/rules.sh $(BUILD)

fault: install build
	@bash scripts/install.sh bench
	python3 scripts/kill-test.py $(BUILD) --rounds $(KILLS)

bench-matching: build
	bash Benchmarks/matching/run.sh

install:
	@bash scripts/install.sh base

browser:
	@bash scripts/install.sh browser

clean:
	rm -rf .build var
