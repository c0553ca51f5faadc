// Shell: the call goes on while the official looks at the list of cases or letters: what the resident writes is seen there too.

import { byId, el, say, show } from "./dom.js";

const PAGES = ["own", "letters"];

export class Aside {
  #strips = [];

  /** `onBack()`: to the words of the call. */
  constructor({ onBack }) {
    for (const page of PAGES) {
      const words = el("span", { class: "talk-words", role: "status" });
      const back = el("button", { type: "button", class: "quiet", "data-testid": `${page}-back`, text: "回到通话" });
      back.addEventListener("click", () => {
        byId(page).close();
        onBack();
      });
      const strip = el("p", { class: "talk-strip", "data-testid": `${page}-talk`, hidden: true }, words, back);
      byId(page).querySelector(".letters-head").lastElementChild.before(strip);
      this.#strips.push({ strip, words });
    }
  }

  /** A call is on, or none is. */
  live(yes) {
    if (!yes) this.#write("");
    for (const { strip } of this.#strips) show(strip, yes);
  }

  /** What the resident wrote last. */
  heard(text) {
    this.#write(text);
  }

  #write(text) {
    for (const { words } of this.#strips) say(words, text ? `居民：${text}` : "通话还在继续");
  }
}
