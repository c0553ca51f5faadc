// Shell: a place of an address, chosen level by level, from the province to the village; the lists are the hub's.

import { places } from "./api.js";
import { el } from "./dom.js";

export class Places {
  #levels = []; // {select, below}: one list each
  #turn = 0;
  element = el("span", { class: "places", role: "group" });

  /** `label`: of what. `onChange()`: another place is chosen. */
  constructor({ label, onChange }) {
    Object.assign(this, { label, onChange });
    this.element.setAttribute("aria-label", label);
  }

  /** The lists down to this code, each with its place chosen, and the one below; "": the provinces. */
  async open(code) {
    const turn = (this.#turn += 1);
    for (let at = ""; at !== null; ) {
      const below = await places(at).catch(() => null);
      if (turn !== this.#turn) return;
      if (!below) return this.element.append(el("span", { class: "hint", role: "status", text: "地名没有取到，请按 Esc 再打开一次" }));
      const chosen = below.find((one) => code.startsWith(one.code));
      if (below.length) this.#add(below, chosen?.code || "");
      at = chosen?.code ?? null;
    }
  }

  /** What is chosen so far. */
  get code() {
    return this.#chosen.at(-1)?.code || "";
  }

  get words() {
    return this.#chosen.map((one) => one.name).join("");
  }

  get #chosen() {
    return this.#levels.map(({ select, below }) => below.find((one) => one.code === select.value)).filter(Boolean);
  }

  #add(below, code) {
    const at = this.#levels.length;
    const options = below.map((one) => el("option", { value: one.code, text: one.name, selected: one.code === code }));
    const select = el("select", { "data-testid": `place-${at}`, "aria-label": `${this.label}，第 ${at + 1} 级` }, el("option", { value: "", text: "—", selected: !code }), ...options);
    select.addEventListener("change", () => this.#choose(at));
    this.#levels.push({ select, below });
    this.element.append(select);
  }

  /** What lay below is another place's now. */
  async #choose(at) {
    const turn = (this.#turn += 1);
    for (const { select } of this.#levels.splice(at + 1)) select.remove();
    this.onChange();
    const code = this.#levels[at].select.value;
    const below = code ? await places(code).catch(() => []) : [];
    if (turn === this.#turn && below.length) this.#add(below, "");
  }
}
