.PHONY: run test check bench chaos sanitize

# The whole system with a demonstration, in the foreground; Ctrl-C stops it.
run:
	@compose/setup
	@echo "building release (the first time 5 to 10 minutes, longer on a busy machine; later seconds)"
	@swift build -c release --static-swift-stdlib
	@.build/release/caunoi up --demo

# Every test, on servers of its own.
test:
	@compose/test

# Format, lint, warnings as errors: about a minute on a built tree.
check:
	@compose/setup
	@compose/lint
	@compose/build --build-tests

# Ours against floors in C and against peers, on durable servers of its own: about 40 minutes on a built tree.
bench:
	@compose/bench

# The long fault run: about 15 minutes. A table at the end, and .build/chaos.json.
chaos:
	@compose/setup
	@compose/build
	@compose/chaos

# The two C faces and the outbox under the thread and the address sanitizer: about 10 minutes on a built tree.
sanitize:
	@compose/sanitize
