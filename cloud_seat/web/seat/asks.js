// Shell: what the official asks the resident for: papers, card, photo, signature, a print, a change. The booth asks first.

import { byId, el, newId, zh } from "./dom.js";

const ANSWERS = {
  yes: "居民同意了", no: "居民没有同意，可以再说明一下", cannot: "居民现在那一步做不了，等到那一步再请",
  changed: "居民自己先改过这一项，没有送出，请看新的内容", unfit: "不合填表要求，没有送出",
  withdrawn: "您收回了", done: "做好了", failed: "没有做成，设备那边出了问题", stopped: "居民中途停了", differs: "不是同一张身份证，表没有变",
};
const NO_DEVICE = "现在做不了：设备用不了，或者居民关着摄像头、不在这一步";
const DEVICE = new Set(["card", "photo", "print"]); // after the yes the booth says how it ended
const PRINTS = { guide: "办事指南", form: "申请表（照现在填的）", notice: "受理通知书或凭证" };

export class Asks {
  #open = new Map();

  /** `onAsk({ask_id, kind, target, …})`: whether it went out; `onTakeBack(askId)`; `onNote(text)`: a line of the page between the words. */
  constructor({ onAsk, onTakeBack, onNote }) {
    Object.assign(this, { onAsk, onTakeBack, onNote });
    const bind = (id, act) => byId(id).addEventListener("click", act);
    bind("ask-paper-go", () => this.#askPaper());
    bind("ask-sign", () => this.ask({ kind: "signature" }, "签字"));
    bind("ask-card", () => this.ask({ kind: "card" }, "再放一次身份证"));
    bind("ask-print-go", () => this.#askPrint());
    byId("ask-print").replaceChildren(...Object.entries(PRINTS).map(([value, text]) => el("option", { value, text })));
    this.clear();
  }

  clear() {
    this.#open.clear();
    this.#draw();
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
    const askId = newId();
    if (!this.onAsk({ ask_id: askId, ...about })) return false;
    this.#open.set(askId, { kind: about.kind, words, onAnswer });
    this.onNote(`已请居民${words}，等居民回答`);
    this.#draw();
    return true;
  }

  answered({ ask_id: askId, answer, text }) {
    const asked = this.#open.get(askId);
    if (!asked) return;
    if (answer !== "yes" || !DEVICE.has(asked.kind)) this.#open.delete(askId);
    else asked.agreed = true; // at the device now: not to be taken back any more
    this.#draw();
    const why = zh(text);
    const said = answer === "cannot" && DEVICE.has(asked.kind) ? NO_DEVICE : ANSWERS[answer] || ANSWERS.no;
    this.onNote(`请居民${asked.words}：${said}${why ? `（${why}）` : ""}`);
    asked.onAnswer(answer, why);
  }

  /** The call is over: nobody answers any more. */
  over() {
    const left = [...this.#open.values()];
    this.#open.clear();
    this.#draw();
    for (const asked of left) asked.onAnswer("over", "");
  }

  /** What the resident has not answered yet, each with a way back. */
  #draw() {
    const open = [...this.#open].filter(([, asked]) => !asked.agreed);
    byId("asks-open").replaceChildren(...open.map(([askId, { words }]) => {
      const back = el("button", { type: "button", class: "link", "data-testid": "ask-back", text: "收回", "aria-label": `收回：请居民${words}` });
      back.addEventListener("click", () => this.onTakeBack(askId) && (back.disabled = true));
      return el("li", {}, el("span", { text: `等回答：${words}` }), back);
    }));
  }

  #askPaper() {
    const chosen = byId("ask-paper").selectedOptions[0];
    if (chosen) this.ask({ kind: "paper", target: chosen.value }, `拍“${chosen.text}”`);
  }

  #askPrint() {
    const target = byId("ask-print").value;
    this.ask({ kind: "print", target }, `收下打印的“${PRINTS[target]}”`);
  }
}
