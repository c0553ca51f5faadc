// Shell: words the official types; the resident reads them under the picture.

import { byId, el } from "./dom.js";

const PHRASES = ["请把材料放平", "请看标红的一项", "请在屏幕上签名", "请稍等一下", "请点提交"];
const FIRST_KEY = 5; // 1, 2 and 3 are the tabs
const KEPT = 100;

export class Captions {
  #list = byId("captions");
  #input = byId("caption-input");

  constructor({ onSend }) {
    this.onSend = onSend;
    byId("phrases").replaceChildren(...PHRASES.map((text, at) => this.#phrase(text, FIRST_KEY + at)));
    byId("caption-form").addEventListener("submit", (event) => this.#submit(event));
    this.#input.addEventListener("keydown", (event) => event.key === "Escape" && this.#input.blur());
    this.clear();
  }

  clear() {
    this.#input.value = "";
    this.#list.replaceChildren();
  }

  /** Puts a line of the page itself between the words: what happened, when. */
  note(text) {
    this.#append("caption-note", text);
  }

  focus() {
    this.#input.focus();
  }

  #phrase(text, key) {
    const button = el("button", { type: "button", class: "phrase", "data-key": String(key), onclick: () => this.#send(text) }, text, " ");
    button.append(el("kbd", { text: String(key) }));
    return button;
  }

  #submit(event) {
    event.preventDefault();
    const text = this.#input.value.trim();
    if (text && this.#send(text)) this.#input.value = "";
  }

  #send(text) {
    if (!this.onSend(text)) return false;
    this.#append("caption-mine", text);
    return true;
  }

  #append(kind, text) {
    const now = new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
    this.#list.append(el("li", { class: kind }, el("span", { text }), el("time", { text: now })));
    while (this.#list.childElementCount > KEPT) this.#list.firstElementChild.remove();
    this.#list.scrollTop = this.#list.scrollHeight;
  }
}
