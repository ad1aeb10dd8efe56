"""Papers: what was sent is what is kept, in the ledger of uploads, in the dossiers and on disk."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Iterable

from findings import DIFFERS, LOST, Evidence, Finding, compare, same
from ledger import ACCEPTED


def uploads_end_as_attachments(evidence: Evidence) -> Iterable[Finding]:
    expected = evidence.counter("select id, 1 from attachments.uploads where state = 'stored' and shape <> 'partial'")
    found = evidence.counter("select upload, count(*) from attachments.attachments where upload is not null group by 1")
    yield from compare("one attachment an upload", expected, found)


def what_was_sent_is_kept(evidence: Evidence) -> Iterable[Finding]:
    """Every paper that the driver knows to have arrived whole, with the digest of what it sent."""
    sent = {
        f"{change.mark}.pdf": (change.about["sha256"], change.about["size"], change.about["case"])
        for change in evidence.changes if change.kind == "paper" and change.outcome == ACCEPTED
    }
    rows = evidence.rows("select filename, sha256, size, case_id::text from attachments.attachments where upload is not null")
    names = Counter(row[0] for row in rows)
    yield from compare("every paper that arrived is kept once", Counter(sent.keys()), Counter({name: names[name] for name in sent}))
    yield from same("a paper is kept as it was sent", sent, {row[0]: row[1:] for row in rows if row[0] in sent})


def papers_go_along(evidence: Evidence) -> Iterable[Finding]:
    """Every paper of a case that another organisation accepted is in the case that it became there, once and as it was; of no other."""
    query = """
        select taken.id, papers.id, taken.organisation, papers.sha256, papers.size, papers.kind, papers.filename
        from intake.transfers
        join intake.cases as taken on taken.request = transfers.request
        join attachments.attachments as papers on papers.case_id = transfers.origin_case
        """
    expected = {(row[0], row[1]): row[2:] for row in evidence.rows(query)}
    columns = "case_id, copy_of, organisation, sha256, size, kind, filename"
    rows = evidence.rows(f"select {columns} from attachments.attachments where copy_of is not null")
    yield from compare("a paper goes along once", Counter(expected.keys()), Counter((row[0], row[1]) for row in rows))
    yield from same("a paper goes along as it is", expected, {(row[0], row[1]): row[2:] for row in rows})


def who_holds_what_was_passed_on(evidence: Evidence) -> Iterable[Finding]:
    """Attachments knows who may read the papers of a case that was passed on: whoever has the last request that it became, and their case."""
    query = """
        select distinct on (transfers.origin_case) transfers.origin_case, transfers.request, transfers.organisation, cases.id
        from intake.transfers left join intake.cases on cases.request = transfers.request
        where transfers.origin_case is not null
        order by transfers.origin_case, transfers.passing desc
        """
    expected = {row[0]: row[1:] for row in evidence.rows(query)}
    found = {row[0]: row[1:] for row in evidence.rows("select origin, request, organisation, case_id from attachments.transfers")}
    yield from same("attachments knows who holds what was passed on", expected, found)
    for (origin,) in evidence.rows("select origin from attachments.transfers where due"):
        yield Finding(LOST, "papers do not wait to go along for ever", str(origin))


def files_are_on_disk(evidence: Evidence) -> Iterable[Finding]:
    """Each content that an attachment names lies in the store with that digest, and nothing else lies there."""
    store = evidence.data / "papers" / "store"
    rows = evidence.rows("select organisation, sha256 from attachments.attachments")
    known = {(str(organisation), sha256) for organisation, sha256 in rows}
    on_disk = {(path.parent.parent.name, path.name): path for path in store.glob("*/*/*")}
    for organisation, sha256 in sorted(known):
        path = on_disk.get((organisation, sha256))
        if path is None:
            yield Finding(LOST, "every attachment has its file", f"{sha256} of {organisation}")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            yield Finding(DIFFERS, "a file has the content that it is called after", str(path))
    for key, path in on_disk.items():
        if key not in known:
            yield Finding(DIFFERS, "every file has its attachment", str(path))


def dossiers_tick_what_came(evidence: Evidence) -> Iterable[Finding]:
    """A paper of the list is ticked off exactly where one of its kinds has come, by one of those that came. What came along from another
    organisation is that one's work and its decisions: it counts for the papers of the request alone."""
    came: dict[tuple, set] = {}
    for case, kind, ident, is_copy in evidence.rows("select case_id, kind, id, copy_of is not null from attachments.attachments"):
        came.setdefault((case, kind, is_copy), set()).add(ident)
    query = "select case_id, kind, accepted_kinds, attachment, stage from intake.dossier_papers"
    for case, kind, accepted, ticked, stage in evidence.rows(query):
        origins = (False, True) if stage == "request" else (False,)
        fitting = set().union(*(came.get((case, one, is_copy), set()) for one in accepted for is_copy in origins))
        if fitting and ticked is None:
            yield Finding(LOST, "what came is ticked off", f"{kind} of case {case}: {sorted(map(str, fitting))} came")
        elif ticked is not None and ticked not in fitting:
            yield Finding(DIFFERS, "what is ticked off came", f"{kind} of case {case} is ticked by {ticked}")


CHECKS = (
    uploads_end_as_attachments, what_was_sent_is_kept, papers_go_along, who_holds_what_was_passed_on, files_are_on_disk, dossiers_tick_what_came,
)
