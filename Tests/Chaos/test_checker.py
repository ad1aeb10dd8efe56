"""The checker catches what it is there for: each test breaks one thing in the finished system, and takes it back."""

from __future__ import annotations

import contextlib

import pytest

from checker import check
from findings import DIFFERS, DISORDER, DOUBLED, LOST, PARKED, Evidence

# What is done to the tables; the sort that must then be told, and a word of the rule.
TAMPERINGS = {
    "an inbox row is gone": (
        "delete from notifications.inbox where message_id = (select id from intake.outbox where name = 'intake.case-opened.v1' limit 1)",
        LOST, "has heard every intake.case-opened.v1",
    ),
    "an outbox row is not confirmed": (
        "update intake.outbox set confirmed_at = null where id = (select id from intake.outbox limit 1)", LOST, "outbox row is confirmed",
    ),
    "an outbox row is gone": (
        "delete from intake.outbox where id = (select id from intake.outbox where name = 'intake.case-opened.v1' limit 1)",
        LOST, "no gap",
    ),
    "a version is told twice": (
        "update intake.outbox set version = 1 where id = (select id from intake.outbox where version = 2 limit 1)",
        DOUBLED, "each version of an aggregate",
    ),
    "a message nobody told was heard": (
        "insert into reporting.inbox (consumer, message_id, name, received_at) "
        "values ('reporting.events', gen_random_uuid(), 'intake.case-opened.v1', now())",
        DIFFERS, "only what was told is heard",
    ),
    "a message was taken before the one before it": (
        "do $$begin if to_regclass('assignment.stories') is not null then execute 'delete from assignment.stories';end if;end$$; "
        "update assignment.inbox set received_at = received_at - interval '1 day' where consumer = 'assignment.events' and message_id in "
        "(select id from intake.outbox where name = 'intake.dossier-changed.v1' and version = 2)",
        DISORDER, "taken in order",
    ),
    "an effect was written before the one before it": (
        "create temp table twin on commit drop as select * from reporting.assignments where (case_id, version) in "
        "(select case_id, min(version) from reporting.assignments group by 1 having count(*) > 1) limit 1; delete from "
        "reporting.assignments using twin where (assignments.case_id, assignments.version) = (twin.case_id, twin.version); "
        "insert into reporting.assignments select * from twin",
        DISORDER, "effects in order",
    ),
    "a case is gone from the register": (
        "do $$ declare held record;\nbegin\nfor held in select conrelid::regclass as holder, conname from pg_constraint "
        "where confrelid = 'intake.cases'::regclass loop\nexecute format('alter table %s drop constraint %I', held.holder, held.conname);\n"
        "end loop;\nend $$; delete from intake.cases where id = "
        "(select id from intake.cases order by number limit 1)",
        LOST, "each number once",
    ),
    "a number is given twice": (
        "alter table intake.cases drop constraint cases_number_once; alter table intake.cases drop constraint cases_request_once; "
        "alter table intake.cases drop constraint cases_code_once; create temp table twin on commit drop as select * from "
        "intake.cases limit 1; update twin set id = gen_random_uuid(); insert into intake.cases select * from twin",
        DOUBLED, "each number once",
    ),
    "an accepted change has no effect": (
        "delete from intake.progress where id = (select id from intake.progress limit 1)",
        LOST, "an accepted “progress” has its effect",
    ),
    "an accepted change has two effects": (
        "create temp table twin on commit drop as select * from intake.progress limit 1; update twin set id = gen_random_uuid(); "
        "insert into intake.progress select * from twin",
        DOUBLED, "an accepted “progress” has its effect",
    ),
    "an answer to a key is gone": (
        "delete from intake.idempotency where key = (select key from intake.idempotency where status = 201 limit 1)",
        LOST, "the answer of an accepted",
    ),
    "a timeline entry is gone": (
        "delete from intake.timeline where id = (select id from intake.timeline where kind = 'helper_assigned' limit 1)",
        LOST, "entry “helper_assigned”",
    ),
    "a timeline entry is there twice": (
        "insert into intake.timeline (id, case_id, organisation, province, at, kind, actor, details) select gen_random_uuid(), case_id, "
        "organisation, province, at, kind, actor, details from intake.timeline where kind = 'progress' limit 1",
        DOUBLED, "entry “progress”",
    ),
    "an audit line is gone": (
        "delete from intake.audit where id = (select id from intake.audit where action = 'case.registered' limit 1)",
        LOST, "audit line case.registered",
    ),
    "an offer is made twice": (
        "drop index assignment.offers_one_at_a_time; insert into assignment.offers (id, case_id, organisation, province, helper, "
        "helper_name, automatic, offered_at) select gen_random_uuid(), case_id, organisation, province, helper, helper_name, automatic, "
        "offered_at from assignment.offers where ended_at is null limit 1",
        LOST, "one assignment.case-assigned.v1 a change",
    ),
    "an assignment is gone": (
        "delete from assignment.offers where case_id = (select min(case_id::text)::uuid from assignment.assignments); delete from "
        "assignment.decisions where case_id = (select min(case_id::text)::uuid from assignment.assignments); "
        "delete from assignment.assignments where case_id = (select min(case_id::text)::uuid from assignment.assignments)",
        LOST, "one assignment a case",
    ),
    "a mail was never written": (
        "delete from notifications.emails where id = (select id from notifications.emails where kind = 'case-assigned' limit 1)",
        LOST, "one mail a pick",
    ),
    "a mail was written twice": (
        "alter table notifications.emails drop constraint emails_once; create temp table twin on commit drop as select * from "
        "notifications.emails where kind = 'case-assigned' limit 1; update twin set id = gen_random_uuid(); "
        "insert into notifications.emails select * from twin",
        DOUBLED, "one mail a pick",
    ),
    "a copy has an old state": (
        "update notifications.cases set state = 'stopped' "
        "where id = (select id from notifications.cases join intake.cases as known using (id) where cases.state = 'registered' limit 1)",
        DIFFERS, "notifications knows the state",
    ),
    "a copy has another helper": (
        "update attachments.cases set helper = null where id = (select id from attachments.cases where helper is not null limit 1)",
        DIFFERS, "attachments knows the helper",
    ),
    "a fact is gone": (
        "delete from reporting.facts where case_id = (select case_id from reporting.facts limit 1)", LOST, "facts of every case",
    ),
    "a fact says another state": (
        "update reporting.facts set accepted_on = accepted_on - 1 where case_id = (select case_id from reporting.facts limit 1) "
        "and until = 'infinity'",
        DIFFERS, "facts of every case",
    ),
    "a tick is gone": (
        "update intake.dossier_papers set attachment = null where (case_id, kind) = (select case_id, kind from intake.dossier_papers "
        "where attachment is not null limit 1)",
        LOST, "ticked off",
    ),
    "an attachment is gone": (
        "delete from attachments.attachments where id = (select id from attachments.attachments where upload is not null limit 1)", LOST, "one attachment an upload",
    ),
    "a paper did not go along with its case": (
        "delete from attachments.attachments where id = (select id from attachments.attachments where copy_of is not null limit 1)",
        LOST, "a paper goes along once",
    ),
    "a sender was not told": (
        "update intake.transfers set outcome = null, answered_on = null, answer_code = null, answer_receiver = null where request = "
        "(select request from intake.transfers where outcome is not null limit 1)",
        DIFFERS, "sender is told",
    ),
    "the country counts a case twice": (
        "update reporting.facts set continued_as = null where case_id = (select case_id from reporting.facts where continued_as is not null "
        "and until = 'infinity' limit 1) and until = 'infinity'",
        DOUBLED, "counts every matter once",
    ),
    "the journal lacks a message": (
        "delete from portal.journal where id = (select id from portal.journal limit 1)", LOST, "journal has every message",
    ),
    "the trail lacks a line": (
        "delete from portal.trail where id = (select min(id::text)::uuid from portal.trail where service = 'intake')", LOST, "trail has every line",
    ),
    "a line of the trail is never told": (
        "insert into intake.audit_untold (id) select min(id::text)::uuid from portal.trail where service = 'intake'; "
        "delete from portal.trail where id in (select id from intake.audit_untold)", LOST, "trail has every line",
    ),
    "an undecodable message is not parked": (
        "delete from assignment.parked; delete from attachments.parked; delete from notifications.parked; delete from reporting.parked",
        LOST, "what cannot be handled is parked",
    ),
    "a good message is parked": (
        "insert into intake.parked (id, consumer, message_id, known_by, name, headers, body, error, attempts, parked_at) "
        "select gen_random_uuid(), 'intake.events', id, id, name, '{}', body::bytea, 'it failed', 4, now() from assignment.outbox limit 1",
        PARKED, "nothing is parked",
    ),
}


def found(evidence: Evidence, sort: str, rule: str) -> list[str]:
    return [finding.where for finding in check(evidence) if finding.sort == sort and rule in finding.rule]


def told_before(finished, sort: str, rule: str) -> set[str]:
    """What the run itself was told of it."""
    return {finding.where for finding in finished[2].findings if finding.sort == sort and rule in finding.rule}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_the_checker_tells_that(what: str, finished, evidence: Evidence):
    statements, sort, rule = TAMPERINGS[what]
    before = told_before(finished, sort, rule)
    for statement in statements.split("; "):
        evidence.connection.execute(statement)
    assert set(found(evidence, sort, rule)) - before, f"{what}, and the checker does not tell it"


def test_the_checker_tells_that_parked_is_parked_twice(finished, evidence: Evidence):
    before = told_before(finished, DOUBLED, "parked once")
    for service in ("assignment", "attachments", "notifications", "reporting"):
        evidence.connection.execute(
            f"insert into {service}.parked (id, consumer, message_id, known_by, name, headers, body, error, attempts, parked_at) "
            f"select gen_random_uuid(), consumer, null, gen_random_uuid(), name, headers, body, error, attempts, parked_at from {service}.parked"
        )
    assert set(found(evidence, DOUBLED, "parked once")) - before


def test_the_checker_tells_that_a_mail_lies_there_twice(evidence: Evidence):
    mail = next((evidence.data / "mail").rglob("new/*"))
    twin = mail.parent.parent / "cur" / mail.name
    twin.write_bytes(mail.read_bytes())
    try:
        assert found(evidence, DOUBLED, "one file a mail")
    finally:
        twin.unlink()
    assert not found(evidence, DOUBLED, "one file a mail")


@contextlib.contextmanager
def changed(path, content: bytes | None):
    kept = path.read_bytes()
    mode = path.stat()
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    try:
        yield
    finally:
        path.write_bytes(kept)
        path.chmod(mode.st_mode)


def test_the_checker_tells_that_a_paper_is_gone_or_other(evidence: Evidence):
    paper = next((evidence.data / "papers" / "store").glob("*/*/*"))
    with changed(paper, None):
        assert found(evidence, LOST, "every attachment has its file")
    with changed(paper, paper.read_bytes()[:-1] + b"?"):
        assert found(evidence, DIFFERS, "the content that it is called after")
    assert not found(evidence, LOST, "every attachment has its file")


def test_the_checker_tells_that_a_story_is_not_heard_to_its_end(evidence: Evidence):
    """Also where this build keeps no stories yet: they are then made as a service keeps them, inside the transaction."""
    for statement in (
        "create table if not exists assignment.stories (consumer text, producer text, aggregate uuid, last_version bigint)",
        "create table if not exists assignment.early (consumer text, producer text, aggregate uuid, version bigint, message_id uuid, "
        "name text, headers jsonb, body bytea, sent_at timestamptz, waiting_since timestamptz)",
        "insert into assignment.stories (consumer, producer, aggregate, last_version) select 'assignment.events', 'intake', aggregate, "
        "max(version) from intake.outbox join assignment.inbox on inbox.message_id = outbox.id where not exists (select from "
        "assignment.stories) and consumer = 'assignment.events' group by aggregate",
    ):
        evidence.connection.execute(statement)
    heard, waits = "the last version heard is the last that was told", "no message waits for its turn for ever"
    before = set(found(evidence, LOST, heard))
    assert not [where for where in found(evidence, DISORDER, "taken in order") if where.startswith("assignment.events")]
    evidence.connection.execute(
        "update assignment.stories set last_version = last_version - 1 where aggregate = (select min(aggregate::text)::uuid from "
        "assignment.stories where consumer = 'assignment.events') and consumer = 'assignment.events'"
    )
    assert set(found(evidence, LOST, heard)) - before
    evidence.connection.execute(
        "insert into assignment.early (consumer, producer, aggregate, version, message_id, name, headers, body, waiting_since) "
        "select consumer, producer, aggregate, last_version + 5, gen_random_uuid(), 'intake.case-finished.v1', '{}', '', now() "
        "from assignment.stories limit 1"
    )
    assert found(evidence, LOST, waits)
