// Shell: what happened in some days, as a table to look at and a file to take away.

import { byId, el, say } from "/web/seat/dom.js";
import { fileUrl, statistics, wordsOf } from "./api.js";

const DAYS_MS = 29 * 24 * 3600 * 1000;

export class Statistics {
  constructor() {
    byId("stats-form").addEventListener("submit", (event) => this.#look(event));
    byId("stats-form").addEventListener("change", () => this.#aim());
    byId("stats-until").value = dayOf(new Date());
    byId("stats-since").value = dayOf(new Date(Date.now() - DAYS_MS));
    this.#aim();
  }

  forget() {
    byId("stats-head").replaceChildren();
    byId("stats").replaceChildren();
  }

  #wanted() {
    return ["table", "since", "until"].map((name) => byId(`stats-${name}`).value);
  }

  #aim() {
    for (const kind of ["csv", "ods"]) byId(`stats-${kind}`).href = fileUrl(kind, ...this.#wanted());
  }

  async #look(event) {
    event.preventDefault();
    say(byId("stats-error"), "");
    try {
      const { head, rows } = await statistics(...this.#wanted());
      byId("stats-head").replaceChildren(...head.map((name) => el("th", { scope: "col", text: name })));
      byId("stats").replaceChildren(...(rows.length ? rows.map((row) => el("tr", {}, ...row.map((cell) => el("td", { text: String(cell) })))) : [empty(head.length)]));
    } catch (error) {
      say(byId("stats-error"), error.status === 400 ? "请选先后两天，最多相隔 400 天" : wordsOf(error));
    }
  }
}

const empty = (wide) => el("tr", {}, el("td", { colspan: wide, class: "hint", text: "这些天没有" }));

/** The office's day, wherever this computer thinks it is: China has one time zone. */
const dayOf = (at) => at.toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
