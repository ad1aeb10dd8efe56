// A part of a page that changes when a paper comes in, which is heard of there a moment later.

/** Takes the part from the page as it is by then, twice. */
export function enliven(part) {
  let renewals = [];
  document.addEventListener("caunoi:changed", () => {
    renewals.forEach(clearTimeout);
    renewals = [1000, 5000].map((wait) => setTimeout(renew, wait, part));
  });
}

async function renew(part) {
  const answer = await fetch(location.href, { credentials: "same-origin", signal: AbortSignal.timeout(15000) }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.getElementById(part.id);
  if (now) part.replaceChildren(...now.childNodes);
}
