// Shell: one line to tell the resident what to look at again, one to propose what should stand there. It lies at the
// foot of the form and moves nothing.

import { byId, el, say, show, zh } from "./dom.js";
import { Places } from "./places.js";
import { boxFor, firstText, placeOf, proposalOf } from "./propose.js";

const PHRASES = {
  phone: ["少了一位数字", "请再核对一遍号码"],
  bank_card: ["请对着卡面再看一遍", "少了几位数字"],
  id_number: ["请对着证件再看一遍"],
  choice: ["请再确认选的是不是这一项"],
  date: ["请核对日期"],
};
const ALWAYS = ["请您再看一看这一项", "请填写完整"];

export class MarkPanel {
  #form = byId("mark");
  #note = byId("mark-note");
  #field = null;
  #value;
  #box = null;
  #input = null;
  #place = null;
  #places = null;

  /** `onSend(name, note)`; `onPropose(field, {path, value, was, shown}, note)`: once for each part of an address; `onOpen(name)` keeps the field in sight;
   * `onClose(name)` gives the keyboard back to the form. */
  constructor({ onSend, onPropose, onOpen, onClose }) {
    Object.assign(this, { onSend, onPropose, onOpen, onClose });
    this.#form.addEventListener("submit", (event) => this.#send(event));
    this.#form.addEventListener("input", () => this.#drawButton());
    byId("mark-cancel").addEventListener("click", () => this.close());
  }

  /** `valueAt(path)`: what stands at a place of the form now. */
  open(field, valueAt) {
    this.#field = field;
    this.#box = boxFor(field);
    this.#value = this.#box ? valueAt(this.#box.path) : undefined;
    this.#place = this.#box?.region ? valueAt(field.name) : null;
    say(byId("mark-title"), `“${zh(field.label)}”：请居民再看看，${this.#box ? "或建议改成什么。居民点头才会改" : "居民屏幕上这一项会变红"}`);
    this.#note.value = "";
    this.#drawBox();
    const phrases = [...(PHRASES[field.widget] || []), ...ALWAYS];
    byId("mark-phrases").replaceChildren(...phrases.map((text) => this.#phrase(text)));
    show(this.#form, true);
    this.#drawButton();
    this.#note.focus();
    this.onOpen(field.name);
  }

  close() {
    if (this.#form.hidden) return;
    show(this.#form, false);
    byId("mark-box").replaceChildren();
    this.#places = null;
    this.onClose(this.#field?.name);
    this.#field = null;
  }

  #drawBox() {
    show(byId("mark-propose"), !!this.#box);
    if (!this.#box) return;
    const text = firstText(this.#field, this.#value);
    const named = { "data-testid": "mark-value", "aria-label": `建议改成（${zh(this.#field.label)}）` };
    const choices = (this.#box.choices || []).map((one) => el("option", { value: one.value, text: zh(one.label), selected: one.value === text }));
    this.#input = this.#box.choices
      ? el("select", named, el("option", { value: "", text: "—", selected: !text }), ...choices)
      : el("input", { ...named, maxlength: "200", autocomplete: "off", placeholder: this.#box.label || "不建议就不用动" });
    if (!this.#box.choices) this.#input.value = text;
    this.#places = this.#box.region ? new Places({ label: zh(this.#field.label), onChange: () => this.#drawButton() }) : null;
    this.#places?.open(this.#place?.code || "");
    byId("mark-box").replaceChildren(...(this.#places ? [this.#places.element] : []), this.#input);
  }

  /** What would be new, part by part. */
  #proposals() {
    if (!this.#field || !this.#box) return [];
    const place = this.#places && placeOf(this.#box.region, this.#places, this.#place);
    const value = proposalOf(this.#field, this.#input.value, this.#value);
    const answer = value === undefined ? null : { path: this.#box.path, value, was: this.#value ?? null, shown: value };
    return [place, answer].filter(Boolean);
  }

  #drawButton() {
    say(byId("mark-send").firstElementChild, !this.#proposals().length ? "标给居民" : "建议给居民");
  }

  #phrase(text) {
    const fill = () => {
      this.#note.value = text;
      this.#note.focus();
    };
    return el("button", { type: "button", class: "phrase", text, onclick: fill });
  }

  #send(event) {
    event.preventDefault();
    if (!this.#field) return;
    const field = this.#field;
    const proposals = this.#proposals();
    const note = this.#note.value.trim();
    this.close();
    if (!proposals.length) this.onSend(field.name, note || ALWAYS[0]);
    for (const proposal of proposals) this.onPropose(field, proposal, note);
  }
}
