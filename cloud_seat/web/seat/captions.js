// Shell: what both write: the official's words under the resident's picture, the resident's here, ready phrases.

import { byId, el } from "./dom.js";
import { Hearing } from "./hearing.js";
import { KINDS, spoken } from "./phrases.js";
import { playNotice } from "./sounds.js";

const FIRST_KEY = 5; // 1, 2 and 3 are the tabs
const KEPT = 100;

export class Captions {
  #list = byId("captions");
  #input = byId("caption-input");
  #language = "zh";
  #hearing = new Hearing({ onWrite: () => this.focus() });

  constructor({ onSend }) {
    this.onSend = onSend;
    byId("phrase-kind").replaceChildren(...KINDS.map((kind, at) => el("option", { value: String(at), text: kind.name })));
    byId("phrase-kind").addEventListener("change", () => this.#drawPhrases());
    byId("caption-form").addEventListener("submit", (event) => this.#submit(event));
    this.#input.addEventListener("keydown", (event) => event.key === "Escape" && this.#input.blur());
    this.clear();
  }

  clear() {
    this.#input.value = "";
    this.#list.replaceChildren();
    this.#hearing.clear();
    byId("phrase-kind").value = "0";
    this.speak("zh");
  }

  /** The language of the booth: phrases go out in it. */
  speak(language) {
    this.#language = language;
    this.#drawPhrases();
  }

  /** The resident cannot hear: what is written now is read in large letters. */
  notHeard(message) {
    this.#hearing.told(message);
    this.note(message.again ? "居民还是听不清" : "居民听不清");
  }

  /** Puts a line of the page itself between the words: what happened, when. */
  note(text) {
    this.#append("caption-note", text);
  }

  /** What was written to the resident before this page knew the call: by a colleague, or before a reload. */
  before(words) {
    if (this.#list.querySelector(".caption-mine, .caption-before")) return;
    for (const text of words) this.#append("caption-note caption-before", `之前写给居民：${text}`);
  }

  /** What the resident wrote. */
  hear(text) {
    this.#append("caption-theirs", text);
    playNotice();
  }

  focus() {
    this.#input.focus();
  }

  #drawPhrases() {
    const { phrases } = KINDS[Number(byId("phrase-kind").value)];
    byId("phrases").replaceChildren(...phrases.map((phrase, at) => this.#phrase(phrase, FIRST_KEY + at)));
  }

  #phrase(phrase, key) {
    const send = () => this.#send(spoken(phrase, this.#language));
    const button = el("button", { type: "button", class: "phrase", "data-key": String(key), title: phrase.en, onclick: send }, phrase.zh, " ");
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
    this.#hearing.clear();
    return true;
  }

  #append(kind, text) {
    const now = new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
    this.#list.append(el("li", { class: kind }, el("span", { text }), el("time", { text: now })));
    while (this.#list.childElementCount > KEPT) this.#list.firstElementChild.remove();
    this.#list.scrollTop = this.#list.scrollHeight;
  }
}
