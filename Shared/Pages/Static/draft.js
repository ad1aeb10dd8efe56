// Keeps what is typed into a form before it is sent: soon after a pause, when the page is left, and again until it worked. Without this script the
// form's own button does.

const pause = 3000;
const again = 15000;

export function enliven(form) {
  const state = form.querySelector("[data-draft-state]");
  let typed = 0;
  let kept = 0;
  let timer;
  const plan = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait, false);
  };

  async function save(leaving) {
    const now = typed;
    if (now === kept) return;
    const post = () => fetch(form.dataset.save, {
      method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "X-Fragment": "1" }, credentials: "same-origin", keepalive: leaving,
    });
    try {
      let answer = await post();
      if (answer.status === 401 && (await fetch("/session/renew", { method: "POST", credentials: "same-origin" })).ok) answer = await post();
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      kept = Math.max(kept, now);
      state.textContent = await answer.text();
    } catch {
      state.textContent = form.dataset.unsaved;
      plan(again);
    }
  }

  form.addEventListener("input", () => {
    typed += 1;
    plan(pause);
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
