// Shell: a form field by field: words in both languages, options, what is required, conditions, order.

import { el } from "/web/seat/dom.js";
import * as edits from "./form-edits.js";

const TEXTS = [["label", "名称", false], ["help", "提示", true], ["why", "为什么问", true], ["error", "填错时的话", false]];

export class FormEditor {
  #root;
  #form = null;
  #open = new Set();
  #locked = true;
  #number = 0;

  /** `onChange(form)`: the form as it is now. `onOpen(path)`: somebody looks into that field. */
  constructor(root, { onChange, onOpen }) {
    this.#root = root;
    Object.assign(this, { onChange, onOpen });
  }

  /** Draws it anew; `locked`: to be read only. */
  show(form, locked) {
    this.#form = form;
    this.#locked = locked;
    this.#draw();
  }

  /** Opens the field at that place and puts the keyboard there. */
  goTo(path) {
    this.#open.add(this.#key(path));
    this.#draw();
    const card = this.#root.querySelector(`[data-path="${path.join(".")}"]`);
    card?.scrollIntoView({ block: "start" });
    card?.querySelector("summary").focus();
  }

  #key(path) {
    return edits.fieldAt(this.#form, path)?.name + path.slice(2).join(".");
  }

  #put(form, { redraw = false, focus = "" } = {}) {
    this.#form = form;
    if (redraw) this.#draw();
    if (focus) this.#root.querySelector(focus)?.focus();
    this.onChange(form);
  }

  #draw() {
    const top = this.#root.scrollTop;
    this.#root.replaceChildren(
      el("section", { class: "fe-page" },
        this.#pair("标题", this.#form.title, (language, words) => edits.setTitle(this.#form, language, words)),
        this.#pair("纸上的标题", this.#form.print.title, (language, words) => edits.setPaperTitle(this.#form, language, words))),
      ...this.#form.ui.pages.map((page, at) => this.#page(page, at)),
    );
    this.#root.scrollTop = top;
  }

  #page(page, at) {
    const fields = page.fields.map((field, number) => this.#field(field, [at, number]));
    const parts = [
      el("h3", { text: `第 ${at + 1} 页` }),
      this.#pair("页标题", page.title, (language, words) => edits.setPage(this.#form, at, "title", language, words)),
      this.#pair("页说明", page.hint, (language, words) => edits.setPage(this.#form, at, "hint", language, words)),
      ...fields,
    ];
    if (!this.#locked) parts.push(this.#adder(at));
    return el("section", { class: "fe-page", "aria-label": `第 ${at + 1} 页` }, ...parts);
  }

  #field(field, path) {
    const title = field.label?.zh || field.name;
    const details = el("details", { class: "fe-field", "data-path": path.join("."), "data-testid": `fe-${field.name}` });
    const head = el("summary", {}, el("b", { text: title }), el("span", { class: "hint", text: ` ${edits.WIDGETS[field.widget] || field.widget} · ${field.name}${edits.isRequired(this.#form, path) ? " · 必填" : ""}${field.show_if ? " · 有条件" : ""}` }));
    details.append(head);
    const key = this.#key(path);
    details.open = this.#open.has(key);
    if (details.open) details.append(this.#inside(field, path, title));
    details.addEventListener("toggle", () => {
      if (details.open === this.#open.has(key)) return;
      if (details.open) this.#open.add(key);
      else this.#open.delete(key);
      if (!details.open) return;
      if (details.children.length === 1) details.append(this.#inside(field, path, title));
      details.scrollIntoView({ block: "nearest" });
      this.onOpen(path);
    });
    return details;
  }

  #inside(field, path, title) {
    const parts = TEXTS.map(([name, words, optional]) => this.#pair(words, field[name], (language, said) => edits.setText(this.#form, path, name, language, said, optional), title));
    if (field.choices) parts.push(this.#options(path, title));
    parts.push(this.#line(path, "显示条件", "show_if", title), this.#ticks(field, path, title));
    for (const [number, inner] of (field.fields || []).entries()) parts.push(this.#field(inner, [...path, number]));
    return el("div", { class: "fe-inside" }, ...parts);
  }

  /** One text in both languages. */
  #pair(words, text, edit, about = "") {
    const inputs = [["zh", "中文"], ["en", "英文"]].map(([language, name]) => el("input", {
      value: text?.[language] || "", lang: language === "zh" ? "zh-CN" : "en", "aria-label": `${about} ${words} ${name}`.trim(), placeholder: name, autocomplete: "off", readonly: this.#locked,
      oninput: (event) => this.#put(edit(language, event.target.value)),
    }));
    return el("div", { class: "fe-row" }, el("span", { class: "fe-name", text: words }), ...inputs);
  }

  #line(path, words, name, about) {
    const field = edits.fieldAt(this.#form, path);
    return el("div", { class: "fe-row" }, el("span", { class: "fe-name", text: words }), el("input", {
      class: "fe-code", value: field[name] || "", "aria-label": `${about} ${words}`, placeholder: "总是显示；或如 has(values.relation) && values.relation != \"self\"", spellcheck: "false", autocomplete: "off", readonly: this.#locked,
      oninput: (event) => this.#put(edits.setField(this.#form, path, name, event.target.value)),
    }));
  }

  #ticks(field, path, title) {
    const id = `fe-required-${(this.#number += 1)}`;
    const box = el("input", { type: "checkbox", id, checked: edits.isRequired(this.#form, path), disabled: this.#locked, "data-testid": `fe-required-${field.name}`,
      onchange: (event) => this.#put(edits.requireAt(this.#form, path, event.target.checked)) });
    const row = el("div", { class: "fe-row fe-acts" }, el("span", { class: "fe-name" }), el("span", { class: "fe-tick" }, box, el("label", { for: id, text: "必填" })));
    if (this.#locked) return row;
    for (const [by, sign, words] of [[-1, "↑", "往前"], [1, "↓", "往后"]]) {
      row.append(el("button", { type: "button", text: `${sign} ${words}`, "aria-label": `${title}${words}移`, "data-testid": `fe-${by < 0 ? "up" : "down"}-${field.name}`, onclick: () => this.#move(path, by) }));
    }
    row.append(el("button", { type: "button", text: "不再问这一项", "aria-label": `不再问${title}`, onclick: () => this.#put(edits.remove(this.#form, path), { redraw: true, focus: "summary" }) }));
    return row;
  }

  #move(path, by) {
    const [form, to] = edits.move(this.#form, path, by);
    const name = edits.fieldAt(form, to).name;
    this.#put(form, { redraw: true, focus: `[data-testid="fe-${by < 0 ? "up" : "down"}-${name}"]` });
  }

  #options(path, title) {
    const list = edits.fieldAt(this.#form, path).choices;
    const change = (edit, redraw = true) => this.#put(edits.setOptions(this.#form, path, edit), { redraw });
    const rows = list.map((one, at) => {
      const set = (name, value) => change((options) => options.map((option, number) => (number === at ? { ...option, [name]: value } : option)), false);
      const word = (language) => el("input", { value: one.label?.[language] || "", lang: language === "zh" ? "zh-CN" : "en", "aria-label": `${title} 选项 ${at + 1} ${language === "zh" ? "中文" : "英文"}`, readonly: this.#locked, autocomplete: "off",
        oninput: (event) => set("label", { ...edits.fieldAt(this.#form, path).choices[at].label, [language]: event.target.value }) });
      const code = el("input", { class: "fe-code fe-value", value: one.value, "aria-label": `${title} 选项 ${at + 1} 的值`, readonly: this.#locked, autocomplete: "off", spellcheck: "false", oninput: (event) => set("value", event.target.value) });
      const row = el("div", { class: "fe-row fe-option" }, code, word("zh"), word("en"));
      if (this.#locked) return row;
      const swap = (options) => options.map((_, number) => options[number === at ? at - 1 : number === at - 1 ? at : number]);
      row.append(
        el("button", { type: "button", text: "↑", disabled: at === 0, "aria-label": `${title} 选项 ${at + 1} 往前移`, onclick: () => change(swap) }),
        el("button", { type: "button", text: "✕", "aria-label": `${title} 去掉选项 ${at + 1}`, onclick: () => change((options) => options.filter((_, number) => number !== at)) }),
      );
      return row;
    });
    const more = el("button", { type: "button", class: "link", text: "加一个选项", onclick: () => change((options) => [...options, { value: `option_${options.length + 1}`, label: { zh: "", en: "" } }]) });
    return el("fieldset", { class: "fe-options" }, el("legend", { text: "选项（值、中文、英文）" }), ...rows, ...(this.#locked ? [] : [more]));
  }

  #adder(page) {
    const kind = el("select", { "aria-label": `第 ${page + 1} 页新的一项怎么填` }, ...edits.FRESH_WIDGETS.map((name) => el("option", { value: name, text: edits.WIDGETS[name] })));
    const name = el("input", { class: "fe-code", "aria-label": `第 ${page + 1} 页新的一项的代号`, placeholder: "代号，如 heating_kind", autocomplete: "off", spellcheck: "false" });
    const go = el("button", { type: "button", text: "加一项", onclick: () => {
      const made = edits.add(this.#form, page, kind.value, name.value.trim());
      name.setCustomValidity(made ? "" : "代号要用小写字母、数字和 _，而且没有用过");
      if (!made) return void name.reportValidity();
      this.#form = made;
      const at = [page, made.ui.pages[page].fields.length - 1];
      this.goTo(at);
      this.onChange(made);
      return undefined;
    } });
    name.addEventListener("input", () => name.setCustomValidity(""));
    return el("div", { class: "fe-row fe-add" }, kind, name, go);
  }
}
