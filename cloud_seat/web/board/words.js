// Core: the states of booths and officials in words, each with a sign, so that colour is never alone.

export const KIOSK = { offline: "离线", idle: "空闲", in_use: "有人在用", waiting: "在等人", in_call: "通话" };
export const SEAT = { ready: "就绪", busy: "在柜台", away: "离开", after: "整理", online: "刚登录", hidden: "页面被挡住", in_call: "通话", closed: "已关闭" };
export const REASON = { ringing: "正在响铃", same_seat: "等原来的工作人员", no_seat: "没有人在线", busy: "都在忙" };
export const ERRAND = { message: "屏幕文字", self_test: "自检", restart: "空闲时重启", logs: "看日志" };
export const ERRAND_STATE = { sent: "已送到", waits: "有人在用，等空闲", begun: "已开始", done: "做完了", stopped: "有人来了，没有做完", unknown: "这台的版本做不了" };
export const WAY = { here: "能办", at: "晚些能办", leave: "先存这里", go: "到别处办" };

/** Why a booth is closed, the most usual first. */
export const BOOTH_CLOSED_FOR = { repair: "设备检修", power: "停电断网", premises: "场所不开门", weather: "天气原因", other: "其他原因" };

/** Of a booth that is closed: "到 15:00，设备检修". */
export const closedWords = (kiosk) => `到${kiosk.closed_until ? ` ${kiosk.closed_until}` : "今天结束"}，${BOOTH_CLOSED_FOR[kiosk.closed_why] || BOOTH_CLOSED_FOR.other}`;

/** What a tile says: the most urgent thing first, {tone, words, sign}. */
export function tileOf(kiosk, morning) {
  if (kiosk.state === "offline") return { tone: "bad", words: KIOSK.offline, sign: "✕" };
  if (kiosk.closed_why && kiosk.state === "idle") return { tone: "rest", words: "已关闭", sign: "■" };
  if (kiosk.paper === "out") return { tone: "acc", words: "缺纸", sign: "▲" };
  if (kiosk.broken.length) return { tone: "acc", words: "设备坏", sign: "▲" };
  if (kiosk.state === "waiting") return { tone: "acc", words: KIOSK.waiting, sign: "◆" };
  if (kiosk.state === "in_call") return { tone: "call", words: KIOSK.in_call, sign: "●" };
  if (kiosk.state === "in_use") return { tone: "call", words: KIOSK.in_use, sign: "●" };
  if (morning && !morning.is_ready && morning.age_h !== null) return { tone: "acc", words: "自检没过", sign: "▲" };
  if (kiosk.paper === "low") return { tone: "ok", words: "纸快完", sign: "◆" };
  return { tone: "ok", words: KIOSK.idle, sign: "" };
}

/** 48 s → 00:48, an hour → 1:00:00. */
export function span(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, "0"));
  return h === "00" ? `${m}:${s}` : `${Number(h)}:${m}:${s}`;
}

export const hours = (seconds) => (seconds < 5400 ? `${Math.round(seconds / 60)} 分钟` : `${Math.round(seconds / 3600)} 小时`);

/** A share in percent with one digit, never rounded up to 100; empty of nothing. */
export const percent = (part, whole) => (whole ? `${Math.floor((part / whole) * 1000) / 10}%` : "—");

/** PY-0417 → 0417: what stands on the booth itself. */
export const shortId = (id) => id.split("-").at(-1);
