// Shell: the views of the board: one at a time, by key, click or arrow.

import { byId, show } from "/web/seat/dom.js";

const NAMES = ["live", "seats", "thin", "stats", "rollout", "forms", "rights"];

/** What who watches may open: rights are for operators. */
export const viewsOf = (operates) => NAMES.filter((name) => operates || name !== "rights");

/** Only these can be opened; the first one is. */
export function allowViews(names) {
  for (const name of NAMES) show(byId(`tab-${name}`), names.includes(name));
  showView(names[0]);
}

export function showView(wanted) {
  const moveFocus = document.activeElement?.getAttribute("role") === "tab";
  for (const name of NAMES) {
    byId(`tab-${name}`).setAttribute("aria-selected", String(name === wanted));
    byId(`tab-${name}`).tabIndex = name === wanted ? 0 : -1;
    show(byId(`view-${name}`), name === wanted);
  }
  if (moveFocus) byId(`tab-${wanted}`).focus();
}

export function bindViews() {
  for (const name of NAMES) {
    byId(`tab-${name}`).addEventListener("click", () => showView(name));
    byId(`tab-${name}`).addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      const open = NAMES.filter((one) => !byId(`tab-${one}`).hidden);
      showView(open[(open.indexOf(name) + by + open.length) % open.length]);
    });
  }
}
