// Shell: the papers: a strip of small pictures that is always there, the large one, and what the official says of it.

import { byId, el, say, show, zh } from "./dom.js";
import { AGAIN, countWords, entries, mayFollow, sampleLines, sampleOf, standing } from "./papers.js";
import { Viewer } from "./viewer.js";

export class Scans {
  #scans = [];
  #wanted = [];
  #papers = {};
  #list = [];
  #at = -1;
  #thumbs = new Map();
  #viewer = new Viewer();
  #compares = false;

  /** `urlOf(scan)`: where its bytes are. `onOpen()`: the viewer should be shown. `onCount(words)`: for the tab.
   * `onAsk(about, words)`: ask the resident. `onAccept(materialId, pages)`: these pages are good. */
  constructor({ urlOf, onOpen, onCount, onAsk, onAccept }) {
    Object.assign(this, { urlOf, onOpen, onCount, onAsk, onAccept });
    const bind = (id, act) => byId(id).addEventListener("click", act);
    bind("viewer-previous", () => this.open(this.#at - 1));
    bind("viewer-next", () => this.open(this.#at + 1));
    bind("viewer-compare", () => this.#compare(!this.#compares));
    bind("paper-accept", () => this.#accept());
    bind("paper-again", () => this.#offerReasons());
    bind("paper-defer", () => this.#defer());
    byId("paper-reasons").replaceChildren(...AGAIN.map((why) => el("button", { type: "button", class: "phrase", text: why, onclick: () => this.#again(why) })));
    this.clear();
  }

  clear() {
    this.#scans = [];
    this.#wanted = [];
    this.#papers = {};
    this.#thumbs.clear();
    byId("strip").replaceChildren();
    this.#at = -1;
    this.#compare(false);
    this.#draw();
  }

  /** The papers the item asks for, so that a missing one is seen. */
  expect(materials) {
    this.#wanted = materials.filter((one) => one.need !== "card");
    this.#draw();
  }

  /** How each stands at the booth. */
  stand(papers) {
    this.#papers = papers || {};
    this.#draw();
  }

  add(scan) {
    const known = this.#scans.findIndex((one) => one.scan_id === scan.scan_id);
    if (known >= 0) this.#scans[known] = scan;
    else this.#scans.push(scan);
    this.#draw();
  }

  open(index) {
    if (index < 0 || index >= this.#list.length) return;
    this.#at = index;
    show(byId("paper-reasons"), false);
    this.#draw();
    this.onOpen();
  }

  get #entry() {
    return this.#list[this.#at];
  }

  #materialOf(entry) {
    return entry && this.#wanted.find((one) => one.id === entry.materialId);
  }

  #accept() {
    const id = this.#entry.materialId;
    const pages = this.#papers[id]?.pages || [];
    if (this.onAccept(id, pages)) byId("paper-accept").disabled = true; // until the booth has taken it down
  }

  #offerReasons() {
    const reasons = byId("paper-reasons");
    show(reasons, reasons.hidden);
    reasons.querySelector("button").focus(); // Tab goes on to the next, Enter takes it
  }

  #again(why) {
    show(byId("paper-reasons"), false);
    const name = zh(this.#materialOf(this.#entry)?.name) || this.#entry.name;
    this.onAsk({ kind: "paper", target: this.#entry.materialId, note: why }, `重拍“${name}”（${why}）`);
  }

  #defer() {
    this.onAsk({ kind: "defer", target: this.#entry.materialId }, `答应以后补交“${this.#entry.name}”`);
  }

  #compare(on) {
    this.#compares = on;
    byId("viewer-compare").setAttribute("aria-pressed", String(on));
    show(byId("viewer-sample"), on);
    this.#drawSample(this.#entry ? sampleOf(this.#entry.materialId) : "", !!this.#entry);
  }

  #draw() {
    const before = this.#entry;
    this.#list = entries(this.#scans, this.#wanted, this.#papers);
    this.#at = this.#keep(before);
    this.onCount(countWords(this.#list, this.#wanted, this.#papers));
    this.#drawStrip();
    this.#drawViewer();
  }

  /** The same picture stays open when others come; the first one opens by itself. */
  #keep(before) {
    const same = (one) => one.scan?.scan_id === before.scan?.scan_id && one.materialId === before.materialId;
    const found = before ? this.#list.findIndex(same) : -1;
    const taken = before && !before.scan ? this.#list.findIndex((one) => one.materialId === before.materialId) : -1;
    return [found, taken, this.#list.findIndex((one) => one.scan)].find((at) => at >= 0) ?? -1;
  }

  #drawViewer() {
    const entry = this.#entry;
    const material = this.#materialOf(entry);
    const stands = entry && standing(entry, this.#papers, material);
    this.#viewer.open(entry?.scan ? this.urlOf(entry.scan) : "", entry?.name || "", entry ? `${entry.name}：${stands.words}` : "居民还没有拍材料");
    say(byId("viewer-name"), entry ? `${entry.name}（${this.#at + 1}/${this.#list.length}）` : "");
    byId("viewer-previous").disabled = this.#at <= 0;
    byId("viewer-next").disabled = this.#at >= this.#list.length - 1;
    const pages = this.#papers[entry?.materialId]?.pages || [];
    byId("paper-accept").disabled = !entry?.scan || !pages.length || stands.state === "accepted";
    byId("paper-again").disabled = !entry?.scan;
    byId("paper-defer").disabled = !entry || !mayFollow(entry, this.#papers, material);
    say(byId("paper-stands"), stands?.words || "");
    byId("paper-stands").dataset.state = stands?.state || "";
    say(byId("sample-name"), entry ? `“${zh(material?.name) || entry.name}”应该是` : "");
    this.#drawSample(entry ? sampleOf(entry.materialId) : "", !!entry);
    byId("sample-lines").replaceChildren(...(entry ? sampleLines(material) : []).map((text) => el("li", { text })));
  }

  /** Drawn when it is looked at; where none is, the words stand alone and say so. */
  #drawSample(url, any) {
    const picture = byId("sample-picture");
    show(picture, !!url && this.#compares);
    if (url && this.#compares && picture.getAttribute("src") !== url) picture.src = url;
    show(byId("sample-none"), any && !url);
  }

  /** Small pictures stay where they are once drawn: neither fetched again nor losing the focus. */
  #drawStrip() {
    const strip = byId("strip");
    const ids = this.#list.map(idOf);
    for (const [id, thumb] of this.#thumbs) {
      if (ids.includes(id)) continue;
      thumb.remove();
      this.#thumbs.delete(id);
    }
    this.#list.forEach((entry, at) => {
      const id = idOf(entry);
      if (!this.#thumbs.has(id)) this.#thumbs.set(id, this.#thumb(entry));
      const thumb = this.#thumbs.get(id);
      const stands = standing(entry, this.#papers, this.#materialOf(entry));
      if (strip.children[at] !== thumb) strip.insertBefore(thumb, strip.children[at] || null);
      thumb.dataset.testid = `scan-${at + 1}`;
      thumb.dataset.state = stands.state;
      thumb.setAttribute("aria-current", String(at === this.#at));
      say(thumb.querySelector("small"), stands.words);
    });
    show(strip, strip.childElementCount > 0);
  }

  #thumb(entry) {
    const open = () => this.open(this.#list.findIndex((one) => idOf(one) === idOf(entry)));
    const picture = el("span", { class: "thumb-picture", "aria-hidden": "true" });
    if (entry.scan) picture.append(el("img", { src: this.urlOf(entry.scan), alt: "" }));
    const words = el("span", { class: "thumb-words" }, el("b", { text: entry.name }), el("small", {}));
    return el("button", { type: "button", class: entry.scan ? "thumb" : "thumb missing", onclick: open }, picture, words);
  }
}

const idOf = (entry) => entry.scan?.scan_id || `missing ${entry.materialId}`;
