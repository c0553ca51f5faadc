// Shell: draws any form from its data and keeps it equal to what the booth shares. It decides nothing about values.

import { el, say, show, zh } from "./dom.js";
import { covered, isCovered, readable } from "./mask.js";
import { STATES, authorWords } from "./propose.js";

const REVEALED_FOR_MS = 30000;
const MOST_ROWS = 50;

export class FormView {
  #root;
  #cells = new Map();
  #groups = [];
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
    this.#groups = [];
    this.#key = "";
    this.#latest = null;
    this.#root.replaceChildren(el("p", { class: "hint empty", text: "居民打开申请表后，这里会一项一项同步显示" }));
  }

  /** `form`: the published form. `shared`: the FormShared message. `marks`: path of a field → {state, note}. */
  update(form, shared, marks) {
    if (this.#key !== `${form.id}/${form.version}`) this.#build(form);
    this.#latest = { shared, marks };
    for (const group of this.#groups) this.#fit(group, rowsOf(shared.values, group.field));
    for (const name of this.#cells.keys()) this.#draw(name);
    for (const page of this.#root.querySelectorAll(".form-page")) {
      show(page, !!page.querySelector(".field:not([hidden])"));
    }
  }

  /** Puts the keyboard on the field that wants attention: a wrong one, else where the resident is, else the first. */
  focusLikely() {
    const shared = this.#latest?.shared;
    const visible = this.#visible();
    const has = (path) => (name) => isAt(path, this.#cells.get(name).field);
    const wrong = Object.keys(shared?.errors || {}).map((path) => visible.find(has(path))).find(Boolean);
    const name = wrong || visible.find(has(shared?.focus)) || visible[0];
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
    this.#groups = [];
    this.#key = `${form.id}/${form.version}`;
    this.#root.replaceChildren();
    this.#root.setAttribute("aria-label", zh(form.title));
    for (const page of form.ui.pages) {
      const grid = el("div", { class: "form-grid" });
      for (const field of page.fields) grid.append(...(field.widget === "group" ? this.#group(field) : [this.#cell(field)]));
      this.#root.append(el("section", { class: "form-page" }, el("h3", { text: zh(page.title) }), grid));
    }
  }

  /** A group has a line of its own (how many) and below it a block for each row, as many as the resident has. */
  #group(field) {
    const rows = el("div", { class: "form-rows" });
    this.#groups.push({ field, rows });
    return [this.#cell(field), rows];
  }

  #fit({ field, rows }, count) {
    while (rows.children.length > count) {
      rows.lastElementChild.remove();
      const path = `${field.name}.${rows.children.length}.`;
      for (const name of [...this.#cells.keys()]) if (name.startsWith(path)) this.#cells.delete(name);
    }
    while (rows.children.length < count) {
      const at = rows.children.length;
      const title = `${zh(field.one || field.label)} ${at + 1}`;
      const grid = el("div", { class: "form-grid" });
      for (const inner of field.fields) grid.append(this.#cell({ ...inner, name: `${field.name}.${at}.${inner.name}` }, `${title} · `));
      rows.append(el("section", { class: "form-row", "aria-label": title }, el("h4", { text: title }), grid));
    }
  }

  #cell(field, where = "") {
    const full = `${where}${zh(field.label)}`;
    const value = el("span", { class: "field-value" });
    const open = el("button", { type: "button", class: "link", text: "显示（留痕）", "aria-label": `显示${full}，会留痕` });
    const note = el("span", { class: "field-note" });
    const mark = el("button", {
      type: "button", class: "field-mark", text: "标注", tabindex: "-1",
      "data-testid": `mark-${field.name}`, "aria-label": `标注${full}`,
    });
    const box = el("div", { class: "field-box", tabindex: "0" }, value, open, note, mark);
    const message = el("span", { class: "field-message" });
    const root = el("div", { class: `field ${field.width === "half" ? "half" : "full"}`, role: "group", "data-testid": `field-${field.name}`, "data-path": field.name, "aria-label": full },
      el("p", { class: "field-head" }, el("span", { class: "field-label", text: zh(field.label) }), message), box);
    show(open, false);
    mark.addEventListener("click", () => this.#mark(this.#cells.get(field.name)));
    open.addEventListener("click", () => this.#open(field));
    this.#cells.set(field.name, { field, full, root, box, value, open, note, message, opened: 0 });
    return root;
  }

  #draw(name) {
    const cell = this.#cells.get(name);
    const { shared, marks } = this.#latest;
    const value = valueAt(shared.values, name);
    const hidden = isCovered(cell.field.widget) && !!value;
    show(cell.root, !(shared.hidden || []).includes(name));
    const text = hidden && !cell.opened ? covered(cell.field, value) : readable(cell.field, value);
    say(cell.value, text || "—");
    say(cell.open, cell.opened ? "收起" : "显示（留痕）");
    show(cell.open, hidden);
    const look = this.#look(cell.field, shared, marks.get(name));
    cell.root.dataset.state = look.state;
    cell.root.classList.toggle("typing", isAt(shared.focus, cell.field));
    say(cell.note, look.note);
    say(cell.message, look.message);
    cell.message.title = look.message; // the line beside the label is one line long, so that no field ever moves
  }

  #look(field, shared, mark) {
    const error = zh(Object.entries(shared.errors || {}).find(([path]) => isAt(path, field))?.[1]);
    const typing = isAt(shared.focus, field);
    const untouched = isEmpty(valueAt(shared.values, field.name));
    const seen = (shared.marks || []).includes(field.name);
    if (mark?.state === "mended") return { state: error ? "error" : "mended", note: "居民已改好", message: error };
    if (mark?.state === "declined") return { state: error ? "error" : "mended", note: "居民说没有错", message: error };
    if (mark?.proposed) return { ...this.#proposed(field, mark), ...(error && !mark.why ? { message: error } : {}) };
    if (mark || seen) {
      const asked = mark?.note ? `已请居民核对：${mark.note}` : "已请居民核对";
      return { state: "marked", note: typing ? "居民正在改" : seen ? "已标红给居民" : "正在送达", message: error || asked };
    }
    if (typing) return { state: "typing", note: "居民正在输入", message: untouched ? "" : error };
    if (error && !untouched) return { state: "error", note: "有问题", message: error };
    if (untouched) return { state: "empty", note: error ? "还没填" : "没有填", message: "" };
    const author = authorWords(lastChange(shared.changed || {}, field));
    return { state: "plain", note: author || (field.source?.startsWith("card.") ? "来自身份证" : ""), message: "" };
  }

  #proposed(field, mark) {
    const value = readable(field.widget === "address" ? { widget: "text" } : field, mark.value);
    const shown = isCovered(field.widget) ? covered(field, mark.value) : value;
    return { ...STATES[mark.state], message: mark.why || `建议：${shown}` };
  }

  /** What stands at a place of the form now. */
  valueAt(path) {
    return this.#latest ? valueAt(this.#latest.shared.values, path) : undefined;
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

  #mark({ field, full }) {
    this.onMark({ ...field, label: { zh: full } });
  }

  #visible() {
    return [...this.#root.querySelectorAll(".field:not([hidden])")].map((root) => root.dataset.path);
  }

  #keydown(event) {
    const names = this.#visible();
    const at = names.findIndex((name) => this.#cells.get(name).box === document.activeElement);
    if (at < 0) return;
    const moved = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (moved) this.#cells.get(names[Math.min(Math.max(at + moved, 0), names.length - 1)]).box.focus();
    else if (event.key === "Enter") this.#mark(this.#cells.get(names[at]));
    else return;
    event.preventDefault();
  }
}

/** Who changed this field last; an address answers for its parts. */
function lastChange(changed, field) {
  return Object.values(changed).filter((one) => isAt(one.field, field)).sort((a, b) => (a.at_utc < b.at_utc ? 1 : -1))[0];
}

/** The answer at "members.0.birth". */
function valueAt(values, path) {
  return path.split(".").reduce((found, step) => found?.[step], values);
}

function rowsOf(values, group) {
  const rows = valueAt(values, group.name);
  return Array.isArray(rows) ? Math.min(rows.length, MOST_ROWS) : 0;
}

/** Whether something said of `path` is said of this field: an address answers for its parts. */
function isAt(path, field) {
  return path === field.name || (field.widget === "address" && !!path?.startsWith(`${field.name}.`));
}

function isEmpty(value) {
  return value === undefined || value === null || value === "" || (typeof value === "object" && !Object.values(value).some((inner) => inner !== ""));
}
