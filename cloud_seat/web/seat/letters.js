// Shell: letters (办不成事, 留言, 给我回电, 服务回访): the list with its clocks, one in the clear, take, call back, close with a word.

import * as api from "./api.js";
import { byId, el, say, show, zh } from "./dom.js";
import { isCovered, masked, readable } from "./mask.js";
import { dueWords, isLate, stateWords } from "./due.js";

const KINDS = { complaint: "办不成事", message: "留言", call: "给我回电", follow_up: "服务回访" };
const WHY_FOLLOW_UP = "这件事办下来，居民觉得有地方没办好。请问清楚、补救好，再写一句怎么办的。";
const STEPS = { complaint: "居民试过的步骤", message: "居民走到哪一步", follow_up: "" };
const LOOK_EVERY_MS = 60 * 1000;

export class Letters {
  #lines = [];
  #open = null;
  #inside = null;
  #withClosed = false;
  #uncovered = new Set();

  constructor() {
    byId("letters-open").addEventListener("click", () => this.#show());
    byId("letters-closed").addEventListener("change", (event) => this.#filter(event.target.checked));
    byId("letter-take").addEventListener("click", () => this.#act("take"));
    byId("letter-called").addEventListener("click", () => this.#act("called"));
    byId("letter-close").addEventListener("click", () => this.#close());
    setInterval(() => !byId("desk").hidden && this.look(), LOOK_EVERY_MS);
  }

  /** Asks the hub for the list, quietly: it only changes a number while nobody has it open. */
  async look() {
    try {
      this.#lines = await api.letters(this.#withClosed);
    } catch {
      return; // the banner tells when the hub is away; the next look finds it again
    }
    const open = this.#lines.filter((line) => line.state !== "closed");
    say(byId("letters-count"), String(open.length));
    byId("letters-open").classList.toggle("late", open.some((line) => isLate(line.due_on)));
    this.#drawList();
  }

  /** Signed out, or a call came in: nothing of anyone stays on the screen. */
  close() {
    if (byId("letters").open) byId("letters").close();
    this.#choose(null, null);
    this.#lines = [];
  }

  async #show() {
    byId("letters").showModal();
    await this.look();
  }

  #filter(withClosed) {
    this.#withClosed = withClosed;
    return this.look();
  }

  /** One letter in the clear. Read again after an act, it keeps what was uncovered and what is being written. */
  async #choose(line, inside) {
    if (!line || line.case_id !== this.#open?.case_id) {
      byId("letter-note").value = "";
      this.#uncovered.clear();
    }
    [this.#open, this.#inside] = [line, inside];
    say(byId("letter-error"), "");
    this.#drawList();
    await this.#drawOne();
  }

  async #read(caseId) {
    try {
      const inside = await api.letter(caseId);
      await this.#choose(inside, inside);
    } catch (error) {
      say(byId("letters-error"), wordsOf(error));
    }
  }

  #close() {
    const note = byId("letter-note").value.trim();
    if (note) return this.#act("close", { note });
    say(byId("letter-error"), "请写一句怎么办的，再办结");
    return byId("letter-note").focus();
  }

  async #act(verb, body = null) {
    const { case_id: caseId } = this.#open;
    try {
      await api.actOnLetter(caseId, verb, body);
      await this.look();
      if (verb === "close" && !this.#withClosed) return await this.#choose(null, null);
      return await this.#read(caseId);
    } catch (error) {
      return say(byId("letter-error"), wordsOf(error));
    }
  }

  #drawList() {
    const chosen = this.#open?.case_id;
    byId("letters-list").replaceChildren(...this.#lines.map((line) => this.#line(line, line.case_id === chosen)));
    show(byId("letters-none"), !this.#lines.length);
    say(byId("letters-error"), "");
  }

  #line(line, chosen) {
    const about = line.item_id ? zh(line.item_name) : "没有选事项";
    const state = el("span", { class: "letter-state", text: stateWords(line) });
    const due = el("span", { class: isLate(line.due_on) && line.state !== "closed" ? "badge late" : "badge warn", text: line.state === "closed" ? "已办结" : dueWords(line.due_on) });
    const attributes = { class: "letter-line", "data-testid": `letter-${line.case_id}`, "aria-current": chosen ? "true" : null, onclick: () => this.#read(line.case_id) };
    return el("li", {}, el("button", attributes,
      el("span", { class: "letter-kind", text: kindOf(line) }), el("strong", { text: about }), due,
      el("span", { class: "hint", text: `${zh(line.kiosk_name)} · ${line.acceptance_number}` }), state));
  }

  async #drawOne() {
    const line = this.#open;
    show(byId("letter-one"), !!line);
    show(byId("letter-choose"), !line);
    if (!line) return byId("letter-answers").replaceChildren();
    const parts = (line.parts_of_item || []).map((part) => zh(part.name)).join("、");
    say(byId("letter-title"), `${kindOf(line)} · ${line.item_id ? zh(line.item_name) : "没有选事项"}`);
    say(byId("letter-facts"), [line.acceptance_number, zh(line.kiosk_name), stateWords(line), parts && `一件事，包括：${parts}`].filter(Boolean).join(" · "));
    say(byId("letter-steps-title"), STEPS[line.kind]);
    const steps = this.#inside.steps?.steps || [];
    byId("letter-steps").replaceChildren(...steps.map((step) => el("li", { text: step.zh })));
    byId("letter-answers").replaceChildren(...(await this.#answers()));
    return this.#drawKeys(line);
  }

  async #answers() {
    const answers = this.#inside.answers;
    if (!answers) return [el("p", { class: "hint", text: "内容打不开，请按编号联系维护人员" })];
    const form = await api.form(this.#inside.form_id, this.#inside.form_version);
    const fields = form.ui.pages.flatMap((page) => page.fields).filter((field) => answers[field.name] !== undefined);
    const told = el("dl", { class: "letter-answers" }, ...fields.flatMap((field) => [el("dt", { text: zh(field.label) }), answer(field, answers[field.name], this.#uncovered)]));
    return this.#inside.kind === "follow_up" ? [el("p", { text: WHY_FOLLOW_UP }), told] : [told];
  }

  #drawKeys(line) {
    const mine = line.mine && line.state !== "closed";
    show(byId("letter-take"), !line.owner);
    show(byId("letter-called"), mine && line.wants_call && !line.called_at);
    show(byId("letter-settle"), mine);
    byId("letter-close").disabled = line.wants_call && !line.called_at;
    say(byId("letter-hint"), hintOf(line));
    show(byId("letter-settled"), line.state === "closed");
    say(byId("letter-settled"), line.state === "closed" ? `怎么办的：${line.note}` : "");
  }
}

function kindOf(line) {
  return KINDS[line.kind === "message" && line.reason === "call" ? "call" : line.kind] || KINDS.message;
}

function hintOf(line) {
  if (line.state === "closed") return "";
  if (!line.owner) return "接下来以后由您负责到办结";
  if (!line.mine) return `${line.owner_name || "同事"}在办`;
  return line.wants_call && !line.called_at ? "居民留了电话：先回电，再办结" : "写一句怎么办的，就可以办结";
}

/** A telephone number is covered until somebody wants to dial it; opening the letter was written down already. */
function answer(field, value, uncovered) {
  const words = readable(field, value);
  const covers = field.widget === "phone" || isCovered(field.widget);
  if (!covers || uncovered.has(field.name)) return el("dd", { text: words });
  const number = el("span", { class: "figures", text: masked(value) });
  const uncover = el("button", { class: "link", "data-testid": "letter-phone", text: "显示号码", onclick: () => {
    uncovered.add(field.name);
    say(number, words);
    uncover.remove();
  } });
  return el("dd", {}, number, " ", uncover);
}

function wordsOf(error) {
  return error.words || (error.status ? "中枢没有办成这一步，请再试一次" : "连不上中枢，请稍后再试");
}
