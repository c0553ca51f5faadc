// Shell: one line to tell the resident what to look at again. It lies at the foot of the form and moves nothing.

import { byId, el, say, show, zh } from "./dom.js";

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

  /** `onSend(name, note)`; `onOpen(name)` keeps the field in sight; `onClose(name)` gives the keyboard back to the form. */
  constructor({ onSend, onOpen, onClose }) {
    Object.assign(this, { onSend, onOpen, onClose });
    this.#form.addEventListener("submit", (event) => this.#send(event));
    byId("mark-cancel").addEventListener("click", () => this.close());
  }

  open(field) {
    this.#field = field;
    say(byId("mark-title"), `标注“${zh(field.label)}”：居民屏幕上这一项会变红，并看到您的话`);
    this.#note.value = "";
    const phrases = [...(PHRASES[field.widget] || []), ...ALWAYS];
    byId("mark-phrases").replaceChildren(...phrases.map((text) => this.#phrase(text)));
    show(this.#form, true);
    this.#note.focus();
    this.onOpen(field.name);
  }

  close() {
    if (this.#form.hidden) return;
    show(this.#form, false);
    this.onClose(this.#field?.name);
    this.#field = null;
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
    const { name } = this.#field;
    this.close();
    this.onSend(name, this.#note.value.trim() || ALWAYS[0]);
  }
}
