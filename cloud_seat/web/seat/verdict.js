// Shell: the questions before a case is accepted or returned, or its result told, in a call and from the list of own cases.

import { byId, say, show } from "./dom.js";
import { Supplement } from "./supplement.js";

export class Verdict {
  #supplement = new Supplement();
  #onDecide = () => {};

  constructor() {
    byId("accept-confirm").addEventListener("click", () => this.#accept());
    byId("accept-result").addEventListener("change", () => this.#showWhere());
    byId("return-confirm").addEventListener("click", () => this.#return());
    this.clear();
  }

  /** Another matter: nothing of the last one is left in the questions. */
  clear() {
    for (const id of ["accept-result", "accept-where"]) byId(id).value = "";
    this.#showWhere();
    this.#supplement.clear();
    for (const id of ["confirm-accept", "confirm-return"]) if (byId(id).open) byId(id).close();
  }

  /** `onDecide(decision, note, result)` after the confirmation. */
  askAccept({ itemName, number }, onDecide) {
    this.#open("受理这件申请？", `${itemName || "本件"}，受理号 ${number}。受理后开始计算办理时限，居民会马上收到通知。`, "确认受理");
    this.#onDecide = onDecide;
  }

  /** What came of an accepted case; `onDecide` as before. */
  askResult({ itemName, number }, onDecide) {
    this.#open("办好了，告诉居民？", `${itemName || "本件"}，受理号 ${number}。居民在晓屋查进度时看到，说一次。`, "告诉居民");
    this.#onDecide = onDecide;
    byId("accept-later").disabled = true;
    byId("accept-result").value = "fetch";
    this.#showWhere();
  }

  #open(title, words, act) {
    say(byId("accept-title"), title);
    say(byId("accept-words"), words);
    say(byId("accept-confirm").firstElementChild, act);
    byId("accept-later").disabled = false;
    byId("confirm-accept").showModal();
  }

  /** `papers`: names of the item's papers. */
  askReturn({ papers }, onDecide) {
    this.#onDecide = onDecide;
    byId("confirm-return").showModal();
    this.#supplement.open(papers);
  }

  #showWhere() {
    for (const part of byId("confirm-accept").querySelectorAll("label[for=accept-where], #accept-where")) show(part, byId("accept-result").value === "fetch");
  }

  #accept() {
    const result = byId("accept-result").value;
    byId("confirm-accept").close();
    this.#onDecide("accepted", result === "fetch" ? byId("accept-where").value.trim() : "", result);
  }

  #return() {
    const note = this.#supplement.text();
    if (!note) return;
    byId("confirm-return").close();
    this.#onDecide("returned", note, "");
  }
}
