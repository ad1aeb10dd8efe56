"""Requests that are accepted at once, through Intake's own port; beside them pgbench, which replays the very statements that the server logs
for one of them."""

import atexit
import functools
import json
import re
import signal
import time
import urllib.request
import uuid
from pathlib import Path

import wrk
from house import House, free_port  # noqa: F401
from programs import PEERS, Unmeasurable, run

CENTRES = 34
SCRIPT = PEERS / "requests.lua"


def received(connections, seconds, centres="every"):
    """Requests a second, each a case when it is answered: at every centre in turn, or all at one."""
    house = _house()
    figures = wrk.load(f"{house.intake}/api/v1/requests", connections, seconds, script=SCRIPT, words=[house.lists[centres]])
    house.drain(300)
    return figures


def beside(connections, seconds, centres):
    """What few callers at all other centres wait while many are at `centres`: the figures of the few."""
    house = _house()
    others = wrk.begin(f"{house.intake}/api/v1/requests", connections, seconds + 2, script=SCRIPT, words=[house.lists[centres]])
    time.sleep(1)
    figures = wrk.load(f"{house.intake}/api/v1/requests", 4, seconds, script=SCRIPT, words=[house.lists["others"]])
    others.communicate(timeout=seconds + 60)
    house.drain(300)
    return figures


def replayed(clients, seconds):
    """pgbench with one script a centre."""
    house = _house()
    scripts = [word for path in house.scripts for word in ("-f", path)]
    output = run(["pgbench", "-n", "-M", "prepared", "-c", clients, "-j", 2, "-T", seconds, *scripts, house.login], seconds + 60)
    rate = re.search(r"^tps = ([\d.]+) ", output, re.M)
    count = re.search(r"actually processed: (\d+)", output)
    failed = re.search(r"failed transactions: (\d+)", output)
    if not rate or not count or (failed and int(failed[1]) > 0):
        raise Unmeasurable(f"pgbench said: {output[-500:]}")
    # What it has put into the outbox is of no one's making; it is taken out, so that nobody has to work on it.
    return {"rate": float(rate[1]), "count": int(count[1])}


@functools.cache
def _house():
    """Started when it is first asked for, and stopped at the end of the run."""
    house = House(centres=CENTRES, cases=CENTRES)
    atexit.register(house.stop)
    house.intake = f"http://127.0.0.1:{house.part('intake')['port']}"
    house.login = house.environment("intake")["CAUNOI_DATABASE_URL"]
    house.tokens = {centre: house.token("staff", "--organisation", centre) for centre in house.centres}
    lists = {"every": house.centres, "one": house.centres[:1], "others": house.centres[1:]}
    house.lists = {}
    for name, centres in lists.items():
        house.lists[name] = house.folder / f"{name}.txt"
        house.lists[name].write_text("".join(f"{centre} {house.tokens[centre]}\n" for centre in centres))
    house.drain(120)
    statements = _logged(house)
    house.scripts = [_script(house, statements, number) for number in range(len(house.centres))]
    return house


# ---- the very statements ----


def _logged(house):
    """The statements of the transaction that keeps a request, as (text, parameters)."""
    local, postmaster = house.data / "postgresql/local.conf", house.part("postgresql")["pid"]
    before = local.read_text() if local.exists() else ""
    _post(house, house.centres[0], 5)
    try:
        local.write_text(before + "log_statement = 'all'\nlog_parameter_max_length = -1\nlog_error_verbosity = default\n")
        local.chmod(0o644)
        _reload(postmaster)
        log = house.data / "log/postgresql.log"
        begin = log.stat().st_size
        _post(house, house.centres[0], 1)
        time.sleep(1)
    finally:
        local.write_text(before)
        _reload(postmaster)
    with log.open("rb") as file:
        file.seek(begin)
        return _transaction(file.read().decode())


def _reload(postmaster):
    import os

    os.kill(postmaster, signal.SIGHUP)
    time.sleep(1)


def _transaction(log):
    entries = re.split(r"^(?=\d{4}-\d\d-\d\d \S+ UTC \[)", log, flags=re.M)
    found = {}
    for entry in entries:
        statement = re.match(r"\S+ \S+ UTC \[(\d+)\] \S+ LOG:  (?:execute [^:]*|statement): (.*)", entry, re.S)
        detail = re.match(r"\S+ \S+ UTC \[(\d+)\] \S+ DETAIL:  parameters: (.*)", entry, re.S)
        if statement:
            found.setdefault(statement[1], []).append((statement[2].replace("\n\t", "\n").strip(), {}))
        elif detail:
            found[detail[1]][-1][1].update(_parameters(detail[2]))
    for statements in found.values():
        kept = next((place for place, (text, _) in enumerate(statements) if text.startswith("insert into requests")), None)
        if kept is None:
            continue
        first = max(place for place in range(kept) if statements[place][0].lower().startswith("begin"))
        last = next(place for place in range(kept, len(statements)) if statements[place][0].lower() == "commit")
        return statements[first : last + 1]
    raise Unmeasurable("the server logged no request")


def _parameters(text):
    found = re.finditer(r"\$(\d+) = (?:NULL|'((?:[^']|'')*)')", text)
    return {int(one[1]): None if one[2] is None else one[2].replace("''", "'") for one in found}


def _script(house, statements, number):
    """One centre's script for pgbench: the logged statements with the values of that one request, but for what must differ."""
    centre, first = house.centres[number], house.centres[0]
    fresh, lines, numbered = {}, [], None
    for text, parameters in statements:
        counter = text.startswith("insert into registers")

        def value(found):
            given = parameters.get(int(found[1]))
            if given is None:
                return "null"
            given = given.replace(first, centre)
            if numbered and numbered in given and not text.startswith("insert into outbox"):
                return "(" + _quoted(given).replace(numbered, "' || :last || '") + ")"
            if re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", given) and given != centre and _is_new(given):
                name = fresh.setdefault(given, f"new{len(fresh)}")
                return f"('{given[:24]}' || lpad(to_hex(:{name}::bigint), 12, '0'))::uuid"
            if given.startswith("bench-"):
                name = fresh.setdefault(given, f"new{len(fresh)}")
                return f"('bench-' || :{name})"
            return _quoted(given)

        line = re.sub(r"\$(\d+)", value, text)
        lines.append(line + (" \\gset" if counter else ";"))
    sets = [f"\\set {name} random(1, 281474976710655)" for name in fresh.values()]
    path = house.folder / f"centre-{number}.sql"
    path.write_text("\n".join(sets + lines) + "\n")
    return path


def _is_new(ident):
    """Made for this very request (UUIDv7 of the last minute), and not one of the house's."""
    return time.time() - int(ident.replace("-", "")[:12], 16) / 1000 < 120


def _quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'" if "\\" not in text else "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def _post(house, centre, times):
    for _ in range(times):
        body = {
            "centre": centre, "channel": "in_person", "categories": ["poor_household"], "form": "litigation", "field": "civil",
            "client": {
                "name": "Lường Thị Piêng Ún", "birth": "1966-03-21", "gender": "female", "ethnicity": "Thái",
                "residence": {"province": "14", "commune": "Chiềng Mai", "especially_difficult": True},
            },
            "role_in_proceedings": "litigant", "decision": "accept",
            "summary": "Bị chiếm mảnh vườn mà bố mẹ để lại, toà đã thụ lý, xin người bảo vệ quyền lợi.",
        }
        request = urllib.request.Request(
            f"{house.intake}/api/v1/requests", json.dumps(body).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {house.tokens[centre]}", "Idempotency-Key": f"bench-{uuid.uuid4()}"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            if answer.status != 201:
                raise Unmeasurable(f"a request was answered with {answer.status}")
