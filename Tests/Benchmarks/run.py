#!/usr/bin/python3
"""Measures ours against floors and peers, in turns, and prints a table: run it with `make bench` (compose/bench starts the servers).

    run.py [--quick] [--repeats=5] [NAME …]      NAME: only the groups whose names contain one of them

Writes .build/bench.json and .build/bench.md. Never fails on a ratio; fails where something cannot be measured.
"""

import dataclasses
import signal
import sys
import time

import benchmarks
import programs
import report


def main(arguments):
    quick = "--quick" in arguments
    names = [argument for argument in arguments if not argument.startswith("--")]
    size = benchmarks.QUICK if quick else benchmarks.FULL
    for argument in arguments:
        if argument.startswith("--repeats="):
            size = dataclasses.replace(size, repeats=int(argument.split("=")[1]))
        elif argument.startswith("--") and argument != "--quick":
            raise SystemExit(f"bench: {argument} is not known")
    groups = [group for group in benchmarks.groups(size) if not names or any(name in group.name for name in names)]
    if not groups:
        raise SystemExit(f"bench: no group is called {' or '.join(names)}")
    progress = Progress(groups, size.repeats)
    warning = "; quick: says nothing about speed" if quick else ""
    print(f"bench: {len(groups)} group{'s' if len(groups) > 1 else ''}, {progress.turns} runs, about {minutes(progress.left)}{warning}", flush=True)
    programs.prepare()
    busy = busy_share(seconds=3)
    disturbed = ""
    if busy > 0.1:
        disturbed = f"The processors were {busy:.0%} busy with other things when this began: the figures are worth little."
        print(f"bench: {disturbed}", flush=True)

    rows, failures = [], []
    for group in groups:
        try:
            measured = measure(group, group.repeats or size.repeats, progress)
            rows += [report.comparison(row, measured) for row in group.rows]
        except programs.Unmeasurable as why:
            failures.append(f"{group.name}: {why}")
            progress.say(f"{group.name}: NOT MEASURED: {why}\n")
    progress.clear()

    report.write(programs.BUILD / "bench.json", rows)
    (programs.BUILD / "bench.md").write_text(report.markdown(rows) + (f"\n{disturbed}\n" if disturbed else ""))
    print(f"\n{report.table(rows)}\n")
    if disturbed:
        print(disturbed)
    print("median ± half the distance between the best and the worst run; after the ratio of the medians, those of single runs, from–to")
    print("of rates a higher ratio is better; of times, processor time, memory and descriptors a lower one")
    print(f"bench: {minutes(time.monotonic() - progress.begin)}; the figures are in .build/bench.json")
    for failure in failures:
        print(f"bench: could not be measured: {failure}", file=sys.stderr)
    return 1 if failures else 0


def measure(group, repeats, progress):
    """Every side in turn, `repeats` times; each repeat begins with another side."""
    measured = {side.name: [] for side in group.sides}
    for repeat in range(repeats):
        first = repeat % len(group.sides)
        for side in group.sides[first:] + group.sides[:first]:
            progress.turn(f"{group.name}, {side.name} ({repeat + 1} of {repeats})", side.seconds)
            side.before()
            measured[side.name].append(side.run())
    for side, runs in measured.items():
        progress.say(f"{group.name}: {side}: " + ", ".join(f"{run['rate']:,.0f}/s" for run in runs))
    return measured


def busy_share(seconds):
    """How much of the processors' time others take (proc(5), stat), before anything is measured."""
    def spent():
        with open("/proc/stat") as file:
            times = [int(field) for field in file.readline().split()[1:9]]
        return sum(times), times[3] + times[4]

    before, idle_before = spent()
    time.sleep(seconds)
    after, idle_after = spent()
    return 1 - (idle_after - idle_before) / (after - before)


class Progress:
    """Says what is being measured and how long it will still take."""

    def __init__(self, groups, repeats):
        self.begin = time.monotonic()
        self.turns = sum(len(group.sides) * (group.repeats or repeats) for group in groups)
        self.left = sum(side.seconds * (group.repeats or repeats) for group in groups for side in group.sides)
        self.done = 0

    def turn(self, what, seconds):
        self.done += 1
        if sys.stdout.isatty():
            print(f"\r\033[K[{self.done}/{self.turns}] {what}; about {minutes(self.left)} left", end="", flush=True)
        self.left -= seconds

    def say(self, line):
        self.clear()
        print(line if sys.stdout.isatty() else f"[{self.done}/{self.turns}] {line}; about {minutes(self.left)} left", flush=True)

    def clear(self):
        if sys.stdout.isatty():
            print("\r\033[K", end="", flush=True)


def minutes(seconds):
    return f"{max(1, round(seconds))} s" if seconds < 90 else f"{round(seconds / 60)} min"


if __name__ == "__main__":
    # What was started is stopped then too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main(sys.argv[1:]))
    except programs.Unmeasurable as why:
        sys.exit(f"bench: {why}")
    except KeyboardInterrupt:
        sys.exit(130)
