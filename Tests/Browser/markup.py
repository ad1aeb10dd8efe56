"""What of the pages has been looked at, whatever words stand in them."""

from __future__ import annotations

import threading

from playwright.sync_api import Page

# Each kind of element with its class and attributes and those of the two it stands in, without what differs from page to page (addresses, values,
# ids of things, how many there are).
_ELEMENTS = r"""() => {
  const varying = /^(href|action|value|datetime|src|title|content|data-.*)$/;
  const spoken = /^(aria-label|placeholder|alt)$/;
  const own = element => {
    const parts = [element.tagName];
    for (const { name, value } of element.attributes) {
      if (!varying.test(name)) parts.push(spoken.test(name) ? name + (value ? '=…' : '=') : name + '=' + value.replace(/[0-9a-f-]{36}/g, ''));
    }
    if ([...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())) parts.push('text');
    return parts.join(' ');
  };
  const words = new Map();
  for (const element of document.querySelectorAll('*')) words.set(element, own(element));
  return [...new Set([...words.keys()].map(element => {
    const parent = element.parentElement;
    return [parent?.parentElement, parent, element].map(one => words.get(one) || '').join('>');
  }))];
}"""


class Markup:
    """The pages that were looked at, by whichever role was there first. The first page of each shape is; another of its shape is where it
    shows a part that no page has shown yet, a form of one role alone, say."""

    def __init__(self) -> None:
        self._shapes: set[str] = set()
        self._parts: set[int] = set()
        self._lock = threading.Lock()

    def is_new(self, page: Page, shape: str) -> bool:
        parts = {hash(one) for one in page.evaluate(_ELEMENTS)}
        with self._lock:
            is_new = shape not in self._shapes or not parts <= self._parts
            self._shapes.add(shape)
            self._parts |= parts
        return is_new
