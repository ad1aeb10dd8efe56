.PHONY: run test check

# The whole system with a demonstration, in the foreground; Ctrl-C stops it.
run:
	@compose/setup
	@echo "building release (the first time 5 to 10 minutes, later seconds)"
	@swift build -c release
	@.build/release/caunoi up --demo

# Every test, on servers of its own.
test:
	@compose/test

# Format, lint, warnings as errors: about a minute on a built tree.
check:
	@compose/setup
	@compose/lint
	@swift build --build-tests --explicit-target-dependency-import-check error
