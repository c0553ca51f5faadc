// Core: which answers an official may propose, what is written into the box for it, and what is read out of it.

import { isCovered } from "./mask.js";

const NEVER = new Set(["group", "region"]);
const YES_NO = [{ value: "yes", label: { zh: "是" } }, { value: "no", label: { zh: "否" } }];
const COUNTY_DIGITS = 6;
const FIGURES = new Set(["phone", "bank_card", "id_number", "amount"]);

/** The place and the kind of box, or null: what a card told, and lists, are not proposed. `region`: the address has one, too. */
export function boxFor(field) {
  if (field.readonly || NEVER.has(field.widget)) return null;
  if (field.widget === "address") return { path: `${field.name}.detail`, label: "路名、门牌、房号", choices: null, region: `${field.name}.region` };
  if (field.widget === "confirm") return { path: field.name, label: "", choices: YES_NO };
  return { path: field.name, label: "", choices: field.choices?.length ? field.choices : null };
}

/** What stands in the box at first: the present answer, to be mended; of a covered number nothing. */
export function firstText(field, value) {
  if (value === undefined || value === null || isCovered(field.widget)) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}

/** The answer that the text in the box means, or undefined when it proposes nothing new. */
export function proposalOf(field, text, value) {
  const plain = FIGURES.has(field.widget) ? text.replace(/[\s,，]/g, "") : text.trim();
  if (!plain || plain === firstText(field, value) || plain === String(value ?? "")) return undefined;
  return field.widget === "confirm" ? plain === "yes" : plain;
}

/** {path, value, was, shown}: another place, at least as near as a county, or undefined. `now`: {code, region} that stand there. */
export function placeOf(path, { code, words }, now) {
  if (code.length < COUNTY_DIGITS || code === now?.code) return undefined;
  return { path, value: code, was: now?.region ?? null, shown: words };
}

/** Who changed an answer last, and when, in few words: "0217 建议 10:42", "居民 10:41". */
export function authorWords(change) {
  if (!change) return "";
  const at = new Date(change.at_utc).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
  return change.proposed_by ? `${change.proposed_by} 建议 ${at}` : `居民 ${at}`;
}

/** How a proposal stands, for the field's own line. */
export const STATES = Object.freeze({
  sent: { state: "marked", note: "等居民点头" },
  yes: { state: "mended", note: "居民同意，已改" },
  no: { state: "mended", note: "居民说不改" },
  changed: { state: "plain", note: "居民自己先改了" },
  unfit: { state: "error", note: "建议不合要求" },
  cannot: { state: "plain", note: "这一步改不了" },
  over: { state: "plain", note: "没有等到居民点头" },
});
