"""Whether two pages are built alike, whatever words stand in them."""

from __future__ import annotations

import hashlib
import threading

from playwright.sync_api import Page

# Each element as the tags, classes and attributes on the way to it, without what differs from page to page (addresses, values, ids of things);
# of those alike it counts whether there is one or more.
_ELEMENTS = r"""() => {
  const varying = /^(href|action|value|datetime|src|title|content|data-.*)$/;
  const spoken = /^(aria-label|placeholder|alt)$/;
  const places = new Map();
  const counts = new Map();
  for (const element of document.querySelectorAll('*')) {
    const own = [element.tagName];
    for (const { name, value } of element.attributes) {
      if (!varying.test(name)) own.push(spoken.test(name) ? name + (value ? '=…' : '=') : name + '=' + value.replace(/[0-9a-f-]{36}/g, ''));
    }
    if ([...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())) own.push('text');
    const place = (places.get(element.parentElement) || '') + '>' + own.join(' ');
    places.set(element, place);
    counts.set(place, Math.min(2, (counts.get(place) || 0) + 1));
  }
  return [...counts].map(([place, count]) => place + count).sort().join('\n');
}"""


class Markup:
    """The markup that has been looked at, by whichever role was there first."""

    def __init__(self) -> None:
        self._looked_at: set[tuple[str, bytes]] = set()
        self._lock = threading.Lock()

    def is_new(self, page: Page, variant: str) -> bool:
        """Whether nobody has been shown a page of this markup in this variant yet."""
        key = (variant, hashlib.sha256(page.evaluate(_ELEMENTS).encode()).digest())
        with self._lock:
            if key in self._looked_at:
                return False
            self._looked_at.add(key)
            return True
