// Shell: what happened to this case before, and the note for whoever has it next.

import * as api from "./api.js";
import { byId, el, say, show, tell } from "./dom.js";
import { whatWords, whenWords } from "./past-words.js";

export class Past {
  #caseId = "";

  constructor() {
    byId("note-form").addEventListener("submit", (event) => this.#save(event));
    this.clear();
  }

  clear() {
    this.#caseId = "";
    byId("note-text").value = "";
    this.ended(false);
    say(byId("tab-past-count"), "");
    byId("pane-past").replaceChildren(el("p", { class: "hint empty", text: "接通后显示这件事之前的经过" }));
  }

  /** A call about this case is on: read what came before. */
  async begin(caseId) {
    if (!caseId || caseId === this.#caseId) return;
    this.#caseId = caseId;
    await this.#read();
  }

  /** After the call the words to the resident make room for the note. */
  ended(yes) {
    show(byId("note-form"), yes && !!this.#caseId);
    for (const one of document.querySelectorAll(".while-talking")) show(one, !yes);
  }

  async #read() {
    const caseId = this.#caseId;
    const past = await api.pastOf(caseId).catch(() => null);
    if (caseId !== this.#caseId) return;
    byId("pane-past").replaceChildren(past ? list(past) : el("p", { class: "hint empty", text: "没有取到经过，可继续通话和办理" }));
    const notes = (past || []).filter((entry) => entry.what === "noted").length;
    say(byId("tab-past-count"), notes ? `（小结 ${notes}）` : "");
  }

  async #save(event) {
    event.preventDefault();
    const text = byId("note-text").value.trim();
    if (!text) return tell("先写一句小结", "bad");
    try {
      await api.noteCase(this.#caseId, text);
      byId("note-text").value = "";
      tell("小结已记下，下一位经办人看得到", "ok");
      return await this.#read();
    } catch (error) {
      return tell(error.words || "小结没有存上，请再试一次", "bad");
    }
  }
}

/** The newest first. */
export function list(past) {
  const lines = [...past].reverse().map((entry) =>
    el("li", { class: entry.what === "noted" ? "past-note" : null }, el("time", { class: "figures", text: whenWords(entry.at) }), el("span", { class: "hint", text: entry.who }), el("span", { text: whatWords(entry) })));
  return lines.length ? el("ol", { class: "past" }, ...lines) : el("p", { class: "hint empty", text: "这件事之前没有记录" });
}
