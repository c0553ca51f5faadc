// Shell: who may handle what: officials or items are looked for on the left, one of them stands on the right.

import { byId, el, say, show, zh } from "/web/seat/dom.js";
import { wordsOf } from "./api.js";
import { Imports } from "./imports.js";
import { Official } from "./official.js";
import { find, item } from "./tables-api.js";

const WAIT_MS = 250;
const HOW = { own: "本人的事项", all: "什么都能办", deputy: "代办" };
const KINDS = { officials: { one: "位", hint: "姓名、工号或部门" }, items: { one: "项", hint: "名称、编码、别名或部门" } };

export class Rights {
  #kind = "officials";
  #asked = 0;
  #timer = 0;
  #opened = "";

  constructor() {
    this.official = new Official({ onSaved: () => this.#look() });
    this.imports = new Imports({ onDone: () => this.#look() });
    for (const kind of Object.keys(KINDS)) byId(`find-${kind}`).addEventListener("click", () => this.#choose(kind));
    byId("rights-find").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#look();
    });
    byId("rights-words").addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#look(), WAIT_MS);
    });
    byId("tab-rights").addEventListener("click", () => byId("rights-list").childElementCount || this.#look());
  }

  forget() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    byId("rights-list").replaceChildren();
    this.official.close();
    this.imports.close();
    this.#opened = "";
    show(byId("item-card"), false);
  }

  #choose(kind) {
    this.#kind = kind;
    for (const one of Object.keys(KINDS)) byId(`find-${one}`).setAttribute("aria-pressed", String(one === kind));
    byId("rights-words").placeholder = KINDS[kind].hint;
    byId("rights-words").value = "";
    this.#look();
    byId("rights-words").focus();
  }

  /** The row of whom or what is open. */
  #mark(id = this.#opened) {
    this.#opened = id;
    for (const row of document.querySelectorAll(".rights-list [data-of]")) row.setAttribute("aria-current", String(row.dataset.of === id));
  }

  async #look() {
    const turn = ++this.#asked;
    try {
      const found = await find(this.#kind, byId("rights-words").value);
      if (turn !== this.#asked) return;
      say(byId("rights-error"), "");
      this.#draw(found);
    } catch (error) {
      if (turn === this.#asked) say(byId("rights-error"), wordsOf(error));
    }
  }

  #draw(found) {
    const rows = this.#kind === "officials" ? found.officials.map((one) => this.#officialRow(one)) : found.items.map((one) => this.#itemRow(one));
    const more = found.count > rows.length ? `，下面是前 ${rows.length} ${KINDS[this.#kind].one}，请多写几个字` : "";
    say(byId("rights-count"), `${found.count} ${KINDS[this.#kind].one}${more}`);
    byId("rights-list").replaceChildren(...rows);
    this.#mark();
  }

  #officialRow(one, more = "") {
    const items = one.items < 0 ? "全部事项" : `${one.items} 项`;
    const line = el("span", { class: "hint", text: `${zh(one.department)} · ${more || items}` });
    return el("li", {}, el("button", { "data-testid": `official-${one.number}`, "data-of": one.seat_id, onclick: () => this.#openOfficial(one.seat_id) }, el("b", { text: `${one.name} ${one.number}` }), line));
  }

  #itemRow(one) {
    const able = one.able || one.deputies ? `${one.able} 位能办${one.deputies ? `，${one.deputies} 位代办` : ""}` : "▲ 没有人能办";
    const line = el("span", { class: "hint", text: `${zh(one.department)} · ${able}` });
    return el("li", {}, el("button", { "data-testid": `item-${one.id}`, "data-of": one.id, onclick: () => this.#openItem(one) }, el("b", { text: zh(one.name) }), line));
  }

  #openOfficial(seatId) {
    if (!this.official.mayLeave()) return;
    show(byId("item-card"), false);
    this.#mark(seatId);
    this.official.open(seatId);
  }

  async #openItem(one) {
    if (!this.official.mayLeave()) return;
    this.official.close();
    this.#mark(one.id);
    show(byId("rights-nothing"), false);
    say(byId("item-title"), zh(one.name));
    say(byId("item-more"), [zh(one.department), one.code, one.id].filter(Boolean).join(" · "));
    byId("item-officials").replaceChildren();
    say(byId("item-count"), "");
    show(byId("item-card"), true);
    try {
      const found = await item(one.id);
      if (this.#opened !== one.id) return; // another one was opened meanwhile
      const rows = found.officials.map((seat) => this.#officialRow(seat, HOW[seat.how]));
      say(byId("item-count"), `${found.count} 位能办`);
      byId("item-officials").replaceChildren(...(rows.length ? rows : [el("li", { class: "hint", text: "没有人能办：打开一位工作人员，把这个事项加给他" })]));
    } catch (error) {
      say(byId("item-count"), wordsOf(error));
    }
  }
}
