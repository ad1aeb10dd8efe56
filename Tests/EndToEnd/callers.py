"""Who calls where rights are tried: somebody with a role, at an organisation or without one."""

from __future__ import annotations

from dataclasses import dataclass

import httpx

from api import Api
from system import System
from world import Organisation

ROLES = ["helper", "staff", "branch_leader", "leader", "administrator", "organisation", "program", "province", "ministry", "system"]

# Of the whole country.
PLACELESS = ("ministry", "system")


@dataclass
class Caller:
    role: str | None
    organisation: Organisation | None
    helper: str | None
    http: Api

    def __str__(self) -> str:
        return f"{self.role} of {self.organisation.id if self.organisation else '–'}"


def nobody(system: System) -> Caller:
    return Caller(None, None, None, Api(system.url, None))


def of_role(system: System, role: str, at: Organisation, helper: str | None = None) -> Caller:
    """Somebody with that role at an organisation, or over its province, or wherever the role is."""
    if role in PLACELESS:
        return Caller(role, None, None, Api(system.url, system.token(role)))
    if role == "province":
        return Caller(role, at, None, Api(system.url, system.token(role, province=at.province)))
    return Caller(role, at, helper, at.caller(role, helper))


def is_refused(answer: httpx.Response) -> bool:
    return answer.status_code in (401, 403, 404) or (answer.status_code == 303 and answer.headers["location"].startswith("/sign-in"))
