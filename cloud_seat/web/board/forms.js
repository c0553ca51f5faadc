// Shell: the forms of the district: who may write the next version, who signs it, and what a resident will see.

import { byId, el, say, show, tell, zh } from "/web/seat/dom.js";
import * as api from "./api.js";
import { blank, isEditable, pathOf, written } from "./form-edits.js";
import { FormEditor } from "./form-editor.js";
import { FormPreview } from "./form-preview.js";
import { diffOf, moreOf, STATE, versionsOf, wordsOf } from "./forms-text.js";

const PANES = ["fields", "raw", "diff", "versions"];
const TRY_AFTER_MS = 400;
const ACTS = {
  ask: { title: "请人签发？", words: "督导看过预览和改动后签发；改过这份草稿的人不能自己签。", yes: "请人签发", done: "已请人签发" },
  sign: { title: "签发这一版？", words: "签发后马上是现行的一版，各台晓屋没有人用时就换上；已开始的件不变。签了不能收回，只能再发一版。", yes: "签发", done: "已签发" },
  return: { title: "退回这份草稿？", words: "写的人会看到您写的原因。", yes: "退回", done: "已退回" },
  drop: { title: "丢掉这份草稿？", words: "现行的一版不变；草稿找不回来。", yes: "丢掉", done: "草稿已丢掉" },
};

export class Forms {
  #role = { writes: false, signs: false };
  #told = null;
  #text = "";
  #looked = { faults: [], changes: [], form: null, hidden: [], errors: {} };
  #timer = 0;
  #asked = 0;
  #act = "";

  constructor() {
    this.editor = new FormEditor(byId("form-fields"), {
      onChange: (form) => this.#typed(written(form), form),
      onOpen: (path) => this.preview.goTo(path[0]),
    });
    this.preview = new FormPreview(byId("form-preview"), { onAnswer: () => this.#lookSoon(0) });
    byId("tab-forms").addEventListener("click", () => this.#list());
    byId("forms-new").addEventListener("submit", (event) => this.#begin(event));
    byId("form-text").addEventListener("input", (event) => this.#typed(event.target.value));
    for (const name of PANES) byId(`form-tab-${name}`).addEventListener("click", () => this.#pane(name));
    document.querySelector(".forms-tabs").addEventListener("keydown", (event) => this.#arrow(event));
    byId("form-save").addEventListener("click", () => this.#save());
    for (const act of Object.keys(ACTS)) byId(`form-${act}`).addEventListener("click", () => this.#sure(act));
    byId("form-sure-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#do();
    });
    for (const language of ["zh", "en"]) byId(`form-${language}`).addEventListener("click", () => this.#speak(language));
    byId("form-prev").addEventListener("click", () => this.preview.turn(-1));
    byId("form-next").addEventListener("click", () => this.preview.turn(1));
    window.addEventListener("beforeunload", (event) => this.#dirty() && event.preventDefault());
  }

  allow(role) {
    this.#role = role;
    show(byId("forms-new"), role.writes);
  }

  forget() {
    clearTimeout(this.#timer);
    this.#told = null;
    byId("forms-all").replaceChildren();
    byId("form-sure").close();
    this.#draw();
  }

  async #list() {
    try {
      const lines = await api.forms();
      say(byId("forms-error"), "");
      byId("forms-all").replaceChildren(...lines.map((line) => this.#line(line)));
    } catch (error) {
      say(byId("forms-error"), api.wordsOf(error));
    }
  }

  #line(line) {
    const [words, tone] = line.draft ? STATE[line.draft.state] : ["", ""];
    const state = line.draft ? [el("span", { class: `badge ${tone}`, text: words })] : [];
    const used = line.items.length ? line.items.map(zh).join("、") : "还没有事项用它";
    return el("li", {}, el("button", { "data-testid": `form-${line.form_id}`, "aria-current": String(this.#told?.form_id === line.form_id), title: used, onclick: () => this.#open(line.form_id) },
      el("span", { class: "forms-name", text: zh(line.title) }), el("span", { class: "hint", text: line.version ? `第 ${line.version} 版` : "新的" }), ...state));
  }

  /** What was typed and not kept is asked about before it goes. */
  async #open(id) {
    if (this.#dirty() && this.#told.form_id !== id && !(await this.#save())) return;
    try {
      this.#take(await api.form(id));
    } catch (error) {
      say(byId("forms-error"), api.wordsOf(error));
    }
  }

  #begin(event) {
    event.preventDefault();
    const id = byId("forms-new-id").value.trim();
    if (!/^[a-z][a-z0-9-]{1,39}$/.test(id)) return void say(byId("forms-error"), "代号要用小写字母、数字和 -，字母开头，2 到 40 个");
    const told = { form_id: id, version: 0, text: "", versions: [], draft: null, looked: { faults: [], changes: [], form: null, hidden: [], errors: {} } };
    this.#take(told, written(blank(id)));
    byId("forms-new-id").value = "";
    return undefined;
  }

  #take(told, text = told.draft?.text ?? told.text) {
    const isOther = this.#told?.form_id !== told.form_id;
    if (isOther) this.preview.forget();
    this.#told = told;
    this.#text = text;
    this.#looked = told.looked;
    byId("form-text").value = text;
    say(byId("forms-error"), "");
    this.#draw();
    if (isOther) this.#pane(told.draft?.state === "asked" ? "diff" : "fields");
    this.#lookSoon(0);
    this.#list();
  }

  #dirty() {
    return Boolean(this.#told) && this.#text !== (this.#told.draft?.text ?? this.#told.text) && !(this.#told.version === 0 && !this.#told.draft && this.#text === written(blank(this.#told.form_id)));
  }

  #typed(text, form = parsed(text)) {
    this.#text = text;
    if (document.activeElement !== byId("form-text")) byId("form-text").value = text;
    else this.#fields(form);
    if (isEditable(form)) this.preview.show(form);
    this.#bar();
    this.#lookSoon(TRY_AFTER_MS);
  }

  #lookSoon(afterMs) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), afterMs);
  }

  async #look() {
    if (!this.#told) return;
    const asked = (this.#asked += 1), id = this.#told.form_id;
    try {
      const looked = await api.tryForm(id, this.#text, this.preview.values);
      if (asked !== this.#asked || this.#told?.form_id !== id) return;
      this.#looked = looked;
      this.#drawLooked();
    } catch (error) {
      say(byId("form-words"), api.wordsOf(error));
    }
  }

  #draw() {
    const told = this.#told;
    for (const id of ["form-body", "form-acts"]) show(byId(id), Boolean(told));
    if (!told) {
      say(byId("form-title"), "请在左边选一张表");
      for (const id of ["form-state", "form-more"]) say(byId(id), "");
      show(byId("form-reason"), false);
      byId("form-preview").replaceChildren();
      return;
    }
    const form = parsed(this.#text), [words, tone] = told.draft ? STATE[told.draft.state] : told.version ? ["现行", "ok"] : ["新的", ""];
    say(byId("form-title"), zh(form?.title) || told.form_id);
    say(byId("form-state"), words);
    byId("form-state").className = `badge ${tone}`;
    say(byId("form-more"), moreOf(told));
    say(byId("form-reason"), told.draft?.reason ? `退回的原因：${told.draft.reason}` : "");
    show(byId("form-reason"), Boolean(told.draft?.reason));
    byId("form-text").readOnly = !this.#role.writes;
    byId("form-versions").replaceChildren(...versionsOf(told));
    this.#fields(form);
    this.preview.show(isEditable(form) ? form : null);
    this.#drawLooked();
  }

  #fields(form) {
    if (isEditable(form)) this.editor.show(form, !this.#role.writes);
    else byId("form-fields").replaceChildren(el("p", { class: "hint empty", text: "这张表的原文还不成一张表，请先在“原文”里改好" }));
  }

  #drawLooked() {
    const { faults, changes, hidden, errors } = this.#looked;
    show(byId("form-faults-box"), faults.length > 0);
    say(byId("form-faults-title"), `要改 ${faults.length} 处`);
    byId("form-faults").replaceChildren(...faults.map((one) => el("li", {}, el("button", { type: "button", class: "link", text: `${zh(one.place)}：${zh(one.text)}`, onclick: () => this.#goTo(one) }))));
    say(byId("form-diff-count"), changes.length ? String(changes.length) : "");
    byId("form-diff").replaceChildren(...diffOf(this.#told, changes));
    if (!faults.length) this.preview.judge({ hidden, errors });
    this.#bar();
  }

  #goTo(fault) {
    const path = pathOf(fault.at), form = parsed(this.#text);
    if (!path || !isEditable(form)) {
      this.#pane("raw");
      return void byId("form-text").focus();
    }
    this.#pane("fields");
    this.preview.goTo(path[0]);
    return void this.editor.goTo(path);
  }

  #bar() {
    const { writes, signs } = this.#role, draft = this.#told?.draft, dirty = this.#dirty(), count = this.#looked.faults.length;
    if (!this.#told) return;
    const isAsked = draft?.state === "asked";
    for (const act of ["save", "ask", "drop"]) show(byId(`form-${act}`), writes);
    for (const act of ["sign", "return"]) show(byId(`form-${act}`), signs && isAsked);
    byId("form-save").disabled = !dirty;
    byId("form-drop").disabled = !draft;
    byId("form-ask").disabled = !draft || dirty || count > 0 || isAsked;
    byId("form-sign").disabled = byId("form-return").disabled = !draft || dirty || draft.is_own;
    say(byId("form-words"), wordsOf({ told: this.#told, role: this.#role, faults: count, dirty }));
  }

  async #save() {
    const { form_id: id, draft } = this.#told;
    try {
      this.#take(await api.saveForm(id, this.#text, draft?.revision || 0));
      tell("草稿已存好", "ok");
      return true;
    } catch (error) {
      say(byId("form-words"), api.wordsOf(error));
      tell(api.wordsOf(error), "bad");
      return false;
    }
  }

  #sure(act) {
    this.#act = act;
    say(byId("form-sure-title"), ACTS[act].title);
    say(byId("form-sure-words"), ACTS[act].words);
    say(byId("form-sure-yes"), ACTS[act].yes);
    say(byId("form-sure-error"), "");
    show(byId("form-reason-row"), act === "return");
    byId("form-reason-text").value = "";
    byId("form-sure").showModal();
    (act === "return" ? byId("form-reason-text") : byId("form-sure-yes")).focus();
  }

  async #do() {
    const act = this.#act, { form_id: id, draft, version } = this.#told;
    try {
      if (act === "drop") await api.dropForm(id);
      else await api.moveForm(id, act, draft.sha256, byId("form-reason-text").value);
      byId("form-sure").close();
      tell(ACTS[act].done, "ok");
      if (act === "drop" && !version) {
        this.#told = null;
        this.#draw();
        return void this.#list();
      }
      this.#take(await api.form(id));
    } catch (error) {
      say(byId("form-sure-error"), api.wordsOf(error));
    }
    return undefined;
  }

  #speak(language) {
    for (const one of ["zh", "en"]) byId(`form-${one}`).setAttribute("aria-pressed", String(one === language));
    this.preview.speak(language);
  }

  #pane(wanted) {
    const moveFocus = document.activeElement?.closest(".forms-tabs");
    for (const name of PANES) {
      byId(`form-tab-${name}`).setAttribute("aria-selected", String(name === wanted));
      byId(`form-tab-${name}`).tabIndex = name === wanted ? 0 : -1;
      show(byId(`form-${name}`), name === wanted);
    }
    if (wanted === "fields" && this.#told) this.#fields(parsed(this.#text));
    if (moveFocus) byId(`form-tab-${wanted}`).focus();
  }

  #arrow(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const at = PANES.findIndex((name) => byId(`form-tab-${name}`).getAttribute("aria-selected") === "true");
    this.#pane(PANES[(at + by + PANES.length) % PANES.length]);
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null; // the hub says where it is no JSON
  }
}
