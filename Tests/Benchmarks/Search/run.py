#!/usr/bin/python3
"""How long a page of the register waits for its search, on a register of any size: `compose/bench search [--cases=1000000]`.

Fills a database with invented cases, asks each kind of question many times with words that differ, as the service's login under its scope, and
prints the median and the 95th percentile. A million cases take about 3 GB and some minutes; ten million ten times that. Dropped at the end.
"""

import sys
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "Tests/Benchmarks"))

from intake import Intake  # noqa: E402

ROUNDS = 40
GIVEN = "huong lan mai hoa linh trang thao binh cuong dung giang hai khanh long nam phong quan son tam uyen viet yen".split()
RARE = "pao my sua enh khue suong".split()


def like(word):
    """The pattern by which the program looks for a word: one or two letters are looked for where a word begins (SearchWords)."""
    return f"% {word}%" if len(word) < 3 else f"%{word}%"


def month(n):
    """The days of acceptance of one month, some while ago."""
    first = date(2017, 1, 1) + timedelta(days=n * 71 % 3200)
    return first, first + timedelta(days=30)


def older(n):
    """Days of acceptance up to one, not long ago."""
    return None, date(2025, 12, 20) - timedelta(days=n * 5)


# What is asked: the scope, tags, patterns, patterns of what is left out, and days of acceptance; `n` is another number each time.
QUESTIONS = [
    ("centre, one frequent word", "organisation", [], lambda n: [like("nguyen")], []),
    ("centre, a name", "organisation", [], lambda n: [like("nguyen"), like(GIVEN[n % len(GIVEN)])], []),
    ("centre, a rare name", "organisation", [], lambda n: [like("giang"), like(RARE[n % len(RARE)]), like("bich")], []),
    ("centre, tones as typed", "organisation", [], lambda n: [like("huong"), like("hường")], []),
    ("centre, tones otherwise", "organisation", [], lambda n: [like("huong")], [like("hường")]),
    ("centre, an identity number", "organisation", [], lambda n: [f"%{n * 7919 % 1000000:06}%"], []),
    ("centre, three filters", "organisation", ["s:stopped", "d:labour", "c:hiv"], lambda n: [], []),
    ("centre, a name and a filter", "organisation", ["s:stopped"], lambda n: [like("tran"), like(GIVEN[n % len(GIVEN)])], []),
    ("centre, nothing to find", "organisation", [], lambda n: [f"%zzq{n}%"], []),
    ("province, a name", "province", [], lambda n: [like("le"), like(GIVEN[n % len(GIVEN)])], []),
    ("province, one frequent word", "province", [], lambda n: [like("nguyen")], []),
    ("province, a rare name and two filters", "province", ["s:stopped", "d:labour"], lambda n: [like(RARE[n % len(RARE)])], []),
    ("country, one frequent word", "country", [], lambda n: [like("nguyen")], []),
    ("country, a name", "country", [], lambda n: [like("vu"), like("xuan"), like(GIVEN[n % len(GIVEN)])], []),
    ("country, a rare name", "country", [], lambda n: [like("giang"), like(RARE[n % len(RARE)]), like("bich")], []),
    ("country, a code", "country", [], lambda n: [like("tgtt"), f"% {n * 2311 + 17} %"], []),
    ("country, three filters", "country", ["s:stopped", "d:labour", "c:hiv"], lambda n: [], []),
    ("country, nothing to find", "country", [], lambda n: [f"%zzq{n}%"], []),
    ("centre, accepted in a month", "organisation", [], lambda n: [], [], month),
    ("country, accepted in a month, a name", "country", [], lambda n: [like(GIVEN[n % len(GIVEN)])], [], month),
    ("country, accepted in a month", "country", [], lambda n: [], [], month),
    ("centre, older than some days", "organisation", [], lambda n: [], [], older),
    ("country, open and older than some days", "country", ["w:open"], lambda n: [], [], older),
]


def main(arguments):
    cases = 1_000_000
    for argument in arguments:
        if not argument.startswith("--cases="):
            raise SystemExit(f"bench: {argument} is not known")
        cases = int(argument.split("=")[1])
    with Intake("caunoi_bench_search") as intake:
        print(f"search: filling a register with {cases:,} cases", flush=True)
        intake.psql(f"set search_path = intake, public; set role intake_owner;\n\\set cases {cases}\n"
                    + (ROOT / "Tests/Benchmarks/Search/fill.sql").read_text())
        size = intake.psql("select pg_size_pretty(pg_total_relation_size('intake.case_search'))").strip()
        organisation = intake.psql("select organisation from intake.case_search limit 1").strip()
        print(f"search: the table of the search takes {size}\n\n{'question':42}{'found':>6}{'p50 ms':>9}{'p95 ms':>9}")
        for name, scope, *asked in QUESTIONS:
            scope = {"organisation": f"organisations:{organisation}", "province": "province:08"}.get(scope, scope)
            found, times = ask(intake, scope, *asked)
            print(f"{name:42}{found:>6}{times[len(times) // 2]:>9.1f}{times[int(len(times) * 0.95)]:>9.1f}", flush=True)


def ask(intake, scope, tags, patterns, unlike, days=lambda n: (None, None)):
    """How many the first question found, and how long each took, the quickest first."""
    script = f"set search_path = intake, public; set role intake; begin; select set_config('app.scope', '{scope}', true);\n\\timing on\n"
    for n in range(ROUNDS):
        since, until = (f"'{day}'" if day else "null" for day in days(n))
        script += f"""select 'found ' || count(*) from (
            select cases.* from found_cases({array(tags)}, {array(patterns(n))}, {array(unlike)}, {since}, {until}, null, null, null, null, null, 51) as found
            join cases on cases.id = found.found_id order by registered_at desc, id desc offset 0) as page;\n"""
    lines = intake.psql(script).splitlines()
    found = next(line.split()[1] for line in lines if line.startswith("found "))
    return found, sorted(float(line.split()[1]) for line in lines if line.startswith("Time:"))


def array(texts):
    return "array[" + ", ".join(f"'{text}'" for text in texts) + "]::text[]"


if __name__ == "__main__":
    main(sys.argv[1:])
