// Shell: while nobody calls: try the ring and the own camera, so that the first call is not the first test.

import { openBest, stop } from "./camera.js";
import { byId, say, show } from "./dom.js";
import { playRingOnce } from "./sounds.js";

const PREVIEW_MS = 15000;

export class Idle {
  #stream = null;
  #timer = 0;

  constructor() {
    byId("try-ring").addEventListener("click", playRingOnce);
    byId("try-camera").addEventListener("click", () => (this.#stream ? this.close() : this.#preview()));
  }

  /** Ends the preview and frees the camera for the call. */
  close() {
    clearTimeout(this.#timer);
    stop(this.#stream);
    this.#stream = null;
    byId("try-video").srcObject = null;
    show(byId("try-result"), false);
  }

  async #preview() {
    this.close();
    const own = await openBest();
    if (byId("idle").hidden) return stop(own.stream); // a call came meanwhile
    this.#stream = own.stream;
    byId("try-video").srcObject = own.kind === "both" ? own.stream : null;
    show(byId("try-video"), own.kind === "both");
    say(byId("try-words"), own.words || "画面和麦克风正常。只有您自己看得到，15 秒后自动关闭。");
    show(byId("try-result"), true);
    if (own.stream) this.#timer = setTimeout(() => this.close(), PREVIEW_MS);
    return undefined;
  }
}
