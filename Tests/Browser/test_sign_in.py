"""Signing in where a second factor is required, and being signed out."""

from __future__ import annotations

import re

import httpx
from playwright.sync_api import expect

from accounts import Account
from office import Office
from qr import Enrolment, read_enrolment
from second_factor import app_code
from test_accounts import is_out
from visitor import Visitor, Way
from waiting import wait_until
from ways import by_telephone, from_a_desk

# As an authenticator app lists the account.
ISSUER = "Cầu Nối"


def give_password(person: Visitor, account: Account) -> None:
    person.open("/sign-in")
    person.field("sign_in_login").fill(account.login)
    person.field("sign_in_password").fill(account.password)
    person.press("sign_in_submit", within=person.main)


@by_telephone
def test_a_leader_scans_the_code_of_a_second_factor_and_shows_it_from_then_on(visit, office: Office, way: Way):
    leader, account = visit(None, way), office.person("leader")
    give_password(leader, account)
    account.second_step.keep(set_up(leader, account))

    leader.press("sign_out")
    give_password(leader, account)
    leader.expect_heading("code_title")
    leader.look_at_in_both_lights("code")
    leader.field("code_field").fill("000000")
    leader.press("sign_in_submit", within=leader.main)
    expect(leader.errors).to_be_visible()
    leader.look_at("code-refused")
    leader.field("code_field").fill(account.second_step.code())
    leader.press("sign_in_submit", within=leader.main)
    expect(leader.main).to_contain_text(leader.words("home_work"))

    leader.open("/account/confirmation")
    leader.expect_heading("confirmation_title")
    leader.look_at_in_both_lights("confirmation")
    leader.confirm_if_asked(account)
    leader.expect_notice("notice_confirmed")
    leader.look_at("own-account")

    end_session(leader, office)
    leader.press("password_change", within=leader.main)
    leader.expect_heading("session_over_title")
    leader.look_at_in_both_lights("session-over")


def end_session(person: Visitor, office: Office) -> None:
    """From elsewhere, while a form is open."""
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in person.context.cookies())
    with httpx.Client(base_url=office.system.url, timeout=60, headers={"Cookie": cookies}) as elsewhere:
        assert elsewhere.post("/sign-out").status_code == 303
        wait_until(lambda: elsewhere.get("/account").status_code == 303, 20, "the session to be over")


def set_up(person: Visitor, account: Account) -> list[str]:
    """By the app, which is required; the codes for emergencies, which are shown once."""
    person.expect_heading("factor_title")
    person.look_at_in_both_lights("factor")
    secret = person.main.locator("code").inner_text()
    expect_drawn(person, account, secret)
    person.field("factor_code").fill("000000")
    person.press("factor_submit")
    expect(person.errors).to_be_visible()
    person.look_at("factor-refused")
    assert person.main.locator("code").inner_text() == secret, "who mistyped need not scan again"
    expect_drawn(person, account, secret)
    person.field("factor_code").fill(app_code(secret))
    person.press("factor_submit")
    person.expect_heading("recovery_title")
    person.look_at_in_both_lights("recovery-codes")
    codes = person.main.get_by_role("listitem").locator("code").all_inner_texts()
    assert len(codes) >= 8 and all(re.fullmatch(r"[\w -]{8,}", code) for code in codes)
    person.follow("recovery_kept")
    expect(person.main).to_contain_text(person.words("home_work"))
    return codes


def expect_drawn(person: Visitor, account: Account, secret: str) -> None:
    """The code that an app scans says what stands beside it for those who type, and whose it is; in the light and in the dark."""
    drawing = person.main.get_by_role("img", name=person.words("factor_qr"))
    expect(drawing).to_be_visible()
    whole = Enrolment("totp", ISSUER, ISSUER, account.login, secret.replace(" ", ""), "SHA1", "6", "30")
    for scheme in ("light", "dark"):
        with person.looking(scheme=scheme):
            assert read_enrolment(drawing) == whole, f"in the {scheme}"


@from_a_desk
def test_a_session_is_ended_from_another_browser(visit, office: Office, way: Way):
    account, here, there = office.person("staff"), visit(None, way), visit(None, way)
    for one in (here, there):
        one.open("/sign-in")
        one.identify(account)
    here.open("/account")
    expect(here.main.get_by_text(here.words("session_present"))).to_have_count(1)
    here.press("session_end", within=here.main)
    here.expect_notice("notice_session_ended")
    wait_until(lambda: is_out(there), 20, "the other session to be over")
    assert not is_out(here)


@by_telephone
def test_whoever_forgot_a_password_is_told_to_look_into_their_mail(visit, way: Way):
    person = visit(None, way)
    person.open("/sign-in")
    person.follow("sign_in_forgotten")
    person.field("sign_in_login").fill("khong-co-ai@thu.example")
    person.press("forgotten_submit")
    expect(person.main).to_contain_text(person.words("forgotten_sent_title"))
    person.look_at_in_both_lights("forgotten-sent")
