"""A page as a browser prints it, on the sheet that its own style asks for."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Iterator

from visitor import Visitor

# What there is of an A4 sheet between its margins, in pixels, by the page rules that hold for the body.
_WIDTH = r"""() => {
  const name = getComputedStyle(document.body).page;
  const within = rules => [...rules].flatMap(rule => rule instanceof CSSPageRule ? [rule] : rule.cssRules ? within(rule.cssRules) : []);
  const said = { size: '', 'margin-left': '', 'margin-right': '' };
  for (const rule of [...document.styleSheets].flatMap(sheet => within(sheet.cssRules))) {
    if (!['', name].includes(rule.selectorText)) continue;
    for (const property in said) said[property] = rule.style.getPropertyValue(property) || said[property];
  }
  const millimetres = property => Number(/^([\d.]+)mm$/.exec(said[property])[1]);
  return ((/landscape/.test(said.size) ? 297 : 210) - millimetres('margin-left') - millimetres('margin-right')) * 96 / 25.4;
}"""

# The outermost of what is for the screen alone: ways to go, buttons, what is to be filled in or unfolded.
_FOR_THE_SCREEN = """() => {
  const idle = ':is(nav:not(.steps), button, input, select, textarea, form, summary, [role=button], [role=tablist], .button, .skip)';
  return [...document.querySelectorAll(idle)].filter(one => one.checkVisibility() && !one.parentElement.closest(idle))
    .map(one => one.outerHTML.slice(0, 120));
}"""

# The outermost of what reaches beyond the sheet, or is cut off within it.
_CUT_OFF = """() => {
  const found = [];
  for (const element of document.body.querySelectorAll('*')) {
    if (!element.checkVisibility() || element.closest('.unseen, svg') || found.some(one => one.contains(element))) continue;
    const box = element.getBoundingClientRect();
    const isCut = getComputedStyle(element).overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
    if (box.width && (box.right > innerWidth + 1 || box.left < -1 || isCut)) found.push(element);
  }
  return found.map(one => `${one.tagName.toLowerCase()}.${one.className}: ${one.textContent.replace(/\\s+/g, ' ').trim().slice(0, 80)}`);
}"""


@contextmanager
def on_paper(visitor: Visitor) -> Iterator[None]:
    """For a while the page is laid out as it is printed, as wide as it stands on the sheet."""
    # First, as a body's page may be another on paper.
    visitor.page.emulate_media(media="print")
    try:
        with visitor.looking(width=int(visitor.page.evaluate(_WIDTH))):
            yield
    finally:
        visitor.page.emulate_media(media="screen")


def flaws(visitor: Visitor) -> list[str]:
    """What is wrong with a page that is on paper now."""
    for_the_screen = [f"on paper, though it is for the screen: {one}" for one in visitor.page.evaluate(_FOR_THE_SCREEN)]
    return for_the_screen + [f"on paper, cut off: {one}" for one in visitor.page.evaluate(_CUT_OFF)]
