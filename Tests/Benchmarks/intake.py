"""A database with the tables of Intake as the system lays them out."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Intake:
    """Made anew; dropped at the end of a `with`."""

    def __init__(self, database):
        self.database = database

    def __enter__(self):
        self.psql(f"drop database if exists {self.database} with (force)", inside=False)
        self.psql(f"create database {self.database}", inside=False)
        self.psql(f"""do $$ begin
                if to_regrole('intake_owner') is null then create role intake_owner; end if;
                if to_regrole('intake') is null then create role intake login password 'bench'; end if;
            end $$;
            create extension pg_trgm; create extension unaccent;
            create schema intake authorization intake_owner;
            grant usage on schema intake to intake;
            alter role intake in database {self.database} set search_path = intake, public;
            set role intake_owner;
            alter default privileges in schema intake grant select, insert, update, delete on tables to intake;""")
        for folder in ("Shared/Outbox/Migrations", "Shared/Directory/Migrations", "Services/Intake/Migrations"):
            for file in sorted((ROOT / folder).glob("*.sql")):
                self.psql("set role intake_owner; set search_path = intake, public;\nbegin;\n" + file.read_text() + "\ncommit;")
        return self

    def __exit__(self, *_):
        self.psql(f"drop database {self.database} with (force)", inside=False)

    def psql(self, script, inside=True):
        """What a script prints that the superuser runs, in this database or outside it."""
        where = os.environ["CAUNOI_TEST_DATABASE_URL"]
        if inside:
            script = f"\\connect {self.database}\n" + script
        done = subprocess.run(
            ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", where], input=script, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"{self.database}: {done.stderr[-1000:]}")
        return done.stdout
