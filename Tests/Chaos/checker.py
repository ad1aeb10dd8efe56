"""Proves from the tables and the folder that nothing was lost and nothing doubled, or tells what was."""

from __future__ import annotations

import check_cases
import check_copies
import check_figures
import check_ledger
import check_mails
import check_messages
import check_order
import check_papers
import check_parked
from findings import Evidence, Finding

MODULES = (
    check_ledger, check_messages, check_order, check_cases, check_copies, check_figures, check_mails, check_papers, check_parked,
)
CHECKS = tuple(check for module in MODULES for check in module.CHECKS)


def check(evidence: Evidence) -> list[Finding]:
    """Every check, whatever the others found."""
    return [finding for one in CHECKS for finding in one(evidence)]
