// Core: what the official reads about a ring before answering, and the reasons for passing it on.

import { zh } from "./dom.js";

const MODES = { standard: "标准", elder: "大字", contrast: "高对比" };
const LANGUAGES = { zh: "普通话", "zh-Hant": "普通话", yue: "粤语", en: "英语" };

/** Keys 1, 2, 3 in the dialog; the fourth asks for own words. */
export const REASONS = Object.freeze([["busy", "正在接待柜台群众"], ["not_mine", "这件不归我办"], ["language", "语言上帮不了"]]);

/** "大字 · 普通话" */
export const modeWords = (mode, language) =>
  [MODES[mode] || mode, LANGUAGES[language] || language].filter(Boolean).join(" · ");

/** [name, words, id]: rows of the panel; the waiting time is written by the clock. */
export function rows(offer) {
  const who = [offer.resident, offer.acting && "替别人办"].filter(Boolean).join("，");
  const all = [
    ["一件事", (offer.parts || []).map(zh).join("、"), null],
    ["居民", who, null],
    ["晓屋", zh(offer.kiosk_name) || offer.kiosk_id, null],
    ["已等候", "00:00", "incoming-waiting"],
    ["方式", modeWords(offer.mode, offer.language), null],
    ["之前", beforeWords(offer), null],
    ["交接", offer.note, null],
  ];
  return all.filter(([, words]) => words);
}

export function leadWords(offer) {
  return offer.from_seat ? `${offer.from_seat.name || "同事"}请您接着办，居民还在通话中` : "居民呼叫";
}

function beforeWords(offer) {
  const cut = offer.cuts ? `这件事断过 ${offer.cuts} 次` : "";
  const passed = offer.attempt > 1 && !offer.from_seat ? `第 ${offer.attempt} 次响铃，请优先接听` : "";
  return [cut, passed].filter(Boolean).join("；");
}
