// A part of a page that changes when a paper comes in, which is heard of there a moment later.

/** Takes the part from the page as it is a second later, and where that is as before, once more. Each is a look at the page, and on its trail. */
export function enliven(part) {
  let renewal;
  const renew = async (waits) => {
    const mine = renewal;
    const answer = await fetch(location.href, { credentials: "same-origin", signal: AbortSignal.timeout(15000) }).catch(() => null);
    const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== renewal) return;
    const now = page && page.getElementById(part.id);
    if (now && now.textContent !== part.textContent) part.replaceChildren(...now.childNodes);
    else if (waits.length) later(waits);
  };
  const later = ([wait, ...waits]) => {
    clearTimeout(renewal);
    renewal = setTimeout(renew, wait, waits);
  };
  document.addEventListener("caunoi:changed", () => later([1000, 5000, 15000]));
}
