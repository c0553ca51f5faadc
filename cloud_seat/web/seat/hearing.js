// Shell: the resident cannot hear. Says so above the words, until the official has written or a minute has passed.

import { byId, say, show } from "./dom.js";

const MINUTE_MS = 60_000;
const WORDS = {
  false: "居民听不清：请慢一点、大声一点，或打字",
  true: "居民还是听不清：请打字，居民看得到大字",
};

export class Hearing {
  #timer = 0;

  /** `onWrite()`: the official wants to write. */
  constructor({ onWrite }) {
    byId("hearing-write").addEventListener("click", () => onWrite());
  }

  told({ again }) {
    say(byId("hearing-words"), WORDS[Boolean(again)]);
    show(byId("hearing"), true);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.clear(), MINUTE_MS);
  }

  clear() {
    clearTimeout(this.#timer);
    show(byId("hearing"), false);
  }
}
