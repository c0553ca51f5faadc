// Shell: the hub over HTTP, as the board asks it.

import { HubError } from "/web/seat/api.js";

const TIMEOUT_MS = 8000;
const atBooth = (id, rest = "") => `/api/v1/board/kiosks/${encodeURIComponent(id)}${rest}`;

/** Asks the hub; a failure is a HubError. */
export async function json(path, options = {}, timeoutMs = TIMEOUT_MS) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", signal: AbortSignal.timeout(timeoutMs), ...options });
  } catch {
    throw new HubError(0);
  }
  const answer = response.status === 204 ? {} : await response.json().catch(() => ({}));
  if (!response.ok) throw new HubError(response.status, answer);
  return answer;
}

/** What a person reads of a request that failed. */
export const wordsOf = (error) => error.words || "没有连上中枢，请稍后再试";

const post = (path, body) => json(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const booth = (id) => json(atBooth(id));

const atCall = (id, rest) => `/api/v1/board/calls/${encodeURIComponent(id)}${rest}`;

/** Officials who may take this call and can be asked now. */
export const seatsFor = (callId) => json(atCall(callId, "/seats"));

export const assign = (callId, seatId) => post(atCall(callId, "/seat"), { seat_id: seatId });

/** What is closed, the departments, who booked a seat for today. */
export const closings = () => json("/api/v1/board/closings");

/** A seat, or all of a department: {seat_id | department, until, reason}. */
export const closeSeats = (wish) => post("/api/v1/board/closings", wish);

export const openSeats = (seatIds) => post("/api/v1/board/openings", { seat_ids: seatIds });
const atForm = (id, rest = "") => `/api/v1/board/forms/${encodeURIComponent(id)}${rest}`;

export const forms = () => json("/api/v1/board/forms");

export const form = (id) => json(atForm(id));

/** What is wrong with this text, and how a booth judges these answers. */
export const tryForm = (id, text, values) => post(atForm(id, "/try"), { text, values });

export const saveForm = (id, text, revision) => json(atForm(id), { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ text, revision }) });

export const dropForm = (id) => json(atForm(id), { method: "DELETE" });

/** `act`: ask, sign, return (with a reason). */
export const moveForm = (id, act, sha256, reason = "") => post(atForm(id, `/${act}`), { sha256, reason });

const days = (since, until) => `since=${encodeURIComponent(since)}&until=${encodeURIComponent(until)}`;

/** Of `cases`, `waits`, `effort`, `ratings`, `searches`, on these days: {head, rows}. */
export const statistics = (table, since, until) => json(`/api/v1/statistics/${table}?${days(since, until)}`);

/** `kind`: csv, ods. */
export const fileUrl = (kind, table, since, until) => `/api/v1/statistics/${table}/${kind}?${days(since, until)}`;

/** How the release on its way stands, and which version each booth has. */
export const releases = () => json("/api/v1/releases");

/** `act`: paused, resumed, withdraw; how it stands then. */
export const steer = (act, version) => post("/api/v1/releases/steering", { act, version });

/** {until, reason}: for who comes next. */
export const closeBooth = (id, wish) => post(atBooth(id, "/closing"), wish);

export const openBooth = (id) => json(atBooth(id, "/closing"), { method: "DELETE" });

/** `what`: message (with `words`, {zh, en}), self_test, restart, logs. */
export const ask = (id, what, words = { zh: "", en: "" }) => post(atBooth(id, "/errands"), { what, words });
