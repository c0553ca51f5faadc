// Shell: a form as the resident meets it: page after page, what is hidden and wrong as the booth's own rules say.

import { el } from "/web/seat/dom.js";

const SAYS = {
  zh: { page: (at, of) => `第 ${at} 页，共 ${of} 页`, card: "来自身份证", must: "必填", pick: "请点选", day: "请选日期", region: "省市区、镇街、村居", detail: "路名、门牌、楼栋、房号", more: "添加", yes: "我确认", none: "这一页现在没有要填的" },
  en: { page: (at, of) => `Page ${at} of ${of}`, card: "from the ID card", must: "required", pick: "Please choose", day: "Choose a day", region: "Province to village", detail: "Road, number, room", more: "Add", yes: "I confirm", none: "Nothing to fill in here now" },
};
const SAMPLE = { name: "林样张", sex: "女", nation: "汉", birth: "1950-01-01", address: "广东省广州市番禺区样张街测试路 0 号", number: "440113********0000" };
const KEYS = { digits: "numeric", phone: "numeric", bank_card: "numeric", id_number: "text", amount: "decimal" };

export class FormPreview {
  #root;
  #form = null;
  #judged = { hidden: [], errors: {} };
  #page = 0;
  #language = "zh";
  #touched = new Set();

  /** `onAnswer()`: an answer changed; `values` has them. */
  constructor(root, { onAnswer }) {
    this.#root = root;
    this.onAnswer = onAnswer;
    this.values = {};
  }

  forget() {
    this.values = {};
    this.#page = 0;
    this.#touched.clear();
  }

  show(form) {
    this.#form = form;
    this.#draw();
  }

  judge(judged) {
    this.#judged = judged;
    this.#draw();
  }

  speak(language) {
    this.#language = language;
    this.#draw();
  }

  turn(by) {
    const pages = this.#pages();
    this.#page = pages[Math.min(Math.max(pages.indexOf(this.#page) + by, 0), pages.length - 1)] ?? 0;
    this.#draw();
  }

  goTo(page) {
    this.#page = page;
    this.#draw();
  }

  /** Pages that ask something now. */
  #pages() {
    const asks = (page) => page.fields.some((field) => !this.#judged.hidden.includes(field.name));
    return this.#form.ui.pages.map((page, at) => (asks(page) ? at : -1)).filter((at) => at >= 0);
  }

  #say(text) {
    return text?.[this.#language] || text?.zh || "";
  }

  #draw() {
    if (!this.#form?.ui?.pages?.length) return void this.#root.replaceChildren();
    const active = this.#root.contains(document.activeElement) ? document.activeElement : null;
    const focused = active?.dataset.name, typed = active?.value;
    const pages = this.#pages(), words = SAYS[this.#language];
    if (pages.length && !pages.includes(this.#page)) this.#page = pages[0];
    const page = this.#form.ui.pages[this.#page];
    const shown = page.fields.filter((field) => !this.#judged.hidden.includes(field.name));
    this.#root.lang = this.#language === "zh" ? "zh-CN" : "en";
    this.#root.replaceChildren(
      el("p", { class: "fp-form", text: this.#say(this.#form.title) }),
      el("h3", { class: "fp-title", text: this.#say(page.title) || "—" }),
      el("p", { class: "fp-hint", text: this.#say(page.hint) }),
      el("div", { class: "fp-grid" }, ...(shown.length ? shown.map((field) => this.#field(field)) : [el("p", { class: "hint", text: words.none })])),
      el("p", { class: "fp-count", "data-testid": "fp-count", text: words.page(pages.indexOf(this.#page) + 1, pages.length) }),
    );
    const again = focused && [...this.#root.querySelectorAll("[data-name]")].find((one) => one.dataset.name === focused);
    if (!again) return undefined;
    if (typed && again.matches("input, textarea")) again.value = typed; // half a word is not answered yet
    again.focus();
    return undefined;
  }

  #field(field) {
    const words = SAYS[this.#language], label = this.#say(field.label) || field.name, error = this.#say(this.#errorOf(field));
    const must = field.required_if_shown || (this.#form.schema?.required || []).includes(field.name);
    const head = el("p", { class: "fp-label" }, el("span", { text: label }), el("span", { class: "fp-tag", text: field.source?.startsWith("card.") ? words.card : must ? words.must : "" }));
    const box = el("div", { class: `fp-field ${field.width === "half" ? "half" : "full"}`, role: "group", "aria-label": label, "data-testid": `fp-${field.name}` }, head, ...this.#input(field, label));
    if (field.help) box.append(el("p", { class: "fp-help", text: this.#say(field.help) }));
    if (error) box.append(el("p", { class: "fp-error", text: error }));
    if (field.why && !field.readonly) box.append(el("p", { class: "fp-why", text: this.#say(field.why) }));
    return box;
  }

  /** An untouched field is not scolded, as at the booth. */
  #errorOf(field) {
    const own = Object.entries(this.#judged.errors).find(([path]) => path === field.name || path.startsWith(`${field.name}.`));
    return own && this.#touched.has(field.name) ? own[1] : null;
  }

  #answer(name, value) {
    this.#touched.add(name);
    if (value === "" || value === undefined) delete this.values[name];
    else this.values[name] = value;
    this.onAnswer();
  }

  #input(field, label) {
    const words = SAYS[this.#language], value = this.values[field.name], name = field.name;
    const line = (part, says, more = {}) => el("input", { class: "fp-box", "data-name": `${name}.${part}`, "aria-label": `${label} ${says}`.trim(), placeholder: says, autocomplete: "off", ...more });
    if (field.readonly) return [el("p", { class: "fp-box fp-read", text: SAMPLE[field.source?.slice(5)] || "—" })];
    if (field.widget === "choice") {
      return [el("div", { class: "fp-choices" }, ...(field.choices || []).map((one) => el("button", { type: "button", "data-name": `${name}.${one.value}`, "aria-pressed": String(value === one.value), text: this.#say(one.label), onclick: () => { this.#answer(name, one.value); this.#draw(); } })))];
    }
    if (field.widget === "confirm") return [el("button", { type: "button", class: "fp-confirm", "data-name": name, "aria-pressed": String(value === true), text: words.yes, onclick: () => { this.#answer(name, value === true ? undefined : true); this.#draw(); } })];
    if (field.widget === "group") return [el("p", { class: "fp-box fp-read", text: `＋ ${words.more}${this.#language === "en" ? " " : ""}${this.#say(field.one)}` }), ...(field.fields || []).map((inner) => el("p", { class: "fp-inner", text: `· ${this.#say(inner.label)}` }))];
    if (field.widget === "address") return ["region", "detail"].map((part) => line(part, words[part], { value: value?.[part] || "", onchange: (event) => this.#answer(name, { ...this.values[name], [part]: event.target.value }) }));
    const typed = (event) => this.#answer(name, field.widget === "amount" && event.target.value !== "" ? Number(event.target.value) || event.target.value : event.target.value);
    if (field.widget === "multiline") return [el("textarea", { class: "fp-box", rows: 3, "data-name": name, "aria-label": label, onchange: typed, text: value || "" })];
    return [line("", field.widget === "date" ? words.day : "", { "data-name": name, type: field.widget === "date" ? "date" : "text", inputmode: KEYS[field.widget], value: value === undefined ? "" : String(value), onchange: typed })];
  }
}
