// Shell: the official's own cases: found by number, item, day and state, with their clocks; one of them with its history and papers.

import * as api from "./api.js";
import { byId, el, say, show, tell, zh } from "./dom.js";
import { list } from "./past.js";
import { stateWords, termWords } from "./past-words.js";
import { papersOf } from "./signed-papers.js";

const WAIT_MS = 300; // while somebody types

export class OwnCases {
  #timer = 0;
  #open = "";
  #chosen = null;

  /** `verdict`: the questions before a decision. `onDecided(caseId, decision)`: it is written down. */
  constructor({ verdict, onDecided }) {
    Object.assign(this, { verdict, onDecided });
    byId("own-accept").addEventListener("click", () => this.#ask("askAccept"));
    byId("own-return").addEventListener("click", () => this.#ask("askReturn"));
    byId("own-result").addEventListener("click", () => this.#ask("askResult"));
    byId("own-open").addEventListener("click", () => this.#show());
    byId("own-filters").addEventListener("input", () => this.#soon());
    byId("own-filters").addEventListener("submit", (event) => event.preventDefault());
  }

  /** Signed out, or a call came in. */
  close() {
    clearTimeout(this.#timer);
    if (byId("own").open) byId("own").close();
    byId("own-list").replaceChildren();
    this.#choose(null, []);
  }

  async #show() {
    byId("own").showModal();
    byId("own-number").focus();
    await this.#read();
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#read(), WAIT_MS);
  }

  async #read() {
    const wanted = new URLSearchParams(new FormData(byId("own-filters")));
    const found = await api.ownCases(wanted).catch(() => null);
    say(byId("own-error"), found ? "" : "连不上中枢，请稍后再试");
    byId("own-list").replaceChildren(...(found || []).map((line) => this.#line(line)));
    show(byId("own-none"), !found?.length);
  }

  #line(line) {
    const term = termWords(line.term);
    const badge = el("span", { class: `badge ${term ? TONES[term.level] : "ok"}`, text: term ? term.words : stateWords(line.state) });
    const attributes = { class: "letter-line", "data-testid": `own-${line.case_id}`, "aria-current": line.case_id === this.#open ? "true" : null, onclick: () => this.#look(line) };
    return el("li", {}, el("button", attributes,
      el("strong", { text: zh(line.item_name) }), badge,
      el("span", { class: "hint figures", text: `${line.acceptance_number} · ${zh(line.kiosk_name)} · ${line.received_on}` }), el("span", { class: "letter-state", text: stateWords(line.state) })));
  }

  async #look(line) {
    try {
      const [inside, past] = await Promise.all([api.caseOf(line.case_id), api.pastOf(line.case_id)]);
      this.#choose({ ...line, ...inside, state: line.state }, past);
    } catch (error) {
      say(byId("own-error"), error.words || "没有打开，请再试一次");
    }
  }

  async #ask(question) {
    const { case_id: caseId, item_id: itemId, acceptance_number: number, item_name: name } = this.#chosen;
    const item = await api.item(itemId).catch(() => null);
    const papers = (item?.materials || []).map((one) => zh(one.name));
    this.verdict.clear();
    this.verdict[question]({ itemName: zh(name), number, papers }, (...words) => this.#decide(caseId, ...words));
  }

  async #decide(caseId, decision, note, result) {
    try {
      await api.decideCase(caseId, { decision, note, result });
    } catch (error) {
      return say(byId("own-error"), error.words || "没有办成，请再试一次");
    }
    this.onDecided(caseId, decision);
    tell(`${result ? "已告诉居民办好了" : decision === "accepted" ? "已受理" : "已退回补正"}，居民查进度时看得到`, "ok");
    await this.#read();
    const alike = await api.ownCases(new URLSearchParams({ number: this.#chosen.acceptance_number })).catch(() => []); // whatever is searched for
    return this.#look(alike.find((line) => line.case_id === caseId) || this.#chosen);
  }

  #choose(line, past) {
    this.#chosen = line;
    this.#open = line?.case_id || "";
    show(byId("own-decide"), ["received", "accepted"].includes(line?.state));
    for (const id of ["own-accept", "own-return"]) show(byId(id), line?.state === "received");
    show(byId("own-result"), line?.state === "accepted");
    show(byId("own-one"), !!line);
    show(byId("own-choose"), !line);
    for (const button of byId("own-list").querySelectorAll("button")) button.setAttribute("aria-current", String(button.dataset.testid === `own-${this.#open}`));
    if (!line) return byId("own-papers").replaceChildren();
    const term = termWords(line.term);
    say(byId("own-title"), zh(line.item_name));
    say(byId("own-facts"), [line.acceptance_number, line.check_words && `核对词 ${line.check_words}`, zh(line.kiosk_name), stateWords(line.state), term?.words].filter(Boolean).join(" · "));
    const papers = papersOf(line.parts.map((part) => part.name));
    byId("own-papers").replaceChildren(...papers.map(({ name, words }) => el("a", { class: "button", href: api.partUrl(line.case_id, name), target: "_blank", rel: "noopener", text: words })));
    return byId("own-past").replaceChildren(list(past));
  }
}

const TONES = { good: "ok", soon: "warn", late: "late" };
