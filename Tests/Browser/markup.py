"""What of a page has been looked at, whatever words stand in it."""

from __future__ import annotations

import threading
from collections import defaultdict

from playwright.sync_api import Page

# Each kind of element as the tags, classes and attributes on the way to it, without what differs from page to page (addresses, values, ids of
# things, how many there are).
_ELEMENTS = r"""() => {
  const varying = /^(href|action|value|datetime|src|title|content|data-.*)$/;
  const spoken = /^(aria-label|placeholder|alt)$/;
  const places = new Map();
  for (const element of document.querySelectorAll('*')) {
    const own = [element.tagName];
    for (const { name, value } of element.attributes) {
      if (!varying.test(name)) own.push(spoken.test(name) ? name + (value ? '=…' : '=') : name + '=' + value.replace(/[0-9a-f-]{36}/g, ''));
    }
    if ([...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())) own.push('text');
    places.set(element, (places.get(element.parentElement) || '') + '>' + own.join(' '));
  }
  return [...new Set(places.values())];
}"""


class Markup:
    """The kinds of elements that were looked at on the pages of each shape, by whichever role was there first: what one role was shown need not be
    looked at again where another sees it too, and what only one role sees is."""

    def __init__(self) -> None:
        self._looked_at: dict[str, set[int]] = defaultdict(set)
        self._lock = threading.Lock()

    def is_new(self, page: Page, shape: str) -> bool:
        """Whether the page shows anything that nobody has been shown on a page of this shape yet."""
        elements = {hash(one) for one in page.evaluate(_ELEMENTS)}
        with self._lock:
            new = elements - self._looked_at[shape]
            self._looked_at[shape] |= elements
        return bool(new)
