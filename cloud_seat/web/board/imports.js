// Shell: a file is chosen, shown what it would change with every wrong line, and taken in when exactly that is confirmed.

import { byId, el, say, show, tell, zh } from "/web/seat/dom.js";
import { wordsOf } from "./api.js";
import { bring } from "./tables-api.js";

const WHAT = { new: "＋ 新增", changed: "～ 改动", gone: "－ 去掉" };
const SUMS = [["new", "新增"], ["changed", "改动"], ["unchanged", "不变"], ["gone", "去掉"], ["left_out", "有错的行"]];
const TONES = { gone: "warn", left_out: "bad" };
const LISTED = 300; // of either list at first; a button shows the rest

export class Imports {
  #file = null;
  #seen = null;
  #turn = 0;

  /** `onDone`: something may be different now. */
  constructor({ onDone }) {
    this.onDone = onDone;
    byId("import-open").addEventListener("click", () => this.#open());
    byId("import-form").addEventListener("change", (event) => this.#chosen(event));
    byId("import-yes").addEventListener("click", () => this.#confirm());
  }

  close() {
    byId("import").close();
  }

  #open() {
    byId("import-form").reset();
    this.#forget();
    byId("import").showModal();
  }

  #forget() {
    this.#file = null;
    this.#show(null);
    say(byId("import-error"), "");
    say(byId("import-name"), "");
  }

  get #table() {
    return byId("import-items").checked ? "items" : "rights";
  }

  get #choices() {
    return { whole: byId("import-whole").checked ? "1" : "", leave_out: byId("import-leave").checked ? "1" : "" };
  }

  async #chosen(event) {
    if (event.target.id === "import-file") this.#file = byId("import-file").files[0] || null;
    if (this.#file) await this.#preview();
  }

  async #preview() {
    const turn = ++this.#turn;
    this.#show(null);
    say(byId("import-error"), "");
    say(byId("import-name"), `正在读 ${this.#file.name} …`);
    try {
      const seen = await bring(this.#table, this.#file, this.#choices);
      if (turn === this.#turn) this.#show(seen);
    } catch (error) {
      if (turn === this.#turn) say(byId("import-error"), error.status === 413 ? "文件太大（最多 16 MB），请分成几个" : wordsOf(error));
    }
    if (turn === this.#turn) say(byId("import-name"), this.#file?.name || "");
  }

  async #confirm() {
    byId("import-yes").disabled = true;
    try {
      const done = await bring(this.#table, this.#file, this.#choices, this.#seen.hash);
      byId("import").close();
      tell(`已导入：新增 ${done.new}，改动 ${done.changed}，去掉 ${done.gone}`, "ok");
      this.onDone();
    } catch (error) {
      if (error.answer.preview) this.#show(error.answer.preview);
      else await this.#preview(); // an answer that was lost may have done it
      say(byId("import-error"), wordsOf(error));
    }
  }

  #show(seen) {
    this.#seen = seen;
    show(byId("import-seen"), Boolean(seen));
    const moved = seen ? seen.new + seen.changed + seen.gone : 0;
    byId("import-yes").disabled = !seen?.hash || !moved;
    say(byId("import-yes-words"), moved ? `导入这 ${moved} 处` : "导入");
    if (!seen) return;
    byId("import-sums").replaceChildren(...SUMS.map(([name, words]) => el("li", { "data-tone": (seen[name] && TONES[name]) || null }, el("span", { text: words }), el("b", { text: String(seen[name]), "data-testid": `import-${name}` }))));
    say(byId("import-verdict"), verdict(seen, moved));
    list("import-wrong", seen.wrong, wrongRow);
    show(byId("import-wrong-part"), seen.wrong.length > 0);
    list("import-changes", seen.changes, changeRow);
    say(byId("import-more"), [seen.more ? `还有 ${seen.more} 处没有列出。` : "", seen.unused.length ? `没用到的列：${seen.unused.join("、")}` : ""].join(" ").trim());
  }
}

function verdict(seen, moved) {
  const left = seen.left_out ? `有错的 ${seen.left_out} 行不导入。` : "";
  if (seen.wrong.some((one) => one.stops) && !seen.hash) return "有错的行：请改好文件再选一次，或勾“有错的行先不导入”。现在什么都没有改。";
  if (!moved) return `${left}${left ? "其余" : ""}和现在的一样，没有要改的。`;
  return `${left}看过没问题再点导入。现在什么都还没有改。`;
}

const where = (one) => [one.sheet, one.line ? `第 ${one.line} 行` : "", one.column].filter(Boolean).join(" · ");

const wrongRow = (one) => el("tr", { "data-stops": String(one.stops) }, el("th", { scope: "row", text: `${one.stops ? "✕" : "◆"} ${where(one)}` }), el("td", {}, el("span", { text: zh(one.text) }), el("span", { class: "hint", lang: "en", text: one.text.en })));

const changeRow = (one) => el("tr", { "data-what": one.what }, el("td", { text: WHAT[one.what] }), el("th", { scope: "row" }, el("span", { text: one.name }), el("span", { class: "hint", text: one.key.replace(/^seat-/, "") })), el("td", {}, ...one.fields.map(fieldLine)));

const fieldLine = (field) => el("div", { class: "field-moved" }, el("span", { class: "hint", text: zh(field.column) }), ...[field.before && el("del", { text: field.before }), field.after && el("ins", { text: field.after })].filter(Boolean));

function list(id, all, row) {
  const first = all.slice(0, LISTED).map(row);
  if (all.length > LISTED) {
    const rest = el("button", { type: "button", text: `再列出其余 ${all.length - LISTED} 行`, onclick: () => byId(id).replaceChildren(...all.map(row)) });
    first.push(el("tr", {}, el("td", { colspan: 3 }, rest)));
  }
  byId(id).replaceChildren(...first);
}
