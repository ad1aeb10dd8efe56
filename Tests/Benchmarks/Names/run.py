#!/usr/bin/python3
"""How long the search for conflicts takes among any number of names: `compose/bench names [--names=2000000]`.

Fills a database with invented people in cases (so many by frequencies as they are, and one more for each spelling that is missing until so many
spellings are known), asks for forty of each kind with the service's own code as its login, and prints the median and the 95th percentile; then the
plans of the search for a common name. Two million names take about 5 GB and ten minutes. Dropped at the end.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "Tests/Benchmarks"))

import programs  # noqa: E402
from intake import Intake  # noqa: E402

DATABASE = "caunoi_bench_names"
BENCHMARKS = programs.BUILD / "release/Benchmarks"
# Who is asked for, and how they are written.
KINDS = [
    ("a common name", {"sample": "common"}),
    ("a common name, born in a year", {"sample": "common", "birth": 1}),
    ("a common name, with year and number", {"sample": "common", "birth": 1, "number": 1}),
    ("a common name, a letter changed", {"sample": "common", "change": "letter_changed"}),
    ("a rare name", {"sample": "rare"}),
    ("a rare name, with year and number", {"sample": "rare", "birth": 1, "number": 1}),
    ("anybody", {"sample": "anybody", "birth": 1}),
    ("anybody, without tones", {"sample": "anybody", "birth": 1, "change": "tones"}),
    ("anybody, in another order", {"sample": "anybody", "birth": 1, "change": "order"}),
    ("anybody, a letter changed", {"sample": "anybody", "birth": 1, "change": "letter_changed"}),
    ("anybody, as another region says it", {"sample": "anybody", "birth": 1, "change": "region"}),
    ("anybody, without a syllable", {"sample": "anybody", "birth": 1, "change": "middle_lost"}),
]
COLUMNS = "{:38}{:>8}{:>7}{:>7}{:>7}{:>8}{:>8}{:>8}{:>8}{:>9}"


def main(arguments):
    names = 2_000_000
    for argument in arguments:
        if not argument.startswith("--names="):
            raise SystemExit(f"bench: {argument} is not known")
        names = int(argument.split("=")[1])
    with Intake(DATABASE) as intake:
        fill(intake, names)
        print(COLUMNS.format("", "shares", "", "cases", "", "check", "", "search", "", "µs to"))
        print(COLUMNS.format("kind", "a trace", "alike", "check", "search", "p50 ms", "p95 ms", "p50 ms", "p95 ms", "compare"))
        for kind, values in KINDS:
            found = ours("names", **values)
            print(COLUMNS.format(
                kind, *(f"{found[name]:,.0f}" for name in ("shared", "alike", "parts", "matches")),
                *(f"{found[name]:.1f}" for name in ("check_p50_ms", "check_p95_ms", "search_p50_ms", "search_p95_ms", "comparing_us"))), flush=True)
        print_plans(intake)


def fill(intake, names):
    print(f"names: filling a register with {names:,} names", flush=True)
    intake.psql("""set search_path = intake, public; set role intake_owner;
        create unlogged table drawn_people (number bigint not null, name text not null, name_key text not null);
        create unlogged table drawn_names (key text not null, traces bigint[] not null);""")
    ours("names-fill", names=names)
    intake.psql("set search_path = intake, public;\n" + (ROOT / "Tests/Benchmarks/Names/fill.sql").read_text())
    print(intake.psql("""set search_path = intake;
        select format('names: %s spellings (%s), %s parties in %s cases; the commonest spelling is borne by %s', to_char(spellings, 'FM99,999,999'),
            pg_size_pretty(pg_total_relation_size('names')), to_char(people, 'FM99,999,999'), to_char(cases, 'FM99,999,999'), most)
        from (select count(*) from names) as known (spellings), (select count(*) from parties) as parties (people),
            (select count(*) from cases) as cases (cases),
            (select count(*) from parties group by name_key order by 1 desc limit 1) as common (most)"""), flush=True)


def ours(name, **values):
    """What a benchmark of ours measured, as the service's login."""
    url = programs.database_url("intake", DATABASE)
    return programs.figures(programs.run([BENCHMARKS, name, *programs.words(**values)], 600, BENCH_DATABASE_URL=url))


def print_plans(intake):
    """The plans of every statement of the search for a common name, as the server notes them while the service's code asks."""
    folder = Path(intake.psql("show data_directory").strip()).parent
    log = folder / "log/postgresql.log"
    before = log.stat().st_size
    intake.psql(f"""alter role intake in database {DATABASE} set session_preload_libraries = 'auto_explain';
        alter role intake in database {DATABASE} set auto_explain.log_min_duration = 0;
        alter role intake in database {DATABASE} set auto_explain.log_analyze = on;
        alter role intake in database {DATABASE} set auto_explain.log_buffers = on;""")
    ours("names", sample="common", birth=1, rounds=1)
    with log.open() as lines:
        lines.seek(before)
        noted = lines.read()
    # A note begins at the start of a line; what belongs to it is set in.
    for note in re.split(r"\n(?=\d{4}-)", noted):
        if "plan:" in note and ("names.traces" in note or "as pairs" in note):
            print("\n" + note.partition("plan:")[2].strip("\n"))


if __name__ == "__main__":
    main(sys.argv[1:])
