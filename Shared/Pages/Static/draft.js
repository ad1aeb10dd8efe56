// Keeps what is typed into a form before it is sent: soon after a pause, when the page is left, and again until it worked. Of the public's the draft begins
// with the first letter, and its code is shown from then on; nothing stays on the machine. Without this script the form's own button does.

const pause = 3000;
const again = 15000;

export function enliven(form) {
  const state = form.querySelector("[data-draft-state]");
  const begun = form.querySelector("[data-draft-begun]");
  let typed = 0;
  let kept = 0;
  let timer;
  let beginning = false;
  let failed = false;
  const hasNoCode = () => begun !== null && form.elements.draft_code === undefined;
  const plan = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait, false);
  };

  function show(code) {
    if (code === null || !hasNoCode()) return;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "draft_code", value: code });
    form.append(field);
    begun.querySelector("[data-draft-code]").textContent = code;
    begun.hidden = false;
  }

  async function save(leaving) {
    const now = typed;
    // Until it has its code, a draft is begun once.
    if (now === kept || beginning) return;
    beginning = hasNoCode();
    const post = () => fetch(form.dataset.save, {
      method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "X-Fragment": "1" }, credentials: "same-origin", keepalive: leaving,
    });
    try {
      let answer = await post();
      if (answer.status === 401 && (await fetch("/session/renew", { method: "POST", credentials: "same-origin" })).ok) answer = await post();
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      kept = Math.max(kept, now);
      failed = false;
      show(answer.headers.get("X-Draft-Code"));
      state.textContent = await answer.text();
      if (beginning && typed > kept) plan(pause);
    } catch {
      failed = true;
      state.textContent = form.dataset.unsaved;
      plan(again);
    } finally {
      beginning = false;
    }
  }

  form.addEventListener("input", () => {
    typed += 1;
    if (!beginning) plan(hasNoCode() && !failed ? 0 : pause);
  });
  // What is sent needs no draft.
  form.addEventListener("submit", () => {
    kept = typed;
    clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save(true);
  });
}
