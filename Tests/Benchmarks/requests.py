"""Requests that are accepted at once, through Intake's own port; beside them pgbench, which replays the very statements that the server logs
for one of them, on a copy of the same database behind which nothing works. Where they are compared, the services that hear of the cases rest."""

import atexit
import contextlib
import functools
import json
import os
import re
import shutil
import signal
import subprocess
import time
import urllib.parse
import urllib.request
import uuid

import wrk
from house import House
from programs import PEERS, Unmeasurable, run

CENTRES = 34
SCRIPT = PEERS / "requests.lua"
UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# Of the one request that is logged, and what is asked of it.
BIRTH = "1966-03-21"
BIRTHDAYS = {BIRTH: "birth", "1966": "birth_year", "1966-01-01": "birth_from", "1966-12-31": "birth_until"}


def received(connections, seconds, alone):
    """Requests a second at every centre in turn, each a case when it is answered. `alone`: Intake and the servers work, and nothing else."""

    def measure(house):
        with _others_at_rest(house) if alone else contextlib.nullcontext():
            return wrk.load(_address(house), connections, seconds, script=SCRIPT, words=[house.lists["every"]])

    return _measured(measure)


def beside(connections, seconds, centres):
    """What four callers at all centres but the first wait while `connections` callers are at `centres`: "one" (the first) or "every"."""

    def measure(house):
        crowd = wrk.begin(_address(house), connections, seconds + 2, script=SCRIPT, words=[house.lists[centres]])
        time.sleep(1)
        try:
            return wrk.load(_address(house), 4, seconds, script=SCRIPT, words=[house.lists["others"]])
        finally:
            crowd.communicate(timeout=seconds + 60)

    return _measured(measure)


def replayed(clients, seconds):
    """pgbench, at a centre drawn for every request."""

    def measure(house):
        output = run(["pgbench", "-n", "-M", "prepared", "-c", clients, "-j", 2, "-T", seconds, "-f", house.script, house.replay], seconds + 60)
        rate = re.search(r"^tps = ([\d.]+) ", output, re.M)
        count = re.search(r"actually processed: (\d+)", output)
        if not rate or not count or re.search(r"failed transactions: [1-9]", output) or "aborted" in output:
            raise Unmeasurable(f"pgbench said: {output[-500:]}")
        return {"rate": float(rate[1]), "count": int(count[1])}

    return _measured(measure)


@contextlib.contextmanager
def _others_at_rest(house):
    """The services that hear what Intake tells stand still; what it tells waits in their queues."""
    others = [pid for name, pid in house.services() if name != "intake"]
    for pid in others:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in others:
            os.kill(pid, signal.SIGCONT)


def _measured(measure):
    """Begins when nothing is on the way, so that no run works off what another left."""
    house = _house()
    house.drain(600)
    return measure(house)


def _address(house):
    return f"{house.intake}/api/v1/requests"


@functools.cache
def _house():
    """Started when it is first asked for, and stopped at the end of the run."""
    house = House(centres=CENTRES, cases=CENTRES)
    atexit.register(house.stop)
    house.tokens = {centre: house.token("staff", "--organisation", centre) for centre in house.centres}
    house.lists = {name: _list(house, name, centres) for name, centres in (
        ("every", house.centres), ("one", house.centres[:1]), ("others", house.centres[1:]))}
    house.drain(300)
    house.intake = _intake(house)
    statements = _logged(house)
    house.drain(60)
    login = house.environment("intake")["CAUNOI_DATABASE_URL"]
    house.replay = _copy(house, login)
    house.intake = _intake(house)
    house.script = _script(house, statements)
    return house


def _intake(house):
    return f"http://127.0.0.1:{house.part('intake')['port']}"


def _list(house, name, centres):
    path = house.folder / f"{name}.txt"
    path.write_text("".join(f"{centre} {house.tokens[centre]}\n" for centre in centres))
    return path


# ---- a copy of the database ----


def _copy(house, login):
    """Starts a second server on a copy of the house's data, made while that stands still. Returns the login's address there."""
    original, copied = house.data / "postgresql", house.folder / "replay"
    owner = original.stat()
    server = os.readlink(f"/proc/{house.part('postgresql')['pid']}/exe")
    house.rest()
    shutil.copytree(original, copied, symlinks=True, ignore=lambda _, names: [name for name in names if name == "postmaster.pid"])
    for path in [copied, *copied.rglob("*")]:
        os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)
    sockets = house.folder / "replay-sockets"
    sockets.mkdir(mode=0o755)
    os.chown(sockets, owner.st_uid, owner.st_gid)
    house.run_beside(
        [server, "-D", copied, "-k", sockets, "-c", "listen_addresses="], user=owner.st_uid, group=owner.st_gid, extra_groups=[],
        cwd=house.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    house.wake()
    address = urllib.parse.urlsplit(login)
    query = dict(urllib.parse.parse_qsl(address.query)) | {"host": str(sockets)}
    return urllib.parse.urlunsplit(address._replace(query=urllib.parse.urlencode(query)))


# ---- the very statements ----


def _logged(house):
    """The statements of the transaction that keeps a request, as (text, parameters)."""
    local, postmaster = house.data / "postgresql/local.conf", house.part("postgresql")["pid"]
    before = local.read_text() if local.exists() else ""
    # Statements are prepared on every connection first: what is logged is what goes over the line again and again.
    _post(house, house.centres[0], 20)
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
    os.kill(postmaster, signal.SIGHUP)
    time.sleep(1)


def _transaction(log):
    found = {}
    for entry in re.split(r"^(?=\d{4}-\d\d-\d\d \S+ UTC \[)", log, flags=re.M):
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


def _script(house, statements):
    """The logged statements with the values of that one request as literals, but for what is another with every request and reaches the server
    as a parameter, as it does from the product: the centre, the ids that were made for it, the day of birth, the Idempotency-Key, the number in
    the register. One statement before the transaction draws them (pgbench's own variables are numbers)."""
    draw = _Draw(house.centres[0])
    lines = []
    for text, parameters in statements:
        arrays = _arrays(house, text)

        def value(found):
            given, kind = parameters.get(int(found[1])), arrays.get(int(found[1]))
            if given is None:
                return "null"
            if kind is None:
                return draw.expression(given)
            if given.startswith("{") and (drawn := draw.variable(given[1:-1])):
                return f"array[{drawn}]::{kind}[]"
            return f"{_quoted(given)}::{kind}[]"

        line = re.sub(r"\$(\d+)", value, text)
        if text.startswith("insert into registers"):
            lines.append(line + "\n\\gset")
        elif text.startswith("insert into cases ("):
            lines.append(_numbered(text, parameters, value) + ";")
        else:
            lines.append(line + ";")
    path = house.folder / "request.sql"
    path.write_text("\n".join([draw.statement(house.centres), *lines]) + "\n")
    return path


class _Draw:
    """What is another with every request: names of variables, and the statement that gives them their values."""

    def __init__(self, centre):
        self.centre, self.ids, self.keys = centre, {}, {}

    def expression(self, given):
        """A logged value as it stands in the script."""
        if drawn := self.variable(given):
            return drawn
        for key, kept in (*self.keys.items(), (self.centre, "centre")):
            before, found, after = given.partition(key)
            # In what only looks like a centre's or a key's (JSON of a message, of an answer) the logged one stays.
            if found and not before.startswith(("{", "\\x")):
                return f"({_quoted(before)}::text || :{kept}::text || {_quoted(after)}::text)"
        if key := re.search(rf"bench-{UUID}", given):
            self.keys[key[0]] = "key"
            return self.expression(given)
        return _quoted(given)

    def variable(self, given):
        """Its name with the colon, where the value is wholly drawn; else none."""
        if given == self.centre:
            return ":centre"
        if day := BIRTHDAYS.get(given):
            return f":{day}"
        if re.fullmatch(UUID, given) and _is_new(given):
            return ":" + self.ids.setdefault(given, f"new{len(self.ids)}")
        return None

    def statement(self, centres):
        listed = "array[" + ", ".join(f"'{centre}'" for centre in centres) + "]"
        values = [
            f"({listed})[1 + random() * {len(centres) - 1}] as centre", "gen_random_uuid() as key",
            *(f"'{ident[:24]}' || lpad(to_hex((random() * 281474976710655)::bigint), 12, '0') as {name}" for ident, name in self.ids.items()),
            "birth", "date_part('year', birth)::int as birth_year", "date_trunc('year', birth)::date as birth_from",
            "(date_trunc('year', birth) + interval '1 year - 1 day')::date as birth_until",
        ]  # fmt: skip
        return "select " + ",\n    ".join(values) + "\nfrom (select date '1940-01-01' + (random() * 21900)::int as birth) as drawn\n\\gset"


def _arrays(house, text):
    """The types of the arrays that become rows, by their places: those of the columns that they are written to, else text."""
    rows = re.search(r"unnest\(([^)]*)\)\s*as \w+ \(([^)]*)\)", text)
    table = re.match(r"insert into (\w+)", text)
    if not rows or not table:
        return {}
    places = [int(place) for place in re.findall(r"\$(\d+)", rows[1])]
    types = _columns(house.replay, table[1])
    return {place: types.get(name.strip(), "text") for place, name in zip(places, rows[2].split(","), strict=True)}


@functools.cache
def _columns(database, table):
    question = f"select attname, format_type(atttypid, atttypmod) from pg_attribute where attrelid = '{table}'::regclass and attnum > 0"
    return dict(line.split("|") for line in run(["psql", "-X", "-q", "-A", "-t", "-c", question, database]).splitlines())


def _numbered(text, parameters, value):
    """A case's row with the number that the register has just given instead of the one that was logged."""
    names = [name.strip() for name in re.search(r"\((.*?)\)", text, re.S)[1].split(",")]
    places = re.findall(r"\$(\d+)|(\d+)", re.search(r"values\s*\((.*)\)", text, re.S)[1])
    place = int(places[names.index("number")][0])
    code = parameters[int(places[names.index("code")][0])]

    def numbered(found):
        if int(found[1]) == place:
            return ":last"
        given = parameters.get(int(found[1]))
        if given and code.lower() in given.lower():
            return f"({value(found)}::text || ' ' || :last::text)"
        return value(found)

    return re.sub(r"\$(\d+)", numbered, text)


def _is_new(ident):
    """Made for this very request (UUIDv7 of the last minutes), and not one of the house's."""
    return time.time() - int(ident.replace("-", "")[:12], 16) / 1000 < 300


def _quoted(text):
    """A literal. pgbench takes a colon before a letter for a variable, in quotes too: it is written as an escape."""
    escaped = re.sub(r":(?=[A-Za-z_])", r"\\072", text.replace("\\", "\\\\").replace("'", "''"))
    return f"E'{escaped}'" if "\\" in escaped else f"'{escaped}'"


def _post(house, centre, times):
    for _ in range(times):
        body = {
            "centre": centre, "channel": "in_person", "categories": ["poor_household"], "form": "litigation", "field": "civil",
            "client": {
                "name": "Lường Thị Piêng Ún", "birth": BIRTH, "gender": "female", "ethnicity": "Thái",
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
