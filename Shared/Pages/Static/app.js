// Comfort for pages that work without it: panels of other services, focus on errors, papers sent in pieces.

const words = document.body.dataset;

/** Loads each panel in its place; without this script the place holds a link. */
async function load(place, link = place.innerHTML) {
  if (place.dataset.state) return;
  place.dataset.state = "loading";
  const address = place.dataset.fragment;
  let early = false;
  place.setAttribute("aria-busy", "true");
  if (!place.querySelector("[role=status]")) place.textContent = words.loading;
  try {
    const ask = () => fetch(address, {
      headers: { "X-Fragment": "1", Accept: "text/html" }, credentials: "same-origin", signal: AbortSignal.timeout(15000),
    });
    let answer = await ask();
    // The page may have stood open longer than its token holds; a live session gives another.
    if (answer.status === 401 && (await fetch("/session/renew", { method: "POST", credentials: "same-origin" })).ok) answer = await ask();
    const text = await answer.text();
    const isPage = (answer.headers.get("content-type") || "").startsWith("text/html");
    // Below 500 the panel itself says what is wrong; anything else is not from the service.
    if (answer.redirected || answer.status >= 500 || !isPage || !text.trim()) throw new Error(String(answer.status));
    place.innerHTML = text;
    // 202: the service has not heard of the case yet.
    early = answer.status === 202;
    place.dataset.state = early ? "" : "loaded";
    if (early) setTimeout(load, 1000, place, link);
    else enliven(place);
  } catch {
    place.dataset.state = "";
    fail(place, link);
  } finally {
    if (!early) place.removeAttribute("aria-busy");
  }
}

/** A panel that did not come says so, offers another try, and keeps its link. */
function fail(place, link) {
  const notice = document.createElement("div");
  notice.className = "notice notice-warning";
  notice.setAttribute("role", "status");
  const sentence = document.createElement("p");
  sentence.textContent = words.failed;
  const again = document.createElement("button");
  again.type = "button";
  again.className = "button button-second";
  again.textContent = words.retry;
  again.addEventListener("click", () => {
    place.innerHTML = link;
    load(place);
  });
  const row = document.createElement("p");
  row.append(again);
  const page = document.createElement("p");
  page.innerHTML = link;
  notice.append(page, sentence, row);
  place.replaceChildren(notice);
}

/** Wakes up what a page, or a panel that has just come, holds. */
function enliven(root) {
  for (const place of root.querySelectorAll("[data-fragment]")) load(place);
  // What needs more than this script names its own; it is fetched only where it is needed.
  for (const part of root.querySelectorAll("[data-module]")) {
    import(part.dataset.module).then((module) => module.enliven(part), () => {});
  }
}

document.querySelector("[data-focus]")?.focus();

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 5000);
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

// A panel that has changed (a paper has come in) is asked for again.
document.addEventListener("caunoi:changed", (event) => {
  const place = event.target.closest?.("[data-fragment]");
  if (!place) return;
  place.dataset.state = "";
  place.innerHTML = "";
  load(place);
});

enliven(document);
