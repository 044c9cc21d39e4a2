// @ts-check
// The keys on a figure's legend: Plotly makes buttons of its toolbar, but of its legend's entries only for a pointer.

/**
 * Makes a button of each entry of the legend; to be called after each drawing.
 *
 * @param {Element} root
 * @param {ReadonlySet<string>} hidden the names that the legend hides
 * @param {(name: string) => void} toggle
 */
export function reachLegend(root, hidden, toggle) {
  for (const entry of root.querySelectorAll(".legend .traces")) {
    const name = nameOf(entry);
    if (!(entry instanceof SVGElement) || !name) continue;
    entry.setAttribute("tabindex", "0");
    entry.setAttribute("role", "button");
    entry.setAttribute("aria-pressed", String(!hidden.has(name)));
    entry.onkeydown = (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      toggle(name);
    };
  }
}

/**
 * The name of the traces that an entry stands for, as Plotly was given it.
 *
 * @param {Element} entry
 */
export function nameOf(entry) {
  return entry.querySelector(".legendtext")?.getAttribute("data-unformatted") ?? "";
}

/**
 * The name of the entry that has the keyboard's focus: a drawing may make all entries anew.
 *
 * @param {Element} root
 */
export function focusedEntry(root) {
  const { activeElement } = document;
  return activeElement?.matches(".legend .traces") && root.contains(activeElement) ? nameOf(activeElement) : "";
}

/**
 * @param {Element} root
 * @param {string} name
 */
export function focusEntry(root, name) {
  for (const entry of root.querySelectorAll(".legend .traces")) {
    if (entry instanceof SVGElement && nameOf(entry) === name && entry !== document.activeElement) entry.focus();
  }
}
