// Shell: the ID check by eye: the photo that the resident agreed to, and the live picture held still, side by side.
// Neither leaves this page; both are gone with the call.

import { byId, show } from "./dom.js";

const FACE = "face";

export class Stills {
  /** `urlOf(scan)`: where the photo is. `onAsk(about, words)`: ask the resident. */
  constructor({ urlOf, onAsk }) {
    this.urlOf = urlOf;
    byId("hold-still").addEventListener("click", () => this.#hold());
    byId("ask-photo").addEventListener("click", () => onAsk({ kind: "photo" }, "拍一张照片，核对本人"));
    this.clear();
  }

  clear() {
    byId("still-photo").removeAttribute("src");
    const canvas = byId("still-frame");
    canvas.width = canvas.height = 0;
    for (const id of ["stills", "still-photo-box", "still-frame-box"]) show(byId(id), false);
  }

  /** Whether this picture is one for the ID check and not a paper. */
  take(scan) {
    if (scan.material_id !== FACE) return false;
    byId("still-photo").src = this.urlOf(scan);
    this.#reveal("still-photo-box");
    return true;
  }

  #hold() {
    const video = byId("resident-video");
    if (!video.videoWidth) return;
    const canvas = byId("still-frame");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    this.#reveal("still-frame-box");
  }

  #reveal(id) {
    show(byId("stills"), true);
    show(byId(id), true);
  }
}
