// Core: what happened to a case, in words; and how much of its statutory clock is left.

const REASONS = { busy: "正在接待柜台群众", not_mine: "不归这里办", language: "语言上帮不了", other: "" };
const WHAT = {
  talked: "接通了居民", received: "居民提交，收件", accepted: "受理", returned: "退回补正", noted: "小结", asked: "请居民做一件事", ask_answered: "居民回答",
  paper_accepted: "看过一份材料，可以",
  person_confirmed: "看过，是本人", call_declined: "没有接这次来电", handover_asked: "请同事接着办", consulted: "请教了同事", delivered: "文书已送达",
  helper_agreed: "居民同意请家人一起", helper_refused: "居民不同意请家人一起",
  view_broken: "有一会儿看不到居民", call_measured: "通话质量", settled: "办结", fetch: "结果可以领取", enclosed: "结果随文书交付",
};
const ROLES = { consult: "被请教", joined: "三方通话", listening: "旁听", family: "家人陪同" };
const LEFT = {
  official: "工作人员请其离开", resident: "居民请其离开", self: "自己离开", gone: "掉线", busy: "接了自己的来电", handover: "随转接结束", restart: "系统重启", over: "通话结束",
};
const STATES = { received: "待受理", accepted: "办理中", returned: "已退回补正", done: "已办好" };
const TOLD = new Set(["noted", "returned", "handover_asked", "fetch", "enclosed", "settled"]);

/** One line of the history; the note where it is written for people. */
export function whatWords({ what, note }) {
  const words = WHAT[what] || what;
  if (what === "view_broken") return `有 ${note.split(" ")[1]} 秒看不到居民`;
  if (what === "call_measured") return `${words}：${measuredWords(note)}`;
  if (what.startsWith("companion_")) return companionWords(what, note);
  if (what === "helper_agreed") return note === "form" ? `${words}，也可以看表` : words;
  if (what === "call_declined") return [words, declineWords(note)].filter(Boolean).join("：");
  return TOLD.has(what) && note ? `${words}：${listed(note)}` : words;
}

/** 补正 as it was said: a line a thing. */
function listed(note) {
  const things = note.split("\n").filter((one) => one.trim());
  return things.length < 2 ? note : things.map((one, at) => `${at + 1}. ${one}`).join(" ");
}

function declineWords(note) {
  const [reason, ...more] = note.split(": ");
  return [reason in REASONS ? REASONS[reason] : reason, more.join(": ")].filter(Boolean).join("，");
}

/** "family 小梅: over" as companions/record.py writes it. */
function companionWords(what, note) {
  const [, role, who, why] = note.match(/^(\S+) ?(.*?)(?:: (\w+))?$/) || [];
  if (what === "companion_role") return role === "joined" ? "同事加入，三方通话" : "和同事单独商量";
  const name = `${who || ""}（${ROLES[role] || role}）`;
  return what === "companion_joined" ? `${name}进入通话` : `${name}离开：${LEFT[why] || why}`;
}

/** "312 s, 1 breaks of 11 s, lost 0.4 %, 35/80 ms" as call_records.py writes it, in words. */
function measuredWords(note) {
  const [seconds, breaks, frozen, lost] = (note.match(/[\d.]+/g) || []).map(Number);
  const still = breaks ? `，中断 ${breaks} 次共 ${frozen} 秒` : "，没有中断";
  return `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒${still}，丢包 ${lost}%`;
}

export const stateWords = (state) => STATES[state] || state;

/** {words, level}: level good, soon or late; null when nothing waits for the office. */
export function termWords(term) {
  if (!term) return null;
  const what = term.kind === "check" ? "决定受理" : "办结";
  const [, month, day] = term.due_on.split("-").map(Number);
  const left = term.left_workdays;
  const by = `${month} 月 ${day} 日前${term.weekends_only ? "（节假日表还没有这一年，只按双休日算）" : ""}`;
  if (left < 0) return { words: `${what}已超期 ${-left} 个工作日`, level: "late" };
  if (left === 0) return { words: `今天是${what}的最后一天`, level: "late" };
  return { words: `${what}还有 ${left} 个工作日，${by}`, level: left <= 2 ? "soon" : "good" };
}

/** "11 月 26 日 09:31", where the official sits. */
export function whenWords(at) {
  const when = new Date(at);
  if (Number.isNaN(when.getTime())) return "";
  const two = (n) => String(n).padStart(2, "0");
  return `${when.getMonth() + 1} 月 ${when.getDate()} 日 ${two(when.getHours())}:${two(when.getMinutes())}`;
}
