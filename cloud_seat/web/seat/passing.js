// Shell: another official goes on with this resident, or is asked in writing; who is there, and how far it is.

import { byId, el, say, show, tell, zh } from "./dom.js";
import { handoverWords, isUsable, lineWords } from "./handover.js";
import { Ways } from "./ways.js";

export class Passing {
  #mode = "hand";
  #talk = null;
  #colleagues = [];
  #ways = new Ways({ onChoose: () => this.#list() });

  /** `call()`: the running call. `onSay(type, more)`: tell the hub. `colleagues(itemId)`: who is there. `onNote(text)`. */
  constructor({ call, onSay, colleagues, onNote }) {
    Object.assign(this, { call, onSay, colleagues, onNote });
    byId("hand-over").addEventListener("click", () => this.#open("hand"));
    byId("consult").addEventListener("click", () => this.#open("consult"));
    byId("handover-drop").addEventListener("click", () => this.onSay("HandoverDropped", {}));
    byId("passing-form").addEventListener("submit", (event) => this.#submit(event));
    byId("consult-form").addEventListener("submit", (event) => this.#reply(event));
    byId("consult-close").addEventListener("click", () => this.#showTalk(null));
    this.clear();
  }

  /** The call is over or another one: nothing of it is left here. A talk in which this desk was asked stays. */
  clear() {
    this.#showHandover("", "");
    if (byId("passing").open) byId("passing").close();
    if (this.#talk?.mine) this.#showTalk(null);
  }

  handover({ state, seat }) {
    const name = seat ? `${zh(seat.department)} ${seat.name}` : "";
    const words = handoverWords(state, name);
    this.#showHandover(state, words);
    if (words && state !== "asked") tell(words, state === "dropped" ? "plain" : "bad");
    if (words) this.onNote(words);
  }

  /** A word of a colleague, about my call or about theirs. */
  consulted(message) {
    const mine = message.call_id === this.call().callId;
    const other = message.seat || { seat_id: "", name: "同事" };
    if (this.#talk?.callId !== message.call_id || this.#talk.seatId !== other.seat_id) this.#begin(message.call_id, other, zh(message.item_name), mine);
    this.#write("theirs", `${other.name}：${message.text}`);
    this.#showTalk(this.#talk);
    if (!mine) tell(`${other.name} 想请教您：${message.text}`);
  }

  #begin(callId, seat, itemName, mine) {
    this.#talk = { callId, seatId: seat.seat_id, mine };
    byId("consult-words").replaceChildren();
    say(byId("consult-title"), `和 ${seat.name} 商量${itemName ? ` · ${itemName}` : ""}`);
    say(byId("consult-hint"), mine ? "居民看不到这些话。" : "同事正在办这件事，向您请教。居民看不到这些话。");
  }

  async #open(mode) {
    this.#mode = mode;
    this.#colleagues = null;
    say(byId("passing-title"), mode === "hand" ? "转给同事接着办" : "请人帮忙");
    this.#ways.show(mode === "consult");
    if (mode === "hand") this.#forHandover();
    byId("passing-note").value = "";
    byId("passing-note").placeholder = mode === "hand" ? "告诉同事办到哪里、还差什么" : "想问什么";
    byId("passing").showModal();
    this.#colleagues = await this.colleagues(this.call().itemId);
    this.#list();
  }

  #forHandover() {
    this.#ways.choose("write");
    say(byId("passing-hint"), "表、材料、标注都会带过去。同事接起之前，居民仍然和您通话。");
  }

  #list() {
    say(byId("passing-error"), "");
    if (!this.#colleagues) return byId("passing-list").replaceChildren(el("p", { class: "hint", text: "正在看谁在…" }));
    const shown = this.#mode === "hand" ? this.#colleagues.filter((one) => one.may) : this.#colleagues;
    const any = { seat_id: "", name: "谁先有空谁接", free: shown.some((one) => one.free), any: true };
    const lines = this.#mode === "hand" ? [any, ...shown] : shown;
    byId("passing-list").replaceChildren(...lines.map((one, at) => this.#line(one, at)));
    if (!shown.length) byId("passing-list").replaceChildren(el("p", { class: "hint", text: "现在没有别的同事在线。可以先请居民留言，或者约个时间。" }));
    const first = byId("passing-list").querySelector("input:enabled");
    if (first) first.checked = true;
    return first?.focus();
  }

  #line(one, at) {
    const usable = isUsable(one, this.#mode === "hand" ? "hand" : this.#ways.chosen);
    const box = el("input", { type: "radio", name: "colleague", id: `colleague-${at}`, value: one.seat_id, disabled: !usable });
    const words = one.any ? one.name : `${zh(one.department)} · ${one.name} ${one.number}`;
    return el("div", { class: "colleague" }, box, el("label", { for: `colleague-${at}`, text: words }), el("span", { class: "hint", text: one.any ? "" : lineWords(one) }));
  }

  #submit(event) {
    event.preventDefault();
    const note = byId("passing-note").value.trim();
    const way = this.#ways.chosen;
    if (way === "family") return this.#invite(way, "");
    const chosen = byId("passing-list").querySelector("input:checked");
    if (!chosen) return say(byId("passing-error"), "请先选一位同事");
    if (this.#mode === "hand") this.onSay("HandoverAsked", { to_seat_id: chosen.value, note });
    else if (way !== "write") return this.#invite(way, chosen.value);
    else if (note) this.#ask(chosen, note);
    else return say(byId("passing-error"), "请写一句想问什么");
    return byId("passing").close();
  }

  #invite(role, seatId) {
    this.onSay("CompanionAsked", { role, seat_id: seatId });
    byId("passing").close();
  }

  #ask(chosen, note) {
    const name = chosen.nextElementSibling.textContent;
    this.#begin(this.call().callId, { seat_id: chosen.value, name }, "", true);
    this.#say(note);
    this.#showTalk(this.#talk);
    this.onNote(`已请教 ${name}`);
  }

  #reply(event) {
    event.preventDefault();
    const text = byId("consult-text").value.trim();
    if (text && this.#say(text)) byId("consult-text").value = "";
  }

  #say(text) {
    const { callId, seatId } = this.#talk;
    const sent = this.onSay("Consulted", { call_id: callId, seat_id: seatId, text });
    if (sent) this.#write("mine", `我：${text}`);
    return sent;
  }

  #write(whose, text) {
    byId("consult-words").append(el("li", { class: `consult-${whose}`, text }));
    byId("consult-words").scrollTop = byId("consult-words").scrollHeight;
  }

  #showTalk(talk) {
    this.#talk = talk;
    show(byId("consult-talk"), !!talk);
    if (!talk) byId("consult-words").replaceChildren();
  }

  #showHandover(state, words) {
    show(byId("handover"), state === "asked");
    say(byId("handover-words"), words);
    byId("hand-over").disabled = state === "asked";
  }
}
