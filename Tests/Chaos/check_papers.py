"""Papers: what was sent is what is kept, in the ledger of uploads, in the dossiers and on disk."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Iterable

from findings import DIFFERS, LOST, Evidence, Finding, compare, same
from ledger import ACCEPTED


def uploads_end_as_attachments(evidence: Evidence) -> Iterable[Finding]:
    expected = evidence.counter("select id, 1 from attachments.uploads where state = 'stored' and shape <> 'partial'")
    found = evidence.counter("select upload, count(*) from attachments.attachments group by 1")
    yield from compare("one attachment an upload", expected, found)


def what_was_sent_is_kept(evidence: Evidence) -> Iterable[Finding]:
    """Every paper that the driver knows to have arrived whole, with the digest of what it sent."""
    sent = {
        f"{change.mark}.pdf": (change.about["sha256"], change.about["size"], change.about["case"])
        for change in evidence.changes if change.kind == "paper" and change.outcome == ACCEPTED
    }
    rows = evidence.rows("select filename, sha256, size, case_id::text from attachments.attachments")
    names = Counter(row[0] for row in rows)
    yield from compare("every paper that arrived is kept once", Counter(sent.keys()), Counter({name: names[name] for name in sent}))
    yield from same("a paper is kept as it was sent", sent, {row[0]: row[1:] for row in rows if row[0] in sent})


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
    """A paper of the list is ticked off exactly where one of its kinds has come, by one of those that came."""
    came: dict[tuple, set] = {}
    for case, kind, ident in evidence.rows("select case_id, kind, id from attachments.attachments"):
        came.setdefault((case, kind), set()).add(ident)
    for case, kind, accepted, ticked in evidence.rows("select case_id, kind, accepted_kinds, attachment from intake.dossier_papers"):
        fitting = set().union(*(came.get((case, one), set()) for one in accepted))
        if fitting and ticked is None:
            yield Finding(LOST, "what came is ticked off", f"{kind} of case {case}: {sorted(map(str, fitting))} came")
        elif ticked is not None and ticked not in fitting:
            yield Finding(DIFFERS, "what is ticked off came", f"{kind} of case {case} is ticked by {ticked}")


CHECKS = (uploads_end_as_attachments, what_was_sent_is_kept, files_are_on_disk, dossiers_tick_what_came)
