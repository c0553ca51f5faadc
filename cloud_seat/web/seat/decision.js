// Shell: accept or return: only after the case has arrived whole, always confirmed, a return never without its reason.

import { byId, el, say, show, zh } from "./dom.js";
import { signedPapers } from "./signed-papers.js";
import { partUrl } from "./api.js";

const NOTHING = Object.freeze({ caseId: "", number: "", papers: [], pdfs: [], decision: "", result: "", inCall: false, itemName: "" });
const DONE = { accepted: "已受理", returned: "已退回补正" };

export class Decision {
  #case = NOTHING;
  #verdict;

  /** `onDecide(decision, note, {result, again})`; `verdict`: the questions before it. */
  constructor({ onDecide, verdict }) {
    this.onDecide = onDecide;
    this.#verdict = verdict;
    byId("accept").addEventListener("click", () => this.#askAccept());
    byId("return").addEventListener("click", () => this.#askReturn());
    this.clear();
  }

  get open() {
    return !!this.#case.number && !this.#case.decision;
  }

  get number() {
    return this.#case.number;
  }

  clear() {
    this.#verdict.clear();
    this.#set(NOTHING);
  }

  begin(caseId, itemName) {
    this.#set({ caseId, itemName, inCall: true });
  }

  /** `materials`: those of the item, as the catalogue has them. */
  name(itemName, materials) {
    this.#set({ itemName, papers: materials.map((one) => zh(one.name)) });
  }

  /** Decided from the list of own cases. */
  decided(caseId, decision) {
    if (caseId === this.#case.caseId) this.#set({ decision });
  }

  endCall() {
    this.#set({ inCall: false });
  }

  /** `pdfs`: the names of the PDFs in it. */
  submitted(caseId, number, pdfs) {
    this.#set({ caseId, number, pdfs });
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
    const { caseId, number, pdfs, decision, inCall } = this.#case;
    byId("accept").disabled = !this.open;
    const over = !inCall && (!number || !!decision); // nothing left to decide: the way on is to put the matter away
    show(byId("accept"), !over);
    show(byId("return"), !over);
    byId("clear").classList.toggle("primary", over);
    byId("return").disabled = !this.open;
    byId("signed-papers").replaceChildren(...signedPapers(number ? pdfs : []).map(({ name, words }) =>
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
    if (this.open) this.#verdict.askAccept(this.#case, (...words) => this.#decide(...words));
  }

  #askReturn() {
    if (this.open) this.#verdict.askReturn(this.#case, (...words) => this.#decide(...words));
  }

  #decide(decision, note, result) {
    if (this.#case.decision) return;
    this.#set({ decision, note, result });
    this.onDecide(decision, note, { result, again: false });
  }
}
