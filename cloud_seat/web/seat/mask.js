// Core: how values are written for people, and which of them are covered until someone asks.

const COVERED = new Set(["id_number", "bank_card"]);

/** Whether a field of this widget shows only its first and last figures. */
export const isCovered = (widget) => COVERED.has(widget);

/** 440113********0010 → 4401**********0010. Short values are covered whole. */
export function masked(value) {
  const text = String(value);
  if (text.length < 9) return "*".repeat(text.length);
  return text.slice(0, 4) + "*".repeat(text.length - 8) + text.slice(-4);
}

/** The value as people read it: choices by their label, dates and long numbers with room to breathe. */
export function readable(field, value) {
  if (value === undefined || value === null || value === "") return "";
  if (typeof value === "boolean") return value ? "是" : "否";
  if (Array.isArray(value)) return `${value.length} 位`;
  if (typeof value === "object") return `${value.region || ""}${value.detail || ""}`;
  const choice = (field.choices || []).find((one) => one.value === value);
  if (choice) return choice.label.zh;
  const write = WRITERS[field.widget === "amount" && !field.name.endsWith("_yuan") ? "" : field.widget];
  return write ? write(String(value)) : String(value);
}

const TWO_DIGITS = { minimumFractionDigits: 2, maximumFractionDigits: 2 };

const WRITERS = {
  phone: (text) => text.replace(/^(\d{3})(\d{1,4})(\d*)$/, "$1 $2 $3").trim(),
  bank_card: fours,
  amount: (text) => (Number.isFinite(Number(text)) ? `${Number(text).toLocaleString("zh-CN", TWO_DIGITS)} 元` : text),
  date: (text) => text.replace(/^(\d{4})-0?(\d+)-0?(\d+)$/, "$1 年 $2 月 $3 日"),
};

function fours(text) {
  return text.replace(/(.{4})(?=.)/g, "$1 ");
}

/** Covered and grouped: what stands in the box before anyone asks for the whole number. */
export function covered(field, value) {
  if (value === undefined || value === null || value === "") return "";
  const text = String(value);
  if (field.widget === "bank_card" && text.length > 8) return `${text.slice(0, 4)} **** **** ${text.slice(-4)}`;
  return masked(text);
}

/** Whole years on the calendar between two dates YYYY-MM-DD, or null. */
export function age(birth, today) {
  if (!/^\d{4}-\d\d-\d\d$/.test(birth || "")) return null;
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4));
  return today.slice(5) < birth.slice(5) ? years - 1 : years;
}

/** 75 → "01:15"; hours only when there are some. */
export function clock(seconds) {
  const two = (n) => String(Math.floor(n)).padStart(2, "0");
  const whole = Math.max(0, seconds);
  const tail = `${two((whole / 60) % 60)}:${two(whole % 60)}`;
  return whole >= 3600 ? `${two(whole / 3600)}:${tail}` : tail;
}
