// Shell: the time for notes after a call: it ends by itself, may be longer, or shorter.

import { byId, say, show } from "./dom.js";
import { afterWords } from "./presence.js";

const SOON_S = 15; // the last seconds stand out

export class After {
  #untilMs = 0;

  /** `onMore()`: more time; `onDone()`: ready now. */
  constructor({ onMore, onDone }) {
    byId("after-more").addEventListener("click", onMore);
    byId("after-done").addEventListener("click", onDone);
    setInterval(() => this.#draw(), 500);
  }

  get isOn() {
    return this.#untilMs > 0;
  }

  /** `leftS`: as the hub counts it; 0: no notes are being written. */
  set(leftS) {
    this.#untilMs = leftS > 0 ? Date.now() + leftS * 1000 : 0;
    this.#draw();
  }

  #draw() {
    show(byId("after"), this.isOn);
    if (!this.isOn) return;
    const leftS = (this.#untilMs - Date.now()) / 1000;
    say(byId("after-left"), afterWords(leftS));
    byId("after").classList.toggle("soon", leftS <= SOON_S);
  }
}
