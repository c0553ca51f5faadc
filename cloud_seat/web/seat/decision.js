// Shell: accept or return: only after the case has arrived whole, always confirmed, a return never without its reason.

import { byId, el, say, show } from "./dom.js";
import { signedPapers } from "./signed-papers.js";
import { partUrl } from "./api.js";

const NOTHING = Object.freeze({ caseId: "", number: "", papers: [], decision: "", result: "", inCall: false, itemName: "" });
const DONE = { accepted: "已受理", returned: "已退回补正" };

export class Decision {
  #case = NOTHING;

  /** `onDecide(decision, note, {result, again})`. */
  constructor({ onDecide }) {
    this.onDecide = onDecide;
    byId("accept").addEventListener("click", () => this.#askAccept());
    byId("return").addEventListener("click", () => this.#askReturn());
    byId("accept-confirm").addEventListener("click", () => this.#confirmAccept());
    byId("accept-result").addEventListener("change", () => this.#showWhere());
    byId("return-confirm").addEventListener("click", () => this.#confirmReturn());
    for (const button of document.querySelectorAll("dialog [data-close]")) {
      button.addEventListener("click", () => button.closest("dialog").close());
    }
    this.clear();
  }

  get open() {
    return !!this.#case.number && !this.#case.decision;
  }

  get number() {
    return this.#case.number;
  }

  clear() {
    for (const id of ["return-note", "accept-result", "accept-where"]) byId(id).value = "";
    this.#showWhere();
    for (const id of ["confirm-accept", "confirm-return"]) if (byId(id).open) byId(id).close();
    this.#set(NOTHING);
  }

  begin(caseId, itemName) {
    this.#set({ caseId, itemName, inCall: true });
  }

  name(itemName) {
    this.#set({ itemName });
  }

  endCall() {
    this.#set({ inCall: false });
  }

  /** `papers`: the names of the PDFs in it. */
  submitted(caseId, number, papers) {
    this.#set({ caseId, number, papers });
  }

  /** After a reconnect: nobody knows whether the last word arrived, and saying it twice changes nothing. */
  again() {
    const { decision, note, result } = this.#case;
    if (decision) this.onDecide(decision, note, { result, again: true });
  }

  /** The hub did not take it: the official may decide again. */
  undo() {
    this.#set({ decision: "" });
  }

  #set(change) {
    this.#case = { ...this.#case, ...change };
    const { caseId, number, papers, decision, inCall } = this.#case;
    byId("accept").disabled = !this.open;
    const over = !inCall && (!number || !!decision); // nothing left to decide: the way on is to put the matter away
    show(byId("accept"), !over);
    show(byId("return"), !over);
    byId("clear").classList.toggle("primary", over);
    byId("return").disabled = !this.open;
    byId("signed-papers").replaceChildren(...signedPapers(number ? papers : []).map(({ name, words }) =>
      el("a", { class: "link", href: partUrl(caseId, name), target: "_blank", rel: "noopener", "data-testid": name.replace(".", "-"), text: `看${words}` })));
    this.#words();
  }

  #words() {
    const { number, decision } = this.#case;
    const box = byId("decide-words");
    if (!number) return say(box, decision ? DONE[decision] : "居民签名提交后可以受理或退回");
    const shown = el("strong", { "data-testid": "acceptance-number", class: "figures", text: number });
    return box.replaceChildren(decision ? `${DONE[decision]} · ` : "已提交 · 受理号 ", shown);
  }

  #askAccept() {
    if (!this.open) return;
    say(byId("accept-words"), `${this.#case.itemName || "本件"}，受理号 ${this.#case.number}。受理后开始计算办理时限，居民会马上收到通知。`);
    byId("confirm-accept").showModal();
  }

  #showWhere() {
    for (const part of byId("confirm-accept").querySelectorAll("label[for=accept-where], #accept-where")) show(part, byId("accept-result").value === "fetch");
  }

  #confirmAccept() {
    const result = byId("accept-result").value;
    this.#decide("accepted", result === "fetch" ? byId("accept-where").value.trim() : "", "confirm-accept", result);
  }

  #askReturn() {
    say(byId("return-error"), "");
    byId("confirm-return").showModal();
    byId("return-note").focus();
  }

  #confirmReturn() {
    const note = byId("return-note").value.trim();
    if (!note) {
      say(byId("return-error"), "请先写清要补正什么，居民才知道怎么办");
      byId("return-note").focus();
      return;
    }
    this.#decide("returned", note, "confirm-return");
  }

  #decide(decision, note, dialog, result = "") {
    byId(dialog).close();
    if (this.#case.decision) return;
    this.#set({ decision, note, result });
    this.onDecide(decision, note, { result, again: false });
  }
}
