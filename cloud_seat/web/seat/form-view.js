// Shell: draws any form from its data and keeps it equal to what the booth shares. It decides nothing about values.

import { el, say, show, zh } from "./dom.js";
import { covered, isCovered, readable } from "./mask.js";

const REVEALED_FOR_MS = 30000;

export class FormView {
  #root;
  #cells = new Map();
  #key = "";
  #latest = null;

  /** `onMark(field)`: the official wants to mark it. `onReveal(field)`: a covered number was opened: leave a trace. */
  constructor(root, { onMark, onReveal }) {
    this.#root = root;
    Object.assign(this, { onMark, onReveal });
    root.addEventListener("keydown", (event) => this.#keydown(event));
    this.clear();
  }

  clear() {
    this.#cells.clear();
    this.#key = "";
    this.#latest = null;
    this.#root.replaceChildren(el("p", { class: "hint empty", text: "居民打开申请表后，这里会一项一项同步显示" }));
  }

  /** `form`: the published form. `shared`: the FormShared message. `marks`: field name → {state, note}. */
  update(form, shared, marks) {
    if (this.#key !== `${form.id}/${form.version}`) this.#build(form);
    this.#latest = { shared, marks };
    for (const name of this.#cells.keys()) this.#draw(name);
    for (const page of this.#root.querySelectorAll(".form-page")) {
      show(page, !!page.querySelector(".field:not([hidden])"));
    }
  }

  /** Puts the keyboard on the field that wants attention: a wrong one, else where the resident is, else the first. */
  focusLikely() {
    const shared = this.#latest?.shared;
    const visible = this.#visible();
    const wrong = visible.find((name) => shared?.errors?.[name]);
    const name = wrong || (visible.includes(shared?.focus) ? shared.focus : visible[0]);
    if (name) this.#cells.get(name).box.focus();
  }

  focusField(name) {
    this.#cells.get(name)?.box.focus();
  }

  reveal(name) {
    this.#cells.get(name)?.root.scrollIntoView({ block: "nearest" });
  }

  #build(form) {
    this.#cells.clear();
    this.#key = `${form.id}/${form.version}`;
    this.#root.replaceChildren();
    this.#root.setAttribute("aria-label", zh(form.title));
    for (const page of form.ui.pages) {
      const grid = el("div", { class: "form-grid" });
      for (const field of page.fields) grid.append(this.#cell(field));
      this.#root.append(el("section", { class: "form-page" }, el("h3", { text: zh(page.title) }), grid));
    }
  }

  #cell(field) {
    const value = el("span", { class: "field-value" });
    const open = el("button", { type: "button", class: "link", text: "显示（留痕）", "aria-label": `显示${zh(field.label)}，会留痕` });
    const note = el("span", { class: "field-note" });
    const mark = el("button", {
      type: "button", class: "field-mark", text: "标注", tabindex: "-1",
      "data-testid": `mark-${field.name}`, "aria-label": `标注${zh(field.label)}`,
    });
    const box = el("div", { class: "field-box", tabindex: "0" }, value, open, note, mark);
    const message = el("span", { class: "field-message" });
    const root = el("div", { class: `field ${field.width === "half" ? "half" : "full"}`, role: "group", "data-testid": `field-${field.name}`, "aria-label": zh(field.label) },
      el("p", { class: "field-head" }, el("span", { class: "field-label", text: zh(field.label) }), message), box);
    show(open, false);
    mark.addEventListener("click", () => this.onMark(field));
    open.addEventListener("click", () => this.#open(field));
    this.#cells.set(field.name, { field, root, box, value, open, note, message, opened: 0 });
    return root;
  }

  #draw(name) {
    const cell = this.#cells.get(name);
    const { shared, marks } = this.#latest;
    const value = shared.values?.[name];
    const hidden = isCovered(cell.field.widget) && !!value;
    show(cell.root, !(shared.hidden || []).includes(name));
    const text = hidden && !cell.opened ? covered(cell.field, value) : readable(cell.field, value);
    say(cell.value, text || "—");
    say(cell.open, cell.opened ? "收起" : "显示（留痕）");
    show(cell.open, hidden);
    const look = this.#look(cell.field, shared, marks.get(name));
    cell.root.dataset.state = look.state;
    cell.root.classList.toggle("typing", shared.focus === name);
    say(cell.note, look.note);
    say(cell.message, look.message);
    cell.message.title = look.message; // the line beside the label is one line long, so that no field ever moves
  }

  #look(field, shared, mark) {
    const error = zh(shared.errors?.[field.name]);
    const typing = shared.focus === field.name;
    const untouched = shared.values?.[field.name] === undefined || shared.values[field.name] === "";
    const seen = (shared.marks || []).includes(field.name);
    if (mark?.state === "mended") return { state: error ? "error" : "mended", note: "居民已改好", message: error };
    if (mark || seen) {
      const asked = mark?.note ? `已请居民核对：${mark.note}` : "已请居民核对";
      return { state: "marked", note: typing ? "居民正在改" : seen ? "已标红给居民" : "正在送达", message: error || asked };
    }
    if (typing) return { state: "typing", note: "居民正在输入", message: untouched ? "" : error };
    if (error && !untouched) return { state: "error", note: "有问题", message: error };
    if (untouched) return { state: "empty", note: error ? "还没填" : "没有填", message: "" };
    return { state: "plain", note: field.source?.startsWith("card.") ? "来自身份证" : "", message: "" };
  }

  #open(field) {
    const cell = this.#cells.get(field.name);
    clearTimeout(cell.opened);
    if (cell.opened) cell.opened = 0;
    else {
      this.onReveal(field.name);
      cell.opened = setTimeout(() => this.#cover(cell, field.name), REVEALED_FOR_MS);
    }
    this.#draw(field.name);
  }

  #cover(cell, name) {
    cell.opened = 0;
    if (this.#cells.get(name) === cell && this.#latest) this.#draw(name);
  }

  #visible() {
    return [...this.#cells].filter(([, cell]) => !cell.root.hidden).map(([name]) => name);
  }

  #keydown(event) {
    const names = this.#visible();
    const at = names.findIndex((name) => this.#cells.get(name).box === document.activeElement);
    if (at < 0) return;
    const moved = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (moved) this.#cells.get(names[Math.min(Math.max(at + moved, 0), names.length - 1)]).box.focus();
    else if (event.key === "Enter") this.onMark(this.#cells.get(names[at]).field);
    else return;
    event.preventDefault();
  }
}
