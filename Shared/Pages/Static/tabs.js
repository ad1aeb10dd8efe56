// Sections as tabs (ARIA APG, tabs with automatic activation). Without this script: links, and the sections below each other.

export function enliven(tabs) {
  const list = tabs.querySelector("ul");
  const links = [...list.querySelectorAll("a")];
  const panels = links.map((link) => tabs.querySelector(link.hash));
  tabs.classList.add("live");
  list.setAttribute("role", "tablist");
  links.forEach((link, index) => {
    link.parentElement.setAttribute("role", "presentation");
    link.setAttribute("role", "tab");
    link.id = panels[index].id + "-tab";
    link.setAttribute("aria-controls", panels[index].id);
    panels[index].setAttribute("role", "tabpanel");
    panels[index].setAttribute("aria-labelledby", link.id);
    panels[index].tabIndex = 0;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show(index);
      history.replaceState(history.state, "", link.hash);
    });
  });

  function show(chosen) {
    links.forEach((link, index) => {
      link.setAttribute("aria-selected", String(index === chosen));
      link.tabIndex = index === chosen ? 0 : -1;
      panels[index].hidden = index !== chosen;
    });
  }

  list.addEventListener("keydown", (event) => {
    const present = links.indexOf(document.activeElement);
    const last = links.length - 1;
    const next = { ArrowRight: present === last ? 0 : present + 1, ArrowLeft: present === 0 ? last : present - 1, Home: 0, End: last }[event.key];
    if (present < 0 || next === undefined) return;
    event.preventDefault();
    links[next].focus();
    links[next].click();
  });

  // The section of the address, or the one that holds an error, or the first.
  const asked = panels.findIndex((panel) => "#" + panel.id === location.hash || (location.hash && panel.querySelector(`[id="${CSS.escape(location.hash.slice(1))}"]`)));
  const wrong = panels.findIndex((panel) => panel.querySelector("[aria-invalid], .errors"));
  show(Math.max(0, asked >= 0 ? asked : wrong));
}
