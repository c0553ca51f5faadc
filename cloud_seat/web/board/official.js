// Shell: what one official may do, where, in which languages and hours; changed here, kept by one button.

import { byId, el, say, show, tell, zh } from "/web/seat/dom.js";
import { wordsOf } from "./api.js";
import { change, find, official } from "./tables-api.js";

const LANGUAGES = ["zh", "yue", "en", "sign"];
const LISTS = ["rights", "deputy_rights"];
const SHOWN = 200;
const FOUND = 8;
const ALL = { id: "*", name: { zh: "全部事项" } };

export class Official {
  #told = null;
  #dirty = false;
  #asked = 0;
  #opening = 0;

  /** `onSaved`: the list beside must be drawn anew. */
  constructor({ onSaved }) {
    this.onSaved = onSaved;
    byId("official-form").addEventListener("submit", (event) => this.#save(event));
    byId("official-form").addEventListener("input", (event) => event.target.matches("[data-add]") || this.#touch());
    byId("official-undo").addEventListener("click", () => this.#told && this.#draw(this.#told));
    for (const list of LISTS) {
      byId(`held-${list}-add`).addEventListener("input", () => this.#offer(list));
      byId(`held-${list}-add`).addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        byId(`held-${list}-found`).querySelector("button")?.click();
      });
    }
  }

  /** Whether nothing would be lost. */
  mayLeave() {
    if (this.#dirty) tell("这位的改动还没有保存：先保存，或点“不改了”", "bad");
    return !this.#dirty;
  }

  async open(seatId) {
    if (!this.mayLeave()) return;
    const turn = ++this.#opening;
    try {
      const told = await official(seatId);
      if (turn !== this.#opening) return; // another one was opened meanwhile, or none
      this.#draw(told);
      show(byId("rights-nothing"), false);
      show(byId("official-form"), true);
      byId("official-title").focus();
    } catch (error) {
      tell(wordsOf(error), "bad");
    }
  }

  close() {
    this.#opening += 1;
    this.#told = null;
    this.#dirty = false;
    show(byId("official-form"), false);
    show(byId("rights-nothing"), true);
  }

  #draw(told) {
    this.#told = told;
    this.lists = Object.fromEntries(LISTS.map((list) => [list, [...told[list]].map((one) => (one.id === "*" ? ALL : one))]));
    say(byId("official-title"), `${told.name} ${told.number}`);
    say(byId("official-more"), zh(told.department));
    byId("official-places").value = told.places;
    byId("official-hours").value = told.hours;
    const spoken = told.languages.split(" ").filter(Boolean);
    for (const code of LANGUAGES) byId(`speaks-${code}`).checked = spoken.includes(code) || (code === "zh" && !spoken.length);
    this.others = spoken.filter((code) => !LANGUAGES.includes(code));
    for (const list of LISTS) this.#drawList(list);
    say(byId("official-error"), "");
    this.#touch(false);
  }

  #drawList(list) {
    const held = this.lists[list];
    const rows = held.slice(0, SHOWN).map((one) => el("li", {}, el("span", { text: one.name ? zh(one.name) : `${one.id}（目录里没有）` }), el("button", { type: "button", class: "link", text: "去掉", "aria-label": `去掉 ${one.name ? zh(one.name) : one.id}`, onclick: () => this.#remove(list, one) })));
    say(byId(`held-${list}-count`), held.some((one) => one.id === "*") ? "全部" : `${held.length} 项${held.length > SHOWN ? `，下面是前 ${SHOWN} 项` : ""}`);
    byId(`held-${list}`).replaceChildren(...(rows.length ? rows : [el("li", { class: "hint", text: "没有" })]));
    byId(`held-${list}-add`).value = "";
    byId(`held-${list}-found`).replaceChildren();
  }

  #remove(list, gone) {
    this.lists[list] = this.lists[list].filter((one) => one.id !== gone.id);
    this.#drawList(list);
    byId(`held-${list}-add`).focus();
    this.#touch();
  }

  /** Items whose words fit, to be added by a click or Enter. */
  async #offer(list) {
    const words = byId(`held-${list}-add`).value.trim();
    const turn = ++this.#asked;
    if (!words) return void byId(`held-${list}-found`).replaceChildren();
    const found = words === "*" ? [] : await find("items", words).then((told) => told.items, () => []);
    if (turn !== this.#asked) return undefined;
    const held = new Set(this.lists[list].map((one) => one.id));
    const offered = (words === "*" || "全部事项".includes(words) ? [ALL, ...found] : found).filter((one) => !held.has(one.id)).slice(0, FOUND);
    const rows = offered.map((one) => el("li", {}, el("button", { type: "button", text: `＋ ${zh(one.name)}`, "data-testid": `add-${one.id}`, onclick: () => this.#add(list, one) })));
    byId(`held-${list}-found`).replaceChildren(...(rows.length ? rows : [el("li", { class: "hint", text: "没有找到，或已经有了" })]));
    return undefined;
  }

  #add(list, one) {
    this.lists[list] = [one, ...this.lists[list]];
    this.#drawList(list);
    byId(`held-${list}-add`).focus();
    this.#touch();
  }

  #touch(is = true) {
    this.#dirty = is;
    byId("official-save").disabled = byId("official-undo").disabled = !is;
    say(byId("official-state"), is ? "有改动，还没保存" : "");
  }

  #wanted() {
    const ids = (list) => this.lists[list].map((one) => one.id).join(" ");
    const spoken = [...LANGUAGES.filter((code) => byId(`speaks-${code}`).checked), ...this.others].join(" ");
    return { rights: ids("rights"), deputy_rights: ids("deputy_rights"), places: byId("official-places").value, languages: spoken === "zh" ? "" : spoken, hours: byId("official-hours").value, seen: this.#told.seen };
  }

  async #save(event) {
    event.preventDefault();
    try {
      this.#draw(await change(this.#told.seat_id, this.#wanted()));
      byId("official-title").focus(); // where plain keys work again
      tell("已保存，马上生效", "ok");
      this.onSaved();
    } catch (error) {
      say(byId("official-error"), (error.answer.wrong || []).map((one) => zh(one.text)).join(" ") || wordsOf(error));
      if (error.status === 409) {
        this.#dirty = false;
        const words = error.words;
        await this.open(this.#told.seat_id);
        say(byId("official-error"), words);
      }
    }
  }
}
