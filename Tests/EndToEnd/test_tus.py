"""Resumable uploads as tus 1.0.0 says, in detail: core protocol, creation, expiration, checksum, termination, concatenation."""

from __future__ import annotations

import base64
import hashlib
import uuid
import zlib
from datetime import timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import pytest

import shapes
import tus
from api import Api
from nginx import proxy_before
from system import System
from waiting import wait_until
from world import Organisation, enter_organisation, sound_request


@pytest.fixture(scope="module")
def case(centre: Organisation) -> dict:
    return centre.staff.open_case(sound_request(centre))


@pytest.fixture(scope="module")
def helper(centre: Organisation, case: dict) -> Api:
    return centre.helper(centre.staff.assignment(case["id"])["helper"])


@pytest.fixture
def facts(case: dict) -> dict:
    return {"case": case["id"], "kind": "work_record", "filename": "Biên bản làm việc.pdf"}


def stored(centre: Organisation, case: dict, digest: str) -> dict:
    """The attachment with that SHA-256, once it is there."""

    def found() -> dict | None:
        listed = centre.staff.everything(f"/api/v1/cases/{case['id']}/attachments")
        return next((one for one in listed if one["sha256"] == digest), None)

    return wait_until(found, 30, "the attachment")


# ---- what the server can ----------------------------------------------------------------------------------------------------------


def test_options_tell_the_version_and_the_extensions(helper: Api):
    answer = helper.http.request("OPTIONS", tus.UPLOADS)
    assert answer.status_code in (200, 204)
    assert "1.0.0" in answer.headers["tus-version"].split(",")
    extensions = {"creation", "creation-with-upload", "expiration", "checksum", "termination", "concatenation"}
    assert extensions <= set(answer.headers["tus-extension"].split(","))
    assert "sha1" in answer.headers["tus-checksum-algorithm"].split(",")
    assert int(answer.headers["tus-max-size"]) > 50_000_000


def test_a_larger_upload_than_the_server_takes(helper: Api, facts: dict):
    limit = int(helper.http.request("OPTIONS", tus.UPLOADS).headers["tus-max-size"])
    assert tus.create(helper, limit + 1, **facts).status_code == 413


# ---- creation ----------------------------------------------------------------------------------------------------------------------


def test_creation_gives_a_place_and_an_end(system, helper: Api, facts: dict):
    answer = tus.create(helper, 1000, **facts)
    assert answer.status_code == 201 and answer.headers["tus-resumable"] == "1.0.0"
    assert urljoin(str(answer.request.url), answer.headers["location"]).startswith(f"{system.url}{tus.UPLOADS}/")
    assert parsedate_to_datetime(answer.headers["upload-expires"]) > system.now()


def test_head_tells_where_it_stands(helper: Api, facts: dict):
    upload = tus.Upload.begin(helper, 1000, **facts)
    answer = upload.head()
    assert answer.status_code == 200 and answer.content == b""
    assert (answer.headers["upload-offset"], answer.headers["upload-length"]) == ("0", "1000")
    assert "no-store" in answer.headers["cache-control"] and answer.headers["tus-resumable"] == "1.0.0"
    told = dict(pair.split(" ") for pair in answer.headers["upload-metadata"].split(","))
    assert base64.b64decode(told["filename"]).decode() == "Biên bản làm việc.pdf"


def test_creation_with_the_first_bytes(centre: Organisation, case: dict, helper: Api, facts: dict):
    data = tus.paper(5000, seed=11)
    answer = tus.create(helper, len(data), body=data[:2000], **facts)
    assert answer.status_code == 201 and answer.headers["upload-offset"] == "2000"
    upload = tus.Upload(helper, urljoin(str(answer.request.url), answer.headers["location"]))
    assert upload.send(2000, data[2000:]) == 5000
    assert stored(centre, case, hashlib.sha256(data).hexdigest())["size"] == 5000


def test_creation_with_all_the_bytes(centre: Organisation, case: dict, helper: Api, facts: dict):
    data = tus.paper(4000, seed=12)
    answer = tus.create(helper, len(data), body=data, **facts)
    assert answer.status_code == 201 and answer.headers["upload-offset"] == "4000"
    stored(centre, case, hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize(
    "headers",
    [{"Upload-Length": "-1"}, {"Upload-Length": "many"}, {"Upload-Length": "1.5"}, {"Upload-Metadata": "case not*base64"}, {"Upload-Metadata": ","}],
    ids=lambda headers: str(headers),
)
def test_creation_with_a_bad_header(helper: Api, facts: dict, headers: dict):
    assert tus.create(helper, 1000, headers=headers, **facts).status_code in (400, 422)


def test_creation_without_a_length(helper: Api, facts: dict):
    assert tus.create(helper, None, **facts).status_code == 400


@pytest.mark.parametrize("missing", ["case", "kind", "filename"])
def test_creation_without_what_it_is_for(helper: Api, facts: dict, missing: str):
    given = {name: value for name, value in facts.items() if name != missing}
    assert tus.create(helper, 1000, **given).status_code in (400, 422)


@pytest.mark.parametrize(("name", "value"), [("case", "no-uuid"), ("kind", "no_such_paper"), ("sha256", "abc")])
def test_creation_with_a_wrong_fact(helper: Api, facts: dict, name: str, value: str):
    assert tus.create(helper, 1000, **{**facts, name: value}).status_code in (400, 422)


@pytest.mark.parametrize("filename", ["../../../etc/passwd", "a/b\\c.pdf", "<script>.pdf", "tên rất dài " * 15 + ".pdf", "con\u202efdp.exe"])
def test_a_strange_file_name_goes_nowhere_strange(centre: Organisation, case: dict, helper: Api, facts: dict, filename: str):
    data = tus.paper(3000, seed=zlib.crc32(filename.encode()))
    answer = tus.create(helper, len(data), body=data, **{**facts, "filename": filename})
    if answer.status_code in (400, 422):
        return  # refused: as good
    assert answer.status_code == 201
    kept = stored(centre, case, hashlib.sha256(data).hexdigest())
    disposition = centre.staff.get(f"/api/v1/attachments/{kept['id']}").headers["content-disposition"]
    assert "/" not in disposition.replace("%2F", "") and "\\" not in disposition and disposition.startswith("attachment")


# ---- the core protocol -------------------------------------------------------------------------------------------------------------


def test_wrong_offset_is_a_conflict(helper: Api, facts: dict):
    upload = tus.Upload.begin(helper, 1000, **facts)
    upload.send(0, b"a" * 100)
    for offset in (0, 99, 101, 1000):
        assert upload.patch(offset, b"b" * 10).status_code == 409
    assert upload.offset() == 100


def test_bytes_past_the_end_are_refused(helper: Api, facts: dict):
    upload = tus.Upload.begin(helper, 100, **facts)
    assert upload.patch(0, b"a" * 101).status_code in (400, 409, 413)
    assert upload.offset() <= 100


@pytest.mark.parametrize("version", [None, "0.2.2", "2.0.0"])
def test_other_versions_are_refused_and_told_the_right_one(helper: Api, facts: dict, version: str | None):
    upload = tus.Upload.begin(helper, 1000, **facts)
    headers = {"Tus-Resumable": version} if version else {}
    seen = upload.head(headers)
    assert seen.status_code == 412 and "1.0.0" in seen.headers["tus-version"]
    assert upload.patch(0, b"a", **{"Tus-Resumable": version}).status_code == 412
    assert helper.http.post(tus.UPLOADS, headers={"Upload-Length": "10", "Upload-Metadata": tus.metadata(**facts), **headers}).status_code == 412
    assert upload.offset() == 0


def test_a_chunk_of_another_type_is_refused(helper: Api, facts: dict):
    upload = tus.Upload.begin(helper, 1000, **facts)
    assert upload.patch(0, b"a" * 10, **{"Content-Type": "application/octet-stream"}).status_code == 415
    assert upload.offset() == 0


@pytest.mark.parametrize("offset", [None, "-1", "x", "1.0"])
def test_a_chunk_without_a_sound_offset_is_refused(helper: Api, facts: dict, offset: str | None):
    upload = tus.Upload.begin(helper, 1000, **facts)
    assert upload.patch(0, b"a" * 10, **{"Upload-Offset": offset}).status_code in (400, 409)
    assert upload.offset() == 0


def test_a_broken_line_keeps_what_arrived(centre: Organisation, case: dict, helper: Api, facts: dict):
    data = tus.paper(600_000, seed=21)
    upload = tus.Upload.begin(helper, len(data), **facts)
    upload.send_and_break(0, data[:250_000], announced=len(data))
    assert 0 <= upload.offset() <= 250_000

    def resumed() -> bool:
        offset = upload.offset()  # may still grow while the server takes in what had arrived: then 409, and another look
        return upload.patch(offset, data[offset:]).status_code == 204

    wait_until(resumed, 20, "the rest to be taken")
    stored(centre, case, hashlib.sha256(data).hexdigest())


def test_an_empty_file_is_an_upload_too(helper: Api, facts: dict):
    answer = tus.create(helper, 0, **facts)
    assert answer.status_code in (201, 400, 422), "taken, or refused with a reason; never a fault"


def test_unknown_uploads_are_not_there(helper: Api):
    upload = tus.Upload(helper, f"{tus.UPLOADS}/{uuid.uuid4()}")
    assert upload.head().status_code == 404
    assert upload.patch(0, b"a").status_code == 404
    assert upload.terminate().status_code == 404


def test_a_finished_upload_takes_no_more(centre: Organisation, case: dict, helper: Api, facts: dict):
    data = tus.paper(3000, seed=22)
    upload = tus.Upload.begin(helper, len(data), **facts)
    upload.send(0, data)
    assert upload.patch(len(data), b"more").status_code in (400, 403, 404, 409, 410, 413)
    assert len(centre.staff.get(f"/api/v1/attachments/{stored(centre, case, hashlib.sha256(data).hexdigest())['id']}").content) == len(data)


# ---- checksum ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_right_checksum_is_taken(helper: Api, facts: dict, algorithm: str):
    upload = tus.Upload.begin(helper, 1000, **facts)
    assert upload.patch(0, b"a" * 500, **{"Upload-Checksum": tus.checksum(algorithm, b"a" * 500)}).status_code == 204


def test_a_wrong_checksum_throws_the_chunk_away(helper: Api, facts: dict):
    upload = tus.Upload.begin(helper, 1000, **facts)
    upload.send(0, b"a" * 300)
    assert upload.patch(300, b"b" * 200, **{"Upload-Checksum": tus.checksum("sha1", b"c" * 200)}).status_code == 460
    assert upload.offset() == 300
    assert upload.send(300, b"b" * 200) == 500


@pytest.mark.parametrize("value", ["crc7 AAAA", "sha1", "sha1 not*base64", ""])
def test_a_checksum_of_no_known_kind_is_refused(helper: Api, facts: dict, value: str):
    upload = tus.Upload.begin(helper, 1000, **facts)
    assert upload.patch(0, b"a" * 10, **{"Upload-Checksum": value}).status_code == 400
    assert upload.offset() == 0


def test_a_file_that_is_not_what_was_announced_is_not_kept(centre: Organisation, case: dict, helper: Api, facts: dict):
    data = tus.paper(3000, seed=31)
    upload = tus.Upload.begin(helper, len(data), **facts, sha256=hashlib.sha256(b"another").hexdigest())
    answer = upload.patch(0, data)
    assert answer.status_code in (204, 422, 460)
    digest = hashlib.sha256(data).hexdigest()
    stored_too = tus.paper(3001, seed=32)
    tus.Upload.begin(helper, len(stored_too), **facts).send(0, stored_too)
    stored(centre, case, hashlib.sha256(stored_too).hexdigest())
    assert digest not in [one["sha256"] for one in centre.staff.everything(f"/api/v1/cases/{case['id']}/attachments")]


# ---- termination -------------------------------------------------------------------------------------------------------------------


def test_termination_takes_the_upload_away(helper: Api, facts: dict):
    upload = tus.Upload.begin(helper, 1000, **facts)
    upload.send(0, b"a" * 100)
    assert upload.terminate().status_code == 204
    assert upload.head().status_code in (404, 410)
    assert upload.patch(100, b"a").status_code in (404, 410)


# ---- concatenation -----------------------------------------------------------------------------------------------------------------


def test_parts_become_one_paper(centre: Organisation, case: dict, helper: Api, facts: dict):
    data = tus.paper(300_000, seed=41)
    parts = []
    for piece in (data[:130_000], data[130_000:]):
        part = tus.Upload.begin(helper, len(piece), headers={"Upload-Concat": "partial"}, **facts)
        part.send(0, piece)
        assert part.head().headers["upload-concat"] == "partial"
        parts.append(part)
    places = " ".join(part.place for part in parts)
    answer = tus.create(helper, None, headers={"Upload-Concat": f"final;{places}"}, **facts)
    assert answer.status_code == 201, answer.text[:600]
    final = tus.Upload(helper, urljoin(str(answer.request.url), answer.headers["location"]))
    seen = final.head()
    if seen.status_code == 200:
        assert seen.headers["upload-concat"].startswith("final;") and int(seen.headers["upload-length"]) == len(data)
    kept = stored(centre, case, hashlib.sha256(data).hexdigest())
    assert centre.staff.get(f"/api/v1/attachments/{kept['id']}").content == data
    assert final.patch(len(data), b"more").status_code == 403


def test_a_part_alone_is_no_paper(centre: Organisation, case: dict, helper: Api, facts: dict):
    data = tus.paper(3000, seed=42)
    part = tus.Upload.begin(helper, len(data), headers={"Upload-Concat": "partial"}, **facts)
    part.send(0, data)
    marker = tus.paper(3001, seed=43)
    tus.Upload.begin(helper, len(marker), **facts).send(0, marker)
    stored(centre, case, hashlib.sha256(marker).hexdigest())
    assert hashlib.sha256(data).hexdigest() not in [one["sha256"] for one in centre.staff.everything(f"/api/v1/cases/{case['id']}/attachments")]


@pytest.mark.parametrize("concat", ["final;", "final;/api/v1/uploads/nonsense", "whole"])
def test_a_final_upload_of_nothing_is_refused(helper: Api, facts: dict, concat: str):
    assert tus.create(helper, None, headers={"Upload-Concat": concat}, **facts).status_code in (400, 404, 409, 422)


def test_a_final_upload_of_unfinished_parts_is_refused(helper: Api, facts: dict):
    part = tus.Upload.begin(helper, 1000, headers={"Upload-Concat": "partial"}, **facts)
    part.send(0, b"a" * 10)
    assert tus.create(helper, None, headers={"Upload-Concat": f"final;{part.place}"}, **facts).status_code in (400, 403, 409, 422)


# ---- whose it is -------------------------------------------------------------------------------------------------------------------


def test_without_a_token_nothing_goes(system, helper: Api, facts: dict):
    upload = tus.Upload.begin(helper, 1000, **facts)
    nobody = tus.Upload(Api(system.url, None), upload.place)
    assert tus.create(nobody.caller, 1000, **facts).status_code == 401
    assert (nobody.head().status_code, nobody.patch(0, b"a").status_code, nobody.terminate().status_code) == (401, 401, 401)


def test_another_tenants_upload_is_not_there(system, helper: Api, facts: dict):
    upload = tus.Upload.begin(helper, 1000, **facts)
    stranger = tus.Upload(enter_organisation(system).staff, upload.place)
    assert (stranger.head().status_code, stranger.patch(0, b"a").status_code, stranger.terminate().status_code) == (404, 404, 404)
    assert upload.offset() == 0


def test_another_tenants_parts_cannot_be_joined(system, helper: Api, facts: dict):
    part = tus.Upload.begin(helper, 10, headers={"Upload-Concat": "partial"}, **facts)
    part.send(0, b"a" * 10)
    stranger = enter_organisation(system)
    own = stranger.staff.open_case(sound_request(stranger))
    answer = tus.create(stranger.staff, None, headers={"Upload-Concat": f"final;{part.place}"}, **{**facts, "case": own["id"]})
    assert answer.status_code in (400, 403, 404, 409, 422)


# ---- expiration --------------------------------------------------------------------------------------------------------------------


@pytest.mark.moves_clock
def test_an_upload_left_alone_expires(system, centre: Organisation, case: dict, facts: dict):
    helper = centre.helper(centre.staff.assignment(case["id"])["helper"])
    answer = tus.create(helper, 1000, **facts)
    assert answer.status_code == 201
    place = urljoin(str(answer.request.url), answer.headers["location"])
    ends = parsedate_to_datetime(answer.headers["upload-expires"])
    system.move_clock(ends - system.now() + timedelta(hours=1))
    upload = tus.Upload(centre.helper(centre.staff.assignment(case["id"])["helper"]), place)
    wait_until(lambda: upload.head().status_code in (404, 410), 60, "the upload to expire")
    shapes.assert_problem(upload.patch(0, b"a"), [404, 410])


def test_an_announced_length_beyond_all_numbers_stops_nobody(system, centre: Organisation):
    case = centre.staff.open_case(sound_request(centre))["id"]
    upload = tus.Upload.begin(centre.staff, 10, case=case, kind="application", filename="don.pdf")
    upload.send(0, b"a")
    before = system.part("attachments")
    for _ in range(3):
        upload.send_and_break(1, b"b", announced=9223372036854775807)
    assert upload.offset() == 1
    assert upload.send(1, b"bcdefghij") == 10
    assert system.part("attachments")["pid"] == before["pid"]


# ---- through the proxy that we ship a site for -------------------------------------------------------------------------------------


def test_a_paper_comes_in_and_goes_out_through_the_proxy(
    system: System, centre: Organisation, case: dict, helper: Api, facts: dict, monkeypatch: pytest.MonkeyPatch
):
    whole = tus.paper(3_000_000, seed=31)
    with proxy_before(system.port) as proxy:
        monkeypatch.setenv("SSL_CERT_FILE", str(proxy.certificate.chain))
        through = Api(proxy.url, helper.token)
        upload = tus.Upload.begin(through, len(whole), **facts)
        assert upload.place.startswith(proxy.url)
        # In chunks, which the proxy hands on as they come, and after a line that broke.
        assert upload.send(0, whole[:1_000_000]) == 1_000_000
        rest = (whole[at : at + 100_000] for at in range(1_000_000, len(whole), 100_000))
        assert upload.send(upload.offset(), rest) == len(whole)
        paper = stored(centre, case, hashlib.sha256(whole).hexdigest())
        assert through.get(f"/api/v1/attachments/{paper['id']}").content == whole
