"""The kinds of change that the driver makes, each with its share of the whole."""

from __future__ import annotations

import hashlib
import random
from datetime import datetime, timedelta, timezone
from typing import Any

import tus
from client import Client
from ledger import ACCEPTED, REFUSED, UNKNOWN
from scene import Case, Centre, Scene, request_of

PAPERS = ("application", "eligibility_proof", "related_document", "brief", "work_record", "opinion_slip", "other")
FORMS = (("litigation", "civil"), ("litigation", "marriage_family"), ("advice", "civil"), ("representation", "labour"))
REFUSALS = ("not_eligible", "no_concrete_case", "outside_law", "handled_elsewhere")


def today() -> str:
    return (datetime.now(timezone.utc) + timedelta(hours=7)).date().isoformat()


def anyone(client: Client, scene: Scene, dice: random.Random) -> Centre:
    return dice.choice(scene.centres)


# ---- requests --------------------------------------------------------------------------------------------------------------------


def open_case(client: Client, scene: Scene, dice: random.Random) -> None:
    centre = anyone(client, scene, dice)
    change = client.ledger.ask("case opened", "/api/v1/requests", "vu-viec", organisation=centre.id)
    form, field = dice.choice(FORMS)
    body = request_of(centre, change.mark, decision="accept", form=form, field=field)
    if form != "litigation":
        body.pop("role_in_proceedings")
    answer = client.change(change, centre.tokens["staff"], body)
    if answer is not None and answer.is_success:
        made = answer.json()["case"]
        change.about["case"] = made["id"]
        scene.put(scene.cases, Case(made["id"], made["code"], centre))


def enter_request(client: Client, scene: Scene, dice: random.Random) -> None:
    centre = anyone(client, scene, dice)
    change = client.ledger.ask("request entered", "/api/v1/requests", "yeu-cau", organisation=centre.id)
    answer = client.change(change, centre.tokens["staff"], request_of(centre, change.mark))
    if answer is not None and answer.is_success:
        change.about["request"] = answer.json()["id"]
        scene.put(scene.requests, (answer.json()["id"], centre, False))


def decide_request(client: Client, scene: Scene, dice: random.Random) -> None:
    taken = scene.take(scene.requests, dice)
    if taken is None:
        return enter_request(client, scene, dice)
    action = dice.choices(("acceptance", "refusal", "transfer", "supplement"), (5, 2, 1, 0 if taken[2] else 1))[0]
    decide_as(action, client, scene, dice, *taken)


def decide_as(action: str, client: Client, scene: Scene, dice: random.Random, request: str, centre: Centre, asked: bool, kind: str = "") -> None:
    """Decides on a request; what comes of it is there for other changes."""
    seen = client.ask("GET", f"/api/v1/requests/{request}", centre.tokens["staff"])
    change = client.ledger.ask(kind or f"request {action}", f"/api/v1/requests/{request}/{action}", "quyet-dinh", request=request)
    body: dict[str, Any] = {"note": change.mark}
    receiver = None
    if action == "refusal":
        body["reason"] = dice.choice(REFUSALS)
    elif action == "transfer":
        body["reason"] = "outside_territory"
        others = [one for one in scene.centres if one is not centre]
        if others and dice.random() < 0.5:
            receiver = dice.choice(others)
            body["organisation"] = receiver.id
    answer = client.change(change, centre.tokens["staff"], body, headers={"If-Match": seen.headers.get("etag", "*")})
    if answer is None or not answer.is_success:
        return
    if action == "acceptance":
        made = answer.json()["case"]
        change.about["case"] = made["id"]
        scene.put(scene.cases, Case(made["id"], made["code"], centre))
    elif action == "supplement":
        scene.put(scene.requests, (request, centre, True))
    elif receiver:
        departure = client.ask("GET", f"/api/v1/requests/{request}", centre.tokens["staff"]).json()["departure"]
        scene.put(scene.requests, (departure["request"], receiver, False))


# ---- cases -----------------------------------------------------------------------------------------------------------------------


def on_case(state: str) -> Any:
    """Takes a case in that state for the change, and puts it back in the state that the change gives; of unclear ones no more is asked."""

    def decorate(act: Any) -> Any:
        def acted(client: Client, scene: Scene, dice: random.Random) -> None:
            case = scene.take(scene.cases, dice, lambda one: one.state == state)
            if case is None:
                return open_case(client, scene, dice)
            case.state = act(client, scene, dice, case)
            scene.put(scene.cases, case)

        return acted

    return decorate


def after(change: Any, then: str, otherwise: str) -> str:
    return {ACCEPTED: then, REFUSED: otherwise, UNKNOWN: "unclear"}[change.outcome]


@on_case("open")
def progress(client: Client, scene: Scene, dice: random.Random, case: Case) -> str:
    change = client.ledger.ask("progress", f"/api/v1/cases/{case.id}/progress", "cong-viec", case=case.id)
    client.change(change, case.centre.tokens["staff"], {"kind": "file_study", "date": today(), "note": change.mark})
    return after(change, "open", "open")


@on_case("open")
def complete(client: Client, scene: Scene, dice: random.Random, case: Case) -> str:
    change = client.ledger.ask("completion", f"/api/v1/cases/{case.id}/completion", "ket-qua", case=case.id)
    client.change(change, case.centre.tokens["leader"], {"date": today(), "result": change.mark, "missing_papers_reason": "Giấy tờ nộp bổ sung sau"})
    return after(change, "ended", "open")


@on_case("open")
def stop(client: Client, scene: Scene, dice: random.Random, case: Case) -> str:
    change = client.ledger.ask("stop", f"/api/v1/cases/{case.id}/stop", "ly-do-dung", case=case.id)
    client.change(change, case.centre.tokens["leader"], {"date": today(), "ground": "withdrawn", "note": change.mark})
    return after(change, "ended", "open")


def decide_on(client: Client, case: Case, kind: str, path: str, mark: str, body: Any) -> Any:
    """A decision of whoever leads, on the case as it is now."""
    seen = client.ask("GET", f"/api/v1/cases/{case.id}", case.centre.tokens["leader"])
    change = client.ledger.ask(kind, f"/api/v1/cases/{case.id}/{path}", mark, case=case.id)
    client.change(change, case.centre.tokens["leader"], body(change.mark), headers={"If-Match": seen.headers.get("etag", "*")})
    return change


@on_case("open")
def suspend(client: Client, scene: Scene, dice: random.Random, case: Case) -> str:
    change = decide_on(
        client, case, "case suspended", "suspension", "tam-dung",
        lambda mark: {"date": today(), "ground": "proceedings_suspended", "note": mark},
    )
    return after(change, "suspended", "open")


@on_case("suspended")
def resume(client: Client, scene: Scene, dice: random.Random, case: Case) -> str:
    change = decide_on(client, case, "case resumed", "resumption", "tiep-tuc", lambda mark: {"date": today(), "reason": mark})
    return after(change, "open", "suspended")


@on_case("open")
def transfer(client: Client, scene: Scene, dice: random.Random, case: Case) -> str:
    """To another centre, with a paper: most are accepted there at once, the others are requests to be decided on like any other."""
    others = [one for one in scene.centres if one is not case.centre]
    if not others:
        return "open"
    receiver = dice.choice(others)
    send_paper(client, dice, case)
    change = decide_on(
        client, case, "case transferred", "transfer", "chuyen",
        lambda mark: {"organisation": receiver.id, "ground": "outside_territory", "note": mark},
    )
    if change.outcome == ACCEPTED:
        passed = client.ask("GET", f"/api/v1/cases/{case.id}", case.centre.tokens["leader"]).json()["transfer"]
        if dice.random() < 0.7:
            decide_as("acceptance", client, scene, dice, passed["request"], receiver, False, kind="passed case accepted")
        else:
            scene.put(scene.requests, (passed["request"], receiver, False))
    return after(change, "transferred", "open")


@on_case("open")
def correct(client: Client, scene: Scene, dice: random.Random, case: Case) -> str:
    """What is counted of it was written down wrongly."""
    change = client.ledger.ask("register corrected", f"/api/v1/cases/{case.id}/register-corrections", "sua-so", case=case.id)
    slip = {"gender": dice.choice(("female", "male"))} if dice.random() < 0.5 else {"field": dice.choice(("civil", "labour", "marriage_family"))}
    client.change(change, case.centre.tokens["staff"], {**slip, "reason": change.mark})
    return after(change, "open", "open")


@on_case("ended")
def hand_over(client: Client, scene: Scene, dice: random.Random, case: Case) -> str:
    change = client.ledger.ask("handover", f"/api/v1/cases/{case.id}/handover", "ban-giao", case=case.id)
    client.change(change, case.centre.tokens["leader"], {"date": today(), "missing_papers_reason": change.mark})
    return after(change, "handed over", "ended")


@on_case("open")
def fix_hearing(client: Client, scene: Scene, dice: random.Random, case: Case) -> str:
    """So near that its reminder is due at once; some are moved or called off right after."""
    place = f"/api/v1/cases/{case.id}/hearings"
    token = case.centre.tokens["staff"]
    change = client.ledger.ask("hearing fixed", place, "phien-hop", case=case.id)
    body = {"kind": "other", "starts_at": f"{today()}T23:59:00+07:00", "place": change.mark}
    answer = client.change(change, token, body)
    if answer is not None and answer.is_success and dice.random() < 0.5:
        hearing = answer.json()["id"]
        if dice.random() < 0.5:
            call_off = client.ledger.ask("hearing called off", f"{place}/{hearing}/withdrawal", "rut-lich", case=case.id)
            client.change(call_off, token, {"reason": call_off.mark}, headers={"If-Match": '"1"'})
        else:
            move = client.ledger.ask("hearing adjourned", f"{place}/{hearing}/outcome", "hoan-lich", case=case.id)
            later = (datetime.now(timezone.utc) + timedelta(days=1, hours=7)).date().isoformat()
            body = {"result": "adjourned", "outcome": move.mark, "next_at": f"{later}T09:00:00+07:00"}
            client.change(move, token, body, headers={"If-Match": '"1"'})
    return after(change, "open", "open")


# ---- assignments -----------------------------------------------------------------------------------------------------------------


def assignment_of(client: Client, case: Case) -> dict | None:
    """Who has the case; None where Assignment has not heard of it yet."""
    answer = client.ask("GET", f"/api/v1/cases/{case.id}/assignment", case.centre.tokens["leader"])
    return {**answer.json(), "etag": answer.headers["etag"]} if answer.status_code == 200 else None


@on_case("open")
def accept_offer(client: Client, scene: Scene, dice: random.Random, case: Case) -> str:
    seen = assignment_of(client, case)
    if seen is None or seen["state"] != "offered" or seen["helper"] not in case.centre.helpers:
        return "open"
    place = f"/api/v1/cases/{case.id}/assignment/acceptance"
    change = client.ledger.ask("offer accepted", place, "nhan", case=case.id, helper=seen["helper"])
    client.change(change, case.centre.helpers[seen["helper"]], {})
    return after(change, "open", "open")


@on_case("open")
def refuse_offer(client: Client, scene: Scene, dice: random.Random, case: Case) -> str:
    seen = assignment_of(client, case)
    if seen is None or seen["helper"] not in case.centre.helpers:
        return "open"
    place = f"/api/v1/cases/{case.id}/assignment/refusal"
    change = client.ledger.ask("offer refused", place, "tu-choi", case=case.id, helper=seen["helper"])
    client.change(change, case.centre.helpers[seen["helper"]], {"reason": "not_objective", "note": change.mark})
    return after(change, "open", "open")


@on_case("open")
def pick(client: Client, scene: Scene, dice: random.Random, case: Case) -> str:
    seen = assignment_of(client, case)
    if seen is None or seen["helper"] is None:
        return "open"
    change = client.ledger.ask("helper replaced", f"/api/v1/cases/{case.id}/assignment", "thay-nguoi", case=case.id)
    client.change(change, case.centre.tokens["leader"], {"reason": change.mark})
    return after(change, "open", "open")


@on_case("open")
def decide(client: Client, scene: Scene, dice: random.Random, case: Case) -> str:
    seen = assignment_of(client, case)
    if seen is None or seen["helper"] is None or seen["decision"]:
        return "open"
    change = client.ledger.ask("decision", f"/api/v1/cases/{case.id}/assignment/decision", "QD", case=case.id)
    body = {"number": change.mark, "date": today(), "signer": "Giám đốc Trung tâm"}
    client.change(change, case.centre.tokens["leader"], body, headers={"If-Match": seen["etag"]})
    return after(change, "open", "open")


# ---- papers ----------------------------------------------------------------------------------------------------------------------


@on_case("open")
def upload(client: Client, scene: Scene, dice: random.Random, case: Case) -> str:
    send_paper(client, dice, case)
    return "open"


def send_paper(client: Client, dice: random.Random, case: Case) -> None:
    """A paper in pieces by tus; after any trouble the offset is asked for and the rest is sent, until the server has all of it."""
    change = client.ledger.ask("paper", tus.UPLOADS, "giay-to", case=case.id)
    content = tus.paper(dice.randint(2_000, 60_000), change.number)
    change.about |= {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "paper": dice.choice(PAPERS)}
    facts = tus.metadata(case=case.id, kind=change.about["paper"], filename=f"{change.mark}.pdf", sha256=change.about["sha256"])
    token = case.centre.tokens["staff"]
    headers = {**tus.VERSION, "Upload-Length": str(len(content)), "Upload-Metadata": facts}
    answer = client.change(change, token, headers=headers, content=b"")
    if answer is None or not answer.is_success:
        return
    place = answer.headers["location"]
    change.outcome = None
    offset = 0
    for _ in range(200):
        if offset == len(content):
            client.ledger.tell(change, ACCEPTED, 204, {"location": place})
            return
        piece = content[offset : offset + dice.randint(1_000, 40_000)]
        sent = client.ask(
            "PATCH", place, token, content=piece, headers={**tus.VERSION, "Upload-Offset": str(offset), "Content-Type": tus.CHUNK}
        )
        if sent.status_code == 204:
            offset = int(sent.headers["upload-offset"])
            continue
        seen = client.ask("HEAD", place, token, headers=tus.VERSION)
        if seen.status_code not in (200, 423):
            client.ledger.tell(change, REFUSED, seen.status_code, {"location": place, "patch": sent.status_code, "text": sent.text[:300]})
            return
        offset = int(seen.headers.get("upload-offset", offset))
        client.stop.wait(0.2)
    client.ledger.tell(change, UNKNOWN)


# ---- registers and reports -------------------------------------------------------------------------------------------------------


def enter_helper(client: Client, scene: Scene, dice: random.Random) -> None:
    """Advice is for collaborators too; they have no token here, so their cases stay with the staff."""
    centre = anyone(client, scene, dice)
    change = client.ledger.ask("helper entered", "/api/v1/helpers", "Lục-Văn", organisation=centre.id)
    body = {"organisation": centre.id, "kind": "collaborator", "name": change.mark, "email": f"{change.key}@thu.example"}
    answer = client.change(change, centre.tokens["administrator"], body)
    if answer is not None and answer.is_success:
        scene.put(scene.helpers, (answer.json()["id"], centre))


def enter_organisation(client: Client, scene: Scene, dice: random.Random) -> None:
    change = client.ledger.ask("organisation entered", "/api/v1/organisations", "Tổ-chức")
    body = {"kind": "registered", "province": "01", "name": change.mark, "code": f"C{change.number}", "email": f"{change.key}@thu.example"}
    answer = client.change(change, scene.system, body)
    if answer is not None and answer.is_success:
        scene.put(scene.organisations, answer.json()["id"])


def change_helper(client: Client, scene: Scene, dice: random.Random) -> None:
    taken = scene.take(scene.helpers, dice)
    if taken is None:
        return enter_helper(client, scene, dice)
    helper, centre = taken
    rename(client, "helper changed", f"/api/v1/helpers/{helper}", centre.tokens["administrator"], "Lục-Thị", helper=helper)
    scene.put(scene.helpers, taken)


def change_organisation(client: Client, scene: Scene, dice: random.Random) -> None:
    organisation = scene.take(scene.organisations, dice)
    if organisation is None:
        return enter_organisation(client, scene, dice)
    rename(client, "organisation changed", f"/api/v1/organisations/{organisation}", scene.system, "Tổ-chức", organisation=organisation)
    scene.put(scene.organisations, organisation)


def rename(client: Client, kind: str, place: str, token: str, mark: str, **about: str) -> None:
    """A change without a key of its own: `If-Match` lets it happen once, and a look tells whether it has."""
    change = client.ledger.ask(kind, place, mark, **about)
    for _ in range(50):
        seen = client.ask("GET", place, token)
        if seen.json().get("name") == change.mark:
            client.ledger.tell(change, ACCEPTED, 200)
            return
        change.attempts += 1
        answer = client.ask("PATCH", place, token, json={"name": change.mark}, headers={"If-Match": seen.headers["etag"]})
        if answer.is_success:
            client.ledger.tell(change, ACCEPTED, answer.status_code, {"version": answer.json().get("version")})
            return
        if answer.status_code != 412:
            client.ledger.tell(change, REFUSED, answer.status_code, {"text": answer.text[:300]})
            return
    client.ledger.tell(change, UNKNOWN)


def run_report(client: Client, scene: Scene, dice: random.Random) -> None:
    centre = anyone(client, scene, dice)
    change = client.ledger.ask("report run", "/api/v1/report-runs", "bao-cao", organisation=centre.id)
    form = dice.choice(("bieu-24", "bieu-25"))
    body = {"form": form, "period": today()[:7], "whole_period": True, "organisation": centre.id}
    answer = client.change(change, centre.tokens["leader"], body)
    if answer is not None and answer.is_success:
        change.about["run"] = answer.json()["id"]


WORK: dict[str, tuple[Any, int]] = {
    "open_case": (open_case, 28), "enter_request": (enter_request, 7), "decide_request": (decide_request, 7), "progress": (progress, 18),
    "complete": (complete, 7), "stop": (stop, 2), "suspend": (suspend, 3), "resume": (resume, 3), "transfer": (transfer, 3), "correct": (correct, 3),
    "fix_hearing": (fix_hearing, 5), "hand_over": (hand_over, 4), "accept_offer": (accept_offer, 6),
    "refuse_offer": (refuse_offer, 3), "pick": (pick, 3), "decide": (decide, 4), "upload": (upload, 8), "enter_helper": (enter_helper, 1),
    "change_helper": (change_helper, 2), "enter_organisation": (enter_organisation, 1), "change_organisation": (change_organisation, 1),
    "run_report": (run_report, 1),
}
