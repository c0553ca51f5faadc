// Shell: what the official asks the resident for: a paper, the signature. The booth asks the resident first.

import { byId, el, zh } from "./dom.js";

const ANSWERS = {
  yes: "居民同意了", no: "居民没有同意，可以再说明一下", cannot: "居民现在那一步做不了，等到那一步再请",
};

export class Asks {
  #open = new Map();

  /** `onAsk({ask_id, kind, target}, words)`: whether it went out; `onNote(text)`: a line of the page between the words. */
  constructor({ onAsk, onNote }) {
    Object.assign(this, { onAsk, onNote });
    byId("ask-paper-go").addEventListener("click", () => this.#askPaper());
    byId("ask-sign").addEventListener("click", () => this.#ask("signature", "", "签字"));
    this.clear();
  }

  clear() {
    this.#open.clear();
    this.expect([]);
  }

  /** The papers of the item that go under the camera. */
  expect(materials) {
    const papers = materials.filter((one) => one.need !== "card");
    byId("ask-paper").replaceChildren(...papers.map((one) => el("option", { value: one.id, text: zh(one.name) })));
    byId("ask-paper").disabled = !papers.length;
    byId("ask-paper-go").disabled = !papers.length;
  }

  answered({ ask_id: askId, answer }) {
    const words = this.#open.get(askId);
    if (!words) return;
    this.#open.delete(askId);
    this.onNote(`请居民${words}：${ANSWERS[answer] || ANSWERS.no}`);
  }

  #askPaper() {
    const chosen = byId("ask-paper").selectedOptions[0];
    if (chosen) this.#ask("paper", chosen.value, `拍“${chosen.text}”`);
  }

  #ask(kind, target, words) {
    if ([...this.#open.values()].includes(words)) return this.onNote(`已经请居民${words}，还没有回答`);
    const askId = crypto.randomUUID?.() || `${Date.now()}-${this.#open.size}`; // an http address has no randomUUID
    if (!this.onAsk({ ask_id: askId, kind, target })) return undefined;
    this.#open.set(askId, words);
    return this.onNote(`已请居民${words}，等居民回答`);
  }
}
