# Everything a developer runs. `make` alone lists it.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

TOOL := go tool -modfile=tools/go.mod
# Node, where tools/setup had to bring one, comes before the machine's own.
export PATH := $(shell tools/path)

# Packages and more flags for the tests: make test ROOM=./quota/... FLAGS=-short
ROOM ?= ./...
FLAGS ?=

.PHONY: help demo test race check fmt vet lint fresh tidy generate assets bench screens soak setup

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## run everything with sample people: prints the addresses and sign-ins
	@tools/setup demo
	go build -o tmp/ruqsat ./cmd/ruqsat
	@exec tmp/ruqsat demo

test: vet ## every test, on SQLite and PostgreSQL, the browser included
	@tools/setup test
	@go build -C tools -o /dev/null ./result
	@go test -json -timeout 18m $(FLAGS) $(ROOM) | go run -C tools ./result

race: ## every test under the race detector, in short
	@tools/setup test
	@go test -json -race -short -timeout 40m $(FLAGS) $(ROOM) | go run -C tools ./result

check: fmt vet lint tidy fresh ## format, vet, lint, go.mod, generated files

fmt:
	@out=$$(git ls-files -co --exclude-standard '*.go' | xargs gofmt -l); \
		[ -z "$$out" ] || { echo "gofmt -w these:"; echo "$$out"; exit 1; }

vet:
	@go vet ./...

lint:
	@$(TOOL) golangci-lint run ./...

tidy:
	@go mod tidy -diff && go mod verify

fresh:
	@tools/setup check
	@tools/fresh pages
	@tools/fresh assets

generate: ## pages from *.templ, docs/problems.md from the table of problems
	@$(TOOL) templ generate -path web -log-level warn
	@go test . -run '^TestTheListOfProblemsIsFresh$$' -update >/dev/null

assets: ## web/asset from assets/ (needs Node 20.19 or newer)
	@tools/setup check
	@assets/build.sh

bench: ## measure against bare SQL in the same run, on both engines
	@tools/setup test
	go run ./cmd/ruqsat bench

screens: ## take the pictures in docs/screens again
	@tools/setup test
	go test ./browser -count=1 -run '^TestTheMainPagesHavePictures$$' -screens

soak: ## long runs: races, fuzzing, random walks; appended to docs/soak.md
	@tools/setup test
	@tools/soak

setup: ## install what the tests and checks need
	@tools/setup test
	@tools/setup check
