// Shell: every key of the page, from the buttons themselves: what is on the page now, and what is always there.

import { byId, el, isTyping } from "./dom.js";

const ALWAYS = [["?", "这张表"], ["Esc", "取消、收起"], ["/", "给居民打字"], ["F", "到要看的一栏，↑ ↓ 换栏，↵ 写说明"]];
const NAMES = { Escape: "Esc", ArrowLeft: "←", ArrowRight: "→", Enter: "↵", "Ctrl+Enter": "Ctrl ↵" };

export function bindHelp() {
  byId("help-open").addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || isTyping() || event.isComposing || byId("desk").hidden || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open();
  });
}

function open() {
  const rows = [...document.querySelectorAll("#desk [data-key]")].map((one) => ({ key: one.dataset.key, words: wordsOf(one), now: one.getClientRects().length > 0 && !one.disabled }));
  const [now, later] = [rows.filter((row) => row.now), rows.filter((row) => !row.now)];
  byId("help-now").replaceChildren(...ALWAYS.map(([key, words]) => line(key, words)), ...now.map((row) => line(row.key, row.words)));
  byId("help-later").replaceChildren(...later.map((row) => line(row.key, row.words)));
  byId("help").showModal();
}

function wordsOf(button) {
  const copy = button.cloneNode(true);
  for (const one of copy.querySelectorAll("kbd, .figures")) one.remove();
  return button.getAttribute("aria-label") || copy.textContent.trim();
}

const line = (key, words) => el("div", {}, el("dt", {}, el("kbd", { text: NAMES[key] || key.replace("Ctrl+", "Ctrl ") })), el("dd", { text: words }));
