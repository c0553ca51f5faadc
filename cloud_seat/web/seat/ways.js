// Shell: how somebody is asked for help: in writing, by voice, into the call; or the resident's family. Keys 1 to 4 in the dialog.

import { byId, el, say, show } from "./dom.js";

const WAYS = [
  ["write", "打字问", "只打字，居民看不到，也不会中断通话。", "发给同事"],
  ["consult", "语音请教", "居民先等一等，听不到你们说话。", "呼叫同事"],
  ["joined", "请进通话", "三个人一起说。居民屏幕上有同事的名字。", "呼叫同事"],
  ["family", "请家人", "先问居民。同意后家人用手机扫码或打开链接，能看能说。", "问居民"],
];

export class Ways {
  #chosen = "write";
  #box = el("div", { class: "ways", role: "radiogroup", "aria-label": "怎么请", hidden: true });

  /** `onChoose(way)` */
  constructor({ onChoose }) {
    this.onChoose = onChoose;
    this.#box.append(...WAYS.map(([way, words], at) => {
      const key = String(at + 1);
      const button = el("button", { type: "button", role: "radio", "data-key": key, "data-testid": `way-${way}`, "aria-checked": "false" }, words, " ", el("kbd", { text: key }));
      button.addEventListener("click", () => this.choose(way));
      return button;
    }));
    byId("passing-hint").before(this.#box);
  }

  get chosen() {
    return this.#chosen;
  }

  show(shown) {
    show(this.#box, shown);
    if (shown) this.choose("write");
  }

  choose(way) {
    this.#chosen = way;
    const [, , hint, send] = WAYS.find(([name]) => name === way);
    for (const [at, button] of [...this.#box.children].entries()) button.setAttribute("aria-checked", String(WAYS[at][0] === way));
    say(byId("passing-hint"), hint);
    byId("passing-send").firstChild.textContent = `${send} `;
    show(byId("passing-list"), way !== "family");
    for (const part of [byId("passing-note"), document.querySelector("label[for=passing-note]")]) show(part, way === "write");
    this.onChoose(way);
    if (way === "family") byId("passing-send").focus();
  }
}
