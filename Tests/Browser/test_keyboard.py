"""The request form by keyboard alone: Tab, typing, Space and Enter."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from office import Office
from visitor import NARROW, WIDE_PLAIN, Visitor, Way

# What has the focus: its accessible words, its kind, and whether people can see that it has it.
_FOCUSED = """() => {
  const focused = document.activeElement;
  const box = focused.getBoundingClientRect();
  const labels = [...(focused.labels || [])];
  const marked = element => {
    const style = getComputedStyle(element);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== 'none';
  };
  const middle = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 10));
  return {
    id: focused.id, name: focused.name || '', type: focused.type || focused.tagName.toLowerCase(),
    label: (labels[0] ?? focused).textContent.trim().slice(0, 60),
    marked: focused.matches(':focus-visible') && [focused, ...labels].some(marked),
    onScreen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    covered: Boolean(middle) && !middle.contains(focused) && ![focused, ...labels].some(element => element.contains(middle)),
  };
}"""


class Keys:
    """Somebody who has a keyboard only; every stop must be seen."""

    # Stops on the way to anything; more means that it cannot be reached.
    FARTHEST = 150

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.keyboard = visitor.page.keyboard

    def tab(self) -> dict:
        self.keyboard.press("Tab")
        focused = self.visitor.page.evaluate(_FOCUSED)
        if focused["type"] != "body":
            assert focused["marked"], f"the focus on {focused} is not to be seen"
            assert focused["onScreen"] and not focused["covered"], f"{focused} has the focus out of sight"
        return focused

    def tab_to(self, name: str, value: str | None = None) -> None:
        """To the field of that name; of several, to the one of that value."""
        for _ in range(self.FARTHEST):
            focused = self.tab()
            if focused["name"] == name and value in (None, self.visitor.page.evaluate("() => document.activeElement.value")):
                return
        raise AssertionError(f"{name} is not reached by Tab")

    def tab_to_text(self, text: str) -> None:
        for _ in range(self.FARTHEST):
            if self.tab()["label"] == text:
                return
        raise AssertionError(f"“{text}” is not reached by Tab")

    def type(self, name: str, text: str) -> None:
        self.tab_to(name)
        self.keyboard.type(text)

    def pick(self, name: str, start: str) -> None:
        """In a list to choose from, by the first letters of a choice."""
        self.tab_to(name)
        self.keyboard.type(start)

    def tick(self, name: str, value: str) -> None:
        self.tab_to(name, value)
        self.keyboard.press("Space")

    def press_enter(self) -> None:
        with self.visitor.arriving():
            self.keyboard.press("Enter")


@pytest.mark.parametrize("way", [NARROW, WIDE_PLAIN], ids=str)
def test_the_keyboard_alone_goes_through_the_request_form(visit, office: Office, way: Way):
    person, client = visit(None, way), office.client()
    keys, words = Keys(person), person.words
    person.open("/")
    keys.tab_to_text(words("welcome_ask"))
    keys.press_enter()
    person.expect_heading("request_form_title")

    # The first stop goes past the header.
    assert keys.tab()["label"] == words("skip_to_content")
    keys.keyboard.press("Enter")
    expect(person.main).to_be_focused()

    # Sent empty: the summary of what is missing has the focus, and leads to the fields.
    keys.tab_to_text(words("request_send"))
    keys.press_enter()
    expect(person.errors).to_be_visible()
    if way.scripts:
        expect(person.errors).to_be_focused()
        keys.tab()
    else:
        keys.tab_to_text(person.errors.get_by_role("link").first.inner_text().strip()[:60])
    keys.keyboard.press("Enter")
    expect(person.field("request_centre")).to_be_focused()

    # Filled in from there on, in the order of the page.
    keys.keyboard.type("Chi")
    expect(person.field("request_centre")).to_have_value(office.branch.id)
    keys.type("client.name", client)
    keys.type("client.birth.day", "21")
    keys.type("client.birth.month", "3")
    keys.type("client.birth.year", "1988")
    keys.tick("client.gender", "female")
    keys.pick("client.ethnicity", "Kinh")
    keys.tick("categories", "poor_household")
    keys.tick("form", "litigation")
    keys.pick("field", words("field_labour")[:3])
    keys.type("summary", "Chủ nợ lương ba tháng.")
    keys.tab_to_text(words("request_send"))
    keys.press_enter()
    person.expect_heading("request_receipt_title")
    newest = office.branch.staff.read("/api/v1/requests", status="received", limit=1)["items"][0]
    assert (newest["client"]["name"], newest["field"]) == (client, "labour")
