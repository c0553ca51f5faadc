// Shell: the views of the board: one at a time, by key, click or arrow.

import { byId, show } from "/web/seat/dom.js";

const NAMES = ["live", "seats", "thin", "stats"];

function showView(wanted) {
  const moveFocus = document.activeElement?.getAttribute("role") === "tab";
  for (const name of NAMES) {
    byId(`tab-${name}`).setAttribute("aria-selected", String(name === wanted));
    byId(`tab-${name}`).tabIndex = name === wanted ? 0 : -1;
    show(byId(`view-${name}`), name === wanted);
  }
  if (moveFocus) byId(`tab-${wanted}`).focus();
}

export function bindViews() {
  for (const [at, name] of NAMES.entries()) {
    byId(`tab-${name}`).addEventListener("click", () => showView(name));
    byId(`tab-${name}`).addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      showView(NAMES[(at + by + NAMES.length) % NAMES.length]);
    });
  }
}
