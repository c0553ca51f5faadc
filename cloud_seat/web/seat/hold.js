// Shell: stepping aside: neither end sends picture or voice, the booth shows a friendly screen, a clock runs here.

import { byId, say } from "./dom.js";
import { clock } from "./mask.js";

export class Hold {
  #since = 0;
  #ticker = 0;

  /** `onHold(on)`: tell the booth; answers whether the call is there to be held. `onNote(text)`: a line between the words. */
  constructor({ line, onHold, onNote }) {
    Object.assign(this, { line, onHold, onNote });
    byId("hold").addEventListener("click", () => this.set(!this.on));
    this.clear();
  }

  get on() {
    return this.#since > 0;
  }

  /** The call is over, or begins anew: nothing is held. */
  clear() {
    clearInterval(this.#ticker);
    this.#since = 0;
    this.line.hold(false);
    this.#draw();
  }

  set(on) {
    if (on === this.on || !this.onHold(on)) return;
    this.line.hold(on);
    this.onNote(on ? "您暂时离开，居民看到“马上回来”" : "您回来了");
    clearInterval(this.#ticker);
    this.#since = on ? Date.now() : 0;
    if (on) this.#ticker = setInterval(() => this.#draw(), 1000);
    this.#draw();
  }

  #draw() {
    byId("hold").setAttribute("aria-pressed", String(this.on));
    say(byId("hold").firstElementChild, this.on ? "回来" : "保持");
    document.querySelector(".picture").dataset.held = String(this.on);
    const words = this.on ? `保持中 ${clock((Date.now() - this.#since) / 1000)}：居民看不到、听不到您，您也看不到居民。按 H 回来` : "";
    if (this.on || byId("picture-words").dataset.hold) say(byId("picture-words"), words);
    byId("picture-words").dataset.hold = this.on ? "yes" : "";
  }
}
