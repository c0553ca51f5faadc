// Shell: the keyboard of the desk. One table from key to button; a key does exactly what its button does.

import { isTyping } from "./dom.js";

/** `data-key` on a button: "M", "Ctrl+E", "Ctrl+Enter", "/" … Plain keys are silent while someone types. */
export function bindKeys(isAllowed = () => true) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat || !isAllowed()) return;
    const name = nameOf(event);
    const held = event.ctrlKey || event.metaKey;
    if (!held && (event.altKey || (isTyping() && name !== "Escape"))) return;
    if (name === "Enter" && document.activeElement?.matches("button:not([data-key=Enter]), a")) return; // its own click
    const button = buttonFor(name);
    if (!button) return;
    event.preventDefault();
    if (!button.disabled && button.getAttribute("aria-disabled") !== "true") button.click();
  });
}

function nameOf(event) {
  const key = event.key.length === 1 ? event.key.toUpperCase().replace("=", "+") : event.key; // "+" without Shift
  return event.ctrlKey || event.metaKey ? `Ctrl+${key}` : key;
}

/** The visible button of that key; inside the open dialog only, while one is open. */
function buttonFor(name) {
  const dialogs = [...document.querySelectorAll("dialog[open]")];
  const scope = dialogs.at(-1) || document;
  const found = [...scope.querySelectorAll("[data-key]")].filter((one) => one.dataset.key === name);
  return found.find((one) => one.offsetParent !== null || one.getClientRects().length > 0) || null;
}
