// Core: what the wall comes to: totals, departments that wait, what needs a person.

import { hours, percent, span } from "./words.js";

const TARGET = 95; // GB/T 33358: of a hundred who ask, so many are answered within 15 s

/** The six numbers at the top: name → {number, more, tone}. */
export function sums(moved, told, nowMs) {
  const { served } = told;
  return {
    kiosks: ofKiosks(moved.kiosks),
    seats: ofSeats(moved.seats, moved.seats_known),
    waits: ofWaits(moved.waits, nowMs),
    service: ofService(served),
    cases: { number: String(served.cases), more: ofOutboxes(told.mornings), tone: "" },
    ratings: { number: percent(served.good, served.rated), more: `未了结的工单 ${served.orders}`, tone: !served.rated ? "" : served.good < served.rated ? "acc" : "ok" },
  };
}

function ofKiosks(kiosks) {
  const gone = kiosks.filter((one) => one.state === "offline").length;
  const closed = kiosks.filter((one) => one.closed_why).length;
  const more = [gone ? `${gone} 台离线` : "全部在线", ...(closed ? [`${closed} 台关闭`] : [])].join(" · ");
  return { number: `${kiosks.length - gone} / ${kiosks.length}`, more, tone: gone ? "acc" : "" };
}

function ofSeats(seats, known) {
  const count = (...states) => seats.filter((one) => states.includes(one.state)).length;
  const more = `就绪 ${count("ready")} · 通话 ${count("in_call")} · 整理 ${count("after")}`;
  return { number: `${seats.length} / ${known}`, more, tone: count("ready") ? "" : "acc" };
}

function ofWaits(waits, nowMs) {
  const longest = Math.max(0, ...waits.map((one) => nowMs - one.since_ms));
  return { number: String(waits.length), more: waits.length ? `最久 ${span(longest / 1000)}` : "没有人在等", tone: waits.length ? "acc" : "" };
}

function ofService({ asked, answered, within }) {
  const share = (within / asked) * 100;
  const more = asked ? `目标 ${TARGET}% · 呼叫 ${asked} · 接通 ${answered}` : `目标 ${TARGET}% · 今天还没有呼叫`;
  return { number: percent(within, asked), more, tone: !asked ? "" : share < TARGET ? "bad" : "ok" };
}

function ofOutboxes(mornings) {
  const waiting = mornings.reduce((sum, one) => sum + one.outbox, 0);
  const oldest = Math.max(0, ...mornings.map((one) => one.oldest_s));
  return waiting ? `晓屋里待传 ${waiting}，最早 ${hours(oldest)}` : "晓屋里没有待传的";
}

/** Departments by their longest wait: [{name, count, longestMs, alone}], the longest first. */
export function queues(waits, nowMs) {
  const found = new Map();
  for (const wait of waits) {
    const one = found.get(wait.department.zh) || { name: wait.department.zh, count: 0, longestMs: 0, nobody: 0 };
    one.count += 1;
    one.nobody += Number(wait.reason === "no_seat");
    one.longestMs = Math.max(one.longestMs, nowMs - wait.since_ms);
    found.set(one.name, one);
  }
  return [...found.values()].sort((a, b) => b.longestMs - a.longestMs);
}

/** What a person must see to: [{words, ids}], the same trouble of several booths once. `ids`: of the booths; none: of no booth. */
export function alarms(moved, told) {
  const mornings = new Map(told.mornings.map((one) => [one.kiosk_id, one]));
  const nobody = told.thin.filter((one) => !one.reachable).length;
  const found = new Map(nobody ? [[`${nobody} 个事项这个小时一位都找不到`, []]] : []);
  for (const trouble of TROUBLES) {
    for (const kiosk of moved.kiosks) {
      const words = trouble(kiosk, mornings.get(kiosk.kiosk_id));
      if (words) found.set(words, [...(found.get(words) || []), kiosk.kiosk_id]);
    }
  }
  return [...found].map(([words, ids]) => ({ words, ids }));
}

/** The most urgent first. */
const TROUBLES = [
  (kiosk) => kiosk.state === "offline" && "离线，请给守护人打电话",
  (kiosk) => kiosk.paper === "out" && "没有纸了，请守护人换纸",
  (kiosk) => kiosk.broken.length > 0 && kiosk.paper !== "out" && "有设备不能用",
  (kiosk, morning) => morning?.needs_person && `待传 ${morning.outbox} 件，最早 ${hours(morning.oldest_s)}，要人看`,
  (kiosk, morning) => kiosk.state !== "offline" && !kiosk.closed_why && morning && !morning.is_ready && morning.text.zh,
];
