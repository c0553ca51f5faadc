// Shell: the few words this page uses to speak to the document.

/** The element with this id. Every id is in index.html or a part of it; a missing one is our bug. */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element #${id}`);
  return found;
}

/** A new element: `el("p", {class: "hint", text: "…"}, child, child)`. Text is never parsed as HTML. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") made.textContent = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

/** Never the same twice, on this page or another. An http address has no randomUUID. */
export const newId = () => crypto.randomUUID?.() || [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(16)).join("-");

/** Writes text only when it changed, so that screen readers and selections are left alone. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function show(element, visible) {
  element.hidden = !visible;
}

export const zh = (text) => (text && text.zh) || "";

/** Whether keys belong to the element that has the focus. A hidden one may keep it (Firefox), but nobody types there. */
export function isTyping() {
  const active = document.activeElement;
  if (!active || ["checkbox", "radio"].includes(active.type) || !active.getClientRects().length) return false;
  return active.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(active.tagName);
}

/** What closes a dialog says so by itself. */
export function bindClosers() {
  for (const button of document.querySelectorAll("dialog [data-close]")) button.addEventListener("click", () => button.closest("dialog").close());
}

let toastTimer = 0;

/** One sentence at the foot of the page, read out, gone after a while. */
export function tell(text, tone = "plain", forMs = 6000) {
  const box = byId("toast");
  box.dataset.tone = tone;
  say(box, text);
  show(box, true);
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => show(box, false), forMs);
}
