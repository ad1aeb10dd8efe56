// Suggestions under a line of text (ARIA APG, editable combobox with list autocomplete, manual selection).
// Without this script the line is searched with as it stands.

const wait = 200;

export function enliven(place) {
  const input = place.querySelector("input");
  const words = place.dataset;
  const list = document.createElement("ul");
  const news = document.createElement("div");
  let chosen = -1;
  let timer = 0;
  let asking;

  list.id = input.id + "-suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent ?? "");
  news.className = "unseen";
  news.setAttribute("role", "status");
  place.append(list, news);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  close();

  function close() {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    const options = [...list.children];
    chosen = index;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options[index].id);
    options[index].scrollIntoView({ block: "nearest" });
  }

  function take(index) {
    input.value = list.children[index].dataset.value;
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function ask() {
    const text = input.value.trim();
    asking?.abort();
    if (text.length < 2) return close();
    asking = new AbortController();
    const address = new URL(words.address, location);
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin", signal: asking.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      show((await answer.json()).items ?? []);
    } catch (error) {
      if (error.name === "AbortError") return;
      close();
      news.textContent = words.failed;
    }
  }

  function show(items) {
    const options = items.slice(0, 8).map((item, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.dataset.value = item[words.word];
      option.textContent = item[words.word];
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      if (words.detail && item[words.detail]) {
        const detail = document.createElement("span");
        detail.className = "detail";
        detail.textContent = item[words.detail];
        option.append(detail);
      }
      return option;
    });
    list.replaceChildren(...options);
    close();
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(options.length > 0));
    news.textContent = options.length ? words.some.replace("{count}", options.length) : words.none;
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, wait);
  });
  input.addEventListener("keydown", (event) => {
    // Keys that compose a Vietnamese letter (Telex, VNI) are not ours.
    if (event.isComposing) return;
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && !list.hidden && chosen >= 0) {
      event.preventDefault();
      take(chosen);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && last >= 0) {
      event.preventDefault();
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(chosen + step > last ? 0 : chosen + step < 0 ? last : chosen + step);
    }
  });
  // Before the line loses focus, so that the press still finds the list.
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) take([...list.children].indexOf(option));
  });
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    asking?.abort();
    close();
  });
}
