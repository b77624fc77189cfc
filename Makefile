# Everything that a person or CI does with this tree. `make check` is what must be green.
SHELL := /bin/bash
.DEFAULT_GOAL := build
FUZZTIME ?= 20s
SAMPLE ?= luister-sample
MODELS ?= vector lemma compound norm feelings tag lang names english term
# testdata is skipped by ./..., so its one package is named.
PACKAGES := ./... ./testdata/sample

.PHONY: setup build check format vet static test race tidy clean-clone models eval bench fuzz sample serve clean

setup: ## what the tests need beyond Go: a browser, axe-core, DuckDB, a C compiler for -race
	@if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  command -v chromium >/dev/null && command -v gcc >/dev/null && command -v npm >/dev/null && command -v zstd >/dev/null || \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium gcc libc6-dev npm zstd >/dev/null; }; \
	else echo "setup: install chromium, gcc and npm by hand; tests that need them skip without"; fi
	npm install --no-audit --no-fund --silent # not ci: the lock has no entries for the builds of other systems
	go mod download

# STAMPED says whether the program is built from a commit, which its reports name.
STAMPED := $(shell git rev-parse --verify --quiet HEAD >/dev/null 2>&1 && echo true || echo false)

build: ## the program, without cgo
	CGO_ENABLED=0 go build -trimpath -buildvcs=$(STAMPED) -ldflags "-s -w" -o build/luister ./cmd/luister

check: format vet static tidy race clean-clone ## everything that must be green
	@echo "check: all green"

format:
	@unformatted=$$(gofmt -l cmd ingest nlp cluster export testdata); \
	if [ -n "$$unformatted" ]; then echo "gofmt is needed for:"; echo "$$unformatted"; exit 1; fi

vet:
	go vet $(PACKAGES)

static:
	go tool staticcheck $(PACKAGES)

tidy:
	go mod tidy -diff

test: ## the tests, quickly
	go test $(PACKAGES)

# RACED are the tests of the commands that the race detector watches: one night and
# everything that fans out. The others start the program dozens of times.
RACED := ^Test(RunSample|FanOut|StreamLines|Rank|Mask|Annotate)

race:
	go test -race -timeout 20m $$(go list $(PACKAGES) | grep -v '^luister/cmd/luister$$')
	go test -timeout 15m ./cmd/luister
	go test -race -timeout 15m -run '$(RACED)' ./cmd/luister

# LARGEST is how many bytes the program may have.
LARGEST := 60000000

clean-clone: ## the README's run command in a fresh clone, and how large the program is
	rm -rf build/clone && mkdir -p build
	git clone --quiet . build/clone
	$(MAKE) -C build/clone sample
	@size=$$(wc -c <build/clone/build/luister); echo "build/luister: $$size bytes"; \
	[ $$size -le $(LARGEST) ] || { echo "build/luister is larger than $(LARGEST) bytes"; exit 1; }
	rm -rf build/clone

models: ## makes the embedded models again from the open data (LUISTER_SHARED, default ../shared); CONTRIBUTING says what else each needs
	for model in $(MODELS); do go run ./cmd/models $$model || exit 1; done # one after the other: each is embedded before the next

eval: ## quality on real Dutch text (LUISTER_SHARED, default ../shared)
	@mkdir -p build
	@LUISTER_EVAL=1 go test -count=1 -timeout 60m -run '^TestEval' -v $(PACKAGES) 2>&1 | grep -E '^\s*(EVAL|--- FAIL|FAIL|panic)|EVAL ' | sed 's/^ *//' | tee build/eval.txt; \
	! grep -q FAIL build/eval.txt

bench: build ## speed and memory, with encoding/csv beside them
	go test -run '^$$' -bench . -benchtime 1s $(PACKAGES)
	testdata/bench.sh

fuzz: ## every fuzz target for FUZZTIME
	@for package in $$(go list $(PACKAGES)); do \
	  for target in $$(go test -list '^Fuzz' $$package | grep ^Fuzz); do \
	    echo "fuzz $$package $$target"; \
	    go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 5x $$package || exit 1; \
	  done; \
	done

sample: build ## the nightly job on the shipped sample data
	@[ -e $(SAMPLE) ] || build/luister init --sample $(SAMPLE)
	build/luister run -w $(SAMPLE) --open

serve: build ## the page of the sample
	build/luister serve -w $(SAMPLE)

clean:
	rm -rf build $(SAMPLE)
