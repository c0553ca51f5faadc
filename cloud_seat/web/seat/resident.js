// Shell: who sits in the booth, and what of the booth works.

import { deviceLines } from "./devices.js";
import { byId, el, say, show } from "./dom.js";
import { age, masked } from "./mask.js";

/** The card's values by where they come from, whatever the form calls them: {name, sex, birth, number, numberField}. */
export function personOf(form, values) {
  const person = { name: "", sex: "", birth: "", number: "", numberField: "" };
  for (const field of form.ui.pages.flatMap((page) => page.fields)) {
    const key = (field.source || "").replace(/^card\./, "");
    if (!(key in person) || !values[field.name]) continue;
    person[key] = String(values[field.name]);
    if (key === "number") person.numberField = field.name;
  }
  return person;
}

export class ResidentCard {
  #person = null;
  #openTimer = 0;

  constructor({ onReveal }) {
    byId("resident-reveal").addEventListener("click", () => this.#toggle(onReveal));
    this.clear();
  }

  clear() {
    clearTimeout(this.#openTimer);
    this.#openTimer = 0;
    this.#person = null;
    say(byId("resident-name"), "居民");
    say(byId("resident-mode"), "");
    this.#number();
    byId("devices").replaceChildren(el("li", { class: "hint", text: "等待晓屋报告" }));
  }

  mode(words) {
    say(byId("resident-mode"), words);
  }

  person(person, today) {
    this.#person = person;
    const years = age(person.birth, today);
    const words = [person.name || "居民", person.sex, years === null ? "" : `${years} 岁`];
    say(byId("resident-name"), words.filter(Boolean).join(" · "));
    this.#number();
  }

  #number() {
    const number = this.#person?.number || "";
    say(byId("resident-number"), this.#openTimer ? number : masked(number));
    say(byId("resident-reveal"), this.#openTimer ? "收起" : "显示（留痕）");
    show(byId("resident-reveal"), !!number);
  }

  #toggle(onReveal) {
    clearTimeout(this.#openTimer);
    if (this.#openTimer) this.#openTimer = 0;
    else {
      onReveal(this.#person.numberField);
      this.#openTimer = setTimeout(() => {
        this.#openTimer = 0;
        this.#number();
      }, 30000);
    }
    this.#number();
  }
}

export function showDevices(message) {
  const rows = deviceLines(message).map(({ sign, role, words }) => el("li", { "data-sign": sign }, el("span", { text: role }), el("b", { text: `${sign} ${words}` })));
  if (rows.length) byId("devices").replaceChildren(...rows);
}
