// Shell: one large picture to zoom, turn and move. It offers no download: papers are looked at here and nowhere else.

import { byId, say, show } from "./dom.js";

const STEP = 1.25;
const LIMITS = { least: 0.2, most: 8 };

export class Viewer {
  #view = { scale: 1, turn: 0, x: 0, y: 0 };
  #image = byId("viewer-image");
  #stage = byId("viewer-stage");

  constructor() {
    const bind = (id, act) => byId(id).addEventListener("click", act);
    bind("viewer-in", () => this.#zoom(STEP));
    bind("viewer-out", () => this.#zoom(1 / STEP));
    bind("viewer-fit", () => this.#fit());
    bind("viewer-turn", () => this.#change({ turn: (this.#view.turn + 90) % 360, x: 0, y: 0 }));
    this.#stage.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    this.#stage.addEventListener("pointerdown", (event) => this.#drag(event));
    this.#stage.addEventListener("contextmenu", (event) => event.preventDefault());
    this.#image.addEventListener("error", () => say(byId("viewer-scale"), "这张图没有取到，点缩略图再试"));
  }

  /** Shows the picture at `url`; "" shows the words instead. */
  open(url, name, words) {
    const same = this.#image.getAttribute("src") === url;
    if (!url) this.#image.removeAttribute("src");
    else if (!same) this.#image.src = url;
    this.#image.alt = name;
    show(this.#image, !!url);
    show(byId("viewer-empty"), !url);
    say(byId("viewer-empty"), words);
    for (const id of ["viewer-in", "viewer-out", "viewer-fit", "viewer-turn"]) byId(id).disabled = !url;
    if (!same) this.#change({ scale: 1, turn: 0, x: 0, y: 0 });
  }

  #zoom(factor) {
    const scale = Math.min(LIMITS.most, Math.max(LIMITS.least, this.#view.scale * factor));
    const ratio = scale / this.#view.scale;
    this.#change({ scale, x: this.#view.x * ratio, y: this.#view.y * ratio });
  }

  #fit() {
    this.#change({ scale: 1, x: 0, y: 0 });
  }

  #change(change) {
    this.#view = { ...this.#view, ...change };
    const { scale, turn, x, y } = this.#view;
    this.#image.style.transform = `translate(${x}px, ${y}px) scale(${scale * this.#quarter(turn)}) rotate(${turn}deg)`;
    say(byId("viewer-scale"), this.#image.hidden ? "" : `${Math.round(scale * 100)}%`);
  }

  /** CSS fits the upright picture to the stage; lying on its side it needs another factor to fit as well. */
  #quarter(turn) {
    const { clientWidth: wide, clientHeight: high } = this.#stage;
    const { naturalWidth: width, naturalHeight: height } = this.#image;
    if (turn % 180 === 0 || !wide || !high || !width || !height) return 1;
    return Math.min(wide / height, high / width) / Math.min(wide / width, high / height);
  }

  #wheel(event) {
    event.preventDefault();
    this.#zoom(event.deltaY < 0 ? STEP : 1 / STEP);
  }

  #drag(event) {
    if (this.#image.hidden) return;
    event.preventDefault();
    this.#stage.focus();
    this.#stage.setPointerCapture(event.pointerId);
    const from = { x: this.#view.x - event.clientX, y: this.#view.y - event.clientY };
    const move = (now) => this.#change({ x: from.x + now.clientX, y: from.y + now.clientY });
    this.#stage.addEventListener("pointermove", move);
    this.#stage.addEventListener("lostpointercapture", () => this.#stage.removeEventListener("pointermove", move), { once: true });
  }
}
