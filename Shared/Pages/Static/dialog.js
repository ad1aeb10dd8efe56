// A confirmation as a dialog. Without this script it unfolds in its place; with something wrong in it it stays so.

export function enliven(details) {
  if (details.open || !window.HTMLDialogElement) return;
  const summary = details.querySelector("summary");
  const body = details.querySelector(".confirmation-body");

  const opener = document.createElement("button");
  opener.type = "button";
  opener.className = summary.className;
  opener.textContent = summary.textContent;
  opener.setAttribute("aria-haspopup", "dialog");

  const dialog = document.createElement("dialog");
  dialog.id = details.id;
  dialog.setAttribute("aria-labelledby", details.id + "-title");
  dialog.setAttribute("aria-describedby", details.id + "-text");
  dialog.append(body);

  const cancel = document.createElement("button");
  cancel.type = "button";
  cancel.className = "button button-second";
  cancel.textContent = details.dataset.cancel;
  cancel.addEventListener("click", () => dialog.close());
  body.querySelector(".actions").append(cancel);

  opener.addEventListener("click", () => dialog.showModal());
  // A press beside the dialog closes it, as Escape does; what was typed stays.
  dialog.addEventListener("pointerdown", (event) => {
    const edge = dialog.getBoundingClientRect();
    const inside = event.clientX >= edge.left && event.clientX <= edge.right && event.clientY >= edge.top && event.clientY <= edge.bottom;
    if (event.target === dialog && !inside) dialog.close();
  });

  details.replaceWith(opener, dialog);
}
