// Shell: 补正: what is missing, one sentence a thing, all of it at once. The resident gets the list as it stands here.

import { byId, el, say, show } from "./dom.js";

const MOST = 20;

export class Supplement {
  #items = [];

  constructor() {
    byId("return-add").addEventListener("click", () => this.#add());
    byId("return-note").addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing) return;
      event.preventDefault();
      this.#add();
    });
  }

  /** Empty, or as it was left. `papers`: names that are often what is missing. */
  open(papers) {
    say(byId("return-error"), "");
    byId("return-papers").replaceChildren(...papers.map((name) => el("button", { type: "button", class: "phrase", text: name, onclick: () => this.#begin(name) })));
    show(byId("return-papers"), papers.length > 0);
    this.#draw();
    byId("return-note").focus();
  }

  clear() {
    this.#items = [];
    byId("return-note").value = "";
    this.#draw();
  }

  /** The list as text, a line a thing, with what is still being written; "" says on the page what to do. */
  text() {
    this.#take();
    if (!this.#items.length) this.#complain("请先写清要补正什么，居民才知道怎么办");
    return this.#items.join("\n");
  }

  #begin(name) {
    byId("return-note").value = `${name}：`;
    byId("return-note").focus();
  }

  #add() {
    if (!this.#take()) this.#complain("先写一句：缺什么、怎么补");
    byId("return-note").focus();
  }

  #take() {
    const words = byId("return-note").value.trim();
    if (!words || this.#items.length >= MOST) return false;
    this.#items = [...this.#items, words];
    byId("return-note").value = "";
    say(byId("return-error"), "");
    this.#draw();
    return true;
  }

  #drop(at) {
    byId("return-note").value ||= this.#items[at]; // taken back to be written better
    this.#items = this.#items.filter((_, other) => other !== at);
    this.#draw();
    byId("return-note").focus();
  }

  #complain(words) {
    say(byId("return-error"), words);
    byId("return-note").focus();
  }

  #draw() {
    byId("return-items").replaceChildren(...this.#items.map((words, at) =>
      el("li", {}, el("span", { text: words }), el("button", { type: "button", class: "link", text: "改", "aria-label": `改第 ${at + 1} 条`, onclick: () => this.#drop(at) }))));
  }
}
