// Shell: the resident's matter as the booth shares it: form, marks, papers, who it is, what the item asks for.

import * as api from "./api.js";
import { byId, say, show, tell, zh } from "./dom.js";
import { FormView } from "./form-view.js";
import { clearItem, showItem, showNoItem } from "./guide.js";
import { IdentityCard } from "./identity.js";
import { MarkPanel } from "./mark-panel.js";
import { handledWords } from "./phrases.js";
import { ResidentCard, personOf } from "./resident.js";
import { Scans } from "./scans.js";
import { Stills } from "./stills.js";
import { playNotice } from "./sounds.js";
import { showStage, showTab } from "./tabs.js";

export class Matter {
  #form = null;
  #shared = null;
  #itemId = "";
  #marks = new Map();

  /** `isLive()`: marking makes sense now. `onMark(field, note)`, `onReveal(field)`: tell the hub. `onAsk(about, words, onAnswer)`: ask the resident. `onAccept(materialId, pages)`: a paper is good. `onItem(name)`: it is known by name.
   * `onConfirm(claim)`: the official knows the person by eye. */
  constructor({ isLive, onMark, onAsk, onAccept, onReveal, onItem, onConfirm }) {
    Object.assign(this, { onMark, onAsk, onItem });
    const open = (field) => isLive() && this.panel.open(field, (path) => this.view.valueAt(path));
    this.view = new FormView(byId("form"), { onMark: open, onReveal });
    this.panel = new MarkPanel({
      onSend: (name, note) => this.#mark(name, note),
      onPropose: (field, proposal, note) => this.#propose(field, proposal, note),
      onOpen: (name) => this.view.reveal(name),
      onClose: (name) => this.view.focusField(name),
    });
    this.resident = new ResidentCard({ onReveal });
    this.identity = new IdentityCard({ isLive, onConfirm });
    this.scans = new Scans({
      urlOf, onOpen: () => showTab("scans"), onCount: (words) => say(byId("tab-scans-words"), words), onAsk, onAccept,
    });
    this.stills = new Stills({ urlOf, onAsk });
  }

  clear() {
    this.#form = null;
    this.#shared = null;
    this.#itemId = "";
    this.#marks.clear();
    show(byId("item-parts"), false);
    for (const panel of [this.view, this.scans, this.resident, this.identity, this.stills]) panel.clear();
    show(byId("handled"), false);
    this.panel.close();
    clearItem();
    showTab("form");
    showStage("");
  }

  async shareForm(message) {
    this.#shared = message;
    this.item(message.item_id);
    this.scans.stand(message.papers);
    const form = await api.form(message.form_id, message.form_version).catch(() => null);
    if (this.#shared !== message) return; // a newer one came while the form was fetched
    if (!form) return void tell("申请表没有取到，居民下一次输入时会再试", "bad");
    this.#form = form;
    this.#followMarks(message.marks || []);
    this.#draw();
    showStage(message.stage);
    const person = personOf(form, message.values || {});
    this.resident.person(person, today());
    this.identity.show(message.identity, !!person.number);
  }

  /** A paper, or the photo for the ID check. */
  shareScan(scan) {
    if (!this.stills.take(scan)) this.scans.add(scan);
  }

  mended(field, answer = "mended") {
    if (!this.#marks.get(field)?.proposed) this.#setMark(field, { ...this.#marks.get(field), state: answer === "declined" ? "declined" : "mended" });
    playNotice();
  }

  /** Fetches what the catalogue says; a matter keeps the first item it names. */
  async item(id) {
    if (!id || this.#itemId) return;
    this.#itemId = id;
    const item = await api.item(id).catch(() => null);
    if (this.#itemId !== id) return;
    if (!item) return void showNoItem();
    showItem(item);
    this.scans.expect(item.materials || []);
    this.onItem(zh(item.name), item.materials || []);
    await Promise.all([this.#showParts(id, item.parts || []), this.#showHandled(id)]);
  }

  /** When this official last decided such a matter: rare ones want a look at the guide first. */
  async #showHandled(id) {
    const handled = await api.handled(id).catch(() => null);
    if (this.#itemId !== id) return;
    const words = handledWords(handled, Date.now());
    say(byId("handled"), words);
    show(byId("handled"), !!words);
  }

  /** Which items a package (一件事) does at once. */
  async #showParts(id, parts) {
    const items = await Promise.all(parts.map((part) => api.item(part).catch(() => null)));
    if (this.#itemId !== id) return;
    const names = items.map((item, at) => (item ? zh(item.name) : parts[at]));
    show(byId("item-parts"), names.length > 0);
    say(byId("item-parts"), `一件事，一次办 ${names.length} 项：${names.join("、")}`);
  }

  #mark(field, note) {
    this.onMark(field, note);
    this.#setMark(field, { state: "sent", note });
  }

  /** Nothing is written by the page: what the resident agreed to comes back with the form. */
  #propose(field, { path, value, was, shown }, note) {
    const name = field.name;
    const mark = { proposed: true, value: shown };
    const answer = (state, why) => {
      this.#setMark(name, { ...mark, state, why });
      if (state !== "over") playNotice();
    };
    const words = `改“${zh(field.label)}”${path.endsWith(".region") ? "的地区" : ""}`;
    if (this.onAsk({ kind: "value", target: path, value, was, note }, words, answer)) this.#setMark(name, { ...mark, state: "sent" });
  }

  #setMark(field, mark) {
    this.#marks.set(field, mark);
    this.#draw();
  }

  /** The booth shows a mark from when it arrived until the resident mended the field. */
  #followMarks(shown) {
    for (const [field, mark] of this.#marks) {
      if (mark.proposed && mark.state !== "sent" && isIn(this.#shared.focus, field)) this.#marks.delete(field);
      if (mark.proposed) continue;
      if (shown.includes(field)) this.#marks.set(field, { ...mark, state: "seen" });
      else if (mark.state === "seen") this.#marks.set(field, { ...mark, state: "mended" });
    }
  }

  #draw() {
    if (this.#form && this.#shared) this.view.update(this.#form, this.#shared, this.#marks);
  }
}

const urlOf = (scan) => api.scanUrl(scan.call_id, scan.scan_id);

/** Whether the resident is writing in this field, or in a part of it. */
const isIn = (focus, field) => focus === field || !!focus?.startsWith(`${field}.`);

/** The local calendar day, YYYY-MM-DD. */
function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}
