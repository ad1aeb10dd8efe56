"""Organisations, helpers and callers that tests make for themselves."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

import shapes
from api import Api
from system import System

_names = itertools.count(1)


class Organisation:
    """An organisation that a test entered, its helpers, and callers with a role in it."""

    def __init__(self, system: System, ident: str, kind: str, province: str) -> None:
        self.system = system
        self.id = ident
        self.kind = kind
        self.province = province
        self.helpers: dict[str, dict] = {}
        self._callers: dict[tuple, tuple[str, Api]] = {}

    def caller(self, role: str, helper: str | None = None) -> Api:
        token = self.system.token(role, organisation=self.id, helper=helper)
        known = self._callers.get((role, helper))
        if known is None or known[0] != token:
            known = self._callers[(role, helper)] = (token, Api(self.system.url, token))
        return known[1]

    @property
    def staff(self) -> Api:
        return self.caller(shapes.STAFF_ROLE[self.kind])

    @property
    def leader(self) -> Api:
        return self.caller(shapes.LEADER_ROLE[self.kind])

    @property
    def administrator(self) -> Api:
        return self.caller(shapes.ADMINISTRATOR_ROLE)

    def helper(self, ident: str) -> Api:
        """The caller who is that helper."""
        return self.caller("helper", ident)

    def add_helper(self, kind: str, name: str, card_number: str | None = None, appointed_on: date | str | None = None) -> dict:
        body: dict[str, Any] = {"organisation": self.id, "kind": kind, "name": name, "email": f"helper-{next(_names)}@thu.example"}
        if card_number:
            body["card_number"] = card_number
        if appointed_on:
            body["appointed_on"] = str(appointed_on)
        made = self.administrator.create("/api/v1/helpers", body)
        helper = {**body, "id": made["id"]}
        self.helpers[made["id"]] = helper
        return helper


def enter_organisation(
    system: System, kind: str = "centre", name: str | None = None, province: str = "14", parent: str | None = None, code: str | None = None
) -> Organisation:
    number = next(_names)
    body = {
        "kind": kind,
        "parent": parent,
        "province": province,
        "name": name or f"Tổ chức thử nghiệm số {number}",
        "code": code or f"TN{number}",
        "email": f"organisation-{number}@thu.example",
    }
    made = Api(system.url, system.token("system")).create("/api/v1/organisations", body)
    return Organisation(system, made["id"], kind, province)


def sound_request(organisation: Organisation, **changes: Any) -> dict:
    """A plain request that is right in everything, changed where a test says so."""
    body = {
        "centre": organisation.id,
        "channel": "in_person",
        "client": {
            "name": "Lường Thị Piêng",
            "birth": "1988-03-21",
            "gender": "female",
            "ethnicity": "Thái",
            "residence": {"province": organisation.province, "commune": "Chiềng Mai", "especially_difficult": True},
        },
        "categories": ["poor_household"],
        "form": "litigation",
        "field": "civil",
        "role_in_proceedings": "litigant",
        "summary": "Bà bị anh rể chiếm mảnh vườn mà bố mẹ để lại, toà đã thụ lý, bà xin người bảo vệ quyền lợi.",
    }
    return {**body, **changes}
