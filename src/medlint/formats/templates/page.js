/* Filters, keys and search. Without it every page reads and prints all the same. */
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

  /* An article: which findings are shown */
  const filters = document.querySelector("form.filters");
  const cards = all(".card[data-rule]");

  const wanted = (card) =>
    all("input[name=severity]", filters).some((box) => box.checked && box.value === card.dataset.severity) &&
    ["category", "rule"].every((name) => {
      const chosen = filters.elements[name].value;
      return !chosen || chosen === card.dataset[name];
    });

  const filter = () => {
    for (const card of cards) card.hidden = !wanted(card);
    for (const mark of all("mark[data-findings]")) {
      const which = mark.closest("[data-which]").dataset.which;
      const numbers = mark.dataset.findings.split(" ");
      mark.classList.toggle("off", numbers.every((n) => document.getElementById(`${which}f${n}`)?.hidden));
    }
    for (const ref of all("a.ref")) ref.hidden = document.getElementById(ref.hash.slice(1))?.hidden ?? false;
    const shown = cards.filter((card) => !card.hidden).length;
    filters.querySelector("output").textContent = `${shown} of ${count(cards.length, "finding")} shown`;
  };

  const go = (step) => {
    const shown = cards.filter((card) => !card.hidden);
    if (!shown.length) return;
    const at = shown.indexOf(document.activeElement?.closest(".card"));
    const next = at < 0 ? (step > 0 ? 0 : shown.length - 1) : (at + step + shown.length) % shown.length;
    for (const card of shown) card.classList.toggle("current", card === shown[next]);
    shown[next].focus({ preventScroll: true });
    const mark = document.getElementById(shown[next].id.replace(/f(\d+)$/, "m$1"));
    (mark ?? shown[next]).scrollIntoView({ block: "center" });
  };

  const explain = () => {
    const current = document.activeElement?.closest(".card");
    const details = current ? all("details", current) : all(".card details");
    const open = details.some((one) => !one.open);
    for (const one of details) one.open = open;
  };

  /* The index: which articles are listed */
  const search = document.querySelector("form.search");
  const rows = all("tr[data-triage]");

  const list = () => {
    const words = search.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const triage = search.elements.triage.value;
    const category = search.elements.category.value;
    let shown = 0;
    for (const row of rows) {
      const text = row.dataset.words;
      row.hidden =
        (triage !== "" && row.dataset.triage !== triage) ||
        (category !== "" && !row.dataset.categories.split(" ").includes(category)) ||
        !words.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    search.querySelector("output").textContent = `${shown} of ${count(rows.length, "article")} listed`;
  };

  for (const [form, show] of [[filters, filter], [search, list]]) {
    if (!form) continue;
    form.hidden = false;
    form.addEventListener("input", show);
    form.addEventListener("reset", () => setTimeout(show));
    form.addEventListener("submit", (event) => event.preventDefault());
    show();
  }

  const keys = {
    j: () => go(1),
    k: () => go(-1),
    o: explain,
    r: () => (filters ?? search)?.reset(),
    "/": () => (search?.elements.words ?? filters?.elements.category)?.focus(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input, select, textarea") && event.key !== "Escape") return;
    if (event.key === "Escape") document.activeElement?.blur();
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
})();
