// Shell: the papers: a strip of small pictures that is always there, and one large picture to zoom, turn and move.

import { byId, el, say, show, zh } from "./dom.js";

const STEP = 1.25;
const LIMITS = { least: 0.2, most: 8 };

export class Scans {
  #scans = [];
  #wanted = [];
  #thumbs = new Map();
  #at = -1;
  #view = { scale: 1, turn: 0, x: 0, y: 0 };
  #image = byId("viewer-image");
  #stage = byId("viewer-stage");

  /** `urlOf(scan)`: where its bytes are. `onOpen()`: the viewer should be shown. `onCount(words)`: for the tab. */
  constructor({ urlOf, onOpen, onCount }) {
    Object.assign(this, { urlOf, onOpen, onCount });
    const bind = (id, act) => byId(id).addEventListener("click", act);
    bind("viewer-in", () => this.#zoom(STEP));
    bind("viewer-out", () => this.#zoom(1 / STEP));
    bind("viewer-fit", () => this.#fit());
    bind("viewer-turn", () => this.#change({ turn: (this.#view.turn + 90) % 360, x: 0, y: 0 }));
    bind("viewer-previous", () => this.open(this.#at - 1));
    bind("viewer-next", () => this.open(this.#at + 1));
    this.#stage.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    this.#stage.addEventListener("pointerdown", (event) => this.#drag(event));
    this.#image.addEventListener("error", () => this.#failed());
    this.clear();
  }

  clear() {
    this.#scans = [];
    this.#wanted = [];
    this.#thumbs.clear();
    byId("strip").replaceChildren();
    this.#at = -1;
    this.#image.removeAttribute("src");
    show(this.#image, false);
    this.#drawStrip();
    this.#drawBar();
  }

  /** The papers the item asks for, so that a missing one is seen. */
  expect(materials) {
    this.#wanted = materials.filter((one) => one.need !== "card");
    this.#drawStrip();
  }

  add(scan) {
    const known = this.#scans.findIndex((one) => one.scan_id === scan.scan_id);
    if (known >= 0) this.#scans[known] = scan;
    else this.#scans.push(scan);
    this.#drawStrip();
    if (this.#at < 0) this.#load(0);
    this.#drawBar();
  }

  open(index) {
    if (index < 0 || index >= this.#scans.length) return;
    this.#load(index);
    this.onOpen();
  }

  #load(index) {
    const scan = this.#scans[index];
    this.#at = index;
    show(this.#image, true);
    this.#image.alt = zh(scan.name);
    this.#image.src = this.urlOf(scan);
    this.#fit();
    this.#drawBar();
    this.#drawStrip();
  }

  #drawBar() {
    const scan = this.#scans[this.#at];
    say(byId("viewer-name"), scan ? `${zh(scan.name)}（${this.#at + 1}/${this.#scans.length}）` : "");
    byId("viewer-previous").disabled = this.#at <= 0;
    byId("viewer-next").disabled = this.#at >= this.#scans.length - 1;
    for (const id of ["viewer-in", "viewer-out", "viewer-fit", "viewer-turn"]) byId(id).disabled = !scan;
    show(byId("viewer-empty"), !scan);
  }

  #drawStrip() {
    const got = new Set(this.#scans.map((one) => one.material_id));
    const missing = this.#wanted.filter((one) => !got.has(one.id));
    const needed = this.#wanted.filter((one) => one.need !== "conditional" || got.has(one.id)).length;
    this.onCount(needed ? `材料 ${got.size}/${Math.max(needed, got.size)}` : `材料 ${got.size}`);
    const strip = byId("strip");
    for (const old of strip.querySelectorAll(".missing")) old.remove();
    this.#scans.forEach((scan, at) => strip.append(...this.#newThumb(scan, at)));
    strip.append(...missing.map(missingPaper));
    for (const [id, thumb] of this.#thumbs) thumb.setAttribute("aria-current", String(id === this.#scans[this.#at]?.scan_id));
    show(strip, strip.childElementCount > 0);
  }

  /** Small pictures stay where they are once drawn: neither fetched again nor losing the focus. */
  #newThumb(scan, at) {
    if (this.#thumbs.has(scan.scan_id)) return [];
    const image = el("img", { src: this.urlOf(scan), alt: "" });
    const words = el("span", { class: "thumb-words" }, el("b", { text: zh(scan.name) }), el("small", { text: `第 ${at + 1} 张` }));
    const thumb = el("button", { type: "button", class: "thumb", "data-testid": `scan-${at + 1}`, onclick: () => this.open(at) },
      el("span", { class: "thumb-picture" }, image), words);
    this.#thumbs.set(scan.scan_id, thumb);
    return [thumb];
  }

  #failed() {
    say(byId("viewer-scale"), "这张图没有取到，点缩略图再试");
  }

  #zoom(factor) {
    const scale = Math.min(LIMITS.most, Math.max(LIMITS.least, this.#view.scale * factor));
    const ratio = scale / this.#view.scale;
    this.#change({ scale, x: this.#view.x * ratio, y: this.#view.y * ratio });
  }

  #fit() {
    this.#change({ scale: 1, turn: this.#view.turn, x: 0, y: 0 });
  }

  #change(change) {
    this.#view = { ...this.#view, ...change };
    const { scale, turn, x, y } = this.#view;
    this.#image.style.transform = `translate(${x}px, ${y}px) scale(${scale * this.#quarter(turn)}) rotate(${turn}deg)`;
    say(byId("viewer-scale"), `${Math.round(scale * 100)}%`);
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
    if (this.#at < 0) return;
    event.preventDefault();
    this.#stage.focus();
    this.#stage.setPointerCapture(event.pointerId);
    const from = { x: this.#view.x - event.clientX, y: this.#view.y - event.clientY };
    const move = (now) => this.#change({ x: from.x + now.clientX, y: from.y + now.clientY });
    this.#stage.addEventListener("pointermove", move);
    this.#stage.addEventListener("lostpointercapture", () => this.#stage.removeEventListener("pointermove", move), { once: true });
  }
}

function missingPaper(material) {
  const state = material.need === "conditional" ? zh(material.condition) || "需要时才交" : "居民还没拍";
  return el("div", { class: "thumb missing" }, el("span", { class: "thumb-picture", "aria-hidden": "true" }),
    el("span", { class: "thumb-words" }, el("b", { text: zh(material.name) }), el("small", { text: state })));
}
