// Core: what my status means, in words; and whether a page that nobody sees can still be rung.

const WORDS = {
  online: ["请先选您的状态", "选“就绪”后，有居民呼叫时这里会响铃。"],
  ready: ["就绪，等待来电", "有居民呼叫时会自动响铃，页面标题也会闪。可以先做别的事，请不要关掉本页。"],
  busy: ["您正在接待柜台的群众", "不会有新的来电。柜台忙完请选“就绪”，晓屋里的居民才找得到您。"],
  away: ["您现在离开", "不会有新的来电。回来后请选“就绪”，居民才找得到您。"],
  after: ["正在整理上一件", "这段时间不会有新的来电，同一件事的居民除外。到时间会自动回到就绪。"],
};
/** Why a supervisor closes a seat, the most usual first. */
export const CLOSED_FOR = { training: "培训开会", short: "人手不够", power: "停电断网", weather: "天气原因", other: "其他原因" };
const MISSED = ["没有接到来电，已把您设为离开", "刚才连续几次来电都没有人接，居民已转给别的同事。您回来了就点一下，马上恢复就绪。"];

/** [title, words] for the page while nobody calls. `missed`: set away because rings were not answered. */
export const statusWords = (status, { missed = false } = {}) => (status === "away" && missed ? MISSED : WORDS[status] || WORDS.online);

/** [title, words] while a supervisor closed this seat. `until`: HH:MM; none: for the rest of the day. */
export function closedWords(until, why) {
  return [`督导已关闭您的坐席（${CLOSED_FOR[why] || CLOSED_FOR.other}）`, `${until ? `${until} 前` : "今天"}不会有新的来电，到时间自动恢复成您选的状态。正在进行的通话不受影响。要提前开放请找督导。`];
}

export const isStatus = (status) => status in WORDS;

/** The hub says away though the official did not: rings were missed. */
export const wasMissed = (mine, chosen) => mine === "away" && chosen !== "away";

/** Hidden, and no notification may be shown: a ring would reach nobody. */
export const isUnseen = (hidden, permission) => hidden && permission !== "granted";

/** "整理 0:58" */
export function afterWords(leftS) {
  const left = Math.max(0, Math.ceil(leftS));
  return `整理 ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}
