// Core: how much time a letter has left, and who has it, in words.

const DAY_MS = 24 * 3600 * 1000;

function daysLeft(dueOn, today) {
  return Math.round((Date.parse(`${dueOn}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / DAY_MS);
}

/** Today where the official sits, YYYY-MM-DD. */
export function todayHere(now = new Date()) {
  const two = (n) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** "还有 3 天，7 月 9 日到期" */
export function dueWords(dueOn, today = todayHere()) {
  const left = daysLeft(dueOn, today);
  if (left < 0) return `已超期 ${-left} 天`;
  if (left === 0) return "今天到期";
  const [, month, day] = dueOn.split("-").map(Number);
  return `还有 ${left} 天，${month} 月 ${day} 日到期`;
}

export function isLate(dueOn, today = todayHere()) {
  return daysLeft(dueOn, today) <= 0;
}

export function stateWords(line) {
  if (line.state === "closed") return "已办结";
  if (!line.owner) return "还没人接";
  const called = line.wants_call ? (line.called_at ? "，已回电" : "，还没回电") : "";
  return `${line.mine ? "我在办" : `${line.owner_name || "同事"}在办`}${called}`;
}
