// Shell: what the official asks the resident for: a paper, the signature, a change. The booth asks the resident first.

import { byId, el, zh } from "./dom.js";

const ANSWERS = {
  yes: "居民同意了", no: "居民没有同意，可以再说明一下", cannot: "居民现在那一步做不了，等到那一步再请",
  changed: "居民自己先改过这一项，没有送出，请看新的内容", unfit: "不合填表要求，没有送出",
};

export class Asks {
  #open = new Map();

  /** `onAsk({ask_id, kind, target, …})`: whether it went out; `onNote(text)`: a line of the page between the words. */
  constructor({ onAsk, onNote }) {
    Object.assign(this, { onAsk, onNote });
    byId("ask-paper-go").addEventListener("click", () => this.#askPaper());
    byId("ask-sign").addEventListener("click", () => this.ask({ kind: "signature" }, "签字"));
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

  /** Asks for `about`; `words` follow "请居民". `onAnswer(answer, text)` hears what became of it. Whether it went out. */
  ask(about, words, onAnswer = () => {}) {
    if ([...this.#open.values()].some((one) => one.words === words)) {
      this.onNote(`已经请居民${words}，还没有回答`);
      return false;
    }
    const askId = crypto.randomUUID?.() || `${Date.now()}-${this.#open.size}`; // an http address has no randomUUID
    if (!this.onAsk({ ask_id: askId, ...about })) return false;
    this.#open.set(askId, { words, onAnswer });
    this.onNote(`已请居民${words}，等居民回答`);
    return true;
  }

  answered({ ask_id: askId, answer, text }) {
    const asked = this.#open.get(askId);
    if (!asked) return;
    this.#open.delete(askId);
    const why = zh(text);
    this.onNote(`请居民${asked.words}：${ANSWERS[answer] || ANSWERS.no}${why ? `（${why}）` : ""}`);
    asked.onAnswer(answer, why);
  }

  #askPaper() {
    const chosen = byId("ask-paper").selectedOptions[0];
    if (chosen) this.ask({ kind: "paper", target: chosen.value }, `拍“${chosen.text}”`);
  }
}
