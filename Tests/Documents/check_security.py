#!/usr/bin/env python3
"""Holds docs/security.md against the list of requirements in asvs-5.0.0.txt: every number once, under its chapter, with its level and a known
status; every file that it names is there; and the counts at its head are those of its tables. Ends with 1 where something is wrong."""

import re
import sys
from collections import Counter
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
DOCUMENT = HOUSE / "docs" / "security.md"
LIST = Path(__file__).with_name("asvs-5.0.0.txt")

STATUSES = ("done", "not applicable", "operator", "open", "planned")
# A file or folder of the house, as a document writes it: `Services/Portal/App.swift`, `docs/api.md#accounts`.
PLACE = re.compile(r"`((?:Services|Shared|Tests|compose|docs|\.ci)/[^`#\s]*|[A-Z][A-Za-z]*\.(?:md|swift)|Makefile|LICENSE)(#[^`]*)?`")
ROW = re.compile(r"^\|\s*(V\d+\.\d+\.\d+)\s*\|")


def required() -> dict[str, str]:
    lines = (line.split() for line in LIST.read_text().splitlines() if line and not line.startswith("#"))
    return {number: level for number, level in lines}


def check(text: str, levels: dict[str, str]) -> tuple[list[str], Counter]:
    faults: list[str] = []
    counts: Counter = Counter()
    seen: Counter = Counter()
    chapter = None
    for place, line in enumerate(text.splitlines(), 1):
        if heading := re.match(r"^#+\s+(V\d+)\b", line):
            chapter = heading[1]
        for name, _ in PLACE.findall(line):
            if not (HOUSE / name).exists():
                faults.append(f"line {place}: {name} is not there")
        if not ROW.match(line):
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) != 5:
            faults.append(f"line {place}: {len(cells)} cells instead of 5")
            continue
        number, level, asked, status, where = cells
        seen[number] += 1
        status = status.strip("*")
        counts[status] += 1
        if number not in levels:
            faults.append(f"line {place}: {number} is no requirement of levels 1 and 2")
        elif level != levels[number]:
            faults.append(f"line {place}: {number} is of level {levels[number]}, not {level}")
        if number.split(".")[0] != chapter:
            faults.append(f"line {place}: {number} stands under {chapter}")
        if status not in STATUSES:
            faults.append(f"line {place}: {number} has the unknown status “{status}”")
        if not asked or not where:
            faults.append(f"line {place}: {number} has an empty cell")
        if status in ("done", "operator") and not PLACE.search(where):
            faults.append(f"line {place}: {number} is {status}, but names no file")
    faults += [f"{number} is missing" for number in levels if seen[number] == 0]
    faults += [f"{number} stands there {times} times" for number, times in seen.items() if times > 1]
    said = re.search(r"^\| \*\*(\d+)\*\* \|" + r" (\d+) \|" * len(STATUSES), text, re.MULTILINE)
    true = [sum(counts[status] for status in STATUSES)] + [counts[status] for status in STATUSES]
    if not said or [int(number) for number in said.groups()] != true:
        faults.append("the counts at the head should be | **" + "** | ".join(map(str, true[:1])) + "** | " + " | ".join(map(str, true[1:])) + " |")
    return faults, counts


def main() -> int:
    faults, counts = check(DOCUMENT.read_text(), required())
    for fault in faults:
        print(f"docs/security.md: {fault}", file=sys.stderr)
    if not faults:
        print("security: " + ", ".join(f"{counts[status]} {status}" for status in STATUSES))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
