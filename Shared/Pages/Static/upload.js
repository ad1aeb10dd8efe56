// Papers by tus 1.0.0 (https://tus.io): in pieces, going on after a break, also after the page was closed.

const pieceSize = 1024 * 1024;
const waits = [1000, 2000, 5000, 10000, 20000, 30000];
const version = { "Tus-Resumable": "1.0.0" };

/** Makes a file form take several files, by choice or drop, and send them at once. */
export function enliven(form) {
  if (form.dataset.alive) return;
  form.dataset.alive = "1";
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector(".drop-zone");
  const list = form.querySelector(".drop-list");
  const kind = form.elements.namedItem("kind");
  input.multiple = true;
  input.required = false;
  form.noValidate = true;
  form.querySelector(".drop-hint").hidden = false;

  const take = (files) => {
    if (kind && !kind.value) {
      list.replaceChildren(Object.assign(document.createElement("li"), { className: "error", textContent: form.dataset.chooseKind }));
      kind.focus();
      return;
    }
    list.querySelectorAll(":scope > .error").forEach((line) => line.remove());
    for (const file of files) new Upload(form, list, file, kind?.value || "").start();
    input.value = "";
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.files.length) take(input.files);
    else input.focus();
  });
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => { event.preventDefault(); take(event.dataTransfer.files); });
}

/** Under what the browser remembers where a file is being sent: a digest, since files are called after people. Null where it can make none. */
async function memoryOf(id, kind, file) {
  if (!globalThis.crypto?.subtle) return null;
  const facts = new TextEncoder().encode([id, kind, file.name, file.size, file.lastModified].join("|"));
  return `caunoi-upload ${base64(new Uint8Array(await crypto.subtle.digest("SHA-256", facts)))}`;
}

/** One file on its way. */
class Upload {
  constructor(form, list, file, kind) {
    this.form = form;
    this.words = form.dataset;
    this.file = file;
    this.kind = kind;
    this.memory = null;
    this.cancelled = false;
    this.checked = Boolean(globalThis.crypto?.subtle);
    this.line = document.createElement("li");
    this.name = Object.assign(document.createElement("strong"), { textContent: file.name });
    this.state = Object.assign(document.createElement("span"), { className: "detail", textContent: this.words.waiting });
    this.bar = Object.assign(document.createElement("progress"), { max: Math.max(file.size, 1), value: 0 });
    this.bar.setAttribute("aria-label", file.name);
    this.cancel = this.button(this.words.cancel, () => this.stop());
    this.line.append(this.name, this.state, this.bar, this.cancel);
    list.append(this.line);
  }

  button(text, action) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-second", textContent: text });
    button.addEventListener("click", action);
    return button;
  }

  async start() {
    this.again?.remove();
    try {
      this.memory ??= await memoryOf(this.form.dataset.case, this.kind, this.file);
      await this.send();
      this.forget();
      this.bar.remove();
      this.cancel.remove();
      this.state.textContent = this.words.done;
      // The panel that holds the line is loaded anew with the first of several.
      (this.line.isConnected ? this.line : document).dispatchEvent(new CustomEvent("caunoi:changed", { bubbles: true }));
    } catch (fault) {
      if (this.cancelled) return;
      this.state.textContent = fault.refused ? `${this.words.refused} ${fault.detail || ""}`.trim() : this.words.failed;
      this.state.classList.add("error");
      if (fault.refused) this.forget();
      this.again = this.button(this.words.retry, () => { this.state.classList.remove("error"); this.start(); });
      this.cancel.before(this.again);
    }
  }

  /** Pieces one after another; after a break it asks how much has arrived and goes on from there. */
  async send() {
    let failures = 0;
    let offset = null;
    while (!this.cancelled) {
      try {
        if (offset === null) offset = await this.place();
        this.bar.value = offset;
        this.state.textContent = `${this.words.sending} ${Math.floor((100 * offset) / Math.max(this.file.size, 1))}%`;
        if (offset >= this.file.size) return;
        offset = await this.piece(offset);
        failures = 0;
      } catch (fault) {
        if (fault.refused || this.cancelled || failures >= waits.length) throw fault;
        offset = null;
        this.state.textContent = this.words.resuming;
        await new Promise((done) => setTimeout(done, waits[failures++]));
      }
    }
    throw refusal("");
  }

  /** How much the server has: of the upload remembered for this file, or of a new one. */
  async place() {
    this.address = (this.memory && localStorage.getItem(this.memory)) || this.address;
    if (this.address) {
      const answer = await ask(this.address, { method: "HEAD", headers: version });
      if (answer.ok) return Number(answer.headers.get("Upload-Offset"));
      if (![403, 404, 410].includes(answer.status)) throw new Error(String(answer.status));
      this.forget();
      this.address = null;
    }
    const facts = { case: this.words.case, kind: this.kind, filename: this.file.name };
    const answer = await ask(this.words.upload, {
      method: "POST",
      headers: {
        ...version,
        "Upload-Length": String(this.file.size),
        "Upload-Metadata": Object.entries(facts).map(([name, value]) => `${name} ${base64(new TextEncoder().encode(value))}`).join(","),
      },
    });
    await check(answer);
    this.address = new URL(answer.headers.get("Location"), location.href).href;
    if (this.memory) localStorage.setItem(this.memory, this.address);
    return 0;
  }

  async piece(offset) {
    const piece = await this.file.slice(offset, offset + pieceSize).arrayBuffer();
    const headers = { ...version, "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" };
    if (this.checked) headers["Upload-Checksum"] = `sha256 ${base64(new Uint8Array(await crypto.subtle.digest("SHA-256", piece)))}`;
    const answer = await ask(this.address, { method: "PATCH", headers, body: piece });
    if (answer.status === 400 && this.checked) {
      this.checked = false;
      throw new Error("checksum not understood");
    }
    // 409: the server has another part of it than we thought; 460: the piece was damaged on its way; 423: still held by the broken try.
    if ([404, 409, 410, 423, 460].includes(answer.status)) throw new Error(String(answer.status));
    await check(answer);
    return Number(answer.headers.get("Upload-Offset"));
  }

  forget() {
    if (this.memory) localStorage.removeItem(this.memory);
  }

  stop() {
    this.cancelled = true;
    this.forget();
    this.line.remove();
    if (this.address) ask(this.address, { method: "DELETE", headers: version }).catch(() => {});
  }
}

/** Asks, and once more with a new token where the one we had is over: an upload may take longer than a token holds. */
async function ask(address, options) {
  const send = () => fetch(address, { credentials: "same-origin", signal: AbortSignal.timeout(120000), ...options });
  const answer = await send();
  if (answer.status !== 401) return answer;
  const renewed = await fetch("/session/renew", { method: "POST", credentials: "same-origin" });
  return renewed.ok ? send() : answer;
}

/** A clear no of the server is not tried again; anything else is. */
async function check(answer) {
  if (answer.ok) return;
  if (answer.status >= 500 || [408, 425, 429].includes(answer.status)) throw new Error(String(answer.status));
  const problem = await answer.json().catch(() => ({}));
  throw refusal(problem.errors?.[0]?.message || problem.detail || problem.title);
}

const refusal = (detail) => Object.assign(new Error("refused"), { refused: true, detail });

const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
