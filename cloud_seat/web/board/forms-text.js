// Core: what the page of forms says of a form, its draft, its versions and its differences.

import { el, zh } from "/web/seat/dom.js";

export const STATE = { draft: ["草稿", ""], asked: ["等人签发", "warn"], returned: ["已退回", "warn"] };
const KIND = { added: ["＋", "新加"], removed: ["－", "不再有"], changed: ["✎", "改了"], moved: ["⇅", "换了位置"] };

const minute = (at) => (at ? new Date(at).toLocaleString("zh-CN", { dateStyle: "short", timeStyle: "short" }) : "");

export function moreOf(told) {
  const draft = told.draft;
  const force = told.version ? `现行第 ${told.version} 版` : "还没有发布过";
  return draft ? `${force}，草稿将是第 ${draft.version} 版 · ${draft.written_by.join("、")} · ${minute(draft.saved_at)}` : force;
}

/** What stands below the editor: what can be done now, and why not. */
export function wordsOf({ told, role, faults, dirty }) {
  if (role.writes && dirty) return faults ? `有 ${faults} 处要改；现在存也行，不会丢` : "改过了，还没有存";
  if (!told.draft) return role.writes ? "改了就是下一版的草稿；现行的一版不会变" : "这是现行的一版";
  if (told.draft.state === "asked" && role.signs) return told.draft.is_own ? "您改过这份草稿，要另一位签" : "请看过预览和改动再签";
  if (told.draft.state === "asked") return "已请人签发；再改就要重新请";
  return faults ? `有 ${faults} 处要改，改好才能请人签发` : "已存好；看过改动就可以请人签发";
}

export function diffOf(told, changes) {
  const open = told.versions.reduce((sum, one) => sum + one.open_cases, 0);
  const meaning = told.version === 0 ? "这是一张新表，全部都是新的。" : `签发后新办的件用新版。已经开始的件（现在有 ${open} 件没办结）照它开始时的那一版看和核对，不会变；正在填的居民填完这一次。`;
  const rows = changes.map((one) => {
    const [sign, word] = KIND[one.kind];
    const both = [one.before, one.after].some((text) => zh(text)) ? [el("del", { text: zh(one.before) || "（没有）" }), el("ins", { text: zh(one.after) || "（没有）" })] : [];
    return el("li", { class: `fd-${one.kind}` }, el("b", { text: `${sign} ${zh(one.what)}` }), el("span", { class: "hint", text: ` ${[word, zh(one.part)].filter(Boolean).join("：")} · ${one.at}` }), ...both);
  });
  const none = told.version ? [el("li", { class: "hint", text: "和现行的一版没有不同" })] : [];
  return [el("p", { class: "fd-meaning", text: meaning }), el("ul", { class: "fd" }, ...(rows.length ? rows : none))];
}

export function versionsOf(told) {
  const rows = told.versions.map((one) => el("tr", {},
    el("th", { scope: "row", text: `第 ${one.version} 版` }), el("td", { text: one.signed_by ? one.written_by.join("、") : "随程序" }), el("td", { text: one.signed_by || "—" }),
    el("td", { text: minute(one.signed_at) || "—" }), el("td", { text: `${one.open_cases}` }), el("td", { class: "fe-code", text: one.sha256.slice(0, 16), title: one.sha256 })));
  const heads = ["版本", "谁写的", "谁签的", "什么时候", "没办结的件", "指纹（SHA-256）"];
  return [el("table", {}, el("thead", {}, el("tr", {}, ...heads.map((text) => el("th", { scope: "col", text })))), el("tbody", {}, ...rows))];
}
