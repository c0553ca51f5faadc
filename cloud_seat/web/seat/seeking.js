// Shell: while nothing arrives from the booth, it is asked for a fresh offer: at once when a picture broke off, then every few seconds.

const EVERY_MS = 6000; // the same as the booth's own tries

export class Seeking {
  #timer = 0;
  #wasLost = false;

  /** `onTry()`: ask the booth once more. */
  constructor({ onTry }) {
    this.onTry = onTry;
  }

  /** `name`: where the call stands now. */
  follow(name) {
    const isLost = name === "lost";
    if (isLost && !this.#wasLost) this.#begin(0);
    else if (name === "connecting" && !this.#timer) this.#begin(EVERY_MS);
    else if (!isLost && name !== "connecting") this.#end();
    this.#wasLost = isLost;
  }

  #begin(afterMs) {
    this.#end();
    if (afterMs === 0) this.onTry();
    this.#timer = setInterval(() => this.onTry(), EVERY_MS);
  }

  #end() {
    clearInterval(this.#timer);
    this.#timer = 0;
  }
}
