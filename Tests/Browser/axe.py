"""Violations of the rules of accessibility, found by axe-core (https://github.com/dequelabs/axe-core)."""

from __future__ import annotations

from importlib import resources

from playwright.sync_api import Page

_SOURCE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()

# Rules whose outcome depends on colours; the others say the same in the light and in the dark.
COLOURS = ["color-contrast", "link-in-text-block"]

# A rule whose outcome depends on how wide the window is: what scrolls within a page must be reached by keyboard.
WIDTH = ["scrollable-region-focusable"]


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe-core finds in the page as it stands, one line for each rule and place. All of its rules, unless some are named.

    The source goes in by the debugging protocol, past the content security policy of the page, which stays as it is.
    """
    # No rule that is on needs style sheets or sounds to be fetched beforehand.
    options: dict = {"resultTypes": ["violations"], "preload": False}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(f"() => {{ {_SOURCE} }}")
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:160]} – {reason(node)}" for rule in found["violations"] for node in rule["nodes"]
    ]


def reason(node: dict) -> str:
    checks = node["any"] + node["all"] + node["none"]
    return checks[0]["message"] if checks else ""
