// Core: a release on its way in words, Chinese and English; each state with a sign, so that colour is never alone.

const SIGN = { waits: "▶", quiet: "◆", done: "✓", paused: "‖", withdraw: "▲", failures: "▲", back: "◀" };
const TONE = { waits: "call", quiet: "call", done: "ok", paused: "acc", withdraw: "acc", failures: "bad", back: "bad" };
const TRIES = { failed: "bad", silent: "bad", asked: "", staged: "", runs: "", confirmed: "ok" };

const ZH = {
  code: "zh", other: "English",
  title: (plan) => (plan ? `版本 ${plan.version} 发布` : "没有正在发布的版本"),
  badge: { waits: "进行中", quiet: "观察中", done: "全部完成", paused: "已暂停", withdraw: "要撤回", failures: "自动停下", back: "退回中" },
  state: {
    waits: (now, at) => `第 ${now.ring} 批进行中，还差 ${now.left} 台；到 ${at(now.until_s)} 还没有回音的算失败。`,
    quiet: (now, at) => (now.ring > 1 ? `第 ${now.ring - 1} 批已完成，先观察；第 ${now.ring} 批 ${at(now.until_s)} 开始。` : `第 1 批 ${at(now.until_s)} 开始。`),
    done: () => "每一批都已完成。",
    paused: (now) => `${now.by} 暂停了，不再通知新的晓屋；已经换好的照常用。`,
    withdraw: (now) => `${now.by} 要撤回，已不再通知新的晓屋；等两位密钥持有人签字（release roll-back），换过的才会退回。`,
    failures: (now) => `第 ${now.ring} 批失败 ${now.failed} 台、没有回音 ${now.silent} 台，最多容许 ${now.allowed} 台，不再通知新的晓屋。`,
    back: (_now, _at, plan) => `已撤回，换过的晓屋退回 ${plan.before}。`,
  },
  since: (when) => `从 ${when} 起。`,
  short: (done, all) => `${all} 台中 ${done} 台已完成`,
  ringShort: (ring, number) => `第 ${number} 批 · ${ring.confirmed} / ${ring.booths} 台`,
  rings: ["批次", "台数", "已通知", "已下载", "夜间自检过", "已完成", "失败", "没有回音", "已退回", "现在"],
  ring: (number) => `第 ${number} 批`,
  ringState: { later: "等前一批", open: "▶ 进行中", whole: "✓ 完成", over: "▲ 失败太多" },
  opens: (when) => `${when} 开始`,
  boothsTitle: "每台晓屋的版本",
  booths: ["晓屋", "批次", "在用的版本", "到哪一步", "为什么", "最近报告"],
  stage: { later: "还没轮到", open: "等它来问", asked: "已通知", staged: "已下载，等空闲", runs: "已换上，等夜间自检", confirmed: "✓ 已完成", failed: "✕ 失败", silent: "✕ 没有回音" },
  back: "，已退回", staged: (version) => `（已下载 ${version}）`, never: "还没有报过", last: "随最后一批",
  acts: { paused: "暂停", resumed: "继续", withdraw: "撤回" },
  ask: {
    resumed: ["要继续发布吗？", "到现在为止的失败和没有回音不再算，每台晓屋重新计时。请先看过失败的原因。"],
    withdraw: ["要撤回这个版本吗？", "马上不再通知新的晓屋。已经换上的要退回，得由两位密钥持有人在放发布文件的机器上签字：./xiaowu release roll-back。"],
  },
  no: "不改", said: { paused: "已暂停", resumed: "已继续", withdraw: "已停下，请密钥持有人签字" },
  stale: (when) => `没有连上中枢，下面是 ${when} 的样子`,
};

const EN = {
  code: "en", other: "中文",
  title: (plan) => (plan ? `Release ${plan.version}` : "No release is on its way"),
  badge: { waits: "Under way", quiet: "Quiet time", done: "Done", paused: "Paused", withdraw: "To be withdrawn", failures: "Stopped by itself", back: "Going back" },
  state: {
    waits: (now, at) => `Ring ${now.ring} is under way, ${now.left} still to come; who has told nothing by ${at(now.until_s)} has failed.`,
    quiet: (now, at) => (now.ring > 1 ? `Ring ${now.ring - 1} is done; ring ${now.ring} begins at ${at(now.until_s)}.` : `Ring 1 begins at ${at(now.until_s)}.`),
    done: () => "Every ring is done.",
    paused: (now) => `${now.by} paused it: no more booths are told to take it; those that have it go on.`,
    withdraw: (now) => `${now.by} wants it withdrawn: no more booths are told to take it. Two holders of keys must sign (release roll-back) before booths go back.`,
    failures: (now) => `Ring ${now.ring}: ${now.failed} failed, ${now.silent} silent, ${now.allowed} allowed at most. No more booths are told to take it.`,
    back: (_now, _at, plan) => `Withdrawn: booths that took it go back to ${plan.before}.`,
  },
  since: (when) => `Since ${when}.`,
  rings: ["Ring", "Booths", "Told", "Fetched", "Rehearsed", "Done", "Failed", "Silent", "Gone back", "Now"],
  ring: (number) => `Ring ${number}`,
  ringState: { later: "after the one before", open: "▶ under way", whole: "✓ done", over: "▲ too many failed" },
  opens: (when) => `begins ${when}`,
  boothsTitle: "The version of each booth",
  booths: ["Booth", "Ring", "Runs", "How far", "Why", "Last told"],
  stage: { later: "not yet", open: "has not asked", asked: "told", staged: "fetched, waits for nobody there", runs: "runs, waits for its night", confirmed: "✓ done", failed: "✕ failed", silent: "✕ silent" },
  back: ", gone back", staged: (version) => ` (has fetched ${version})`, never: "never", last: "with the last",
  acts: { paused: "Pause", resumed: "Go on", withdraw: "Withdraw" },
  ask: {
    resumed: ["Go on with this release?", "What failed or was silent so far counts no more, and every booth has its time anew. Look at why they failed first."],
    withdraw: ["Withdraw this release?", "At once no more booths are told to take it. For those that took it two holders of keys must sign where releases are kept: ./xiaowu release roll-back."],
  },
  no: "Leave it", said: { paused: "Paused", resumed: "It goes on", withdraw: "Held; the holders of keys must sign now" },
  stale: (when) => `The hub cannot be reached; below is how it was at ${when}`,
};

export const LANGUAGES = { zh: ZH, en: EN };

/** Seconds since 1970 → day and minute of this computer. */
export function moment(seconds) {
  if (seconds === null || seconds === undefined) return "";
  const at = new Date(seconds * 1000);
  const two = (number) => String(number).padStart(2, "0");
  return `${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** What holds it or what it waits for: {badge, tone, sentence}; nothing of no plan. */
export function standing({ plan, state }, words) {
  if (!plan || !state) return { badge: "", tone: "", sentence: "" };
  const now = { ...state, by: (state.by || "").split(":").at(-1) || "release plan" };
  const sentence = [words.state[now.code](now, moment, plan), words.since(moment(now.since_s))].join(words.code === "en" ? " " : "");
  return { badge: `${SIGN[now.code]} ${words.badge[now.code]}`, tone: TONE[now.code], sentence };
}

/** A row a ring: its cells, those that are bad marked by {text, tone}. */
export function ringCells(ring, number, words) {
  const bad = (count) => ({ text: String(count), tone: count ? "bad" : "" });
  const now = ring.state === "later" && ring.opens_s ? words.opens(moment(ring.opens_s)) : words.ringState[ring.state];
  const tone = { whole: "ok", over: "bad" }[ring.state] || "";
  return [words.ring(number), ring.booths, ring.asked, ring.has, ring.rehearsed, ring.confirmed, bad(ring.failed), bad(ring.silent), ring.back, { text: now, tone }];
}

const URGENT = ["failed", "silent", "runs", "staged", "asked", "open", "confirmed", "later", ""];

/** Booths that need a look first, then by how far they are, then by name. */
export const inOrder = (booths) => [...booths].sort((a, b) => Number(!a.refused) - Number(!b.refused) || URGENT.indexOf(a.stage) - URGENT.indexOf(b.stage) || (a.kiosk_id < b.kiosk_id ? -1 : 1));

/** A row a booth. */
export function boothCells(booth, hasPlan, words) {
  const said = (text) => (text ? text[words.code] || text.zh : "");
  const runs = (booth.version || "—") + (booth.staged && booth.staged !== booth.version ? words.staged(booth.staged) : "");
  const stage = booth.stage ? words.stage[booth.stage] + (booth.back ? words.back : "") : "—";
  const why = [said(booth.why), said(booth.refused)].filter(Boolean).join("；");
  const ring = !hasPlan ? "—" : booth.ring ? words.ring(booth.ring) : words.last;
  return [`${booth.kiosk_id} ${said(booth.name)}`, ring, runs, { text: stage, tone: TRIES[booth.stage] || "" }, why, booth.heard_s ? moment(booth.heard_s) : words.never];
}
