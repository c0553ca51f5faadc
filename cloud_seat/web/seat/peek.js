// Shell: a look at a password that was typed, for as long as its owner wants; covered again when the field is emptied.

import { say } from "./dom.js";

export function bindPeeks() {
  for (const button of document.querySelectorAll("button[data-peek]")) {
    const field = document.getElementById(button.dataset.peek);
    button.addEventListener("click", () => cover(field, button, field.type === "text"));
    field.form.addEventListener("submit", () => cover(field, button, true));
    field.form.addEventListener("reset", () => cover(field, button, true));
  }
}

function cover(field, button, covered) {
  field.type = covered ? "password" : "text";
  say(button, covered ? "看一眼" : "遮住");
}
