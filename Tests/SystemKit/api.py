"""A caller of the JSON API, through the front door, with one token."""

from __future__ import annotations

import io
import time
from typing import Any

import httpx
from openpyxl import load_workbook

import answers
import shapes
from confidential import keep_cookies
from waiting import wait_until


class Api:
    def __init__(self, url: str, token: str | None) -> None:
        self.token = token
        self.http = httpx.Client(
            base_url=url, timeout=30, headers={"Authorization": f"Bearer {token}"} if token else {},
            event_hooks={"response": [answers.keep, keep_cookies]},
        )

    def get(self, path: str, **kwargs: Any) -> httpx.Response:
        return self.http.get(path, **kwargs)

    def post(self, path: str, body: Any = None, **kwargs: Any) -> httpx.Response:
        return self.http.post(path, **({"json": body} if body is not None else {}), **kwargs)

    def read(self, path: str, **params: Any) -> dict:
        answer = self.get(path, params=params)
        assert answer.status_code == 200, f"GET {path}: {answer.status_code} {answer.text[:600]}"
        return answer.json()

    def create(self, path: str, body: dict) -> dict:
        answer = self.post(path, body)
        assert answer.status_code == 201, f"POST {path}: {answer.status_code} {answer.text[:600]}"
        return answer.json()

    def everything(self, path: str, **params: Any) -> list[dict]:
        """All items of a list, page by page."""
        items: list[dict] = []
        after = None
        while True:
            page = self.read(path, limit=100, **params, **({"after": after} if after else {}))
            items += page["items"]
            after = page["next"]
            if not after:
                return items

    def decide(self, thing: str, action: str, body: dict) -> httpx.Response:
        """Posts a decision about a thing as it is now; reads again and repeats where a message changed it meanwhile (412)."""
        for _ in range(20):
            seen = self.get(thing)
            assert seen.status_code == 200, f"GET {thing}: {seen.status_code} {seen.text[:600]}"
            tag = seen.headers.get("etag")
            answer = self.post(f"{thing}/{action}", body, headers={"If-Match": tag} if tag else {})
            if answer.status_code != 412:
                return answer
            time.sleep(0.1)
        raise AssertionError(f"{thing} kept changing")

    # ---- requests and cases ----

    def request(self, body: dict, timeout: float = 20) -> httpx.Response:
        """Posts a request. A centre entered a moment ago may not have been heard of yet: waits for that only."""
        end = time.monotonic() + timeout
        while True:
            answer = self.post("/api/v1/requests", body)
            unheard = answer.status_code == 422 and set(shapes.pointers(answer.json())) == {"/centre"}
            if not unheard or time.monotonic() > end:
                return answer
            time.sleep(0.1)

    def open_case(self, body: dict) -> dict:
        """A request accepted in the same call; gives the case's id and code."""
        answer = self.request({**body, "decision": "accept"})
        assert answer.status_code == 201, f"{answer.status_code} {answer.text[:600]}"
        return shapes.new_case(answer.json())

    def case(self, case: str) -> dict:
        return self.read(f"/api/v1/cases/{case}")

    def assignment(self, case: str, timeout: float = 60) -> dict:
        """The assignment of a case, once a helper was picked."""

        def picked() -> dict | None:
            answer = self.get(f"/api/v1/cases/{case}/assignment")
            if answer.status_code in (404, 502, 503):
                return None  # not heard of yet, or just being started again
            assert answer.status_code == 200, answer.text[:600]
            found = answer.json()
            return found if shapes.is_assigned(found) else None

        return wait_until(picked, timeout, f"case {case} to be assigned")

    # ---- reports ----

    def report(self, form: str, period: str, scope: dict, timeout: float = 60, *, whole: bool = True) -> str:
        """Runs a statistical form over a scope and, unless only the real figures are wanted, the whole period; gives the run's id once done."""
        answer = self.post("/api/v1/report-runs", {"form": form, "period": period, "whole_period": whole, **scope})
        assert answer.status_code in (201, 202), f"{answer.status_code} {answer.text[:600]}"
        run = answer.json()["id"]

        def done() -> bool:
            status = shapes.run_status(self.read(f"/api/v1/report-runs/{run}"))
            if status in shapes.RUN_FAILED:
                raise RuntimeError(f"run {run} {status}")
            return status in shapes.RUN_DONE

        wait_until(done, timeout, f"the run of {form} for {period}")
        return run

    def cells(self, run: str) -> dict[str, int]:
        """The cells of a run that are not zero."""
        answer = self.get(f"/api/v1/report-runs/{run}/export", params={"format": "json"})
        assert answer.status_code == 200, answer.text[:600]
        return {cell: figure for cell, figure in answer.json()["cells"].items() if figure}

    def workbook(self, run: str) -> list[list[list[Any]]]:
        """The XLSX of a run: each sheet as rows of values."""
        answer = self.get(f"/api/v1/report-runs/{run}/export", params={"format": "xlsx"})
        assert answer.status_code == 200, answer.text[:600]
        assert answer.headers["content-type"].startswith("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        book = load_workbook(io.BytesIO(answer.content), data_only=True)
        return [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets]


def find_block(sheets: list[list[list[Any]]], cells: dict[str, int], rows: int, columns: int) -> tuple[int, int, int] | None:
    """Where in a workbook the whole table of figures stands: (sheet, first row, first column), or None if nowhere. An empty cell is a zero."""
    table = [[cells.get(f"r{r}c{c}", 0) for c in range(1, columns + 1)] for r in range(1, rows + 1)]
    for number, sheet in enumerate(sheets):
        width = max((len(row) for row in sheet), default=0)
        for top in range(len(sheet) - rows + 1):
            for left in range(width - columns + 1):
                if all(
                    as_figure(sheet[top + r][left + c] if left + c < len(sheet[top + r]) else None) == table[r][c]
                    for r in range(rows)
                    for c in range(columns)
                ):
                    return number, top, left
    return None


def as_figure(value: Any) -> int | float | None:
    if value is None or value in ("", "-"):
        return 0
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
